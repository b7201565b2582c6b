/// The machine work that services claim from the database.
public enum WorkKind: String, Sendable {
  /// Write an approved text to the newsroom, or post it to a webhook.
  case deliver
  /// A person posts an approved text and records the receipt.
  case post
  /// Rewrite a newsroom page whose withdrawal is approved, or tell a webhook's receiver.
  case retract
  /// A person takes down what they posted.
  case unpost
  /// Poll a feed or a folder.
  case poll
  /// Count, group and watch what was taken in.
  case analyse
  /// Probe a tool or a publishing platform.
  case probe
  /// Tell a person something, by one transport.
  case notify
}

/// Where a piece of machine work stands.
public enum WorkState: String, Sendable, CaseIterable {
  /// Waits for its time; is held by somebody until their lease runs out.
  case ready, leased
  /// Tried as often as allowed; it waits for a person.
  case dead
}

/// The machine work that services claim from the database.
public enum WorkKind: String, Sendable {
  /// Write an approved text to the newsroom.
  case deliver
  /// A person posts an approved text and records the receipt.
  case post
  /// Poll a feed or a folder.
  case poll
  /// Probe a tool or a publishing platform.
  case probe
}

public import Wording

/// Something that leaves the house by a webhook or a command: what it says, and the key it goes out under.
public struct Message: Sendable {
  /// Made from what is sent: the same message, tried again, has the same key, so that a receiver can drop the second one.
  public let key: String
  /// Where at the receiver: a mail address, a telephone number, the id that a chat group knows a person by; "" for nobody
  /// in particular.
  public let address: String
  /// Whether a chat group calls the person: their telephone rings. Without it the group reads their name.
  public let callsPerson: Bool
  /// How a chat group knows whom a message is for that calls nobody; "" for nobody in particular.
  public let name: String
  /// One line.
  public let subject: String
  /// What a person reads, exactly.
  public let text: String
  /// What a program reads: the event's name, and its values.
  public let event: String
  public let values: [String: JSONValue]

  public init(
    key: String, address: String, callsPerson: Bool = true, name: String = "", subject: String, text: String,
    event: String, values: [String: JSONValue]
  ) {
    self.key = key
    self.address = address
    self.callsPerson = callsPerson
    self.name = name
    self.subject = subject
    self.text = text
    self.event = event
    self.values = values
  }
}

/// Why a message did not get through. The reason holds no address and no secret: it is logged and shown.
public struct TransportFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// What can be expected of another try.
  public enum Prospect: String, Sendable {
    /// Trying again cannot help.
    case final
    /// It may be better soon.
    case passing
    /// The receiver takes no more at this moment: nothing is wrong with the message.
    case busy
  }

  public var description: String
  public let prospect: Prospect
  /// Seconds for which the receiver wants to hear nothing; nil where it does not say.
  public let retryAfter: Double?

  public init(_ description: String, _ prospect: Prospect, retryAfter: Double? = nil) {
    self.description = description
    self.prospect = prospect
    self.retryAfter = retryAfter
  }

  public init(_ description: String, isFinal: Bool = false) {
    self.init(description, isFinal ? .final : .passing)
  }

  /// Whether trying again cannot help.
  public var isFinal: Bool { prospect == .final }
}

public import Wording

/// Something that leaves the house by a webhook or a command: what it says, and the key it goes out under.
public struct Message: Sendable {
  /// Made from what is sent: the same message, tried again, has the same key, so that a receiver can drop the second one.
  public let key: String
  /// Where at the receiver: a mail address, a telephone number, the id that a chat group knows a person by; "" for nobody
  /// in particular.
  public let address: String
  /// One line.
  public let subject: String
  /// What a person reads, exactly.
  public let text: String
  /// What a program reads: the event's name, and its values.
  public let event: String
  public let values: [String: JSONValue]

  public init(
    key: String, address: String, subject: String, text: String, event: String, values: [String: JSONValue]
  ) {
    self.key = key
    self.address = address
    self.subject = subject
    self.text = text
    self.event = event
    self.values = values
  }
}

/// Why a message did not get through. The reason holds no address and no secret: it is logged and shown.
public struct TransportFault: Error, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether trying again cannot help.
  public let isFinal: Bool

  public init(_ description: String, isFinal: Bool = false) {
    self.description = description
    self.isFinal = isFinal
  }
}

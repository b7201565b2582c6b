import FoundationEssentials

/// A value that can be read from a column, in PostgreSQL's text format.
public protocol PostgresDecodable: Sendable {
  /// The value of a column's text, or nil when the text is not of this type.
  init?(postgresText text: String)
}

extension Bool: PostgresDecodable {
  public init?(postgresText text: String) {
    switch text {
    case "t": self = true
    case "f": self = false
    default: return nil
    }
  }
}

extension Int: PostgresDecodable {
  public init?(postgresText text: String) { self.init(text) }
}

extension Int32: PostgresDecodable {
  public init?(postgresText text: String) { self.init(text) }
}

extension Int64: PostgresDecodable {
  public init?(postgresText text: String) { self.init(text) }
}

extension Double: PostgresDecodable {
  public init?(postgresText text: String) {
    switch text {
    case "Infinity": self = .infinity
    case "-Infinity": self = -.infinity
    default: self.init(text)
    }
  }
}

extension String: PostgresDecodable {
  public init?(postgresText text: String) { self = text }
}

extension UUID: PostgresDecodable {
  public init?(postgresText text: String) { self.init(uuidString: text) }
}

extension Date: PostgresDecodable {
  public init?(postgresText text: String) {
    guard let date = Timestamp.date(from: text) else { return nil }
    self = date
  }
}

extension Interval: PostgresDecodable {}

extension Bytes: PostgresDecodable {
  public init?(postgresText text: String) {
    guard text.hasPrefix("\\x") else { return nil }
    self.init(hexadecimal: text.dropFirst(2))
  }
}

extension JSONText: PostgresDecodable {
  public init?(postgresText text: String) { self.init(text) }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
  public init?(postgresText text: String) {
    guard let elements = ArrayLiteral.elements(of: text) else { return nil }
    var values: [Element] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      guard let element, let value = Element(postgresText: element) else { return nil }
      values.append(value)
    }
    self = values
  }
}

import FoundationEssentials

/// A value that can be bound as a parameter of a statement, in PostgreSQL's text format.
public protocol PostgresEncodable: Sendable {
  /// The value as PostgreSQL reads it.
  var postgresText: String { get }
}

extension Bool: PostgresEncodable {
  public var postgresText: String { self ? "t" : "f" }
}

extension Int: PostgresEncodable {
  public var postgresText: String { String(self) }
}

extension Int32: PostgresEncodable {
  public var postgresText: String { String(self) }
}

extension Int64: PostgresEncodable {
  public var postgresText: String { String(self) }
}

extension Double: PostgresEncodable {
  public var postgresText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    return description
  }
}

extension String: PostgresEncodable {
  /// PostgreSQL's text holds no NUL character, and C would end the text there: it is left out.
  public var postgresText: String { utf8.contains(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self }
}

extension UUID: PostgresEncodable {
  public var postgresText: String { uuidString.lowercased() }
}

extension Date: PostgresEncodable {
  public var postgresText: String { Timestamp.text(of: self) }
}

/// Bytes, as `bytea`.
public struct Bytes: Sendable, Hashable, PostgresEncodable {
  /// The bytes themselves.
  public var bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Two lower-case hexadecimal digits a byte.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes that a string of hexadecimal digits stands for; nil if it is not one.
  public init?(hexadecimal: some StringProtocol) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for i in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(digits[i]), let low = Self.value(digits[i + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  public var postgresText: String { "\\x" + hexadecimal }
}

/// JSON text, as `json` or `jsonb`.
public struct JSONText: Sendable, Hashable, PostgresEncodable {
  /// The document.
  public var text: String
  /// The text is not looked at here; the server refuses what is no JSON.
  public init(_ text: String) { self.text = text }
  public var postgresText: String { text.postgresText }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
  public var postgresText: String { ArrayLiteral.text(of: map(\.postgresText)) }
}

/// An array whose elements may be NULL.
public struct NullableArray<Element: PostgresEncodable>: Sendable, PostgresEncodable {
  /// The elements; nil is NULL.
  public let elements: [Element?]
  public init(_ elements: [Element?]) { self.elements = elements }
  public var postgresText: String { ArrayLiteral.text(of: elements.map { $0?.postgresText }) }
}

import FoundationEssentials

/// Any JSON value: what `--json` prints, and what input with unknown keys is read into.
public enum JSONValue: Sendable, Hashable, Codable {
  case null
  case bool(Bool)
  /// A whole number that fits into 64 bits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let bool): try value.encode(bool)
    case .integer(let integer): try value.encode(integer)
    case .number(let number): try value.encode(number)
    case .string(let string): try value.encode(string)
    case .array(let array): try value.encode(array)
    case .object(let object): try value.encode(object)
    }
  }

  /// The text of a string; nil for any other value.
  public var string: String? { if case .string(let string) = self { string } else { nil } }

  /// A whole number; nil for any other value.
  public var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  /// What is written of something: an id, a code.
  public static func id(_ value: some CustomStringConvertible) -> JSONValue { .string(value.description) }

  /// The value as JSON text, keys sorted.
  public func text(pretty: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
}

extension Bilingual {
  /// Both languages, each under its tag.
  public var values: JSONValue {
    .object([Language.english.rawValue: .string(english), Language.chinese.rawValue: .string(chinese)])
  }
}

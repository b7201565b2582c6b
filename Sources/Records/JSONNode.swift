/// A JSON value as it was written: numbers keep their digits, objects their order.
enum JSONNode: Equatable {
  case null
  case bool(Bool)
  /// Digit by digit.
  case number(String)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])

  /// The text of a string or the digits of a number; nil for anything else.
  var scalar: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }
}

struct JSONMember: Equatable {
  let key: String
  let value: JSONNode
}

extension JSONNode {
  /// A number with more digits, or a power further from 0, than this is kept as text: PostgreSQL cannot hold every number.
  private static let mostDigits = 300

  /// Appends the value as JSON that PostgreSQL can hold.
  func append(to text: inout [UInt8]) {
    switch self {
    case .null: text += Array("null".utf8)
    case .bool(let bool): text += Array((bool ? "true" : "false").utf8)
    case .number(let digits) where Self.isHeld(digits): text.append(contentsOf: digits.utf8)
    case .number(let digits): Self.append(digits, to: &text)
    case .string(let string): Self.append(string, to: &text)
    case .array(let values):
      text.append(UInt8(ascii: "["))
      for (place, value) in values.enumerated() {
        if place > 0 { text.append(UInt8(ascii: ",")) }
        value.append(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { text.append(UInt8(ascii: ",")) }
        Self.append(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        member.value.append(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    }
  }

  static func isHeld(_ number: String) -> Bool {
    guard number.utf8.count <= mostDigits else { return false }
    guard let letter = number.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return true }
    guard let power = Int(number[number.index(after: letter)...]) else { return false }
    return power.magnitude <= mostDigits
  }

  private static func append(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0x0A: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        text += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}

import HTTP

/// Text in addresses, and forms as browsers send them.
enum URLText {
  /// Text as it stands in a query.
  static func encoded(_ text: String) -> String { QueryText.encoded(text) }

  /// A form that was sent (`application/x-www-form-urlencoded`), by its fields' names.
  /// - Returns: nil for what is none, or has more fields than any form here.
  static func fields(_ body: [UInt8]) -> [String: [String]]? {
    var fields: [String: [String]] = [:]
    let pairs = body.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= 400 else { return nil }
    for pair in pairs {
      let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(sides[0]), let value = decoded(sides.count > 1 ? sides[1] : []) else { return nil }
      fields[name, default: []].append(value.replacing("\r\n", with: "\n"))
    }
    return fields
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var decoded: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): decoded.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    // The database holds no NUL in a text.
    guard !decoded.contains(0) else { return nil }
    return String(validating: decoded, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) }
}

import FoundationEssentials

/// Bytes in signs that stand in an address, a cookie or a field (RFC 4648, 5; without padding).
public enum Base64URL {
  public static func text(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { sign -> Character? in
        switch sign {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: sign
        }
      })
  }

  /// Nil for what is no such text.
  public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
    return Data(base64Encoded: padded).map(Array.init)
  }

  /// Whether two texts are the same, in a time that says nothing of where they differ.
  public static func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

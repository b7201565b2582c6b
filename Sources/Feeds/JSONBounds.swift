/// What Foundation's reader of JSON is given, so that no document takes its stack or the memory of a service.
enum JSONBounds {
  /// A feed has five levels; what lies deeper than this is read as `null`. At 512 Foundation refuses the whole document.
  static let deepest = 32
  /// Each takes up to 50 bytes, from as few as two of the document.
  static let mostValues = 2_000_000
  static let mostItems = 250_000

  /// The document without what lies too deep; nil when it has too many values.
  static func kept(_ text: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    /// What is written of the text so far.
    var written = 0
    var depth = 0
    var values = 0
    var place = 0
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "\""): place = endOfString(text, place)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth <= deepest { values += 1 }
        if depth == deepest + 1 {
          out += text[written..<place]
          out += Array("null".utf8)
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == deepest { written = place + 1 }
      case UInt8(ascii: ",") where depth <= deepest: values += 1
      default: break
      }
      guard values <= mostValues else { return nil }
      place += 1
    }
    guard !out.isEmpty else { return text }
    if depth <= deepest { out += text[written...] }
    return out
  }

  /// Where the quote stands that ends a string, or the last byte.
  private static func endOfString(_ text: [UInt8], _ start: Int) -> Int {
    var place = start + 1
    while place < text.count, text[place] != UInt8(ascii: "\"") {
      place += text[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, text.count - 1)
  }
}

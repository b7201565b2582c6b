/// The id of a record as it was written, and whether it can be one.
enum Identifier {
  /// - Returns: the id, "" for what stands for none; and whether it may stand for several posts.
  static func read(_ written: String) -> (id: String, isDoubtful: Bool) {
    var id = written
    // ="4983012345678901" keeps a spreadsheet from rounding; so does an apostrophe.
    if id.hasPrefix("=\""), id.hasSuffix("\""), id.utf8.count > 3 { id = String(id.dropFirst(2).dropLast()) }
    if id.hasPrefix("'") { id.removeFirst() }
    if noneAtAll.contains(id.lowercased()) || id.hasPrefix("#N/A") || id.hasPrefix("#REF") { return ("", false) }
    if fillers.contains(id) { return (id, true) }
    guard let first = id.utf8.first, isDigit(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else {
      return (id, false)
    }
    return (id, isRounded(id))
  }

  /// What programs write where there is no value.
  private static let noneAtAll: Set<String> = ["null", "none", "nil", "nan", "undefined", "<na>", "n/a"]
  /// What they write where there is no id.
  private static let fillers: Set<String> = ["0", "-1", "-", "0.0", "true", "false"]

  /// `4.75E+15`, `4982341234567890.0`, and a number that ends in zeros after the fifteen digits that a spreadsheet keeps.
  private static func isRounded(_ id: String) -> Bool {
    let bytes = Array(id.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") })
    let whole = bytes.prefix(while: isDigit)
    guard !whole.isEmpty else { return false }
    var rest = bytes[whole.endIndex...]
    if rest.isEmpty {
      let kept = 15
      // Four zeros at least: one id of ten ends in one, and one of a thousand in three.
      return whole.count >= kept + 4 && whole.dropFirst(kept).allSatisfy { $0 == UInt8(ascii: "0") }
    }
    var hasFraction = false
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix(while: isDigit)
      hasFraction = !digits.isEmpty
      rest = rest[digits.endIndex...]
      if rest.isEmpty { return hasFraction && whole.count > 15 }
    }
    guard let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    let isSigned = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
    if isSigned { rest.removeFirst() }
    // 12e5 may be a name; a spreadsheet writes the sign.
    return !rest.isEmpty && rest.allSatisfy(isDigit) && (isSigned || hasFraction)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

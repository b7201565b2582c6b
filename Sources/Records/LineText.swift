import Feeds

/// The bytes of a line as UTF-8 without NUL, which neither PostgreSQL nor JSON can hold.
enum LineText {
  /// - Parameter charset: what the file is in, if it is not UTF-8.
  /// - Returns: the text, and whether anything in it had to be mended.
  static func mended(_ line: ArraySlice<UInt8>, charset: String? = nil) -> (text: ArraySlice<UInt8>, isMended: Bool) {
    var line = line
    var isMended = false
    if line.contains(0) {
      line = Array(line.lazy.filter { $0 != 0 })[...]
      isMended = true
    }
    if String(validating: line, as: UTF8.self) != nil { return (line, isMended) }
    let text = DocumentText.decode(Array(line), charset: charset)
    return (text[...], isMended || charset == nil || text.firstRange(of: replacement) != nil)
  }

  /// The encoding of a file that is not UTF-8, by its first lines; nil when it is, or cannot be told.
  static func charset(_ head: [UInt8]) -> String? {
    guard String(validating: head, as: UTF8.self) == nil else { return nil }
    let text = DocumentText.decode(head)
    guard text == DocumentText.decode(head, charset: "GB18030"), text.firstRange(of: replacement) == nil else {
      return nil
    }
    return "GB18030"
  }

  /// The same by a beginning that may be cut in the middle of a letter.
  static func charset(ofBeginning head: ArraySlice<UInt8>) -> String? {
    // In no encoding here is such a byte a part of a longer letter.
    guard let last = head.lastIndex(where: { $0 < 0x30 }) else { return nil }
    return charset(Array(head[...last]))
  }

  static let replacement = Array("\u{FFFD}".utf8)
}

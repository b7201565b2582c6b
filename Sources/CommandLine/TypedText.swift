import Wording

/// What a person typed, or put into a file: characters, line breaks and tabs. A control character is a slip of a key, and bytes
/// that are no UTF-8 are of another encoding; both are refused, and neither is mended in silence.
public enum TypedText {
  /// A text of the command line.
  /// - Throws: `Failure` that names the character and its place.
  public static func check(_ text: String) throws(Failure) { try check(text, .usage) }

  private static func check(_ text: String, _ code: ExitCode) throws(Failure) {
    for (place, scalar) in text.unicodeScalars.enumerated() {
      // What the system handed over could not be decoded.
      if scalar == "\u{FFFD}" { throw notUTF8(code) }
      guard isControl(scalar) else { continue }
      let name = "U+" + String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4)
      throw Failure(
        code,
        Bilingual(
          "The text holds a control character (\(name)) at place \(place + 1); nothing was recorded.",
          "文字第 \(place + 1) 个字符不能用（\(name)）。未保存，未改动。"),
        advice: Bilingual("Type it again without it.", "请去掉后重新输入。"))
    }
  }

  /// The text of a file, or of standard input.
  static func text(_ bytes: [UInt8]) throws(Failure) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(.data) }
    let unmarked = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    try check(unmarked, .data)
    return unmarked
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00..<0x20, 0x7F..<0xA0: true
    default: false
    }
  }

  private static func notUTF8(_ code: ExitCode) -> Failure {
    Failure(
      code, Bilingual("The text is not UTF-8; nothing was recorded.", "文字不是 UTF-8 编码。未保存，未改动。"),
      advice: Bilingual("Save it as UTF-8 and give it again.", "请另存为 UTF-8 再提交。"))
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}

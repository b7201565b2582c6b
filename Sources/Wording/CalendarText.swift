/// How text stands in an iCalendar (RFC 5545).
public enum CalendarText {
  /// Content lines as a document: folded, each with its end.
  public static func document(_ lines: [String]) -> String { lines.map { folded($0) + "\r\n" }.joined() }

  /// Text as a value (section 3.3.11): several lines stay several lines.
  public static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
      .replacing("\r\n", with: "\\n").replacing("\n", with: "\\n").filter { !$0.isNewline }
  }

  /// What `escaped` wrote, read back.
  public static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        plain.append(character == "n" || character == "N" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        plain.append(character)
      }
    }
    return plain
  }

  /// A content line of at most 75 bytes in a row, never cut within a character (section 3.1).
  private static func folded(_ line: String) -> String {
    var text = ""
    var room = 75
    for scalar in line.unicodeScalars {
      let length = String(scalar).utf8.count
      if length > room {
        text += "\r\n "
        room = 74
      }
      text.unicodeScalars.append(scalar)
      room -= length
    }
    return text
  }
}

/// Text from outside, made safe for a terminal or a page: nothing in it moves the cursor, changes colours, hides or reorders what
/// the reader sees.
public enum SafeText {
  /// One line: control characters, line breaks included, become visible; bidirectional overrides are dropped.
  public static func line(_ text: String) -> String {
    clean(text, keepingLines: false)
  }

  /// Several lines: line feeds stay.
  public static func block(_ text: String) -> String {
    clean(text, keepingLines: true)
  }

  /// Several lines for somebody who has to see every character: what is invisible is named, as in ⟨U+202E⟩.
  public static func exact(_ text: String) -> String {
    var shown = ""
    for character in text {
      let isEmoji = character.unicodeScalars.contains { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }
      for scalar in character.unicodeScalars {
        if isInvisible(scalar), !(isEmoji && scalar.properties.generalCategory == .format) {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          shown += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
        } else {
          shown.unicodeScalars.append(scalar)
        }
      }
    }
    return shown
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return true
    // Spaces other than the plain and the ideographic one look like them.
    case .spaceSeparator: return scalar != " " && scalar != "\u{3000}"
    default: return false
    }
  }

  /// Text as HTML shows it: nothing in it is markup.
  public static func html(_ text: String) -> String { markup(block(text)) }

  /// Text in which nothing is markup, otherwise as it is: what a field of a form holds goes back as it came.
  public static func markup(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func clean(_ text: String, keepingLines: Bool) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where keepingLines: scalars.append(scalar)
      case 0x09: scalars.append(" ")
      case 0x0A, 0x0D: scalars.append(" ")
      case 0x00...0x1F: scalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")  // the control pictures
      case 0x7F: scalars.append("\u{2421}")
      case 0x80...0x9F: scalars.append("\u{FFFD}")
      // Direction marks, embeddings, overrides and isolates; line and paragraph separators; invisible tags.
      case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F: continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}

/// How wide text is on a terminal, and columns that line up with it.
public enum Columns {
  /// Cells that a string takes: two for East Asian wide characters and emoji, none for combining marks.
  /// - Source: Unicode Standard Annex #11, East Asian Width; the ranges of its W and F classes, merged.
  public static func width(of text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// Cells that one character takes: 0, 1 or 2. Accents and modifiers that belong to it take none.
  public static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    default: break
    }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text, followed by blanks up to a width.
  static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }

  /// The text, cut at a width, with an ellipsis where something was cut.
  public static func cut(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    var cut = ""
    var used = 0
    for character in text {
      let next = self.width(of: character)
      if used + next > width - 1 { break }
      cut.append(character)
      used += next
    }
    return cut + "…"
  }

  /// Rows as lines: each column as wide as its widest cell, two blanks between.
  public static func align(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? width(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = row.enumerated().map {
        $0.offset == row.count - 1 ? $0.element : pad($0.element, to: widths[$0.offset])
      }
      .joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

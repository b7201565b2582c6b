import Wording

/// Text on lines of a width: words are not broken, Chinese breaks where it may.
public enum Wrapping {
  /// Signs that no line begins with, and signs that none ends with.
  /// - Source: W3C, Requirements for Chinese Text Layout, line composition rules.
  private static let closing = Set<Character>("，。！？；：、）」』》】〉”’…—％,.!?;:)]}%")
  private static let opening = Set<Character>("（「『《【〈“‘([{")

  /// The text in lines of at most a width in cells; a word that is longer than that by itself is cut where it has to be.
  public static func lines(_ text: String, width: Int) -> [String] {
    let width = max(2, width)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for piece in pieces(paragraph) {
        let used = Columns.width(of: line)
        if used + Columns.width(of: trimmed(piece)) <= width {
          line += piece
          continue
        }
        if !line.isEmpty { lines.append(trimmed(line)) }
        line = String(piece.drop { $0 == " " })
        while Columns.width(of: trimmed(line)) > width {
          let head = head(of: line, width)
          lines.append(head)
          line = String(line.dropFirst(head.count))
        }
      }
      lines.append(trimmed(line))
    }
    return lines
  }

  /// What may not be broken: words with the blanks behind them, wide signs with the punctuation that holds on to them.
  private static func pieces(_ text: Substring) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var last: Character?
    for character in text {
      if let previous = last, mayBreak(previous, character) {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
      last = character
    }
    return pieces + [piece]
  }

  private static func mayBreak(_ before: Character, _ after: Character) -> Bool {
    if closing.contains(after) || opening.contains(before) || after == " " { return false }
    if before == " " { return true }
    return Columns.width(of: before) == 2 || Columns.width(of: after) == 2
  }

  private static func head(of text: String, _ width: Int) -> String {
    var head = ""
    var used = 0
    for character in text {
      let next = Columns.width(of: character)
      if used + next > width, !head.isEmpty { break }
      head.append(character)
      used += next
    }
    return head
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Columns {
  /// Text from outside in lines of at most a width, its own line breaks kept: nothing in it moves the cursor.
  public static func wrap(_ text: String, to width: Int) -> [String] {
    Wrapping.lines(SafeText.block(text), width: width)
  }

  /// Rows of such texts as lines of at most a width: the widest columns are narrowed, and what is too long goes on below.
  public static func wrapped(_ rows: [[String]], to width: Int) -> [String] {
    guard let first = rows.first else { return [] }
    return TableLayout(
      columns: first.indices.map { column in
        TableLayout.Column(
          label: SafeText.line(first[column]),
          cells: rows.dropFirst().map { $0.count > column ? SafeText.line($0[column]) : "" }, isText: true)
      }, width: width, colon: " "
    ).lines
  }
}

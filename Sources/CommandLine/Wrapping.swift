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

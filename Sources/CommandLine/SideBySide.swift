import Wording

/// Two texts beside each other on a terminal: the one before left, the one after right, a sign between them.
enum SideBySide {
  /// - Parameters:
  ///   - width: cells of the whole page.
  ///   - isColored: whether what changed is also marked by reverse video.
  static func lines(_ before: String, _ after: String, width: Int, isColored: Bool) -> [String] {
    let column = max(10, (width - 3) / 2)
    var lines: [String] = []
    var skipped = 0
    let rows = Difference.rows(SafeText.exact(before), SafeText.exact(after))
    for (index, row) in rows.enumerated() {
      // Of what is the same, one line on either side of a change is enough.
      let isNear = [index - 1, index, index + 1].contains { rows.indices.contains($0) && !rows[$0].isSame }
      guard isNear else {
        skipped += 1
        continue
      }
      if skipped > 0 { lines.append(String(repeating: " ", count: column) + " ⋮") }
      skipped = 0
      lines += self.lines(row, column: column, isColored: isColored)
    }
    return lines
  }

  private static func lines(_ row: Difference.Row, column: Int, isColored: Bool) -> [String] {
    let sign = row.isSame ? " " : row.before == nil ? ">" : row.after == nil ? "<" : "|"
    let left: [(text: String, width: Int)]
    let right: [(text: String, width: Int)]
    if let before = row.before, let after = row.after, !row.isSame {
      let pieces = Difference.pieces(before, after)
      left = wrapped(pieces.before, column, isColored)
      right = wrapped(pieces.after, column, isColored)
    } else {
      left = wrapped([.init(text: row.before ?? "", isChanged: false)], column, isColored)
      right = wrapped([.init(text: row.after ?? "", isChanged: false)], column, isColored)
    }
    return (0..<max(left.count, right.count)).map { index in
      let one = index < left.count ? left[index] : (text: "", width: 0)
      let other = index < right.count ? right[index].text : ""
      var line = one.text + String(repeating: " ", count: column - one.width) + " \(index == 0 ? sign : " ") " + other
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Pieces as lines of at most `column` cells; what changed is in reverse video.
  private static func wrapped(
    _ pieces: [Difference.Piece], _ column: Int, _ isColored: Bool
  ) -> [(text: String, width: Int)] {
    var lines: [(text: String, width: Int)] = [("", 0)]
    for piece in pieces {
      let mark = isColored && piece.isChanged
      if mark { lines[lines.count - 1].text += "\u{1B}[7m" }
      for character in piece.text {
        let width = Columns.width(of: character)
        if lines[lines.count - 1].width + width > column {
          if mark { lines[lines.count - 1].text += "\u{1B}[0m" }
          lines.append((mark ? "\u{1B}[7m" : "", 0))
        }
        lines[lines.count - 1].text.append(character)
        lines[lines.count - 1].width += width
      }
      if mark { lines[lines.count - 1].text += "\u{1B}[0m" }
    }
    return lines
  }
}

/// Text that Markdown shows as it is.
public enum MarkdownWriter {
  /// Text of a table's cell: nothing in it is markup, and its lines are kept.
  public static func cell(_ text: String) -> String {
    var written = ""
    for character in text {
      switch character {
      case "\n", "\r\n": written += "<br>"
      case "\\", "|", "*", "_", "`", "<", ">", "[", "]", "&", "~": written += "\\" + String(character)
      default: written.append(character)
      }
    }
    return written
  }

  /// A table, each row on a line of its own.
  public static func table(_ heading: [String], _ rows: [[String]]) -> String {
    let line = { (cells: [String]) in "| " + cells.map(cell).joined(separator: " | ") + " |" }
    return ([line(heading), "|" + heading.map { _ in " --- |" }.joined()] + rows.map(line)).joined(separator: "\n")
  }

  /// A fenced block of exactly this text: its fence is longer than any in the text.
  public static func fenced(_ text: String, info: String) -> String {
    var longest = 2
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return fence + info + "\n" + text + "\n" + fence
  }
}

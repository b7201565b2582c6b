import FoundationEssentials
import Wording

/// A document as Markdown: for a chat, a mail or a wiki. What people wrote is text there, and nothing else.
struct MarkdownText {
  let document: Document

  var written: String {
    var parts = [
      "# " + Self.escaped(document.title), Self.escaped(document.marks.joined(separator: " · ")),
    ]
    if !document.subtitle.isEmpty { parts.append(Self.escaped(document.subtitle)) }
    if let sentTo = document.sentTo { parts.append(Self.escaped(sentTo)) }
    return (parts + document.blocks.map(text)).joined(separator: "\n\n") + "\n"
  }

  private func text(_ block: Block) -> String {
    switch block {
    case .heading(let level, let words): String(repeating: "#", count: level + 1) + " " + Self.escaped(words)
    case .paragraph(let words): Self.lines(words).joined(separator: "\\\n")
    case .list(let items): items.map { "- " + Self.escaped($0) }.joined(separator: "\n")
    case .steps(let items):
      items.enumerated().map { "\($0.offset + 1). " + Self.escaped($0.element) }.joined(separator: "\n")
    case .table(let table):
      table.rows.isEmpty
        ? Self.escaped(table.whenEmpty)
        : ([Self.row(table.heading), "|" + table.heading.map { _ in " --- |" }.joined()] + table.rows.map(Self.row))
          .joined(separator: "\n")
    case .definitions(let all):
      all.map { "- **\(Self.escaped($0.term))**: \(Self.escaped($0.text))" }.joined(separator: "\n")
    case .quotation(let quotation):
      (Self.lines(quotation.text) + (quotation.attribution.map { ["", Self.escaped($0)] } ?? []))
        .map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    case .chart(let chart):
      [chart.caption, chart.line(width: 72), chart.ends].map(Self.escaped).joined(separator: "\\\n")
    case .course(let course): course.lines.map(Self.escaped).joined(separator: "\\\n")
    case .scores(let scores): scores.texts.map(Self.escaped).joined(separator: "\\\n")
    case .lines(let lines): lines.texts.map(Self.escaped).joined(separator: "\\\n")
    case .small(let words): Self.lines(words).map { "*\($0)*" }.joined(separator: "\\\n")
    }
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.map(escaped).joined(separator: " | ") + " |" }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
  }

  /// Text that Markdown takes for nothing but text; one line.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in SafeText.line(text) {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "!", "~": escaped += "\\" + String(character)
      default: escaped.append(character)
      }
    }
    // A line that begins like an item of a list is not one.
    if let first = escaped.first, "-+".contains(first) { return "\\" + escaped }
    let digits = escaped.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let next = escaped.dropFirst(digits.count).first, next == "." || next == ")" {
      return digits + "\\" + escaped.dropFirst(digits.count)
    }
    return escaped
  }
}

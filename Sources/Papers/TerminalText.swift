import CommandLine
import Wording

/// A document as a person reads it in a terminal, in lines of at most a width.
struct TerminalText {
  let document: Document
  let width: Int

  var written: String {
    var parts = [[SafeText.line(document.marks.joined(separator: " · ")), SafeText.line(document.title)]]
    if !document.subtitle.isEmpty { parts[0] += Columns.wrap(document.subtitle, to: width) }
    if let sentTo = document.sentTo { parts[0] += Columns.wrap(sentTo, to: width) }
    parts += document.blocks.map(lines)
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func lines(_ block: Block) -> [String] {
    switch block {
    case .heading(let level, let words): [(level == 1 ? "── " : "─ ") + SafeText.line(words)]
    case .paragraph(let words), .small(let words): Columns.wrap(words, to: width)
    case .list(let items): items.flatMap { hanging("• ", $0) }
    case .steps(let items): items.enumerated().flatMap { hanging("\($0.offset + 1). ", $0.element) }
    case .table(let table):
      table.rows.isEmpty
        ? [SafeText.line(table.whenEmpty)] : Columns.wrapped([table.heading] + table.rows, to: width)
    case .definitions(let all): Columns.wrapped(all.map { [$0.term, $0.text] }, to: width)
    case .quotation(let quotation):
      (Columns.wrap(quotation.text, to: width - 4) + (quotation.attribution.map { [SafeText.line($0)] } ?? []))
        .map { $0.isEmpty ? "  │" : "  │ " + $0 }
    case .course(let course): course.lines.flatMap { Columns.wrap($0, to: width) }
    case .scores(let scores): scores.texts.flatMap { Columns.wrap($0, to: width) }
    case .lines(let lines): lines.texts.flatMap { Columns.wrap($0, to: width) }
    case .chart(let chart):
      [SafeText.line(chart.caption), chart.line(width: width)] + Columns.wrap(chart.ends, to: width)
    }
  }

  private func hanging(_ mark: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: Columns.width(of: mark))
    return Columns.wrap(text, to: width - indent.count).enumerated().map {
      ($0.offset == 0 ? mark : indent) + $0.element
    }
  }
}

import CommandLine
import Desk
import FoundationEssentials
import Pages
import Papers
import Wording
import Workflow

/// A document of the house as a part of a page: its tables become cards on a telephone, its short ids lead somewhere, and each drawing
/// has its rows beside it.
struct PaperMarkup {
  private let reply: ReplyMarkup
  private let language: Language

  init(_ sheet: Sheet) {
    reply = sheet.reply
    language = sheet.language
  }

  /// - Parameter titled: whether its title is said; a page that bears it as its own says it already.
  func markup(_ document: Document, titled: Bool = true) -> [Markup] {
    let under = [document.subtitle, document.issuer, document.number].filter { !$0.isEmpty }.joined(separator: " · ")
    let title: [Markup] = titled ? [.paragraph(document.title, class: "title")] : []
    return title + (under.isEmpty ? [] : [.paragraph(under, class: "lead")])
      + document.blocks.flatMap { markup($0, document.language) }
  }

  func markup(_ block: Block, _ written: Language) -> [Markup] {
    switch block {
    case .heading(let level, let words): [.heading(level + 1, words)]
    case .paragraph(let words): [.paragraph(words)]
    case .small(let words): [.paragraph(words, class: "small")]
    case .list(let items): [.element("ul", [:], items.map { .element("li", [:], linked($0)) })]
    case .steps(let items): [.element("ol", [:], items.map { .element("li", [:], linked($0)) })]
    case .table(let table): [self.table(table)]
    case .definitions(let all):
      [reply.fields(all.map { Reply.Field($0.term, Bilingual(same: $0.term), Self.cell($0.text)) })]
    case .quotation(let quotation):
      [
        .element(
          "blockquote", ["lang": quotation.language.rawValue],
          [.paragraph(quotation.text)]
            + (quotation.source.isEmpty ? [] : [.paragraph(quotation.source, class: "small")]))
      ]
    case .chart, .course, .scores, .lines: block.figure(in: written).map(figure) ?? []
    }
  }

  /// A drawing, and the same as a table for whoever does not see it.
  private func figure(_ figure: Figure) -> [Markup] {
    [
      .element("figure", [:], [figure.drawing, .element("figcaption", [:], [.text(figure.caption)])]),
      .element(
        "details", [:],
        [
          .element("summary", [:], [.text(Bilingual("The same as a table", "以表格查看")[language])]),
          table(figure.rows, named: figure.caption),
        ]),
    ]
  }

  private func table(_ table: Table, named title: String? = nil) -> Markup {
    reply.table(
      Reply.Table(
        "", title.map { Bilingual(same: $0) }, columns: table.heading.map { ($0, Bilingual(same: $0)) },
        rows: table.rows.map { $0.map(Self.cell) }, whenEmpty: Bilingual(same: table.whenEmpty)))
  }

  /// A short id or a command line leads somewhere; everything else is text.
  private static func cell(_ text: String) -> Cell {
    Reference(text) != nil || text.hasPrefix("levee") ? .code(text) : .text(text)
  }

  /// A line whose last part may be the command that does it.
  private func linked(_ line: String) -> [Markup] {
    guard let end = line.ranges(of: " · levee").last else { return Markup.lines(line) }
    let command = "levee" + line[end.upperBound...]
    return Markup.lines(String(line[..<end.lowerBound])) + [.text(" · ")] + reply.inline(.code(command))
  }
}

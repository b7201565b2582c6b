import FoundationEssentials
import Pages
import Wording

/// A document as one HTML file: no script, nothing from outside, one stylesheet within. It prints on A4.
struct HTMLPage {
  let document: Document
  /// For pandoc: charts are pictures of their own, and the title stands once, where the page has it.
  var isForWord = false

  var written: String {
    "<!DOCTYPE html>\n"
      + Markup.element("html", ["lang": document.language.rawValue], [head, .element("body", [:], body)]).written
  }

  private var head: Markup {
    .element(
      "head", [:],
      [
        .empty("meta", ["charset": "utf-8"]),
        .empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .empty(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
          ]),
      ] + (isForWord ? [] : [.element("title", [:], [.text(document.title)]), .style(stylesheet)]))
  }

  private var body: [Markup] {
    var header: [Markup] = [
      .element("p", ["class": "marks"], [.text(document.marks.joined(separator: " · "))]),
      .element("h1", [:], [.text(document.title)]),
    ]
    if !document.subtitle.isEmpty {
      header.append(.element("p", ["class": "subtitle"], [.text(document.subtitle)]))
    }
    if let sentTo = document.sentTo { header.append(.element("p", ["class": "recipients"], [.text(sentTo)])) }
    return [.element("header", [:], header)] + document.blocks.map(markup)
  }

  private func markup(_ block: Block) -> Markup {
    switch block {
    case .heading(let level, let words): .element(level == 1 ? "h2" : "h3", [:], [.text(words)])
    case .paragraph(let words): .element("p", [:], Markup.lines(words))
    case .list(let items): .element("ul", [:], items.map { .element("li", [:], Markup.lines($0)) })
    case .steps(let items): .element("ol", [:], items.map { .element("li", [:], Markup.lines($0)) })
    case .table(let table): markup(table)
    // A table of names: it keeps its lines together on paper and in Word, which a list of definitions does not.
    case .definitions(let all):
      .element(
        "table", ["class": "definitions"],
        [
          .element(
            "tbody", [:],
            all.map {
              .element(
                "tr", [:],
                [.element("th", ["scope": "row"], [.text($0.term)]), .element("td", [:], Markup.lines($0.text))])
            })
        ])
    case .quotation(let quotation): markup(quotation)
    case .chart, .course, .scores, .lines: block.figure(in: document.language).map(figure) ?? .text("")
    case .small(let words): .element("p", ["class": "small"], Markup.lines(words))
    }
  }

  private func figure(_ figure: Figure) -> Markup {
    .element(
      "figure", [:],
      [picture(figure.drawing, figure.caption), .element("figcaption", [:], [.text(figure.caption)])])
  }

  private func picture(_ drawing: Markup, _ caption: String) -> Markup {
    guard isForWord else { return drawing }
    let data = Data(drawing.written.utf8).base64EncodedString()
    return .empty("img", ["alt": caption, "src": "data:image/svg+xml;base64," + data, "width": "620"])
  }

  private func markup(_ table: Table) -> Markup {
    if table.rows.isEmpty { return .element("p", [:], [.text(table.whenEmpty)]) }
    let heading = table.heading.map { Markup.element("th", ["scope": "col"], [.text($0)]) }
    return .element(
      "table", [:],
      [
        .element("thead", [:], [.element("tr", [:], heading)]),
        .element(
          "tbody", [:],
          table.rows.map { row in .element("tr", [:], row.map { .element("td", [:], Markup.lines($0)) }) }),
      ])
  }

  private func markup(_ quotation: Quotation) -> Markup {
    // Somebody's words keep their own language: a screen reader and a browser's fonts go by it.
    let paragraphs = quotation.text.split(separator: "\n\n").map { Markup.element("p", [:], Markup.lines(String($0))) }
    let source = quotation.attribution.map { [Markup.element("p", ["class": "source"], [.text($0)])] } ?? []
    return .element(
      "blockquote", [:], [.element("div", ["lang": quotation.language.rawValue], paragraphs)] + source)
  }
}

/// On paper and on a screen. The fonts are those that Debian, macOS and Windows have for Chinese.
private let stylesheet: StaticString = """
  body { font: 16px/1.65 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans", system-ui, sans-serif;
    color: #1a1a1a; background: #fff; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
  header { border-bottom: 2px solid #a4262c; margin-bottom: 1.2rem; padding-bottom: .6rem; }
  h1 { font-size: 1.55rem; line-height: 1.3; margin: .2rem 0; }
  h2 { font-size: 1.15rem; margin: 1.8rem 0 .5rem; padding-bottom: .15rem; border-bottom: 1px solid #ccc; }
  h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
  p { margin: .4rem 0; }
  .marks, .subtitle, .recipients { color: #555; font-size: .9rem; }
  .small, figcaption, .source { color: #555; font-size: .82rem; }
  table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .5rem 0; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
  th { color: #444; font-weight: 600; min-width: 3em; }
  .definitions th { width: 1%; white-space: nowrap; font-weight: 400; color: #555; padding-right: 1.5rem; }
  blockquote { margin: .6rem 0; padding: .2rem 1rem; border-left: 4px solid #8fb3d9; background: #f5f8fb; }
  figure { margin: .8rem 0; } svg { width: 100%; height: auto; }
  @page { size: A4; margin: 20mm 18mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; color: #555; } }
  @media print {
    body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0; }
    h2, h3 { break-after: avoid; } tr, blockquote p, figure { break-inside: avoid; } thead { display: table-header-group; }
  }
  """

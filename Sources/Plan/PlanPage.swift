import Markdown
public import Pages
import Papers
public import Wording
import Workflow

/// A version as a page: contents, sections, drawings, role cards; for a screen, a phone and A4. The same version gives the same bytes.
public enum PlanPage {
  /// Where the reader finds the same elsewhere; each is left out where it is "".
  public struct Links: Sendable {
    /// The page in the other language, the PDF of this one, and the script that searches.
    public var translation = ""
    public var pdf = ""
    public var script = ""

    public init(translation: String = "", pdf: String = "", script: String = "") {
      self.translation = translation
      self.pdf = pdf
      self.script = script
    }
  }

  /// - Parameters:
  ///   - opening: what is said to this reader, above the contents.
  ///   - closing: what the reader is asked, at the end.
  public static func html(
    _ edition: PlanEdition, _ language: Language, links: Links = Links(), opening: [Markup] = [], closing: [Markup] = []
  ) -> String {
    let title = edition.content.title[language]
    let head: Markup = .element(
      "head", [:],
      [
        .empty("meta", ["charset": "utf-8"]),
        .empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .empty(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content":
              "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; form-action \(closing.isEmpty ? "'none'" : "'self'"); base-uri 'none'",
          ]),
        .empty("meta", ["name": "referrer", "content": "no-referrer"]),
        .element("title", [:], [.text(title)]),
        .style(stylesheet),
      ] + (links.script.isEmpty ? [] : [.element("script", ["src": links.script, "defer": "defer"], [])]))
    return "<!DOCTYPE html>\n"
      + Markup.element(
        "html", ["lang": language.rawValue],
        [head, .element("body", [:], body(edition, language, links, opening) + closing)]
      ).written
  }

  private static func body(
    _ edition: PlanEdition, _ language: Language, _ links: Links, _ opening: [Markup]
  ) -> [Markup] {
    let sections = PlanSection.allCases.map {
      ($0, PlanWriter.prose(edition.content, $0, language)?["title"]?.string ?? "")
    }
    let cards = RoleCard.all(edition.content)
    let marks = edition.marks(language)
    let top: [Markup] = [
      .element(
        "p", ["class": "running"],
        [
          .text(
            ([edition.content.title[language]] + marks.dropFirst(edition.company[language].isEmpty ? 0 : 1)).joined(
              separator: " · "))
        ]),
      .element(
        "header", [:],
        [
          .element("p", ["class": "marks"], [.text(edition.company[language])]),
          .element("h1", [:], [.text(edition.content.title[language])]),
          .element(
            "ul", ["class": "marks"],
            marks.dropFirst(edition.company[language].isEmpty ? 0 : 1).map { .element("li", [:], [.text($0)]) }),
        ] + elsewhere(language, links)),
    ]
    return top + opening + [
      .element(
        "nav", ["aria-label": Bilingual("Contents", "目录")[language]],
        [
          .element("h2", [:], [.text(Bilingual("Contents", "目录")[language])]),
          .element(
            "ol", [:],
            sections.map { section, title in
              .element("li", [:], [link("#" + section.rawValue, section.ordinal[language] + title)])
            } + [.element("li", [:], [link("#cards", Bilingual("Role cards", "职责卡")[language])])]),
        ]),
      .element(
        "main", [:],
        sections.map { section, title in
          .element(
            "section", ["id": section.rawValue],
            [.element("h2", [:], [.text(section.ordinal[language] + title)])] + said(edition, section, language))
        } + [
          .element(
            "section", ["id": "cards"],
            [.element("h2", [:], [.text(Bilingual("Role cards", "职责卡")[language])])] + cards.map { card($0, language) })
        ]),
    ]
  }

  private static func elsewhere(_ language: Language, _ links: Links) -> [Markup] {
    var all: [Markup] = []
    if !links.translation.isEmpty {
      let other: Language = language == .chinese ? .english : .chinese
      all.append(
        .element(
          "a", ["href": links.translation, "hreflang": other.rawValue, "lang": other.rawValue],
          [.text(other == .chinese ? "中文" : "English")]))
    }
    if !links.pdf.isEmpty { all.append(link(links.pdf, "PDF")) }
    let box: [Markup] =
      links.script.isEmpty
      ? []
      : [
        .element(
          "p", ["id": "search", "hidden": "hidden"],
          [
            .element("label", ["for": "words"], [.text(Bilingual("Search", "搜索")[language])]),
            .empty("input", ["id": "words", "type": "search", "autocomplete": "off"]),
            .element("span", ["id": "found", "role": "status"], []),
          ])
      ]
    return (all.isEmpty ? [] : [.element("p", ["class": "elsewhere"], all.flatMap { [$0, .text(" ")] })]) + box
  }

  private static func link(_ target: String, _ words: String) -> Markup {
    .element("a", ["href": target], [.text(words)])
  }

  /// All of a section but its heading.
  static func said(_ edition: PlanEdition, _ section: PlanSection, _ language: Language) -> [Markup] {
    (edition.note(on: section, language).map { [.element("p", ["class": "small"], [.text($0)])] } ?? [])
      + content(edition, section, language) + figures(edition, section, language)
  }

  private static func content(_ edition: PlanEdition, _ section: PlanSection, _ language: Language) -> [Markup] {
    let pieces = PlanBody.pieces(edition.content, section, language)
    return zip(pieces, pieces.dropFirst().map(Optional.some) + [nil]).flatMap { piece, next -> [Markup] in
      switch piece {
      case .prose(let blocks):
        if case .table = next { PlanMarkup.leading(blocks) } else { blocks.map(PlanMarkup.block) }
      case .title(let title): [.element("h3", [:], [.text(title)])]
      case .table(let heading, let rows): [PlanTableMarkup.table(heading, rows, language)]
      case .template(let title, let body):
        [
          .element(
            "div", ["class": "template"],
            [.element("h4", [:], [.text(title)])]
              + body.split(separator: "\n\n").map { .element("p", [:], Markup.lines(String($0))) })
        ]
      }
    }
  }

  private static func figures(_ edition: PlanEdition, _ section: PlanSection, _ language: Language) -> [Markup] {
    switch section {
    case .organisation: [PlanFigures.organisation(edition.content, language)]
    case .workflow: [PlanFigures.warning(language), PlanFigures.flow(edition.content, language)]
    default: []
    }
  }

  static func card(_ card: RoleCard, _ language: Language) -> Markup {
    .element(
      "article", ["class": "card", "id": "card-" + card.post],
      [
        .element("h3", [:], [.text(card.title[language])]),
        .element(
          "table", ["class": "definitions"],
          [
            .element(
              "tbody", [:],
              card.definitions(language).map {
                .element(
                  "tr", [:],
                  [.element("th", ["scope": "row"], [.text($0.term)]), .element("td", [:], [.text($0.text)])])
              })
          ]),
        PlanTableMarkup.table(RoleCard.heading(language), card.rows(language), language),
      ])
  }

  /// The script of the search box: the only one. What it hides comes back; without it the page is whole.
  public static let searchScript = """
    "use strict";
    const box = document.getElementById("search"), words = document.getElementById("words"), found = document.getElementById("found");
    box.hidden = false;
    words.addEventListener("input", () => {
      const wanted = words.value.trim().toLowerCase();
      let count = 0;
      for (const block of document.querySelectorAll("main section > *, main article > *")) {
        if (block.matches("h2, article")) continue;
        const has = !wanted || block.textContent.toLowerCase().includes(wanted);
        block.classList.toggle("hidden", !has);
        if (wanted && has) count += 1;
      }
      found.textContent = wanted ? String(count) : "";
    });

    """
}

/// Prose as markup: all of it through values that escape by themselves.
enum PlanMarkup {
  static func block(_ block: MarkdownBlock) -> Markup {
    switch block.content {
    case .heading(let level, let words): .element(level <= 3 ? "h3" : "h4", [:], inlines(words))
    case .paragraph(let words): .element("p", [:], inlines(words))
    case .list(let start, let items):
      .element(
        start == nil ? "ul" : "ol", start.map { $0 == 1 ? [:] : ["start": String($0)] } ?? [:],
        items.map { item in .element("li", [:], item.flatMap(self.item)) })
    case .quotation(let blocks): .element("blockquote", [:], blocks.map(Self.block))
    case .code(_, let text): .element("pre", [:], [.text(text)])
    case .table(let table):
      .element(
        "table", [:],
        [
          .element(
            "thead", [:], [.element("tr", [:], table.heading.map { .element("th", ["scope": "col"], inlines($0)) })]),
          .element(
            "tbody", [:],
            table.rows.map { row in
              .element("tr", [:], row.cells.map { .element("td", PlanTableMarkup.breaking($0.plain), inlines($0)) })
            }),
        ])
    case .rule: .empty("hr", [:])
    }
  }

  /// Prose before a table: its last sentence does not stay behind on another page.
  static func leading(_ blocks: [MarkdownBlock]) -> [Markup] {
    guard case .paragraph(let words) = blocks.last?.content else { return blocks.map(block) }
    return blocks.dropLast().map(block) + [.element("p", ["class": "lead"], inlines(words))]
  }

  /// A paragraph that is the whole of an item needs no frame of its own.
  private static func item(_ block: MarkdownBlock) -> [Markup] {
    if case .paragraph(let words) = block.content { return inlines(words) }
    return [Self.block(block)]
  }

  static func inlines(_ parts: [MarkdownInline]) -> [Markup] {
    parts.map { part in
      switch part {
      case .text(let text): .text(text)
      case .code(let text): .element("code", [:], [.text(text)])
      case .emphasis(let parts): .element("em", [:], inlines(parts))
      case .strong(let parts): .element("strong", [:], inlines(parts))
      case .link(let parts, let target): .element("a", ["href": target, "rel": "noreferrer"], inlines(parts))
      case .lineBreak: .empty("br", [:])
      }
    }
  }
}

private let stylesheet: StaticString = """
  :root { color-scheme: light; }
  body { font: 16px/1.7 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans", system-ui, sans-serif;
    color: #1a1a1a; background: #fff; max-width: 54rem; margin: 0 auto; padding: 0 1rem 3rem; overflow-wrap: break-word; }
  .running { display: none; }
  header { border-bottom: 2px solid #a4262c; margin: 2rem 0 1rem; padding-bottom: .8rem; }
  h1 { font-size: 1.7rem; line-height: 1.3; margin: .2rem 0; }
  h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid #ccc; }
  h3 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; } h4 { font-size: 1rem; margin: .3rem 0; }
  p { margin: .5rem 0; } ul.marks { list-style: none; padding: 0; margin: .3rem 0; } ul.marks li { display: inline-block; margin-right: 1.2rem; }
  .marks, .small, figcaption { color: #555; font-size: .88rem; }
  a { color: #1d5fa8; } nav ol { list-style: none; padding-left: 0; columns: 2; } nav li { margin: .2rem 0; }
  #words { font: inherit; padding: .2rem .4rem; margin: 0 .5rem; } .hidden { display: none; }
  .wide { overflow-x: auto; margin: .6rem 0; }
  table { border-collapse: collapse; width: 100%; font-size: .92rem; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #ddd; min-width: 3.2em; }
  thead th { color: #444; border-bottom: 1.5px solid #888; }
  .definitions th { width: 8em; font-weight: 400; color: #555; }
  .short { white-space: nowrap; } .long, h1, h2, h3, h4, .definitions td { overflow-wrap: anywhere; }
  .template { margin: .7rem 0; padding: .3rem 1rem; border-left: 4px solid #8fb3d9; background: #f5f8fb; }
  figure { margin: 1.2rem 0; } svg { width: 100%; height: auto; }
  .answer { position: sticky; bottom: 0; background: #fff; border-top: 1px solid #bbb; padding: .6rem 0; }
  .answer button { font: inherit; font-size: 1.15em; padding: .5em 1.2em; }
  .card { border: 1px solid #bbb; border-radius: 4px; padding: .2rem 1rem 1rem; margin: 1rem 0; }
  @media (max-width: 30rem) { nav ol { columns: 1; } body { font-size: 15px; } }
  @page { size: A4; margin: 24mm 18mm 20mm;
    @top-center { content: string(running); font: 8.5pt "Noto Sans CJK SC", "Noto Sans", sans-serif; color: #555; }
    @bottom-center { content: counter(page) " / " counter(pages); font: 9pt "Noto Sans CJK SC", "Noto Sans", sans-serif; color: #555; } }
  @page :first { @top-center { content: none; } }
  @media print {
    body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0; }
    .running { display: block; position: absolute; width: 0; height: 0; overflow: hidden; margin: 0;
      white-space: nowrap; visibility: hidden; string-set: running content(); }
    .elsewhere, #search { display: none; }
    nav { break-after: page; } nav ol { columns: 1; } nav a { color: #1a1a1a; text-decoration: none; }
    nav a::after { content: leader(".") target-counter(attr(href), page); }
    h2, h3, h4 { break-after: avoid; } tr, .template p, figure, blockquote { break-inside: avoid; } thead { display: table-header-group; }
    .wide { overflow: visible; } table { font-size: 9pt; } th, td { padding: 1mm 1.5mm; min-width: 3.4em; line-height: 1.5; }
    .few { break-inside: avoid; } .lead { break-after: avoid; } svg { max-height: 205mm; }
    .card, #cards { break-before: page; } #cards h2 + .card { break-before: avoid; } .card { border: none; padding: 0; }
  }
  """

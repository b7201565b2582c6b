import CommandLine
import FoundationEssentials
import Wording

/// An answer of a command as a page shows it: the third face of what a terminal prints and JSON carries.
public struct ReplyMarkup: Sendable {
  let language: Language
  /// Where a code leads: a short id to its page, a command line to its form; nil where it leads nowhere.
  let target: @Sendable (_ code: String) -> String?

  /// - Parameter target: where a short id or a command line leads.
  public init(_ language: Language, target: @escaping @Sendable (_ code: String) -> String?) {
    self.language = language
    self.target = target
  }

  /// All of an answer.
  /// - Parameter isDone: whether its sentence says that something was recorded.
  public func markup(_ reply: Reply, isDone: Bool = false) -> [Markup] {
    if let verbatim = reply.verbatim {
      return [
        .element(
          "pre", ["class": "paper", "tabindex": "0", "role": "group", "aria-label": Bilingual("Text", "正文")[language]],
          [.text(verbatim)])
      ]
    }
    var all: [Markup] = []
    if let sentence = reply.sentence {
      all.append(
        .element(
          "p", isDone ? ["class": "done", "role": "status"] : ["class": "said"],
          Markup.lines(sentence[language])))
    }
    if !reply.fields.isEmpty { all.append(fields(reply.fields)) }
    for table in reply.tables { all += section(table) }
    if let next = reply.next { all += steps(next) }
    return all
  }

  /// Names and their values.
  public func fields(_ fields: [Reply.Field]) -> Markup {
    .element(
      "dl", [:],
      fields.flatMap { field -> [Markup] in
        [
          .element("dt", [:], [.text(field.label[language])]),
          .element("dd", [:], block(field.value) ?? inline(field.value)),
        ]
      })
  }

  private func section(_ table: Reply.Table) -> [Markup] {
    let title = table.title.map { [Markup.heading(2, Self.withoutColon($0[language]))] } ?? []
    return title + [self.table(table)]
  }

  /// A heading needs none.
  private static func withoutColon(_ words: String) -> String {
    words.hasSuffix("：") || words.hasSuffix(":") ? String(words.dropLast()) : words
  }

  /// A table; on a narrow screen each row becomes a card, whose cells bear their column's name.
  public func table(_ table: Reply.Table) -> Markup {
    if table.rows.isEmpty { return .paragraph(table.whenEmpty[language], class: "empty") }
    let names = table.columns.map { $0.label[language] }
    return .element(
      "div",
      [
        "class": "wide", "tabindex": "0", "role": "group",
        "aria-label": table.title?[language] ?? names.joined(separator: " "),
      ],
      [
        .element(
          "table", [:],
          [
            .element("thead", [:], [.element("tr", [:], names.map { .element("th", ["scope": "col"], [.text($0)]) })]),
            .element(
              "tbody", [:],
              table.rows.map { row in
                .element("tr", [:], zip(names, row).map { .element("td", ["data-label": $0], block($1) ?? inline($1)) })
              }),
          ])
      ])
  }

  /// What comes next; one's own first, as links to their forms.
  public func steps(_ next: Reply.Next) -> [Markup] {
    guard !next.steps.isEmpty else { return [.paragraph(next.whenEmpty[language], class: "empty")] }
    let heading = Markup.heading(2, Bilingual("Next", "下一步")[language])
    let ordered = next.steps.filter(\.isMine) + next.steps.filter { !$0.isMine }
    return [
      heading,
      .element(
        "ul", ["class": "steps"],
        ordered.map { step in
          let words = step.sentence[language]
          if step.isMine, let target = step.command.flatMap(target) {
            return .element("li", ["class": "mine"], [.link(target, words)])
          }
          return .element("li", [:], [.text(words)])
        }),
    ]
  }

  /// A value that stands in a line.
  public func inline(_ cell: Cell) -> [Markup] {
    switch cell {
    case .text(let text), .block(let text), .exact(let text), .comparison(_, let text):
      [.element("span", ["dir": "auto"], [.text(text)])]
    case .marked(_, let mark, let text):
      (mark.english.isEmpty ? [] : [.element("b", ["class": "drill"], [.text(mark[language])])])
        + [.element("span", ["dir": "auto"], [.text(text)])]
    case .words(let words): [.text(words[language])]
    case .named(let code, let name) where ["I", "II", "III", "IV"].contains(code):
      [.element("span", ["class": "level " + code], [.text(name[language])])]
    case .named(_, let name), .values(_, let name), .passage(let name): [.text(name[language])]
    case .code(let code): [target(code).map { .link($0, code) } ?? .element("code", [:], [.text(code)])]
    case .number(let number): [.text(String(number))]
    case .flag(let flag): [.text((flag ? Bilingual("yes", "是") : Bilingual("no", "否"))[language])]
    case .time(let date): [Self.time(date)]
    case .span(let seconds):
      [
        .element(
          "span", ["class": seconds < 0 ? "late" : seconds < 900 ? "soon" : "left"],
          [.text(TimeFormat.left(seconds)[language])])
      ]
    case .none: [.text("–")]
    }
  }

  /// A time in the house's zone, which its title says.
  static func time(_ date: Date) -> Markup {
    .element(
      "time", ["datetime": TimeFormat.iso(date), "title": TimeFormat.zoned(date)], [.text(TimeFormat.local(date))])
  }

  /// A value of several lines; nil for one that stands in a line.
  private func block(_ cell: Cell) -> [Markup]? {
    switch cell {
    case .block(let text): [.element("div", ["class": "text", "dir": "auto"], [.text(text)])]
    case .passage(let text): [.element("div", ["class": "text"], [.text(text[language])])]
    case .exact(let text): [.element("div", ["class": "text exact", "dir": "auto"], [.text(SafeText.exact(text))])]
    case .comparison(let before, let after): [Self.comparison(before, after)]
    default: nil
    }
  }

  /// Two versions of a text as one: what went is struck, what came is underlined.
  static func comparison(_ before: String, _ after: String) -> Markup {
    .element(
      "div", ["class": "text change", "dir": "auto"],
      Difference.rows(before, after).flatMap { row -> [Markup] in
        switch (row.before, row.after) {
        case (let old?, let new?) where row.isSame || old == new: [.text(new + "\n")]
        case (let old?, let new?):
          {
            let pieces = Difference.pieces(old, new)
            return [
              .element(
                "del", [:], pieces.before.map { $0.isChanged ? .element("b", [:], [.text($0.text)]) : .text($0.text) })
            ]
              + [.text("\n")]
              + [
                .element(
                  "ins", [:], pieces.after.map { $0.isChanged ? .element("b", [:], [.text($0.text)]) : .text($0.text) })
              ]
              + [.text("\n")]
          }()
        case (let old?, nil): [.element("del", [:], [.text(old)]), .text("\n")]
        case (nil, let new?): [.element("ins", [:], [.text(new)]), .text("\n")]
        case (nil, nil): []
        }
      })
  }
}

import CommandLine
import Pages
import Wording

/// A table of the published page, so that it can be read on paper whatever stands in it: a narrow column does not fall apart into
/// single characters beside a wide one, a word longer than its column is broken, and a small table stays on one page.
enum PlanTableMarkup {
  /// Columns, as a terminal counts them, that one line of a printed table has for what must not be broken.
  private static let room = 56
  private static let narrow = 12
  /// The longest word that any column has room for.
  private static let longestWord = 24
  private static let fewRows = 8

  static func table(_ heading: [String], _ rows: [[String]], _ language: Language) -> Markup {
    if rows.isEmpty { return .element("p", ["class": "small"], [.text(Bilingual("None.", "无。")[language])]) }
    let short = shortColumns(heading.count, rows)
    func isShort(_ text: String, _ column: Int) -> Bool {
      short.contains(column) && Columns.width(of: text) <= narrow
    }
    return .element(
      "div",
      [
        "class": rows.count <= fewRows ? "wide few" : "wide", "tabindex": "0", "role": "group",
        "aria-label": heading.joined(separator: " "),
      ],
      [
        .element(
          "table", [:],
          [
            .element(
              "thead", [:],
              [
                .element(
                  "tr", [:],
                  heading.enumerated().map { column, text in
                    .element(
                      "th", isShort(text, column) ? ["class": "short", "scope": "col"] : ["scope": "col"],
                      [.text(text)])
                  })
              ]),
            .element(
              "tbody", [:],
              rows.map { row in
                .element(
                  "tr", [:],
                  row.enumerated().map { column, text in
                    .element(
                      "td", isShort(text, column) ? ["class": "short"] : breaking(text), Markup.lines(text))
                  })
              }),
          ])
      ])
  }

  /// How a cell is set whose column is not a narrow one.
  static func breaking(_ text: String) -> Markup.Attributes {
    text.split(whereSeparator: \.isWhitespace).contains { isLong($0) } ? ["class": "long"] : [:]
  }

  /// Chinese is broken between any two characters anyway.
  private static func isLong(_ word: Substring) -> Bool {
    word.count > longestWord && Columns.width(of: String(word)) < word.count * 2
  }

  /// Columns all of whose cells are narrow: the narrowest first, as far as a line has room.
  private static func shortColumns(_ count: Int, _ rows: [[String]]) -> Set<Int> {
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? Columns.width(of: $0[column]) : 0 }.max() ?? 0
    }
    var left = room
    var short: Set<Int> = []
    for (column, width) in widths.enumerated().sorted(by: { ($0.element, $0.offset) < ($1.element, $1.offset) }) {
      guard width <= narrow, width <= left else { break }
      left -= width
      short.insert(column)
    }
    return short
  }
}

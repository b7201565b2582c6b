public import Wording

/// What every live page has around its content: trouble on top, the keys at the bottom, and no line wider than the terminal.
public enum LiveFrame {
  /// The page, as high as the terminal: what does not fit is left out, what is free stays empty.
  public static func lines(_ body: [String], keys: String, size: Terminal.Size) -> [String] {
    let shown = body.prefix(size.rows - 1)
    let rest = Array(repeating: "", count: max(0, size.rows - 1 - shown.count))
    return (Array(shown) + rest + [keys]).map { Columns.cut($0, to: size.columns) }
  }

  /// A line at the width of the page: what is too long goes on below, further in, in so many lines at most; an ellipsis says what was
  /// cut after that.
  public static func folded(_ line: String, to width: Int, indent: Int, most: Int) -> [String] {
    guard Columns.width(of: line) > width, most > 1 else { return [Columns.cut(line, to: width)] }
    let first = Wrapping.lines(line, width: width)[0]
    let blank = String(repeating: " ", count: indent)
    let rest = Wrapping.lines(String(line.dropFirst(first.count).drop { $0 == " " }), width: width - indent)
    let shown =
      rest.count < most ? rest : Array(rest.prefix(most - 2)) + [rest.dropFirst(most - 2).joined(separator: " ")]
    return [first] + shown.map { blank + Columns.cut($0, to: width - indent) }
  }

  /// Why the page may be out of date, as a line.
  public static func trouble(_ problem: Bilingual, _ language: Language) -> String {
    "! " + problem[language] + Bilingual(" Trying again.", " 正在重试。")[language]
  }

  /// What stands there before anything is known.
  public static func looking(_ language: Language) -> String { Bilingual("Looking …", "正在查看……")[language] }
}

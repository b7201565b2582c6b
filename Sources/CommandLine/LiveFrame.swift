public import Wording

/// What every live page has around its content: trouble on top, the keys at the bottom, and no line wider than the terminal.
public enum LiveFrame {
  /// The page, as high as the terminal: what does not fit is left out, what is free stays empty.
  public static func lines(_ body: [String], keys: String, size: Terminal.Size) -> [String] {
    let shown = body.prefix(size.rows - 1)
    let rest = Array(repeating: "", count: max(0, size.rows - 1 - shown.count))
    return (Array(shown) + rest + [keys]).map { Columns.cut($0, to: size.columns) }
  }

  /// Why the page may be out of date, as a line.
  public static func trouble(_ problem: Bilingual, _ language: Language) -> String {
    "! " + problem[language] + Bilingual(" Trying again.", " 正在重试。")[language]
  }

  /// What stands there before anything is known.
  public static func looking(_ language: Language) -> String { Bilingual("Looking …", "正在查看……")[language] }
}

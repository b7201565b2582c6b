public import Dice

extension Dice {
  /// One of several.
  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

  public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True once in so many throws.
  public mutating func once(in throws: Int) -> Bool { number(1...`throws`) == 1 }

  /// A few words, in any language, with what readers stumble over between them.
  public mutating func words(_ count: ClosedRange<Int> = 0...6) -> String {
    var words: [String] = []
    for _ in 0..<number(count) { words.append(once(in: 6) ? pick(Self.stones) : pick(Self.words)) }
    return words.joined(separator: once(in: 8) ? "\u{3000}" : " ")
  }

  /// Words that no reader could take for anything else.
  public mutating func plainWords() -> String {
    (0..<number(1...4)).map { _ in pick(Self.words) }.joined(separator: " ")
  }

  private static let words = [
    "outage", "断网", "通信障害", "통신 장애", "المشكلة", "сбой", "coupure", "Störung", "die", "服务器无法访问", "大面積斷線", "😀",
    "e\u{301}", "\u{1F468}\u{200D}\u{1F469}", "a", "0", "12%", "№5",
  ]
  private static let stones = [
    "&", "<", ">", "\"", "'", "&amp;", "&nbsp;", "&#0;", "&#x1F600;", "&#128;", "&bogus;", "<b>", "</b>", "<br/>", "<p",
    "]]>",
    "<![CDATA[", "<!--", "-->", "\u{A0}", "\u{FEFF}", "\u{200B}", "\u{FFFD}", "\u{FFFE}", "\u{85}", "\u{2028}", "\u{1}",
    "\u{7F}",
    "\u{0}", "\\", "\\u0000", "{", "}", "[", "]", ",", ";", "\t", "|", "\n", "\r\n", "=", "-->", "?>", "<?", "%00",
    "../..",
  ]
}

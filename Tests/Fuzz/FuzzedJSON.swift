public import Dice

/// Values of JSON, whole.
public enum FuzzedJSON {
  static let pieces = [
    "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u0000", "\\ud800", "\\u", "1e999", "-", "0", "00", "1.", "null",
    "true", "NaN", "{\"a\":",
    "[[", "]]", "\"text\":", "\"id\":1,", "\n", "\r", "\u{0}", "\u{FEFF}", "\u{2028}", "{}", "[]", "{\"text\":\"a\"}",
    "\"data\":{", "\"list\":[",
  ]

  public static func value(_ dice: inout Dice, depth: Int) -> String {
    switch dice.number(0...(depth > 4 ? 5 : 8)) {
    case 0: return dice.pick(["null", "true", "false"])
    case 1:
      return dice.pick([
        "0", "-1", "1.5", "1e3", "1e400", "-0", "12345678901234567890", "0.1e-9", "1700000000", "1700000000000",
        String(repeating: "9", count: dice.number(1...400)),
      ])
    case 2: return string(FuzzedDate(&dice).text)
    case 3: return string(FuzzedMarkup.text(&dice))
    case 4, 5: return string(dice.words())
    case 6: return "[" + list(&dice, depth) { value(&$0, depth: depth + 1) } + "]"
    case 7 where depth == 0 && dice.once(in: 10):
      let deep = dice.number(20...3000)
      return String(repeating: "[", count: deep) + String(repeating: "]", count: deep)
    default: return "{" + list(&dice, depth) { "\(string(key(&$0))):\(value(&$0, depth: depth + 1))" } + "}"
    }
  }

  private static func list(_ dice: inout Dice, _ depth: Int, _ make: (inout Dice) -> String) -> String {
    (0..<dice.number(0...3)).map { _ in make(&dice) }.joined(separator: ",")
  }

  static func key(_ dice: inout Dice) -> String {
    dice.pick([
      "id", "text", "title", "published_at", "created_at", "author", "user", "name", "url", "source", "lang", "data",
      "items", "list",
      "mblog", "content", "正文", "发布时间", "text_raw", "idstr", "a", "", "x y", "extra",
    ])
  }

  /// As JSON writes it: with escapes where it must, and sometimes where it may.
  public static func string(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": json += "\\\(scalar)"
      case "\n": json += "\\n"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}

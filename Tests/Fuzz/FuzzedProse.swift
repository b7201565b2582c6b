public import Dice

/// What people write of a company, and what breaks readers of it: words that tell something and words that turn them, numbers,
/// marks and signs of all scripts, now and then one of them very often.
public enum FuzzedProse {
  public static func text(_ dice: inout Dice) -> String {
    var text = ""
    for _ in 0..<dice.number(0...40) { text += piece(&dice) }
    if dice.once(in: 30) {
      let piece = piece(&dice)
      text += String(repeating: piece, count: dice.number(1...70_000) / max(1, piece.unicodeScalars.count))
    }
    return text
  }

  private static func piece(_ dice: inout Dice) -> String {
    switch dice.number(0...7) {
    case 0: dice.words()
    case 1: dice.pick(marks)
    case 2: dice.pick(numbers)
    case 3: dice.pick(turns)
    default: dice.pick(tellings) + (dice.once(in: 2) ? " " : "")
    }
  }

  private static let tellings = [
    "three people died", "三人死亡", "一死三伤", "no one was hurt", "无人受伤", "recall", "召回", "召回率", "辟谣", "Nova denies",
    "data breach", "資料外洩", "在暗网出售", "sued", "起诉", "记者", "for comment", "监管部门", "约谈", "fined", "4yo", "12-year-old",
    "一家三口", "great", "好用", "好", "差", "terrible", "烂", "outage", "断网", "@nova_support", "#Nova", "http://a.b/c?d",
    "Nova's",
    "诺瓦",
  ]
  private static let turns = [
    "not", "no", "never", "不", "没有", "but", "但是", "if", "如果", "could", "会不会", "said", "称", "rumour", "网传",
    "in the film",
    "last year", "，但", "\"",
  ]
  private static let numbers = [
    "3", "40,000", "1.5", "三百二十", "万", "two", "a dozen", "1e308", "99999999999999999999", "0", "２０", "十万零三", "half",
  ]
  private static let marks = [
    ",", "，", ".", "。", "!", "？", "...", "…", ":", "：", "\n", "(", "）", "“", "'", "、", "#", "@", "\u{200D}", "\u{FE0F}",
    "👍🏽",
    "e\u{301}", "\u{3000}", "\u{FFFD}", "\u{0}", "\u{1F468}\u{200D}\u{1F469}", "ﬁ", "İ", "ß", "𠀀", "ａ", "Ａ",
  ]
}

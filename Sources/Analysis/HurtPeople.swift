/// How many people a text says are hurt: a number beside a word for harm.
enum HurtPeople {
  private static let words = TopicWords([
    (
      "hurt",
      [
        "injured", "hurt", "hospitalized", "hospitalised", "dead", "killed", "died", "wounded", "burned", "poisoned",
        "deaths",
        "injuries", "受伤", "死亡", "身亡", "遇难", "住院", "送医", "中毒", "烧伤", "烫伤", "丧生", "重伤", "轻伤",
      ]
    )
  ])
  private static let english: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "dozen": 12,
    "dozens": 24, "hundreds": 200,
  ]
  private static let digits: [UInt32: Int] = [
    0x4E00: 1, 0x4E8C: 2, 0x4E24: 2, 0x4E09: 3, 0x56DB: 4, 0x4E94: 5, 0x516D: 6, 0x4E03: 7, 0x516B: 8, 0x4E5D: 9,
  ]

  /// The largest number that stands close before or after such a word; 1 when there is none but somebody speaks of
  /// themselves; 0 when nothing is said.
  static func count(in text: FoldedText) -> Int {
    var most = 0
    words.scan(text) { start, length, _ in
      let before = numbers(in: text.scalars, from: max(0, start - 16), to: start)
      let after = numbers(in: text.scalars, from: start + length, to: min(text.scalars.count, start + length + 8))
      most = max(most, before ?? 0, after ?? 0)
    }
    return most
  }

  private static func numbers(in scalars: [UInt32], from: Int, to: Int) -> Int? {
    var best: Int?
    var place = from
    while place < to {
      let scalar = scalars[place]
      if scalar >= 0x30, scalar <= 0x39 {
        // A number cut off by the window's edge is read whole.
        var start = place
        while start > 0, scalars[start - 1] >= 0x30, scalars[start - 1] <= 0x39 { start -= 1 }
        var value = 0
        place = start
        while place < scalars.count, scalars[place] >= 0x30, scalars[place] <= 0x39, value < 1_000_000 {
          value = value * 10 + Int(scalars[place] - 0x30)
          place += 1
        }
        if counts(scalars, after: place) { best = max(best ?? 0, value) }
      } else if let value = chinese(scalars, &place, to) {
        if counts(scalars, after: place) { best = max(best ?? 0, value) }
      } else if scalar >= 0x61, scalar <= 0x7A, place == 0 || !FoldedText.isWordSign(scalars[place - 1]) {
        var end = place
        var word = ""
        while end < scalars.count, scalars[end] >= 0x61, scalars[end] <= 0x7A {
          if let scalar = Unicode.Scalar(scalars[end]) { word.unicodeScalars.append(scalar) }
          end += 1
        }
        if let value = english[word] { best = max(best ?? 0, value) }
        place = max(end, place + 1)
      } else {
        place += 1
      }
    }
    return best
  }

  /// 三, 十二, 二十, 三百.
  private static func chinese(_ scalars: [UInt32], _ place: inout Int, _ to: Int) -> Int? {
    var value = 0
    var digit = 0
    var any = false
    while place < to {
      let scalar = scalars[place]
      if let next = digits[scalar] {
        digit = next
      } else if scalar == 0x5341 {
        value += max(digit, 1) * 10
        digit = 0
      } else if scalar == 0x767E {
        value += max(digit, 1) * 100
        digit = 0
      } else {
        break
      }
      any = true
      place += 1
    }
    return any ? value + digit : nil
  }

  /// Whether a number counts people: not hours, not money, not a year.
  private static func counts(_ scalars: [UInt32], after place: Int) -> Bool {
    var next = place
    while next < scalars.count, scalars[next] == 0x20 { next += 1 }
    guard next < scalars.count else { return true }
    switch scalars[next] {
    // 人 名 位 余, and words for harm.
    case 0x4EBA, 0x540D, 0x4F4D, 0x4F24, 0x6B7B, 0x4F59: return true
    case 0x70, 0x64, 0x69, 0x6B, 0x77, 0x63, 0x6F, 0x75, 0x76, 0x61: return true
    default: return false
    }
  }
}

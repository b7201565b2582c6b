/// Numbers as people write them in a text: 12, 40,000, 三百二十, three, a dozen.
enum Numeral {
  private static let words: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "dozen": 12, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "zero": 0,
    "both": 2,
  ]
  private static let english = Dictionary(uniqueKeysWithValues: words.map { (pack($0.key), $0.value) })
  /// Letters of the longest of them.
  private static let longest = 9
  private static let digits: [UInt32: Int] = [
    0x3007: 0, 0x96F6: 0, 0x4E00: 1, 0x4E8C: 2, 0x4E24: 2, 0x4FE9: 2, 0x4E09: 3, 0x4EE8: 3, 0x56DB: 4, 0x4E94: 5,
    0x516D: 6, 0x4E03: 7, 0x516B: 8, 0x4E5D: 9,
  ]
  private static let powers: [UInt32: Int] = [0x5341: 10, 0x767E: 100, 0x5343: 1000, 0x4E07: 10_000]
  /// No text counts more people than this.
  private static let most = 2_000_000_000

  /// The number that begins at a place, and its length in scalars; nil when none begins there. What is no whole number (3.5)
  /// has a length only.
  static func read(_ scalars: [UInt32], _ place: Int, _ end: Int) -> (number: Int?, length: Int)? {
    switch scalars[place] {
    case 0x30...0x39: arabic(scalars, place)
    case 0x61...0x7A: word(scalars, place)
    default: chinese(scalars, place, end)
    }
  }

  static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }

  private static func arabic(_ scalars: [UInt32], _ place: Int) -> (number: Int?, length: Int)? {
    var value = 0
    var next = place
    func isDigit(_ index: Int) -> Bool { index < scalars.count && Self.isDigit(scalars[index]) }
    while true {
      if isDigit(next) {
        value = min(value * 10 + Int(scalars[next] - 0x30), most)
        next += 1
      } else if next < scalars.count, scalars[next] == 0x2C, isDigit(next + 1), isDigit(next + 2), isDigit(next + 3) {
        next += 1
      } else {
        break
      }
    }
    // 3.5 and 2fa count nobody.
    if next + 1 < scalars.count, scalars[next] == 0x2E, isDigit(next + 1) {
      next += 1
      while isDigit(next) { next += 1 }
      return (nil, next - place)
    }
    if next < scalars.count, FoldedText.isWordSign(scalars[next]) { return nil }
    if next < scalars.count, let power = powers[scalars[next]] {
      return (min(value * power, most), next + 1 - place)
    }
    return (value, next - place)
  }

  private static func word(_ scalars: [UInt32], _ place: Int) -> (number: Int?, length: Int)? {
    var next = place
    var packed: UInt64 = 0
    while next < scalars.count, FoldedText.isWordSign(scalars[next]) {
      guard next - place < longest, scalars[next] >= 0x61, scalars[next] <= 0x7A else { return nil }
      packed = packed << 5 | UInt64(scalars[next] - 0x60)
      next += 1
    }
    return english[packed].map { ($0, next - place) }
  }

  /// The letters of a word in five bits each.
  private static func pack(_ word: String) -> UInt64 {
    word.unicodeScalars.reduce(0) { $0 << 5 | UInt64($1.value - 0x60) }
  }

  private static func chinese(_ scalars: [UInt32], _ place: Int, _ end: Int) -> (number: Int?, length: Int)? {
    var value = 0
    var digit: Int?
    var next = place
    while next < end {
      if let found = digits[scalars[next]] {
        digit = (digit ?? 0) * 10 + found
      } else if let power = powers[scalars[next]] {
        if power == 10_000 {
          value = max(value + (digit ?? 0), 1) * power
        } else {
          value += max(digit ?? 1, 1) * power
        }
        digit = nil
      } else {
        break
      }
      value = min(value, most)
      digit = digit.map { min($0, most) }
      next += 1
    }
    guard next > place else { return nil }
    return (min(value + (digit ?? 0), most), next - place)
  }
}

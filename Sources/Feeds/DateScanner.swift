/// Reads a date from left to right. Its text is short: `DateReader` sees to that.
struct DateScanner {
  var rest: Substring
  /// Of whoever wrote it; "" when nobody knows.
  let language: String

  init(_ text: String, language: String) {
    rest = text[...]
    self.language = language
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\u{A0}" } }

  mutating func skip(_ word: String) -> Bool {
    guard rest.hasPrefix(word) else { return false }
    rest.removeFirst(word.count)
    return true
  }

  mutating func skipAny(_ words: [String]) -> Bool { words.contains { skip($0) } }

  mutating func letters() -> String? {
    let word = rest.prefix { $0.isLetter }
    guard !word.isEmpty else { return nil }
    rest = rest[word.endIndex...]
    return String(word)
  }

  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let found = rest.prefix(digits.upperBound).prefix { $0.isASCII && $0.isNumber }
    guard found.count >= digits.lowerBound else { return nil }
    rest = rest[found.endIndex...]
    return Int(found)
  }

  /// A number of just so many digits, no more.
  mutating func exactly(_ digits: Int) -> Int? {
    let found = rest.prefix { $0.isASCII && $0.isNumber }
    guard found.count == digits else { return nil }
    rest = rest[found.endIndex...]
    return Int(found)
  }

  /// A part of the day, as it stands before a time in Chinese and Korean and behind it in English.
  mutating func half() -> ClockTime.HalfOfDay? {
    for (half, words) in Self.halves where skipAny(words) { return half }
    let word = rest.prefix(4).lowercased()
    for (half, names) in [(ClockTime.HalfOfDay.afternoon, ["p.m.", "pm"]), (.morning, ["a.m.", "am"])] {
      for name in names where word.hasPrefix(name) {
        // Not the beginning of a longer word.
        guard rest.dropFirst(name.count).first.map({ !$0.isLetter }) ?? true else { continue }
        rest.removeFirst(name.count)
        return half
      }
    }
    return nil
  }

  private static let halves: [(ClockTime.HalfOfDay, [String])] = [
    (.morning, ["上午", "早上", "早晨", "清晨", "凌晨", "午前", "今早", "오전"]), (.noon, ["中午"]),
    (.afternoon, ["下午", "傍晚", "午後", "午后", "오후"]), (.evening, ["晚上", "晚间", "晚間"]),
    (.night, ["半夜", "深夜", "夜里", "夜裡", "夜間"]),
  ]

  /// `04:05`, `04:05:06.7`, `0405`, `040506`, `4`, `下午4点05分`, `4:05 PM`.
  /// - Parameter isBare: whether an hour may stand alone.
  mutating func time(isBare: Bool = true) -> ClockTime? {
    var time = ClockTime()
    if let half = half() { time.half = half }
    skipSpaces()
    if let six = exactly(6) {
      time.hour = six / 10_000
      time.minute = six / 100 % 100
      time.second = Double(six % 100)
      fraction(of: &time)
    } else if let four = exactly(4) {
      time.hour = four / 100
      time.minute = four % 100
    } else {
      guard let hour = number(1...2) else { return nil }
      time.hour = hour
      guard minutes(of: &time, isBare: isBare) else { return nil }
    }
    let here = rest
    skipSpaces()
    if let half = half() {
      guard time.half == .unsaid else { return nil }
      time.half = half
    } else {
      rest = here
    }
    return time.seconds == nil ? nil : time
  }

  private mutating func minutes(of time: inout ClockTime, isBare: Bool) -> Bool {
    if skipAny(["时", "時", "点", "點", "시"]) {
      skipSpaces()
      if skip("半") {
        time.minute = 30
      } else if skip("一刻") {
        time.minute = 15
      } else if !skip("整"), let minute = number(1...2) {
        time.minute = minute
        _ = skip("分") || skip("분")
        skipSpaces()
        if let second = number(1...2) {
          time.second = Double(second)
          _ = skip("秒") || skip("초")
        }
      }
      return true
    }
    guard skip(":") || skip(".") else {
      // `10pm` is a time, `10` is one only where nothing else can stand.
      let here = rest
      skipSpaces()
      defer { rest = here }
      return isBare || half() != nil
    }
    guard let minute = number(1...2) else { return false }
    time.minute = minute
    guard skip(":") || skip("分") else { return true }
    guard let second = number(1...2) else { return isAtEnd }
    time.second = Double(second)
    fraction(of: &time)
    _ = skip("秒")
    return true
  }

  private mutating func fraction(of time: inout ClockTime) {
    guard rest.first == "." || rest.first == ",", rest.dropFirst().first?.isNumber == true else { return }
    rest.removeFirst()
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    time.second += Double("0." + digits.prefix(15)) ?? 0
  }

  /// What names a zone, at the end of a text.
  enum Zone: Equatable {
    /// Nothing stands there.
    case none
    /// Minutes east of Greenwich.
    case minutes(Int)
    /// A name that is no zone's, or is not known.
    case unknown
    /// An offset that no clock has.
    case impossible

    /// nil when the text is no date.
    var offset: Int?? {
      switch self {
      case .none: .some(nil)
      case .minutes(let minutes): .some(minutes)
      case .unknown, .impossible: nil
      }
    }
  }

  mutating func zone() -> Zone {
    skipSpaces()
    if rest.isEmpty { return .none }
    var word = rest.drop { $0 == "(" || $0 == "[" || $0 == " " }
    while let last = word.last, last == ")" || last == "]" || last == " " { word.removeLast() }
    var name = word.uppercased()
    if let minutes = ZoneNames.minutes(name, language: language) { return .minutes(minutes) }
    // A name in brackets repeats what the offset before it said: `+0800 (CST)`, `+08:00[Asia/Shanghai]`.
    if let bracket = name.firstIndex(where: { $0 == "(" || $0 == "[" }) {
      name = String(name[..<bracket]).trimmed
      if let minutes = ZoneNames.minutes(name, language: language) { return .minutes(minutes) }
    }
    // POSIX counts to the west.
    let isPOSIX = name.hasPrefix("ETC/")
    if isPOSIX { name.removeFirst(4) }
    for prefix in ["GMT", "UTC", "UT"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
      break
    }
    if isPOSIX, name.isEmpty { return .minutes(0) }
    guard let sign = name.first, sign == "+" || sign == "-" || sign == "−" else { return .unknown }
    // What stands behind an offset repeats it: `+0000 UTC`.
    let sides = name.dropFirst().prefix { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
    let digits = sides.joined()
    guard sides.count <= 2, (1...4).contains(digits.count), digits.utf8.allSatisfy(Markup.isDigit),
      let value = Int(digits)
    else { return .unknown }
    let (hours, minutes) = digits.count <= 2 ? (value, 0) : (value / 100, value % 100)
    // - Source: PostgreSQL, which has the same bound.
    guard hours < 16, minutes < 60 else { return .impossible }
    return .minutes((hours * 60 + minutes) * ((sign == "+") != isPOSIX ? 1 : -1))
  }
}

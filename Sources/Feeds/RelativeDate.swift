/// A time that is told from now, in Chinese or English.
enum RelativeDate: Equatable {
  case ago(seconds: Double)
  case monthsAgo(Int)
  /// On the day so many days before today.
  case daysAgo(Int, ClockTime)
  /// On a day of the week, 0 for Monday: the last that was, or that of the week before this one.
  case weekday(Int, isLast: Bool, ClockTime)

  /// nil when the text tells none.
  static func read(_ text: String, language: String) -> RelativeDate? {
    chinese(text) ?? namedDay(text, language: language) ?? english(text.lowercased())
  }

  /// `刚刚`, `5分钟前`, `1个半小时前`, `半天前`, `3個月前`.
  private static func chinese(_ text: String) -> RelativeDate? {
    var scanner = DateScanner(text, language: "")
    let isNow = scanner.skipAny(["刚刚", "剛剛", "刚才", "剛才", "现在", "現在"])
    if isNow { return scanner.isAtEnd ? .ago(seconds: 0) : nil }
    _ = scanner.skipAny(["大约", "大約", "约", "約"])
    var seconds = 0.0
    var months = 0.0
    var isFirst = true
    while isFirst || !scanner.rest.hasPrefix("前") && !scanner.rest.hasPrefix("以") && !scanner.rest.hasPrefix("之") {
      scanner.skipSpaces()
      guard var amount = scanner.amount() else { return nil }
      scanner.skipSpaces()
      let hasCounter = scanner.skipAny(["个", "個"])
      if hasCounter, scanner.skip("半") { amount += 0.5 }
      guard let unit = units.first(where: { scanner.skip($0.word) }) else { return nil }
      if unit.word == "年", scanner.skip("半") { amount += 0.5 }
      // `3月` is March.
      if unit.word == "月", !hasCounter { return nil }
      // Half a month is fifteen days, as everybody says.
      if unit.months > 0, amount * unit.months >= 1 {
        months += amount * unit.months
      } else {
        seconds += amount * unit.seconds
      }
      scanner.skipSpaces()
      isFirst = false
    }
    _ = scanner.skip("以") || scanner.skip("之")
    guard scanner.skip("前"), scanner.isAtEnd else { return nil }
    return told(seconds, months)
  }

  private static func told(_ seconds: Double, _ months: Double) -> RelativeDate? {
    guard seconds <= 1e10, months <= 1200 else { return nil }
    if months == 0 { return .ago(seconds: seconds) }
    return seconds == 0 ? .monthsAgo(Int(months)) : .ago(seconds: seconds + months * 30 * 86400)
  }

  /// Longer words first.
  private static let units: [(word: String, seconds: Double, months: Double)] = [
    ("秒钟", 1, 0), ("秒鐘", 1, 0), ("秒", 1, 0), ("分钟", 60, 0), ("分鐘", 60, 0), ("分", 60, 0), ("刻钟", 900, 0),
    ("刻鐘", 900, 0), ("小时", 3600, 0), ("小時", 3600, 0), ("钟头", 3600, 0), ("鐘頭", 3600, 0), ("時間", 3600, 0),
    ("天", 86400, 0), ("日", 86400, 0), ("周", 604_800, 0), ("週", 604_800, 0), ("星期", 604_800, 0),
    ("礼拜", 604_800, 0), ("禮拜", 604_800, 0), ("月", 2_592_000, 1), ("年", 31_536_000, 12),
  ]

  /// `昨天 22:10`, `昨晚10点`, `上周三 08:00`, `yesterday at 10:10 PM`.
  private static func namedDay(_ text: String, language: String) -> RelativeDate? {
    let small = text.lowercased()
    for (word, days, half) in days where small.hasPrefix(word) {
      var scanner = DateScanner(small, language: language)
      _ = scanner.skip(word)
      return scanner.clock(assuming: half).map { .daysAgo(days, $0) }
    }
    var scanner = DateScanner(text, language: language)
    let isLast = scanner.skip("上")
    if !isLast { _ = scanner.skipAny(["本", "这", "這"]) }
    guard scanner.skipAny(["星期", "礼拜", "禮拜", "周", "週"]),
      let weekday = ["一", "二", "三", "四", "五", "六", "日", "天"].firstIndex(where: { scanner.skip($0) }),
      let clock = scanner.clock(assuming: .unsaid)
    else { return nil }
    return .weekday(min(weekday, 6), isLast: isLast, clock)
  }

  private static let days: [(word: String, days: Int, half: ClockTime.HalfOfDay)] = [
    ("大前天", 3, .unsaid), ("前天", 2, .unsaid), ("前日", 2, .unsaid), ("前晚", 2, .evening), ("昨天", 1, .unsaid),
    ("昨日", 1, .unsaid), ("昨晚", 1, .evening), ("昨夜", 1, .night), ("今天", 0, .unsaid), ("今日", 0, .unsaid),
    ("今晚", 0, .evening), ("今早", 0, .morning), ("今晨", 0, .morning), ("yesterday", 1, .unsaid), ("today", 0, .unsaid),
  ]

  /// `just now`, `5 minutes ago`, `an hour ago`, `2h`, `1h 5m ago`.
  private static func english(_ text: String) -> RelativeDate? {
    if ["just now", "now", "moments ago", "a moment ago", "seconds ago"].contains(text) { return .ago(seconds: 0) }
    var words = text.split { $0 == " " || $0 == "," }.flatMap(parts)
    let isAgo = words.last == "ago"
    if isAgo { words.removeLast() }
    words.removeAll {
      ["about", "around", "over", "almost", "nearly", "less", "more", "than", "and", "of"].contains($0)
    }
    guard (2...12).contains(words.count) else { return nil }
    var seconds = 0.0
    var months = 0.0
    var place = 0
    while place < words.count {
      guard let (amount, next) = amount(words, place), next < words.count, let unit = englishUnits[String(words[next])]
      else { return nil }
      // `5 minutes` lasts; `5 min` and `5 minutes ago` tell when.
      guard isAgo || unit.isShort else { return nil }
      if unit.months > 0, amount * unit.months >= 1 {
        months += amount * unit.months
      } else {
        seconds += amount * unit.seconds
      }
      place = next + 1
    }
    return told(seconds, months)
  }

  /// `5min` as `5` and `min`.
  private static func parts(_ word: Substring) -> [Substring] {
    let digits = word.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    return digits.isEmpty || digits.endIndex == word.endIndex ? [word] : [digits, word[digits.endIndex...]]
  }

  private static func amount(_ words: [Substring], _ start: Int) -> (Double, Int)? {
    var place = start
    if words[place] == "half" {
      place += 1
      if place < words.count, words[place] == "an" || words[place] == "a" { place += 1 }
      return (0.5, place)
    }
    if words[place] == "a", place + 1 < words.count, let few = ["few": 3.0, "couple": 2][String(words[place + 1])] {
      return (few, place + 2)
    }
    if let word = englishNumbers[String(words[place])] { return (word, place + 1) }
    guard words[place].utf8.count <= 7, words[place].utf8.allSatisfy({ Markup.isDigit($0) || $0 == UInt8(ascii: ".") }),
      let number = Double(words[place])
    else { return nil }
    return (number, place + 1)
  }

  private static let englishNumbers: [String: Double] = [
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "several": 3, "few": 3,
  ]

  private struct Unit {
    let seconds: Double
    var months = 0.0
    var isShort = false
  }

  private static let englishUnits: [String: Unit] = {
    var units: [String: Unit] = [:]
    for (words, shorts, seconds, months) in [
      (["second"], ["s", "sec", "secs"], 1.0, 0.0), (["minute"], ["m", "min", "mins"], 60, 0),
      (["hour"], ["h", "hr", "hrs"], 3600, 0), (["day"], ["d"], 86400, 0), (["week"], ["w", "wk", "wks"], 604_800, 0),
      (["month"], ["mo", "mos", "mth"], 2_592_000, 1), (["year"], ["y", "yr", "yrs"], 31_536_000, 12),
    ] {
      for word in words {
        units[word] = Unit(seconds: seconds, months: months)
        units[word + "s"] = Unit(seconds: seconds, months: months)
      }
      for short in shorts { units[short] = Unit(seconds: seconds, months: months, isShort: true) }
    }
    return units
  }()
}

extension DateScanner {
  /// A number as Chinese writes it: `5`, `1.5`, `两`, `十二`, `半`, `几`.
  fileprivate mutating func amount() -> Double? {
    if skip("半") { return 0.5 }
    // A few: what is meant is not known, and this is nearer than nothing.
    if skipAny(["几", "幾", "数", "數"]) { return 3 }
    if let whole = number(1...6) {
      guard rest.first == "." else { return Double(whole) }
      _ = skip(".")
      guard let tenth = number(1...1) else { return nil }
      return Double(whole) + Double(tenth) / 10
    }
    var value = 0
    var isFound = false
    if let digit = digit() {
      value = digit
      isFound = true
    }
    if skip("十") {
      value = max(1, value) * 10
      isFound = true
      if let digit = digit() { value += digit }
    }
    return isFound ? Double(value) : nil
  }

  private mutating func digit() -> Int? {
    if skip("两") || skip("兩") { return 2 }
    return ["一", "二", "三", "四", "五", "六", "七", "八", "九"].firstIndex { skip($0) }.map { $0 + 1 }
  }

  /// The time behind the name of a day, to the end of the text; midnight when there is none.
  fileprivate mutating func clock(assuming half: ClockTime.HalfOfDay) -> ClockTime? {
    _ = skip(",")
    skipSpaces()
    _ = skip("at ") || skip("的")
    skipSpaces()
    if isAtEnd { return ClockTime() }
    guard var clock = time(isBare: false) else { return nil }
    if clock.half == .unsaid { clock.half = half }
    skipSpaces()
    return isAtEnd && clock.seconds != nil ? clock : nil
  }
}

/// A time that names its day or its hour by itself.
enum WrittenDate: Equatable {
  case whole(CivilTime)
  /// The year is not said; the one inside means nothing.
  case yearless(CivilTime)
  /// Nothing but a time of day, and the minutes of its zone.
  case clock(ClockTime, zone: Int?)

  /// nil when the text is no date in any form. What such a date tells may still be no day that there is.
  static func read(_ text: String, language: String) -> WrittenDate? {
    iso(text, language).map { .whole($0) } ?? WordyDate.read(text, language: language) ?? ideographic(text, language)
      ?? slashed(text, language) ?? afterWeekday(text, language).map { .whole($0) } ?? clock(text, language)
  }

  /// - Source: W3C, "Date and Time Formats"; ISO 8601 for days of the year and compact forms.
  private static func iso(_ text: String, _ language: String) -> CivilTime? {
    var scanner = DateScanner(text, language: language)
    guard let year = scanner.number(4...4) else { return nil }
    var civil = CivilTime(year: year, month: 1, day: 1)
    if scanner.isAtEnd { return civil }
    guard isoDay(&scanner, &civil) else { return nil }
    if scanner.isAtEnd { return civil }
    guard scanner.skipAny(["T", "t", " ", "_", ","]) else { return nil }
    scanner.skipSpaces()
    if scanner.isAtEnd { return civil }
    guard let time = scanner.time(), let zone = scanner.zone().offset else { return nil }
    civil.clock = time
    civil.zone = zone
    return civil
  }

  private static func isoDay(_ scanner: inout DateScanner, _ civil: inout CivilTime) -> Bool {
    let isSeparated = scanner.skip("-") || scanner.skip("/") || scanner.skip(".")
    if let ordinal = scanner.exactly(3) { return set(day: ordinal, of: &civil) }
    guard isSeparated else {
      if let four = scanner.exactly(4) {
        (civil.month, civil.day) = (four / 100, four % 100)
      } else if let two = scanner.exactly(2) {
        civil.month = two
      } else {
        return false
      }
      return true
    }
    if let month = scanner.number(1...2) {
      civil.month = month
      guard scanner.skip("-") || scanner.skip("/") || scanner.skip(".") else { return true }
    } else {
      guard let name = scanner.letters(), let month = MonthNames.number(name), scanner.skip("-") else { return false }
      civil.month = month
    }
    guard let day = scanner.number(1...2) else { return false }
    civil.day = day
    return true
  }

  /// A day by its number in the year, which ends with 365 or 366.
  private static func set(day ordinal: Int, of civil: inout CivilTime) -> Bool {
    guard let first = CivilTime.days(civil.year, 1, 1),
      (1...(CivilTime.isLeap(civil.year) ? 366 : 365)).contains(ordinal)
    else { return false }
    (civil.year, civil.month, civil.day) = CivilTime.day(first + ordinal - 1)
    return true
  }

  /// `2023年11月8日 04:05`, `11月25日 晚上10点半`, `2023년 11월 8일 오후 04:05`.
  private static func ideographic(_ text: String, _ language: String) -> WrittenDate? {
    var scanner = DateScanner(text, language: language)
    guard let first = scanner.number(1...4) else { return nil }
    scanner.skipSpaces()
    var year: Int?
    var month = first
    if scanner.skip("年") || scanner.skip("년") {
      year = first < 100 ? CivilTime.century(first) : first
      scanner.skipSpaces()
      guard let number = scanner.number(1...2) else { return nil }
      month = number
      scanner.skipSpaces()
    }
    guard scanner.skip("月") || scanner.skip("월") else { return nil }
    scanner.skipSpaces()
    var civil = CivilTime(year: year ?? 0, month: month, day: 1)
    if let day = scanner.number(1...2) {
      guard scanner.skipAny(["日", "号", "號", "일"]) else { return nil }
      civil.day = day
    } else if year == nil {
      return nil
    }
    scanner.skipWeekday()
    guard scanner.readTime(into: &civil) else { return nil }
    return year == nil ? .yearless(civil) : .whole(civil)
  }

  /// `11/8/2023 4:05 PM`, `31.12.2003`; `11-25 22:10`, `11/25`. The month stands first unless it cannot be one.
  private static func slashed(_ text: String, _ language: String) -> WrittenDate? {
    var scanner = DateScanner(text, language: language)
    guard let first = scanner.number(1...2), let mark = ["/", "-", "."].first(where: { scanner.skip($0) }),
      let second = scanner.number(1...2)
    else { return nil }
    // A point stands between days and months where the day is first.
    let isDayFirst = first > 12 || mark == "."
    var civil = CivilTime(year: 0, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
    guard scanner.skip(mark) else {
      // `11.25` is a number.
      guard mark != ".", scanner.readTime(into: &civil) else { return nil }
      return .yearless(civil)
    }
    guard let year = scanner.number(2...4), year < 100 || year >= 1000 else { return nil }
    // `06-09-15` begins with its year.
    if mark == "-", year < 100 { return nil }
    civil.year = year < 100 ? 2000 + year : year
    guard scanner.readTime(into: &civil) else { return nil }
    return .whole(civil)
  }

  /// `Fri, 2006/09/15 08:19:53 EDT`; `06-09-15`.
  private static func afterWeekday(_ text: String, _ language: String) -> CivilTime? {
    if let comma = text.firstIndex(of: ","), text[..<comma].allSatisfy(\.isLetter) {
      return iso(String(text[text.index(after: comma)...]).trimmed, language)
    }
    var scanner = DateScanner(text, language: language)
    guard let year = scanner.number(2...2), scanner.skip("-"), let month = scanner.number(2...2), scanner.skip("-"),
      let day = scanner.number(2...2)
    else { return nil }
    var civil = CivilTime(year: CivilTime.century(year), month: month, day: day)
    return scanner.readTime(into: &civil) ? civil : nil
  }

  /// `22:10:00`, `下午10:10`, `10:10 PM`.
  private static func clock(_ text: String, _ language: String) -> WrittenDate? {
    var scanner = DateScanner(text, language: language)
    // Four digits without a colon are a year.
    guard text.contains(where: { ":时時点點".contains($0) }) || text.last.map({ "mM.".contains($0) }) == true,
      let time = scanner.time(isBare: false), let zone = scanner.zone().offset
    else { return nil }
    return .clock(time, zone: zone)
  }
}

extension DateScanner {
  /// `星期三`, `(周三)`.
  fileprivate mutating func skipWeekday() {
    skipSpaces()
    let here = rest
    _ = skip("(")
    if skipAny(["星期", "礼拜", "禮拜", "周", "週"]), skipAny(["一", "二", "三", "四", "五", "六", "日", "天"]) {
      _ = skip(")")
      skipSpaces()
    } else {
      rest = here
    }
  }

  /// The time and the zone to the end of the text, where there are any.
  fileprivate mutating func readTime(into civil: inout CivilTime) -> Bool {
    _ = skip(",")
    skipSpaces()
    if isAtEnd { return true }
    guard let time = time(), let zone = zone().offset else { return false }
    civil.clock = time
    civil.zone = zone
    return true
  }
}

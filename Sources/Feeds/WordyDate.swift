/// `Wed, 08 Nov 2023 04:05:00 +1100`, `Nov 8, 2023`, `Wed Nov  8 04:05:00 UTC 2023`, `25 Nov 22:10`: a month by its name, the
/// rest in any order.
/// - Source: RFC 822, section 5.1; RFC 2822 for the year.
struct WordyDate {
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var clock: ClockTime?
  private var zone: Int?
  /// Whether a word was passed over that means nothing here.
  private var hasOthers = false
  private let language: String

  static func read(_ text: String, language: String) -> WrittenDate? {
    var date = WordyDate(language: language)
    for word in text.split(whereSeparator: { " ,\t\n\u{A0}".contains($0) }) {
      guard date.take(word) else { return nil }
    }
    guard let month = date.month else { return nil }
    let clock = date.clock ?? ClockTime()
    guard clock.seconds != nil else { return nil }
    let civil = CivilTime(year: date.year ?? 0, month: month, day: date.day ?? 1, clock: clock, zone: date.zone)
    if date.year != nil { return .whole(civil) }
    // A sentence with `may` and a number is no date.
    return date.day == nil || date.hasOthers ? nil : .yearless(civil)
  }

  private init(language: String) { self.language = language }

  /// False when the text is no date.
  private mutating func take(_ word: Substring) -> Bool {
    if clock == nil, word.contains(":") { return take(time: word) }
    if let number = Int(word), word.first != "+", word.first != "-" { return take(number, digits: word.count) }
    if month == nil, let number = MonthNames.number(word) {
      month = number
    } else if let (day, month, year) = Self.joined(word) {
      (self.day, self.month, self.year) = (day, month, year)
    } else if day == nil, let number = Self.ordinal(word) {
      day = number
    } else {
      return takeOther(word)
    }
    return true
  }

  private mutating func take(time word: Substring) -> Bool {
    var scanner = DateScanner(String(word), language: language)
    guard let time = scanner.time() else { return false }
    clock = time
    guard !scanner.isAtEnd else { return true }
    guard case .minutes(let minutes) = scanner.zone() else { return false }
    zone = minutes
    return true
  }

  private mutating func take(_ number: Int, digits: Int) -> Bool {
    if digits == 4, clock == nil || year == nil, !(1...31).contains(number) {
      year = year ?? number
    } else if day == nil, (0...31).contains(number), digits <= 2 {
      day = number
    } else if year == nil, digits <= 4 {
      year = digits == 2 ? CivilTime.century(number) : number
    } else {
      return false
    }
    return true
  }

  private mutating func takeOther(_ word: Substring) -> Bool {
    var scanner = DateScanner(String(word), language: language)
    if let half = scanner.half(), scanner.isAtEnd {
      if clock == nil { return false }
      if clock?.half == .unsaid { clock?.half = half }
      return true
    }
    if Self.passed.contains(where: { word.lowercased().hasPrefix($0) }) { return true }
    guard zone == nil, clock != nil else {
      hasOthers = true
      return true
    }
    scanner = DateScanner(String(word), language: language)
    switch scanner.zone() {
    case .minutes(let minutes): zone = minutes
    case .impossible: return false
    case .unknown, .none: hasOthers = true
    }
    return true
  }

  /// The days of the week, and what stands between a day and a time.
  private static let passed = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "at", "of", "the", "on", "um", "uhr"]

  /// `08-Nov-2023`, `8-Nov-23`.
  private static func joined(_ word: Substring) -> (Int?, Int?, Int?)? {
    let parts = word.split(separator: "-")
    guard parts.count == 3, let day = Int(parts[0]), let month = MonthNames.number(parts[1]), let year = Int(parts[2])
    else { return nil }
    return (day, month, parts[2].count == 2 ? CivilTime.century(year) : year)
  }

  /// `8th`, `8.`.
  private static func ordinal(_ word: Substring) -> Int? {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return ["st", "nd", "rd", "th", "."].contains(word[digits.endIndex...]) ? Int(digits) : nil
  }
}

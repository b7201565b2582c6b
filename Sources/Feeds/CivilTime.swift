/// A day and a time as they stand in a text, before it is known whether there is such a day.
struct CivilTime: Equatable {
  var year: Int
  var month: Int
  var day: Int
  var clock = ClockTime()
  /// Minutes east of Greenwich; nil when the text does not say.
  var zone: Int?

  /// Seconds from 1970 to this time, as if its clock showed UTC; nil when there is no such day or time.
  var seconds: Double? {
    guard let days = Self.days(year, month, day), let seconds = clock.seconds else { return nil }
    return Double(days) * 86400 + seconds
  }

  /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; nil when there is no such day.
  /// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= length(month, year) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day that so many days after 1970-01-01 is.
  /// - Source: as above.
  static func day(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400
    return month < 10 ? (year, month + 3, day) : (year + 1, month - 9, day)
  }

  static func length(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// A year of two digits.
  /// - Source: RFC 2822, section 4.3, says 50; POSIX says 69, and so do those who write 1969 as 69.
  static func century(_ year: Int) -> Int { year < 70 ? 2000 + year : 1900 + year }
}

/// A time of day as it stands in a text.
struct ClockTime: Equatable {
  var hour = 0
  var minute = 0
  var second = 0.0
  var half = HalfOfDay.unsaid

  /// Which part of a day a word before or behind the time names.
  enum HalfOfDay {
    case unsaid, morning, noon, afternoon, evening, night
  }

  /// A second that was inserted at the end of a day; where it may stand, only the zone tells.
  var isLeapSecond: Bool { second >= 60 }

  /// Since midnight; nil when no clock shows it. 24:00 is the end of the day (ISO 8601); 23:59:60 is the midnight behind it.
  var seconds: Double? {
    guard (0...24).contains(hour), (0...59).contains(minute), second >= 0, second < 61 else { return nil }
    if second >= 60, minute != 59 { return nil }
    if hour == 24, minute > 0 || second > 0 { return nil }
    var hour = hour
    switch half {
    case .unsaid: break
    case .morning: if hour == 12 { hour = 0 }
    case .noon: if hour < 6 { hour += 12 }
    case .afternoon: if hour < 12 { hour += 12 }
    // Twelve in the evening is the end of the day, not its middle.
    case .evening, .night: if (6...12).contains(hour) { hour += 12 }
    }
    return Double(hour * 3600 + minute * 60) + second
  }
}

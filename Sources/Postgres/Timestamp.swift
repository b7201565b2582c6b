import FoundationEssentials

/// `timestamptz` and `date` in PostgreSQL's ISO text format, which every connection of this library asks for, in UTC.
enum Timestamp {
  /// Microseconds between 1970-01-01 and Foundation's reference date, 2001-01-01.
  private static let referenceMicroseconds: Int64 = 978_307_200_000_000

  /// The instant as `2023-11-08 04:05:00.000000+00`.
  static func text(of date: Date) -> String {
    let total = Int64((date.timeIntervalSinceReferenceDate * 1_000_000).rounded()) + referenceMicroseconds
    let (seconds, micros) = total.dividedFloor(by: 1_000_000)
    let (days, ofDay) = seconds.dividedFloor(by: 86_400)
    let (year, month, day) = civil(fromDays: days)
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + " " + pad(ofDay / 3600, 2) + ":"
      + pad(ofDay / 60 % 60, 2) + ":" + pad(ofDay % 60, 2) + "." + pad(micros, 6) + "+00"
  }

  /// The instant that a text means; nil when it is not one. `infinity` becomes Foundation's distant dates.
  static func date(from text: String) -> Date? {
    if text == "infinity" { return .distantFuture }
    if text == "-infinity" { return .distantPast }
    // The year before 1 is 1 BC.
    let isBeforeChrist = text.hasSuffix(" BC")
    var rest = Array((isBeforeChrist ? String(text.dropLast(3)) : text).utf8)[...]
    func number() -> Int64? {
      var value: Int64?
      while let digit = rest.first, digit >= 48, digit <= 57 {
        value = (value ?? 0) * 10 + Int64(digit - 48)
        rest.removeFirst()
      }
      return value
    }
    func skip(_ character: Character) -> Bool {
      guard rest.first == character.asciiValue else { return false }
      rest.removeFirst()
      return true
    }
    guard let year = number(), skip("-"), let month = number(), skip("-"), let day = number() else { return nil }
    var seconds = days(fromYear: isBeforeChrist ? 1 - year : year, month: month, day: day) * 86_400
    var micros: Int64 = 0
    if skip(" ") {
      guard let hour = number(), skip(":"), let minute = number(), skip(":"), let second = number() else { return nil }
      seconds += hour * 3600 + minute * 60 + second
      if skip(".") {
        let digits = rest.count
        guard let fraction = number() else { return nil }
        var scale = digits - rest.count
        micros = fraction
        while scale < 6 {
          micros *= 10
          scale += 1
        }
      }
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest.removeFirst()
        guard let hours = number() else { return nil }
        var offset = hours * 3600
        if skip(":"), let minutes = number() { offset += minutes * 60 }
        seconds -= sign == UInt8(ascii: "-") ? -offset : offset
      }
    }
    guard rest.isEmpty else { return nil }
    let total = seconds * 1_000_000 + micros - referenceMicroseconds
    return Date(timeIntervalSinceReferenceDate: Double(total) / 1_000_000)
  }

  /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
  /// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  private static func days(fromYear y: Int64, month m: Int64, day d: Int64) -> Int64 {
    let year = m <= 2 ? y - 1 : y
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  /// The inverse of `days(fromYear:month:day:)`, from the same source (`civil_from_days`).
  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  /// Quotient and remainder, the quotient rounded towards minus infinity.
  fileprivate func dividedFloor(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

public import FoundationEssentials
import Glibc

/// Instants and spans for people and for JSON.
public enum TimeFormat {
  /// `2023-11-08 04:05`, in the time zone of the reader's environment (`TZ`).
  public static func local(_ date: Date) -> String { format(date, "%Y-%m-%d %H:%M") }

  /// `04:05:07`, in the reader's time zone.
  public static func clock(_ date: Date) -> String { format(date, "%H:%M:%S") }

  /// `2023-11-08 04:05 UTC+8`, in the time zone of the environment, which it names: for readers who may be in another.
  public static func zoned(_ date: Date) -> String {
    let zone = format(date, "%z")  // +0800
    guard zone.count == 5, let hours = Int(zone.dropLast(2)), let minutes = Int(zone.suffix(2)) else {
      return local(date)
    }
    let offset =
      zone.hasSuffix("00") ? (hours == 0 ? "" : (hours > 0 ? "+" : "") + "\(hours)") : "\(zone.prefix(3)):\(minutes)"
    return local(date) + " UTC" + offset
  }

  /// ISO 8601 in UTC with milliseconds, for machines.
  public static func iso(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Reads ISO 8601 with a zone (`2023-11-08T04:05:00+11:00`, `…Z`); nil for anything else.
  public static func date(_ text: String) -> Date? {
    guard beginsWithADay(text) else { return nil }
    for fraction in [false, true] {
      if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)) {
        return date
      }
    }
    return nil
  }

  /// Whether the day that a time in ISO 8601 begins with exists: there is no 30 February.
  private static func beginsWithADay(_ text: String) -> Bool {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false).map(digits)
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2], (1...12).contains(month)
    else {
      return false
    }
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  /// Reads a time as people type it and as it is printed: ISO 8601 with a zone; or in the reader's own zone `2026-11-26 09:00`,
  /// `11-26 09:00` and `22:05` (of this year, of today), `today 9:00`, `tomorrow 9:00`, `今天 9:00`, `明天 9:00`, `昨天 22:00`.
  /// - Parameter now: what a year and a day are left out of.
  /// - Returns: nil for anything else, and for a day or an hour that does not exist.
  public static func date(_ text: String, now: Date) -> Date? {
    if let date = date(text) { return date }
    let plain = text.replacing("/", with: "-").replacing("：", with: ":")
    let isWritten = plain.first.map { $0.isASCII && $0.isNumber } ?? false
    var words = plain.split { $0.isWhitespace || isWritten && $0 == "T" }
    var time = time_t(now.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&time, &parts)
    guard let clock = words.popLast() else { return nil }
    let hands = clock.split(separator: ":", omittingEmptySubsequences: false).map { digits($0) }
    guard (2...3).contains(hands.count), let hour = hands[0], let minute = hands[1],
      let second = hands.count == 3 ? hands[2] : 0,
      hour < 24, minute < 60, second < 60, words.count <= 1
    else { return nil }
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
    if let day = words.first {
      if let away = days[day.lowercased()] {
        parts.tm_mday += Int32(away)
        parts.tm_isdst = -1
        return instant(&parts)
      }
      let numbers = day.split(separator: "-", omittingEmptySubsequences: false).map { digits($0) }
      guard (2...3).contains(numbers.count), let dayOfMonth = numbers[numbers.count - 1],
        let month = numbers[numbers.count - 2]
      else { return nil }
      if numbers.count == 3 {
        guard let year = numbers[0], (1970...9999).contains(year) else { return nil }
        parts.tm_year = Int32(year - 1900)
      }
      (parts.tm_mon, parts.tm_mday) = (Int32(month - 1), Int32(dayOfMonth))
    }
    parts.tm_isdst = -1
    let asked = (parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min)
    guard let date = instant(&parts), (parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min) == asked else {
      return nil
    }
    return date
  }

  private static let days = [
    "today": 0, "tomorrow": 1, "yesterday": -1, "今天": 0, "明天": 1, "昨天": -1, "后天": 2,
  ]

  private static func digits(_ text: Substring) -> Int? {
    text.count <= 4 && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }

  private static func instant(_ parts: inout tm) -> Date? {
    let time = mktime(&parts)
    return time == -1 ? nil : Date(timeIntervalSince1970: Double(time))
  }

  /// `in 1 h 05 min`, `overdue by 12 min`.
  public static func left(_ seconds: Double) -> Bilingual {
    let span = span(abs(seconds))
    return seconds < 0
      ? Bilingual("overdue by \(span.english)", "已超时 \(span.chinese)")
      : Bilingual("in \(span.english)", "剩余 \(span.chinese)")
  }

  /// `45 s`, `12 min`, `5 h 20 min`, from 48 hours on `3 d 4 h`: what is left over of the smaller unit is dropped,
  /// and so is a smaller unit of which there is none: `24 h`, `2 d`.
  public static func span(_ seconds: Double) -> Bilingual {
    let minutes = Int(seconds / 60)
    switch minutes {
    case ..<1: return Bilingual("\(Int(seconds)) s", "\(Int(seconds)) 秒")
    case ..<60: return Bilingual("\(minutes) min", "\(minutes) 分钟")
    case ..<2880: return both((minutes / 60, " h", " 小时"), (minutes % 60, " min", " 分钟"))
    default: return both((minutes / 1440, " d", " 天"), (minutes / 60 % 24, " h", " 小时"))
    }
  }

  /// Two units, or the greater alone where nothing is left for the smaller: `24 h`, not `24 h 0 min`.
  private static func both(
    _ great: (count: Int, english: String, chinese: String), _ small: (count: Int, english: String, chinese: String)
  ) -> Bilingual {
    let whole = Bilingual("\(great.count)\(great.english)", "\(great.count)\(great.chinese)")
    guard small.count > 0 else { return whole }
    return whole + Bilingual(" \(small.count)\(small.english)", " \(small.count)\(small.chinese)")
  }

  private static func format(_ date: Date, _ pattern: String) -> String {
    var time = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let length = strftime(&buffer, buffer.count, pattern, &parts)
    return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

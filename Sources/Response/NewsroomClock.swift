import FoundationEssentials
import Glibc
import Wording

/// Times as a newsroom's readers see them: in the company's zone, which is named.
struct NewsroomClock: Sendable {
  /// As PostgreSQL names it.
  let zone: String
  /// Seconds ahead of UTC, for each instant that is shown.
  let ahead: [Date: Int]

  static let utc = NewsroomClock(zone: "UTC", ahead: [:])

  /// `2026-11-27T21:05:00+08:00`, for machines.
  func iso(_ date: Date) -> String {
    let seconds = ahead[date] ?? 0
    return format(date, "%Y-%m-%dT%H:%M:%S") + (seconds == 0 ? "Z" : offset(seconds, isWhole: true))
  }

  /// `27 November 2026, 21:05 (UTC+8)`.
  func words(_ date: Date, in language: Language) -> String {
    let parts = format(date, "%Y %m %d %H:%M").split(separator: " ").map(String.init)
    let (year, month, day) = (parts[0], Int(parts[1]) ?? 1, Int(parts[2]) ?? 1)
    let name = zoneName(date)[language]
    switch language {
    case .chinese: return "\(year) 年 \(month) 月 \(day) 日 \(parts[3])（\(name)）"
    case .english: return "\(day) \(Self.months[month - 1]) \(year), \(parts[3]) (\(name))"
    }
  }

  /// The element that says both.
  func element(_ date: Date, in language: Language) -> String {
    "<time datetime=\"\(iso(date))\">\(SafeText.html(words(date, in: language)))</time>"
  }

  private func zoneName(_ date: Date) -> Bilingual {
    let seconds = ahead[date] ?? 0
    let utc = "UTC" + (seconds == 0 ? "" : offset(seconds, isWhole: false))
    return Self.beijing.contains(zone) && seconds == 28_800
      ? Bilingual("Beijing time, \(utc)", "北京时间") : Bilingual(same: utc)
  }

  /// `+08:00`; for people `+8`, `+5:30`.
  private func offset(_ seconds: Int, isWhole: Bool) -> String {
    let (hours, minutes) = (abs(seconds) / 3600, abs(seconds) / 60 % 60)
    let sign = seconds < 0 ? "-" : "+"
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    if isWhole { return sign + two(hours) + ":" + two(minutes) }
    return sign + String(hours) + (minutes == 0 ? "" : ":" + two(minutes))
  }

  private func format(_ date: Date, _ pattern: String) -> String {
    var time = time_t((date.timeIntervalSince1970 + Double(ahead[date] ?? 0)).rounded(.down))
    var parts = tm()
    gmtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let length = strftime(&buffer, buffer.count, pattern, &parts)
    return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static let beijing: Set = ["Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

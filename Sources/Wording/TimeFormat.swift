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
    for fraction in [false, true] {
      if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)) {
        return date
      }
    }
    return nil
  }

  /// `in 1 h 05 min`, `overdue by 12 min`.
  public static func left(_ seconds: Double) -> Bilingual {
    let span = span(abs(seconds))
    return seconds < 0
      ? Bilingual("overdue by \(span.english)", "已超时 \(span.chinese)")
      : Bilingual("in \(span.english)", "剩余 \(span.chinese)")
  }

  /// `45 s`, `12 min`, `5 h 20 min`, from 48 hours on `3 d 4 h`: what is left over of the smaller unit is dropped.
  public static func span(_ seconds: Double) -> Bilingual {
    let minutes = Int(seconds / 60)
    switch minutes {
    case ..<1: return Bilingual("\(Int(seconds)) s", "\(Int(seconds)) 秒")
    case ..<60: return Bilingual("\(minutes) min", "\(minutes) 分钟")
    case ..<2880: return Bilingual("\(minutes / 60) h \(minutes % 60) min", "\(minutes / 60) 小时 \(minutes % 60) 分钟")
    default:
      return Bilingual("\(minutes / 1440) d \(minutes / 60 % 24) h", "\(minutes / 1440) 天 \(minutes / 60 % 24) 小时")
    }
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

public import FoundationEssentials

/// Reads times as sources write them: RFC 822 and what goes for it, RFC 3339 and the shorter forms of ISO 8601, `asctime`,
/// Chinese, Korean and European habits, seconds and their parts since 1970, and times that are told from now.
///
/// What names no zone is read in the zone of the source; what names no hour is midnight. What names no year is the latest
/// that is not more than a day ahead; what names no day the latest that is not more than an hour ahead. A day or a time that
/// does not exist is no date: nothing rolls over.
public struct DateReader: Sendable {
  let zone: ZoneOffsets
  let language: String
  let now: Date

  /// - Parameters:
  ///   - zone: of times that name none. While it is UTC, which is also what nobody has set, a time written in Chinese words
  ///     is taken for China's, and one in Korean or Japanese words for theirs.
  ///   - language: of the source, as BCP 47 has it; "" when nobody knows. It decides what `CST` means.
  ///   - now: what `5 minutes ago` is told from: when the text was fetched.
  public init(zone: ZoneOffsets = .utc, language: String = "", now: Date) {
    self.zone = zone
    self.language = language
    self.now = now
  }

  /// The same, for a document that says in which language it is written, where nobody said so before.
  func speaking(_ said: String) -> DateReader {
    language.isEmpty ? DateReader(zone: zone, language: said, now: now) : self
  }

  /// nil when the text is no date, or tells a day or a time that does not exist.
  public func date(_ text: String) -> Date? {
    let text = text.trimmed
    if let civil = StrictDate.read(text) { return date(civil) }
    guard let text = Self.plain(text) else { return nil }
    if let number = EpochDate.number(text) {
      // `20261126064444` is a time as well as a number.
      return EpochDate.compact(text).flatMap { date($0) } ?? EpochDate.date(number, now: now) ?? written(text)
    }
    let core = DateFrame.core(of: text)
    return written(core) ?? DateFrame.withoutPlace(core).flatMap(written)
  }

  private func written(_ text: String) -> Date? {
    if let relative = RelativeDate.read(text, language: language) { return date(relative, home: home(text)) }
    guard let written = WrittenDate.read(text, language: language) else { return nil }
    switch written {
    case .whole(let civil): return date(civil, home: home(text))
    case .yearless(let civil): return latest(civil, home: home(text))
    case .clock(let clock, let zone): return latest(clock, zone: zone, home: home(text))
    }
  }

  /// A longer text is no date. So what follows may take its time with every letter.
  private static let longest = 160

  /// Full-width forms narrowed; nil for what is too long to be a date, or empty.
  private static func plain(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= longest else { return nil }
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    var narrow = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: narrow.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      case 0x3000, 0xA0, 0x2009, 0x202F: narrow.append(" ")
      case 0x200E, 0x200F, 0x200B, 0xFEFF: break
      default: narrow.append(scalar)
      }
    }
    let plain = String(narrow).trimmed
    return plain.isEmpty ? nil : plain
  }

  /// Minutes east of Greenwich where people write such words, where nobody has set another zone.
  private func home(_ text: String) -> Int? {
    guard zone.isUTC else { return nil }
    var isChinese = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xAC00...0xD7A3, 0x3041...0x30FF: return 540
      case 0x4E00...0x9FFF: isChinese = true
      default: break
      }
    }
    guard isChinese else { return nil }
    return language.lowercased().hasPrefix("ja") ? 540 : 480
  }

  private func date(_ civil: CivilTime, home: Int? = nil) -> Date? {
    guard let shown = civil.seconds else { return nil }
    let instant =
      if let minutes = civil.zone ?? home { shown - Double(minutes * 60) } else { zone.instant(ofWallClock: shown) }
    if civil.clock.isLeapSecond {
      // Leap seconds are at the end of a day of UTC. Who writes 23:59:60 without knowing that means midnight, too.
      let isMidnight = instant.truncatingRemainder(dividingBy: 86400).magnitude < 1
      guard isMidnight || civil.clock.hour == 23 else { return nil }
    }
    return Date(timeIntervalSince1970: instant)
  }

  /// Days from 1970 to the day that it is at an instant, where the text was written.
  private func day(at instant: Date, zone minutes: Int?) -> Int {
    let offset = minutes.map { $0 * 60 } ?? zone.seconds(at: instant)
    return Int(((instant.timeIntervalSince1970 + Double(offset)) / 86400).rounded(.down))
  }

  /// The latest year in which a day is not ahead, by a day at most.
  private func latest(_ civil: CivilTime, home: Int?) -> Date? {
    let limit = now + 86400
    let year = CivilTime.day(day(at: limit, zone: civil.zone ?? home)).year
    // Around 1900 and 2100, eight years lie between two days that only leap years have.
    for back in 0...8 {
      var civil = civil
      civil.year = year - back
      if let date = date(civil, home: home), date <= limit { return date }
    }
    return nil
  }

  private func latest(_ clock: ClockTime, zone: Int?, home: Int?) -> Date? {
    let today = day(at: now, zone: zone ?? home)
    for back in 0...1 {
      if let date = date(today - back, clock, zone: zone, home: home), date <= now + 3600 { return date }
    }
    return nil
  }

  private func date(_ days: Int, _ clock: ClockTime, zone: Int? = nil, home: Int?) -> Date? {
    let (year, month, day) = CivilTime.day(days)
    return date(CivilTime(year: year, month: month, day: day, clock: clock, zone: zone), home: home)
  }

  private func date(_ relative: RelativeDate, home: Int?) -> Date? {
    let found: Date?
    switch relative {
    case .ago(let seconds): found = now - seconds
    case .monthsAgo(let months):
      let today = day(at: now, zone: home)
      let (year, month, day) = CivilTime.day(today)
      let count = year * 12 + month - 1 - months
      guard count >= 1970 * 12 else { return nil }
      let wanted = min(day, CivilTime.length(count % 12 + 1, count / 12))
      found = CivilTime.days(count / 12, count % 12 + 1, wanted).map { now - Double(today - $0) * 86400 }
    case .daysAgo(let days, let clock): found = date(day(at: now, zone: home) - days, clock, home: home)
    case .weekday(let weekday, let isLast, let clock):
      let today = day(at: now, zone: home)
      // 1970-01-01 was a Thursday; Monday is 0.
      let monday = today - (today + 3) % 7
      let day = isLast ? monday - 7 + weekday : monday + weekday - (monday + weekday > today ? 7 : 0)
      found = date(day, clock, home: home)
    }
    // Told from now, nothing is older than the machines that tell it, or ahead of a clock that goes a little wrong.
    guard let found, found.timeIntervalSince1970 >= 0, found <= now + 86400 else { return nil }
    return found
  }
}

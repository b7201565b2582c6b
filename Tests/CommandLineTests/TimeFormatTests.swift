import FoundationEssentials
import Testing
import Wording

@Suite struct TimeFormatTests {
  /// Midday of the 26th of November 2026 in the zone of whoever runs this.
  private let now = TimeFormat.date("2026-11-26 12:00", now: Date(timeIntervalSince1970: 0)) ?? Date.distantPast

  @Test(
    "A time is typed as it is printed",
    arguments: [
      ("22:05", "2026-11-26 22:05"), ("9:00", "2026-11-26 09:00"), ("11-26 09:00", "2026-11-26 09:00"),
      ("2027-01-31 23:59", "2027-01-31 23:59"), ("2027/01/31 23:59", "2027-01-31 23:59"),
      ("tomorrow 9:00", "2026-11-27 09:00"), ("明天 9:00", "2026-11-27 09:00"), ("昨天 22：10", "2026-11-25 22:10"),
      ("Today 09:05", "2026-11-26 09:05"), ("2026-11-26T08:15", "2026-11-26 08:15"),
    ])
  func typed(_ text: String, _ read: String) throws {
    #expect(TimeFormat.local(try #require(TimeFormat.date(text, now: now))) == read)
  }

  @Test func whatItPrintsItReads() throws {
    let date = try #require(TimeFormat.date("2026-03-01 07:45", now: now))
    #expect(TimeFormat.date(TimeFormat.local(date), now: now) == date)
    #expect(TimeFormat.date(TimeFormat.iso(date), now: now) == date)
  }

  @Test(
    "What does not exist is no time",
    arguments: [
      "2027-02-29 10:00", "02-30 10:00", "24:00", "25:00", "22:60", "13-01 10:00", "00-10 10:00", "someday", "", ":",
      "9",
      "9:00 tomorrow now", "-1:00", "1e3:00", "2026-11-26", "99999-01-01 10:00", "soon 9:00",
    ])
  func impossible(_ text: String) { #expect(TimeFormat.date(text, now: now) == nil) }

  @Test(
    "A span says no unit of which there is none",
    arguments: [
      (45.0, "45 s", "45 秒"), (720, "12 min", "12 分钟"), (86_400, "24 h", "24 小时"), (19_200, "5 h 20 min", "5 小时 20 分钟"),
      (172_800, "2 d", "2 天"), (273_600, "3 d 4 h", "3 天 4 小时"),
    ])
  func span(_ seconds: Double, _ english: String, _ chinese: String) {
    #expect(TimeFormat.span(seconds) == Bilingual(english, chinese))
  }
}

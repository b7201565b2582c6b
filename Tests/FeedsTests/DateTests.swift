import Dice
import FoundationEssentials
import Fuzz
import Testing

@testable import Feeds

/// 2026-11-26 14:30 UTC, a Thursday: half past ten in the evening in China.
let aDay = Date(timeIntervalSince1970: 1_795_703_400)

/// Times as sources write them, each against what it means in UTC.
@Suite struct DateTests {
  private static let shanghai = ZoneOffsets([(from: Date(timeIntervalSince1970: 0), seconds: 28800)])
  /// New York's clocks in 2026: back on November 1st, forward on March 8th.
  private static let newYork = ZoneOffsets([
    (from: Date(timeIntervalSince1970: 0), seconds: -18000), (from: utc("2026-03-08T07:00:00Z"), seconds: -14400),
    (from: utc("2026-11-01T06:00:00Z"), seconds: -18000),
  ])

  static func utc(_ text: String) -> Date { DateReader(now: aDay).date(text) ?? .distantPast }

  private func inChina(_ text: String) -> Date? {
    DateReader(zone: Self.shanghai, language: "zh", now: aDay).date(text)
  }

  @Test func theReferencesOfTheseTestsAreRight() {
    #expect(Self.utc("2026-11-26T14:30:00Z") == aDay)
    #expect(Self.utc("1970-01-01T00:00:00Z") == Date(timeIntervalSince1970: 0))
  }

  @Test(
    "What names no zone is read in the zone of the source",
    arguments: [
      "Thu, 26 Nov 2026 22:10:00", "2026-11-26 22:10:00", "2026-11-26T22:10", "2026/11/26 22:10", "20261126221000",
      "2026年11月26日 22:10", "2026年11月26日 星期四 下午10:10", "2026年11月26日(周四)晚上10点10分", "2026-11-26 下午10:10",
      "２０２６－１１－２６　２２：１０", "11/26/2026 10:10 PM", "26.11.2026 22:10", "26年11月26日22时10分", "Nov 26, 2026 10:10PM",
      "22:10:00", "22:10", "下午10:10", "10:10 PM", "10:10pm", "今天 22:10", "今晚10点10分", "11-26 22:10", "11月26日 22:10",
      "11月26號 22:10", "26 Nov 22:10", "Thu Nov 26 22:10:00 2026", "11/26 22:10", "周四 22:10", "today at 10:10 PM",
      "2026-11-26T22:10:00+08:00", "2026-11-26 22:10 北京时间", "Thu Nov 26 22:10:00 CST 2026", "1795702200",
      "1795702200000", "1795702200.0", "1.7957022E+12", "1.7957022e9", "1795702200000000", "1795702200000000000",
      "20分钟前", "20 minutes ago", "20m", "发布于 11-26 22:10", "11月26日 22:10 来自 微博网页版", "20分钟前 来自iPhone客户端",
      "編輯於 今天 22:10", "11-26 22:10 · 上海", "Posted 20 minutes ago", "Published on Nov 26, 2026 22:10",
      "Thu, 26 Nov 2026 14:10:00 GMT", "Thu, 26 Nov 2026 09:10:00 EST", "2026-11-26 14:10:00 +0000 UTC",
    ])
  func inTheZoneOfTheSource(_ text: String) {
    #expect(inChina(text) == Self.utc("2026-11-26T14:10:00Z"))
  }

  @Test(
    "Times that are told from now",
    arguments: [
      ("刚刚", "2026-11-26T14:30:00Z"), ("剛剛", "2026-11-26T14:30:00Z"), ("just now", "2026-11-26T14:30:00Z"),
      ("5分钟前", "2026-11-26T14:25:00Z"), ("5分鐘前", "2026-11-26T14:25:00Z"), ("5 分钟前", "2026-11-26T14:25:00Z"),
      ("５分钟前", "2026-11-26T14:25:00Z"), ("五分钟以前", "2026-11-26T14:25:00Z"), ("半小时前", "2026-11-26T14:00:00Z"),
      ("半个小时前", "2026-11-26T14:00:00Z"), ("一个半小时前", "2026-11-26T13:00:00Z"), ("2 小时前", "2026-11-26T12:30:00Z"),
      ("5小時前", "2026-11-26T09:30:00Z"), ("十二小时前", "2026-11-26T02:30:00Z"), ("1小时5分钟前", "2026-11-26T13:25:00Z"),
      ("3天前", "2026-11-23T14:30:00Z"), ("3天前 广东", "2026-11-23T14:30:00Z"), ("2周前", "2026-11-12T14:30:00Z"),
      ("3个月前", "2026-08-26T14:30:00Z"), ("2年前", "2024-11-26T14:30:00Z"), ("昨天 22:10", "2026-11-25T14:10:00Z"),
      ("昨天22:10", "2026-11-25T14:10:00Z"), ("昨晚10点", "2026-11-25T14:00:00Z"), ("昨天", "2026-11-24T16:00:00Z"),
      ("昨天下午3点半", "2026-11-25T07:30:00Z"), ("前天 08:00", "2026-11-24T00:00:00Z"), ("今天 08:00", "2026-11-26T00:00:00Z"),
      ("11-25 22:10", "2026-11-25T14:10:00Z"), ("11月25日 22:10", "2026-11-25T14:10:00Z"),
      ("12-31 22:10", "2025-12-31T14:10:00Z"),
      ("11月28日", "2025-11-27T16:00:00Z"), ("11月27日 06:00", "2026-11-26T22:00:00Z"),
      ("2月29日 12:00", "2024-02-29T04:00:00Z"),
      ("上周三 08:00", "2026-11-18T00:00:00Z"), ("星期五 08:00", "2026-11-20T00:00:00Z"), ("23:50", "2026-11-25T15:50:00Z"),
      ("yesterday at 22:10", "2026-11-25T14:10:00Z"), ("Yesterday, 10:10 PM", "2026-11-25T14:10:00Z"),
      ("2h", "2026-11-26T12:30:00Z"), ("3d ago", "2026-11-23T14:30:00Z"), ("an hour ago", "2026-11-26T13:30:00Z"),
      ("about 2 hours ago", "2026-11-26T12:30:00Z"), ("1h 5m ago", "2026-11-26T13:25:00Z"),
      ("5 mins", "2026-11-26T14:25:00Z"),
      ("half an hour ago", "2026-11-26T14:00:00Z"), ("a month ago", "2026-10-26T14:30:00Z"),
    ])
  func fromNow(_ text: String, _ expected: String) {
    #expect(inChina(text) == Self.utc(expected))
  }

  @Test(
    "What is no day or no time is refused, and never rolls over",
    arguments: [
      "2027-02-29", "2027-02-29T10:00:00Z", "2027-02-29 10:00", "2026-13-08", "2026-00-10", "2026-11-31", "2026-02-30",
      "2026-11-26T25:00:00Z", "2026-11-26 25:00", "2026-11-26T22:60:00Z", "2026-11-26T22:10:61Z",
      "2026-11-26T24:00:01Z",
      "2026-11-26T24:30:00Z", "2026-11-26T12:30:60Z", "2026-11-26T10:00:00+25:00", "2026-11-26T10:00:00+08:75",
      "Mon, 30 Feb 2026 10:00:00 GMT", "Thu, 26 Nov 2026 25:00:00 GMT", "Thu, 26 Nov 2026 10:00:00 +9900", "2026年2月30日",
      "2026年13月1日", "13月1日 10:00", "2月30日", "11-31 22:10", "11月25日 25:10", "昨天 25:10", "yesterday at 25:10",
      "下午13:70", "2026-366", "2026-000", "20260230", "20261126250000", "13/13/2026", "02/30/2026", "29.02.2027",
      "0000-01-01",
    ])
  func impossible(_ text: String) {
    #expect(inChina(text) == nil)
  }

  @Test(
    "What is no date is none",
    arguments: [
      "", " ", "31", "soon", "abc", "1e300", "NaN", "inf", "0x1p40", "-1795702200", "12345", "99999999999999999999999",
      "前",
      "分钟前", "5前", "3月前", "5 minutes", "in 5 minutes", "you may 5 times", "0 months", "明天 10:00", "1/2/3/4", "年月日",
      "::",
      "下午", "PM", "+08:00", "T10:00:00Z", "999999年前", "99999999 years ago", "6.5", "11.25",
    ])
  func noDates(_ text: String) {
    #expect(inChina(text) == nil)
  }

  @Test(
    "The end of a day and a second that was inserted stand where their forms allow it",
    arguments: [
      ("2026-11-26T24:00:00Z", "2026-11-27T00:00:00Z"), ("2026-12-31 24:00", "2026-12-31T16:00:00Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"), ("2016-12-31T15:59:60-08:00", "2017-01-01T00:00:00Z"),
      ("2017-01-01 07:59:60", "2017-01-01T00:00:00Z"), ("Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00Z"),
      ("晚上12:00", "2026-11-25T16:00:00Z"), ("2026-11-25 晚上12:00", "2026-11-25T16:00:00Z"),
      ("12:00 AM", "2026-11-25T16:00:00Z"),
    ])
  func endsOfDays(_ text: String, _ expected: String) {
    #expect(inChina(text) == Self.utc(expected))
  }

  @Test(
    "The same letters name other zones elsewhere",
    arguments: [
      ("CST", "zh-CN", "2026-11-26T02:00:00Z"), ("CST", "zh", "2026-11-26T02:00:00Z"),
      ("CST", "en", "2026-11-26T16:00:00Z"),
      ("CST", "", "2026-11-26T16:00:00Z"), ("IST", "he", "2026-11-26T08:00:00Z"), ("IST", "hi", "2026-11-26T04:30:00Z"),
      ("BST", "en-GB", "2026-11-26T09:00:00Z"), ("BST", "bn", "2026-11-26T04:00:00Z"),
      ("AST", "ar", "2026-11-26T07:00:00Z"),
      ("EST", "en-AU", "2026-11-26T00:00:00Z"), ("EST", "en_us", "2026-11-26T15:00:00Z"),
      ("GMT+8", "", "2026-11-26T02:00:00Z"),
      ("UTC+08:00", "", "2026-11-26T02:00:00Z"), ("Etc/GMT-8", "", "2026-11-26T02:00:00Z"),
      ("Asia/Shanghai", "", "2026-11-26T02:00:00Z"),
      ("+0530", "", "2026-11-26T04:30:00Z"), ("-0000", "", "2026-11-26T10:00:00Z"),
      ("(CET)", "", "2026-11-26T09:00:00Z"),
      ("+0100 (CET)", "", "2026-11-26T09:00:00Z"),
    ])
  func zones(_ zone: String, _ language: String, _ expected: String) {
    let reader = DateReader(zone: Self.newYork, language: language, now: aDay)
    #expect(reader.date("2026-11-26 10:00:00 \(zone)") == Self.utc(expected))
    #expect(reader.date("Thu, 26 Nov 2026 10:00:00 \(zone)") == Self.utc(expected))
  }

  @Test func aTimeThatAZoneSkipsOrRepeatsIsReadAsPostgreSQLReadsIt() {
    let reader = DateReader(zone: Self.newYork, now: aDay)
    for (shown, instant) in [
      ("2026-03-08 01:59:59", "2026-03-08T06:59:59Z"), ("2026-03-08 02:30:00", "2026-03-08T07:30:00Z"),
      ("2026-03-08 03:00:00", "2026-03-08T07:00:00Z"), ("2026-11-01 00:59:59", "2026-11-01T04:59:59Z"),
      ("2026-11-01 01:30:00", "2026-11-01T06:30:00Z"), ("2026-11-01 02:00:00", "2026-11-01T07:00:00Z"),
      ("2026-07-01 12:00:00", "2026-07-01T16:00:00Z"), ("1960-07-01 12:00:00", "1960-07-01T17:00:00Z"),
    ] {
      #expect(reader.date(shown) == Self.utc(instant), "\(shown)")
    }
    #expect(Self.newYork.seconds(at: Self.utc("2026-03-08T06:59:59Z")) == -18000)
    #expect(Self.newYork.seconds(at: Self.utc("2026-03-08T07:00:00Z")) == -14400)
    #expect(ZoneOffsets.utc.seconds(at: aDay) == 0)
  }

  @Test func wordsOfALanguageTellTheZoneOnlyWhereNobodySetOne() {
    let unset = DateReader(now: aDay)
    #expect(unset.date("2026年11月26日 22:10") == Self.utc("2026-11-26T14:10:00Z"))
    #expect(unset.date("下午10:10") == Self.utc("2026-11-26T14:10:00Z"))
    #expect(unset.date("2026-11-26 22:10") == Self.utc("2026-11-26T22:10:00Z"))
    let newYork = DateReader(zone: Self.newYork, now: aDay)
    #expect(newYork.date("2026年11月25日 22:10") == Self.utc("2026-11-26T03:10:00Z"))
  }

  @Test func aHostileTextIsRefusedWhateverItsLength() {
    for piece in ["1", "前", "-", ":", "5分钟", "a ", "(", "00", "\u{301}", "1h", "GMT+"] {
      for count in [30, 1000, 1_000_000] {
        #expect(inChina(String(repeating: piece, count: count)) == nil, "\(piece)")
      }
    }
    #expect(inChina(String(repeating: " ", count: 1_000_000) + "2026-11-26T14:30:00Z\n") == aDay)
  }

  @Test func nothingThatIsLikeADateStopsTheReader() {
    var dice = Dice(seed: 15)
    let pieces = [
      "2026", "11", "26", "99", "0", "-", "/", ":", " ", "T", "Z", "+", ".", "年", "月", "日", "下午", "昨天", "前", "周", "CST",
      "GMT",
      "Nov", "PM", "ago", "h", "半", "十", "个", "e", "(", ")", ",", "４", "\u{301}", "9999999", "星期", "上", "24", "60",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...9, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }
        .joined()
      if let date = inChina(text) {
        #expect(date.timeIntervalSince1970.magnitude < 1e12, "\(text)")
      }
    }
  }
}

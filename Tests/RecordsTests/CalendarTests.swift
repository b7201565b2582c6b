import Records
import Testing
import Wording

/// Calendars: what a roster needs of RFC 5545 is read and written; anything else is named.
@Suite struct CalendarTests {
  private func calendar(_ event: String) throws -> CalendarFile {
    let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT"] + event.split(separator: "\n").map(String.init)
    return try CalendarFile(Array((lines + ["END:VEVENT", "END:VCALENDAR", ""]).joined(separator: "\r\n").utf8))
  }

  @Test func timesAreReadByZoneInUTCAndAsDays() throws {
    let zoned = try calendar(
      """
      UID:1@x
      DTSTART;TZID="Asia/Shanghai":20261201T090000
      DTEND;TZID=Asia/Shanghai:20261208T090000
      SUMMARY:陈敏\\, 值班
      ATTENDEE;CN="Chen; Min":mailto:chen@example.com
      """)
    #expect(zoned.broken == [])
    let event = try #require(zoned.events.first)
    #expect(event.start == .init("2026-12-01 09:00:00", zone: "Asia/Shanghai"))
    #expect(event.summary == "陈敏, 值班" && event.people == ["Chen; Min", "chen"] && event.uid == "1@x")
    let utc = try calendar("DTSTART:20261201T010000Z\nDTEND:20261201T020000Z\n")
    #expect(utc.events.first?.start == .init("2026-12-01 01:00:00", zone: "UTC"))
    let day = try calendar("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261202\n")
    #expect(day.events.first?.end == .init("2026-12-02 00:00:00", zone: ""))
  }

  @Test func whatRepeatsWeeklyAndEndsIsSoManyEvents() throws {
    let counted = try calendar(
      "UID:u\nDTSTART:20260223T090000Z\nDTEND:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=2;BYDAY=MO\n")
    #expect(counted.broken == [])
    #expect(
      counted.events.map(\.start.local) == ["2026-02-23 09:00:00", "2026-03-09 09:00:00", "2026-03-23 09:00:00"])
    #expect(counted.events.map(\.uid) == ["u", "u#2", "u#4"])
    let until = try calendar(
      "DTSTART:20261201T090000Z\nDTEND:20261202T090000Z\nRRULE:FREQ=WEEKLY;UNTIL=20261215T090000Z\n")
    #expect(until.events.count == 3)
  }

  @Test(arguments: [
    ("RRULE:FREQ=DAILY;COUNT=2", "only weekly"), ("RRULE:FREQ=WEEKLY", "without an end"),
    ("RRULE:FREQ=WEEKLY;COUNT=99999999", "between 1 and 520"), ("RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO,TU", "another day"),
    ("RRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=3", "BYHOUR is not read"), ("RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=2", "INTERVAL"),
    ("RRULE:FREQ=WEEKLY;UNTIL=21990101", "more than 520"), ("EXDATE:20261201T090000Z", "EXDATE is not read"),
    ("DTEND:20261130T090000Z", "ends before it begins"), ("DTEND:20260230T090000Z", "is no time"),
    ("DTEND;TZID=Asia/Tokyo:20261209T090000", "different zones"),
  ])
  func whatIsNotReadIsNamedByItsLine(_ line: String, _ said: String) throws {
    let read = try calendar("DTSTART:20261201T090000Z\nDTEND:20261208T090000Z\n" + line)
    #expect(read.events.isEmpty)
    #expect(read.broken.first?.line == 6 && read.broken.first?.reason.english.contains(said) == true, "\(read.broken)")
  }

  @Test func whatIsWrittenIsFoldedAndComesBack() throws {
    let summary = "陈敏，信息收集与分析小组值班；备用：孙磊, \\ 和其他一些很长的说明文字，一直写到必须折行为止"
    let bytes = CalendarFile.ics(
      [
        (
          uid: "shift-1@levee", start: "20261201T010000Z", end: "20261208T010000Z", summary: summary,
          person: (login: "chen", name: "Chen \"the\" Min")
        )
      ], name: "Roster", stamp: "20261127T000000Z")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    let read = try CalendarFile(bytes)
    #expect(read.events.first?.summary == summary && read.events.first?.people == ["Chen the Min", "chen"])
  }

  @Test func hostileInputIsBounded() throws {
    #expect(throws: Failure.self) { try CalendarFile(Array("nothing".utf8)) }
    let long = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + String(repeating: "x", count: 70_000)
    #expect(throws: Failure.self) { try CalendarFile(Array(long.utf8)) }
    let folded = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + String(repeating: "x\r\n ", count: 70_000)
    #expect(throws: Failure.self) { try CalendarFile(Array(folded.utf8)) }
    let many = "BEGIN:VCALENDAR\r\n" + String(repeating: "BEGIN:VEVENT\r\nEND:VEVENT\r\n", count: 10_001)
    #expect(throws: Failure.self) { try CalendarFile(Array(many.utf8)) }
    let open = try CalendarFile(Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261201T090000Z\n".utf8))
    #expect(open.broken.first?.reason.english == "the event does not end")
    let alarm = try calendar(
      "DTSTART:20261201T090000Z\nDTEND:20261208T090000Z\nBEGIN:VALARM\nDTSTART:19000101\nEND:VALARM\n")
    #expect(alarm.events.count == 1)
  }

  @Test(arguments: 1...40)
  func whateverIsBrokenIsReadOrNamed(_ seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var bytes = Array(
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=A:20261201T090000\r\nDTEND;TZID=A:20261202T090000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        .utf8)
    for _ in 0..<(1 + next(12)) {
      switch next(3) {
      case 0: bytes[next(bytes.count)] = UInt8(next(256))
      case 1: bytes.remove(at: next(bytes.count))
      default: bytes.insert(UInt8(next(256)), at: next(bytes.count))
      }
    }
    do {
      let read = try CalendarFile(bytes)
      #expect(read.events.count <= 520)
    } catch is Failure {}
  }

  @Test func timesAsPeopleTypeThem() {
    #expect(CalendarFile.moment("2026-12-01") == "2026-12-01 00:00:00")
    #expect(CalendarFile.moment("2026-2-3 9:05") == "2026-02-03 09:05:00")
    #expect(CalendarFile.moment("2028-02-29T23:59:59") == "2028-02-29 23:59:59")
    for wrong in ["2026-02-29", "26-1-1", "2026-12-01 25:00", "tomorrow", "", "2026-12-01 09", "2026-13-01"] {
      #expect(CalendarFile.moment(wrong) == nil, "\(wrong)")
    }
  }
}

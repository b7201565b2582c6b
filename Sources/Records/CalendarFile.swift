import CommandLine
import Wording

/// A calendar in iCalendar's form, as far as a roster needs it: events with a beginning and an end, by a zone, in UTC or of whole days;
/// what repeats weekly and ends is read as so many events. Anything else is named, and not guessed.
/// - Source: RFC 5545: 3.1 (folding), 3.3.5 (times), 3.3.11 (escapes), 3.6.1 (VEVENT), 3.8.5.3 (RRULE).
public struct CalendarFile: Sendable {
  /// A time on a calendar's page: `2026-12-01 09:00:00`, in a zone.
  public struct Time: Sendable, Equatable {
    /// As PostgreSQL reads it, without a zone.
    public var local: String
    /// A zone's name; "UTC"; "" for the company's own.
    public var zone: String

    public init(_ local: String, zone: String) {
      self.local = local
      self.zone = zone
    }
  }

  /// One event.
  public struct Event: Sendable, Equatable {
    /// What the calendar calls it; of what repeats with the number of the repetition.
    public var uid: String
    public var start: Time
    public var end: Time
    public var summary: String
    /// The person, where the calendar says so by itself: an attendee's name or address.
    public var people: [String]
    /// Where it begins in the file.
    public var line: Int

    public init(uid: String, start: Time, end: Time, summary: String, people: [String], line: Int) {
      self.uid = uid
      self.start = start
      self.end = end
      self.summary = summary
      self.people = people
      self.line = line
    }
  }

  public private(set) var events: [Event] = []
  public private(set) var broken: [Sheet.Broken] = []

  public static let mostBytes = 8 << 20
  public static let mostEvents = 10_000
  /// Ten years of weeks.
  static let mostRepetitions = 520
  static let longestLine = 1 << 16

  /// Reads a file; `-` is standard input.
  /// - Throws: `Failure` for what is no calendar, or too large a one; `UnreadableInput`.
  public init(path: String) throws {
    var bytes = try ByteStream(path: path)
    guard let all = try bytes.rest(most: Self.mostBytes) else {
      throw Failure(.data, Bilingual("The calendar is larger than 8 MB.", "日历文件超过 8 MB。"))
    }
    try self.init(all)
  }

  public init(_ bytes: [UInt8]) throws {
    let lines = try Self.unfolded(bytes)
    guard lines.contains(where: { $0.text.uppercased() == "BEGIN:VCALENDAR" }) else {
      throw Failure(
        .data, Bilingual("This is no calendar: it has no BEGIN:VCALENDAR.", "这不是日历文件：没有 BEGIN:VCALENDAR。"))
    }
    var event: CalendarEvent?
    /// Alarms and the like within an event.
    var depth = 0
    for line in lines {
      let property = CalendarProperty(line.text)
      switch (property.name, property.value.uppercased()) {
      case ("BEGIN", "VEVENT"): event = CalendarEvent(line: line.number)
      case ("BEGIN", _) where event != nil: depth += 1
      case ("END", "VEVENT"):
        if let event { take(event) }
        event = nil
        depth = 0
        guard events.count + broken.count <= Self.mostEvents else {
          throw Failure(.data, Bilingual("The calendar has more than 10,000 events.", "日历超过 10000 项。"))
        }
      case ("END", _) where event != nil && depth > 0: depth -= 1
      default: if depth == 0 { event?.take(property, line: line.number) }
      }
    }
    if let event {
      broken.append(.init(line: event.line, reason: Bilingual("the event does not end", "这一项没有结束（END:VEVENT）")))
    }
  }

  private mutating func take(_ event: CalendarEvent) {
    switch event.read() {
    case .success(let read): events += read
    case .failure(let fault): broken.append(fault.broken)
    }
  }

  /// Lines as they were before they were folded: a line that begins with a blank goes on from the one before.
  private static func unfolded(_ bytes: [UInt8]) throws -> [(number: Int, text: String)] {
    var lines = Lines(bytes, longest: longestLine)
    var all: [(number: Int, bytes: [UInt8])] = []
    while let line = try lines.next() {
      guard !line.isTooLong else {
        throw Failure(.data, Bilingual("Line \(line.number) is too long.", "第 \(line.number) 行太长。"))
      }
      var bytes = line.bytes
      if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
      if let first = bytes.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !all.isEmpty {
        guard all[all.count - 1].bytes.count + bytes.count <= longestLine else {
          throw Failure(.data, Bilingual("Line \(line.number) is too long.", "第 \(line.number) 行太长。"))
        }
        all[all.count - 1].bytes += bytes.dropFirst()
      } else if !bytes.isEmpty {
        all.append((line.number, Array(bytes)))
      }
    }
    return all.map { ($0.number, String(decoding: $0.bytes, as: UTF8.self)) }
  }

  /// Reads `2026-12-01`, `2026-12-01 09:00` and `2026-12-01T09:00:00` without a zone.
  /// - Returns: `2026-12-01 09:00:00`, as PostgreSQL reads it; nil for anything else, and for a day that there is not.
  public static func moment(_ typed: String) -> String? {
    let halves = typed.split(whereSeparator: { $0 == " " || $0 == "T" })
    guard let first = halves.first, halves.count <= 2 else { return nil }
    let day = first.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let clock =
      halves.dropFirst().first?.split(separator: ":", omittingEmptySubsequences: false).map(String.init) ?? [
        "00", "00",
      ]
    guard day.count == 3, day[0].count == 4, (2...3).contains(clock.count) else { return nil }
    func two(_ text: String) -> String { text.count == 1 ? "0" + text : text }
    let compact = day.map(two).joined() + "T" + (clock + (clock.count == 2 ? ["00"] : [])).map(two).joined()
    return CalendarMoment(compact)?.time.local
  }

  // MARK: Writing

  /// A calendar of events whose times are in UTC, as `20261201T010000Z`.
  /// - Parameter stamp: when it was written, in the same form.
  public static func ics(
    _ events: [(uid: String, start: String, end: String, summary: String, person: (login: String, name: String))],
    name: String, stamp: String
  ) -> [UInt8] {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Levee//Roster//EN", "CALSCALE:GREGORIAN",
      "X-WR-CALNAME:" + CalendarText.escaped(name),
    ]
    for event in events {
      let called = event.person.name.filter { $0 != "\"" && !$0.isNewline }
      lines += [
        "BEGIN:VEVENT", "UID:" + CalendarText.escaped(event.uid), "DTSTAMP:" + stamp, "DTSTART:" + event.start,
        "DTEND:" + event.end,
        "SUMMARY:" + CalendarText.escaped(event.summary),
        "ATTENDEE;CN=\"\(called)\":urn:levee:\(event.person.login)", "TRANSP:TRANSPARENT", "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return Array(CalendarText.document(lines).utf8)
  }
}

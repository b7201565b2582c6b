import Wording

/// One line of a calendar: `DTSTART;TZID=Asia/Shanghai:20261201T090000`.
struct CalendarProperty {
  let name: String
  let parameters: [String: String]
  let value: String

  init(_ line: String) {
    var isQuoted = false
    var colon: String.Index?
    var cuts: [String.Index] = []
    for place in line.indices {
      switch line[place] {
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted: cuts.append(place)
      case ":" where !isQuoted:
        colon = place
      default: break
      }
      if colon != nil { break }
    }
    let end = colon ?? line.endIndex
    value = colon.map { String(line[line.index(after: $0)...]) } ?? ""
    let pieces = (cuts + [end]).reduce(into: (from: line.startIndex, all: [Substring]())) { read, cut in
      read.all.append(line[read.from..<cut])
      read.from = cut < line.endIndex ? line.index(after: cut) : cut
    }.all
    name = pieces.first.map { $0.uppercased() } ?? ""
    parameters = pieces.dropFirst().reduce(into: [:]) { all, piece in
      let sides = piece.split(separator: "=", maxSplits: 1)
      if sides.count == 2 { all[sides[0].uppercased()] = String(sides[1].filter { $0 != "\"" }) }
    }
  }
}

/// A `VEVENT` while it is read.
struct CalendarEvent {
  let line: Int
  private var uid = ""
  private var start: (property: CalendarProperty, line: Int)?
  private var end: (property: CalendarProperty, line: Int)?
  private var rule: (text: String, line: Int)?
  private var refused: (name: String, line: Int)?
  private var summary = ""
  private var people: [String] = []
  private var isCancelled = false

  init(line: Int) { self.line = line }

  struct Fault: Error {
    let broken: Sheet.Broken
    init(_ line: Int, _ english: String, _ chinese: String) {
      broken = Sheet.Broken(line: line, reason: Bilingual(english, chinese))
    }
  }

  mutating func take(_ property: CalendarProperty, line: Int) {
    switch property.name {
    case "UID": uid = CalendarText.unescaped(property.value)
    case "DTSTART": start = (property, line)
    case "DTEND": end = (property, line)
    case "SUMMARY": summary = CalendarText.unescaped(property.value)
    case "STATUS": isCancelled = property.value.uppercased() == "CANCELLED"
    case "RRULE": rule = (property.value, line)
    case "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION": refused = (property.name, line)
    case "ATTENDEE":
      if people.count < 20 {
        people += [property.parameters["CN"] ?? "", Self.login(property.value)].filter { !$0.isEmpty }
      }
    default: break
    }
  }

  /// `mailto:chen@example.com` is chen; `urn:levee:chen` too.
  private static func login(_ address: String) -> String {
    for scheme in ["mailto:", "urn:levee:"] where address.lowercased().hasPrefix(scheme) {
      return String(address.dropFirst(scheme.count).prefix { $0 != "@" })
    }
    return ""
  }

  func read() -> Result<[CalendarFile.Event], Fault> {
    do throws(Fault) {
      if isCancelled { return .success([]) }
      if let refused {
        throw Fault(refused.line, "\(refused.name) is not read here; write the events out", "不支持 \(refused.name)，请逐项列出")
      }
      guard let start else { throw Fault(line, "the event has no DTSTART", "这一项没有开始时间（DTSTART）") }
      guard let end else { throw Fault(line, "the event has no DTEND", "这一项没有结束时间（DTEND）") }
      let first = try Self.moment(start.property, start.line)
      let last = try Self.moment(end.property, end.line)
      guard first.zone == last.zone else {
        throw Fault(end.line, "DTSTART and DTEND are in different zones", "开始与结束的时区不同")
      }
      guard first.clock < last.clock else { throw Fault(end.line, "it ends before it begins", "结束不晚于开始") }
      let uid = uid.isEmpty ? "" : String(uid.prefix(200))
      let repetitions = try repetitions(of: first)
      return .success(
        repetitions.map { week in
          CalendarFile.Event(
            uid: uid.isEmpty ? "" : week == 0 ? uid : "\(uid)#\(week)", start: first.later(days: week * 7).time,
            end: last.later(days: week * 7).time, summary: String(summary.prefix(500)), people: people, line: line)
        })
    } catch {
      return .failure(error)
    }
  }

  /// Which weeks after the first: of `FREQ=WEEKLY` with an end, every so many weeks on the same day.
  private func repetitions(of first: CalendarMoment) throws(Fault) -> [Int] {
    guard let rule else { return [0] }
    var parts: [String: String] = [:]
    for part in rule.text.uppercased().split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      if sides.count == 2 { parts[sides[0]] = sides[1] }
    }
    guard parts["FREQ"] == "WEEKLY" else {
      throw Fault(
        rule.line, "only weekly repetition is read: \(rule.text.prefix(60))", "只支持按周重复：\(rule.text.prefix(60))")
    }
    let known: Set = ["FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST"]
    if let other = parts.keys.first(where: { !known.contains($0) }) {
      throw Fault(rule.line, "\(other) is not read here; write the events out", "不支持 \(other)，请逐项列出")
    }
    if let days = parts["BYDAY"], days != first.weekday {
      throw Fault(
        rule.line, "BYDAY=\(days.prefix(40)) is another day than the first; write the events out",
        "BYDAY=\(days.prefix(40)) 与首日不是同一天，请逐项列出")
    }
    guard let every = Int(parts["INTERVAL"] ?? "1"), (1...52).contains(every) else {
      throw Fault(rule.line, "INTERVAL is no number of weeks", "INTERVAL 不是周数")
    }
    var weeks: [Int] = []
    if let count = parts["COUNT"] {
      guard let count = Int(count), (1...CalendarFile.mostRepetitions).contains(count) else {
        throw Fault(rule.line, "COUNT is not between 1 and 520", "COUNT 应在 1 到 520 之间")
      }
      weeks = (0..<count).map { $0 * every }
    } else if let until = parts["UNTIL"] {
      let last = try Self.moment(CalendarProperty("UNTIL:" + until), rule.line)
      var week = 0
      // The day decides: an UNTIL in UTC of an event in a zone is at most some hours off.
      while first.later(days: week * 7).day <= last.day {
        guard weeks.count < CalendarFile.mostRepetitions else {
          throw Fault(rule.line, "it repeats more than 520 times", "重复超过 520 次")
        }
        weeks.append(week)
        week += every
      }
    } else {
      throw Fault(rule.line, "it repeats without an end: give COUNT or UNTIL", "重复没有截止：请写 COUNT 或 UNTIL")
    }
    return weeks
  }

  /// `20261201T090000`, `20261201T010000Z`, or a day.
  private static func moment(_ property: CalendarProperty, _ line: Int) throws(Fault) -> CalendarMoment {
    let zone = property.parameters["TZID"] ?? ""
    guard var moment = CalendarMoment(property.value) else {
      throw Fault(line, "\"\(property.value.prefix(40))\" is no time", "“\(property.value.prefix(40))”不是时间")
    }
    if moment.zone.isEmpty { moment.zone = zone }
    return moment
  }
}

/// A day and a time of day, with what is computed of them without a zone.
struct CalendarMoment {
  /// Days since 1 January 1970.
  private(set) var day: Int
  private var seconds: Int
  var zone = ""

  init?(_ text: String) {
    var text = text[...]
    if text.last == "Z" {
      zone = "UTC"
      text = text.dropLast()
    }
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let date = parts.first, date.utf8.count == 8, date.allSatisfy(\.isWholeNumber),
      let year = Int(date.prefix(4)), let month = Int(date.dropFirst(4).prefix(2)),
      let dayOfMonth = Int(date.suffix(2)),
      (1990...2199).contains(year), (1...12).contains(month), (1...31).contains(dayOfMonth)
    else { return nil }
    day = Self.days(year, month, dayOfMonth)
    seconds = 0
    // The thirtieth of February is none.
    guard Self.date(day) == (year, month, dayOfMonth) else { return nil }
    guard parts.count == 2 else { return }
    let clock = parts[1]
    guard clock.utf8.count == 6, let hours = Int(clock.prefix(2)), let minutes = Int(clock.dropFirst(2).prefix(2)),
      let rest = Int(clock.suffix(2)), (0...23).contains(hours), (0...59).contains(minutes), (0...60).contains(rest)
    else { return nil }
    seconds = hours * 3600 + minutes * 60 + min(rest, 59)
  }

  var clock: Int { day * 86_400 + seconds }

  func later(days: Int) -> CalendarMoment {
    var later = self
    later.day += days
    return later
  }

  var weekday: String { ["TH", "FR", "SA", "SU", "MO", "TU", "WE"][((day % 7) + 7) % 7] }

  var time: CalendarFile.Time {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (year, month, dayOfMonth) = Self.date(day)
    return CalendarFile.Time(
      "\(year)-\(two(month))-\(two(dayOfMonth)) \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))",
      zone: zone)
  }

  /// - Source: the civil calendar in days, by eras of 400 years.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private static func date(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let civil = month < 10 ? month + 3 : month - 9
    return (year + era * 400 + (civil <= 2 ? 1 : 0), civil, ofYear - (153 * month + 2) / 5 + 1)
  }
}

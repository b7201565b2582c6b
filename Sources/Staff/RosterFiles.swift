import CommandLine
import Desk
import FoundationEssentials
import Glibc
import Ledger
import Records
import Wording
import Workflow

/// A roster as a calendar (`.ics`) or a table (`.csv`): out and in again.
enum RosterFiles {
  static let columns = [
    Sheet.Column("team", Bilingual("Team", "小组"), required: true),
    Sheet.Column("person", Bilingual("Person", "值班人"), or: ["账号", "姓名", "Login"], required: true),
    Sheet.Column("from", Bilingual("From", "开始"), or: ["开始时间"], required: true),
    Sheet.Column("until", Bilingual("Until", "结束"), or: ["结束时间"], required: true),
    Sheet.Column("zone", Bilingual("Zone", "时区")),
  ]

  static let exporting = Command(
    "roster export", "导出值班表",
    Bilingual("write the roster as a calendar (.ics) or a table (.csv)", "把值班表导出为日历（.ics）或表格（.csv）"),
    [
      .option(
        "out", "FILE", Bilingual("a new file that ends in .ics or .csv", "新文件，以 .ics 或 .csv 结尾"), required: true,
        holds: .newFile(["ics", "csv"])),
      .option("of", "TEAM", Bilingual("of this team only", "仅该小组"), choices: .of(Team.working)),
      .option("days", "N", Bilingual("how many days; 366 if not said", "天数，默认 366")),
    ], as: .reader, to: .show
  ) { invocation in
    let path = try invocation.value("out")
    let shifts = try await invocation.ledger.roster.shifts(
      of: invocation["of"].flatMap(Team.init(rawValue:)), days: Int(try invocation.number("days") ?? 366))
    let bytes: [UInt8]
    if path.lowercased().hasSuffix(".ics") {
      let now = TimeFormat.iso(Date(timeIntervalSince1970: Double(time(nil))))
      let stamp = now.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
      bytes = CalendarFile.ics(
        shifts.map { shift in
          (
            uid: shift.uid.isEmpty ? "shift-\(shift.reference.number)@levee" : shift.uid, start: shift.startStamp,
            end: shift.endStamp,
            summary: shift.name + " · " + (shift.team.name + Bilingual(" on duty", "值班"))[invocation.language],
            person: (login: shift.person, name: shift.name)
          )
        }, name: Bilingual("Roster", "值班表")[invocation.language], stamp: String(stamp))
    } else if path.lowercased().hasSuffix(".csv") {
      bytes = Sheet.csv(
        columns,
        shifts.map { shift in
          [
            shift.team.name[invocation.language], shift.person, local(shift.startStamp), local(shift.endStamp), "UTC",
          ]
        }, language: invocation.language)
    } else {
      throw Failure(
        .usage, Bilingual("\(path) ends neither in .ics nor in .csv.", "\(path) 不是以 .ics 或 .csv 结尾。"))
    }
    try OutputFile.create(bytes, at: path)
    return Reply(
      Bilingual("\(counted(shifts.count, "shift")) written to \(path).", "已写入 \(path)，共 \(shifts.count) 个班次。"),
      values: ["file": .string(path), "shifts": .integer(shifts.count)])
  }

  /// `20261207T010000Z` as a table has it.
  private static func local(_ stamp: String) -> String {
    let s = Array(stamp)
    guard s.count >= 15 else { return stamp }
    return
      "\(String(s[0..<4]))-\(String(s[4..<6]))-\(String(s[6..<8])) \(String(s[9..<11])):\(String(s[11..<13])):\(String(s[13..<15]))"
  }

  static let importing = Command(
    "roster import", "导入值班表",
    Bilingual(
      "take shifts from a calendar (.ics) or a table (.csv): all, or nothing", "从日历（.ics）或表格（.csv）导入班次：要么全部登记，要么都不登记"),
    [
      .positional(
        "FILE", Bilingual("a file that ends in .ics or .csv", "以 .ics 或 .csv 结尾的文件"), holds: .file(["ics", "csv"])),
      .option(
        "of", "TEAM", Bilingual("whose roster a calendar is", "日历属于哪个小组"), choices: .of(Team.working)),
    ], as: .staff
  ) { invocation in
    let path = try invocation.value("FILE")
    let members = try await invocation.ledger.roster.members()
    let (wanted, broken): ([Wanted], [Sheet.Broken])
    if path.lowercased().hasSuffix(".csv") {
      (wanted, broken) = try table(path, members)
    } else {
      guard let team = invocation["of"].flatMap(Team.init(rawValue:)) else {
        throw Failure(
          .usage, Bilingual("Say whose roster it is: --of TEAM", "请写明是哪个小组的值班表：--of 小组"))
      }
      (wanted, broken) = try calendar(path, team, members)
    }
    return try await take(wanted, broken, invocation)
  }

  /// A shift that a file asks for.
  private struct Wanted: Sendable {
    let line: Int
    let team: Team
    let person: String
    let start: Roster.Moment
    let end: Roster.Moment
    let uid: String
  }

  private static func take(_ wanted: [Wanted], _ broken: [Sheet.Broken], _ invocation: Invocation) async throws -> Reply
  {
    let zones = Array(Set(wanted.flatMap { [$0.start.zone, $0.end.zone] }))
    let unknown = try await invocation.ledger.roster.unknownZones(zones)
    let changed = try await invocation.ledger.atomically { ledger in
      var broken = broken
      var changed = 0
      for shift in wanted {
        if let zone = [shift.start.zone, shift.end.zone].first(where: unknown.contains) {
          broken.append(
            .init(line: shift.line, reason: Bilingual("there is no zone \"\(zone)\"", "没有“\(zone)”这个时区")))
          continue
        }
        do {
          changed +=
            try await ledger.roster.put(
              shift.team, person: shift.person, from: shift.start, to: shift.end, uid: shift.uid)
            ? 1 : 0
        } catch let error as any Explained where [.data, .usage, .noInput].contains(error.explanation.code) {
          broken.append(.init(line: shift.line, reason: error.explanation.sentence))
        }
      }
      if let failure = Sheet.failure(broken) { throw failure }
      return changed
    }
    return Reply(
      Bilingual(
        "\(counted(wanted.count, "shift")) read; \(changed) of them new or changed.",
        "读入 \(wanted.count) 个班次，其中新增或更新 \(changed) 个。"),
      values: ["read": .integer(wanted.count), "changed": .integer(changed)])
  }

  private static func table(_ path: String, _ members: [Roster.Member]) throws -> ([Wanted], [Sheet.Broken]) {
    let sheet = try Sheet(path: path, columns: columns)
    var broken = sheet.broken
    var wanted: [Wanted] = []
    for row in sheet.rows {
      do throws(Failure) {
        guard let team = [Choice].of(Team.working).value(of: row["team"]).flatMap(Team.init(rawValue:)) else {
          throw Failure(.data, Bilingual("there is no team \"\(row["team"])\"", "没有“\(row["team"])”这个小组"))
        }
        let person = try person([row["person"]], team, members)
        wanted.append(
          Wanted(
            line: row.line, team: team, person: person, start: try moment(row["from"], row["zone"]),
            end: try moment(row["until"], row["zone"]), uid: ""))
      } catch {
        broken.append(.init(line: row.line, reason: error.sentence))
      }
    }
    return (wanted, broken)
  }

  private static func moment(_ typed: String, _ zone: String) throws(Failure) -> Roster.Moment {
    guard let moment = CalendarFile.moment(typed.replacing("/", with: "-")) else {
      throw Failure(.data, Bilingual("\"\(typed)\" is no time", "“\(typed)”不是时间"))
    }
    return Roster.Moment(moment, zone: zone)
  }

  private static func calendar(
    _ path: String, _ team: Team, _ members: [Roster.Member]
  ) throws -> ([Wanted], [Sheet.Broken]) {
    let calendar = try CalendarFile(path: path)
    var broken = calendar.broken
    var wanted: [Wanted] = []
    for event in calendar.events {
      do throws(Failure) {
        // Ours say the login; others' the name: an attendee's, or what stands before the dot or dash of the title.
        let title = event.summary.split(whereSeparator: { "·—–-:：|".contains($0) }).first.map(String.init) ?? ""
        let person = try person(event.people + [event.summary, title], team, members)
        wanted.append(
          Wanted(
            line: event.line, team: team, person: person,
            start: Roster.Moment(event.start.local, zone: event.start.zone),
            end: Roster.Moment(event.end.local, zone: event.end.zone), uid: event.uid))
      } catch {
        broken.append(.init(line: event.line, reason: error.sentence))
      }
    }
    return (wanted, broken)
  }

  /// Whose login, or whose name and nobody else's in the team, one of some words is.
  private static func person(_ words: [String], _ team: Team, _ members: [Roster.Member]) throws(Failure) -> String {
    let sits = members.filter { $0.team == team }
    for word in words.map({ $0.trimmingCharacters() }) where !word.isEmpty {
      if let member = sits.first(where: { $0.login == word }) { return member.login }
      let named = sits.filter { $0.name == word }
      if named.count == 1 { return named[0].login }
    }
    let said = words.first { !$0.isEmpty } ?? ""
    throw Failure(
      .data,
      Bilingual(
        "\"\(said.prefix(60))\" is nobody who sits in \(team.name.english)",
        "“\(said.prefix(60))”不是\(team.name.chinese)成员"))
  }
}

import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Records
import Wording
import Workflow

/// Who is on duty: the roster of each team.
enum RosterCommands {
  private static let team = Parameter.positional(
    "TEAM", Bilingual("the team", "小组"), choices: .of(Team.working))
  private static let since = Parameter.option(
    "since", "TIME", Bilingual("from when on: 2026-12-07 09:00", "从何时起，如 2026-12-07 09:00"), required: true)
  private static let until = Parameter.option(
    "until", "TIME", Bilingual("until when: 2026-12-14 09:00", "到何时止，如 2026-12-14 09:00"), required: true)

  static let show = Command(
    "roster show", "值班表", Bilingual("who is on duty, now and in the next days", "当前及近期值班人员"),
    [
      .option("of", "TEAM", Bilingual("of this team only", "仅该小组"), choices: .of(Team.working)),
      .option("days", "N", Bilingual("how many days; 14 if not said", "天数，默认 14")),
    ], as: .reader, to: .show
  ) { invocation in
    let days = Int(try invocation.number("days") ?? 14)
    let shifts = try await invocation.ledger.roster.shifts(
      of: invocation["of"].flatMap(Team.init(rawValue:)), days: days)
    let uncovered = Team.working.filter { team in
      (invocation["of"] == nil || invocation["of"] == team.rawValue)
        && !shifts.contains { $0.team == team && $0.isNow && !$0.isAway }
    }
    return Reply(
      fields: uncovered.isEmpty
        ? []
        : [
          Reply.Field(
            "uncovered", Bilingual("Nobody on duty now, so all are told", "当前无人值班，提醒发给全组"),
            .values(
              .array(uncovered.map { .string($0.rawValue) }),
              Bilingual(
                uncovered.map(\.name.english).joined(separator: ", "),
                uncovered.map(\.name.chinese).joined(separator: "、"))))
        ],
      tables: [
        Reply.Table(
          "shifts",
          columns: [
            ("shift", Bilingual("Id", "编号")), ("team", Bilingual("Team", "小组")), ("person", Bilingual("Login", "账号")),
            ("name", Bilingual("Name", "姓名")), ("from", Bilingual("From", "开始")), ("until", Bilingual("Until", "结束")),
            ("state", Bilingual("State", "状态")),
          ],
          rows: shifts.map {
            [
              .code($0.reference.description), .named($0.team.rawValue, $0.team.name), .code($0.person), .text($0.name),
              .time($0.start), .time($0.end),
              .values(
                .object([
                  "now": .bool($0.isNow), "away": .bool($0.isAway),
                  "offered": $0.offered.map { .id($0) } ?? .null,
                ]), state($0)),
            ]
          },
          whenEmpty: Bilingual(
            "The roster is empty: levee roster rotate TEAM PERSON… --since DAY",
            "值班表为空：levee roster rotate 小组 账号… --since 日期"))
      ])
  }

  private static func state(_ shift: Roster.Shift) -> Bilingual {
    let words: Bilingual =
      if shift.isAway {
        Bilingual("away for part of it", "其间请假")
      } else if shift.isNow {
        Bilingual("on duty now", "正在值班")
      } else {
        Bilingual(same: "")
      }
    guard let offered = shift.offered else { return words }
    return words + Bilingual(" \(offered) is offered for it", " 对方提出用 \(offered) 换班")
  }

  static let set = Command(
    "roster set", "排班", Bilingual("put one shift on a team's roster", "安排一个班次"),
    [team, .positional("PERSON", Bilingual("a login", "账号")), since, until], as: .staff
  ) { invocation in
    guard let team = Team(rawValue: try invocation.value("TEAM")) else { return Reply() }
    let person = try invocation.value("PERSON")
    let isNew = try await invocation.ledger.roster.put(
      team, person: person, from: try moment("since", invocation), to: try moment("until", invocation))
    return Reply(
      Bilingual("It is on the roster.", "已排班。"),
      values: ["team": .string(team.rawValue), "person": .string(person), "changed": .bool(isNew)])
  }

  static let rotate = Command(
    "roster rotate", "轮值",
    Bilingual("each of some people a week, in turn; replaces what stands there from that day on", "按周轮流值班；该日起原有安排作废"),
    [
      team, .positional("PEOPLE", Bilingual("logins, in their order", "账号，按轮值顺序"), repeats: true),
      .option("since", "DAY", Bilingual("the first day: 2026-12-07", "第一天，如 2026-12-07"), required: true),
      .option(
        "handover", "TIME",
        Bilingual("at which time of day one hands over to the next; 09:00 if not said", "每周交接时间，默认 09:00")),
      .option("weeks", "N", Bilingual("how many weeks; 52 if not said", "周数，默认 52")),
    ], as: .staff
  ) { invocation in
    guard let team = Team(rawValue: try invocation.value("TEAM")) else { return Reply() }
    let typed = try invocation.value("since")
    let handover = invocation["handover"] ?? "09:00"
    guard let first = CalendarFile.moment(typed), CalendarFile.moment(first.prefix(10) + " " + handover) != nil else {
      throw noTime(CalendarFile.moment(typed) == nil ? typed : handover)
    }
    let weeks = try await invocation.ledger.roster.rotate(
      team, people: invocation.all("PEOPLE"), from: String(first.prefix(10)), handover: handover,
      weeks: Int(try invocation.number("weeks") ?? 52))
    return Reply(
      Bilingual(
        "\(counted(weeks, "week")) on the roster; see: levee roster show", "已排 \(weeks) 周，请查看：levee roster show"),
      values: ["team": .string(team.rawValue), "weeks": .integer(weeks)])
  }

  static let remove = Command(
    "roster remove", "撤销班次", Bilingual("take one shift off the roster", "撤销一个班次"),
    [.positional("SHIFT", Bilingual("the shift, for example H3", "班次编号，如 H3"))], as: .staff
  ) { invocation in
    let shift = try invocation.reference("SHIFT", .shift)
    try await invocation.ledger.roster.remove(shift)
    return Reply(
      Bilingual("\(shift) is off the roster.", "\(shift) 已撤销。"), values: ["shift": .id(shift)])
  }

  static let leave = Command(
    "roster leave", "请假", Bilingual("say when you are away: your shifts count for nobody then", "登记请假时间；其间的班次视为无人"),
    [
      .positional("PERSON", Bilingual("somebody else, of whose team you make the roster", "代他人登记：账号"), required: false),
      since, until,
    ], as: .staff
  ) { invocation in
    try await invocation.ledger.roster.announceLeave(
      invocation["PERSON"], from: try moment("since", invocation), to: try moment("until", invocation))
    return Reply(
      Bilingual("It is noted; see who stands in: levee roster show", "已登记。请查看谁来顶班：levee roster show"),
      values: [
        "person": invocation["PERSON"].map(JSONValue.string) ?? .null, "since": .string(try invocation.value("since")),
        "until": .string(try invocation.value("until")),
      ])
  }

  static let counselling = Command(
    "counselling", "心理辅导", Bilingual("where counselling is open to you; nobody records who comes", "可以预约的心理辅导；谁来不作记录"),
    as: .staff, to: .show
  ) { invocation in
    let open = try await invocation.ledger.readiness.openCounselling()
    return Reply(
      tables: [
        Reply.Table(
          "counselling",
          columns: [
            ("incident", Bilingual("Incident", "事件")), ("availability", Bilingual("When and where", "时间与地点")),
            ("places", Bilingual("Places", "名额")),
          ], rows: open.map { [.code($0.incident.description), .text($0.availability), .number($0.places)] },
          whenEmpty: Bilingual("None is offered at this moment. Ask logistics.", "目前没有安排，请联系后勤小组。"))
      ])
  }

  private static func moment(_ name: String, _ invocation: Invocation) throws -> Roster.Moment {
    let typed = try invocation.value(name)
    guard let moment = CalendarFile.moment(typed) else { throw noTime(typed) }
    return Roster.Moment(moment)
  }

  private static func noTime(_ typed: String) -> Failure {
    Failure(
      .usage, Bilingual("\"\(typed)\" is not a time, or there is none such.", "“\(typed)”不是时间，或没有这个时间。"),
      advice: Bilingual("Write it as 2026-12-07 09:00.", "请写作 2026-12-07 09:00。"))
  }
}

import CommandLine
import Desk
import Drill
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// A drill is planned, and the next ones are shown.
extension DrillCommands {
  static let plan = Command(
    "drill plan", "安排演练", Bilingual("plan a drill from a scenario; you lead it", "按场景安排一次演练，由您导调"),
    [
      .positional("SCENARIO", Bilingual("its folder, or the name of one that comes with Levee", "场景目录，或随附场景的名称")),
      .option("at", "TIME", Bilingual("when", "何时开始"), required: true),
      .option(
        "people", "LOGIN", Bilingual("who takes part; a list with commas, or said again", "参演人员账号，用逗号分隔或重复填写"),
        required: true, repeats: true),
      .option("evaluator", "LOGIN", Bilingual("who evaluates", "评估人员"), repeats: true),
      .option("observer", "LOGIN", Bilingual("who observes", "观察人员"), repeats: true),
      .option("facilitator", "LOGIN", Bilingual("who leads it with you", "其他导调人员"), repeats: true),
      .option("kind", "KIND", Bilingual("how it is held (full)", "演练方式（默认实战演练）"), choices: .of(DrillKind.allCases)),
      .option("rate", "FACTOR", Bilingual("how many times as fast as real time its clock runs (1)", "演练时钟倍率（默认 1）")),
      .option("seed", "NUMBER", Bilingual("of its chance; the same gives the same public", "随机种子；相同则舆情反应相同")),
    ], as: .staff
  ) { invocation in
    let scenario = try ScenarioFolder.read(try invocation.value("SCENARIO"))
    let kind = invocation["kind"].flatMap(DrillKind.init) ?? .full
    guard let at = try invocation.date("at") else { throw Failure(.usage, Bilingual("Missing: at", "缺少：时间")) }
    func people(_ name: String, _ role: DrillRole) -> [(handle: String, role: DrillRole)] {
      invocation.all(name).flatMap { $0.split { ",，、 ".contains($0) } }.map { (String($0), role) }
    }
    let drill = try await invocation.ledger.drills.plan(
      kind, scenario: scenario.json, language: invocation.language, at: at, rate: try invocation.number("rate") ?? 1,
      seed: try invocation.number("seed").map { Int($0) } ?? Int.random(in: 1...1_000_000),
      people: people("facilitator", .facilitator) + people("evaluator", .evaluator) + people("observer", .observer)
        + people("people", .participant))
    return Reply(
      Bilingual(
        "\(drill) is planned. It begins with: levee drill start \(drill)",
        "\(drill) 已安排。开始时请执行：levee drill start \(drill)"),
      fields: [Reply.Field("drill", Bilingual("Drill", "演练"), .code(drill.description))],
      tables: retests(try await invocation.ledger.improvements.retestsDue(), scenario))
  }

  /// What was made better and has still to be tried again, with what this scenario expects of it.
  private static func retests(_ due: [Improvements.Retest], _ scenario: Scenario) -> [Reply.Table] {
    guard !due.isEmpty else { return [] }
    return [
      Reply.Table(
        "retest", Bilingual("To be tried again:", "待复查的整改措施："),
        columns: [
          ("improvement", Bilingual("Id", "编号")), ("title", Bilingual("Improvement", "措施")),
          ("expected", Bilingual("Expected here", "本场景的预期行动")), ("command", Bilingual("Afterwards", "演练后执行")),
        ],
        rows: due.map { improvement in
          let codes = scenario.expectations.filter { improvement.steps.contains($0.step.rawValue) }.map(\.code)
          return [
            .code(improvement.reference.description), .text(improvement.title),
            .values(
              .array(codes.map(JSONValue.string)), Bilingual(same: codes.isEmpty ? "–" : codes.joined(separator: ", "))),
            .code("levee-leadership improvement retest \(improvement.reference) --in INCIDENT --held"),
          ]
        })
    ]
  }

  static let list = Command(
    "drill list", "查看演练", Bilingual("all drills, and when the next ones are due", "查看演练和下次演练时间"),
    [
      .option(
        "calendar", "FILE", Bilingual("write those to come to a new calendar file (.ics)", "把未开始的演练写入新的日历文件（.ics）"),
        holds: .newFile(["ics"]))
    ], as: .staff, to: .show
  ) { invocation in
    let drills = try await invocation.ledger.drills.list()
    if let path = invocation["calendar"] {
      let entries = drills.filter { $0.state == .planned }.map { drill in
        DrillCalendar.Entry(
          uid: "levee-drill-\(drill.reference.number)",
          title: Bilingual("Drill \(drill.reference): ", "演练 \(drill.reference)：")[invocation.language] + drill.title,
          starts: drill.plannedAt, length: 2 * 3600, note: drill.kind.name[invocation.language])
      }
      try OutputFile.create(Array(DrillCalendar(entries: entries).text(now: invocation.now).utf8), at: path)
    }
    return Reply(tables: [
      Reply.Table(
        "drills",
        columns: [
          ("drill", Bilingual("Drill", "演练")), ("title", Bilingual("Title", "标题")), ("kind", Bilingual("Kind", "方式")),
          ("state", Bilingual("State", "状态")), ("at", Bilingual("Planned", "计划时间")),
          ("incident", Bilingual("Incident", "事件")), ("role", Bilingual("You", "您的角色")),
        ],
        rows: drills.map {
          [
            .code($0.reference.description), .text($0.title), .named($0.kind.rawValue, $0.kind.name),
            .named($0.state.rawValue, $0.state.name), .time($0.plannedAt),
            $0.incident.map { .code($0.description) } ?? .none, $0.role.map { .named($0.rawValue, $0.name) } ?? .none,
          ]
        },
        whenEmpty: Bilingual(
          "No drill yet: levee drill plan SCENARIO --at TIME --people LOGIN",
          "还没有演练：levee drill plan 场景 --at 时间 --people 账号")),
      Reply.Table(
        "dues", Bilingual("Next, by the playbook", "按预案，下次演练"),
        columns: [
          ("kind", Bilingual("Kind", "方式")), ("due", Bilingual("Due", "应在此前完成")),
          ("team", Bilingual("Planned by", "安排")),
          ("is_planned", Bilingual("Planned", "已安排")),
        ],
        rows: try await invocation.ledger.drills.dues().map {
          [
            .named($0.kind.rawValue, $0.kind.name), .time($0.at), .named($0.team.rawValue, $0.team.name),
            .flag($0.isPlanned),
          ]
        }),
    ])
  }
}

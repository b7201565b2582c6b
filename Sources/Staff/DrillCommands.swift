import CommandLine
import Desk
import Drill
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Drills: what whoever leads one does.
enum DrillCommands {
  static let all = [
    check, plan, start, pause, resume, rate, jump, inject, hold, release, skip, say, end, join, note, remark, word,
    evaluate, list, show,
    DrillRecord.timeline, DrillRecord.record,
  ]

  static let drill = Parameter.positional("DRILL", Bilingual("the drill, Y1", "演练编号，如 Y1"))
  private static let code = Parameter.positional("INJECT", Bilingual("its number, V-06", "情景编号，如 V-06"))
  private static let text = Parameter.positional("TEXT", Bilingual("what is said", "内容"), repeats: true)

  static let check = Command(
    "drill check", "检查场景",
    Bilingual("read a scenario, name every fault, and show what comes when", "检查场景文件，指出每处错误并列出情景时间表"),
    [.positional("SCENARIO", Bilingual("its folder, or the name of one that comes with Levee", "场景目录，或随附场景的名称"))],
    as: .staff, to: .show
  ) { invocation in
    let scenario = try ScenarioFolder.read(try invocation.value("SCENARIO"))
    return Reply(
      Bilingual("The scenario can be used: \(scenario.title.english)", "场景可用：\(scenario.title.chinese)"),
      values: ["scenario": .string(scenario.name), "title": scenario.title.values],
      fields: [
        Reply.Field("kind", Bilingual("Kind", "类型"), .named(scenario.kind.rawValue, scenario.kind.name)),
        Reply.Field(
          "severity", Bilingual("Severity", "等级"), .named(scenario.severity.rawValue, scenario.severity.name)),
        Reply.Field("length", Bilingual("Length", "时长"), clock(scenario.length)),
      ],
      tables: [
        injects(scenario.injects),
        Reply.Table(
          "expectations", Bilingual("Expected", "预期行动"),
          columns: [
            ("code", Bilingual("No.", "编号")), ("text", Bilingual("What", "内容")), ("within", Bilingual("Within", "时限")),
            ("after", Bilingual("After", "起点")), ("weight", Bilingual("Weight", "权重")),
          ],
          rows: scenario.expectations.map {
            [
              .code($0.code), .values($0.text.values, $0.text), clock($0.within),
              .code($0.after.isEmpty ? "T+0" : $0.after), .number($0.weight),
            ]
          }),
        Reply.Table(
          "really", Bilingual("What really happened", "真实经过"),
          columns: [
            ("at", Bilingual("At", "时间")), ("text", Bilingual("What", "经过")), ("source", Bilingual("Source", "来源")),
          ],
          rows: scenario.really.map {
            [
              clock($0.at, after: "T+"), .values($0.text.values, $0.text),
              $0.source == 0
                ? .values(.null, Bilingual("reconstructed", "推定")) : .text(scenario.sources[$0.source - 1].title),
            ]
          }),
      ])
  }

  /// A span as the scenario has it; seconds for a program.
  private static func clock(_ seconds: Double, after mark: String = "") -> Cell {
    .values(.number(seconds), Bilingual(same: mark + Inject.clock(seconds)))
  }

  private static func injects(_ injects: [Inject]) -> Reply.Table {
    Reply.Table(
      "injects", Bilingual("What comes", "情景注入"),
      columns: [
        ("code", Bilingual("No.", "编号")), ("when", Bilingual("When", "时间")), ("kind", Bilingual("Kind", "种类")),
        ("title", Bilingual("What", "内容")),
      ],
      rows: injects.map {
        [
          .code($0.code), .values(.object($0.trigger.figures), $0.when), .named($0.kind.rawValue, $0.kind.name),
          .values($0.title.values, $0.title),
        ]
      })
  }

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

  static let start = Command(
    "drill start", "开始演练", Bilingual("begin a drill: its incident is opened, everybody is told", "开始演练：登记演练事件并通知所有人员"),
    [drill],
    as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    let incident = try await invocation.ledger.drills.start(drill)
    return Reply(
      Bilingual("[Exercise] \(incident) is open; the clock runs.", "〔演练〕\(incident) 已登记，时钟开始运行。"),
      values: ["drill": .id(drill)],
      fields: [Reply.Field("incident", Bilingual("Incident", "事件"), .code(incident.description))])
  }

  /// The exercise whose clock is meant: a drill's, or an incident of its own.
  private static let exercise = Parameter.positional(
    "DRILL", Bilingual("the drill, Y1; or an exercise that you opened, I3", "演练编号，如 Y1；或您登记的演练事件，如 I3"))

  private static func move(_ invocation: Invocation, _ move: Drills.Move) async throws -> Reply {
    let typed = try invocation.value("DRILL")
    let incident: Reference
    if let found = Reference(typed), found.kind == .incident {
      incident = found
    } else {
      let drill = try await invocation.ledger.drills.find(try invocation.reference("DRILL", .drill))
      guard let begun = drill.incident else {
        throw Failure(
          .data, Bilingual("\(drill.reference) has not begun.", "\(drill.reference) 还没有开始。"),
          advice: Bilingual(
            "Begin it: levee drill start \(drill.reference)", "请先开始：levee drill start \(drill.reference)"))
      }
      incident = begun
    }
    let shown = try await invocation.ledger.drills.move(
      incident, move, reason: try invocation.text("reason", default: ""))
    return Reply(
      Bilingual("The clock of \(incident) is set.", "\(incident) 的时钟已调整。"),
      values: ["incident": .id(incident)],
      fields: [Reply.Field("shown", Bilingual("It shows", "当前显示"), .time(shown))])
  }
  private static let reason = Parameter.option("reason", "TEXT", Bilingual("why", "原因"))

  static let pause = Command(
    "drill pause", "暂停演练", Bilingual("stop the clock of a drill", "暂停演练时钟"), [exercise, reason], as: .staff
  ) { try await move($0, .pause) }
  static let resume = Command(
    "drill resume", "继续演练", Bilingual("let the clock go on as before", "继续演练时钟"), [exercise, reason], as: .staff
  ) { try await move($0, .resume) }
  static let rate = Command(
    "drill rate", "调整倍率", Bilingual("let the clock run so many times as fast as real time", "调整演练时钟倍率"),
    [exercise, .positional("FACTOR", Bilingual("0.1 to 3600", "0.1 到 3600")), reason], as: .staff
  ) { invocation in
    guard let rate = try invocation.number("FACTOR") else {
      throw Failure(.usage, Bilingual("Missing: FACTOR", "缺少：倍率"))
    }
    return try await move(invocation, .rate(rate))
  }
  static let jump = Command(
    "drill jump", "跳过时间", Bilingual("let the clock jump forward", "把演练时钟往前拨"),
    [exercise, .positional("SPAN", Bilingual("20m, 1h30m", "时长，如 20m、1h30m")), reason], as: .staff
  ) { invocation in
    let typed = try invocation.value("SPAN")
    guard let span = ScenarioSpan.seconds(typed) else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is not a span.", "“\(typed)”不是时长。"),
        advice: Bilingual("Write it as 20m or 1h30m.", "请写作 20m 或 1h30m。"))
    }
    return try await move(invocation, .jump(span))
  }

  private static func steer(_ invocation: Invocation, _ what: String, _ said: Bilingual) async throws -> Reply {
    let drill = try invocation.reference("DRILL", .drill)
    let inject = try invocation.value("INJECT").uppercased()
    try await invocation.ledger.drills.steer(drill, inject, what)
    return Reply(said, values: ["drill": .id(drill), "inject": .string(inject)])
  }

  static let inject = Command(
    "drill inject", "立即注入", Bilingual("bring an inject now, or one of your own", "立即注入一条情景，或临时增加一条"),
    [
      drill,
      .positional(
        "INJECT", Bilingual("its number, V-06; left out for one of your own", "情景编号，如 V-06；临时增加时不填"), required: false),
      .option("kind", "KIND", Bilingual("of your own", "临时情景的种类"), choices: .of(Inject.Kind.allCases)),
      .option("text", "TEXT", Bilingual("what your own says", "临时情景的内容")),
      .option("from", "SENDER", Bilingual("who writes or calls", "来信或来电人"), choices: .senders),
      .option("crowd", "NUMBER", Bilingual("posts a minute that it brings at first", "起初每分钟带来多少条信息")),
    ], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    if invocation["INJECT"] != nil {
      return try await steer(invocation, "now", Bilingual("It comes at the service's next look.", "系统随即注入。"))
    }
    let text = try invocation.text("text")
    var own = Inject()
    own.kind = invocation["kind"].flatMap(Inject.Kind.init) ?? .fact
    own.title = Bilingual("Added by the facilitator", "导调临时增加")
    own.text = Bilingual(same: text)
    own.sender = invocation["from"] ?? "customer"
    own.crowd = min(try invocation.number("crowd") ?? 0, 100)
    own.lines = [Scenario.Line(text: Bilingual(same: text), isNegative: true, source: "social")]
    if [.mentions, .rumour].contains(own.kind) { own.mentions = own.lines }
    let code = try await invocation.ledger.drills.add(drill, own.json)
    try await invocation.ledger.drills.steer(drill, code, "now")
    return Reply(
      Bilingual("\(code) is added, and comes at the service's next look.", "已增加 \(code)，系统随即注入。"),
      values: ["drill": .id(drill)],
      fields: [Reply.Field("inject", Bilingual("Inject", "情景"), .code(code))])
  }
  static let hold = Command(
    "drill hold", "暂缓注入", Bilingual("hold an inject until you release it", "暂缓一条情景"), [drill, code], as: .staff
  ) { try await steer($0, "hold", Bilingual("It is held.", "已暂缓。")) }
  static let release = Command(
    "drill release", "恢复注入", Bilingual("let a held inject come at its time", "恢复一条暂缓的情景"), [drill, code], as: .staff
  ) { try await steer($0, "release", Bilingual("It comes at its time.", "将按时间表注入。")) }
  static let skip = Command(
    "drill skip", "跳过注入", Bilingual("leave an inject out", "跳过一条情景"), [drill, code], as: .staff
  ) { try await steer($0, "skip", Bilingual("It is left out.", "已跳过。")) }

  static let say = Command(
    "drill say", "导调通知", Bilingual("a message to everybody in the drill", "向所有人员发送导调消息"), [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.say(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual("Everybody in the drill is told.", "已通知演练中的所有人员。"), values: ["drill": .id(drill)])
  }

  static let end = Command(
    "drill end", "结束演练", Bilingual("end a drill: it was done, or it is stopped", "结束演练：已完成，或中止"),
    [
      drill, .flag("stopped", Bilingual("stop it: it does not count as held", "中止，不算完成")),
      .option("reason", "TEXT", Bilingual("why it is stopped", "中止原因")),
    ], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    let isStopped = invocation.has("stopped")
    try await invocation.ledger.drills.end(
      drill, isDone: !isStopped, reason: try invocation.text("reason", default: ""))
    return Reply(
      isStopped
        ? Bilingual("\(drill) is stopped; it does not count as held.", "\(drill) 已中止，不算完成。")
        : Bilingual(
          "\(drill) is done. You remark on it first: levee drill remark \(drill) TEXT; then everybody who took part says a word: levee drill word \(drill)",
          "\(drill) 已完成。请先点评：levee drill remark \(drill) 内容；再请参演人员自评：levee drill word \(drill)"),
      values: ["drill": .id(drill), "stopped": .bool(isStopped)])
  }

  static let join = Command(
    "drill join", "演练签到", Bilingual("sign in to a drill", "演练签到"), [drill], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    let role = try await invocation.ledger.drills.join(drill)
    return Reply(
      Bilingual("You are signed in.", "签到成功。"), values: ["drill": .id(drill)],
      fields: [Reply.Field("role", Bilingual("Role", "角色"), .named(role.rawValue, role.name))])
  }

  static let note = Command(
    "drill note", "观察记录", Bilingual("note what you observe, against an objective or without one", "记录观察情况，可对照演练目标评定"),
    [
      drill, text, .option("objective", "NUMBER", Bilingual("the objective, O-1", "演练目标编号，如 O-1")),
      .option("mark", "MARK", Bilingual("how well it was met", "达成情况"), choices: marks),
    ], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.note(
      drill, objective: (invocation["objective"] ?? "").uppercased(),
      rating: invocation["mark"] ?? "", reason: try invocation.words("TEXT"))
    return Reply(Bilingual("Noted.", "已记录。"), values: ["drill": .id(drill)])
  }

  /// As HSEEP has them.
  static let marks = [
    Choice("P", Bilingual("performed", "完成")), Choice("S", Bilingual("some difficulty", "基本完成")),
    Choice("M", Bilingual("major difficulty", "勉强完成")), Choice("U", Bilingual("unable", "未完成")),
  ]

  static let remark = Command(
    "drill remark", "演练点评",
    Bilingual("remark on a drill that is over; then each participant says their own word", "演练结束后先点评，参演人员再自评"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.remark(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. Whoever took part is asked for their own word: levee drill word \(drill)",
        "点评已登记，已提醒参演人员自评：levee drill word \(drill)"), values: ["drill": .id(drill)])
  }

  static let evaluate = Command(
    "drill evaluate", "演练评估",
    Bilingual("the evaluators' judgement, once everybody has said their word or said no", "评估组意见，在参演人员都已自评之后填写"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.evaluate(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. The figures beside it: levee evaluate --drill \(drill)", "已登记。评估得分请看：levee evaluate --drill \(drill)"),
      values: ["drill": .id(drill)])
  }

  static let word = Command(
    "drill word", "参演自评",
    Bilingual("what you say of your part in a drill, once; left out: nothing", "填写参演自评，只填一次；不填内容即表示不作自评"),
    [
      drill,
      .positional("TEXT", Bilingual("what went well, what did not", "哪些做得好，哪些没做好"), required: false, repeats: true),
    ],
    as: .staff
  ) { invocation in
    let text = invocation.all("TEXT").isEmpty ? "" : try invocation.words("TEXT")
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.word(drill, text)
    return Reply(
      text.isEmpty ? Bilingual("You say nothing; noted.", "已登记：不作自评。") : Bilingual("Thank you; noted.", "自评已登记，谢谢。"),
      values: ["drill": .id(drill)])
  }

  static let list = Command(
    "drill list", "查看演练", Bilingual("all drills, and when the next ones are due", "查看演练和下次演练时间"),
    [
      .option(
        "calendar", "FILE", Bilingual("write those to come to a new calendar file (.ics)", "把未开始的演练写入新的日历文件（.ics）"))
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
      try OutputFile.create(Array(DrillCalendar(entries: entries).text(now: Date()).utf8), at: path)
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

  static let show = Command(
    "drill show", "演练情况", Bilingual("a drill: what it is about, who is in it, what was said to you", "查看演练背景、人员和收到的消息"),
    [drill],
    as: .staff, to: .show
  ) { invocation in
    let reference = try invocation.reference("DRILL", .drill)
    let drill = try await invocation.ledger.drills.find(reference)
    let content = try JSONDecoder().decode(
      JSONValue.self, from: Data(try await invocation.ledger.drills.content(reference).utf8))
    return Reply(
      fields: [
        Reply.Field("title", Bilingual("Drill", "演练"), .text(drill.title)),
        Reply.Field("state", Bilingual("State", "状态"), .named(drill.state.rawValue, drill.state.name)),
        Reply.Field("incident", Bilingual("Incident", "事件"), drill.incident.map { .code($0.description) } ?? .none),
        Reply.Field("shown", Bilingual("Its clock", "演练时钟"), drill.incident == nil ? .none : .time(drill.now)),
        Reply.Field(
          "rate", Bilingual("Runs", "倍率"),
          .values(.number(drill.rate), Bilingual(same: drill.rate == 0 ? "0" : "\(drill.rate)×"))),
        Reply.Field("background", Bilingual("Background", "背景"), .passage(content.said("background"))),
      ]
        + (content.said("knows").english.isEmpty
          ? []
          : [
            Reply.Field("knows", Bilingual("For the facilitator", "导调须知"), .passage(content.said("knows")))
          ]),
      tables: [
        Reply.Table(
          "people", Bilingual("People", "人员"),
          columns: [
            ("login", Bilingual("Login", "账号")), ("role", Bilingual("Role", "角色")),
            ("joined", Bilingual("Signed in", "签到")),
          ],
          rows: try await invocation.ledger.drills.people(reference).map {
            [.text($0.handle), .named($0.role.rawValue, $0.role.name), $0.joinedAt.map(Cell.time) ?? .none]
          }),
        Reply.Table(
          "messages", Bilingual("Said to you", "收到的消息"),
          columns: [
            ("at", Bilingual("At", "时间")), ("code", Bilingual("No.", "编号")), ("text", Bilingual("What", "内容")),
          ],
          rows: try await invocation.ledger.drills.messages(reference).map {
            [.time($0.at), .code($0.code), .text($0.text)]
          }),
      ])
  }
}

extension JSONValue {
  /// A text of an object that has it in both languages; "" where there is none.
  func said(_ key: String) -> Bilingual {
    guard case .object(let fields) = self, case .object(let texts)? = fields[key] else { return Bilingual(same: "") }
    return Bilingual(
      texts[Language.english.rawValue]?.string ?? "", texts[Language.chinese.rawValue]?.string ?? "")
  }
}

import CommandLine
import Desk
import Drill
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// What whoever leads a drill does while it runs.
extension DrillCommands {
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
}

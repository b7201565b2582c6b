import CommandLine
import Ledger
import Workflow

/// Receipt, decision, command; the playbook; delegation.
enum DecisionCommands {
  static let receive = Command(
    "receive", Bilingual("receive the newest assessment, and read it", "签收并阅读最新研判报告"),
    [TeamCommands.incidentParameter]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let revision = try await invocation.ledger.commands.receive(incident)
    var fields: [Reply.Field] = []
    if let newest = try await invocation.ledger.assessments.newest(incident) {
      fields = [
        Reply.Field("severity", Bilingual("Severity", "等级"), .words(newest.assessment.severity.name)),
        Reply.Field("person", Bilingual("By", "提交人"), .text(newest.person)),
        Reply.Field("trend", Bilingual("Trend", "趋势"), .words(Self.trend(newest.assessment.trend))),
        Reply.Field("summary", Bilingual("Summary", "摘要"), .block(newest.assessment.summary)),
      ]
      if !newest.assessment.options.isEmpty {
        fields.append(Reply.Field("options", Bilingual("Options", "可选对策"), .block(newest.assessment.options)))
      }
    }
    return try await invocation.done(
      Bilingual("Assessment \(revision) is received.", "研判报告第 \(revision) 版已签收。"), on: incident, fields: fields)
  }

  private static func trend(_ trend: String) -> Bilingual {
    switch trend {
    case "rising": Bilingual("rising", "上升")
    case "steady": Bilingual("steady", "平稳")
    case "falling": Bilingual("falling", "下降")
    default: Bilingual("unknown", "未知")
    }
  }

  static let decide = Command(
    "decide", Bilingual("record a decision: of a meeting, or urgent by one leader", "记录决定：会议决定，或一位领导的紧急决定"),
    [
      TeamCommands.incidentParameter,
      .positional("SENTENCE", Bilingual("the decision", "决定内容"), repeats: true),
      .option("attendee", "PERSON", Bilingual("who met; without any it is urgent", "参会人员；不填即为紧急决定"), repeats: true),
      .option("record", "TEXT", Bilingual("the meeting's record", "会议记录")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.commands.decide(
      incident, sentence: try invocation.words("SENTENCE"), attendees: invocation.all("attendee"),
      record: try invocation.text("record", default: ""))
    return try await invocation.done(Bilingual("The decision is recorded.", "决定已记录。"), on: incident)
  }

  static let command = Command(
    "command", Bilingual("issue the command, with an assignment for every team", "下达应急指令，并给每个组分派任务"),
    [
      TeamCommands.incidentParameter,
      .positional("TEXT", Bilingual("the command", "指令内容"), repeats: true),
      .option("monitoring", "TEXT", Bilingual("what monitoring does", "信息组的任务"), required: true),
      .option("response", "TEXT", Bilingual("what response does", "处置组的任务"), required: true),
      .option("logistics", "TEXT", Bilingual("what logistics does", "保障组的任务"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let revision = try await invocation.ledger.commands.issue(
      incident, text: try invocation.words("TEXT"), monitoring: try invocation.text("monitoring"),
      response: try invocation.text("response"), logistics: try invocation.text("logistics"))
    return try await invocation.done(
      Bilingual("Command \(revision) is issued.", "第 \(revision) 号应急指令已下达。"), on: incident)
  }

  static let approvePlaybook = Command(
    "approve-playbook", Bilingual("approve a version of the playbook", "批准预案版本"),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))]
  ) { invocation in
    guard let version = Int(try invocation.value("VERSION")) else {
      throw Failure(.usage, Bilingual("A version is a number.", "版本为数字。"))
    }
    try await invocation.ledger.playbooks.approve(version: version)
    return Reply(Bilingual("Playbook \(version) is approved.", "预案第 \(version) 版已批准。"))
  }

  static let delegate = Command(
    "delegate", Bilingual("let a deputy act for your seat, for a bounded time", "在限定时间内授权他人代行本席位"),
    [
      .positional("PERSON", Bilingual("a member of leadership", "领导小组成员")),
      .option("hours", "N", Bilingual("for how long", "时长（小时）"), required: true),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let person = try invocation.value("PERSON")
    let hours = try invocation.number("hours") ?? 0
    try await invocation.ledger.people.delegate(to: person, hours: hours, reason: try invocation.text("reason"))
    return Reply(Bilingual("\(person) acts for you for \(hours) hours.", "\(person) 将在 \(hours) 小时内代行您的席位。"))
  }
}

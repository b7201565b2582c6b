import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Receipt, decision, command; the playbook; delegation.
enum DecisionCommands {
  static let receive = Command(
    "receive", "签收", Bilingual("receive the newest assessment, and read it", "签收并阅读最新研判报告"),
    [TeamCommands.incident]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let revision = try await invocation.ledger.commands.receive(incident)
    let reply = try await invocation.done(
      Bilingual("Assessment \(revision) is received.", "研判报告第 \(revision) 版已签收。"), on: incident,
      values: ["revision": .integer(revision)],
      fields: try await assessment(of: incident, invocation))
    return try await invocation.goOn(reply, to: .decide, on: incident)
  }

  /// The newest assessment, as who decides on it reads it; empty before the first.
  private static func assessment(of incident: Reference, _ invocation: Invocation) async throws -> [Reply.Field] {
    guard let newest = try await invocation.ledger.assessments.newest(incident) else { return [] }
    let fields = [
      Reply.Field("assessment", Bilingual("Assessment", "研判报告"), .number(newest.revision)),
      Reply.Field(
        "severity", Bilingual("Severity", "等级"),
        .named(newest.assessment.severity.rawValue, newest.assessment.severity.name)),
      Reply.Field("person", Bilingual("By", "提交人"), .text(newest.person)),
      Reply.Field(
        "trend", Bilingual("Trend", "趋势"), .named(newest.assessment.trend.rawValue, newest.assessment.trend.name)),
      Reply.Field("summary", Bilingual("Summary", "研判要点"), .block(newest.assessment.summary)),
      RiskText.field(newest.assessment.risks),
    ]
    let options = newest.assessment.options
    return options.isEmpty ? fields : fields + [Reply.Field("options", Bilingual("Options", "可选对策"), .block(options))]
  }

  /// The newest assessment: shown where nobody has received it yet, and received with what is decided on it.
  @Sendable private static func newest(_ invocation: Invocation) async throws -> Reading {
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let newest = try await invocation.ledger.commands.newestAssessment(incident) else { return Reading() }
    return Reading(
      ["\(newest.revision)"],
      page: newest.isReceived ? nil : Reply(fields: try await assessment(of: incident, invocation)))
  }

  static let decide = Command(
    "decide", "决定", Bilingual("record a decision: of a meeting, or urgent by one leader", "记录研判会的决定，或一位领导的紧急决定"),
    [
      TeamCommands.incident,
      .positional("SENTENCE", Bilingual("the decision", "决定内容"), repeats: true),
      .option(
        "attendee", "PERSON",
        Bilingual("who met; if not said, who signed in; nobody: it is urgent", "参会人员，默认为已签到的人；没有人即为紧急决定"), repeats: true
      ),
      .option("record", "TEXT", Bilingual("the meeting's record", "会议记录")),
      .flag("urgent", Bilingual("urgent, though a meeting was called", "虽已召集会议，仍紧急决定")),
    ], reading: newest
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    var attendees = invocation.all("attendee")
    guard attendees.isEmpty || !invocation.has("urgent") else {
      throw Failure(
        .usage, Bilingual("An urgent decision names nobody who met.", "紧急决定不写参会人员。"),
        advice: Bilingual("Leave out --urgent, or --attendee.", "请去掉 --urgent 或 --attendee。"))
    }
    try await checkPeople(attendees, invocation)
    // Who signed in, met.
    if attendees.isEmpty, !invocation.has("urgent"),
      let meeting = try await invocation.ledger.meetings.newest(of: incident), !meeting.isOver
    {
      attendees = meeting.present
    }
    try await invocation.ledger.commands.decide(
      incident, onAssessment: invocation.readNumber, sentence: try invocation.words("SENTENCE"),
      attendees: attendees, record: try invocation.text("record", default: ""))
    let reply = try await invocation.done(Bilingual("The decision is recorded.", "决定已记录。"), on: incident)
    return try await invocation.goOn(reply, to: .command, on: incident)
  }

  static let command = Command(
    "command", "下达指令", Bilingual("issue the command, with an assignment for every team", "下达应急指令，并给每个组分派任务"),
    [
      TeamCommands.incident,
      .positional("TEXT", Bilingual("the command", "指令内容"), repeats: true),
      .option("monitoring", "TEXT", Bilingual("what monitoring does", "信息小组的任务"), required: true),
      .option("response", "TEXT", Bilingual("what response does", "响应小组的任务"), required: true),
      .option("logistics", "TEXT", Bilingual("what logistics does", "后勤小组的任务"), required: true),
      .option(
        "goal", "TEXT", Bilingual("what is to be reached, judged in the review", "要达成的目标，复盘时评判"), repeats: true),
    ],
    draft: Draft(
      ["TEXT", "monitoring", "response", "logistics"],
      note: Bilingual("The command, and an assignment for every team.", "应急指令，以及各组的任务。")
    ) { invocation in
      let incident = try invocation.reference("INCIDENT", .incident)
      let texts = try await invocation.ledger.playbooks.templates(
        "assignment", of: incident, language: invocation.language)
      func text(_ name: String) -> String { texts.first { $0.name == "assignment-" + name }?.body ?? "" }
      // The command begins with what was decided.
      let decided = try await invocation.ledger.commands.newestDecision(incident)
      let begun = [decided, text("all")].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
      return [
        Draft.Section("TEXT", Bilingual("the command", "指令内容"), begun),
        Draft.Section("monitoring", Bilingual("what monitoring does", "信息小组的任务"), text("monitoring")),
        Draft.Section("response", Bilingual("what response does", "响应小组的任务"), text("response")),
        Draft.Section("logistics", Bilingual("what logistics does", "后勤小组的任务"), text("logistics")),
      ]
    }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let text = try invocation.words("TEXT")
    let monitoring = try invocation.text("monitoring")
    let response = try invocation.text("response")
    let logistics = try invocation.text("logistics")
    let goals = invocation.all("goal")
    let revision = try await invocation.ledger.atomically { ledger in
      let revision = try await ledger.commands.issue(
        incident, text: text, monitoring: monitoring, response: response, logistics: logistics)
      if !goals.isEmpty { try await ledger.evaluations.set(goals: goals, of: incident) }
      return revision
    }
    return try await invocation.done(
      Bilingual("Command \(revision) is issued.", "第 \(revision) 号应急指令已下达。"), on: incident,
      values: ["revision": .integer(revision)])
  }

  /// Who met are people of the house, or said to be guests: a slip in a name is no attendee.
  static func checkPeople(_ people: [String], _ invocation: Invocation) async throws {
    let known = Set(try await invocation.ledger.people.list().filter { $0.kind == "person" }.map(\.handle))
    for attendee in people where !known.contains(attendee) && !attendee.contains(":") {
      throw Failure(
        .noInput, Bilingual("\"\(attendee)\" is nobody of this house.", "“\(attendee)”不是本公司人员。"),
        advice: Bilingual(
          "Give a login (levee person list), or a guest as guest:NAME", "请填写账号（见 levee person list），来宾写作 guest:姓名"))
    }
  }

  static let recordMeeting = Command(
    "record-meeting", "会议记录", Bilingual("record the meeting that an urgent decision still owes", "补紧急决定的会议记录"),
    [
      TeamCommands.incident,
      .option("attendee", "PERSON", Bilingual("who met", "参会人员"), required: true, repeats: true),
      .option("record", "TEXT", Bilingual("the meeting's record", "会议记录"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await checkPeople(invocation.all("attendee"), invocation)
    try await invocation.ledger.commands.recordMeeting(
      incident, attendees: invocation.all("attendee"), record: try invocation.text("record"))
    return try await invocation.done(Bilingual("The meeting is recorded.", "会议记录已登记。"), on: incident)
  }

  static let notified = Command(
    "notified", "已报告",
    Bilingual("record that an authority was told: it stops that statutory clock", "登记已向主管部门报告，该法定时限停止计时"),
    [
      TeamCommands.incident,
      .positional("CLOCK", Bilingual("the statutory clock, as the inbox names it", "法定时限的名称或代码，见 inbox")),
      .option("reference", "TEXT", Bilingual("under which reference, to whom", "报告编号、向谁报告"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let typed = try invocation.value("CLOCK")
    guard
      let clock = StatutoryClock.meant(by: typed, among: try await invocation.ledger.statutoryClocks.of(incident))
    else {
      throw Failure(
        .noInput,
        Bilingual("\"\(typed)\" is not the name of one statutory clock.", "“\(typed)”不是法定时限，或不止一项叫这个名称。"),
        advice: Bilingual("See: levee-leadership inbox", "请看：levee-leadership inbox"))
    }
    try await invocation.ledger.commands.notified(
      incident, clock: clock.code, reference: try invocation.text("reference"))
    return try await invocation.done(
      Bilingual("The clock is stopped: ", "法定时限已停止计时：") + clock.name + Bilingual(".", "。"), on: incident)
  }

  static let away = Command(
    "away", "缺席",
    Bilingual("say that you cannot be reached: standing substitutes hold your seat", "登记您联系不上的时段，由固定代班人代行职务"),
    [.option("hours", "N", Bilingual("for how long", "时长（小时）"), required: true)]
  ) { invocation in
    try await invocation.ledger.people.away(hours: try invocation.number("hours") ?? 0)
    return Reply(Bilingual("You are away; come back with: levee-leadership back", "已登记。返岗后请执行：levee-leadership back"))
  }

  static let back = Command("back", "返岗", Bilingual("end what you delegated or announced", "结束授权代行，或结束缺席")) {
    invocation in
    let ended = try await invocation.ledger.people.back()
    return Reply(
      ended == 0
        ? Bilingual("There was nothing to end.", "您没有授权给别人，也没有登记缺席。")
        : Bilingual("You hold your seat again.", "您已恢复审批权。"))
  }

  static let erase = Command(
    "erase", "删除", Bilingual("blank a text for good; its checksum stays on record", "彻底删除内容，只留删除记录"),
    [
      .positional(
        "WHAT",
        Bilingual(
          "a fact, feedback, task, text, mention or contact of the media, for example Q3", "情况、反馈、交办事项、稿件、信息或媒体联系人，如 Q3"
        )),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ],
    confirmation: Confirmation(
      Bilingual("Blank this text for good? It cannot be undone.", "彻底删除这段内容？删除后不能恢复。")
    ) { invocation in
      Reply(fields: [Reply.Field("what", Bilingual("Text", "文字"), .text(try invocation.value("WHAT")))])
    }
  ) { invocation in
    let typed = try invocation.value("WHAT")
    guard let reference = Reference(typed), reference.kind != .incident, reference.kind != .delivery else {
      throw Failure(.usage, Bilingual("\"\(typed)\" is nothing that can be erased.", "“\(typed)”不能删除。"))
    }
    let count = try await invocation.ledger.history.erase(reference, reason: try invocation.text("reason"))
    return Reply(
      Bilingual(
        "\(reference) is erased: \(count) texts; their checksums stay.", "\(reference) 已彻底删除 \(count) 段文字，只留删除记录。"))
  }

  static let delegate = Command(
    "delegate", "授权", Bilingual("let a deputy act for your seat, for a bounded time", "授权他人在限定时间内代行您的职务"),
    [
      .positional("PERSON", Bilingual("a member of leadership", "领导小组成员")),
      .option("hours", "N", Bilingual("for how long", "时长（小时）"), required: true),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let person = try invocation.value("PERSON")
    let hours = try invocation.number("hours") ?? 0
    try await invocation.ledger.people.delegate(to: person, hours: hours, reason: try invocation.text("reason"))
    return Reply(Bilingual("\(person) acts for you for \(hours) hours.", "\(person) 将在 \(hours) 小时内代行您的职务。"))
  }
}

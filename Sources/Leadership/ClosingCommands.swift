import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// The end of an incident, as leadership sees it.
enum ClosingCommands {
  static let declareOver = Command(
    "declare-over", "终止响应", Bilingual("declare the response over", "终止响应"),
    [TeamCommands.incident, .positional("REASON", Bilingual("why it is over", "终止理由"), repeats: true)],
    confirmation: Confirmation(
      Bilingual("Declare the response over? Statements can no longer be written.", "终止响应？终止后不能再起草声明。"), page: state)
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.closing.declareOver(incident, reason: try invocation.words("REASON"))
    let open = try await invocation.ledger.duties.waiting(incident).openGates
    return try await invocation.done(
      Bilingual("The response is declared over.", "响应已终止。"), on: incident,
      fields: open.map {
        Reply.Field(
          "waits-\($0.gate.rawValue)", Bilingual("Still waits for", "还差"), .named($0.gate.rawValue, $0.gate.name))
      })
  }

  static let receiveReport = Command(
    "receive-report", "签收报告",
    Bilingual("receive the teams' result reports that are there, and read them", "签收并阅读各组处置情况报告"),
    [
      TeamCommands.incident,
      .option(
        "of", "TEAM", Bilingual("only this team's", "仅签收该组的报告"), repeats: true, choices: .of(Team.assigned)),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let wanted = invocation.all("of").compactMap(Team.init(rawValue:))
    let received = try await invocation.ledger.closing.receiveReports(
      incident, of: wanted.isEmpty ? Team.assigned : wanted)
    let reports = try await invocation.ledger.closing.reports(incident).filter { received.contains($0.team) }
    guard !reports.isEmpty else {
      throw Failure(
        .data, Bilingual("No report waits to be received.", "没有待签收的报告。"),
        advice: Bilingual(
          "Who still owes one: levee-supervisor why \(incident)", "查看还缺谁的报告：levee-supervisor why \(incident)"))
    }
    return try await invocation.done(
      Bilingual(
        "Received: \(reports.map(\.team.name.english).joined(separator: ", ")).",
        "已签收：\(reports.map(\.team.name.chinese).joined(separator: "、"))。"), on: incident,
      fields: reports.map(field))
  }

  private static func field(_ report: (team: Team, body: String, isReceived: Bool)) -> Reply.Field {
    Reply.Field("report-\(report.team.rawValue)", Bilingual("Report: ", "报告：") + report.team.name, .block(report.body))
  }

  /// What nobody has received yet of the teams' reports: it is read before the review is written, and received with it; and what the
  /// law found that could have gone better.
  @Sendable private static func reports(_ invocation: Invocation) async throws -> Reading {
    let incident = try invocation.reference("INCIDENT", .incident)
    let unread = try await invocation.ledger.closing.reports(incident).filter { !$0.isReceived }
    let found = try await invocation.ledger.shortcomings.list(of: incident)
    let missing = try await invocation.ledger.resources.shortfalls(of: incident)
    let isEmpty = unread.isEmpty && found.isEmpty && missing.isEmpty
    return Reading(
      unread.map(\.team.rawValue),
      page: isEmpty
        ? nil
        : Reply(
          fields: unread.map(field)
            + missing.map { Reply.Field("missing-\($0.kind)", Bilingual("Was missing", "资源不足"), .words(shortfall($0))) },
          tables: found.isEmpty ? [] : [ShortcomingText.table(found)]))
  }

  /// A line on what was asked for and not there.
  private static func shortfall(_ missing: Resources.Shortfall) -> Bilingual {
    missing.name
      + (missing.amount < missing.required
        ? Bilingual(": \(missing.amount) of \(missing.required)", "：需要 \(missing.required)，实有 \(missing.amount)")
        : Bilingual(same: ""))
      + (missing.note.isEmpty
        ? Bilingual(same: "") : Bilingual(" (\(SafeText.line(missing.note)))", "（\(SafeText.line(missing.note))）"))
  }

  static let review = Command(
    "review", "复盘", Bilingual("write the after-action review with its improvements", "撰写复盘报告，写明整改措施"),
    [
      TeamCommands.incident,
      .option("course", "TEXT", Bilingual("the course of events", "经过"), required: true),
      .option("effectiveness", "TEXT", Bilingual("what worked and what did not", "效果"), required: true),
      .option("lessons", "TEXT", Bilingual("what is learnt", "经验教训"), required: true),
      .option(
        "improvement", "TITLE|OWNER|DATE",
        Bilingual(
          "an improvement, its owner, its day (2027-01-31); and |SHORTCOMING,… that it answers",
          "整改措施|负责人|完成时限（2027-01-31），可再加 |所针对的不足"), required: true,
        repeats: true),
      .option(
        "accepted", "SHORTCOMING|REASON", Bilingual("a shortcoming that is accepted, and why", "接受的不足|理由"),
        repeats: true),
      .option("accept-rest", "REASON", Bilingual("why every other shortcoming is accepted", "其余不足为什么接受")),
      .option(
        "change", "NUMBER|WHAT|TEXT",
        Bilingual(
          "what an improvement wants changed: playbook, resource, training or tool",
          "第几项整改|playbook、resource、training 或 tool|改什么"),
        repeats: true),
    ],
    draft: Draft(
      ["course", "effectiveness", "lessons"], note: Bilingual("The after-action review.", "复盘报告。")
    ) { invocation in
      let incident = try invocation.reference("INCIDENT", .incident)
      return [
        Draft.Section("course", Bilingual("the course of events", "经过")),
        Draft.Section("effectiveness", Bilingual("what worked and what did not", "效果")),
        Draft.Section("lessons", Bilingual("what is learnt", "经验教训")),
      ]
        + (invocation["accept-rest"] != nil
          ? []
          : try await invocation.ledger.shortcomings.list(of: incident).map {
            Draft.Section(
              "shortcoming-" + $0.key,
              ShortcomingText.name($0)
                + Bilingual(": why it is accepted, or the number of the improvement", "：接受的理由，或第几项整改措施"))
          })
    },
    questions: Questions { invocation in
      // Whoever answers each for itself, on the line or in the editor, leaves this out.
      let found = try await invocation.ledger.shortcomings.list(of: try invocation.reference("INCIDENT", .incident))
      return found.isEmpty || invocation["accepted"] != nil ? [] : [Questions.Question("accept-rest", "")]
    }, reading: reports
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let answers = try ReviewAnswering(invocation, found: try await invocation.ledger.shortcomings.list(of: incident))
    try await invocation.ledger.closing.review(
      incident, course: try invocation.text("course"), effectiveness: try invocation.text("effectiveness"),
      lessons: try invocation.text("lessons"), improvements: answers.improvements,
      reading: invocation.read.compactMap(Team.init(rawValue:)), answers: answers.answers,
      accepted: try invocation.text("accept-rest", default: ""), changes: answers.changes)
    return try await invocation.done(Bilingual("The review is written.", "复盘报告已提交。"), on: incident)
  }

  static let shortcomings = Command(
    "shortcomings", "不足", Bilingual("what could have gone better, and what the review made of it", "查看发现的不足和复盘答复"),
    [TeamCommands.incident], to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    return Reply(tables: [ShortcomingText.table(try await invocation.ledger.shortcomings.list(of: incident))])
  }

  static let close = Command(
    "close", "归档", Bilingual("accept the review: the case is archived when every gate is met", "审定复盘报告，条件齐备后归档结案"),
    [TeamCommands.incident, .option("note", "TEXT", Bilingual("a note", "备注"))],
    confirmation: Confirmation(
      Bilingual("Accept the review? The case is archived and stays as it is.", "审定复盘报告？事件将归档，不再更改。")
    ) { try await accepted($0) }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.closing.close(incident, note: try invocation.text("note", default: ""))
    return try await invocation.done(Bilingual("The review is accepted.", "复盘报告已审定。"), on: incident)
  }

  /// What is accepted with it: the review, word for word, and its improvements; then where the incident stands.
  @Sendable private static func accepted(_ invocation: Invocation) async throws -> Reply {
    var page = try await state(invocation)
    guard let review = try await invocation.ledger.closing.written(try invocation.reference("INCIDENT", .incident))
    else {
      return page
    }
    page.fields += [
      Reply.Field("reviewer", Bilingual("Written by", "撰写人"), .text(review.person)),
      Reply.Field("course", Bilingual("Course of events", "经过"), .block(review.course)),
      Reply.Field("effectiveness", Bilingual("What worked and what did not", "效果"), .block(review.effectiveness)),
      Reply.Field("lessons", Bilingual("What is learnt", "经验教训"), .block(review.lessons)),
    ]
    page.tables.insert(
      Reply.Table(
        "improvements", Bilingual("Improvements:", "整改措施："),
        columns: [
          ("title", Bilingual("Improvement", "措施")), ("owner", Bilingual("Owner", "负责人")),
          ("due", Bilingual("By", "完成时限")),
        ],
        rows: review.improvements.map { [.text($0.title), .text($0.owner), .text($0.dueOn)] }), at: 0)
    return page
  }

  /// Where an incident stands: what a person has to see before they end something.
  @Sendable private static func state(_ invocation: Invocation) async throws -> Reply {
    let incident = try invocation.reference("INCIDENT", .incident)
    let summary = try await invocation.ledger.incidents.find(incident)
    let waiting = try await invocation.ledger.duties.waiting(incident)
    return Reply(
      fields: [
        Reply.Field("incident", Bilingual("Incident", "事件"), .text("\(incident) \(summary.title)")),
        Reply.Field("severity", Bilingual("Severity", "等级"), .named(summary.severity.rawValue, summary.severity.name)),
        Reply.Field("stage", Bilingual("Stage", "阶段"), .named(summary.stage.rawValue, summary.stage.name)),
      ],
      tables: [
        Reply.Table(
          "gates", Bilingual("The stage waits for:", "这一步还差："),
          columns: [("gate", Bilingual("Condition", "条件")), ("met", Bilingual("Met", "已办"))],
          rows: waiting.gates.map { [.named($0.gate.rawValue, $0.gate.name), .flag($0.isMet)] })
      ], owed: waiting.items)
  }

  static let stop = Command(
    "stop", "终止事件", Bilingual("stop an incident: false alarm, merged, or another reason", "终止事件：误报、并案或其他原因"),
    [
      TeamCommands.incident,
      .option(
        "outcome", "OUTCOME", Bilingual("how it ends", "结果"), required: true,
        choices: [
          Choice("false_alarm", Bilingual("false alarm", "误报"), or: ["虚惊"]),
          Choice("merged", Bilingual("merged", "并案")),
          Choice("other", Bilingual("other", "其他")),
        ]),
      .option("into", "INCIDENT", Bilingual("the incident it is merged into", "并入的事件")),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ],
    confirmation: Confirmation(
      Bilingual("Stop this incident? All work on it ends.", "终止该事件？各组的处置随之结束。"), page: state)
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let isStopped = try await invocation.ledger.incidents.stop(
      incident, outcome: try invocation.value("outcome"),
      mergedInto: invocation["into"] == nil ? nil : try invocation.reference("into", .incident),
      reason: try invocation.text("reason"))
    guard isStopped else {
      return try await invocation.done(
        Bilingual(
          "Your decision is recorded. The response has begun: somebody else of leadership has to agree with: levee-leadership agree-to-stop \(incident)",
          "决定已登记。响应已开始，请领导小组另一成员同意：levee-leadership agree-to-stop \(incident)"), on: incident,
        values: ["stopped": .bool(false)])
    }
    return Reply(
      Bilingual("\(incident) is stopped; the supervisor archives it.", "\(incident) 已终止，系统随后归档。"),
      values: ["incident": .id(incident), "stopped": .bool(true)])
  }

  static let agreeToStop = Command(
    "agree-to-stop", "同意终止",
    Bilingual("agree to stop an incident whose response has begun; everyone still reports", "同意终止已开始响应的事件；各组仍要提交报告"),
    [TeamCommands.incident],
    confirmation: Confirmation(
      Bilingual("Agree? What waits to go out is given up; the three teams still report.", "同意终止？待发稿件将取消发布；三个小组仍要提交报告。"),
      page: state)
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.incidents.agreeToStop(incident)
    return try await invocation.done(
      Bilingual("\(incident) is stopped; it is archived when the reports are received.", "\(incident) 已终止，签收各组报告后归档。"),
      on: incident)
  }
}

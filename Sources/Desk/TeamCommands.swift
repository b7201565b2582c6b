import CommandLine
import Ledger
import Wording
import Workflow

/// Commands that every working team has: its inbox, its acknowledgement, its tasks, its report.
public enum TeamCommands {
  /// The incident that a command is about, by its short id.
  public static let incident = Parameter.positional("INCIDENT", Bilingual("the incident, for example I3", "事件编号，如 I3"))

  /// The inbox, live.
  public static var watch: Command { WatchCommand.command }

  /// What waits for this person, and what they were told and have not acknowledged; `--acknowledge` does that.
  public static let inbox = Command(
    "inbox", "待办", Bilingual("what waits for you, the most urgent first", "您的待办，最急的在前"),
    [.flag("acknowledge", Bilingual("say that you have read the notices", "表示提醒已阅"))], to: .show
  ) { invocation in
    let inbox = try await invocation.ledger.duties.inbox(acknowledging: invocation.has("acknowledge"))
    return Reply(tables: tables(inbox))
  }

  /// What waits, and the notices of what is not in that list anyway.
  static func tables(_ inbox: Duties.Inbox) -> [Reply.Table] {
    let items = inbox.items
    let tables = [
      Reply.Table(
        "items",
        columns: [
          ("time_left", Bilingual("Time", "时限")), ("incident", Bilingual("Incident", "事件")),
          ("severity", Bilingual("Severity", "等级")), ("kind", Bilingual("What", "事项")),
          ("subject", Bilingual("About", "对象")), ("title", Bilingual("Title", "标题")),
          ("command", Bilingual("Do it with", "请执行")),
        ],
        rows: items.map { item in
          [
            item.timeLeft.map(Cell.span) ?? .none, .code(item.place), .code(item.severity.rawValue),
            .named(item.kind.rawValue, item.kind.name), .named(item.subject, item.about),
            .marked(key: "exercise", .drillMark(of: item.isExercise), item.title),
            (item.command?.line).map(Cell.code) ?? .none,
          ]
        }, whenEmpty: Bilingual("Nothing waits for you.", "暂无待办。"))
    ]
    return tables + [notices(inbox)].compactMap { $0 }
  }

  /// The notices of what is not in the list of duties anyway; nil where there are none.
  public static func notices(_ inbox: Duties.Inbox) -> Reply.Table? {
    let notices = inbox.notices.filter { notice in
      !inbox.items.contains {
        $0.incident == notice.incident && $0.kind == notice.kind && $0.subject == notice.subject
          && notice.reason == "waits"
      }
    }
    guard !notices.isEmpty else { return nil }
    return Reply.Table(
      "notices", Bilingual("Notices:", "提醒："),
      columns: [
        ("at", Bilingual("When", "时间")), ("incident", Bilingual("Incident", "事件")),
        ("reason", Bilingual("Why", "原因")), ("about", Bilingual("About", "对象")),
      ],
      rows: notices.map {
        [
          .time($0.at), $0.incident.number == 0 ? .none : .code($0.incident.description),
          .named($0.reason, NoticeText.reason($0)), NoticeText.about($0),
        ]
      })
  }

  /// What the newest command tells the team: shown while nobody of it has acknowledged it, and acknowledged by what follows from it.
  @Sendable public static func assignment(_ invocation: Invocation) async throws -> Reading {
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let newest = try await invocation.ledger.commands.newest(incident),
      let own = newest.assignments.first(where: { $0.team == invocation.team }), !own.isAcknowledged
    else { return Reading() }
    return Reading(
      ["\(newest.revision)"],
      page: Reply(fields: [
        Reply.Field("command", Bilingual("The command", "应急指令"), .block(newest.text)),
        Reply.Field("assignment", Bilingual("Your assignment", "本组任务"), .block(own.text)),
      ]))
  }

  /// Acknowledges the newest command for the whole team, and shows what it tells the team.
  public static let acknowledge = Command(
    "acknowledge", "确认任务", Bilingual("acknowledge your team's assignment of the command", "确认收到本组任务"), [incident]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let text = try await invocation.ledger.commands.acknowledge(incident)
    return try await invocation.done(
      Bilingual("Acknowledged.", "已确认。"), on: incident,
      fields: [Reply.Field("assignment", Bilingual("Your assignment", "本组任务"), .block(text))])
  }

  /// Gives a task of the team's assignment. In a restricted incident its owner has to be named before.
  public static let task = Command(
    "task", "交办", Bilingual("give a task to a named person of any department", "把事项交办给任一部门的某个人"),
    [
      incident, .positional("TITLE", Bilingual("what to do", "交办内容"), repeats: true),
      .option("owner", "PERSON", Bilingual("who does it", "负责人"), required: true),
      .option("due", "TIME", Bilingual("until when", "完成期限"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let due = try invocation.date("due") else { return Reply() }
    let task = try await invocation.ledger.commands.giveTask(
      incident, title: try invocation.words("TITLE"), owner: try invocation.value("owner"), dueAt: due)
    return try await invocation.done(
      Bilingual("Task \(task) is given.", "事项 \(task) 已交办。"), on: incident, values: ["task": .id(task)])
  }

  /// For the owner, of whatever department, and for the team that gave the task.
  public static let done = Command(
    "done", "交办完成", Bilingual("say that a task or a leader's remark is done, and how", "登记工作或领导批示的办理结果"),
    [
      .positional("TASK", Bilingual("the task, for example T3, or the remark, K2", "工作编号，如 T3；或批示编号，如 K2")),
      .positional("RESULT", Bilingual("what came of it", "结果"), repeats: true),
    ]
  ) { invocation in
    if let remark = Reference(try invocation.value("TASK")), remark.kind == .remark {
      let incident = try await invocation.ledger.briefs.finish(remark, result: try invocation.words("RESULT"))
      return try await invocation.done(
        Bilingual("\(remark) is done.", "批示 \(remark) 已办结。"), on: incident, values: ["remark": .id(remark)])
    }
    let task = try invocation.reference("TASK", .task)
    let incident = try await invocation.ledger.commands.finishTask(task, result: try invocation.words("RESULT"))
    return try await invocation.done(
      Bilingual("Task \(task) is done.", "交办事项 \(task) 已完成。"), on: incident, values: ["task": .id(task)])
  }

  /// The report of a team that records nothing else with it.
  public static let report = resultReport()

  /// A team's result report.
  /// - Parameters:
  ///   - more: parameters of what the team records with it.
  ///   - before: records that, and returns what is shown of it.
  public static func resultReport(
    more: [Parameter] = [], confirmation: Confirmation? = nil,
    before: @escaping @Sendable (Invocation) async throws -> [Reply.Table] = { _ in [] }
  ) -> Command {
    Command(
      "report", "报告", Bilingual("submit your team's result report", "提交本组处置情况报告"),
      [
        incident,
        .positional("TEXT", Bilingual("the report; @FILE or - for a long one", "报告正文；长文可用 @文件 或 -"), repeats: true),
      ] + more,
      draft: Draft(
        [("TEXT", Bilingual("what your team did, what came of it, what is still open", "本组做了什么、结果怎样、还有什么没办完"))],
        note: Bilingual("Your team's result report.", "本组处置情况报告。")), confirmation: confirmation
    ) { invocation in
      let tables = try await before(invocation)
      let incident = try invocation.reference("INCIDENT", .incident)
      try await invocation.ledger.closing.report(incident, body: try invocation.words("TEXT"))
      return try await invocation.done(Bilingual("The report is submitted.", "报告已提交。"), on: incident, tables: tables)
    }
  }
}

extension TeamCommands {
  /// Monitoring and response both register what comes back.
  public static let feedbackAdd = Command(
    "feedback add", "登记反馈", Bilingual("register feedback that needs an answer", "登记要回复的反馈"),
    [
      incident, .positional("TEXT", Bilingual("what they say", "反馈内容"), repeats: true),
      .option(
        "from", "WHO", Bilingual("who they are", "反馈来源"), required: true,
        choices: .senders),
      .option("contact", "TEXT", Bilingual("how to reach them", "联系方式")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let feedback = try await invocation.ledger.feedback.add(
      incident, sender: try invocation.value("from"), contact: try invocation.text("contact", default: ""),
      text: try invocation.words("TEXT"))
    return try await invocation.done(
      Bilingual("Feedback \(feedback) is registered.", "反馈 \(feedback) 已登记。"), on: incident,
      fields: [Reply.Field("feedback", Bilingual("Feedback", "反馈"), .code(feedback.description))])
  }
}

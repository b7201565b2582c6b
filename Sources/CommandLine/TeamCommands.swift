import Ledger
public import Workflow

/// Commands that every working team has: its inbox, its acknowledgement, its tasks, its report.
public enum TeamCommands {
  public static let incident = Parameter.positional("INCIDENT", Bilingual("the incident, for example I3", "事件编号，如 I3"))

  /// The parameter that most commands begin with.
  public static var incidentParameter: Parameter { incident }

  public static let inbox = Command(
    "inbox", Bilingual("what waits for you, the most urgent first", "待办事项，最紧急的在前"),
    [.flag("seen", Bilingual("mark the notices as seen", "将提醒标为已阅"))]
  ) { invocation in
    let (items, notices) = try await invocation.ledger.obligations.inbox(seen: invocation.has("seen"))
    var tables = [
      Reply.Table(
        "items",
        columns: [
          ("time_left", Bilingual("Time", "时限")), ("incident", Bilingual("Incident", "事件")),
          ("severity", Bilingual("Severity", "等级")), ("action", Bilingual("What", "事项")),
          ("subject", Bilingual("About", "对象")), ("title", Bilingual("Title", "标题")),
          ("command", Bilingual("Do it with", "执行命令")),
        ],
        rows: items.map { item in
          [
            item.timeLeft.map(Cell.span) ?? .none, .code(item.incident.description), .code(item.severity.rawValue),
            .words(item.action.name), .code(item.subject),
            .text((item.isExercise ? "【演练】" : "") + item.title), item.commandLine.map(Cell.code) ?? .none,
          ]
        }, whenEmpty: Bilingual("Nothing waits for you.", "没有待办事项。"))
    ]
    if !notices.isEmpty {
      tables.append(
        Reply.Table(
          "notices", Bilingual("Notices:", "提醒："),
          columns: [
            ("at", Bilingual("When", "时间")), ("incident", Bilingual("Incident", "事件")),
            ("reason", Bilingual("Why", "原因")), ("about", Bilingual("About", "对象")),
          ],
          rows: notices.map {
            [
              .time($0.at), .code($0.incident.description), .words(NoticeText.reason($0)),
              .words(NoticeText.target($0)),
            ]
          }))
    }
    return Reply(tables: tables)
  }

  public static let acknowledge = Command(
    "acknowledge", Bilingual("acknowledge your team's assignment of the command", "确认本组在应急指令中的任务"), [incident]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let text = try await invocation.ledger.commands.acknowledge(incident)
    return try await invocation.done(
      Bilingual("Acknowledged.", "已确认。"), on: incident,
      fields: [Reply.Field("assignment", Bilingual("Your assignment", "本组任务"), .block(text))])
  }

  public static let task = Command(
    "task", Bilingual("give a task to a named person of any department", "将工作分派给任一部门的具体人员"),
    [
      incident, .positional("TITLE", Bilingual("what to do", "工作内容"), repeats: true),
      .option("owner", "PERSON", Bilingual("who does it", "负责人"), required: true),
      .option("due", "TIME", Bilingual("until when", "完成期限"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let due = try invocation.date("due") else { return Reply() }
    let task = try await invocation.ledger.commands.giveTask(
      incident, title: try invocation.words("TITLE"), owner: try invocation.value("owner"), dueAt: due)
    return try await invocation.done(Bilingual("Task \(task) is given.", "工作 \(task) 已分派。"), on: incident)
  }

  public static let done = Command(
    "done", Bilingual("say that a task is done, and how", "登记工作完成及结果"),
    [
      .positional("TASK", Bilingual("the task, for example T3", "工作编号，如 T3")),
      .positional("RESULT", Bilingual("what came of it", "结果"), repeats: true),
    ]
  ) { invocation in
    let task = try invocation.reference("TASK", .task)
    let incident = try await invocation.ledger.commands.finishTask(task, result: try invocation.words("RESULT"))
    return try await invocation.done(Bilingual("Task \(task) is done.", "工作 \(task) 已完成。"), on: incident)
  }

  public static let report = Command(
    "report", Bilingual("submit your team's result report", "提交本组处置结果报告"),
    [
      incident,
      .positional("TEXT", Bilingual("the report; @FILE or - for a long one", "报告正文；长文可用 @文件 或 -"), repeats: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.closing.report(incident, body: try invocation.words("TEXT"))
    return try await invocation.done(Bilingual("The report is submitted.", "报告已提交。"), on: incident)
  }
}

extension TeamCommands {
  /// Monitoring and response both register what comes back.
  public static let feedbackAdd = Command(
    "feedback add", Bilingual("register feedback that needs an answer", "登记需要回复的反馈"),
    [
      incident, .positional("TEXT", Bilingual("what they say", "反馈内容"), repeats: true),
      .option(
        "from", "WHO", Bilingual("who they are", "反馈来源"), required: true,
        choices: ["customer", "journalist", "regulator", "employee", "investor"]),
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

/// Words for notices.
enum NoticeText {
  static func reason(_ notice: Obligations.Notice) -> Bilingual {
    switch notice.reason {
    case "deadline": Bilingual("deadline, \(notice.percent) % of the time is over", "时限已过 \(notice.percent)%")
    case "stand_in": Bilingual("overdue: please stand in", "已超时：请代为处理")
    default: Bilingual("waits for you", "等待您处理")
    }
  }

  static func target(_ notice: Obligations.Notice) -> Bilingual {
    let name = Action(rawValue: notice.target)?.name ?? TargetText.name(notice.target)
    return notice.subject.isEmpty ? name : name + Bilingual(same: " " + notice.subject)
  }
}

/// Words for the targets of the playbook.
public enum TargetText {
  public static func name(_ target: String) -> Bilingual {
    switch target {
    case "acknowledge": Bilingual("log the incident", "事件登记")
    case "assess": Bilingual("submit the assessment", "提交研判报告")
    case "report_up": Bilingual("receive the assessment", "签收研判报告")
    case "command": Bilingual("issue the command", "下达应急指令")
    case "acknowledge_command": Bilingual("acknowledge the command", "确认指令")
    case "ready": Bilingual("certify readiness", "证明保障就绪")
    case "plan": Bilingual("submit the plan", "提交应对方案")
    case "review_plan": Bilingual("review the plan", "审核应对方案")
    case "review_statement": Bilingual("review the statement", "审核声明")
    case "first_statement": Bilingual("first statement", "首次声明")
    case "update": Bilingual("update cadence", "通报更新频率")
    case "feedback_reply": Bilingual("first reply to feedback", "首次回复反馈")
    case "feedback_resolution": Bilingual("resolve feedback", "办结反馈")
    case "report": Bilingual("result report", "处置结果报告")
    case "after_action": Bilingual("accept the after-action review", "认可总结评估")
    case "statutory": Bilingual("statutory clock", "法定时限")
    case "meeting_record": Bilingual("record the meeting", "补会议记录")
    case "correction": Bilingual("correct what is out", "更正已发布内容")
    default: Bilingual(same: target)
    }
  }
}

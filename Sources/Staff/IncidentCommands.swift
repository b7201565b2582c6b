import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Looking at incidents: anyone with a role of the house.
enum IncidentCommands {
  static let list = Command(
    "incident list", "事件列表", Bilingual("the incidents, the newest first", "事件列表，最新的在前"),
    [
      .flag("open", Bilingual("only those not archived", "仅未归档的")),
      .option("stage", "STAGE", Bilingual("only those in this stage", "仅处于该阶段的"), choices: .of(Stage.allCases)),
      .option("kind", "KIND", Bilingual("only of this kind", "仅该类型的"), choices: .of(IncidentKind.allCases)),
      .option("severity", "LEVEL", Bilingual("only of this level", "仅该等级的"), choices: .of(Severity.allCases)),
      .option("since", "TIME", Bilingual("logged then or later", "该时间及以后登记的")),
      .option("until", "TIME", Bilingual("logged before", "该时间以前登记的")),
    ], as: .reader, to: .show
  ) { invocation in
    var filter = Incidents.Filter(isOpen: invocation.has("open"))
    filter.stage = invocation["stage"].flatMap(Stage.init(rawValue:))
    filter.kind = invocation["kind"].flatMap(IncidentKind.init(rawValue:))
    filter.severity = invocation["severity"].flatMap(Severity.init(rawValue:))
    filter.since = try invocation.date("since")
    filter.until = try invocation.date("until")
    return Reply(tables: [IncidentReply.table(try await invocation.ledger.incidents.list(filter))])
  }

  static let show = Command(
    "incident show", "查看事件", Bilingual("one incident: facts, command, what it waits for", "查看一起事件：情况、指令和待办"),
    [TeamCommands.incident], as: .reader, to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let ledger = invocation.ledger
    let summary = try await ledger.incidents.find(incident)
    // Ops see that an incident is there and what it waits for, not its texts; nor does anybody of a restricted incident who is not
    // named.
    let file = try await unlessNotAllowed { try await ledger.cases.overview(incident) }
    let relatives = try await ledger.incidents.relatives(incident)
    let waiting = try await ledger.duties.waiting(incident)
    var fields: [Reply.Field] = [
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(incident.description)),
      Reply.Field(
        "title", Bilingual("Title", "标题"), .marked(key: "exercise", .drillMark(of: summary.isExercise), summary.title)),
      Reply.Field("kind", Bilingual("Kind", "类型"), .named(summary.kind.rawValue, summary.kind.name)),
      Reply.Field("severity", Bilingual("Severity", "等级"), .named(summary.severity.rawValue, summary.severity.name)),
      Reply.Field("stage", Bilingual("Stage", "阶段"), .named(summary.stage.rawValue, summary.stage.name)),
      Reply.Field("detected_at", Bilingual("Detected", "发现时间"), .time(summary.detectedAt)),
      Reply.Field("opened_at", Bilingual("Opened", "登记时间"), .time(summary.openedAt)),
      Reply.Field("playbook", Bilingual("Playbook", "预案第几版"), .number(summary.playbook)),
    ]
    if summary.isRestricted {
      fields.append(
        Reply.Field(
          "restricted", Bilingual("Restricted", "知悉范围"), .values(.bool(true), Bilingual("to its named people", "仅限知情人"))
        ))
    }
    for relative in relatives {
      fields.append(
        Reply.Field(
          "\(relative.relation)-\(relative.incident)", relation(relative.relation), .code(relative.incident.description)
        ))
    }
    if let assessment = file?.assessment {
      fields.append(
        Reply.Field("assessment", Bilingual("Assessment", "研判"), .block(assessment.summary)))
      fields.append(
        Reply.Field(
          "trend", Bilingual("Trend", "趋势"),
          .named(assessment.trend.rawValue, assessment.trend.name)))
      fields.append(RiskText.field(assessment.risks))
    }
    if let decision = file?.decision {
      fields.append(Reply.Field("decision", Bilingual("Decision", "决定"), .block(decision)))
    }
    if let command = file?.command {
      fields.append(Reply.Field("command", Bilingual("Command", "指令"), .block(command)))
    }
    var reply = Reply(
      fields: fields,
      tables: [
        Reply.Table(
          "facts", Bilingual("Facts:", "情况："),
          columns: [
            ("fact", Bilingual("Id", "编号")), ("state", Bilingual("State", "状态")), ("claim", Bilingual("Claim", "内容")),
            ("source", Bilingual("Source", "来源")),
          ],
          rows: (file?.facts ?? []).map {
            [
              .code($0.reference.description), .named($0.reliability.rawValue, $0.reliability.name), .text($0.claim),
              .text($0.source),
            ]
          })
      ] + (file.map(tables) ?? []), owed: waiting.items)
    reply.content = waiting
    return reply
  }

  /// What went out, who wrote, what the teams reported: in short; the report has it whole.
  private static func tables(_ file: CaseOverview) -> [Reply.Table] {
    [
      Reply.Table(
        "texts", Bilingual("Texts:", "稿件："),
        columns: [
          ("statement", Bilingual("Text", "稿件")), ("channel", Bilingual("Channel", "渠道")),
          ("posted_at", Bilingual("Out since", "发布时间")), ("withdrawn_at", Bilingual("Withdrawn", "撤回时间")),
          ("title", Bilingual("Title", "标题")),
        ],
        rows: file.deliveries.map {
          [
            .code($0.statement.description), .text($0.channel), $0.postedAt.map(Cell.time) ?? .none,
            $0.withdrawnAt.map(Cell.time) ?? .none, .text($0.title),
          ]
        }),
      Reply.Table(
        "feedback", Bilingual("Feedback:", "反馈："),
        columns: [
          ("from", Bilingual("From", "来源")), ("received", Bilingual("Received", "收到")),
          ("replied", Bilingual("Answered", "已答复")), ("resolved", Bilingual("Resolved", "已办结")),
        ],
        rows: SenderText.all.compactMap { sender in
          guard let all = file.feedback.first(where: { $0.sender == sender }) else { return nil }
          return [
            .named(sender, SenderText.name(sender)), .number(all.received), .number(all.replied), .number(all.resolved),
          ]
        }),
      OwnWordsText.table(file.ownWords),
      OutgoingFormText.table(file.forms),
      Reply.Table(
        "reports", Bilingual("Reports:", "处置情况报告："),
        columns: [
          ("team", Bilingual("Team", "小组")), ("at", Bilingual("Submitted", "提交时间")),
          ("received_at", Bilingual("Received", "签收时间")), ("body", Bilingual("Report", "内容")),
        ],
        rows: file.reports.map {
          [
            .named($0.team.rawValue, $0.team.name), .time($0.by.at), ($0.received?.at).map(Cell.time) ?? .none,
            .text($0.body),
          ]
        }),
    ]
  }

  static let report = Command(
    "incident report", "事件报告",
    Bilingual("the whole case as one document, for a board of directors", "生成事件处置报告，供管理层审阅"),
    [TeamCommands.incident, .paper], as: .reader, to: .show
  ) { invocation in
    let file = try await invocation.ledger.cases.read(try invocation.reference("INCIDENT", .incident))
    let company = try await invocation.ledger.company.read()?.name(in: invocation.language) ?? ""
    return try await PaperReply.reply(
      CaseReport(file, language: invocation.language).document(company: company), invocation)
  }

  private static func unlessNotAllowed<Value>(_ read: () async throws -> Value) async throws -> Value? {
    do {
      return try await read()
    } catch LedgerError.notAllowed {
      return nil
    } catch LedgerError.refused(let refusal) where refusal.name == "incident_is_open_to_its_named_people" {
      return nil
    }
  }

  private static func relation(_ relation: String) -> Bilingual {
    switch relation {
    case "caused_by": Bilingual("Caused by, or causing", "因果关联")
    case "same_source": Bilingual("Same source", "同源")
    case "follows": Bilingual("Follows", "接续")
    case "followed_by": Bilingual("Followed by", "后续事件")
    case "merged_from": Bilingual("Merged from", "并入来源")
    case "merged_into": Bilingual("Merged into", "已并入")
    default: Bilingual("Related", "关联")
    }
  }

  static let timeline = Command(
    "incident timeline", "处置经过", Bilingual("what happened, in order, by whom", "按时间顺序查看处置经过"),
    [TeamCommands.incident], as: .reader, to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    _ = try await invocation.ledger.incidents.find(incident)
    let events = try await invocation.ledger.history.timeline(incident)
    let clocks = try await invocation.ledger.statutoryClocks.of(incident)
    return Reply(
      tables: [
        Reply.Table(
          "events",
          columns: [
            ("at", Bilingual("When", "时间")), ("person", Bilingual("Who", "人员")), ("team", Bilingual("Team", "小组")),
            ("kind", Bilingual("What", "事项")), ("data", Bilingual("Details", "内容")),
            ("sealed", Bilingual("Sealed", "存证")),
          ],
          rows: events.map { event in
            [
              .time(event.at), .text(event.person),
              .named(event.team, Team(rawValue: event.team)?.name ?? Bilingual(same: event.team)),
              .named(event.kind, EventText.name(event.kind)),
              .values(EventText.values(event), EventText.details(event, clocks: clocks)), .flag(event.isSealed),
            ]
          })
      ])
  }
}

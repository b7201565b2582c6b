import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Looking at incidents: anyone with a role of the house.
enum IncidentCommands {
  static let list = Command(
    "incident list", Bilingual("the incidents, the newest first", "事件列表，最新的在前"),
    [.flag("open", Bilingual("only those not archived", "仅未归档的"))], as: .reader
  ) { invocation in
    Reply(tables: [IncidentReply.table(try await invocation.ledger.incidents.list(open: invocation.has("open")))])
  }

  static let show = Command(
    "incident show", Bilingual("one incident: facts, command, what it waits for", "查看一起事件：事实、指令与待办"),
    [TeamCommands.incident], as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let ledger = invocation.ledger
    let summary = try await ledger.incidents.find(incident)
    // Ops see that an incident is there and what it waits for, not its texts.
    let facts = try await unlessNotAllowed { try await ledger.facts.list(incident) } ?? []
    let assessment = try await unlessNotAllowed { try await ledger.assessments.newest(incident) } ?? nil
    let command = try await unlessNotAllowed { try await ledger.commands.newest(incident) } ?? nil
    let relatives = try await ledger.incidents.relatives(incident)
    let waiting = try await ledger.duties.waiting(incident)
    var fields: [Reply.Field] = [
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(incident.description)),
      Reply.Field("title", Bilingual("Title", "标题"), .marked(.drillMark(of: summary.isExercise), summary.title)),
      Reply.Field("kind", Bilingual("Kind", "类型"), .words(summary.kind.name)),
      Reply.Field("severity", Bilingual("Severity", "等级"), .words(summary.severity.name)),
      Reply.Field("stage", Bilingual("Stage", "阶段"), .words(summary.stage.name)),
      Reply.Field("detected_at", Bilingual("Detected", "发现时间"), .time(summary.detectedAt)),
      Reply.Field("opened_at", Bilingual("Opened", "立案时间"), .time(summary.openedAt)),
      Reply.Field("playbook", Bilingual("Playbook", "预案版本"), .number(summary.playbook)),
    ]
    if summary.isRestricted {
      fields.append(
        Reply.Field(
          "restricted", Bilingual("Restricted", "受限"), .words(Bilingual("to its named people", "仅限指定人员"))))
    }
    for relative in relatives {
      fields.append(
        Reply.Field(
          "\(relative.relation)-\(relative.incident)", relation(relative.relation), .code(relative.incident.description)
        ))
    }
    if let assessment {
      fields.append(
        Reply.Field("assessment", Bilingual("Assessment", "研判"), .block(assessment.assessment.summary)))
      fields.append(Reply.Field("trend", Bilingual("Trend", "趋势"), .words(assessment.assessment.trend.name)))
      fields.append(RiskText.field(assessment.assessment.risks))
    }
    if let command { fields.append(Reply.Field("command", Bilingual("Command", "指令"), .block(command.text))) }
    return Reply(
      fields: fields,
      tables: [
        Reply.Table(
          "facts", Bilingual("Facts:", "事实："),
          columns: [
            ("fact", Bilingual("Id", "编号")), ("state", Bilingual("State", "状态")), ("claim", Bilingual("Claim", "陈述")),
            ("source", Bilingual("Source", "来源")),
          ],
          rows: facts.map {
            [
              .code($0.reference.description), .words($0.reliability.name), .text($0.claim),
              .text($0.source),
            ]
          })
      ], owed: waiting.items)
  }

  private static func unlessNotAllowed<Value>(_ read: () async throws -> Value) async throws -> Value? {
    do {
      return try await read()
    } catch LedgerError.notAllowed {
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
    "incident timeline", Bilingual("what happened, in order, by whom", "按时间顺序查看经过"),
    [TeamCommands.incident], as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    _ = try await invocation.ledger.incidents.find(incident)
    let events = try await invocation.ledger.history.timeline(incident)
    return Reply(
      tables: [
        Reply.Table(
          "events",
          columns: [
            ("at", Bilingual("When", "时间")), ("person", Bilingual("Who", "人员")), ("team", Bilingual("Team", "小组")),
            ("kind", Bilingual("What", "事项")), ("data", Bilingual("Details", "内容")),
            ("sealed", Bilingual("Sealed", "封存")),
          ],
          rows: events.map { event in
            [
              .time(event.at), .text(event.person),
              .words(Team(rawValue: event.team)?.name ?? Bilingual(same: event.team)),
              .words(EventText.name(event.kind)),
              .words(EventText.details(event)), .flag(event.isSealed),
            ]
          })
      ])
  }
}

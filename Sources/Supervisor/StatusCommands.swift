import CommandLine
import Ledger
import Workflow

/// What ops and everyone else ask the supervisor.
enum StatusCommands {
  /// Teams whose service is not heard for this long count as missing, in seconds.
  private static let silence = 20.0

  static let status = Command("status", Bilingual("who leads, who is here, what is open", "谁在任职、谁在线、哪些未结"), as: .reader)
  {
    invocation in
    let overview = try await invocation.ledger.operations.overview()
    let incidents = try await invocation.ledger.incidents.list(open: true)
    return Reply(
      Bilingual(
        overview.term.isHeld
          ? "The supervisor on \(overview.term.host) leads, term \(overview.term.epoch)."
          : "No supervisor leads: nothing advances.",
        overview.term.isHeld
          ? "主机 \(overview.term.host) 上的督导进程任职中，任期 \(overview.term.epoch)。" : "没有督导进程任职：流程不会推进。"),
      fields: [
        Reply.Field("overdue", Bilingual("Overdue deadlines", "超时时限"), .number(overview.overdue)),
        Reply.Field("queued", Bilingual("Deliveries waiting", "待发布"), .number(overview.readyWork)),
        Reply.Field("dead", Bilingual("Failed for good", "彻底失败"), .number(overview.deadWork)),
        Reply.Field("unreached", Bilingual("Notices that reached nobody", "未送达的提醒"), .number(overview.unreached)),
        Reply.Field("unsealed", Bilingual("Events not sealed yet", "未封存记录"), .number(overview.unsealed)),
      ],
      tables: [
        Reply.Table(
          "services", Bilingual("Services:", "服务："),
          columns: [
            ("team", Bilingual("Team", "小组")), ("state", Bilingual("State", "状态")), ("host", Bilingual("Host", "主机")),
            ("pid", Bilingual(same: "PID")), ("silent", Bilingual("Last heard", "最近心跳")),
          ],
          rows: (Team.working + [.supervisor]).flatMap { (team: Team) -> [[Cell]] in
            let heard = overview.processes.filter { $0.team == team }
            return heard.isEmpty
              ? [[.words(team.name), .words(Bilingual("missing", "缺失")), .none, .none, .none]]
              : heard.map {
                [
                  .words(team.name),
                  .words($0.silentFor < silence ? Bilingual("here", "在线") : Bilingual("silent", "无响应")), .text($0.host),
                  .number($0.pid), .words(Bilingual("\(Int($0.silentFor)) s ago", "\(Int($0.silentFor)) 秒前")),
                ]
              }
          }),
        IncidentReply.table(incidents),
      ])
  }

  static let health = Command(
    "health", Bilingual("one line and an exit code, for monitoring", "一行状态与退出码，供监控使用"), as: .reader
  ) { invocation in
    let overview = try await invocation.ledger.operations.overview()
    let missing = (Team.working + [.supervisor]).filter { team in
      !overview.processes.contains { $0.team == team && $0.silentFor < silence }
    }
    let isHealthy = overview.term.isHeld && missing.isEmpty && overview.deadWork == 0 && overview.unreached == 0
    let names = missing.map(\.rawValue).joined(separator: ",")
    let state = isHealthy ? "OK" : "CRITICAL"
    let figures =
      "term=\(overview.term.epoch) held=\(overview.term.isHeld) open=\(overview.openIncidents) overdue=\(overview.overdue) dead=\(overview.deadWork) unreached=\(overview.unreached) unsealed=\(overview.unsealed) missing=\(names.isEmpty ? "none" : names)"
    return Reply(
      Bilingual(same: "LEVEE \(state) · \(figures)"),
      fields: [], code: isHealthy ? .success : .unhealthy)
  }

  static let why = Command(
    "why", Bilingual("why an incident is waiting, and on whom", "事件在等待什么、等待谁"), [TeamCommands.incidentParameter],
    as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let summary = try await invocation.ledger.incidents.find(incident)
    guard summary.stage != .closed else {
      return Reply(Bilingual("\(incident) is archived: it waits for nothing.", "\(incident) 已归档，没有待办。"))
    }
    let (gates, items) = try await invocation.ledger.obligations.waiting(incident)
    let open = gates.filter { !$0.isMet }
    let overview = try await invocation.ledger.operations.overview()
    let stage = summary.stage.name
    let sentence =
      if !open.isEmpty {
        Bilingual(
          "\(incident) is in the stage \"\(stage.english)\" and waits for \(open.count) of \(gates.count).",
          "\(incident) 处于“\(stage.chinese)”阶段，\(gates.count) 项条件中还差 \(open.count) 项。")
      } else if overview.term.isHeld {
        Bilingual("\(incident) has all it needs; the supervisor is about to advance it.", "\(incident) 条件已齐，督导进程即将推进。")
      } else {
        Bilingual(
          "\(incident) has all it needs, but no supervisor is running: start levee-supervisor serve.",
          "\(incident) 条件已齐，但没有督导进程：请启动 levee-supervisor serve。")
      }
    return Reply(
      sentence,
      tables: [
        Reply.Table(
          "gates", Bilingual("The next stage opens when:", "下一阶段的开启条件："),
          columns: [
            ("met", Bilingual("Met", "满足")), ("gate", Bilingual("Condition", "条件")),
            ("owed_by", Bilingual("By", "责任方")),
          ],
          rows: gates.map { [.flag($0.isMet), .words($0.gate.name), .words($0.owedBy.name)] })
      ], next: items)
  }
}

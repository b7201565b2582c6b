import CommandLine
import Desk
import Ledger
import Wording

/// What ops and everyone else ask the supervisor.
enum StatusCommands {
  static let status = Command(
    "status", "值守", Bilingual("what is wrong, who leads, what waits: a page for ops", "系统值守：有什么异常、谁在运行、在等什么"),
    [.flag("watch", Bilingual("stay, and draw the page again and again", "持续刷新")), LookingInterval.parameter],
    as: .reader, to: .show
  ) { invocation in
    if invocation.has("watch") {
      let operations = invocation.ledger.operations
      try await LivePage.show(invocation, every: try LookingInterval.read(invocation)) {
        StatusPage.reply(try await operations.overview())
      }
      return Reply()
    }
    return StatusPage.reply(try await invocation.ledger.operations.overview())
  }

  /// The monitoring plugins' convention: one line, figures, and 0, 1, 2 or 3.
  static let health = Command(
    "health", "健康", Bilingual("one line, figures and an exit code, for monitoring plugins", "一行状态、数据和退出码，供监控插件使用"),
    as: .reader, to: .runAtTerminals
  ) { invocation in
    do {
      let overview = try await invocation.ledger.operations.overview()
      return Reply(
        Bilingual(same: HealthLine.text(overview)), code: Judgement(overview).level.code,
        figures: StatusPage.figures(overview))
    } catch {
      let words = Failure(error).sentence.english.replacing("|", with: "/")
      return Reply(
        Bilingual(same: "LEVEE UNKNOWN - \(words)"),
        values: ["level": "UNKNOWN", "error": .string(Failure(error).name)],
        code: .unknown)
    }
  }

  static let why = Command(
    "why", "等谁", Bilingual("why an incident is waiting, and on whom", "事件在等什么、等谁"), [TeamCommands.incident],
    as: .reader, to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let summary = try await invocation.ledger.incidents.find(incident)
    guard summary.stage != .closed else {
      return Reply(
        Bilingual("\(incident) is archived: it waits for nothing.", "\(incident) 已归档，暂无待办。"),
        values: ["incident": .id(incident), "stage": .string(summary.stage.rawValue)])
    }
    let waiting = try await invocation.ledger.duties.waiting(incident)
    let gates = waiting.gates
    let open = waiting.openGates
    let overview = try await invocation.ledger.operations.overview()
    let stage = summary.stage.name
    let sentence =
      if !open.isEmpty {
        Bilingual(
          "\(incident) is in the stage \"\(stage.english)\" and waits for \(open.count) of \(gates.count).",
          "\(incident) 正在“\(stage.chinese)”。\(gates.count) 项条件还差 \(open.count) 项。")
      } else if overview.term.isHeld {
        Bilingual("\(incident) has all it needs; the supervisor is about to advance it.", "\(incident) 条件已齐，即将进入下一步。")
      } else {
        Bilingual(
          "\(incident) has all it needs, but no supervisor is running: start levee-supervisor serve.",
          "\(incident) 条件已齐，但流程监督没有运行。请运维启动：levee-supervisor serve")
      }
    return Reply(
      sentence,
      values: [
        "incident": .id(incident), "stage": .string(summary.stage.rawValue), "supervised": .bool(overview.term.isHeld),
      ],
      tables: [
        Reply.Table(
          "gates", Bilingual("The next stage opens when:", "办完这些才进入下一步："),
          columns: [
            ("met", Bilingual("Met", "已办")), ("gate", Bilingual("Condition", "条件")),
            ("owed_by", Bilingual("By", "由谁办")),
          ],
          rows: gates.map {
            [.flag($0.isMet), .named($0.gate.rawValue, $0.gate.name), .named($0.owedBy.rawValue, $0.owedBy.name)]
          })
      ], owed: waiting.items)
  }
}

import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// The page that ops read in five seconds, and the same as JSON: what is wrong first, then what is so.
enum StatusPage {
  static func reply(_ overview: Operations.Overview) -> Reply {
    let judgement = Judgement(overview)
    let problems = judgement.findings.map(\.sentence)
    let sentence =
      problems.isEmpty
      ? Bilingual("OK · nothing is wrong.", "OK · 一切正常。")
      : Bilingual(
        "\(judgement.level.word) · " + problems.map(\.english).joined(separator: "; ") + ".",
        "\(judgement.level.word) · " + problems.map(\.chinese).joined(separator: "；") + "。")
    return Reply(
      sentence,
      fields: [
        Reply.Field("leader", Bilingual("Leads", "主用"), leader(overview)),
        Reply.Field("term", Bilingual("Terms led so far", "主用次数"), .number(overview.term.epoch)),
        Reply.Field(
          "open_incidents", Bilingual("Open incidents", "处置中的事件"), .words(counts(overview.open.map(\.count)))),
        Reply.Field("overdue", Bilingual("Overdue deadlines", "已超时"), .words(counts(overview.overdueDeadlines))),
        Reply.Field("longest", Bilingual("Waits longest", "等待最久"), .words(longest(overview.longest))),
        Reply.Field("unreached", Bilingual("Notices that reached nobody", "没通知到人的提醒"), .number(overview.unreached)),
        Reply.Field("unsealed", Bilingual("Events not sealed yet", "待存证记录"), .words(unsealed(overview))),
        Reply.Field(
          "notification_queue", Bilingual("Notification queue", "数据库内部通知队列"),
          .code("\(Int(overview.notificationQueue * 100)) %")),
        Reply.Field("standbys", Bilingual("Standby servers", "备用数据库"), .number(overview.standbys)),
        Reply.Field("schema", Bilingual("Schema", "数据库版本"), .code(overview.schema)),
        Reply.Field("version", Bilingual("Release", "程序版本"), .code(Release.name)),
      ],
      tables: [
        services(overview),
        Reply.Table(
          "queues", Bilingual("Machine work:", "系统任务："),
          columns: [
            ("kind", Bilingual("Kind", "类别")), ("state", Bilingual("State", "状态")), ("count", Bilingual("Count", "数量")),
            ("oldest", Bilingual("Oldest due", "最先到时限的")),
          ],
          rows: overview.queues.map {
            [
              .code($0.kind.rawValue), .code($0.state.rawValue), .number($0.count),
              $0.state == .ready ? .words(TimeFormat.span($0.oldest)) : .none,
            ]
          }, whenEmpty: Bilingual("Nothing is queued.", "没有等待的系统任务。")),
      ], figures: figures(overview))
  }

  /// For programs: `/status` and `status --json`.
  static func figures(_ overview: Operations.Overview) -> JSONValue {
    let judgement = Judgement(overview)
    return .object([
      "level": .string(judgement.level.word),
      "findings": .array(
        judgement.findings.map { .object(["level": .string($0.level.word), "sentence": .string($0.sentence.english)]) }),
      "read_at": .string(TimeFormat.iso(overview.now)),
      "term": .object([
        "held": .bool(overview.term.isHeld), "epoch": .integer(overview.term.epoch),
        "host": .string(overview.term.host), "process": .string(overview.term.holder.uuidString),
        "since": .string(TimeFormat.iso(overview.term.since)),
      ]),
      "services": .array(
        overview.processes.map {
          .object([
            "team": .string($0.team.rawValue), "login": .string($0.person), "host": .string($0.host),
            "pid": .integer($0.pid), "silent_seconds": .number($0.silentFor), "here": .bool($0.isHere),
          ])
        }),
      "services_missing": .array(overview.missing.map { .string($0.rawValue) }),
      "incidents_open": .array(
        overview.open.map {
          .object(["stage": .string($0.stage.rawValue)].merging(object($0.count)) { one, _ in one })
        }),
      "deadlines_overdue": .array(overview.overdueDeadlines.map { .object(object($0)) }),
      "longest_wait": overview.longest.map {
        .object([
          "incident": .string($0.incident.description), "severity": .string($0.severity.rawValue),
          "team": .string($0.owner.rawValue), "kind": .string($0.kind.rawValue), "subject": .string($0.subject),
          "waited_seconds": .number($0.waited), "seconds_left": .number($0.timeLeft),
        ])
      } ?? .null,
      "work": .array(
        overview.queues.map {
          .object([
            "kind": .string($0.kind.rawValue), "state": .string($0.state.rawValue), "count": .integer($0.count),
            "oldest_due_seconds": .number($0.oldest),
          ])
        }),
      "notices_unreached": .integer(overview.unreached),
      "events": .object([
        "unsealed": .integer(overview.unsealed), "sealing_lag_seconds": .number(overview.sealingLag),
      ]),
      "notification_queue_usage": .number(overview.notificationQueue),
      "database": .object(["schema": .string(overview.schema), "standbys": .integer(overview.standbys)]),
      "release": .string(Release.name),
    ])
  }

  private static func object(_ count: Operations.Count) -> [String: JSONValue] {
    [
      "severity": .string(count.severity.rawValue), "exercise": .bool(count.isExercise),
      "count": .integer(count.count),
    ]
  }

  private static func unsealed(_ overview: Operations.Overview) -> Bilingual {
    guard overview.unsealed > 0 else { return Bilingual("none", "无") }
    let span = TimeFormat.span(overview.sealingLag)
    return Bilingual(
      "\(overview.unsealed), the first for \(span.english)", "\(overview.unsealed)，最早 \(span.chinese)")
  }

  private static func leader(_ overview: Operations.Overview) -> Cell {
    guard overview.term.isHeld else { return .words(Bilingual("nobody", "无")) }
    let span = TimeFormat.span(overview.now.timeIntervalSince(overview.term.since))
    let host = overview.term.host
    return .words(Bilingual("\(host), for \(span.english)", "\(host)，已 \(span.chinese)"))
  }

  /// `II 3 · IV 1 · drills 2`.
  private static func counts(_ counts: [Operations.Count]) -> Bilingual {
    var parts: [Bilingual] = Severity.allCases.compactMap { severity in
      let sum = counts.filter { $0.severity == severity && !$0.isExercise }.reduce(0) { $0 + $1.count }
      return sum == 0 ? nil : Bilingual(same: "\(severity.rawValue) \(sum)")
    }
    let drills = counts.filter(\.isExercise).reduce(0) { $0 + $1.count }
    if drills > 0 { parts.append(Bilingual("drills \(drills)", "演练 \(drills)")) }
    guard !parts.isEmpty else { return Bilingual("none", "无") }
    return Bilingual(parts.map(\.english).joined(separator: " · "), parts.map(\.chinese).joined(separator: " · "))
  }

  private static func longest(_ duty: Operations.Duty?) -> Bilingual {
    guard let duty else { return Bilingual("nothing", "无") }
    let waited = TimeFormat.span(duty.waited)
    let what = duty.kind.name
    return Bilingual(
      "\(duty.incident) (\(duty.severity.rawValue)) on \(duty.owner.name.english): \(what.english), \(waited.english)",
      "\(duty.incident)（\(duty.severity.rawValue)）等待\(duty.owner.name.chinese)：\(what.chinese)，\(waited.chinese)")
  }

  private static func services(_ overview: Operations.Overview) -> Reply.Table {
    Reply.Table(
      "services", Bilingual("Services:", "服务："),
      columns: [
        ("team", Bilingual("Team", "小组")), ("state", Bilingual("State", "状态")), ("host", Bilingual("Host", "主机")),
        ("pid", Bilingual(same: "PID")), ("silent", Bilingual("Last heard", "最近响应")),
      ],
      rows: (Team.working + [.supervisor]).flatMap { (team: Team) -> [[Cell]] in
        let heard = overview.processes.filter { $0.team == team }
        return heard.isEmpty
          ? [[.named(team.rawValue, team.name), .words(Bilingual("missing", "没有运行")), .none, .none, .none]]
          : heard.map {
            [
              .named(team.rawValue, team.name),
              .words($0.isHere ? Bilingual("here", "在线") : Bilingual("silent", "无响应")),
              .text($0.host), .number($0.pid),
              .words(Bilingual("\(Int($0.silentFor)) s ago", "\(Int($0.silentFor)) 秒前")),
            ]
          }
      })
  }
}

import Ledger
import Wording

/// What is wrong with the house, from what was read: the same for the page, the plugin, and `/status`.
struct Judgement {
  enum Level: Int, Comparable {
    case fine, warning, critical
    static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }

    /// The monitoring plugins' word.
    var word: String { ["OK", "WARNING", "CRITICAL"][rawValue] }
    var code: ExitCode { [.success, .unhealthy, .critical][rawValue] }
  }

  let findings: [(level: Level, sentence: Bilingual)]
  var level: Level { findings.map(\.level).max() ?? .fine }

  /// Seconds that machine work which is due may wait, and an event its seal, before somebody should look.
  static let patience = (warning: 60.0, critical: 300.0)
  /// Share of the notification queue: one listener in a long transaction fills it, and at 1 every commit that rings fails.
  static let queueUsage = (warning: 0.1, critical: 0.5)

  init(_ overview: Operations.Overview) {
    var findings: [(level: Level, sentence: Bilingual)] = []
    func find(_ level: Level, _ english: String, _ chinese: String) {
      findings.append((level, Bilingual(english, chinese)))
    }
    if !overview.term.isHeld { find(.critical, "no supervisor leads: nothing advances", "流程监督没有运行：流程不会推进") }
    let missing = overview.missing.map(\.name)
    if !missing.isEmpty {
      find(
        .critical, "services are missing: " + missing.map(\.english).joined(separator: ", "),
        "没有运行的服务：" + missing.map(\.chinese).joined(separator: "、"))
    }
    if overview.deadWork > 0 {
      find(.critical, "\(overview.deadWork) pieces of work failed for good", "\(overview.deadWork) 项系统任务多次失败，已停止重试")
    }
    if overview.unreached > 0 {
      find(.critical, "\(overview.unreached) notices reached nobody", "\(overview.unreached) 条提醒没通知到人")
    }
    if let level = Self.level(overview.sealingLag, Self.patience) {
      find(level, "history is sealed late: \(Int(overview.sealingLag)) s", "存证延迟 \(Int(overview.sealingLag)) 秒")
    }
    for queue in overview.queues where queue.state == .ready {
      if let level = Self.level(queue.oldest, Self.patience) {
        find(level, "\(queue.kind) has waited for \(Int(queue.oldest)) s", "\(queue.kind) 已等待 \(Int(queue.oldest)) 秒")
      }
    }
    if let level = Self.level(overview.notificationQueue, Self.queueUsage) {
      let percent = Int(overview.notificationQueue * 100)
      find(level, "the notification queue is \(percent) % full", "数据库内部通知队列已用 \(percent)%")
    }
    let inEarnest = overview.overdueDeadlines.filter { !$0.isExercise }.reduce(0) { $0 + $1.count }
    if inEarnest > 0 { find(.warning, "\(inEarnest) deadlines are overdue", "\(inEarnest) 项时限已超时") }
    self.findings = findings.sorted { $0.level > $1.level }
  }

  private static func level(_ value: Double, _ limit: (warning: Double, critical: Double)) -> Level? {
    value >= limit.critical ? .critical : value >= limit.warning ? .warning : nil
  }
}

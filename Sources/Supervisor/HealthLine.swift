import Ledger

/// One line as the monitoring plugins print it: a state, what is wrong, and figures after a bar.
///
/// - Source: Monitoring Plugins Development Guidelines, "Plugin Output" and "Performance data":
///   `'label'=value[UOM];[warn];[crit];[min];[max]`.
enum HealthLine {
  static func text(_ overview: Operations.Overview) -> String {
    let judgement = Judgement(overview)
    let problems = judgement.findings.map(\.sentence.english)
    let words =
      problems.isEmpty
      ? "supervisor on \(overview.term.host) leads term \(overview.term.epoch), \(overview.openIncidents) open incidents"
      : problems.joined(separator: ", ")
    let oldest = overview.queues.filter { $0.state == .ready }.map(\.oldest).max() ?? 0
    let wait = Judgement.patience
    let usage = Judgement.queueUsage
    let figures = [
      "open=\(overview.openIncidents);;;0", "overdue=\(overview.overdue);0;;0", "dead=\(overview.deadWork);;0;0",
      "unreached=\(overview.unreached);;0;0", "missing=\(overview.missing.count);;0;0",
      "queue_age=\(seconds(oldest))s;\(Int(wait.warning));\(Int(wait.critical));0",
      "sealing_lag=\(seconds(overview.sealingLag))s;\(Int(wait.warning));\(Int(wait.critical));0",
      "notification_queue=\(seconds(overview.notificationQueue * 100))%;\(Int(usage.warning * 100));\(Int(usage.critical * 100));0;100",
    ]
    // A bar would end the sentence; a host's name is the only word from outside.
    return "LEVEE \(judgement.level.word) - \(words.replacing("|", with: "/")) | \(figures.joined(separator: " "))"
  }

  /// Two digits after the point.
  private static func seconds(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}

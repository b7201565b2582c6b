import Ledger
import Service

/// What ops watch of monitoring, beside the process's own figures.
enum MonitoringFigures {
  static func write(from ledger: Ledger, into page: inout Exposition) async {
    guard let figures = try? await ledger.boards.figures() else { return }
    page.add(
      "levee_mentions_total", .counter, "Mentions that were ever taken in, by the ids that they drew.",
      Double(figures.mentions))
    page.add(
      "levee_mention_batches_waiting", .gauge, "Batches of mentions that nobody has looked at.",
      Double(figures.batchesWaiting))
    page.add("levee_signals_open", .gauge, "Signals that wait for an answer.", Double(figures.signalsOpen))
    page.add("levee_sources", .gauge, "Sources of mentions.", Double(figures.sources))
    page.add("levee_sources_ill", .gauge, "Sources that fail or are silent.", Double(figures.sourcesIll))
  }
}

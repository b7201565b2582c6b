public import CommandLine
import Service
import Workflow

/// `levee-monitoring`: the information collection and analysis team.
public let program = Program(
  "levee-monitoring", team: .monitoring,
  Bilingual(
    "levee-monitoring: the information team's service and command line", "levee-monitoring：信息收集与分析组的服务与命令行"),
  [
    TeamCommands.inbox, TeamCommands.watch, IncidentCommands.open, IncidentCommands.fact, IncidentCommands.check,
    IncidentCommands.watch,
    IncidentCommands.assess, CircleCommands.restrict, CircleCommands.name, CircleCommands.link,
    TeamCommands.acknowledge, TeamCommands.task, TeamCommands.done,
    TeamCommands.feedbackAdd, BriefCommand.report, TeamCommands.report(named: "result"), MentionCommands.ingest,
    MentionCommands.search,
    MentionCommands.attach, MentionCommands.trend, MentionCommands.rejected, SourceCommands.add,
    SignalCommands.list, SignalCommands.show, SignalCommands.snooze, SignalCommands.dismiss, NameCommands.add,
    NameCommands.list, NameCommands.remove, SourceCommands.list, SourceCommands.remove,
    LearningCommands.label, LearningCommands.learn,
    LearningCommands.use, LearningCommands.list, EvaluateCommands.sentiment, EvaluateCommands.bursts,
    EvaluateCommands.feed, ProposalCommands.propose, BoardCommand.board, serve,
  ])

private let serve = ServeCommand.make(
  .monitoring, Bilingual("poll the sources, take mentions in, and say what is unusual", "轮询信息源、收录提及并发现异常")
) { service in
  let readers = Readers(ledger: service.ledger)
  let polling = Polling(service: service, readers: readers)
  let watching = Watching(service: service)
  let inbox = Inbox(service: service, readers: readers)
  try await service.run(
    look: {
      try await polling.look()
      try await watching.look()
    },
    figures: { page in
      guard let figures = try? await service.readings.boards.figures() else { return }
      page.add(
        "levee_mentions_total", .counter, "Mentions that were ever taken in, by the ids that they drew.",
        Double(figures.mentions))
      page.add(
        "levee_mention_batches_waiting", .gauge, "Batches of mentions that nobody has looked at.",
        Double(figures.batchesWaiting))
      page.add("levee_signals_open", .gauge, "Signals that wait for an answer.", Double(figures.signalsOpen))
      page.add("levee_sources", .gauge, "Sources of mentions.", Double(figures.sources))
      page.add("levee_sources_ill", .gauge, "Sources that fail or are silent.", Double(figures.sourcesIll))
    }, take: { await inbox.take($0) })
}

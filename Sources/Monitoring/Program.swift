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
    TeamCommands.feedbackAdd, TeamCommands.report, MentionCommands.ingest, MentionCommands.search,
    MentionCommands.attach, MentionCommands.trend, MentionCommands.rejected, MentionCommands.sourceAdd,
    SignalCommands.list, SignalCommands.show, SignalCommands.snooze, SignalCommands.dismiss, NameCommands.add,
    NameCommands.list, NameCommands.remove, MentionCommands.sourceList, MentionCommands.sourceRemove,
    EvaluateCommands.sentiment, EvaluateCommands.bursts,
    EvaluateCommands.feed, serve,
  ])

private let serve = ServeCommand.make(
  .monitoring, Bilingual("poll the sources, take mentions in, and say what is unusual", "轮询信息源、收录提及并发现异常")
) { service in
  let polling = Polling(service: service)
  let watching = Watching(service: service)
  try await service.run {
    try await polling.look()
    try await watching.look()
  }
}

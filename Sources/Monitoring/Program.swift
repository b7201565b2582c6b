public import Desk
import Service
import Wording

/// `levee-monitoring`: the information collection and analysis team.
public let program = Program(
  "levee-monitoring", team: .monitoring,
  Bilingual(
    "levee-monitoring: the information team's service and command line", "levee-monitoring：信息收集与分析小组（信息小组）的服务和命令"),
  [
    TeamCommands.inbox, TeamCommands.watch, UndoCommand.team, ImprovementCommands.doneInTeam, BoardCommand.board,
    SignalCommands.list, SignalCommands.show, SignalCommands.snooze, SignalCommands.dismiss,
    ReportCommands.list, ReportCommands.answer, IncidentCommands.open, IncidentCommands.fact, IncidentCommands.check,
    IncidentCommands.watch,
    ProposalCommands.propose, IncidentCommands.assess, BriefCommand.brief, TeamCommands.report,
    CircleCommands.reclassify, CircleCommands.restrict, CircleCommands.name, CircleCommands.link,
    TeamCommands.acknowledge, TeamCommands.task, TeamCommands.done, TeamCommands.remarks, TeamCommands.retryWork,
    TeamCommands.feedbackAdd, TeamCommands.feedbackImport,
    MentionCommands.ingest, MentionCommands.search, MentionCommands.show, MentionCommands.attach, MentionCommands.trend,
    MentionCommands.rejected,
    SourceCommands.add, SourceCommands.list, SourceCommands.remove,
    NameCommands.add, NameCommands.list, NameCommands.remove,
    OutletCommands.add, OutletCommands.list, OutletCommands.remove, VerifyCommand.team, ShiftCommands.swapInTeam,
    LearningCommands.label, LearningCommands.learn, LearningCommands.use, LearningCommands.list,
    OutsideCommand.outside,
    EvaluateCommands.sentiment, EvaluateCommands.cues, EvaluateCommands.bursts, EvaluateCommands.feed, serve,
  ])

private let serve = ServeCommand.make(
  .monitoring, Bilingual("poll the sources, take mentions in, and say what is unusual", "定时查看信息源，收录信息，发现异常就预警")
) { service in
  let readers = Readers(ledger: service.ledger)
  let polling = Polling(service: service, readers: readers)
  let watching = Watching(service: service)
  let reporting = StaffReporting(service: service, readers: readers)
  let drafting = BriefDrafting(service: service)
  let playing = DrillPlaying(service: service)
  let inbox = Inbox(service: service, readers: readers)
  // What is pushed is stored on threads of the server: neither a source that hangs nor a look that fails keeps it waiting.
  try await service.run(
    [
      Loop("polling") { try await polling.look($0) }, Loop("watching") { try await watching.look($0) },
      Loop("reporting") { _ in try await reporting.look() }, Loop("drafting") { _ in try await drafting.look() },
      Loop("playing") { _ in try await playing.look() },
    ],
    figures: { await MonitoringFigures.write(from: service.readings, into: &$0) }, take: { await inbox.take($0) })
}

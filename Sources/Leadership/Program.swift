public import CommandLine
import Service
import Workflow

/// `levee-leadership`: the leadership group.
public let program = Program(
  "levee-leadership", team: .leadership,
  Bilingual("levee-leadership: the leadership group's service and command line", "levee-leadership：领导小组的服务与命令行"),
  [
    TeamCommands.inbox, DecisionCommands.receive, DecisionCommands.decide, DecisionCommands.command,
    ReviewCommands.read, ReviewCommands.approve, ReviewCommands.return, ReviewCommands.waive, ReviewCommands.lower,
    ClosingCommands.declareOver, ClosingCommands.receiveReport, ClosingCommands.review, ClosingCommands.close,
    ClosingCommands.stop, DecisionCommands.approvePlaybook, DecisionCommands.delegate, serve,
  ])

private let serve = ServeCommand.make(
  .leadership, Bilingual("tell leaders what waits for their decision", "提醒领导处理待决事项")
) { service in
  try await service.run {
    let told = try await service.ledger.operations.remindLeaders()
    if told > 0 { service.log.info("leaders_told", ["notices": told]) }
  } stop: {
  }
}

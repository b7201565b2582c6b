public import Desk
import Service
import Wording

/// `levee-response`: the emergency response team.
public let program = Program(
  "levee-response", team: .response,
  Bilingual("levee-response: the response team's service and command line", "levee-response：应急响应小组（响应小组）的服务和命令"),
  [
    TeamCommands.inbox, TeamCommands.watch, UndoCommand.team, ImprovementCommands.doneInTeam, TeamCommands.acknowledge,
    StatementCommands.plan,
    StatementCommands.statement,
    StatementCommands.revise, StatementCommands.correct, ReviewAnswers.adopt, ReviewAnswers.renew,
    StatementCommands.submit, StatementCommands.discard, StatementCommands.read, SendCommand.send,
    DeliveryCommands.claim,
    DeliveryCommands.receipt, DeliveryCommands.retry, DeliveryCommands.abandon, DeliveryCommands.resume,
    WithdrawCommand.withdraw,
    DeliveryCommands.takeDown, DeliveryCommands.takenDown,
    AnswerCommands.show, AnswerCommands.write,
    FeedbackCommands.list, TeamCommands.feedbackAdd, TeamCommands.feedbackImport, FeedbackCommands.reply,
    FeedbackCommands.resolve,
    OwnWordsCommands.say, OwnWordsCommands.correct,
    TeamCommands.task,
    TeamCommands.done, TeamCommands.remarks, ContactCommands.put, ContactCommands.list, ContactCommands.say,
    ContactCommands.talks, ContactCommands.remove, VerifyCommand.team, ShiftCommands.swapInTeam, TeamCommands.report,
    OutsideCommand.outside, serve,
  ] + OutgoingFormCommands.all)

private let serve = ServeCommand.make(
  .response, Bilingual("deliver approved statements to the newsroom", "把已批准的声明发布到官方通报页")
) { service in
  let publishing = Publishing(service: service)
  try await service.run([Loop("publishing") { try await publishing.look($0) }])
}

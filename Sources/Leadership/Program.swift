import Desk
import Service
import Wording

/// `levee-leadership`: the leadership group.
public let program = Program(
  "levee-leadership", team: .leadership,
  Bilingual(
    "levee-leadership: the leadership group's service and command line", "levee-leadership：舆情应急领导小组（领导小组）的服务和命令"),
  [
    TeamCommands.inbox, TeamCommands.watch, UndoCommand.team, ImprovementCommands.doneInTeam, ImprovementCommands.all,
    ImprovementCommands.accept, ImprovementCommands.sendBack, DecisionCommands.receive, MeetCommand.meet,
    MeetingCommands.show, MeetingCommands.signInOthers, DecisionCommands.decide,
    DecisionCommands.command,
    DecisionCommands.recordMeeting, DecisionCommands.notified,
    ReviewCommands.examine, ReviewCommands.read, ReviewCommands.approve, SignedApproval.toSign, ReviewCommands.return,
    ReviewCommands.propose,
    ReviewCommands.revoke, OwnWordsReview.review,
    ReviewCommands.waive, ReviewCommands.lower, WithdrawCommand.withdraw, ReviewAnswers.adopt, ReviewAnswers.renew,
    ClosingCommands.declareOver, ClosingCommands.receiveReport, ClosingCommands.review, ClosingCommands.close,
    ClosingCommands.stop, ClosingCommands.agreeToStop, RemarkCommand.remark, TeamCommands.remarks,
    PlanCommands.approve, PlanCommands.sendBack, PlanCommands.keep, PlanCommands.file, SeatCommands.list,
    GoalCommand.judge, OutsideCommand.outside, ClosingCommands.shortcomings, ImprovementCommands.retest,
    SeatCommands.decide,
    DecisionCommands.delegate, DecisionCommands.away,
    DecisionCommands.back, CircleCommands.reclassify, CircleCommands.restrict, CircleCommands.unrestrict,
    CircleCommands.name,
    CircleCommands.link, DecisionCommands.erase, ReadingsCommand.team, ContactCommands.list, ContactCommands.say,
    ContactCommands.talks, VerifyCommand.team, ShiftCommands.swapInTeam, NightCommands.nightTest,
    NightCommands.awake, serve,
  ] + OutgoingFormCommands.all + OutgoingFormCommands.reviews)

private let serve = ServeCommand.make(
  .leadership, Bilingual("tell leaders what waits for their decision, and publish the plan", "提醒领导有什么等着决定，发布现行预案")
) { service in
  let publishing = PlanPublishing(service: service)
  try await service.run([Loop("plan") { _ in try await publishing.look() }])
}

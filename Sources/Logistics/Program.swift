public import Desk
import Service
import Wording

/// `levee-logistics`: the logistics support team.
public let program = Program(
  "levee-logistics", team: .logistics,
  Bilingual("levee-logistics: the logistics team's service and command line", "levee-logistics：后勤保障小组（后勤小组）的服务和命令"),
  [
    TeamCommands.inbox, TeamCommands.watch, UndoCommand.team, ImprovementCommands.doneInTeam, TeamCommands.acknowledge,
    ResourceCommands.put, ResourceCommands.list,
    ResourceCommands.allocate, ResourceCommands.counselling, ChecklistCommands.certify, ChecklistCommands.standDown,
    TeamCommands.task, TeamCommands.done, TeamCommands.remarks, TeamCommands.retryWork, ChecklistCommands.report,
    reached,
    WayCommands.list,
    WayCommands.retry, serve,
  ])

private let reached = Command(
  "reached", "已通知到", Bilingual("say how you reached a person whom a notice did not", "登记您用什么方式通知到了本人"),
  [
    .positional("NOTICE", Bilingual("the notice, for example N3", "提醒编号，如 N3")),
    .positional("HOW", Bilingual("how: by telephone, in person", "方式：电话、当面等"), repeats: true),
  ]
) { invocation in
  let notice = try invocation.reference("NOTICE", .notice)
  let incident = try await invocation.ledger.notices.recordReached(notice, how: try invocation.words("HOW"))
  return try await invocation.done(
    Bilingual("\(notice) has reached them.", "\(notice) 已通知到本人。"), on: incident, values: ["notice": .id(notice)])
}

private let serve = ServeCommand.make(
  .logistics, Bilingual("reach people, probe tools and publishing platforms", "发送提醒，检查工具和发布平台")
) { service in
  let probing = Probing(service: service)
  let reaching = Reaching(service: service)
  // A platform that hangs keeps nobody from being told.
  try await service.run([
    Loop("probing") { try await probing.look($0) }, Loop("reaching") { try await reaching.look($0) },
  ])
}

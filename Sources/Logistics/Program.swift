public import CommandLine
import Service
import Workflow

/// `levee-logistics`: the logistics support team.
public let program = Program(
  "levee-logistics", team: .logistics,
  Bilingual("levee-logistics: the logistics team's service and command line", "levee-logistics：后勤保障组的服务与命令行"),
  [
    TeamCommands.inbox, TeamCommands.acknowledge, ResourceCommands.put, ResourceCommands.list,
    ResourceCommands.allocate, ResourceCommands.counselling, ChecklistCommands.certify, ChecklistCommands.standDown,
    TeamCommands.task, TeamCommands.done, TeamCommands.report, serve,
  ])

private let serve = ServeCommand.make(
  .logistics, Bilingual("probe tools and publishing platforms", "检测工具与发布平台")
) { service in
  let probing = Probing(service: service)
  try await service.run {
    try await probing.look()
  } stop: {
    try? await service.ledger.work.handBack(probing.holding.all)
  }
}

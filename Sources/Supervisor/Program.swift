public import Desk
import Service
import Wording

/// `levee-supervisor`: enforces the order of the workflow, and is what ops watch.
public let program = Program(
  "levee-supervisor", team: .supervisor,
  Bilingual("levee-supervisor: enforces the order of the workflow", "levee-supervisor：流程监督，上一步办完才放行下一步"),
  [StatusCommands.status, StatusCommands.health, StatusCommands.why, serve])

private let serve = ServeCommand.make(
  .supervisor, Bilingual("open stages, watch deadlines, seal history", "开启阶段、监督时限、存证记录")
) { service in
  let supervision = Supervision(service: service)
  let house = HouseFigures(service.readings)
  // Ends with the service.
  async let _ = supervision.watchOverLocks()
  try await service.run([Loop("supervising") { try await supervision.look($0) }]) {
    await supervision.stop()
  } figures: { page in
    await house.write(into: &page)
  } pages: {
    ["/status": { await house.status() }]
  }
}

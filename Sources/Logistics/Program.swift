public import Desk
import HTTPServer
import Service
import Wording

/// `levee-logistics`: the logistics support team.
public let program = Program(
  "levee-logistics", team: .logistics,
  Bilingual("levee-logistics: the logistics team's service and command line", "levee-logistics：后勤保障小组（后勤小组）的服务和命令"),
  [
    TeamCommands.inbox, TeamCommands.watch, UndoCommand.team, ImprovementCommands.doneInTeam, TeamCommands.acknowledge,
    ResourceCommands.put, ResourceCommands.list, ResourceCommands.standing, VerifyCommand.team, ResourceCommands.tools,
    ResourceCommands.owner, ResourceCommands.retire, ResourceSheet.importing, ResourceSheet.exporting,
    ContactCommands.put, ContactCommands.list, ContactCommands.say, ContactCommands.talks, ContactCommands.remove,
    ContactSheet.importing, ContactSheet.exporting,
    SupplyCommands.allocate, SupplyCommands.handBack, SupplyCommands.counselling, ChecklistCommands.certify,
    ChecklistCommands.standDown, ShiftCommands.swapInTeam,
    TeamCommands.task, TeamCommands.done, TeamCommands.remarks, TeamCommands.retryWork, ChecklistCommands.report,
    reached,
    WayCommands.list,
    WayCommands.retry, PreparingCommands.restoreTried, PreparingCommands.wake, serve,
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
  let telling = Telling(service: service)
  let page = try service.openReadingPage()
  defer { page?.stop() }
  let registry = RegistrySweep(service: service)
  // A platform that hangs keeps nobody from being told.
  try await service.run([
    Loop("probing") { try await probing.look($0) },
    Loop("registry") { _ in try await registry.look() },
    Loop("reaching") { try await reaching.look($0) },
    Loop("telling") { try await telling.look($0) },
  ])
}

extension Service {
  /// Serves the pages behind links, where the settings say an address for them.
  fileprivate func openReadingPage() throws -> Server? {
    guard let address = environment["LEVEE_READING_PAGE"].flatMap(Address.init) else { return nil }
    let page = ReadingPage(ledger: ledger(as: .codes))
    do {
      let server = try Server(at: address, limit: 4096, answer: { await page.page($0) }, take: { await page.take($0) })
      log.info("reading_page", ["address": server.address])
      return server
    } catch {
      throw Failure(
        .configuration, Bilingual("\(error.address) cannot be listened on.", "无法监听 \(error.address)。"),
        advice: Bilingual(
          "Give the reading page an address of its own: reading-page in the service's file.",
          "请在配置文件中为阅知页面指定独立的地址：reading-page。"),
        detail: error.description)
    }
  }
}

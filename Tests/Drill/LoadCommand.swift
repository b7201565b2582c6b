import FoundationEssentials
import TestHouse

/// `drill load`: scripted teams work against services that somebody else has started, while somebody else does something to
/// the servers. It says how long nothing moved, and leaves what was accepted for the checker.
struct LoadCommand {
  let environment: [String: String]

  func run() async throws {
    guard let server = environment["DRILL_SERVER"], let folder = environment["DRILL_FOLDER"] else {
      throw NeverHappened(what: "DRILL_SERVER and DRILL_FOLDER are given")
    }
    let seconds = Double(environment["DRILL_SECONDS"] ?? "") ?? 60
    let crew = Crew(server: server, database: environment["DRILL_DATABASE"] ?? "levee", sessions: 4)
    let accepted = try Accepted(path: folder + "/accepted.csv")
    let campaign = Campaign(crew: crew, accepted: accepted, channels: ["inside"])
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    let tending = Task { await campaign.tend() }
    let observing = Task { await campaign.observe() }
    try await campaign.run(width: Int(environment["DRILL_WIDTH"] ?? "") ?? 12, most: .max) { clock.now >= end }
    try await FaultsCommand.settle(crew)
    tending.cancel()
    observing.cancel()
    await tending.value
    await observing.value
    await crew.close()
    Report.result(
      "incidents    \(campaign.incidents) opened, \(campaign.closed) closed; \(accepted.total) steps accepted")
    Report.result(
      "still        \((campaign.stillness.longest * 10).rounded() / 10) s at the longest without a transition or a receipt"
    )
    for (name, count) in campaign.unexplained.sorted(by: { $0.key < $1.key }) {
      Report.result("refused      \(name) \(count)")
    }
  }
}

import FoundationEssentials
import Glibc
import Synchronization

/// `drill faults`: runs a campaign in a database that `scripts/faults` has made, and prints what happened. What the tables say
/// afterwards is not its business: that is asked by SQL of its own.
struct FaultsCommand {
  let environment: [String: String]

  private func setting(_ name: String) throws -> String {
    guard let value = environment[name] else { throw Missing(name: name) }
    return value
  }

  struct Missing: Error { let name: String }

  func run() async throws -> Int32 {
    let database = try setting("DRILL_DATABASE")
    let folder = try setting("DRILL_FOLDER")
    let seed = UInt64(try setting("DRILL_SEED")) ?? 1
    let seconds = Double(try setting("DRILL_SECONDS")) ?? 60
    let width = Int(try setting("DRILL_WIDTH")) ?? 24
    let gap = Double(try setting("DRILL_GAP")) ?? 0.15
    let crew = Crew(database: database, sessions: 4)
    let fleet = try await Fleet(
      database: database, firstPort: Int(try setting("DRILL_PORT")) ?? 25000, environment: ["LANG": "C.UTF-8"])
    let injector = Injector(
      seed: seed, fleet: fleet, crew: crew, database: database, newsroom: try setting("DRILL_NEWSROOM"),
      modeFile: folder + "/mode", restart: try setting("DRILL_RESTART"))
    let accepted = try Accepted(path: folder + "/accepted.csv")
    let campaign = Campaign(crew: crew, injector: injector, accepted: accepted, channels: ["inside", "hook"])
    fleet.start()

    let clock = ContinuousClock()
    let began = clock.now
    let end = began + .seconds(seconds)
    let tending = Task { await campaign.tend() }
    let observing = Task { await campaign.observe() }
    let injecting = Task { await injector.run(gap: .seconds(gap)) }
    let driving = Task { try await campaign.run(width: width, most: .max) { clock.now >= end } }
    while clock.now < end {
      try await Task.sleep(for: .seconds(min(30, (end - clock.now).inSeconds + 0.01)))
      Report.progress(
        "\(Int((clock.now - began).inSeconds)) s: \(injector.total) faults, \(campaign.incidents) incidents, \(campaign.closed) closed"
      )
    }
    injecting.cancel()
    await injecting.value
    let calm = clock.now
    try await driving.value
    try await Self.settle(crew)
    let settled = clock.now
    tending.cancel()
    observing.cancel()
    await tending.value
    await observing.value
    let bad = await fleet.end()
    await crew.close()

    Report.result("faults       \(injector.total) in \(Int((calm - began).inSeconds)) s, seed \(seed)")
    let counts = injector.counts
    let recoveries = injector.recoveries
    for fault in Injector.Fault.allCases {
      let times = (recoveries[fault] ?? []).sorted()
      Report.result(
        "  " + pad("\(counts[fault] ?? 0)", 6) + " " + fault.rawValue
          + (times.isEmpty
            ? "" : " · moved again after p50 \(percentile(times, 0.5)) s, p99 \(percentile(times, 0.99)) s"))
    }
    let all = recoveries.values.flatMap { $0 }.sorted()
    if !all.isEmpty { Report.result("recovery     p50 \(percentile(all, 0.5)) s, p99 \(percentile(all, 0.99)) s") }
    Report.result("incidents    \(campaign.incidents) opened, \(campaign.closed) closed")
    Report.result("steps        \(accepted.total) accepted")
    Report.result("starts       \(fleet.posts.map { "\($0.name) \($0.starts)" }.joined(separator: ", "))")
    Report.result("calm again   \(Int((settled - calm).inSeconds)) s after the last fault")
    for (name, count) in campaign.unexplained.sorted(by: { $0.key < $1.key }) {
      Report.result("refused      \(name) \(count)")
    }
    if !bad.isEmpty { Report.result("not ended well: \(bad.joined(separator: ", "))") }
    return bad.isEmpty ? 0 : 1
  }

  /// Waits until nothing is queued and everything is sealed.
  static func settle(_ crew: Crew) async throws {
    for _ in 0..<3000 {
      let rows = try? await crew.look(
        """
        select not exists (select from levee.work where kind in ('deliver', 'post', 'retract', 'unpost', 'notify'))
          and not exists (select from levee.unsealed) as done
        """)
      if let done = try? rows?.first?["done"] as Bool?, done { return }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func percentile(_ sorted: [Double], _ share: Double) -> String {
    let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    return String((value * 100).rounded() / 100)
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

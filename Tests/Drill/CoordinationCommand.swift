import FoundationEssentials
import Postgres
import TestHouse
import Workflow

/// `drill coordination`: measures the house that `scripts/bench coordination` has started, beside what the server itself can do.
struct CoordinationCommand {
  let environment: [String: String]

  func run() async throws {
    let database = environment["DRILL_DATABASE"] ?? "levee"
    let cases = Int(environment["DRILL_CASES"] ?? "") ?? 400
    let workers = Int(environment["DRILL_WORKERS"] ?? "") ?? 16
    let crew = Crew(database: database, sessions: max(2, workers / 4))
    let bench = Coordination(crew: crew, database: database)
    bench.start()
    // Warm: sessions, statements, caches.
    _ = try await bench.run(cases: workers * 2, workers: workers)

    var rates: [Double] = []
    var busy: [Coordination.Passage] = []
    for _ in 0..<3 {
      let run = try await bench.run(cases: cases, workers: workers)
      rates.append(Double(cases) / run.seconds)
      busy += run.passages
    }
    result("incidents_per_second", rates.sorted()[1])
    result("busy_wake_p50_ms", percentile(wakes(busy), 0.5) * 1000)
    result("busy_wake_p99_ms", percentile(wakes(busy), 0.99) * 1000)

    let raw = try await rawRoundTrips(database)
    let commits = try await commitTimes(crew)
    let first = try await bench.newest()
    let passages = try await bench.lonely(60)
    let delays = try await bench.transitionDelays(after: first)
    result("notify_round_trip_p50_ms", percentile(raw, 0.5) * 1000)
    result("notify_round_trip_p99_ms", percentile(raw, 0.99) * 1000)
    result("commit_p50_ms", percentile(commits, 0.5) * 1000)
    result("commit_p99_ms", percentile(commits, 0.99) * 1000)
    result("transition_p50_ms", percentile(delays, 0.5) * 1000)
    result("transition_p99_ms", percentile(delays, 0.99) * 1000)
    result("wake_p50_ms", percentile(wakes(passages), 0.5) * 1000)
    result("wake_p99_ms", percentile(wakes(passages), 0.99) * 1000)
    let delivery = passages.map { $0.waits[3] }.sorted()
    result("delivery_p50_ms", percentile(delivery, 0.5) * 1000)
    result("lonely_p50_ms", percentile(passages.map(\.total).sorted(), 0.5) * 1000)
    result("lonely_waiting_p50_ms", percentile(passages.map { $0.waits.reduce(0, +) }.sorted(), 0.5) * 1000)
    bench.stop()
    await crew.close()
  }

  /// From a step to the next stage. The delivery is no wake of the supervisor: left out here, it is in the whole.
  private func wakes(_ passages: [Coordination.Passage]) -> [Double] {
    passages.flatMap { passage in passage.waits.enumerated().filter { $0.offset != 3 }.map(\.element) }.sorted()
  }

  /// One notification to another session and one back.
  private func rawRoundTrips(_ database: String) async throws -> [Double] {
    let configuration = Configuration("host=\(TestDatabase.host) dbname=\(database) user=postgres")
    let here = try await Connection.connect(configuration)
    let there = try await Connection.connect(configuration)
    try await here.run("listen bench_here")
    try await there.run("listen bench_there")
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<500 {
      let began = clock.now
      try await here.run("notify bench_there")
      while try await there.notifications(upTo: .seconds(5)).isEmpty {}
      try await there.run("notify bench_here")
      while try await here.notifications(upTo: .seconds(5)).isEmpty {}
      times.append((clock.now - began).inSeconds)
    }
    await here.close()
    await there.close()
    return times.sorted()
  }

  /// One small row, committed.
  private func commitTimes(_ crew: Crew) async throws -> [Double] {
    _ = try await crew.look("create table if not exists public.bench_commit (n int)")
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<300 {
      let began = clock.now
      _ = try await crew.look("insert into public.bench_commit values (1)")
      times.append((clock.now - began).inSeconds)
    }
    return times.sorted()
  }

  private func result(_ name: String, _ value: Double) { Report.result("\(name) \((value * 100).rounded() / 100)") }

  private func percentile(_ sorted: [Double], _ share: Double) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }
}

/// `drill script`: the same statements for pgbench, an incident a transaction of its own making.
///
/// Each statement is sent in the session of the person whose step it is (`set session authorization`), as in the drill. The
/// supervisor's and the service's statements stand where the drill waits for them.
struct ScriptCommand {
  func run() {
    var lines = [
      "set session authorization sun \\;", "set role levee_monitoring;",
      "insert into levee.incident (title, kind, exercise, severity) values ('bench', 'other', false, 'II') returning id \\gset",
    ]
    var actor = "sun"
    func act(_ person: String, _ team: String) {
      guard person != actor else { return }
      actor = person
      lines.append("set session authorization default \\;")
      lines.append("set session authorization \(person) \\;")
      lines.append("set role levee_\(team);")
    }
    func add(_ statement: String) {
      lines.append(statement.split(separator: "\n").joined(separator: " ") + ";")
    }
    for (index, stage) in Script(channels: ["inside"], feedback: false).acts.enumerated() {
      for step in stage.steps {
        act(step.person, step.team.rawValue)
        add(step.sql.replacing("$i", with: ":id"))
      }
      if stage.stage == .responding {
        act("svc_response", "response")
        add("call bench.deliver(:id)")
        act("wang", "leadership")
        add(Script.over.sql.replacing("$i", with: ":id"))
      }
      act("svc_supervisor", "supervisor")
      add("call bench.advance(:id, '\(Stage.allCases[index + 1].rawValue)')")
    }
    lines.append("set session authorization default;")
    Report.result(lines.joined(separator: "\n"))
  }
}

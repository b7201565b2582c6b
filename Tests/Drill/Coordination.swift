import FoundationEssentials
import Postgres
import Synchronization
import TestHouse
import Workflow

/// Drives incidents as fast as the house goes, with the real services around: each worker takes one incident after another
/// through every stage, waiting for its bell as a team does.
final class Coordination: Sendable {
  private let crew: Crew
  private let script: Script
  private let stages: StageWatch
  private let bells: Ringer
  private let taken = Atomic(0)

  init(crew: Crew, database: String) {
    self.crew = crew
    script = Script(channels: ["inside"], feedback: false)
    bells = Ringer(crew: crew)
    stages = StageWatch(crew: crew, database: database)
  }

  /// What one incident took.
  struct Passage: Sendable {
    var total = 0.0
    /// Seconds in which a person waited for the machine: from their step to the next stage.
    var waits: [Double] = []
  }

  func start() { stages.start() }
  func stop() { stages.stop() }

  /// - Returns: seconds that all of them took, and what each took.
  func run(cases: Int, workers: Int) async throws -> (seconds: Double, passages: [Passage]) {
    let last = taken.load(ordering: .relaxed) + cases
    let clock = ContinuousClock()
    let began = clock.now
    let passages = try await withThrowingTaskGroup(of: [Passage].self) { group in
      for _ in 0..<workers {
        group.addTask {
          var passages: [Passage] = []
          while self.taken.add(1, ordering: .relaxed).newValue <= last { passages.append(try await self.drive()) }
          return passages
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    // The places that were asked for and not used.
    taken.store(last, ordering: .relaxed)
    return ((clock.now - began).inSeconds, passages)
  }

  /// One incident after the other, each alone in the house.
  func lonely(_ count: Int) async throws -> [Passage] {
    var passages: [Passage] = []
    for _ in 0..<count { passages.append(try await drive()) }
    return passages
  }

  private func drive() async throws -> Passage {
    let clock = ContinuousClock()
    var passage = Passage()
    let began = clock.now
    let rows = try await crew.run(
      "sun", .monitoring,
      "insert into levee.incident (title, kind, exercise, severity) values ('bench', 'other', false, 'II') returning id"
    )
    let incident: Int = try rows[0]["id"]
    for act in script.acts {
      for step in act.steps { _ = try await crew.run(step.person, step.team, step.statement(incident)) }
      var asked = clock.now
      if act.stage == .responding {
        bells.ring()
        try await stages.wait(incident, .delivered)
        passage.waits.append((clock.now - asked).inSeconds)
        _ = try await crew.run(Script.over.person, Script.over.team, Script.over.statement(incident))
        asked = clock.now
      }
      bells.ring()
      try await stages.wait(incident, .left(act.stage))
      passage.waits.append((clock.now - asked).inSeconds)
    }
    passage.total = (clock.now - began).inSeconds
    return passage
  }

  /// Seconds from a committed fact to the supervisor's committed transition, by the server's own commit times: of
  /// incidents with a number above `first`.
  func transitionDelays(after first: Int) async throws -> [Double] {
    try await crew.look(
      """
      select extract(epoch from pg_xact_commit_timestamp(t.xmin) - f.at)::double precision as delay
      from levee.transition t join lateral (
        select max(x.at) as at from (
          select pg_xact_commit_timestamp(a.xmin) as at from levee.assessment a
            where a.incident_id = t.incident_id and t.to_stage = 'commanding'
          union all select pg_xact_commit_timestamp(c.xmin) from levee.command c
            where c.incident_id = t.incident_id and t.to_stage = 'planning'
          union all select pg_xact_commit_timestamp(v.xmin) from levee.review v
            where v.incident_id = t.incident_id and v.kind = 'plan' and t.to_stage = 'responding'
          union all select pg_xact_commit_timestamp(o.xmin) from levee.response_over o
            where o.incident_id = t.incident_id and t.to_stage = 'reviewing'
          union all select pg_xact_commit_timestamp(o.xmin) from levee.closure o
            where o.incident_id = t.incident_id and t.to_stage = 'closed') x) f on true
      where t.incident_id > \(first) and t.incident_id <= (select last_value from levee.incident_id_seq) order by 1
      """
    ).map { try $0["delay"] }
  }

  /// The newest incident's number; those that were made as history have none of the sequence.
  func newest() async throws -> Int {
    try await crew.look("select last_value as id from levee.incident_id_seq")[0]["id"]
  }
}

/// Rings after commits, at most one ring under way: rings that come meanwhile become one.
final class Ringer: Sendable {
  private let crew: Crew
  private let state = Mutex((isRinging: false, again: false))

  init(crew: Crew) { self.crew = crew }

  func ring() {
    let starts = state.withLock { state in
      if state.isRinging {
        state.again = true
        return false
      }
      state.isRinging = true
      return true
    }
    guard starts else { return }
    Task {
      repeat {
        try? await crew.ring()
      } while state.withLock { state in
        if state.again {
          state.again = false
          return true
        }
        state.isRinging = false
        return false
      }
    }
  }
}

/// Tells waiting workers when their incident has got on: one listener and one question for all of them.
final class StageWatch: Sendable {
  enum Goal: Sendable {
    case left(Stage)
    /// Everything that was sent has its receipt.
    case delivered
  }

  private struct Waiting {
    let goal: Goal
    let continuation: CheckedContinuation<Void, Never>
  }

  private let crew: Crew
  private let listener: Listener
  private let waiting = Mutex<[Int: Waiting]>([:])
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(crew: Crew, database: String) {
    self.crew = crew
    listener = Listener(
      Configuration("host=\(TestDatabase.host) dbname=\(database) user=postgres"),
      channels: ["levee_leadership"], fallback: .seconds(1))
  }

  func start() {
    task.withLock { task in
      task = Task {
        do {
          for try await _ in listener { try await look() }
        } catch {
          if !(error is CancellationError) { Report.progress("drill: the stage watch ended: \(error)") }
        }
      }
    }
  }

  func stop() { task.withLock { $0?.cancel() } }

  func wait(_ incident: Int, _ goal: Goal) async throws {
    await withCheckedContinuation { continuation in
      waiting.withLock { $0[incident] = Waiting(goal: goal, continuation: continuation) }
    }
  }

  private func look() async throws {
    let ids = waiting.withLock { Array($0.keys) }
    guard !ids.isEmpty else { return }
    let rows = try await crew.look(
      """
      select i.id, i.stage, exists (select from levee.work w where w.incident_id = i.id and w.kind = 'deliver') as busy
      from levee.incident i where i.id = any (\(ids)::bigint[])
      """)
    for row in rows {
      let id: Int = try row["id"]
      let stage: Stage = try row["stage"]
      let isBusy: Bool = try row["busy"]
      let done: Waiting? = waiting.withLock { waiting in
        guard let one = waiting[id] else { return nil }
        let isThere =
          switch one.goal {
          case .left(let before): stage != before
          case .delivered: !isBusy
          }
        return isThere ? waiting.removeValue(forKey: id) : nil
      }
      done?.continuation.resume()
    }
  }
}

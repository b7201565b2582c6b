import FoundationEssentials
import Glibc
import Postgres
import Synchronization
import TestHouse

/// Many incidents at a time, driven by scripted teams while everything around them fails.
final class Campaign: Sendable {
  private let crew: Crew
  private let injector: Injector?
  private let accepted: Accepted
  private let script: Script
  private let surprises = Mutex<[String: Int]>([:])
  private let opened = Atomic(0)
  private let finished = Atomic(0)
  /// How long nothing was committed by any service.
  let stillness = Stillness()

  init(crew: Crew, injector: Injector? = nil, accepted: Accepted, channels: [String]) {
    self.crew = crew
    self.injector = injector
    self.accepted = accepted
    script = Script(channels: channels, feedback: true)
  }

  /// Refusals that no rule explains, by name.
  var unexplained: [String: Int] { surprises.withLock { $0 } }
  var incidents: Int { opened.load(ordering: .relaxed) }
  var closed: Int { finished.load(ordering: .relaxed) }

  /// Keeps `width` incidents open until it is cancelled, and ends those that are open then.
  func run(width: Int, most: Int, until isOver: @escaping @Sendable () -> Bool) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<width {
        group.addTask {
          while !isOver() {
            let number = self.opened.add(1, ordering: .relaxed).newValue
            if number > most {
              self.opened.subtract(1, ordering: .relaxed)
              return
            }
            try await self.drive(number)
            self.finished.add(1, ordering: .relaxed)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Sees to what only people can do, again and again: failed deliveries are tried anew, people whom no notice reached are called.
  func tend() async {
    while !Task.isCancelled {
      _ = try? await crew.run(
        "zhou", .response,
        "select levee.revive(subject) from levee.work where kind in ('deliver', 'post') and state = 'dead'")
      _ = try? await crew.run(
        "wu", .logistics, "select levee.record_reached(notice_id, 'by telephone') from levee.unreached")
      try? await crew.ring()
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// Tells the injector whenever a service has committed something.
  func observe() async {
    var last = ""
    while !Task.isCancelled {
      let rows = try? await crew.look(
        """
        select (select count(*) from levee.transition) || ' ' || (select count(*) from levee.delivery_receipt) as mark
        """)
      if let mark = try? rows?.first?["mark"] as String?, mark != last {
        last = mark
        injector?.moved()
        stillness.moved()
      }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// One incident, from its opening to the archive.
  private func drive(_ number: Int) async throws {
    // In earnest; as an exercise at a pace at which some deadlines fall due, and at one at which most do.
    let (exercise, rate) = [(false, 1), (true, 60), (true, 300), (true, 60)][number % 4]
    let title = "drill \(number)"
    let incident = try await stubbornly {
      if let row = try await self.crew.look("select id from levee.incident where title = \(title)").first {
        return try row["id"] as Int
      }
      let rows = try await self.crew.run(
        "sun", .monitoring,
        """
        insert into levee.incident (title, kind, exercise, clock_rate, severity)
        values (\(title), 'service_outage', \(exercise), \(Double(rate)), 'II') returning id
        """)
      return try rows[0]["id"] as Int
    }
    accepted.record("incident", of: incident)
    for act in script.acts {
      try await wait(incident, "stage = '\(act.stage.rawValue)'")
      for step in act.steps { try await take(step, incident) }
      if act.stage == .responding {
        try await wait(
          incident,
          "not exists (select from levee.work w where w.incident_id = i.id and w.kind in ('deliver', 'post'))")
        try await take(Script.over, incident)
      }
    }
    try await wait(incident, "stage = 'closed'")
  }

  /// Takes a step until the database has said yes, or it turns out that it had.
  private func take(_ step: Script.Step, _ incident: Int) async throws {
    try await stubbornly {
      if try await self.crew.look(step.isDone(incident))[0]["done"] { return }
      do {
        _ = try await self.crew.run(step.person, step.team, step.statement(incident))
      } catch PostgresError.server(let error) where Self.isRefusal(error) {
        // Said yes before, over a connection that broke before the answer came.
        if try await self.crew.look(step.isDone(incident))[0]["done"] { return }
        throw PostgresError.server(error)
      }
    }
    accepted.record(step.name, of: incident)
    if !(injector?.losesBell() ?? false) { try? await crew.ring() }
  }

  private func wait(_ incident: Int, _ condition: String) async throws {
    let question = Statement(
      unsafeSQL: "select exists (select from levee.incident i where i.id = \(incident) and \(condition)) as so")
    while true {
      let isSo = try await stubbornly { try await self.crew.look(question)[0]["so"] as Bool }
      if isSo { return }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Does something until no connection breaks meanwhile. A refusal that stays is counted, and tried again: it must pass.
  private func stubbornly<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    var refusals = 0
    while true {
      do {
        return try await body()
      } catch let error as PostgresError {
        if case .server(let server) = error, Self.isRefusal(server) {
          refusals += 1
          surprises.withLock { $0[server.constraint ?? server.sqlState, default: 0] += 1 }
          guard refusals < 50 else { throw error }
        }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  private static func isRefusal(_ error: ServerError) -> Bool {
    error.sqlState == "LV001" || error.sqlState.hasPrefix("23") || error.sqlState == "42501"
  }
}

/// The longest time between two signs of life.
final class Stillness: Sendable {
  private struct State {
    var last = ContinuousClock.now
    var longest = 0.0
  }

  private let state = Mutex(State())

  func moved() {
    let now = ContinuousClock.now
    state.withLock { state in
      state.longest = max(state.longest, (now - state.last).inSeconds)
      state.last = now
    }
  }

  var longest: Double { state.withLock { $0.longest } }
}

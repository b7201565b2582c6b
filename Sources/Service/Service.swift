import Desk
import Dispatch
public import FoundationEssentials
import Glibc
public import HTTPServer
public import Ledger
import Wording
public import Workflow

/// What every long-running process shares.
///
/// Guarantees:
/// - each of its loops looks at the tables when it starts, when the bell rings, after each reconnect, and on a timer: one path
///   for all;
/// - rings that come while it works become one more look; a flood of rings costs at most fifty looks a second;
/// - once a second at most it tells its team's people what waits for them; that this fails keeps nothing else from being done;
/// - a failed look is logged and tried again, later each time it fails again; it never ends the service. What it had claimed
///   when the database went away is handed back first;
/// - on SIGTERM the looks that are running end as usual, `stop` is called, and the process leaves;
/// - a heartbeat says every five seconds that the process is here.
public struct Service: Sendable {
  public let team: Team
  /// The tables, for the service's own work. A call waits up to thirty seconds for a server that is away.
  public let ledger: Ledger
  public let log: Log
  public let vitals: Vitals
  /// The process's environment, with what its settings say.
  public let environment: [String: String]
  /// This process, for this start.
  public let id: UUID
  /// The tables, for pages that are asked for: a session of its own, and no patience.
  public let readings: Ledger
  private let database: String
  /// A session of its own with other rights than the team's.
  public func ledger(as access: Ledger.Access) -> Ledger {
    Ledger(team: team, access: access, connection: database, size: 2)
  }
  private let every: Duration
  private let listen: Address?
  /// What costs more the more is open, and is in no hurry: reminding, sweeping, clearing away.
  public let slowBeat: Beat
  private let reminding: Beat
  /// How often the service looks when nobody rings, in seconds.
  public var interval: Double { every.inSeconds }

  init(team: Team, settings: ServiceSettings) {
    self.team = team
    database = settings.database
    every = settings.every
    listen = settings.listen
    slowBeat = Beat(every: min(.seconds(1), settings.every))
    reminding = Beat(every: min(.seconds(1), settings.every))
    environment = settings.environment
    vitals = Vitals()
    ledger = Ledger(team: team, connection: database, size: 4, patience: .seconds(30))
    readings = Ledger(team: team, connection: settings.database)
    log = Log(service: team.rawValue, vitals: vitals)
    id = UUID()
  }

  /// The name of this machine.
  public static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, 255)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Runs until a signal asks it to stop.
  /// - Parameters:
  ///   - loops: what it does; none for a service that only reminds its team.
  ///   - stop: what is to be said before leaving; what is held is handed back anyway.
  ///   - figures: adds to the page of metrics what is no figure of the process itself.
  ///   - pages: further pages, by path.
  ///   - take: what becomes of what is posted; nil where nothing is taken.
  /// - Throws: when the service cannot work at all: no schema, no role, a proxy that loses notifications.
  public func run(
    _ loops: [Loop] = [Loop("reminding") { _ in }], stop: @escaping @Sendable () async -> Void = {},
    figures: @escaping @Sendable (inout Exposition) async -> Void = { _ in },
    pages: () -> [String: @Sendable () async -> Server.Answer] = { [:] },
    take: (@Sendable (Server.Posted) async -> Server.Answer?)? = nil
  ) async throws {
    let endpoints = try openEndpoints(figures: figures, pages: pages(), take: take)
    defer { endpoints?.stop() }
    vitals.watch(loops.map(\.name))
    try await arrive()
    let turns = loops.map { loop in
      (
        loop: loop, holding: Holding(loop: loop.name, ledger: ledger, vitals: vitals),
        wakes: AsyncStream.makeStream(of: Ledger.Wake.self, bufferingPolicy: .bufferingNewest(1))
      )
    }
    let feeds = turns.map(\.wakes.continuation)
    let listening = Task {
      defer { for feed in feeds { feed.finish() } }
      for try await wake in Ledger.bell(of: team, connection: database, fallback: every) {
        hear(wake)
        for feed in feeds { feed.yield(wake) }
      }
    }
    let beating = Task { await beat() }
    let leave: @Sendable () -> Void = {
      listening.cancel()
      for feed in feeds { feed.finish() }
    }
    let shutdown = Shutdown(requested: leave)
    log.info("started", ["pid": getpid(), "process": id.uuidString, "release": Release.name])
    try await withThrowingTaskGroup { group in
      for turn in turns {
        group.addTask {
          // A loop that cannot work at all ends the others after the look that each is in.
          defer { leave() }
          try await go(turn.loop, turn.holding, turn.wakes.stream)
        }
      }
      try await group.waitForAll()
    }
    withExtendedLifetime(shutdown) {}
    beating.cancel()
    ServiceManager.stopping()
    log.info("stopping")
    await stop()
    for turn in turns { try? await turn.holding.handBack() }
    try? await ledger.operations.depart(process: id)
    await ledger.close()
    await readings.close()
    do { try await listening.value } catch is CancellationError {}
    log.info("stopped")
  }

  /// Looks at each wake, until there are no more.
  private func go(_ loop: Loop, _ holding: Holding, _ wakes: AsyncStream<Ledger.Wake>) async throws {
    let clock = ContinuousClock()
    var recent: [ContinuousClock.Instant] = []
    var failures = 0
    var failedAtWork = false
    var again = clock.now
    for await wake in wakes {
      let began = clock.now
      holding.turn()
      switch wake {
      case .disconnected: continue  // nothing is there to look at
      case .connected: again = began  // what failed may have failed for that
      case .rung, .timer: if began < again { continue }
      }
      let problem = try await lookOnce(loop, holding)
      let worked = holding.hasClaimed()
      // What failed at a piece of work is not well again before it has done one: for now that work waits for its next time.
      if problem != nil || worked || !failedAtWork {
        failedAtWork = problem != nil && worked
        vitals.looked(loop.name, for: clock.now - began, problem: problem)
        failures = problem == nil ? 0 : failures + 1
      }
      // A look that fails for a reason of its own is not tried again by each ring.
      again = failures < 2 ? began : clock.now + .seconds(min(1 << min(failures - 2, 5), 30))
      // Ten in a row at once, fifty a second in the long run: who rings seldom does not wait for those who ring often.
      recent.append(began)
      if recent.count > 10 { recent.removeFirst() }
      if recent.count == 10 { try? await clock.sleep(until: recent[0] + .milliseconds(200)) }
    }
  }

  /// What the bell says of the database.
  private func hear(_ wake: Ledger.Wake) {
    if case .disconnected(let reason) = wake {
      vitals.listens(false)
      log.warning("database_lost", ["reason": reason])
      ServiceManager.say("the database is away: \(reason.prefix { $0 != "\n" })")
      return
    }
    vitals.woke(wake.cause)
    // Any wake comes over a connection that listens; the one that says so may have become one with the next.
    vitals.listens(true)
  }

  /// One look, after what is held was handed back; then people are told what waits for them.
  /// - Returns: what went wrong, which is logged; nil when all went well.
  /// - Throws: `LedgerError.schemaMissing` or `.notAllowed`: the service cannot work at all.
  private func lookOnce(_ loop: Loop, _ holding: Holding) async throws -> String? {
    let problem: String
    do {
      try await holding.handBack()
      try await loop.look(holding)
      try await remind()
      if vitals.haveAllLooked(but: loop.name) { ServiceManager.ready() }
      return nil
    } catch let error as LedgerError {
      if case .schemaMissing = error { throw error }
      if case .notAllowed = error { throw error }
      problem = Self.describe(error)
      // What fails for a reason of its own runs out of attempts by its lease, as if its holder had died.
      if case .postgres = error {} else { holding.removeAll() }
    } catch {
      problem = Self.describe(error)
    }
    log.error("look_failed", ["loop": loop.name, "reason": problem])
    return problem
  }

  /// One line for `systemctl status`.
  public func say(_ status: String) { ServiceManager.say(status) }

  private func openEndpoints(
    figures: @escaping @Sendable (inout Exposition) async -> Void,
    pages: [String: @Sendable () async -> Server.Answer], take: (@Sendable (Server.Posted) async -> Server.Answer?)?
  ) throws -> Server? {
    guard let listen else { return nil }
    let endpoints = Endpoints(name: team.rawValue, vitals: vitals, every: every, figures: figures, pages: pages)
    do {
      let server = try Server(at: listen, answer: { await endpoints.answer($0) }, take: take)
      log.info("listening", ["address": server.address])
      return server
    } catch {
      throw Failure(
        .configuration,
        Bilingual("\(error.address) cannot be listened on.", "无法监听 \(error.address)。"),
        advice: Bilingual(
          "Give this service an address of its own: --listen 127.0.0.1:PORT, listen in its file, or off.",
          "请为该服务指定独立的地址：--listen 127.0.0.1:端口，或在配置文件中设置 listen，或设为 off。"), detail: error.description)
    }
  }

  /// The first heartbeat, which also asks whether the schema accepts a program of this age. A session that is cut in the
  /// middle of it says nothing about the service: another is tried.
  private func arrive() async throws {
    for _ in 1...3 {
      do {
        return try await heartbeat()
      } catch LedgerError.postgres(let error) where error.endsSession {
        log.warning("database_lost", ["reason": error.description])
      }
    }
    try await heartbeat()
  }

  private func heartbeat() async throws {
    try await ledger.operations.heartbeat(process: id, host: Self.host, pid: Int(getpid()))
  }

  /// Tells the team's people what waits for them; logistics' service sends it on.
  private func remind() async throws {
    guard Team.working.contains(team), reminding.isDue() else { return }
    let told = try await ledger.notices.remind()
    guard told > 0 else { return }
    log.info("people_told", ["notices": told])
    try await ledger.ring([.logistics])
  }

  private func beat() async {
    while !Task.isCancelled {
      try? await heartbeat()
      try? await Task.sleep(for: .seconds(5))
    }
  }

  /// An error for the log: names and codes, no values.
  public static func describe(_ error: any Error) -> String {
    (error as? LedgerError)?.inTheLog ?? "\(type(of: error))"
  }
}

extension Ledger.Wake {
  /// A word for figures.
  fileprivate var cause: String {
    switch self {
    case .connected: "connected"
    case .rung: "rung"
    case .timer: "timer"
    case .disconnected: "disconnected"
    }
  }
}

public import Postgres
import Synchronization
public import Workflow

/// Two sessions, step by step, in a given order. A step that has to wait for the other session waits, and what follows it
/// in its own session waits with it, as in PostgreSQL's isolation tests.
public struct Race: Sendable {
  public struct Runner: Sendable {
    public let person: String
    public let team: Team?
    /// Each may be several statements.
    public let steps: [String]

    public init(_ person: String, _ team: Team?, _ steps: [String]) {
      self.person = person
      self.team = team
      self.steps = steps
    }
  }

  let runners: [Runner]

  public init(_ first: Runner, _ second: Runner) { runners = [first, second] }

  /// The same with its sessions at other isolation levels: what each begins with "begin" begins at that level.
  public func at(_ levels: [String]) -> Race {
    let changed = zip(runners, levels).map { runner, level in
      Runner(
        runner.person, runner.team,
        runner.steps.map { $0.hasPrefix("begin") ? "begin isolation level \(level)" + $0.dropFirst("begin".count) : $0 }
      )
    }
    return Race(changed[0], changed[1])
  }

  /// All orders of the steps of both, each session's own order kept: twenty for three steps each. 0 is the first session.
  public var orders: [[Int]] {
    func merge(_ first: Int, _ second: Int) -> [[Int]] {
      if first == 0 { return [Array(repeating: 1, count: second)] }
      if second == 0 { return [Array(repeating: 0, count: first)] }
      return merge(first - 1, second).map { [0] + $0 } + merge(first, second - 1).map { [1] + $0 }
    }
    return merge(runners[0].steps.count, runners[1].steps.count)
  }

  /// Runs the race in one order.
  /// - Returns: for each session, what refused it; nil when every step was done.
  public func run(_ order: [Int], in database: TestDatabase) async throws -> [ServerError?] {
    let watcher = try await database.connect("postgres")
    var sessions: [Session] = []
    for runner in runners {
      sessions.append(try await Session(runner, try await database.connect(runner.person, runner.team)))
    }
    for turn in order {
      sessions[turn].askForTheNextStep()
      for session in sessions { try await session.settle(watcher) }
    }
    // Whoever waited goes on when the other has ended.
    try await awaitUntil("both are through") {
      for session in sessions { try await session.settle(watcher) }
      return sessions.allSatisfy(\.isThrough)
    }
    for session in sessions { await session.connection.close() }
    await watcher.close()
    return sessions.map(\.refusal)
  }

  private final class Session: Sendable {
    private struct State {
      var next = 0
      var asked = 0
      var isRunning = false
      var refusal: ServerError?
    }

    let runner: Runner
    let connection: Connection
    private let pid: Int
    private let state = Mutex(State())

    init(_ runner: Runner, _ connection: Connection) async throws {
      self.runner = runner
      self.connection = connection
      pid = try await connection.run("select pg_backend_pid() as pid")[0]["pid"]
    }

    var refusal: ServerError? { state.withLock(\.refusal) }
    var isThrough: Bool { state.withLock { !$0.isRunning && ($0.next == runner.steps.count || $0.refusal != nil) } }

    func askForTheNextStep() { state.withLock { $0.asked += 1 } }

    /// Starts what was asked for, until it is done or waits for the other session.
    func settle(_ watcher: Connection) async throws {
      while true {
        let step = state.withLock { state -> Int? in
          guard !state.isRunning, state.refusal == nil, state.next < state.asked else { return nil }
          state.isRunning = true
          state.next += 1
          return state.next - 1
        }
        if let step {
          Task {
            var refusal: ServerError?
            do {
              try await connection.execute(script: runner.steps[step])
            } catch PostgresError.server(let error) {
              refusal = error
              _ = try? await connection.run("rollback")
            } catch {}
            state.withLock {
              $0.refusal = refusal
              $0.isRunning = false
            }
          }
        }
        guard state.withLock(\.isRunning) else { return }
        let waits: Bool = try await watcher.run("select cardinality(pg_blocking_pids(\(pid))) > 0 as waits")[0]["waits"]
        if waits { return }
        await Task.yield()
      }
    }
  }
}

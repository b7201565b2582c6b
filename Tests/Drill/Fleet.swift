import FoundationEssentials
import Glibc
import Synchronization
import TestHouse
import Workflow

/// The services of a campaign, each with a wire of its own to the database: what is done to a process or to its wire is done
/// to no other. A process that ends is started again, as an init system would.
final class Fleet: Sendable {
  /// One service and its wire.
  final class Post: Sendable {
    let team: Team
    let name: String
    private let port: Int
    private let clock: MovedClock
    private let environment: [String: String]
    private let state: Mutex<State>

    private struct State {
      var process: Running?
      var wire: Running?
      var isOver = false
      var starts = 0
    }

    init(_ team: Team, _ name: String, port: Int, clock: MovedClock, environment: [String: String]) {
      self.team = team
      self.name = name
      self.port = port
      self.clock = clock
      self.environment = environment
      state = Mutex(State())
    }

    /// Starts what does not run: the wire, the service.
    func keepUp() throws {
      try state.withLock { state in
        guard !state.isOver else { return }
        if state.wire?.hasEnded ?? true {
          state.wire = try Running(
            "/usr/bin/setsid",
            [
              "/usr/bin/socat", "TCP-LISTEN:\(port),bind=127.0.0.1,reuseaddr,fork,backlog=64",
              "UNIX-CONNECT:\(TestDatabase.host)/.s.PGSQL.5432",
            ])
        }
        if state.process?.hasEnded ?? true {
          state.starts += 1
          state.process = try Running(
            "levee-" + team.rawValue, ["serve", "--every", "1", "--listen", "off"],
            environment: ["PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": "svc_" + team.rawValue]
              .merging(environment) { $1 }.merging(clock.environment) { $1 })
        }
      }
    }

    func signal(_ number: Int32) { state.withLock { $0.process?.kill(number) } }

    /// To the wire and every connection that it carries.
    func signalWire(_ number: Int32) {
      state.withLock { state in
        guard let wire = state.wire, !wire.hasEnded else { return }
        _ = kill(-wire.pid, number)
      }
    }

    func moveClock(days: Int) throws { try clock.move(days: days) }

    /// Asks the service to stop.
    /// - Returns: its exit code; 0 when all is well.
    func end() async -> Int32 {
      let (process, wire) = state.withLock { state in
        state.isOver = true
        return (state.process, state.wire)
      }
      process?.kill(SIGTERM)
      let code = await process?.wait() ?? 0
      if let wire { _ = kill(-wire.pid, SIGKILL) }
      return code
    }

    var starts: Int { state.withLock { $0.starts } }
    var printed: String { state.withLock { $0.process }?.printed ?? "" }
  }

  let posts: [Post]
  private let keeper = Mutex<Task<Void, Never>?>(nil)

  /// - Parameters:
  ///   - database: every service's.
  ///   - firstPort: of the wires.
  init(database: String, firstPort: Int, environment: [String: String]) async throws {
    let teams: [(Team, String)] = [
      (.supervisor, "supervisor-1"), (.supervisor, "supervisor-2"), (.response, "response-1"),
      (.response, "response-2"), (.logistics, "logistics-1"), (.logistics, "logistics-2"),
      (.leadership, "leadership-1"), (.monitoring, "monitoring-1"),
    ]
    var posts: [Post] = []
    for (index, (team, name)) in teams.enumerated() {
      posts.append(
        Post(
          team, name, port: firstPort + index, clock: try await MovedClock(),
          environment: environment.merging(["PGDATABASE": database]) { $1 }))
    }
    self.posts = posts
  }

  /// Starts everything, and again whatever ends.
  func start() {
    let posts = posts
    keeper.withLock { keeper in
      keeper = Task {
        while !Task.isCancelled {
          for post in posts { try? post.keepUp() }
          try? await Task.sleep(for: .milliseconds(50))
        }
      }
    }
  }

  /// Ends everything in an orderly way.
  /// - Returns: the names of the services that did not end well.
  func end() async -> [String] {
    keeper.withLock { $0?.cancel() }
    var bad: [String] = []
    for post in posts where await post.end() != 0 { bad.append(post.name) }
    return bad
  }
}

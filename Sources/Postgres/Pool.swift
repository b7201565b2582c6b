/// A few connections, made when they are needed and kept while they work.
///
/// A connection that was lost, or that was left in the middle of something, is not handed out again. While the server
/// cannot be reached, callers wait, with backoff and jitter, as long as their patience lasts.
public actor Pool {
  private let configuration: Configuration
  private let patience: Duration
  private let permits: Permits
  private var idle: [Connection] = []
  /// Counts the calls of `close`: a connection that was lent before the last of them is not kept.
  private var closings = 0

  /// - Parameters:
  ///   - size: how many connections at most.
  ///   - patience: how long a caller waits for a server that cannot be reached; for one that refuses the login, not at all. An attempt that has begun by then is made
  ///     to its end; it lasts as long as the hosts' deadlines together (`Configuration.connectTimeout`).
  public init(_ configuration: Configuration, size: Int = 4, patience: Duration = .zero) {
    self.configuration = configuration
    self.patience = patience
    permits = Permits(size)
  }

  /// Lends a connection to `body`; waits while all of them are lent.
  /// - Parameter roles: the roles that it takes, as `Configuration.roles`; nil for the configuration's. A connection that was lent
  ///   with others before changes to these in one round trip.
  /// - Throws: `PostgresError.cannotConnect` when patience has run out, `.loginRefused` at once; `CancellationError`, at once, when the task is
  ///   cancelled while it waits; and what `body` throws.
  public func withConnection<Value: Sendable>(
    as roles: [String]? = nil, _ body: @Sendable (Connection) async throws -> Value
  ) async throws -> Value {
    try await permits.acquire()
    defer { permits.release() }
    try Task.checkCancellation()
    let lending = closings
    let connection: Connection
    if let kept = idle.popLast() { connection = kept } else { connection = try await connect() }
    do {
      await connection.take(roles ?? configuration.roles, of: configuration)
      let value = try await body(connection)
      // A body may have outlived its connection.
      await takeBack(connection, lentBefore: lending)
      return value
    } catch {
      await takeBack(connection, lentBefore: lending)
      // If the server is gone, it is gone for all of them.
      if await !connection.isOpen { idle = [] }
      throw error
    }
  }

  /// Keeps a connection that can serve again; ends any other.
  private func takeBack(_ connection: Connection, lentBefore lending: Int) async {
    if await connection.isIdle, lending == closings { idle.append(connection) } else { await connection.close() }
  }

  /// Closes the idle connections, and those that are lent now as soon as they come back.
  public func close() async {
    closings += 1
    let closing = idle
    idle = []
    for connection in closing { await connection.close() }
  }

  /// How many callers wait for a connection.
  var callersWaiting: Int { permits.waiting }

  private func connect() async throws -> Connection {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var backoff = Backoff()
    while true {
      do {
        return try await Connection.connect(configuration)
      } catch PostgresError.loginRefused(let refusal) {
        throw PostgresError.loginRefused(refusal)
      } catch let error as PostgresError {
        let delay = backoff.next()
        guard clock.now + delay < deadline else { throw error }
        try await Task.sleep(for: delay)
      }
    }
  }
}

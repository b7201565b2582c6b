import CPostgres

/// One session with a PostgreSQL server, over libpq, without blocking a thread.
///
/// Guarantees:
/// - calls are served one after another, in the order in which they were made; a task that is cancelled while it waits
///   for its turn leaves at once;
/// - a batch is one round trip and one transaction: all of its statements take effect, or none;
/// - when a task is cancelled, its statement, script or copy is cancelled on the server, and the call throws;
/// - after `PostgresError.connectionLost` the connection stays closed; a `Pool` makes a new one.
public actor Connection {
  nonisolated let executor: QueueExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private(set) var handle: OpaquePointer?
  let canceller: Canceller
  /// Sent before anything else, and waited for; nil once it has been done.
  var preamble: Statement?
  /// Those whose first one the preamble takes.
  private var roles: [String]
  /// What is prepared on this session.
  var plans = Plans()
  var received: [Notification] = []
  /// The wait for the socket that the call being served is in.
  var socketWait: SocketWait?
  private let turn = Permits(1)

  /// A `NOTIFY` that arrived on a channel this session listens to.
  public struct Notification: Sendable, Hashable {
    public let channel: String
    /// "" where the sender gave none.
    public let payload: String
    /// The server process that sent it.
    public let sender: Int32
  }

  init(handle: OpaquePointer, executor: QueueExecutor, configuration: Configuration) {
    self.handle = handle
    self.executor = executor
    preamble = configuration.preamble
    roles = configuration.roles
    canceller = Canceller(connection: handle)
  }

  isolated deinit {
    if let handle { PQfinish(handle) }
  }

  /// Whether the session can still be used.
  public var isOpen: Bool { handle != nil }

  /// Whether the session is open, and neither in a transaction nor in the middle of anything else.
  var isIdle: Bool { handle.map { PQtransactionStatus($0) == PQTRANS_IDLE } ?? false }

  /// Ends the session. A call that is being served throws `PostgresError.closed`, as do those that wait for their turn;
  /// whether the server did what it was told by then is unknown.
  public func close() {
    guard let handle else { return }
    self.handle = nil
    if let socketWait {
      // libpq closes the socket, which nobody may be waiting for by then: the one who waits ends the session.
      socketWait.cancel()
    } else {
      PQfinish(handle)
    }
  }

  /// Runs one statement.
  /// - Throws: `PostgresError`; `CancellationError` when the task is cancelled.
  @discardableResult
  public func run(_ statement: Statement) async throws -> Rows {
    try await batch([statement])[0]
  }

  /// Runs statements in one round trip and one transaction. They are run again where the schema changed under a plan of
  /// this session, because then nothing has taken effect.
  /// - Returns: the rows of each, in their order.
  /// - Throws: `PostgresError`, of the first that fails; `CancellationError` when the task is cancelled.
  @discardableResult
  public func batch(_ statements: [Statement]) async throws -> [Rows] {
    try await exclusively { connection in
      do {
        return try await connection.pipeline(statements)
      } catch PostgresError.server(let error) where error.isStalePlan && connection.isIdle {
        return try await connection.pipeline(statements)
      }
    }
  }

  /// Runs text of several statements, which cannot have parameters. For migrations.
  /// - Throws: `PostgresError`, of the first that fails; `CancellationError` when the task is cancelled.
  public func execute(script: String) async throws {
    try await exclusively { connection in try await connection.simple(script) }
  }

  /// Runs `body` in one transaction, and again when the server reports a serialization failure, a deadlock, or that the
  /// schema changed under a plan of this session.
  /// - Parameters:
  ///   - isReadOnly: whether the server refuses whatever would change something.
  ///   - attempts: how often at most.
  public func transaction<Value: Sendable>(
    isReadOnly: Bool = false, attempts: Int = 5, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    var backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(500))
    var attempt = 1
    while true {
      do {
        return try await exclusively { connection in
          let transaction = Transaction(connection: connection)
          try await connection.pipeline([isReadOnly ? "begin read only" : "begin"])
          do {
            let value = try await body(transaction)
            try await connection.pipeline(["commit"])
            return value
          } catch {
            // The transaction is over either way; a lost connection has nothing left to roll back.
            _ = try? await Task { try await connection.pipeline(["rollback"]) }.value
            if !connection.isIdle { connection.close() }
            throw error
          }
        }
      } catch PostgresError.server(let error) where error.isWorthRetrying && attempt < attempts {
        attempt += 1
        try await Task.sleep(for: backoff.next())
      }
    }
  }

  /// Waits until a notification has arrived or `limit` has passed, without a transaction.
  /// - Returns: all notifications received since the last call; none when time ran out.
  /// - Throws: `PostgresError.connectionLost` or `.closed`; `CancellationError`.
  public func notifications(upTo limit: Duration) async throws -> [Notification] {
    try await exclusively { connection in try await connection.awaitNotifications(limit) }
  }

  /// Takes other roles before anything else is run.
  func take(_ roles: [String], of configuration: Configuration) {
    guard roles != self.roles else { return }
    var configuration = configuration
    configuration.roles = roles
    // What a session began with stays; only the role of those before it does not.
    preamble = roles.isEmpty && preamble == nil ? "reset role" : configuration.preamble
    self.roles = roles
  }

  // MARK: one after another

  /// Calls `body` when no other call is being served, and keeps others waiting until it ends.
  func exclusively<Value: Sendable>(
    _ body: @Sendable (isolated Connection) async throws -> Value
  ) async throws -> Value {
    try await turn.acquire()
    defer { turn.release() }
    try Task.checkCancellation()
    return try await body(self)
  }

  /// How many calls wait for their turn.
  var callsWaiting: Int { turn.waiting }

  /// Calls `body`, and cancels on the server what it does there when the task is cancelled.
  func cancellable<Value: Sendable>(
    _ body: (isolated Connection) async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await withTaskCancellationHandler {
        try await body(self)
      } onCancel: { [canceller] in
        canceller.cancel()
      }
      await canceller.settle()
      return value
    } catch {
      await canceller.settle()
      if case PostgresError.server(let error) = error, error.isCancellation { try Task.checkCancellation() }
      throw error
    }
  }
}

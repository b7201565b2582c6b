import CPostgres

/// One session with a PostgreSQL server, over libpq, without blocking a thread.
///
/// Guarantees:
/// - calls are served one after another, in the order in which they were made;
/// - a batch is one round trip and one transaction: all of its statements take effect, or none;
/// - when a task is cancelled, its statement is cancelled on the server, and the call throws;
/// - after `PostgresError.connectionLost` the connection stays closed; a `Pool` makes a new one.
public actor Connection {
  private nonisolated let executor: QueueExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private var handle: OpaquePointer?
  private let canceller: Canceller
  /// Sent before anything else, and waited for; nil once it has been done.
  private(set) var preamble: Statement?
  /// The server-side name of each statement text that was prepared on this session.
  private var prepared: [String: String] = [:]
  private var received: [Notification] = []
  private var isBusy = false
  private var queue: [CheckedContinuation<Void, Never>] = []

  /// A `NOTIFY` that arrived on a channel this session listens to.
  public struct Notification: Sendable, Hashable {
    public let channel: String
    /// "" where the sender gave none.
    public let payload: String
    /// The server process that sent it.
    public let sender: Int32
  }

  init(handle: OpaquePointer, executor: QueueExecutor, preamble: Statement) {
    self.handle = handle
    self.executor = executor
    self.preamble = preamble
    canceller = Canceller(connection: handle)
  }

  isolated deinit {
    if let handle { PQfinish(handle) }
  }

  /// Whether the session can still be used.
  public var isOpen: Bool { handle != nil }

  /// Ends the session.
  public func close() {
    if let handle { PQfinish(handle) }
    handle = nil
  }

  /// Runs one statement.
  /// - Throws: `PostgresError`; `CancellationError` when the task is cancelled.
  @discardableResult
  public func run(_ statement: Statement) async throws -> Rows {
    try await batch([statement])[0]
  }

  /// Runs statements in one round trip and one transaction.
  /// - Returns: the rows of each, in their order.
  /// - Throws: `PostgresError`, of the first that fails; `CancellationError` when the task is cancelled.
  @discardableResult
  public func batch(_ statements: [Statement]) async throws -> [Rows] {
    try await exclusively { connection in try await connection.pipeline(statements) }
  }

  /// Runs text of several statements, which cannot have parameters. For migrations.
  /// - Throws: `PostgresError`, of the first that fails.
  public func execute(script: String) async throws {
    try await exclusively { connection in try await connection.simple(script) }
  }

  /// Runs `body` in one transaction, and again when the server reports a serialization failure or a deadlock.
  /// - Parameter attempts: how often at most.
  public func transaction<Value: Sendable>(
    attempts: Int = 5, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    var backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(500))
    var attempt = 1
    while true {
      do {
        return try await exclusively { connection in
          let transaction = Transaction(connection: connection)
          try await connection.pipeline(["begin"])
          do {
            let value = try await body(transaction)
            try await connection.pipeline(["commit"])
            return value
          } catch {
            // The transaction is over either way; a lost connection has nothing left to roll back.
            _ = try? await Task { try await connection.pipeline(["rollback"]) }.value
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

  // MARK: one after another

  /// Calls `body` when no other call is being served, and keeps others waiting until it ends.
  func exclusively<Value: Sendable>(
    _ body: @Sendable (isolated Connection) async throws -> Value
  ) async throws -> Value {
    if isBusy {
      await withCheckedContinuation { queue.append($0) }
    }
    isBusy = true
    defer {
      if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
    }
    try Task.checkCancellation()
    return try await body(self)
  }

  // MARK: statements

  private enum Sent {
    case prepare(sql: String, name: String)
    case execute
    case sync
  }

  /// Sends all statements, each prepared once per session, and reads all results. The caller holds the connection.
  @discardableResult
  func pipeline(_ statements: [Statement]) async throws -> [Rows] {
    try await prepareSession()
    return try await send(statements)
  }

  /// Does the preamble. A session in which it failed, so that nobody's role was taken, runs nothing: it is closed.
  private func prepareSession() async throws {
    guard let preamble else { return }
    do {
      try await send([preamble])
    } catch {
      close()
      throw error
    }
    self.preamble = nil
  }

  @discardableResult
  private func send(_ statements: [Statement]) async throws -> [Rows] {
    let handle = try open()
    guard PQenterPipelineMode(handle) == 1 else { throw lost() }
    var sent: [Sent] = []
    var naming = prepared
    for statement in statements {
      let name: String
      if let known = naming[statement.sql] {
        name = known
      } else {
        name = "s\(naming.count + 1)"
        naming[statement.sql] = name
        PQsendPrepare(handle, name, statement.sql, 0, nil)
        sent.append(.prepare(sql: statement.sql, name: name))
      }
      send(statement, name: name, on: handle)
      sent.append(.execute)
    }
    PQpipelineSync(handle)
    sent.append(.sync)
    return try await withTaskCancellationHandler {
      try await read(sent)
    } onCancel: { [canceller] in
      canceller.cancel()
    }
  }

  private func send(_ statement: Statement, name: String, on handle: OpaquePointer) {
    withCStrings(statement.parameters) { values in
      _ = PQsendQueryPrepared(handle, name, Int32(statement.parameters.count), values, nil, nil, 0)
    }
  }

  private func read(_ sent: [Sent]) async throws -> [Rows] {
    var rows: [Rows] = []
    var failure: PostgresError?
    try await flush()
    for item in sent {
      if case .sync = item {
        let ofCommit = try await readSync()
        failure = failure ?? ofCommit
        continue
      }
      var outcome: Result<Rows, PostgresError>?
      while let result = try await next() {
        defer { PQclear(result) }
        outcome = outcome ?? Self.outcome(of: result)
      }
      switch (item, outcome) {
      case (.sync, _): break
      case (_, .failure(let error)): failure = failure ?? error
      case (.prepare(let sql, let name), .success): prepared[sql] = name
      case (.execute, .success(let value)): rows.append(value)
      case (_, nil): break  // an aborted statement, after the failure that is thrown below
      }
    }
    await canceller.settle()
    if let handle { PQexitPipelineMode(handle) }
    if case .server(let error)? = failure, error.sqlState == "0A000" || error.sqlState == "26000" {
      prepared = [:]  // the schema changed under a prepared plan
      try await simple("deallocate all")
    }
    if let failure {
      if case .server(let error) = failure, error.isCancellation { try Task.checkCancellation() }
      throw failure
    }
    return rows
  }

  /// Reads up to the end of the round trip, where the transaction is committed.
  /// - Returns: the error of the commit itself: a deferred constraint speaks only there.
  private func readSync() async throws -> PostgresError? {
    var failure: PostgresError?
    var pauses = 0
    // libpq ends the results of a failed commit with a null before it tells of the sync.
    while pauses < 3 {
      guard let result = try await next() else {
        pauses += 1
        continue
      }
      defer { PQclear(result) }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC { return failure }
      if case .failure(let error) = Self.outcome(of: result) { failure = failure ?? error }
    }
    throw lost()
  }

  func simple(_ script: String) async throws {
    try await prepareSession()
    let handle = try open()
    guard PQsendQuery(handle, script) == 1 else { throw lost() }
    try await flush()
    var failure: PostgresError?
    while let result = try await next() {
      defer { PQclear(result) }
      if case .failure(let error) = Self.outcome(of: result) { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  private func awaitNotifications(_ limit: Duration) async throws -> [Notification] {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    // A notification that arrived behind a result waits inside libpq, where the socket does not tell of it.
    collect(from: try open())
    while received.isEmpty {
      let handle = try open()
      let wait = SocketWait(PQsocket(handle), .read, on: executor.queue)
      switch await wait.run(upTo: deadline - clock.now, cancellable: true) {
      case .ready: try consume()
      case .timedOut: return []
      case .cancelled: throw CancellationError()
      }
    }
    defer { received = [] }
    return received
  }

  // MARK: the socket

  func open() throws -> OpaquePointer {
    guard let handle else { throw PostgresError.closed }
    return handle
  }

  func flush() async throws {
    while true {
      let handle = try open()
      switch PQflush(handle) {
      case 0: return
      case 1:
        // PQflush reads too when the server waits for us to; look again soon even if the socket stays full.
        _ = await SocketWait(PQsocket(handle), .write, on: executor.queue).run(upTo: .milliseconds(50))
      default: throw lost()
      }
    }
  }

  /// The next result, or nil at the end of one statement's results.
  func next() async throws -> OpaquePointer? {
    while true {
      let handle = try open()
      if PQisBusy(handle) == 0 { return PQgetResult(handle) }
      _ = await SocketWait(PQsocket(handle), .read, on: executor.queue).run()
      try consume()
    }
  }

  private func consume() throws {
    let handle = try open()
    guard PQconsumeInput(handle) == 1 else { throw lost() }
    collect(from: handle)
    if PQstatus(handle) == CONNECTION_BAD { throw lost() }
  }

  private func collect(from handle: OpaquePointer) {
    while let notification = PQnotifies(handle) {
      received.append(
        Notification(
          channel: String(cString: notification.pointee.relname),
          payload: String(cString: notification.pointee.extra), sender: notification.pointee.be_pid))
      PQfreemem(notification)
    }
  }

  /// Closes the session and says why.
  func lost() -> PostgresError {
    guard let handle else { return .closed }
    let reason = Self.message(of: handle)
    close()
    return .connectionLost(reason)
  }

  static func message(of handle: OpaquePointer) -> String {
    String(cString: PQerrorMessage(handle)).split(separator: "\n").joined(separator: "; ")
  }

  static func outcome(of result: OpaquePointer) -> Result<Rows, PostgresError>? {
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: .success(Rows(result: result))
    case PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED, PGRES_COPY_IN: nil
    default: .failure(.server(ServerError(result: result)))
    }
  }
}

import CPostgres

// How statements go to the server and their results come back.

extension Connection {
  private enum Sent {
    case prepare(sql: String, name: String)
    case execute
    case sync
  }

  /// Sends all statements, each prepared once per session, and reads all results. The caller holds the connection.
  @discardableResult
  func pipeline(_ statements: [Statement]) async throws -> [Rows] {
    try await prepareSession()
    if plans.areStale, PQtransactionStatus(try open()) != PQTRANS_INERROR {
      try await simple("deallocate all")
      plans.wereDeallocated()
    }
    return try await send(statements)
  }

  /// Does the preamble. A session in which it failed, so that nobody's role was taken, runs nothing: it is closed.
  func prepareSession() async throws {
    guard let preamble else { return }
    do {
      try await send([preamble])
    } catch PostgresError.server(let error) where error.sqlState == "22023" {
      // Of the preamble's settings, whose values are this library's, only a role's name can be wrong.
      close()
      throw PostgresError.noSuchRole(error)
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
    var names: [String: String] = [:]
    for statement in statements {
      let sql = statement.sql
      let name: String
      if let known = plans.name(of: sql) ?? names[sql] {
        name = known
      } else {
        name = plans.freshName()
        names[sql] = name
        PQsendPrepare(handle, name, sql, 0, nil)
        sent.append(.prepare(sql: sql, name: name))
      }
      send(statement, name: name, on: handle)
      sent.append(.execute)
    }
    PQpipelineSync(handle)
    sent.append(.sync)
    return try await cancellable { [sent] connection in try await connection.read(sent) }
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
      case (.prepare(let sql, let name), .success): plans.keep(name, for: sql)
      case (.execute, .success(let value)): rows.append(value)
      case (_, nil): break  // an aborted statement, after the failure that is thrown below
      }
    }
    PQexitPipelineMode(try open())
    guard let failure else { return rows }
    // The schema changed under a plan, or the plan is gone. In a transaction that has failed nothing but its end can be
    // sent, so what is left on the server is thrown away later.
    if case .server(let error) = failure, error.isStalePlan || error.sqlState == "26000" { plans.forget() }
    throw failure
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
    try await cancellable { connection in
      try await connection.flush()
      var failure: PostgresError?
      while let result = try await connection.next() {
        defer { PQclear(result) }
        if case .failure(let error) = Self.outcome(of: result) { failure = failure ?? error }
      }
      if let failure { throw failure }
    }
  }

  static func outcome(of result: OpaquePointer) -> Result<Rows, PostgresError>? {
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: .success(Rows(result: result))
    case PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED, PGRES_COPY_IN: nil
    default: .failure(.server(ServerError(result: result)))
    }
  }
}

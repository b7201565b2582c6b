import CPostgres

extension Connection {
  /// Copies rows into a table with `COPY … FROM STDIN`, in one transaction.
  /// - Returns: how many rows were copied.
  @discardableResult
  public func copy(
    into table: String, columns: [String], rows: some Sequence<[String?]> & Sendable
  ) async throws -> Int {
    let names = columns.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ", ")
    return try await exclusively { connection in
      try await connection.copyIn("copy \(table) (\(names)) from stdin", rows: rows)
    }
  }

  private func copyIn(_ command: String, rows: some Sequence<[String?]>) async throws -> Int {
    if preamble != nil { try await pipeline([]) }
    let handle = try open()
    guard PQsendQuery(handle, command) == 1 else { throw lost() }
    try await flush()
    if let result = try await next() {
      defer { PQclear(result) }
      if PQresultStatus(result) != PGRES_COPY_IN {
        while let rest = try await next() { PQclear(rest) }
        if case .failure(let error) = Self.outcome(of: result) { throw error }
        return 0
      }
    }
    for row in rows {
      let line = CopyText.line(row)
      while true {
        let taken = line.withUnsafeBufferPointer { buffer in
          buffer.withMemoryRebound(to: CChar.self) { PQputCopyData(handle, $0.baseAddress, Int32($0.count)) }
        }
        if taken == 1 { break }
        if taken < 0 { throw lost() }
        try await flush()
      }
    }
    while PQputCopyEnd(handle, nil) == 0 { try await flush() }
    try await flush()
    var copied = 0
    var failure: PostgresError?
    while let result = try await next() {
      defer { PQclear(result) }
      switch Self.outcome(of: result) {
      case .success(let rows): copied = rows.affected
      case .failure(let error): failure = failure ?? error
      case nil: break
      }
    }
    if let failure { throw failure }
    return copied
  }
}

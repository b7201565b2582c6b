import CPostgres
import Glibc

extension Connection {
  /// Copies rows into a table with `COPY … FROM STDIN`, in one transaction.
  /// - Returns: how many rows were copied.
  /// - Throws: `PostgresError`; `CancellationError` when the task is cancelled, and then no row was copied.
  @discardableResult
  public func copy(into table: String, columns: [String], rows: CopyRows) async throws -> Int {
    try await exclusively { connection in try await connection.copyIn(table, columns, rows) }
  }

  func copyIn(_ table: String, _ columns: [String], _ rows: CopyRows) async throws -> Int {
    try await prepareSession()
    let names = columns.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ", ")
    guard PQsendQuery(try open(), "copy \(table) (\(names)) from stdin (format binary)") == 1 else { throw lost() }
    return try await cancellable { connection in
      try await connection.beginCopy()
      try await connection.send(rows)
      return try await connection.endCopy()
    }
  }

  /// Waits until the server takes rows.
  private func beginCopy() async throws {
    try await flush()
    if let result = try await next() {
      defer { PQclear(result) }
      if PQresultStatus(result) != PGRES_COPY_IN {
        while let rest = try await next() { PQclear(rest) }
        if case .failure(let error) = Self.outcome(of: result) { throw error }
      }
    }
    // A socket that takes much at once wakes this program seldom.
    var room = Int32(1 << 22)
    setsockopt(PQsocket(try open()), SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Sends the rows in pieces that libpq's buffer takes without growing much. When the task is cancelled the server is told
  /// to forget them.
  private func send(_ rows: CopyRows) async throws {
    var rows = rows
    rows.end()
    let bytes = rows.bytes
    var sent = 0
    while sent < bytes.count, !Task.isCancelled {
      let handle = try open()
      let count = min(bytes.count - sent, 1 << 18)
      let taken = bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) {
          PQputCopyData(handle, $0.baseAddress?.advanced(by: sent), Int32(count))
        }
      }
      if taken < 0 { throw lost() }
      if taken == 1 { sent += count }
      try await flush()
    }
    let reason = sent < bytes.count ? "the task was cancelled" : nil
    while true {
      let taken = PQputCopyEnd(try open(), reason)
      if taken < 0 { throw lost() }
      try await flush()
      if taken == 1 { return }
    }
  }

  /// Reads what came of it.
  private func endCopy() async throws -> Int {
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

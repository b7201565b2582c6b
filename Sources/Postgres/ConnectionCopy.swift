import CPostgres
import Glibc

extension Connection {
  /// Copies rows into a table with `COPY … FROM STDIN`, in one transaction.
  /// - Returns: how many rows were copied.
  @discardableResult
  public func copy(into table: String, columns: [String], rows: CopyRows) async throws -> Int {
    try await exclusively { connection in try await connection.copyIn(table, columns, rows) }
  }

  func copyIn(_ table: String, _ columns: [String], _ rows: CopyRows) async throws -> Int {
    if preamble != nil { try await pipeline([]) }
    let names = columns.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ", ")
    let handle = try open()
    guard PQsendQuery(handle, "copy \(table) (\(names)) from stdin (format binary)") == 1 else { throw lost() }
    try await flush()
    if let result = try await next() {
      defer { PQclear(result) }
      if PQresultStatus(result) != PGRES_COPY_IN {
        while let rest = try await next() { PQclear(rest) }
        if case .failure(let error) = Self.outcome(of: result) { throw error }
        return 0
      }
    }
    // A socket that takes much at once wakes this program seldom.
    var room = Int32(1 << 22)
    setsockopt(PQsocket(handle), SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    var rows = rows
    rows.end()
    try await send(rows.bytes, on: handle)
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

  /// In pieces that libpq's buffer takes without growing much.
  private func send(_ bytes: [UInt8], on handle: OpaquePointer) async throws {
    var sent = 0
    while sent < bytes.count {
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
  }
}

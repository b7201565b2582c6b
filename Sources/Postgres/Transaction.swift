/// The connection inside `Connection.transaction`: what runs here is committed together or not at all.
public struct Transaction: Sendable {
  let connection: Connection

  /// Runs one statement.
  @discardableResult
  public func run(_ statement: Statement) async throws -> Rows {
    try await connection.pipeline([statement])[0]
  }

  /// Runs statements in one round trip.
  @discardableResult
  public func batch(_ statements: [Statement]) async throws -> [Rows] {
    try await connection.pipeline(statements)
  }

  /// Runs text of several statements, which cannot have parameters.
  public func execute(script: String) async throws {
    try await connection.simple(script)
  }

  /// Copies rows into a table with `COPY … FROM STDIN`.
  /// - Returns: how many rows were copied.
  @discardableResult
  public func copy(into table: String, columns: [String], rows: CopyRows) async throws -> Int {
    try await connection.copyIn(table, columns, rows)
  }
}

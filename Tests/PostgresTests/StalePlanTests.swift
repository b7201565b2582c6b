import Postgres
import TestHouse
import Testing

/// The schema changes under the prepared statements of a session, or they are gone.
@Suite struct StalePlanTests {
  /// A pool of one session, in which `select i from t` is prepared; and another session, which changes the table.
  private struct Scene: Sendable {
    let pool: Pool
    let other: Connection

    init() async throws {
      let database = try await TestDatabase(template: "template0")
      other = try await database.connect("postgres")
      try await other.execute(script: "create table t (i int); insert into t values (1)")
      pool = Pool(Configuration(database.string("postgres"), connectTimeout: .seconds(90)), size: 1)
      #expect(try await read() == "1")
    }

    func read() async throws -> String {
      try await pool.withConnection { try await $0.run("select i from t")[0]["i"] }
    }

    func pid() async throws -> Int {
      try await pool.withConnection { try await $0.run("select pg_backend_pid() as pid")[0]["pid"] }
    }

    /// Reads in a transaction of the pool's session.
    /// - Returns: what was read last, and how often it was tried.
    func readInTransaction(attempts: Int, _ before: Statement = "select 1") async throws -> (value: String, tries: Int)
    {
      let tries = Tries()
      let value: String = try await pool.withConnection { connection in
        try await connection.transaction(attempts: attempts) { transaction in
          await tries.count()
          try await transaction.run(before)
          return try await transaction.run("select i from t")[0]["i"]
        }
      }
      return (value, await tries.made)
    }
  }

  private actor Tries {
    var made = 0
    func count() { made += 1 }
  }

  private func state(_ body: () async throws -> Void) async -> String? {
    let error = await #expect(throws: PostgresError.self) { try await body() }
    guard case .server(let server)? = error else { return nil }
    return server.sqlState
  }

  @Test func aStatementIsRunAgain() async throws {
    let scene = try await Scene()
    let pid = try await scene.pid()
    try await scene.other.execute(script: "alter table t alter i type text using 'one'")
    #expect(try await scene.read() == "one")
    #expect(try await scene.pid() == pid)
  }

  @Test func aTransactionIsRunAgainFromItsStart() async throws {
    let scene = try await Scene()
    let pid = try await scene.pid()
    try await scene.other.execute(script: "alter table t alter i type text using 'one'")
    let (value, tries) = try await scene.readInTransaction(attempts: 5)
    #expect(value == "one" && tries == 2)
    #expect(try await scene.pid() == pid)
  }

  @Test func aTransactionThatMayNotBeRunAgainLeavesTheSessionWhole() async throws {
    let scene = try await Scene()
    let pid = try await scene.pid()
    try await scene.other.execute(script: "create table made (); alter table t alter i type text using 'one'")
    #expect(
      await state { _ = try await scene.readInTransaction(attempts: 1, "drop table made") } == "0A000")
    for _ in 1...2 { #expect(try await scene.read() == "one") }
    #expect(try await scene.readInTransaction(attempts: 1, "select 'made'::regclass").value == "one")
    #expect(try await scene.pid() == pid)
  }

  @Test func statementsThatAreGoneArePreparedAnew() async throws {
    let scene = try await Scene()
    let pid = try await scene.pid()
    // Also its own statements: the one that ends a transaction.
    await #expect(throws: DecodingFault.self) {
      try await scene.pool.withConnection { connection in
        try await connection.transaction { transaction in
          let _: Int = try await transaction.run("select 1 as one")[0]["two"]
        }
      }
    }
    try await scene.pool.withConnection { try await $0.execute(script: "deallocate all") }
    #expect(await state { _ = try await scene.readInTransaction(attempts: 5) } == "26000")
    #expect(try await scene.readInTransaction(attempts: 1).value == "1")
    try await scene.pool.withConnection { try await $0.execute(script: "deallocate all") }
    #expect(await state { _ = try await scene.read() } == "26000")
    #expect(try await scene.read() == "1")
    #expect(try await scene.pid() == pid)
  }

  @Test func whatPostgresDoesNotSupportIsNotTriedAgain() async throws {
    let scene = try await Scene()
    let tries = Tries()
    let state = await state {
      try await scene.pool.withConnection { connection in
        try await connection.transaction { transaction in
          await tries.count()
          try await transaction.run("select count(*) from t group by i for update")
        }
      }
    }
    #expect(state == "0A000")
    #expect(await tries.made == 1)
  }
}

import TestHouse
import Testing

@testable import Postgres

/// One connection, lent with different roles.
@Suite struct LentRoleTests {
  private func asked(_ pool: Pool, as roles: [String]?) async throws -> [String] {
    try await pool.withConnection(as: roles) { connection in
      let row = try await connection.run(
        "select current_user::text as who, current_setting('lock_timeout') as lock, pg_backend_pid()::text as process")[
          0]
      return [try row["who"], try row["lock"], try row["process"]]
    }
  }

  @Test func eachBorrowerHasTheRolesItAsksForAndNoneOfTheLast() async throws {
    let database = try await TestDatabase(template: "template0")
    let pool = Pool(
      Configuration(database.string("postgres"), roles: ["pg_monitor"], lockTimeout: .seconds(3)), size: 1)
    var processes: Set<String> = []
    for (roles, who) in [
      (nil, "pg_monitor"), (["pg_read_all_data"], "pg_read_all_data"), ([], "postgres"), (nil, "pg_monitor"),
      ([], "postgres"), (["pg_read_all_data"], "pg_read_all_data"),
    ] as [([String]?, String)] {
      let answer = try await asked(pool, as: roles)
      #expect(answer[0] == who && answer[1] == "3s", "\(answer) for \(roles ?? ["the pool's"])")
      processes.insert(answer[2])
    }
    #expect(processes.count == 1)
    // A role that is not there ends the session that was asked to take it, and the next borrower gets another.
    await #expect(throws: PostgresError.self) { try await asked(pool, as: ["no_such_role"]) }
    #expect(try await asked(pool, as: [])[0] == "postgres")
    await pool.close()
  }

  @Test func aNewConnectionWithoutRolesHasItsSettings() async throws {
    let database = try await TestDatabase(template: "template0")
    let pool = Pool(
      Configuration(database.string("postgres"), roles: ["pg_monitor"], lockTimeout: .seconds(3)), size: 1)
    let answer = try await asked(pool, as: [])
    #expect(answer[0] == "postgres" && answer[1] == "3s", "\(answer)")
    await pool.close()
  }
}

import Postgres
import TestHouse
import Testing

@testable import Ledger

/// What an error of the server is to a person.
@Suite struct LedgerErrorTests {
  private func fault(of statement: Statement, roles: [String] = []) async throws -> LedgerError {
    let database = try await TestDatabase(template: "template0")
    let connection = try await Connection.connect(
      Configuration(database.string("postgres"), roles: roles, connectTimeout: .seconds(90)))
    let error = await #expect(throws: PostgresError.self) { try await connection.run(statement) }
    return await LedgerError(try #require(error), on: connection)
  }

  /// One state, 22023, has two meanings: a role that does not exist, and a value that a function does not take.
  @Test func aValueThatAFunctionDoesNotTakeIsNoMissingSchema() async throws {
    for statement: Statement in [
      "select jsonb_array_elements('{}')", "select now() at time zone 'Mars/Olympus'",
      "select encode('', 'no_such_form')",
      "select set_config('role', 'no_such_role', true)",
    ] {
      guard case .invalidValue = try await fault(of: statement) else {
        Issue.record("\(statement.sql)")
        continue
      }
    }
  }

  @Test("What is missing where Levee is not installed") func missing() async throws {
    for (statement, roles): (Statement, [String]) in [
      ("select 1", ["no_such_role"]), ("select * from levee.incident", []), ("select no_such_function()", []),
    ] {
      guard case .schemaMissing = try await fault(of: statement, roles: roles) else {
        Issue.record("\(statement.sql)")
        continue
      }
    }
  }
}

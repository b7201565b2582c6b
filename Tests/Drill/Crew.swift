import Postgres
import TestHouse
import Workflow

/// The people of the script at their keyboards: a few sessions each, which come back when they are lost.
final class Crew: Sendable {
  private let pools: [String: Pool]
  /// Sessions of the superuser, to look at what nobody else may see.
  let admin: Pool

  /// - Parameters:
  ///   - server: where it is, as libpq reads it: one host, or several of which one takes writes.
  ///   - sessions: of each person.
  init(server: String = "host=\(TestDatabase.host)", database: String, sessions: Int) {
    func pool(_ person: String, _ team: Team?, _ size: Int) -> Pool {
      Pool(
        Configuration(
          "\(server) dbname=\(database) user=\(person)", roles: team.map { [$0.role] } ?? [],
          applicationName: "drill", connectTimeout: .seconds(20), lockTimeout: .seconds(10)),
        size: size, patience: .seconds(120))
    }
    let actors: [(String, Team)] = [
      ("sun", .monitoring), ("wang", .leadership), ("zhao", .leadership), ("zhou", .response), ("wu", .logistics),
    ]
    pools = Dictionary(uniqueKeysWithValues: actors.map { ("\($0) \($1)", pool($0, $1, sessions)) })
    admin = pool("postgres", nil, 4)
  }

  func run(_ person: String, _ team: Team, _ statement: Statement) async throws -> Rows {
    guard let pool = pools["\(person) \(team)"] else { throw NeverHappened(what: "\(person) is not of the crew") }
    return try await pool.withConnection { try await $0.run(statement) }
  }

  func look(_ statement: Statement) async throws -> Rows {
    try await admin.withConnection { try await $0.run(statement) }
  }

  /// Rings every doorbell.
  func ring() async throws {
    _ = try await look(
      "select pg_notify('levee_' || t, '') from unnest(array['monitoring', 'leadership', 'response', 'logistics', 'supervisor']) t"
    )
  }

  func close() async {
    for pool in pools.values { await pool.close() }
    await admin.close()
  }
}

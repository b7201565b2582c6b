import Foundation
public import Ledger
public import Postgres
public import Workflow

/// A database of its own for one test, made from the template that `scripts/test` installed: the schema, an approved
/// playbook, and people of every team.
///
/// The cluster is the one that `scripts/test` started; no other is ever touched, because no other is known.
public struct TestDatabase: Sendable {
  public let name: String

  /// Where the throwaway cluster listens.
  public static var host: String { ProcessInfo.processInfo.environment["LEVEE_TEST_HOST"] ?? "/nonexistent" }

  /// A database like another one, as it is now. Nobody may be connected to the other; sessions that are ending are
  /// waited for.
  public init(copying other: TestDatabase) async throws {
    try await self.init(template: other.name)
  }

  /// - Parameter template: `levee_template`, or `template0` for an empty database.
  public init(template: String = "levee_template") async throws {
    let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
    self.name = name
    let admin = try await Connection.connect(
      Configuration(Self.string(database: "postgres", person: "postgres"), connectTimeout: Self.patience))
    // The cluster may stand in memory, which all tests' databases together would fill.
    let room = try String(contentsOf: URL(filePath: "/proc/meminfo"), encoding: .utf8)
      .firstMatch(of: /MemAvailable: +([0-9]+) kB/).flatMap { Int($0.1) }
    let disk = "select 1 from pg_tablespace where spcname = 'disk'" as Statement
    let isOnDisk = (room ?? 0) < 10_000_000 ? try await !admin.run(disk).isEmpty : false
    let place = isOnDisk ? " tablespace disk" : ""
    try await awaitUntil("\(template) is free") {
      do {
        try await admin.execute(script: "create database \(name) template \(template)\(place)")
        return true
      } catch PostgresError.server(let error) where error.sqlState == "55006" {
        return false
      }
    }
    await admin.close()
    guard template != "template0" else { return }
    let inside = try await connect("postgres")
    try await Installation.guardDatabase(on: inside)
    try await inside.execute(
      script: """
        do $$
        declare
          who text;
        begin
          for who in select handle from levee.person union all select 'levee_wall' loop
            execute format('grant connect on database %I to %I', current_database(), who);
          end loop;
        end $$
        """)
    await inside.close()
  }

  /// How long a session may take to begin while every test makes a database of its own at once.
  private static let patience = Duration.seconds(90)

  static func string(database: String, person: String) -> String {
    "host=\(host) dbname=\(database) user=\(person)"
  }

  /// The connection string of a person.
  public func string(_ person: String) -> String { Self.string(database: name, person: person) }

  /// A session of a person in a team's role; without a team, with the login's own rights.
  public func connect(_ person: String, _ team: Team? = nil) async throws -> Connection {
    try await Connection.connect(
      Configuration(string(person), roles: team.map { [$0.role] } ?? [], connectTimeout: Self.patience))
  }

  /// What a role may touch here: functions that it may call, tables and sequences of which it may read or write anything.
  public func reach(of role: String) async throws -> [String] {
    try await run(
      "postgres", nil,
      """
      select p.proname::text as name from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and has_function_privilege(\(role), p.oid, 'execute')
      union all
      select c.relname::text from pg_class c where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
        and (has_table_privilege(\(role), c.oid, 'select, insert, update, delete')
          or has_any_column_privilege(\(role), c.oid, 'select, insert, update'))
      order by 1
      """
    ).map { try $0["name"] }
  }

  /// Runs one statement as a person in a team's role, in a session of its own.
  @discardableResult
  public func run(_ person: String, _ team: Team?, _ statement: Statement) async throws -> Rows {
    let connection = try await connect(person, team)
    defer { Task { await connection.close() } }
    return try await connection.run(statement)
  }

  /// A ledger of a person.
  public func ledger(_ person: String, _ team: Team) -> Ledger {
    Ledger(team: team, connection: string(person))
  }
}

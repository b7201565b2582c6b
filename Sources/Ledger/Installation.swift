public import Postgres
public import Schema

/// Installing and upgrading the schema: one transaction, one installer at a time, every file's checksum on record.
public struct Installation: Sendable {
  private let configuration: Configuration
  private let migrations: [Schema.Migration]

  /// The schema's programs are of this version; the schema may state that it needs a newer one.
  public static let program = 1

  /// The newest migration that this program knows.
  public static var newest: String { Schema.migrations.last?.name ?? "" }

  /// - Parameters:
  ///   - connection: a connection string; the login is a superuser, or owns the database and may create roles.
  ///   - migrations: what to install, in order; a release's own unless another release is meant.
  public init(connection: String, migrations: [Schema.Migration] = Schema.migrations) {
    configuration = Configuration(connection, applicationName: "levee")
    self.migrations = migrations
  }

  /// What was found or done.
  public struct Report: Sendable {
    /// The names of migrations, in order: those that are on record now, those still to come, and of the first those
    /// that this call applied.
    public let applied: [String]
    public let pending: [String]
    public let newlyApplied: [String]
  }

  /// Why an installation is not made.
  public enum Fault: Error, Sendable {
    /// A file that was applied has changed since.
    case changed(String)
    /// The database has a migration that this program does not know: the program is too old.
    case programTooOld(String)
    /// Nothing is installed yet.
    case notInstalled
    /// It is installed already; upgrade instead.
    case alreadyInstalled
  }

  /// Whether anybody said which database is meant; otherwise it is the one that is called like the login.
  public var namesDatabase: Bool { configuration.namesDatabase }

  /// Which database is spoken of, and who speaks.
  public func target() async throws -> (database: String, login: String) {
    let connection = try await Connection.connect(configuration)
    defer { Task { await connection.close() } }
    let row = try await connection.run("select current_database()::text as database, session_user::text as login")[0]
    return (try row["database"], try row["login"])
  }

  /// Which migrations are applied and which are pending.
  /// - Throws: `Fault.changed`, `Fault.programTooOld`.
  public func status() async throws -> Report {
    let connection = try await Connection.connect(configuration)
    defer { Task { await connection.close() } }
    return try await connection.transaction { try await compare(on: $0) }
  }

  /// Applies all pending migrations in one transaction. Runs at the same time wait for each other.
  /// - Parameter fresh: whether nothing may be installed yet (`install`), or something must be (`upgrade`).
  public func apply(fresh: Bool) async throws -> Report {
    let connection = try await Connection.connect(configuration)
    defer { Task { await connection.close() } }
    let report = try await connection.transaction { transaction in
      try await transaction.run("select pg_advisory_xact_lock(hashtext('levee.installation'))")
      let before = try await compare(on: transaction)
      if fresh, !before.applied.isEmpty { throw Fault.alreadyInstalled }
      if !fresh, before.applied.isEmpty { throw Fault.notInstalled }
      for migration in migrations where before.pending.contains(migration.name) {
        // The first file makes the owner's role, and takes it; every later file is applied as that role.
        if migration.name != migrations[0].name { try await transaction.run("set local role levee_owner") }
        try await transaction.execute(script: migration.sql)
        try await transaction.run(
          """
          insert into levee.migration (name, checksum)
          values (\(migration.name), encode(sha256(\(Bytes(migration.bytes))::bytea), 'hex'))
          """)
      }
      // What was open before the table of duties was there.
      if !fresh, !before.pending.isEmpty { try await transaction.run(DutyAdoption.statement) }
      try await transaction.run("reset role")
      return Report(
        applied: before.applied + before.pending, pending: [], newlyApplied: before.pending)
    }
    try await Self.guardDatabase(on: connection)
    return report
  }

  /// What a new database allows everyone is taken back: connecting, and making temporary objects. These rights belong
  /// to the database, not to the schema, and are not copied from a template.
  public static func guardDatabase(on connection: Connection) async throws {
    try await connection.execute(
      script: """
        do $$ begin
          execute format('revoke connect, temporary, create on database %I from public', current_database());
          execute format('grant connect on database %I to levee_admin, levee_ops', current_database());
        end $$
        """)
  }

  private func compare(on transaction: Transaction) async throws -> Report {
    let installed: Bool = try await transaction.run("select to_regclass('levee.migration') is not null as there")[0][
      "there"]
    guard installed else {
      return Report(applied: [], pending: migrations.map(\.name), newlyApplied: [])
    }
    let known = migrations.map { Bytes($0.bytes) }
    let rows = try await transaction.run(
      """
      select m.name, k.name is null as is_unknown, coalesce(m.checksum <> encode(sha256(k.bytes), 'hex'), false) as changed
      from levee.migration m
      left join unnest(\(migrations.map(\.name))::text[], \(known)::bytea[]) k (name, bytes) using (name)
      order by m.name
      """)
    var applied: [String] = []
    for row in rows {
      let name: String = try row["name"]
      if try row["is_unknown"] as Bool { throw Fault.programTooOld(name) }
      if try row["changed"] as Bool { throw Fault.changed(name) }
      applied.append(name)
    }
    let pending = migrations.map(\.name).filter { !applied.contains($0) }
    return Report(applied: applied, pending: pending, newlyApplied: [])
  }
}

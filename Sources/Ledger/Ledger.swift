import FoundationEssentials
public import Postgres
public import Workflow

/// Levee's tables, as one team sees them. Every step of the workflow is one call here, one round trip and one
/// transaction; what a call returns is committed.
///
/// A step rings the bells of those who should look, once it is committed; what only reads rings none. Every call of an
/// aggregate throws `LedgerError`; `PostgresError.cannotConnect` when there is no connection within its patience, and
/// `.loginRefused` at once where the server does not let the login in;
/// `DecodingFault` when the schema is not this program's; `CancellationError`.
public struct Ledger: Sendable {
  /// The team whose role this ledger has taken.
  public let team: Team
  private let sessions: Sessions
  /// Its roles; of those that the login has, the first is taken.
  private let roles: [String]
  /// What all calls are part of; nil where each is a transaction of its own.
  private var whole: Transaction?

  /// Which rights a session takes.
  public enum Access: Sendable {
    /// The team's role.
    case team
    /// Whichever role of the house the login has: for reading what every team may read.
    case reader
    /// What everyone in the company may do.
    case staff
    /// Whichever role of the house the login has, of ordinary staff too: for what everyone may read.
    case everyone
    /// What is behind a link with a code, and nothing else.
    case codes
    /// What turns a code into a device, and nothing else.
    case console
    /// The board, for a screen that is nobody's, and nothing else.
    case wall
    /// The login's own rights: an administrator, who makes roles.
    case administrator
  }

  /// - Parameters:
  ///   - access: which rights the sessions take.
  ///   - connection: a connection string as libpq reads it; "" for libpq's environment.
  ///   - size: how many connections at most; a command needs one.
  ///   - patience: how long a call waits for a server that cannot be reached.
  ///   - provesPassword: whether a session counts only where the server asked for the password.
  public init(
    team: Team, access: Access = .team, connection: String = "", size: Int = 1, patience: Duration = .zero,
    provesPassword: Bool = false
  ) {
    self.init(
      team: team, access: access,
      on: Sessions(
        connection: connection, applicationName: Self.applicationName(team), size: size, patience: patience,
        provesPassword: provesPassword))
  }

  /// A ledger on sessions that others use as well; closing it ends them for all.
  public init(team: Team, access: Access = .team, on sessions: Sessions) {
    self.team = team
    self.sessions = sessions
    roles = Self.roles(team, access)
  }

  /// The sessions of one login. Each changes between the rights of the ledgers that stand on them, in one round trip.
  public struct Sessions: Sendable {
    fileprivate let pool: Pool

    /// - Parameters: as those of a ledger.
    public init(
      connection: String, applicationName: String, size: Int = 1, patience: Duration = .zero,
      provesPassword: Bool = false
    ) {
      var configuration = Ledger.configuration([], connection, applicationName)
      configuration.provesPassword = provesPassword
      pool = Pool(configuration, size: size, patience: patience)
    }

    /// Ends all of them.
    public func close() async { await pool.close() }
  }

  /// How a session of a team is configured: its role, and a bound on the time that it waits for a lock.
  public static func configuration(team: Team, access: Access = .team, connection: String) -> Configuration {
    configuration(roles(team, access), connection, applicationName(team))
  }

  private static func configuration(_ roles: [String], _ connection: String, _ applicationName: String) -> Configuration
  {
    Configuration(connection, roles: roles, applicationName: applicationName, lockTimeout: .seconds(5))
  }

  private static func applicationName(_ team: Team) -> String { "levee-\(team.rawValue)" }

  private static func roles(_ team: Team, _ access: Access) -> [String] {
    switch access {
    case .team: [team.role]
    case .reader: (Team.working + [.supervisor]).map(\.role) + ["levee_ops", Team.admin.role]
    case .staff: [Team.staff.role]
    // An administrator's first: whoever may make roles is a member of all.
    case .everyone: [Team.admin, .staff].map(\.role) + ["levee_ops"] + (Team.working + [.supervisor]).map(\.role)
    case .codes: ["levee_reading"]
    case .console: ["levee_console"]
    case .wall: ["levee_wall"]
    case .administrator: []
    }
  }

  /// Where a database is, as a person writes it.
  public typealias Address = ConnectionString
  /// Why a listener wakes.
  public typealias Wake = Listener.Wake

  /// The wakes of a team's bell.
  /// - Parameter fallback: wake at least this often, even if nobody rings.
  public static func bell(of team: Team, connection: String, fallback: Duration) -> Listener {
    Listener(
      configuration(team: team, connection: connection), channels: ["levee_" + team.rawValue], fallback: fallback)
  }

  /// The same, heard by a login that has no role of the house: a bell carries nothing, so that whoever may connect may hear it.
  public static func bell(of team: Team, alone connection: String, fallback: Duration) -> Listener {
    Listener(
      configuration(team: team, access: .administrator, connection: connection), channels: ["levee_" + team.rawValue],
      fallback: fallback)
  }

  /// Ends all sessions.
  public func close() async { await sessions.close() }

  // MARK: for the aggregates

  /// Reads: one statement.
  func read(_ statement: Statement) async throws -> Rows {
    try await batch([statement])[0]
  }

  /// Reads or writes in one round trip; a refusal comes back as a `LedgerError`.
  func batch(_ statements: [Statement]) async throws -> [Rows] {
    if let whole { return try await part(of: whole, statements) }
    return try await withConnection { connection in
      do {
        return try await connection.batch(statements)
      } catch let error as PostgresError {
        throw await LedgerError(error, on: connection)
      }
    }
  }

  /// Records a step, then rings. The ring is a statement of its own, after the commit: a NOTIFY inside the
  /// transaction would hold a lock of the whole database through its flush. If the ring is lost, those who should
  /// look do so on their timers.
  @discardableResult
  func commit(_ statement: Statement, bells: [Bell] = Bell.allCases) async throws -> Rows {
    if let whole { return try await part(of: whole, [statement])[0] }
    return try await withConnection { connection in
      do {
        let rows = try await connection.run(statement)
        _ = try? await connection.run(Bell.ring(bells))
        return rows
      } catch let error as PostgresError {
        throw await LedgerError(error, on: connection)
      }
    }
  }

  /// Records several things in one transaction, then rings.
  func transaction<Value: Sendable>(
    bells: [Bell], _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    if let whole { return try await part(of: whole, body) }
    return try await withConnection { connection in
      do {
        let value = try await connection.transaction(body)
        _ = try? await connection.run(Bell.ring(bells))
        return value
      } catch let error as PostgresError {
        throw await LedgerError(error, on: connection)
      }
    }
  }

  /// Makes several calls one transaction: all of it takes effect, or nothing; then it rings. A call in it that is refused
  /// leaves nothing of its own, and what was done before it stands.
  /// - Parameters:
  ///   - rehearses: whether all of it is undone at the end.
  ///   - body: gets the ledger whose calls are part of it; what it throws undoes all of them.
  public func atomically<Value: Sendable>(
    rehearses: Bool = false, _ body: @Sendable (Ledger) async throws -> Value
  ) async throws -> Value {
    if let whole { return try await part(of: whole, rehearses: rehearses, body) }
    return try await withConnection { connection in
      do {
        let value = try await connection.transaction { transaction in
          var part = self
          part.whole = transaction
          let value = try await body(part)
          guard rehearses else { return value }
          try await transaction.run("set constraints all immediate")
          throw Rehearsed(value: value)
        }
        _ = try? await connection.run(Bell.ring(Bell.allCases))
        return value
      } catch let rehearsed as Rehearsed<Value> {
        return rehearsed.value
      } catch let error as PostgresError {
        throw await LedgerError(error, on: connection)
      }
    }
  }

  /// Makes several calls one transaction in which nothing can be recorded, whatever is called.
  public func looking<Value: Sendable>(_ body: @Sendable (Ledger) async throws -> Value) async throws -> Value {
    try await withConnection { connection in
      do {
        return try await connection.transaction(isReadOnly: true) { transaction in
          var part = self
          part.whole = transaction
          return try await body(part)
        }
      } catch let error as PostgresError {
        throw await LedgerError(error, on: connection)
      }
    }
  }

  private struct Rehearsed<Value: Sendable>: Error { let value: Value }

  /// Several calls as one that is part of a transaction: refused, all of them are undone, and nothing else.
  private func part<Value: Sendable>(
    of whole: Transaction, rehearses: Bool, _ body: @Sendable (Ledger) async throws -> Value
  ) async throws -> Value {
    try await whole.run("savepoint several")
    do {
      let value = try await body(self)
      if rehearses { try await whole.run("set constraints all immediate") }
      try await whole.run(rehearses ? "rollback to savepoint several" : "release savepoint several")
      return value
    } catch let error where !((error as? PostgresError)?.endsSession ?? false) {
      try await whole.run("rollback to savepoint several")
      throw error
    }
  }

  /// A call that is part of a transaction: refused, it is undone alone, so that the server can say why.
  private func part<Value: Sendable>(
    of whole: Transaction, _ body: @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    try await whole.run("savepoint part")
    do {
      let value = try await body(whole)
      try await whole.run("release savepoint part")
      return value
    } catch let error as PostgresError where !error.endsSession {
      try await whole.run("rollback to savepoint part")
      throw await LedgerError(error) { try await whole.run($0) }
    }
  }

  /// The same, for statements that are known before: one round trip.
  private func part(of whole: Transaction, _ statements: [Statement]) async throws -> [Rows] {
    do {
      let rows = try await whole.batch(["savepoint part"] + statements + ["release savepoint part"])
      return Array(rows.dropFirst().dropLast())
    } catch let error as PostgresError where !error.endsSession {
      try await whole.run("rollback to savepoint part")
      throw await LedgerError(error) { try await whole.run($0) }
    }
  }

  /// Rings without recording anything.
  public func ring(_ bells: [Bell]) async throws {
    _ = try await batch([Bell.ring(bells)])
  }

  /// Lends a session, for work that outlives one call.
  func withConnection<Value: Sendable>(_ body: @Sendable (Connection) async throws -> Value) async throws -> Value {
    try await sessions.pool.withConnection(as: roles, body)
  }
}

/// The doorbells: a NOTIFY without data that means "look at the tables".
public enum Bell: String, Sendable, CaseIterable {
  case monitoring, leadership, response, logistics, supervisor

  /// The channel's name.
  public var channel: String { "levee_" + rawValue }

  static func ring(_ bells: [Bell]) -> Statement {
    "select pg_notify(channel, '') from unnest(\(bells.map(\.channel))::text[]) channel"
  }
}

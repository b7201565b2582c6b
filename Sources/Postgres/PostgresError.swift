/// What can go wrong between this program and PostgreSQL.
public enum PostgresError: Error, Sendable {
  /// The server refused a statement.
  case server(ServerError)
  /// No connection could be made; the text is libpq's, which names host and reason and no secret.
  case cannotConnect(String)
  /// The server was there, and did not let the login in: asking again does not help.
  case loginRefused(LoginRefusal)
  /// None of the roles that a session is to take exists on this server.
  case noSuchRole(ServerError)
  /// The connection was lost. Whether the last transaction was committed is unknown.
  case connectionLost(String)
  /// The connection was closed by this program.
  case closed

  /// Whether the session is over, and another may do better: it was cut, or the server ended it.
  public var endsSession: Bool {
    switch self {
    case .connectionLost: true
    case .server(let error): error.endsSession
    case .cannotConnect, .loginRefused, .noSuchRole, .closed: false
    }
  }
}

extension PostgresError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .server(let error): error.description
    case .noSuchRole(let error): error.description
    case .cannotConnect(let reason): "cannot connect to PostgreSQL: \(reason)"
    case .loginRefused(let refusal): "PostgreSQL \(refusal.sqlState): the login was refused: \(refusal.reason)"
    case .connectionLost(let reason): "the connection to PostgreSQL was lost: \(reason)"
    case .closed: "the connection was closed"
    }
  }
}

/// An error that the server reported. The description holds no parameter values; `detail` may.
public struct ServerError: Error, Sendable, CustomStringConvertible {
  /// Five characters, for example `23503`.
  public let sqlState: String
  /// The server's own words; may quote what was sent.
  public let message: String
  /// May quote values of the row.
  public let detail: String?
  /// What else the server says: a hint, and the names of what refused; nil where it says nothing of it.
  public let hint: String?
  public let constraint: String?
  public let table: String?
  public let column: String?
  /// The function of the server's source that reported it.
  let routine: String?

  public var description: String {
    var text = "PostgreSQL \(sqlState)"
    if let constraint { text += " (\(constraint))" }
    return text
  }

  /// Whether the same transaction may succeed when it is run again: serialization failure, deadlock, or a plan from before
  /// the schema changed.
  public var isWorthRetrying: Bool { sqlState == "40001" || sqlState == "40P01" || isStalePlan }
  /// Whether the schema changed under a prepared statement, so that it would give other columns than it promised. The state
  /// is that of everything which PostgreSQL does not support, and its words are translated: the routine tells it apart.
  var isStalePlan: Bool { sqlState == "0A000" && routine == "RevalidateCachedQuery" }
  /// Whether the statement was cancelled, by this program or by an administrator.
  public var isCancellation: Bool { sqlState == "57014" }
  /// Whether the server ended the session: shutdown, crash recovery, or an administrator's command.
  public var endsSession: Bool { sqlState.hasPrefix("57P") }
}

import CPostgres

/// How to reach a server. What is not said here follows libpq's own conventions: `PGHOST` and its companions, service
/// files (`PGSERVICE`), the password file, several hosts, `sslmode`.
public struct Configuration: Sendable {
  /// A connection string or URI as libpq reads it, or "" for the environment alone.
  public var connectionString: String
  /// Roles for `SET ROLE`, before anything else is run: the first that the login is a member of is taken. If it is a
  /// member of none, the first is tried, and refused by the server. Empty keeps the login's own rights.
  public var roles: [String]
  /// What `pg_stat_activity` shows, unless the environment says otherwise.
  public var applicationName: String
  /// How long each server, and each address of one, is waited for before the next is tried, where neither the connection
  /// string nor the environment says (`connect_timeout`, `PGCONNECT_TIMEOUT`; 0, libpq's "for ever", counts as not said).
  public var connectTimeout: Duration
  /// The longest that a statement waits for a lock; nil waits for ever.
  public var lockTimeout: Duration?
  /// Whether a session counts only where the server asked for the password: not one that trusts whoever comes, or goes by the
  /// system's user. For a program that lets in whoever knows a password.
  public var provesPassword = false

  public init(
    _ connectionString: String = "", roles: [String] = [], applicationName: String = "swift",
    connectTimeout: Duration = .seconds(10), lockTimeout: Duration? = nil
  ) {
    self.connectionString = connectionString
    self.roles = roles
    self.applicationName = applicationName
    self.connectTimeout = connectTimeout
    self.lockTimeout = lockTimeout
  }

  /// Whether somebody says which database is meant: the connection string, its service or the environment. Otherwise libpq
  /// takes the one that is called like the login.
  public var namesDatabase: Bool {
    if let values = try? ConnectionString(connectionString).values, values["dbname"] ?? values["service"] != nil {
      return true
    }
    guard let options = PQconndefaults() else { return false }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if String(cString: keyword) == "dbname" { return option.pointee.val != nil }
      option += 1
    }
    return false
  }

  /// Keywords and values for `PQconnectStartParams`; a connection string given as `dbname` is expanded by libpq.
  var keywords: [(String, String)] {
    var keywords = [
      ("fallback_application_name", applicationName),
      ("client_encoding", "UTF8"),
      ("keepalives_idle", "30"),
      ("keepalives_interval", "10"),
      ("keepalives_count", "3"),
      ("tcp_user_timeout", "60000"),
    ]
    if !connectionString.isEmpty { keywords.append(("dbname", connectionString)) }
    return keywords
  }

  /// What every session of this library begins with: text forms that this library reads, and the role. Nothing is compiled:
  /// of statements that take milliseconds over many partitions, compiling costs a second.
  var preamble: Statement {
    let lock = Int((lockTimeout?.timeInterval ?? 0) * 1000)
    return """
      select set_config('datestyle', 'ISO, YMD', false), set_config('timezone', 'UTC', false),
        set_config('intervalstyle', 'iso_8601', false), set_config('bytea_output', 'hex', false),
        set_config('extra_float_digits', '1', false), set_config('lock_timeout', \("\(lock)ms"), false),
        set_config('idle_in_transaction_session_timeout', '60s', false),
        set_config('jit', 'off', false), set_config('default_transaction_isolation', 'read committed', false),
        set_config('role', coalesce(
          (select u.role from unnest(\(roles)::text[]) with ordinality u (role, position)
            where pg_has_role(session_user, to_regrole(u.role), 'MEMBER') order by u.position limit 1),
          (\(roles)::text[])[1], current_setting('role')), false)
      """
  }
}

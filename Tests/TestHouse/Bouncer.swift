import FoundationEssentials
import Glibc

/// A pgbouncer between a test's services and the database: on a socket of its own, port 6432.
public final class Bouncer: Sendable {
  /// The folder of its socket: PGHOST.
  public let host: String
  private let running: Running

  /// - Parameter mode: `session` or `transaction`.
  public init(to database: String, mode: String) async throws {
    host = "/tmp/levee-pool-" + UUID().uuidString.prefix(8).lowercased()
    try FileManager.default.createDirectory(atPath: host, withIntermediateDirectories: true)
    try Data(
      """
      [databases]
      \(database) = host=\(TestDatabase.host)
      [pgbouncer]
      unix_socket_dir = \(host)
      listen_port = 6432
      auth_type = trust
      auth_file = \(host)/users
      pool_mode = \(mode)
      ignore_startup_parameters = extra_float_digits

      """.utf8
    ).write(to: URL(filePath: host + "/pgbouncer.ini"))
    try Data("\"svc_supervisor\" \"\"\n".utf8).write(to: URL(filePath: host + "/users"))
    let isRoot = getuid() == 0
    if isRoot { _ = try await Running.run("/bin/chown", ["-R", "postgres", host]) }
    running = try Running(
      isRoot ? "/usr/sbin/runuser" : "/usr/sbin/pgbouncer",
      (isRoot ? ["-u", "postgres", "--", "/usr/sbin/pgbouncer"] : []) + [host + "/pgbouncer.ini"])
    let socket = host + "/.s.PGSQL.6432"
    let process = running
    try await awaitUntil("pgbouncer listens: \(process.printed)") { FileManager.default.fileExists(atPath: socket) }
  }

  deinit {
    running.kill(SIGTERM)
    running.block()
    try? FileManager.default.removeItem(atPath: host)
  }
}

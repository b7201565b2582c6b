import FoundationEssentials
import Glibc

/// A PostgreSQL cluster of one test's own, which it may stop and start. It is as throwaway as the one of `scripts/test`.
public final class OwnCluster: Sendable {
  /// The folder of its socket: PGHOST.
  public var host: String { folder + "/socket" }
  private let folder: String
  private let programs: String

  public init() throws {
    folder = "/tmp/levee-own-" + UUID().uuidString.prefix(8).lowercased()
    let config = try Running.run("/usr/bin/env", ["pg_config", "--bindir"])
    programs = String(config.output.prefix { $0 != "\n" })
    try run("/bin/mkdir", ["-p", folder + "/socket"])
    if getuid() == 0 { try run("/bin/chown", ["-R", "postgres", folder]) }
    try asOwner(
      "initdb",
      ["-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
    try start()
  }

  deinit {
    try? stop("immediate")
    _ = try? Running.run("/bin/rm", ["-rf", folder])
  }

  public func start() throws {
    let options = "-c listen_addresses= -c unix_socket_directories=\(folder)/socket -c shared_buffers=16MB"
    try asOwner("pg_ctl", ["-D", folder + "/data", "-l", folder + "/log", "-w", "-o", options, "start"])
  }

  /// - Parameter mode: `fast` ends sessions in an orderly way; `immediate` is a crash.
  public func stop(_ mode: String) throws {
    try asOwner("pg_ctl", ["-D", folder + "/data", "-m", mode, "-w", "stop"])
  }

  /// PostgreSQL does not run as root.
  private func asOwner(_ program: String, _ arguments: [String]) throws {
    let command = [programs + "/" + program] + arguments
    if getuid() == 0 {
      try run("/usr/sbin/runuser", ["-u", "postgres", "--"] + command)
    } else {
      try run(command[0], Array(command.dropFirst()))
    }
  }

  private func run(_ path: String, _ arguments: [String]) throws {
    let done = try Running.run(path, arguments)
    guard done.code == 0 else { throw NeverHappened(what: "\(path) \(arguments): \(done.output)") }
  }
}

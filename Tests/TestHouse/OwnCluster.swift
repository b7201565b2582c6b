import FoundationEssentials
import Glibc

/// A PostgreSQL cluster of one test's own, which it may stop and start. It is as throwaway as the one of `scripts/test`.
public final class OwnCluster: Sendable {
  /// The folder of its socket: PGHOST.
  public var host: String { folder + "/socket" }
  private let folder: String
  private let programs: String
  private let settings: [String]
  private let environment: [String: String]

  /// Of its socket, and on the loopback interface if the settings let it listen there.
  public let port: Int
  /// The folder of its data, for certificates.
  public var data: String { folder + "/data" }

  /// - Parameters:
  ///   - settings: `name=value`, beside those that make it small and private.
  ///   - access: the lines of pg_hba.conf; without them everybody on this machine is trusted.
  ///   - environment: the server's, as of a clock that is moved.
  public init(settings: [String] = [], access: String? = nil, environment: [String: String] = [:]) async throws {
    self.settings = settings
    self.environment = environment
    port = settings.contains { $0.hasPrefix("listen_addresses") } ? Int.random(in: 30000..<40000) : 5432
    folder = "/tmp/levee-own-" + UUID().uuidString.prefix(8).lowercased()
    let config = try await Running.run("/usr/bin/env", ["pg_config", "--bindir"])
    programs = String(config.output.prefix { $0 != "\n" })
    try await run(("/bin/mkdir", ["-p", folder + "/socket"]))
    if getuid() == 0 { try await run(("/bin/chown", ["-R", "postgres", folder])) }
    try await run(
      asOwner(
        "initdb",
        ["-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))
    if let access {
      try await run(("/bin/sh", ["-c", "printf '%s' \"$1\" >\"$2/pg_hba.conf\"", "sh", access, folder + "/data"]))
    }
    try await start()
  }

  deinit {
    // A deinit cannot wait otherwise.
    let (path, arguments) = asOwner("pg_ctl", ["-D", folder + "/data", "-m", "immediate", "-w", "stop"])
    _ = try? Running(path, arguments).block()
    _ = try? Running("/bin/rm", ["-rf", folder]).block()
  }

  public func start() async throws {
    let options =
      (["listen_addresses=", "port=\(port)", "unix_socket_directories=\(folder)/socket", "shared_buffers=16MB"]
      + settings)
      .map { "-c \($0)" }.joined(separator: " ")
    try await run(
      asOwner("pg_ctl", ["-D", folder + "/data", "-l", folder + "/log", "-w", "-o", options, "start"]), environment)
  }

  /// - Parameter mode: `fast` ends sessions in an orderly way; `immediate` is a crash.
  public func stop(_ mode: String) async throws {
    try await run(asOwner("pg_ctl", ["-D", folder + "/data", "-m", mode, "-w", "stop"]))
  }

  /// PostgreSQL does not run as root.
  private func asOwner(_ program: String, _ arguments: [String]) -> (path: String, arguments: [String]) {
    let path = programs + "/" + program
    return getuid() == 0
      ? ("/usr/sbin/runuser", ["-u", "postgres", "--", path] + arguments) : (path, arguments)
  }

  private func run(_ command: (path: String, arguments: [String]), _ environment: [String: String] = [:]) async throws {
    let done = try await Running.run(command.path, command.arguments, environment: environment)
    guard done.code == 0 else { throw NeverHappened(what: "\(command): \(done.output)") }
  }
}

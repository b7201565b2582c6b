import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// An executable of the package, run as a process of its own.
public final class Running: Sendable {
  public let pid: pid_t
  private let output: String
  private let status = Mutex<Int32?>(nil)
  /// The end of a pipe that is the process's standard input; -1 when that is empty.
  private let input: Int32

  /// What came of a process: its exit code (or minus the signal), and what it printed on both outputs.
  public struct Result: Sendable {
    public let code: Int32
    public let output: String
  }

  /// The folder of the executables: where the test bundle lies.
  private static var folder: String {
    ProcessInfo.processInfo.environment["LEVEE_TEST_BIN"] ?? ".build/debug"
  }

  /// Starts one of our programs, or one by its whole path, with an environment of `PATH`, `PGHOST`, `LANG=C` and what is given.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], takesInput: Bool = false
  ) throws {
    var ends: [Int32] = [-1, -1]
    if takesInput {
      _ = pipe(&ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    input = ends[1]
    defer { if takesInput { close(ends[0]) } }
    output = "/tmp/levee-test-\(UUID().uuidString)"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if takesInput {
      posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var merged = ["PATH": "/usr/bin:/bin", "PGHOST": TestDatabase.host, "LANG": "C"]
    if let path = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] { merged["LD_LIBRARY_PATH"] = path }
    merged.merge(environment) { $1 }
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    argv.append(nil)
    var envp: [UnsafeMutablePointer<CChar>?] = merged.map { strdup("\($0.key)=\($0.value)") }
    envp.append(nil)
    defer { for pointer in argv + envp { free(pointer) } }
    var child = pid_t()
    let path = Self.path(of: program)
    let failed = posix_spawn(&child, path, &actions, nil, argv, envp)
    guard failed == 0 else { throw CannotStart(program: program, reason: String(cString: strerror(failed))) }
    pid = child
  }

  deinit {
    kill(SIGKILL)
    block()
    if input >= 0 { close(input) }
    unlink(output)
  }

  public func kill(_ signal: Int32) {
    status.withLock { if $0 == nil { _ = Glibc.kill(pid, signal) } }
  }

  /// Where one of our programs is; a whole path as it stands.
  public static func path(of program: String) -> String { program.hasPrefix("/") ? program : folder + "/" + program }

  /// Writes to the process's standard input.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(input, bytes, bytes.count)
  }

  /// What it has printed so far.
  public var printed: String {
    guard let file = fopen(output, "r") else { return "" }
    defer { fclose(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: text, as: UTF8.self) }
      text += buffer[..<count]
    }
  }

  /// Whether the process has ended.
  public var hasEnded: Bool {
    status.withLock { known in
      if known != nil { return true }
      var info = siginfo_t()
      return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }
  }

  /// Returns when the process has ended. The waiting is done on a thread of its own: the tests share two or three.
  @discardableResult
  public func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: self.block()) }
    }
  }

  /// Blocks until the process has ended.
  @discardableResult
  func block() -> Int32 {
    status.withLock { known in
      if let known { return known }
      var raw: Int32 = 0
      waitpid(pid, &raw, 0)
      let signal = raw & 0x7F
      let code = signal == 0 ? (raw >> 8) & 0xFF : -signal
      known = code
      return code
    }
  }

  /// Runs a program to its end.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Result {
    let running = try Running(program, arguments, environment: environment)
    let code = await running.wait()
    return Result(code: code, output: running.printed)
  }

  struct CannotStart: Error {
    let program: String
    let reason: String
  }
}

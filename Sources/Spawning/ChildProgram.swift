import Dispatch
import Glibc
import Synchronization

/// Why a program of the machine did not do what it was asked to.
public enum ChildFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// It could not be started: its path, and the system's number of the reason.
  case notStarted(String, Int32)
  /// It ended with a code of its own.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Int32)
  /// It did not end within so many seconds, and was ended.
  case late(Int)

  public var description: String {
    switch self {
    case .notStarted(let path, let code): "\(path): \(String(cString: strerror(code)))"
    case .exited(let code): "the program ended with \(code)"
    case .signalled(let signal): "the program was ended by signal \(signal)"
    case .late(let seconds): "the program did not end within \(seconds) seconds"
    }
  }
}

/// Running programs of the machine: the one place where this code starts another process.
public enum ChildProgram {
  /// Runs a program at a path until it has ended well, on a thread that may block. What it prints goes nowhere.
  /// - Parameters:
  ///   - input: what it reads on its standard input.
  ///   - environment: `NAME=value`, beside a plain PATH and LANG: nothing of this process's own secrets is in it.
  ///   - seconds: until it is killed.
  public static func run(
    _ path: String, _ arguments: [String], input: [UInt8], environment: [String] = [], within seconds: Int
  ) async throws(ChildFault) {
    signal(SIGPIPE, SIG_IGN)
    let outcome: Result<Void, ChildFault> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        do throws(ChildFault) {
          try wait(path, arguments, input: input, environment: environment, seconds: seconds)
          continuation.resume(returning: .success(()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    try outcome.get()
  }

  /// One at a time: between a pipe and its close-on-exec flag no other child may be born, or it would keep the pipe open.
  private static let spawning = Mutex(())

  /// Starts a program whose standard input is the pipe that is returned.
  private static func spawn(
    _ path: String, _ arguments: [String], _ given: [String]
  ) throws(ChildFault) -> (child: pid_t, input: Int32) {
    try spawning.withLock { _ throws(ChildFault) in
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { throw .notStarted(path, errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
      let variables = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"] + given
      var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
      var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
      argv.append(nil)
      environment.append(nil)
      defer { for pointer in argv + environment { free(pointer) } }
      // Nothing of this process's signals is inherited: a service ignores some, and a thread of Dispatch blocks nearly all.
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      var signals = sigset_t()
      sigfillset(&signals)
      posix_spawnattr_setsigdefault(&attributes, &signals)
      sigemptyset(&signals)
      posix_spawnattr_setsigmask(&attributes, &signals)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
      var child = pid_t()
      let code = posix_spawn(&child, path, &actions, &attributes, &argv, &environment)
      close(ends[0])
      guard code == 0 else {
        close(ends[1])
        throw .notStarted(path, code)
      }
      return (child, ends[1])
    }
  }

  /// Blocks until the program has ended.
  private static func wait(
    _ path: String, _ arguments: [String], input: [UInt8], environment: [String], seconds: Int
  ) throws(ChildFault) {
    let (child, input:pipe) = try spawn(path, arguments, environment)
    // A pipe takes 64 KiB before anybody reads; a program that never reads is killed below, not waited for here.
    _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
    var rest = input[...]
    if rest.isEmpty { close(pipe) }
    var status: Int32 = 0
    var ended = false
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
        if written > 0 { rest = rest.dropFirst(written) }
        if written < 0, errno != EAGAIN, errno != EINTR { rest = [] }
        if rest.isEmpty { close(pipe) }
      }
      if waitpid(child, &status, WNOHANG) == child {
        ended = true
        break
      }
      usleep(rest.isEmpty ? 20_000 : 1000)
    }
    if !rest.isEmpty { close(pipe) }
    guard ended else {
      kill(child, SIGKILL)
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      throw .late(seconds)
    }
    guard status == 0 else {
      throw status & 0x7F != 0 ? .signalled(status & 0x7F) : .exited((status >> 8) & 0xFF)
    }
  }
}

import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Programs that take a message: `sendmail`, a script for text messages. Only what an operator has put into one folder
/// (`LEVEE_PROGRAMS`, or /etc/levee/programs) is run: a row of a table names a program and gives no path.
struct Programs: Sendable {
  private let folder: String
  private let sendmail: String

  init(environment: [String: String]) {
    folder = environment["LEVEE_PROGRAMS"] ?? "/etc/levee/programs"
    sendmail = Mail.program(environment)
  }

  /// Runs a program and waits until it has taken the message on its standard input.
  /// - Parameters:
  ///   - asMail: whether it reads a mail and its recipients from there (`-t`), as sendmail does; if not, it is given the
  ///     address as its only argument, and plain text.
  ///   - seconds: until it is killed.
  func run(_ name: String, _ message: Message, asMail: Bool, within seconds: Int) async throws(TransportFault) {
    guard !name.contains("/"), !name.hasPrefix(".") else {
      throw TransportFault("a program has a name, not a path", isFinal: true)
    }
    var path = folder + "/" + name
    if access(path, X_OK) != 0 {
      guard name == "sendmail" else {
        throw TransportFault("there is no program \(name) in \(folder) that may be run", isFinal: true)
      }
      path = sendmail
    }
    let arguments = asMail ? ["-t", "-oi"] : [message.address]
    let input =
      asMail ? try Mail.message(to: message.address, subject: message.subject, body: message.text) : message.text + "\n"
    try await Self.run(path, arguments, input: input, key: message.key, within: seconds)
  }

  /// Runs a program at a path, on a thread that may block.
  static func run(
    _ path: String, _ arguments: [String], input: String, key: String, within seconds: Int
  ) async throws(TransportFault) {
    signal(SIGPIPE, SIG_IGN)
    let outcome: Result<Void, TransportFault> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        do throws(TransportFault) {
          try wait(path, arguments, input: Array(input.utf8), key: key, seconds: seconds)
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
    _ path: String, _ arguments: [String], key: String
  ) throws(TransportFault) -> (child: pid_t, input: Int32) {
    try spawning.withLock { _ throws(TransportFault) in
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { throw TransportFault(String(cString: strerror(errno))) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
      // The program's environment is small: nothing of the service's own secrets is in it.
      let variables = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "LEVEE_KEY=\(key)"]
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
        // A program that is being replaced at this moment (ETXTBSY), or a machine short of memory, is better soon.
        throw TransportFault(
          "\(path): \(String(cString: strerror(code)))", isFinal: [ENOENT, EACCES, ENOEXEC].contains(code))
      }
      return (child, ends[1])
    }
  }

  /// Blocks until the program has ended.
  private static func wait(
    _ path: String, _ arguments: [String], input: [UInt8], key: String, seconds: Int
  ) throws(TransportFault) {
    let (child, input:pipe) = try spawn(path, arguments, key: key)
    // A pipe takes 64 KiB before anybody reads; a program that never reads is killed below, not waited for here.
    _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
    var rest = input[...]
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
      throw TransportFault("the program did not end within \(seconds) seconds")
    }
    let exitCode = (status >> 8) & 0xFF
    guard status == 0 else {
      // Of sysexits: the call (64), the data (65), the recipient (67) or the configuration (78) is wrong. 75 says "later";
      // others are tried again too.
      throw TransportFault(
        status & 0x7F != 0 ? "the program was ended by signal \(status & 0x7F)" : "the program ended with \(exitCode)",
        isFinal: [64, 65, 67, 78].contains(exitCode))
    }
  }
}

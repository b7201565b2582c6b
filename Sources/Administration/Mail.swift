import CommandLine
import Glibc
import Workflow

/// Mail through the machine's own `sendmail`, which every mail server of Debian brings.
enum Mail {
  /// The command, as the mail servers of Debian install it; `LEVEE_SENDMAIL` names another.
  private static var command: String {
    getenv("LEVEE_SENDMAIL").map { String(cString: $0) } ?? "/usr/sbin/sendmail"
  }

  /// Hands one mail to sendmail and waits until it has taken it.
  /// - Parameter address: one address; it is written into a header, so that line breaks and white space are refused.
  static func send(to address: String, subject: String, body: String) throws {
    guard !address.isEmpty, address.allSatisfy({ $0.isASCII && !$0.isWhitespace && !"<>,;\"".contains($0) }) else {
      throw Failure(.usage, Bilingual("\"\(address)\" is not one mail address.", "“\(address)”不是一个邮件地址。"))
    }
    let message = """
      To: \(address)
      Subject: \(subject)
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8

      \(body)

      """
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw refused(String(cString: strerror(errno))) }
    // The child gets the reading end as its standard input, and neither of these.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(command), strdup("-t"), strdup("-oi"), nil]
    defer { arguments.forEach { free($0) } }
    var child = pid_t()
    let code = posix_spawn(&child, command, &actions, nil, &arguments, environ)
    close(ends[0])
    guard code == 0 else {
      close(ends[1])
      throw refused(String(cString: strerror(code)))
    }
    signal(SIGPIPE, SIG_IGN)
    var rest = Array(message.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        break
      }
      rest = rest.dropFirst(written)
    }
    close(ends[1])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0, rest.isEmpty else { throw refused("exit status \(status >> 8)") }
  }

  private static func refused(_ reason: String) -> Failure {
    Failure(
      .unavailable, Bilingual("\(command) did not take the mail.", "\(command) 未接受该邮件。"),
      advice: Bilingual(
        "The checkpoint is taken; keep its code another way, or set LEVEE_SENDMAIL.",
        "检查点已生成；请以其他方式保存代码，或设置 LEVEE_SENDMAIL。"),
      detail: reason)
  }
}

import FoundationEssentials
import Glibc
import Spawning

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

  /// Runs a program at a path.
  static func run(
    _ path: String, _ arguments: [String], input: String, key: String, within seconds: Int
  ) async throws(TransportFault) {
    do throws(ChildFault) {
      try await ChildProgram.run(
        path, arguments, input: Array(input.utf8), environment: ["LEVEE_KEY=\(key)"], within: seconds)
    } catch {
      throw TransportFault(error.description, isFinal: isFinal(error))
    }
  }

  /// Whether another try cannot help.
  private static func isFinal(_ fault: ChildFault) -> Bool {
    switch fault {
    // A program that is being replaced at this moment (ETXTBSY), or a machine short of memory, is better soon.
    case .notStarted(_, let code): [ENOENT, EACCES, ENOEXEC].contains(code)
    // Of sysexits: the call (64), the data (65), the recipient (67) or the configuration (78) is wrong. 75 says "later";
    // others are tried again too.
    case .exited(let code): [64, 65, 67, 78].contains(code)
    case .signalled, .late: false
    }
  }
}

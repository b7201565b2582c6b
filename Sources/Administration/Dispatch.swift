import CommandLine
import Glibc
import Wording
import Workflow

/// `levee response …`, or `levee 响应小组 …`, runs `levee-response …`, from the folder of this program.
public enum Dispatch {
  /// Replaces this process when the first word names a team; returns otherwise.
  public static func runTeamProgramIfNamed() {
    let arguments = Swift.CommandLine.arguments
    let programs = [Choice].of(Team.working + [.supervisor])
    guard arguments.count > 1, let team = programs.value(of: arguments[1]).flatMap({ Team(rawValue: $0) }) else {
      return
    }
    let name = "levee-" + team.rawValue
    // The folder of this program, however it was called.
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let path = folder + "/" + name
    var values: [UnsafeMutablePointer<CChar>?] = ([name] + arguments.dropFirst(2)).map { strdup($0) }
    values.append(nil)
    execv(path, &values)
    Output.write("\(path): \(String(cString: strerror(errno)))", to: STDERR_FILENO)
    exit(ExitCode.unavailable.rawValue)
  }
}

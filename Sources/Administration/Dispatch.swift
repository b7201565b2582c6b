import CommandLine
import Glibc
import Workflow

/// `levee response …` runs `levee-response …`, from the folder of this program or from the path.
public enum Dispatch {
  /// Replaces this process when the first word names a team; returns otherwise.
  public static func runTeamProgramIfNamed() {
    let arguments = Swift.CommandLine.arguments
    guard arguments.count > 1, let team = Team(rawValue: arguments[1]),
      Team.working.contains(team) || team == .supervisor
    else { return }
    let name = "levee-" + team.rawValue
    let folder = arguments[0].contains("/") ? arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") : nil
    let path = folder.map { $0 + "/" + name } ?? name
    var values: [UnsafeMutablePointer<CChar>?] = ([name] + arguments.dropFirst(2)).map { strdup($0) }
    values.append(nil)
    execvp(path, &values)
    Output.write("\(path): \(String(cString: strerror(errno)))", to: STDERR_FILENO)
    exit(ExitCode.noInput.rawValue)
  }
}

import FoundationEssentials
import Glibc

/// Drives many incidents through all their stages with scripted teams: under faults, or as fast as it goes.
@main struct Main {
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let environment = ProcessInfo.processInfo.environment
    do {
      switch CommandLine.arguments.dropFirst().first {
      case "faults": exit(try await FaultsCommand(environment: environment).run())
      case "coordination": try await CoordinationCommand(environment: environment).run()
      case "script": ScriptCommand().run()
      case "load": try await LoadCommand(environment: environment).run()
      default:
        Report.progress(
          "usage: drill faults | coordination | script | load; see scripts/faults, scripts/bench, scripts/cluster")
        exit(64)
      }
    } catch {
      Report.progress("drill: \(error)")
      exit(70)
    }
  }
}

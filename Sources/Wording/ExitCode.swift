/// Exit codes of every program, after BSD's sysexits.
public enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  /// Found, but not well: an edited history, a missing process.
  case unhealthy = 1
  /// `health` found what needs somebody now (the monitoring plugins' CRITICAL).
  case critical = 2
  /// `health` could not find out (the monitoring plugins' UNKNOWN).
  case unknown = 3
  /// The command line was wrong.
  case usage = 64
  /// The data was wrong, or the law refused the step.
  case data = 65
  /// A file cannot be read, or there is no such thing.
  case noInput = 66
  /// The database cannot be reached.
  case unavailable = 69
  /// Something went wrong inside.
  case software = 70
  /// A file cannot be written.
  case cannotCreate = 73
  /// Try again: the connection was lost, or somebody else was first.
  case temporary = 75
  /// This person may not do this.
  case noPermission = 77
  /// The installation or a setting is wrong.
  case configuration = 78

  /// As JSON calls it: `no_input`.
  public var name: String {
    "\(self)".reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}

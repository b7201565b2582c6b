/// Why a server did not let a login in.
public struct LoginRefusal: Error, Sendable {
  /// Whom the session was to be of.
  public let login: String
  /// `28000`: there is no such login, it is shut, or it is not let in from here. `28P01`: its password is another.
  /// `3D000`: there is no such database. `42501`: the login may not use that database.
  public let sqlState: String
  /// libpq's words, which name host and reason and no secret.
  public let reason: String

  private static let states: Set<String> = ["28000", "28P01", "3D000", "42501"]

  /// Reads what libpq says, verbosely, of attempts that failed.
  /// - Returns: nil unless a server refused the login, and no other was out of reach: that one may still take it.
  init?(login: String, verbose: String) {
    let attempts = verbose.split(separator: "\n").filter { $0.hasPrefix("connection to server") }
    let states = attempts.compactMap { $0.firstMatch(of: #/: +([0-9][0-9A-Z]{4}): /#)?.output.1 }
    guard let last = states.last, states.count == attempts.count,
      states.allSatisfy({ Self.states.contains(String($0)) })
    else { return nil }
    self.login = login
    sqlState = String(last)
    reason = Self.plain(verbose)
  }

  /// What libpq says, in one line and without what its verbosity adds.
  static func plain(_ verbose: String) -> String {
    verbose.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:  ") }
      .map { $0.replacing(#/(: +)[0-9][0-9A-Z]{4}: /#) { $0.output.1 } }.joined(separator: "; ")
  }
}

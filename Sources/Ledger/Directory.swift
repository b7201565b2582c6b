import Postgres
public import Workflow

/// Who is who in the house: for those who have a seat in a team, and administrators.
public struct Directory: Sendable {
  let ledger: Ledger

  public struct Entry: Sendable {
    public let handle: String
    public let name: String
    /// `team:seat` for each.
    public let seats: [String]
    /// Way and address of each: `mail chen@example.com`.
    public let reached: [String]
    public let isAway: Bool
    /// For which teams they are on duty at this moment.
    public let onDuty: [Team]
  }

  /// Everybody with a seat.
  /// - Throws: `LedgerError.notAllowed` for who has none.
  public func entries() async throws -> [Entry] {
    try await ledger.read(
      "select handle, display_name, seats, reached, away, on_duty::text[] as on_duty from levee.who_is_who()"
    ).map {
      let teams: [String] = try $0["on_duty"]
      return Entry(
        handle: try $0["handle"], name: try $0["display_name"], seats: try $0["seats"], reached: try $0["reached"],
        isAway: try $0["away"], onDuty: teams.compactMap(Team.init(rawValue:)))
    }
  }
}

extension Ledger {
  public var directory: Directory { Directory(ledger: self) }
}

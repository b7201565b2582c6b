public import FoundationEssentials
import Postgres
public import Workflow

/// Notes on a case: no step, but in its history, and read by its circle alone.
public struct Notes: Sendable {
  let ledger: Ledger

  public struct Note: Sendable {
    public let text: String
    /// Who wrote it, and for which team.
    public let person: String
    public let team: Team
    /// By the incident's clock.
    public let at: Date
  }

  /// Adds one. Who is named in it as `@person`, and may read the incident, is told.
  /// - Returns: who is told.
  public func add(_ text: String, to incident: Reference) async throws -> [String] {
    try await ledger.commit(
      "insert into levee.note (incident_id, text) values (\(incident.number), \(text)) returning people")[0]["people"]
  }

  /// All of an incident, the oldest first.
  public func list(_ incident: Reference) async throws -> [Note] {
    try await ledger.read(
      "select text, person, team, at from levee.note where incident_id = \(incident.number) order by id"
    ).map { Note(text: try $0["text"], person: try $0["person"], team: try $0["team"], at: try $0["at"]) }
  }
}

extension Ledger {
  public var notes: Notes { Notes(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// What somebody takes back that they recorded just now.
public struct Undoing: Sendable {
  let ledger: Ledger

  /// One act: what one command wrote.
  public struct Act: Sendable {
    /// The first of its events.
    public let event: Int
    public let incident: Reference
    /// The tables of its steps, in order, each once.
    public let kinds: [String]
    /// By the incident's clock.
    public let at: Date
  }

  /// What the person at the keyboard recorded last, of whatever incident; nil when that is not of lately.
  public func lastAct() async throws -> Act? {
    let rows = try await ledger.read("select * from levee.last_act()")
    guard let first = rows.first else { return nil }
    let kinds: [String] = try rows.map { try $0["kind"] }
    return Act(
      event: try first["event_id"], incident: Reference(.incident, try first["incident_id"]),
      kinds: kinds.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, at: try first["at"])
  }

  /// Takes it back: its rows go, the history keeps that they were there.
  /// - Throws: `LedgerError.refused` for what is sealed: after two minutes, when a next step rests on it, and of an approval, a
  ///   delivery or a receipt always.
  public func takeBack(_ act: Act) async throws {
    try await ledger.commit("select levee.take_back(\(act.event))")
  }
}

extension Ledger {
  public var undoing: Undoing { Undoing(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// The fact ledger of an incident, and the words that monitoring watches for it.
public struct Facts: Sendable {
  let ledger: Ledger

  /// One claim with its source and how reliable it is.
  public struct Fact: Sendable {
    public let id: Int
    public let claim: String
    /// Where the claim comes from, in words.
    public let source: String
    public let reliability: Reliability
    /// The login that recorded it, and when, by the incident's clock.
    public let person: String
    public let at: Date
    public var reference: Reference { Reference(.fact, id) }
  }

  /// Records a claim, as unverified.
  /// - Throws: `LedgerError.refused` for a claim or a source without words, or when the incident is archived.
  public func add(_ claim: String, source: String, to incident: Reference) async throws -> Reference {
    let rows = try await ledger.commit(
      "insert into levee.fact (incident_id, claim, source) values (\(incident.number), \(claim), \(source)) returning id"
    )
    return Reference(.fact, try rows[0]["id"])
  }

  /// Changes how reliable a fact is. Refuting one voids the approvals of the texts that cite it, in the same
  /// transaction.
  public func check(_ fact: Reference, reliability: Reliability, reason: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.fact_check (incident_id, fact_id, reliability, reason)
      select incident_id, id, \(reliability.rawValue)::levee.reliability, \(reason) from levee.fact where id = \(fact.number)
      returning id
      """)
    if rows.isEmpty { throw LedgerError.unknown(fact) }
  }

  /// Refutes a fact of an archived case, which stays as it was: a linked incident is opened in which the claim is
  /// refuted, and in which its correction is owed.
  /// - Returns: the new incident.
  public func refuteAfterClosing(_ fact: Reference, reason: String) async throws -> Reference {
    let rows = try await ledger.commit("select levee.refute_after_closing(\(fact.number), \(reason)) as id")
    return Reference(.incident, try rows[0]["id"])
  }

  /// In the order in which they were recorded; empty when there are none.
  public func list(_ incident: Reference) async throws -> [Fact] {
    try await ledger.read("select * from levee.fact where incident_id = \(incident.number) order by id").map {
      Fact(
        id: try $0["id"], claim: try $0["claim"], source: try $0["source"], reliability: try $0["reliability"],
        person: try $0["person"], at: try $0["at"])
    }
  }

  /// Watches a word: new mentions that contain it are attached to the incident.
  public func watch(_ incident: Reference, word: String) async throws {
    try await ledger.commit("insert into levee.watch (incident_id, keyword) values (\(incident.number), \(word))")
  }
}

extension Ledger {
  public var facts: Facts { Facts(ledger: self) }
}

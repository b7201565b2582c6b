public import FoundationEssentials
import Postgres
public import Workflow

/// The event log: what happened, in order, and whether it is unchanged.
public struct History: Sendable {
  let ledger: Ledger

  /// One event. Its data holds ids and digests, never texts.
  public struct Event: Sendable {
    public let id: Int
    public let kind: String
    public let person: String
    public let team: String
    public let at: Date
    /// A JSON object.
    public let data: String
    public let isSealed: Bool
  }

  /// One thing wrong with the history.
  public struct Fault: Sendable {
    /// The incident; 0 is the house itself.
    public let chain: Int
    public let sequence: Int?
    public let event: Int
    /// missing, gap, chain_broken, edited, reordered or inserted.
    public let fault: String
  }

  /// What a verification found.
  public struct Verification: Sendable {
    public let sealed: Int
    public let unsealed: Int
    public let faults: [Fault]
  }

  public func timeline(_ incident: Reference) async throws -> [Event] {
    try await ledger.read(
      """
      select e.id, e.kind, e.person, e.team, e.at, e.payload::jsonb ->> 'data' as data, s.event_id is not null as sealed
      from levee.event e left join levee.seal s on s.event_id = e.id
      where e.chain = \(incident.number) order by e.at, e.id
      """
    ).map {
      Event(
        id: try $0["id"], kind: try $0["kind"], person: try $0["person"], team: try $0["team"], at: try $0["at"],
        data: try $0["data"] ?? "{}", isSealed: try $0["sealed"])
    }
  }

  /// Computes every hash of a chain again, or of all chains.
  public func verify(_ incident: Reference?) async throws -> Verification {
    let chain = incident?.number
    let rows = try await ledger.batch([
      """
      select (select count(*) from levee.seal where \(chain)::bigint is null or chain = \(chain)) as sealed,
        (select count(*) from levee.unsealed where \(chain)::bigint is null or chain = \(chain)) as unsealed
      """, "select * from levee.verify(\(chain)::bigint) limit 1000",
    ])
    return Verification(
      sealed: try rows[0][0]["sealed"], unsealed: try rows[0][0]["unsealed"],
      faults: try rows[1].map {
        Fault(
          chain: try $0["chain"], sequence: try $0["sequence"], event: try $0["event_id"], fault: try $0["fault"])
      })
  }
}

extension Ledger {
  public var history: History { History(ledger: self) }
}

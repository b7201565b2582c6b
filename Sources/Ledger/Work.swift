public import FoundationEssentials
import Postgres
public import Workflow

/// Machine work: claimed in batches, leased, fenced by a token. See docs/architecture.md, "Work".
public struct Work: Sendable {
  let ledger: Ledger

  /// One claimed piece of work. Every later word about it needs its token.
  public struct Claim: Sendable {
    public let id: Int
    /// 0 for work that is of no incident.
    public let incident: Int
    /// The number of a delivery, a source or a notice; 0 for other work.
    public let subject: Int
    /// Of a probe the resource, of a notice the transport; otherwise "", but for the one look at mentions.
    public let name: String
    public let token: UUID
    /// From 1: which try this is.
    public let attempt: Int
  }

  /// Claims up to `most` pieces that are due.
  public func claim(_ kind: WorkKind, most: Int, lease: Duration) async throws -> [Claim] {
    try await ledger.read("select * from levee.claim(\(kind.rawValue), \(most), \(lease)::interval)").map {
      Claim(
        id: try $0["id"], incident: try $0["incident_id"], subject: try $0["subject"], name: try $0["name"],
        token: try $0["token"], attempt: try $0["attempt"])
    }
  }

  /// Puts recurring work back for its next time.
  /// - Returns: false when the claim is no longer ours.
  @discardableResult
  public func finish(_ claim: Claim, againIn delay: Duration) async throws -> Bool {
    try await ledger.read("select levee.finish(\(claim.id), \(claim.token), \(delay)::interval) as done")[0]["done"]
  }

  /// Holds claims for so much longer from now.
  /// - Returns: false when one of them is no longer ours.
  public func extend(_ claims: [Claim], by lease: Duration) async throws -> Bool {
    try await ledger.read(
      "select count(*)::int as held from levee.extend_lease(\(claims.map(\.token))::uuid[], \(lease)::interval)"
    )[0]["held"] == claims.count
  }

  /// Reports a failed attempt; the database decides when it is tried again.
  /// - Parameter forever: whether trying again cannot help.
  public func fail(_ claim: Claim, reason: String, forever: Bool = false) async throws {
    try await ledger.commit(
      "select levee.fail(\(claim.id), \(claim.token), \(reason), \(forever))", bells: [.supervisor])
  }

  /// Puts back what cannot be done yet; the attempt does not count.
  public func postpone(_ claim: Claim, for seconds: Double) async throws {
    try await ledger.commit(
      "select levee.postpone(\(claim.id), \(claim.token), \(seconds)::double precision * interval '1 second')",
      bells: [])
  }

  /// Puts a piece of work that failed for good back to work, by its number.
  /// - Returns: false when there is none of this team's that is dead.
  public func revive(_ work: Int) async throws -> Bool {
    let rows = try await ledger.commit(
      """
      select levee.revive(array[w.kind], w.subject, w.name) as revived from levee.work w where w.id = \(work)
      """)
    return try rows.first?["revived"] ?? false
  }

  /// Hands back what a service holds and does not end.
  public func handBack(_ tokens: [UUID]) async throws {
    guard !tokens.isEmpty else { return }
    try await ledger.commit("select levee.hand_back(\(tokens)::uuid[])", bells: [])
  }

  /// Seconds until the next piece of work of a kind is due; nil when there is none.
  public func nextDue(_ kind: WorkKind) async throws -> Double? {
    try await ledger.read(
      """
      select extract(epoch from min(run_at) - clock_timestamp())::double precision as seconds
      from levee.work where kind = \(kind.rawValue) and state = 'ready'
      """)[0]["seconds"]
  }
}

extension Ledger {
  public var work: Work { Work(ledger: self) }
}

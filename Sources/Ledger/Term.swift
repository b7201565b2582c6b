public import FoundationEssentials
import Postgres
public import Workflow

/// The supervisor's term and what only its holder may do. Each call is one transaction that the database fences: a
/// deposed supervisor learns of it there, never from a flag in memory.
public struct Term: Sendable {
  let ledger: Ledger
  /// This process, for this start. A secret: everybody else knows a digest of it.
  public let candidate: UUID

  /// Who holds the term.
  public struct State: Sendable {
    /// Grows by one whenever the term is taken anew; 0 before the first time.
    public let epoch: Int
    /// A digest of the holder's secret.
    public let holder: UUID
    /// The machine's name, as the holder says.
    public let host: String
    /// When this epoch began, by the database's clock.
    public let since: Date
    /// Whether the lease still runs.
    public let isHeld: Bool
  }

  /// A stage that was opened.
  public struct Advance: Sendable {
    public let incident: Reference
    public let from: Stage
    public let to: Stage
  }

  /// Takes or renews the term.
  /// - Returns: the epoch, or nil while another supervisor holds it.
  public func take(host: String, lease: Duration) async throws -> Int? {
    try await ledger.read("select levee.take_term(\(candidate), \(host), \(lease)::interval) as epoch")[0]["epoch"]
  }

  /// Lets another supervisor in at once.
  public func yield() async throws {
    try await ledger.commit("select levee.yield_term(\(candidate))", bells: [.supervisor])
  }

  /// Opens every stage whose gates are met, up to `most` incidents.
  /// - Parameter recent: whether only incidents are looked at that have an event without a seal. What was sealed has to be
  ///   looked at once without this.
  public func advance(epoch: Int, most: Int, recent: Bool = false) async throws -> [Advance] {
    try await advances("select * from levee.advance(\(candidate), \(epoch), \(most), \(recent))")
  }

  private func advances(_ statement: Statement) async throws -> [Advance] {
    try await ledger.read(statement).map {
      Advance(
        incident: Reference(.incident, try $0["incident_id"]), from: try $0["from_stage"], to: try $0["to_stage"])
    }
  }

  /// Seals committed events; returns how many.
  public func seal(epoch: Int, most: Int) async throws -> Int {
    try await ledger.read("select levee.seal_events(\(candidate), \(epoch), \(most)) as sealed")[0]["sealed"]
  }

  /// Looks at the duties whose next moment has come; returns how many escalated.
  public func sweepDuties(epoch: Int) async throws -> Int {
    try await ledger.read("select levee.sweep_duties(\(candidate), \(epoch)) as fired")[0]["fired"]
  }

  /// Takes work back from holders whose lease ran out; returns how many.
  public func rescue(epoch: Int) async throws -> Int {
    try await ledger.read("select levee.rescue(\(candidate), \(epoch)) as rescued")[0]["rescued"]
  }

  /// Ends the sessions of this house that have kept others, or an incident, waiting in one transaction for longer than the
  /// house's patience (30 seconds).
  /// - Returns: whose they were.
  public func endBlockers(epoch: Int) async throws -> [String] {
    try await ledger.read("select person from levee.end_blockers(\(candidate), \(epoch))").map { try $0["person"] }
  }

  /// Waits for the incident that has been passed by for longest, and advances it; nothing when none has been for long.
  public func advanceHeld(epoch: Int) async throws -> [Advance] {
    try await advances("select * from levee.advance_held(\(candidate), \(epoch))")
  }

  /// Clears away what could not be told and need not be told any more; returns how much.
  @discardableResult
  public func settleNotices(epoch: Int) async throws -> Int {
    try await ledger.read("select levee.settle_notices(\(candidate), \(epoch)) as settled")[0]["settled"]
  }

  /// Forgets processes that were last heard more than a day ago.
  public func forgetProcesses(epoch: Int) async throws {
    _ = try await ledger.read("select levee.forget_processes(\(candidate), \(epoch))")
  }
}

extension Ledger {
  /// - Parameter candidate: this process's secret, made anew at each start.
  public func term(candidate: UUID) -> Term { Term(ledger: self, candidate: candidate) }
}

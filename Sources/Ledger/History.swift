public import FoundationEssentials
import Postgres
import Secrets
public import Workflow

/// The event log: what happened, in order, and whether it is unchanged.
public struct History: Sendable {
  let ledger: Ledger

  /// One event. Its data holds ids and digests, never texts.
  public struct Event: Sendable {
    public let id: Int
    /// The table that the step is a row of, or what happened where no row stands for it.
    public let kind: String
    public let person: String
    /// The role that was taken, as the database writes it.
    public let team: String
    /// By the incident's clock; in the house itself, by the database's.
    public let at: Date
    /// A JSON object.
    public let data: String
    public let isSealed: Bool
  }

  /// One thing wrong with the history.
  public struct Fault: Sendable {
    /// The incident; 0 is the house itself.
    public let chain: Int
    /// The place of its seal; nil for what has none.
    public let sequence: Int?
    public let event: Int
    /// Of events: missing, gap, chain_broken, edited, reordered, inserted. Of texts: text_edited, row_missing,
    /// row_without_event. Of checkpoints: rewritten, checkpoint_unknown. `erased` is no fault.
    public let fault: String
  }

  /// What a verification found.
  public struct Verification: Sendable {
    /// How many events the chains have that were looked at: sealed, and not sealed yet.
    public let sealed: Int
    public let unsealed: Int
    /// With what is erased a thousand at most.
    public let faults: [Fault]
    /// Events whose text was blanked by a decision; their digests stand.
    public let erased: [Fault]
  }

  /// All events of an incident, the oldest first; empty for one that is not there, or that the asker may not read.
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
    let found = try rows[1].map {
      Fault(chain: try $0["chain"], sequence: try $0["sequence"], event: try $0["event_id"], fault: try $0["fault"])
    }
    return Verification(
      sealed: try rows[0][0]["sealed"], unsealed: try rows[0][0]["unsealed"],
      faults: found.filter { $0.fault != "erased" }, erased: found.filter { $0.fault == "erased" })
  }

  /// The signatures of an incident, or of all, as far as the asker may read them: each with whether OpenSSL finds that it holds.
  public func signatures(_ incident: Reference?) async throws -> [Signature] {
    try await ledger.read("select * from levee.signatures(\(incident?.number)::bigint)").map(Signature.init)
  }

  /// Blanks the texts of a fact, feedback, a task, a mention or a signal, the address of a delivery, or every revision
  /// of a text under review; the leader or legal decides. What was erased before is left out.
  /// - Returns: how many rows were blanked.
  /// - Throws: `LedgerError.unknown` when nothing is left to blank; `.refused` by anyone else
  ///   (`erasure_is_by_the_leader_or_legal`), and of a mention or a signal that was erased before.
  public func erase(_ reference: Reference, reason: String) async throws -> Int {
    let id = reference.number
    let kind = reference.kind.documentKind
    if let ofHouse = [Reference.Kind.mention: "mention", .signal: "signal", .contact: "contact"][reference.kind] {
      try await ledger.commit("select levee.erase_of_house(\(ofHouse), \(id), \(reason))")
      return 1
    }
    let rows = try await ledger.commit(
      """
      with d as (select incident_id, kind, id from levee.document where id = \(id) and kind::text = \(kind)),
      texts (kind, incident_id, event_id) as (
        select 'fact', incident_id, event_id from levee.fact where \(reference.kind == .fact) and id = \(id)
        union all
        select 'fact_check', incident_id, event_id from levee.fact_check
          where \(reference.kind == .fact) and fact_id = \(id)
        union all
        select 'late_refutation', incident_id, event_id from levee.late_refutation
          where \(reference.kind == .fact) and fact_id = \(id)
        union all
        select 'feedback', incident_id, event_id from levee.feedback
          where \(reference.kind == .feedback) and id = \(id)
        union all
        select 'resolution', incident_id, event_id from levee.resolution
          where \(reference.kind == .feedback) and feedback_id = \(id)
        union all
        select 'delivery_receipt', incident_id, event_id from levee.delivery_receipt
          where \(reference.kind == .delivery) and delivery_id = \(id)
        union all
        select 'brief', incident_id, event_id from levee.brief where \(reference.kind == .brief) and id = \(id)
        union all
        select 'task', incident_id, event_id from levee.task where \(reference.kind == .task) and id = \(id)
        union all
        select 'task_done', incident_id, event_id from levee.task_done
          where \(reference.kind == .task) and task_id = \(id)
        union all
        select 'revision', x.incident_id, x.event_id from d join levee.revision x on x.incident_id = d.incident_id
          and x.kind = d.kind and x.document_id = d.id
        union all
        select 'statement', x.incident_id, x.event_id from d join levee.statement x on x.incident_id = d.incident_id
          and x.document_id = d.id
        union all
        select 'rendition', x.incident_id, x.event_id from d join levee.rendition x on x.incident_id = d.incident_id
          and x.kind = d.kind and x.document_id = d.id
        union all
        select 'plan_part', x.incident_id, x.event_id from d join levee.plan_part x on x.incident_id = d.incident_id
          and x.kind = d.kind and x.document_id = d.id
        union all
        select 'review', x.incident_id, x.event_id from d join levee.review x on x.incident_id = d.incident_id
          and x.kind = d.kind and x.document_id = d.id
        union all
        select 'proposal_text', x.incident_id, x.event_id from d join levee.proposal_text x on x.incident_id = d.incident_id
          and x.kind = d.kind and x.document_id = d.id)
      select levee.erase(t.incident_id, t.kind, t.event_id, \(reason)) from texts t
      where not exists (select from levee.erasure e where e.target_event = t.event_id)
      """)
    if rows.isEmpty { throw LedgerError.unknown(reference) }
    return rows.count
  }
}

extension Ledger {
  public var history: History { History(ledger: self) }
}

import Postgres
public import Workflow

/// What a review asked to be better next time: its owners do it after the case is archived, leadership accepts it.
public struct Improvements: Sendable {
  let ledger: Ledger

  /// One improvement that the person at the keyboard owes.
  public struct Own: Sendable {
    public let reference: Reference
    public let incident: Reference
    public let title: String
    /// `2027-01-31`.
    public let dueOn: String
    /// Seconds until that day is over; negative when it is.
    public let timeLeft: Double
  }

  /// One improvement, as leadership looks at it.
  public struct Item: Sendable {
    public let reference: Reference
    public let incident: Reference
    public let title: String
    /// A login.
    public let owner: String
    public let dueOn: String
    /// What its owner said came of it; nil while they have not.
    public let result: String?
    /// nil while nobody has judged what was done last.
    public let isAccepted: Bool?
  }

  /// What the person owes, of whatever team they are, the earliest first.
  public func own() async throws -> [Own] {
    try await ledger.read("select * from levee.own_improvements()").map {
      Own(
        reference: Reference(.improvement, try $0["id"]), incident: Reference(.incident, try $0["incident_id"]),
        title: try $0["title"], dueOn: try $0["due_on"], timeLeft: try $0["time_left"])
    }
  }

  /// Those that are not accepted yet, of all archived cases; or all of one incident.
  public func list(of incident: Reference?) async throws -> [Item] {
    try await ledger.read(
      """
      select a.incident_id, a.id, a.title, a.owner, a.due_on::text as due_on, last.result, last.accepts
      from levee.improvement_action a left join lateral (select d.result, j.accepts from levee.improvement_done d
        left join levee.improvement_judgement j on j.incident_id = d.incident_id and j.done_id = d.id
        where d.incident_id = a.incident_id and d.improvement_id = a.id order by d.id desc limit 1) last on true
      where case when \(incident?.number)::bigint is null then last.accepts is not true else a.incident_id = \(incident?.number) end
      order by a.due_on, a.id limit 500
      """
    ).map {
      Item(
        reference: Reference(.improvement, try $0["id"]), incident: Reference(.incident, try $0["incident_id"]),
        title: try $0["title"], owner: try $0["owner"], dueOn: try $0["due_on"], result: try $0["result"],
        isAccepted: try $0["accepts"])
    }
  }

  /// Says that one's own improvement is done.
  /// - Returns: the incident that it came of.
  /// - Throws: `LedgerError.refused` for another's (`improvement_done_is_by_its_owner`), and before the case is archived.
  @discardableResult
  public func finish(_ improvement: Reference, result: String) async throws -> Reference {
    let rows = try await ledger.commit("select levee.finish_improvement(\(improvement.number), \(result)) as incident")
    return Reference(.incident, try rows[0]["incident"])
  }

  /// Accepts what was done, or sends it back with a reason.
  /// - Throws: `LedgerError.unknown`; `.refused` by its owner, and before it is done.
  public func judge(_ improvement: Reference, accepts: Bool, reason: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.improvement_judgement (incident_id, improvement_id, done_id, accepts, reason)
      select a.incident_id, a.id, coalesce((select max(d.id) from levee.improvement_done d
        where d.incident_id = a.incident_id and d.improvement_id = a.id), 0), \(accepts), \(reason)
      from levee.improvement_action a where a.id = \(improvement.number) returning done_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(improvement) }
  }
}

extension Ledger {
  public var improvements: Improvements { Improvements(ledger: self) }
}

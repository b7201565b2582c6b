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
    /// `todo`, `done`, `accepted`, `held`, `came_back`.
    public let state: String
    /// Where it was tried again; nil while it was not.
    public let triedIn: Reference?
    /// Days since leadership decided on it, by its incident's clock.
    public let age: Int
    /// What it wants to change, and how: pairs of `playbook`, `resource`, `training`, `tool` and a text.
    public let changes: [(what: String, text: String)]
    /// The approved version of the playbook that holds the change of the plan; nil where there is none.
    public let version: Int?
  }

  /// One that was done and accepted, and was not tried again yet.
  public struct Retest: Sendable {
    public let reference: Reference
    public let title: String
    /// A login.
    public let owner: String
    /// Steps of a drill whose lateness it answers.
    public let steps: [String]
  }

  /// What the next drill can try again, the oldest first; nothing for who has no seat.
  public func retestsDue() async throws -> [Retest] {
    try await ledger.read("select * from levee.retests_due()").map {
      Retest(
        reference: Reference(.improvement, try $0["id"]), title: try $0["title"], owner: try $0["owner"],
        steps: try $0["steps"])
    }
  }

  /// Keeps the change of the plan that one's own improvement wants: what an edited plan says otherwise than the version that it was
  /// written from.
  /// - Returns: how many rows it changes.
  /// - Throws: `LedgerError.refused` for another's improvement, for a second change, and where nothing differs.
  public func patch(_ improvement: Reference, with content: PlaybookContent, writtenFrom base: Int) async throws -> Int
  {
    try await ledger.commit(
      "select levee.patch_improvement(\(improvement.number), \(base), \(JSONText(try content.json.text(pretty: false)))::jsonb) as rows"
    )[0]["rows"]
  }

  /// What the person owes, of whatever team they are, the earliest first.
  public func own() async throws -> [Own] {
    try await ledger.read("select * from levee.own_improvements()").map {
      Own(
        reference: Reference(.improvement, try $0["id"]), incident: Reference(.incident, try $0["incident_id"]),
        title: try $0["title"], dueOn: try $0["due_on"], timeLeft: try $0["time_left"])
    }
  }

  /// Those that have not held yet when they were tried again, of all archived cases; or all of one incident. The oldest first.
  public func list(of incident: Reference?) async throws -> [Item] {
    try await ledger.read(
      """
      select a.incident_id, a.id, a.title, a.owner, a.due_on::text as due_on, a.result, a.accepts, a.state,
        coalesce(a.tried_in, 0) as tried_in,
        greatest(0, extract(day from levee.now(a.incident_id) - a.decided_at))::int as age,
        (select max(n.version) from levee.improvement_version n where n.improvement_id = a.id) as version,
        array(select c.what from levee.improvement_change c where c.improvement_id = a.id order by c.what) as what,
        array(select c.text from levee.improvement_change c where c.improvement_id = a.id order by c.what) as texts
      from levee.improvement_ledger a
      where case when \(incident?.number)::bigint is null then a.state <> 'held' else a.incident_id = \(incident?.number) end
      order by a.decided_at, a.id limit 500
      """
    ).map {
      Item(
        reference: Reference(.improvement, try $0["id"]), incident: Reference(.incident, try $0["incident_id"]),
        title: try $0["title"], owner: try $0["owner"], dueOn: try $0["due_on"], result: try $0["result"],
        isAccepted: try $0["accepts"], state: try $0["state"],
        triedIn: try $0["tried_in"] == 0 ? nil : Reference(.incident, try $0["tried_in"]), age: try $0["age"],
        changes: Array(zip(try $0["what"] as [String], try $0["texts"] as [String])).map { (what: $0.0, text: $0.1) },
        version: try $0["version"])
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

  /// Says how an improvement did when it was tried again, in a drill or in another incident: it held, or came back, and is owed again.
  /// - Throws: `LedgerError.unknown`; `.refused` by its owner, and before what was done is accepted.
  public func retest(_ improvement: Reference, in incident: Reference, held: Bool, note: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.improvement_retest (incident_id, improvement_id, done_id, tried_in, held, note)
      select a.incident_id, a.id, coalesce((select max(d.id) from levee.improvement_done d
        where d.incident_id = a.incident_id and d.improvement_id = a.id), 0), \(incident.number), \(held), \(note)
      from levee.improvement_action a where a.id = \(improvement.number) returning done_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(improvement) }
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

public import FoundationEssentials
import Postgres
public import Workflow

/// What is owed now, and what each stage waits for.
public struct Obligations: Sendable {
  let ledger: Ledger

  /// One thing that a team, or one person, owes.
  public struct Item: Sendable {
    /// The incident; number 0 is the house itself.
    public let incident: Reference
    public let title: String
    public let severity: Severity
    public let isExercise: Bool
    public let team: Team
    /// The only people who can do it; empty when any member of the team can.
    public let people: [String]
    public let action: Action
    /// The short id, team or number that it is about.
    public let subject: String
    public let dueAt: Date?
    /// What the incident's clock says.
    public let now: Date
    /// How many times as fast as real time that clock runs.
    public let rate: Double

    /// How the incident is called in a list; a dash for the house itself.
    public var place: String { incident.number == 0 ? "–" : incident.description }
    /// Seconds of the incident's clock until it is due; negative when overdue, nil without a deadline.
    public var timeLeft: Double? { dueAt.map { $0.timeIntervalSince(now) } }
    /// What to type after the program's name, as far as it is known.
    public var arguments: [String]? { action.arguments(team: team, incident: incident, subject: subject) }
    public var commandLine: String? { action.commandLine(team: team, incident: incident, subject: subject) }
  }

  /// One gate of the stage that an incident is in.
  public struct GateState: Sendable {
    public let gate: Gate
    public let stage: Stage
    public let opens: Stage
    public let owedBy: Team
    public let isMet: Bool
  }

  /// A reminder or an escalation that was sent to this person.
  public struct Notice: Sendable {
    public let incident: Reference
    public let reason: String
    public let target: String
    public let subject: String
    public let percent: Int
    public let at: Date
  }

  /// What a team's member owes, the most urgent first; and the notices they have not acknowledged.
  public struct Inbox: Sendable {
    public let items: [Item]
    public let notices: [Notice]

    public init(items: [Item], notices: [Notice]) {
      self.items = items
      self.notices = notices
    }
  }

  /// - Parameter acknowledging: whether the notices count as read from now on.
  public func inbox(acknowledging: Bool = false) async throws -> Inbox {
    var statements: [Statement] = [
      """
      select o.*, levee.now(o.incident_id) as now, coalesce(i.title, '') as title, coalesce(i.severity, 'IV') as severity,
        coalesce(i.exercise, false) as exercise, coalesce(nullif(i.clock_rate, 0), 1) as clock_rate
      from (select incident_id, team, array_remove(array_agg(person order by person), '') as people, action, subject,
          min(due_at) as due_at, min(since) as since
        from levee.obligations(\(ledger.team.rawValue)::levee.team) where person in ('', session_user)
        group by incident_id, team, action, subject) o
      left join levee.incident i on i.id = o.incident_id
      order by (extract(epoch from o.due_at) - extract(epoch from levee.now(o.incident_id)))::double precision
        / coalesce(nullif(i.clock_rate, 0), 1) nulls last, o.since
      """,
      """
      select * from (
        select distinct on (n.incident_id, n.reason, n.target, n.subject) n.incident_id, n.reason, n.target, n.subject,
          n.percent, n.at
        from levee.notice n
        where n.recipient = session_user and n.acknowledged_at is null and (n.reason <> 'deadline' or exists (
          select from levee.deadline d where d.incident_id = n.incident_id and d.target = n.target
            and d.subject = n.subject and d.met_at is null))
        order by n.incident_id, n.reason, n.target, n.subject, n.percent desc) newest
      order by at desc limit 20
      """,
    ]
    if acknowledging { statements.append("select levee.acknowledge_notices()") }
    let rows = try await ledger.batch(statements)
    return Inbox(
      items: try rows[0].map(Self.item),
      notices: try rows[1].map {
        Notice(
          incident: Reference(.incident, try $0["incident_id"]), reason: try $0["reason"], target: try $0["target"],
          subject: try $0["subject"], percent: try $0["percent"], at: try $0["at"])
      }
    )
  }

  /// What an incident waits for: the gates of its stage, and everything owed, the most urgent first.
  public func waiting(_ incident: Reference) async throws -> (gates: [GateState], items: [Item]) {
    let rows = try await ledger.batch([
      """
      select stage, to_stage, name, owed_by, met from levee.gate where incident_id = \(incident.number) order by position
      """,
      """
      select o.*, levee.now(o.incident_id) as now, coalesce(i.title, '') as title, coalesce(i.severity, 'IV') as severity,
        coalesce(i.exercise, false) as exercise, coalesce(nullif(i.clock_rate, 0), 1) as clock_rate
      from (select incident_id, team, array_remove(array_agg(person order by person), '') as people, action, subject,
          min(due_at) as due_at, min(since) as since
        from levee.obligations(null, \(incident.number)) group by incident_id, team, action, subject) o
      left join levee.incident i on i.id = o.incident_id order by o.due_at nulls last, o.since
      """,
    ])
    return (
      try rows[0].map {
        GateState(
          gate: try $0["name"], stage: try $0["stage"], opens: try $0["to_stage"], owedBy: try $0["owed_by"],
          isMet: try $0["met"])
      },
      try rows[1].map(Self.item)
    )
  }

  private static func item(_ row: Row) throws -> Item {
    Item(
      incident: Reference(.incident, try row["incident_id"]), title: try row["title"], severity: try row["severity"],
      isExercise: try row["exercise"], team: try row["team"], people: try row["people"], action: try row["action"],
      subject: try row["subject"], dueAt: try row["due_at"], now: try row["now"], rate: try row["clock_rate"])
  }
}

extension Ledger {
  public var obligations: Obligations { Obligations(ledger: self) }
}

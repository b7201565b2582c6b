public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// What is owed now, and what each stage waits for.
public struct Duties: Sendable {
  let ledger: Ledger

  /// One thing that a team, or one person, owes.
  public struct Item: Sendable {
    /// The incident; number 0 is the house itself.
    public let incident: Reference
    /// Of the house itself the title is "", and the severity IV.
    public let title: String
    public let severity: Severity
    public let isExercise: Bool
    public let team: Team
    /// The only people who can do it; empty when any member of the team can.
    public let people: [String]
    public let kind: DutyKind
    /// The short id, team or number that it is about.
    public let subject: String
    /// The statutory clock that it is about; nil of everything else.
    public let clock: StatutoryClock?
    /// By the incident's clock; nil without a deadline.
    public let dueAt: Date?
    /// What the incident's clock says.
    public let now: Date
    /// How many times as fast as real time that clock runs.
    public let rate: Double
    /// Whether who asks can do it, as the team that asks.
    public let isMine: Bool

    /// What it is about, as people call it.
    public var about: Bilingual { clock?.name ?? Bilingual(same: subject) }
    /// How the incident is called in a list; a dash for the house itself.
    public var place: String { incident.number == 0 ? "–" : incident.description }
    /// Seconds of the incident's clock until it is due; negative when overdue, nil without a deadline.
    public var timeLeft: Double? { dueAt.map { $0.timeIntervalSince(now) } }
    /// The command that does it; nil when a service does.
    public var command: DutyCommand? { kind.command(team: team, incident: incident, subject: subject) }
  }

  /// One gate of the stage that an incident is in.
  public struct GateState: Sendable {
    public let gate: Gate
    /// The stage that it holds up, and the one that it lets begin.
    public let stage: Stage
    public let opens: Stage
    /// The team that can still meet it; of a gate that is met, the one whose it was.
    public let owedBy: Team
    public let isMet: Bool
  }

  /// What an incident waits for.
  public struct Waiting: Sendable {
    /// The gates of its stage, in their order.
    public let gates: [GateState]
    /// Everything owed, the most urgent first.
    public let items: [Item]
    public var openGates: [GateState] { gates.filter { !$0.isMet } }
    /// Whether the stage has all that it waits for, and the next one is about to begin.
    public var isOver: Bool { !gates.isEmpty && openGates.isEmpty }
  }

  /// A reminder or an escalation that was sent to this person.
  public struct Notice: Sendable {
    /// Number 0 is the house itself.
    public let incident: Reference
    /// `waits` and `deadline` tell of a duty, `source` and `signal` of no duty.
    public let reason: String
    /// Of the duty that it tells of; nil of a source or a signal.
    public let kind: DutyKind?
    /// What the duty is about; or the name of a source, or the short id of a signal.
    public let subject: String
    /// The statutory clock that the duty is about; nil of everything else.
    public let clock: StatutoryClock?
    /// Of a deadline, how much of its time was over; of a source, the number of the episode; otherwise 0.
    public let percent: Int
    /// By the incident's clock.
    public let at: Date
  }

  /// What a team's member owes, the most urgent first; and the notices they have not acknowledged.
  public struct Inbox: Sendable {
    public let items: [Item]
    /// The twenty newest at most, of what is still so.
    public let notices: [Notice]

    public init(items: [Item], notices: [Notice]) {
      self.items = items
      self.notices = notices
    }
  }

  /// - Parameter acknowledging: whether the notices count as read from now on.
  public func inbox(acknowledging: Bool = false) async throws -> Inbox {
    var statements: [Statement] = [Self.mine, "select * from levee.open_notices()"]
    if acknowledging { statements.append("select levee.acknowledge_notices()") }
    let rows = try await ledger.batch(statements)
    let clocks = try await ledger.statutoryClocks.about(Array(rows[0]) + Array(rows[1]), kind: "kind")
    return Inbox(
      items: try rows[0].map { try Self.item($0, clocks) },
      notices: try rows[1].map {
        Notice(
          incident: Reference(.incident, try $0["incident_id"]), reason: try $0["reason"],
          kind: DutyKind(rawValue: try $0["kind"]), subject: try $0["subject"],
          clock: try Self.clock($0, clocks), percent: try $0["percent"],
          at: try $0["at"])
      }
    )
  }

  /// What a team's member owes, the most urgent first, without the notices.
  public func mine() async throws -> [Item] {
    let rows = try await ledger.read(Self.mine)
    let clocks = try await ledger.statutoryClocks.about(rows, kind: "kind")
    return try rows.map { try Self.item($0, clocks) }
  }

  private static let mine: Statement = """
    select o.*, array_remove(array[o.person], '') as people, true as mine from levee.inbox() o
    order by (extract(epoch from o.due_at) - extract(epoch from o.now))::double precision / o.clock_rate nulls last,
      o.opened_at, o.id
    """

  /// What an incident waits for.
  public func waiting(_ incident: Reference) async throws -> Waiting {
    let rows = try await ledger.batch([
      """
      select stage, to_stage, name, owed_by, met from levee.gate where incident_id = \(incident.number) order by position
      """,
      """
      select o.*, case when o.kind <> 'review' then array_remove(array[o.person], '') else array(
          select distinct s.handle from levee.seat s join levee.person p on p.handle = s.handle and p.removed_at is null
          where s.team = o.team and s.handle <> all (o.not_by) and p.kind = 'person' and levee.may_read(o.incident_id, s.handle)
          order by 1) end as people,
        (o.team = \(ledger.team.rawValue)::levee.team or o.person <> '') and o.person in ('', (select levee.person()))
          and (select levee.person()) <> all (o.not_by) as mine
      from levee.owed_on(\(incident.number)) o order by o.due_at nulls last, o.opened_at, o.id
      """,
    ])
    let clocks = try await ledger.statutoryClocks.about(rows[1], kind: "kind")
    return Waiting(
      gates: try rows[0].map {
        GateState(
          gate: try $0["name"], stage: try $0["stage"], opens: try $0["to_stage"], owedBy: try $0["owed_by"],
          isMet: try $0["met"])
      },
      items: try rows[1].map { try Self.item($0, clocks) })
  }

  private static func clock(_ row: Row, _ clocks: [Int: [StatutoryClock]]) throws -> StatutoryClock? {
    guard try row["kind"] as String == DutyKind.notifyAuthority.rawValue else { return nil }
    let code: String = try row["subject"]
    return clocks[try row["incident_id"]]?.first { $0.code == code }
  }

  private static func item(_ row: Row, _ clocks: [Int: [StatutoryClock]]) throws -> Item {
    Item(
      incident: Reference(.incident, try row["incident_id"]), title: try row["title"], severity: try row["severity"],
      isExercise: try row["exercise"], team: try row["team"], people: try row["people"], kind: try row["kind"],
      subject: try row["subject"], clock: try clock(row, clocks), dueAt: try row["due_at"], now: try row["now"],
      rate: try row["clock_rate"],
      isMine: try row["mine"])
  }
}

extension Ledger {
  public var duties: Duties { Duties(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// What a crisis would find: who is missing, what is stale, what has failed. Read in one round trip, before it matters.
public struct Readings: Sendable {
  let ledger: Ledger

  /// Everything that `levee doctor` judges. It judges; this only reads.
  public struct Reading: Sendable {
    /// The database's clock, when this was read.
    public let now: Date
    /// The newest approved version, and when it was approved; nil when none is.
    public let playbook: (version: Int, approvedAt: Date)?
    /// A newer version that waits for approval.
    public let proposedPlaybook: Int?
    /// `team:seat` to how many people hold it; a seat that nobody holds is not in it.
    public let seats: [String: Int]
    /// People in leadership.
    public let reviewers: Int
    /// How many reviews the gravest rule of the approved playbook asks for; 2 while none is approved.
    public let reviewsNeeded: Int
    /// Seats of leadership that have a standing substitute.
    public let substituted: Set<String>
    /// Leaders, deputies, legal and heads whom no transport reaches.
    public let unreachable: [String]
    /// Holders of a leadership seat who are away now, with the seat.
    public let away: [(person: String, seat: String)]
    /// Transports that people are reached by: the name of the credential that each needs ("" for none), and when it last
    /// took something (nil for never).
    public let transports: [(name: String, address: String, secret: String, lastTook: Date?)]
    /// Channels that texts go to; the folder is "" where the kind needs none.
    public let channels: [(name: String, kind: ChannelKind, folder: String, isOutside: Bool)]
    /// Teams whose service was heard within the last twenty seconds.
    public let services: Set<String>
    /// Whether a supervisor's lease runs.
    public let isTermHeld: Bool
    /// Sources of mentions: how often each failed in a row, why, and when it was last looked at (nil for never).
    public let sources: [(name: String, failures: Int, problem: String, checkedAt: Date?)]
    /// Resources whose newest probe failed.
    public let failingResources: [(name: String, detail: String)]
    /// How many resources the inventory has.
    public let resources: Int
    /// Pieces of work that failed for good, but for notices.
    public let deadWork: Int
    /// Notices that reached nobody.
    public let unreached: Int
    /// When the last exercise was archived; nil when none was.
    public let lastExercise: Date?
    /// Kinds of drills that the playbook asks for, and that are overdue.
    public let overdueDrills: [DrillKind]
    /// Languages in which there is a holding template.
    public let holdingLanguages: Set<String>
    /// Persons who are here, but whose login is shut or gone.
    public let withoutLogin: [String]
    /// Who has read the playbook in force and is trained.
    public let knowing: PlaybookReadings.Counts
    /// How well the house is prepared, 0 to 100, and the parts of that.
    public let readiness: (score: Double, parts: [HouseReadiness.Part])
  }

  /// Reads everything in one round trip.
  public func take() async throws -> Reading {
    try Self.reading(try await ledger.batch(Self.questions))
  }

  /// What a reading asks, in the order in which `reading` reads the answers.
  private static let questions: [Statement] = [
    """
    select clock_timestamp() as now,
      (select version from levee.playbook_approval order by version desc limit 1) as version,
      (select at from levee.playbook_approval order by version desc limit 1) as approved_at,
      (select max(p.version) from levee.playbook p where not exists (select from levee.playbook_approval a
        where a.version >= p.version)) as proposed,
      (select count(distinct s.handle) from levee.seat s join levee.person p using (handle) where s.team = 'leadership'
        and p.kind = 'person' and p.removed_at is null) as reviewers,
      coalesce((select max(r.reviews) from levee.review_rule r where r.version = (select max(version)
        from levee.playbook_approval)), 2) as needed,
      exists (select from levee.term where lease_until > clock_timestamp()) as held,
      (select count(*) from levee.resource r where r.retired_at = 'infinity') as resources,
      (select count(*) from levee.work where state = 'dead' and kind <> 'notify') as dead,
      (select count(*) from levee.unreached) as unreached,
      (select max(e.at) from levee.stage_entry e join levee.incident i on i.id = e.incident_id
        where i.exercise and e.stage = 'closed' and not exists (
          select from levee.drill d where d.incident_id = i.id and d.state <> 'done')) as exercised,
      array(select subject from levee.duty where incident_id = 0 and kind = 'plan_drill' and state = 'open'
        and due_at < clock_timestamp() order by 1) as drills_overdue,
      array(select distinct seat from levee.standing_substitute u join levee.person p on p.handle = u.substitute
        where p.removed_at is null) as substituted,
      array(select distinct team::text from levee.process where seen_at > clock_timestamp() - interval '20 seconds')
        as services,
      array(select distinct language::text from levee.template where kind = 'holding'
        and version = (select max(version) from levee.playbook_approval)) as holding
    """,
    """
    select s.team || ':' || s.seat as seat, count(*) as holders from levee.seat s join levee.person p using (handle)
    where p.removed_at is null and p.kind = 'person' group by 1
    """,
    """
    select distinct p.handle from levee.person p join levee.seat s using (handle)
    where p.kind = 'person' and p.removed_at is null and s.seat in ('leader', 'deputy', 'legal', 'head')
      and not exists (select from levee.contact c where c.handle = p.handle) order by 1
    """,
    """
    select a.handle, s.seat from levee.absence a join levee.seat s on s.handle = a.handle and s.team = 'leadership'
    where a.starts_at <= clock_timestamp() and a.ends_at > clock_timestamp() order by 1
    """,
    """
    select t.name, t.address, t.secret, (select max(at) from levee.notice_receipt r where r.transport = t.name) as took
    from levee.transport t where exists (select from levee.contact c where c.transport = t.name) order by 1
    """,
    "select name, kind, folder, outside from levee.channel order by name",
    "select name, failures, problem, checked_at from levee.source order by name",
    """
    select r.name, c.detail from levee.resource r join lateral (select healthy, detail from levee.resource_check k
      where k.name = r.name order by k.at desc limit 1) c on not c.healthy where r.retired_at = 'infinity' order by 1
    """,
    """
    select p.handle from levee.person p left join pg_roles r on r.rolname = p.handle
    where p.removed_at is null and not coalesce(r.rolcanlogin, false) order by 1
    """,
    "select * from levee.knowing()", "select * from levee.readiness_parts()",
  ]

  private static func reading(_ rows: [Rows]) throws -> Reading {
    let head = rows[0][0]
    let version: Int? = try head["version"]
    return Reading(
      now: try head["now"], playbook: try version.map { ($0, try head["approved_at"]) },
      proposedPlaybook: try head["proposed"],
      seats: Dictionary(
        uniqueKeysWithValues: try rows[1].map { (try $0["seat"] as String, try $0["holders"] as Int) }),
      reviewers: try head["reviewers"], reviewsNeeded: try head["needed"],
      substituted: Set(try head["substituted"] as [String]), unreachable: try rows[2].map { try $0["handle"] },
      away: try rows[3].map { (try $0["handle"], try $0["seat"]) },
      transports: try rows[4].map { (try $0["name"], try $0["address"], try $0["secret"], try $0["took"]) },
      channels: try rows[5].map { (try $0["name"], try $0["kind"], try $0["folder"], try $0["outside"]) },
      services: Set(try head["services"] as [String]), isTermHeld: try head["held"],
      sources: try rows[6].map { (try $0["name"], try $0["failures"], try $0["problem"], try $0["checked_at"]) },
      failingResources: try rows[7].map { (try $0["name"], try $0["detail"]) }, resources: try head["resources"],
      deadWork: try head["dead"], unreached: try head["unreached"], lastExercise: try head["exercised"],
      overdueDrills: try (head["drills_overdue"] as [String]).compactMap(DrillKind.init),
      holdingLanguages: Set(try head["holding"] as [String]), withoutLogin: try rows[8].map { try $0["handle"] },
      knowing: try PlaybookReadings.Counts(rows[9][0]),
      readiness: (try rows[10].last?["score"] ?? 0, try rows[10].dropLast().map(HouseReadiness.part)))
  }
}

extension Ledger {
  public var readings: Readings { Readings(ledger: self) }
}

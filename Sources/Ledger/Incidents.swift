public import FoundationEssentials
import Postgres
import Wording
public import Workflow

/// Incidents: opening, finding, stopping.
public struct Incidents: Sendable {
  let ledger: Ledger

  /// What is needed to open one.
  public struct Opening: Sendable {
    /// Everyone in the house sees it: a restricted incident gets a code name.
    public var title: String
    public var kind: IncidentKind
    /// Stands until the first assessment.
    public var severity: Severity
    /// By the incident's clock, not after its now, and within the playbook's horizon; nil for its now.
    public var detectedAt: Date?
    /// Each starts the statutory clocks that the playbook has for it and this kind of incident.
    public var jurisdictions: [String]
    /// The incident that this one follows; both are exercises, or neither is.
    public var predecessor: Reference?
    /// Whether only its named people read its texts.
    public var isRestricted: Bool
    /// Set for an exercise; a real incident has none and cannot get one.
    public var exercise: Exercise?

    public init(
      title: String, kind: IncidentKind, severity: Severity, detectedAt: Date? = nil, jurisdictions: [String] = [],
      predecessor: Reference? = nil, isRestricted: Bool = false, exercise: Exercise? = nil
    ) {
      self.title = title
      self.kind = kind
      self.severity = severity
      self.detectedAt = detectedAt
      self.jurisdictions = jurisdictions
      self.predecessor = predecessor
      self.isRestricted = isRestricted
      self.exercise = exercise
    }
  }

  /// The clock of an exercise, fixed when it is opened.
  public struct Exercise: Sendable {
    /// The instant at which the exercise's clock starts; nil for now.
    public var startsAt: Date?
    /// How many times as fast as real time it runs: 0.1 to 3600.
    public var rate: Double

    public init(startsAt: Date?, rate: Double) {
      self.startsAt = startsAt
      self.rate = rate
    }
  }

  /// One incident, as lists show it.
  public struct Summary: Sendable {
    public let id: Int
    public let title: String
    public let kind: IncidentKind
    public let severity: Severity
    public let stage: Stage
    public let isExercise: Bool
    /// By the incident's own clock, as all times here.
    public let openedAt: Date
    public let detectedAt: Date
    /// `open`; archived: `accepted`, or stopped as a `false_alarm`, `merged` or `other`.
    public let outcome: String
    /// The version that it was opened under, and keeps.
    public let playbook: Int
    public let isRestricted: Bool
    /// What the incident's own clock says at the time of the question.
    public let now: Date

    public var reference: Reference { Reference(.incident, id) }
  }

  /// Opens an incident under the newest approved playbook.
  public func open(_ opening: Opening) async throws -> Reference {
    let exercise = opening.exercise
    let rows = try await ledger.commit(
      """
      insert into levee.incident (title, kind, exercise, clock_rate, clock_offset, severity, jurisdictions,
        detected_at, predecessor, restricted)
      values (\(opening.title), \(opening.kind.rawValue)::levee.incident_kind, \(exercise != nil),
        \(exercise?.rate ?? 1), coalesce(\(exercise?.startsAt)::timestamptz - clock_timestamp(), '0'),
        \(opening.severity.rawValue)::levee.severity, \(opening.jurisdictions)::text[], \(opening.detectedAt),
        \(opening.predecessor?.number ?? 0), \(opening.isRestricted))
      returning id
      """)
    return Reference(.incident, try rows[0]["id"])
  }

  /// Which incidents a list has: what is not said does not matter.
  public struct Filter: Sendable {
    /// Without those that are archived.
    public var isOpen = false
    public var stage: Stage?
    public var kind: IncidentKind?
    public var severity: Severity?
    /// Opened at this time or later; by each incident's own clock, as the next.
    public var since: Date?
    /// Opened before this time.
    public var until: Date?

    public init(isOpen: Bool = false) { self.isOpen = isOpen }
  }

  /// The newest 200, the newest first.
  public func list(_ filter: Filter) async throws -> [Summary] {
    try await ledger.read(
      """
      select i.*, levee.now(i.id) as now from levee.incident i where (not \(filter.isOpen) or i.stage <> 'closed')
        and (\(filter.stage?.rawValue)::levee.stage is null or i.stage = \(filter.stage?.rawValue)::levee.stage)
        and (\(filter.kind?.rawValue)::levee.incident_kind is null or i.kind = \(filter.kind?.rawValue)::levee.incident_kind)
        and (\(filter.severity?.rawValue)::levee.severity is null or i.severity = \(filter.severity?.rawValue)::levee.severity)
        and (\(filter.since)::timestamptz is null or i.at >= \(filter.since)::timestamptz)
        and (\(filter.until)::timestamptz is null or i.at < \(filter.until)::timestamptz)
      order by i.id desc limit 200
      """
    ).map(Self.summary)
  }

  /// One incident.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ reference: Reference) async throws -> Summary {
    let rows = try await ledger.read(
      "select i.*, levee.now(i.id) as now from levee.incident i where i.id = \(reference.number)")
    guard let row = rows.first else { throw LedgerError.unknown(reference) }
    return try Self.summary(row)
  }

  /// The incident that a thing belongs to.
  /// - Throws: `LedgerError.unknown`.
  public func owning(_ reference: Reference) async throws -> Reference {
    let number = reference.number
    let statement: Statement =
      switch reference.kind {
      case .incident: "select id from levee.incident where id = \(number)"
      case .plan, .statement, .waiver, .lowering, .withdrawal:
        "select incident_id as id from levee.document where id = \(number) and kind::text = \(reference.kind.documentKind)"
      case .delivery: "select incident_id as id from levee.delivery where id = \(number)"
      case .fact: "select incident_id as id from levee.fact where id = \(number)"
      case .feedback: "select incident_id as id from levee.feedback where id = \(number)"
      case .attachment: "select incident_id as id from levee.attachment where id = \(number)"
      case .improvement: "select incident_id as id from levee.improvement_action where id = \(number)"
      case .task: "select incident_id as id from levee.task where id = \(number)"
      case .notice: "select incident_id as id from levee.notice where id = \(number)"
      case .signal: "select incident_id as id from levee.signal where id = \(number) and incident_id <> 0"
      case .report: "select incident_id as id from levee.report_answer where report_id = \(number) and incident_id <> 0"
      case .form: "select incident_id as id from levee.form where id = \(number)"
      case .brief: "select incident_id as id from levee.brief where id = \(number)"
      case .remark: "select incident_id as id from levee.remark where id = \(number)"
      case .drill: "select incident_id as id from levee.drills() where id = \(number) and incident_id <> 0"
      // Of the house.
      case .resource, .contact, .shift: "select id from levee.incident where false"
      case .mention: "select incident_id as id from levee.incident_mention where mention_id = \(number) limit 1"
      }
    guard let row = try await ledger.read(statement).first else { throw LedgerError.unknown(reference) }
    return Reference(.incident, try row["id"])
  }

  /// The first of these that is not there; nil where all are, or where this login may not look.
  public func missing(among references: [Reference]) async -> Reference? {
    for reference in references {
      let number = reference.number
      let statement: Statement =
        switch reference.kind {
        case .signal: "select 1 from levee.signal where id = \(number)"
        case .report: "select 1 from levee.report where id = \(number)"
        case .mention: "select 1 from levee.mention where id = \(number)"
        default: ""
        }
      do {
        if ["A", "R", "M"].contains(reference.kind.rawValue) {
          if try await ledger.read(statement).isEmpty { return reference }
        } else {
          _ = try await owning(reference)
        }
      } catch LedgerError.unknown {
        return reference
      } catch {
        continue
      }
    }
    return nil
  }

  /// Stops an incident: a false alarm, merged into another, or another reason. The supervisor archives it.
  /// - Returns: whether it is stopped; if not, the response had begun, and a second member of leadership has to agree.
  @discardableResult
  public func stop(_ incident: Reference, outcome: String, mergedInto: Reference?, reason: String) async throws -> Bool
  {
    try await ledger.commit(
      """
      insert into levee.stop (incident_id, outcome, merged_into, reason)
      values (\(incident.number), \(outcome), \(mergedInto?.number ?? 0), \(reason))
      """)
    return try await ledger.read("select stopping from levee.incident where id = \(incident.number)")[0]["stopping"]
  }

  /// Agrees to the stop that the leader decided on, once the response has begun.
  public func agreeToStop(_ incident: Reference) async throws {
    try await ledger.commit("insert into levee.stop_agreement (incident_id) values (\(incident.number))")
  }

  /// Restricts an incident to its named people, or opens it again.
  public func restrict(_ incident: Reference, _ restricted: Bool, reason: String) async throws {
    try await ledger.commit(
      """
      insert into levee.restriction (incident_id, restricted, reason)
      values (\(incident.number), \(restricted), \(reason))
      """)
  }

  /// Says anew what an incident is called, what it is about and where it plays. Statutory clocks that this starts run from
  /// when it was detected; those that run already run on.
  /// - Parameters:
  ///   - title: nil leaves it as it is; so do the next two.
  public func reclassify(
    _ incident: Reference, title: String?, kind: IncidentKind?, jurisdictions: [String]?, reason: String
  ) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.reclassification (incident_id, title, kind, jurisdictions, reason)
      select i.id, coalesce(\(title), i.title), coalesce(\(kind?.rawValue)::levee.incident_kind, i.kind),
        case when \(jurisdictions == nil) then i.jurisdictions else \(jurisdictions ?? [])::text[] end, \(reason)
      from levee.incident i where i.id = \(incident.number)
      returning id
      """)
    if rows.isEmpty { throw LedgerError.unknown(incident) }
  }

  /// Names people who may read a restricted incident, or takes that back.
  public func name(_ people: [String], in incident: Reference, mayRead: Bool) async throws {
    try await ledger.commit(
      """
      insert into levee.named_person (incident_id, handle, may_read)
      select \(incident.number), h, \(mayRead) from unnest(\(people)::text[]) h
      """)
  }

  /// Says that two incidents belong together.
  public func link(_ incident: Reference, to other: Reference, relation: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.incident_link (incident_id, exercise, other, relation)
      select i.id, i.exercise, \(other.number), \(relation) from levee.incident i where i.id = \(incident.number)
      returning other
      """)
    if rows.isEmpty { throw LedgerError.unknown(incident) }
  }

  /// What belongs to an incident: links either way, what it follows, what follows it, what was merged into it.
  public func relatives(_ incident: Reference) async throws -> [(incident: Reference, relation: String)] {
    try await ledger.read(
      """
      select other as id, relation from levee.incident_link where incident_id = \(incident.number)
      union
      select incident_id, relation from levee.incident_link where other = \(incident.number)
      union
      select predecessor, 'follows' from levee.incident where id = \(incident.number) and predecessor <> 0
      union
      select id, 'followed_by' from levee.incident where predecessor = \(incident.number)
      union
      select incident_id, 'merged_from' from levee.stop where merged_into = \(incident.number)
      union
      select merged_into, 'merged_into' from levee.stop where incident_id = \(incident.number) and merged_into <> 0
      order by 1, 2
      """
    ).map { (Reference(.incident, try $0["id"]), try $0["relation"]) }
  }

  static func summary(_ row: Row) throws -> Summary {
    Summary(
      id: try row["id"], title: try row["title"], kind: try row["kind"], severity: try row["severity"],
      stage: try row["stage"], isExercise: try row["exercise"], openedAt: try row["at"],
      detectedAt: try row["detected_at"], outcome: try row["outcome"], playbook: try row["playbook"],
      isRestricted: try row["restricted"], now: try row["now"])
  }
}

extension Ledger {
  public var incidents: Incidents { Incidents(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// Incidents: opening, finding, stopping.
public struct Incidents: Sendable {
  let ledger: Ledger

  /// What is needed to open one.
  public struct Opening: Sendable {
    public var title: String
    public var kind: IncidentKind
    public var severity: Severity
    public var detectedAt: Date?
    public var jurisdictions: [String]
    public var predecessor: Reference?
    /// Set for an exercise; a real incident has none and cannot get one.
    public var exercise: Exercise?

    public init(
      title: String, kind: IncidentKind, severity: Severity, detectedAt: Date? = nil, jurisdictions: [String] = [],
      predecessor: Reference? = nil, exercise: Exercise? = nil
    ) {
      self.title = title
      self.kind = kind
      self.severity = severity
      self.detectedAt = detectedAt
      self.jurisdictions = jurisdictions
      self.predecessor = predecessor
      self.exercise = exercise
    }
  }

  /// The clock of an exercise, fixed when it is opened.
  public struct Exercise: Sendable {
    /// The instant at which the exercise's clock starts; nil for now.
    public var startsAt: Date?
    /// How many times as fast as real time it runs.
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
    public let openedAt: Date
    public let detectedAt: Date
    public let outcome: String
    public let playbook: Int
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
        detected_at, predecessor)
      values (\(opening.title), \(opening.kind.rawValue)::levee.incident_kind, \(exercise != nil),
        \(exercise?.rate ?? 1), coalesce(\(exercise?.startsAt)::timestamptz - clock_timestamp(), '0'),
        \(opening.severity.rawValue)::levee.severity, \(opening.jurisdictions)::text[], \(opening.detectedAt),
        \(opening.predecessor?.number ?? 0))
      returning id
      """)
    return Reference(.incident, try rows[0]["id"])
  }

  /// All incidents, the newest first.
  public func list(open: Bool) async throws -> [Summary] {
    try await ledger.read(
      """
      select i.*, levee.now(i.id) as now from levee.incident i where (not \(open) or i.stage <> 'closed')
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
      case .task: "select incident_id as id from levee.task where id = \(number)"
      case .mention: "select incident_id as id from levee.incident_mention where mention_id = \(number) limit 1"
      }
    guard let row = try await ledger.read(statement).first else { throw LedgerError.unknown(reference) }
    return Reference(.incident, try row["id"])
  }

  /// Stops an incident: a false alarm, merged into another, or another reason. The supervisor archives it.
  public func stop(_ incident: Reference, outcome: String, mergedInto: Reference?, reason: String) async throws {
    try await ledger.commit(
      """
      insert into levee.stop (incident_id, outcome, merged_into, reason)
      values (\(incident.number), \(outcome), \(mergedInto?.number ?? 0), \(reason))
      """)
  }

  static func summary(_ row: Row) throws -> Summary {
    Summary(
      id: try row["id"], title: try row["title"], kind: try row["kind"], severity: try row["severity"],
      stage: try row["stage"], isExercise: try row["exercise"], openedAt: try row["at"],
      detectedAt: try row["detected_at"], outcome: try row["outcome"], playbook: try row["playbook"],
      now: try row["now"])
  }
}

extension Ledger {
  public var incidents: Incidents { Incidents(ledger: self) }
}

extension IncidentKind: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Severity: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Stage: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Team: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Language: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Action: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}
extension Gate: PostgresDecodable {
  public init?(postgresText text: String) { self.init(rawValue: text) }
}

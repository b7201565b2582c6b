public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Briefs as they are filed, what leaders remark on them, and drafts.
public struct Briefs: Sendable {
  let ledger: Ledger

  /// Counts when a brief was filed, by which the next one of its kind says what changed.
  public struct Figures: Sendable, Codable, Equatable {
    public var mentions = 0
    public var negative = 0
    public var sources = 0
    public var severity = ""
    public var stage = ""
    public var published = 0
    public var feedback = 0
    public var answered = 0
    public var verified = 0
    public var refuted = 0

    public init() {}
  }

  /// A brief that is to be filed.
  public struct Filing: Sendable {
    public let kind: BriefKind
    public let language: Language
    public let confidentiality: Confidentiality
    public let title: String
    /// Teams and logins of the house, which are told; or names of others.
    public let recipients: [String]
    /// The document in JSON, without what the row says: number, confidentiality, recipients.
    public let paper: String
    public let figures: Figures

    public init(
      kind: BriefKind, language: Language, confidentiality: Confidentiality, title: String, recipients: [String],
      paper: String, figures: Figures
    ) {
      self.kind = kind
      self.language = language
      self.confidentiality = confidentiality
      self.title = title
      self.recipients = recipients
      self.paper = paper
      self.figures = figures
    }
  }

  /// A brief that was filed.
  public struct Filed: Sendable {
    public let reference: Reference
    public let incident: Reference
    public let kind: BriefKind
    /// Its number among those of its kind in its year; exercises count apart.
    public let year: Int
    public let number: Int
    public let confidentiality: Confidentiality
    public let title: String
    /// What people call them.
    public let recipients: [String]
    public let paper: String
    public let person: String
    /// What that person is called.
    public let personName: String
    /// By the incident's clock.
    public let at: Date
    public let figures: Figures
    public let remarks: [Remark]
  }

  /// What a leader wrote on a brief, and what came of it.
  public struct Remark: Sendable {
    public let reference: Reference
    public let brief: Reference
    public let text: String
    public let team: Team
    public let dueAt: Date
    /// What the person is called.
    public let personName: String
    public let at: Date
    /// "" until it is done.
    public let result: String
    public let doneAt: Date?
  }

  /// A form that the playbook's time of day asks for.
  public struct Due: Sendable {
    public let incident: Reference
    public let kind: BriefKind
    /// `2026-11-27`, in the house's zone.
    public let day: String
    public let language: Language
    public let isRestricted: Bool

    public init(incident: Reference, kind: BriefKind, day: String, language: Language, isRestricted: Bool) {
      self.incident = incident
      self.kind = kind
      self.day = day
      self.language = language
      self.isRestricted = isRestricted
    }
  }

  /// A draft that waits for an analyst.
  public struct Draft: Sendable {
    public let kind: BriefKind
    public let day: String
    /// The document in JSON; "" where the service may not read the incident.
    public let paper: String
    public let at: Date
  }

  /// Files a brief: it gets its number, and who is to read it is told.
  /// - Returns: its short id.
  /// - Throws: `LedgerError.refused`, among them `brief_has_recipients`.
  public func file(_ brief: Filing, of incident: Reference) async throws -> Reference {
    let figures = String(decoding: try JSONEncoder().encode(brief.figures), as: UTF8.self)
    let rows = try await ledger.commit(
      """
      insert into levee.brief (incident_id, kind, language, confidentiality, figures, title, recipients, paper)
      values (\(incident.number), \(brief.kind.rawValue), \(brief.language.rawValue)::levee.language,
        \(brief.confidentiality.rawValue), \(JSONText(figures))::jsonb, \(brief.title), \(brief.recipients)::text[], \(brief.paper))
      returning id
      """)
    return Reference(.brief, try rows[0]["id"])
  }

  /// The briefs of an incident, or of all, the newest first; two hundred at most.
  public func list(_ incident: Reference?) async throws -> [Filed] {
    try await read("\(incident == nil) or b.incident_id = \(incident?.number ?? 0)")
  }

  /// One brief.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ brief: Reference) async throws -> Filed {
    guard let found = try await read("b.id = \(brief.number)").first else { throw LedgerError.unknown(brief) }
    return found
  }

  /// What the newest brief of a kind counted; nil before the first.
  public func last(_ kind: BriefKind, of incident: Reference) async throws -> (figures: Figures, at: Date)? {
    try await read("b.incident_id = \(incident.number) and b.kind = \(kind.rawValue)").first.map { ($0.figures, $0.at) }
  }

  private func read(_ which: Statement) async throws -> [Filed] {
    // One of the two is a condition with its parameters first, so that both statements number them alike.
    let briefs = Statement(
      """
      select b.*, p.display_name, array(select coalesce(o.display_name, u.said) from unnest(b.recipients) with ordinality u (said, n)
        left join levee.person o on o.handle = u.said order by u.n) as named
      from levee.brief b join levee.person p on p.handle = b.person where
      """, which, "order by b.id desc limit 200")
    let remarks = Statement(
      """
      select r.*, p.display_name, coalesce(d.result, '') as result, d.at as done_at from levee.remark r
      join levee.brief b on b.id = r.brief_id join levee.person p on p.handle = r.person
      left join levee.remark_done d on d.incident_id = r.incident_id and d.remark_id = r.id where
      """, which, "order by r.id")
    let rows = try await ledger.batch([briefs, remarks])
    let written = Dictionary(grouping: try rows[1].map(Self.remark), by: \.brief)
    return try rows[0].map { row in
      let reference = Reference(.brief, try row["id"])
      return Filed(
        reference: reference, incident: Reference(.incident, try row["incident_id"]), kind: try row["kind"],
        year: try row["year"], number: try row["number"], confidentiality: try row["confidentiality"],
        title: try row["title"], recipients: try row["named"], paper: try row["paper"], person: try row["person"],
        personName: try row["display_name"], at: try row["at"],
        figures: (try? JSONDecoder().decode(Figures.self, from: Data((try row["figures"] as String).utf8)))
          ?? Figures(),
        remarks: written[reference] ?? [])
    }
  }

  private static func remark(_ row: Row) throws -> Remark {
    Remark(
      reference: Reference(.remark, try row["id"]), brief: Reference(.brief, try row["brief_id"]),
      text: try row["text"],
      team: try row["for_team"], dueAt: try row["due_at"], personName: try row["display_name"], at: try row["at"],
      result: try row["result"], doneAt: try row["done_at"])
  }

  /// A leader's remark on a brief, for a team, until a time.
  /// - Returns: its short id, and the incident.
  /// - Throws: `LedgerError.unknown`, `.refused`.
  public func remark(_ brief: Reference, text: String, team: Team, due: Date) async throws -> (Reference, on: Reference)
  {
    let rows = try await ledger.commit(
      """
      insert into levee.remark (incident_id, brief_id, for_team, due_at, text)
      select b.incident_id, b.id, \(team.rawValue)::levee.team, \(due), \(text) from levee.brief b where b.id = \(brief.number)
      returning id, incident_id
      """)
    guard let row = rows.first else { throw LedgerError.unknown(brief) }
    return (Reference(.remark, try row["id"]), on: Reference(.incident, try row["incident_id"]))
  }

  /// Says what came of a remark.
  /// - Returns: the incident.
  /// - Throws: `LedgerError.unknown`; `.refused` by another team than the one that it is for.
  public func finish(_ remark: Reference, result: String) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.remark_done (incident_id, remark_id, result)
      select r.incident_id, r.id, \(result) from levee.remark r where r.id = \(remark.number) returning incident_id
      """)
    guard let row = rows.first else { throw LedgerError.unknown(remark) }
    return Reference(.incident, try row["incident_id"])
  }

  /// Which forms the time of day asks for now; for monitoring's service.
  public func due() async throws -> [Due] {
    try await ledger.read("select incident_id, kind, day::text, language::text, restricted from levee.briefs_due()").map
    {
      Due(
        incident: Reference(.incident, try $0["incident_id"]), kind: try $0["kind"], day: try $0["day"],
        language: try $0["language"], isRestricted: try $0["restricted"])
    }
  }

  /// Keeps a draft, once a day.
  /// - Returns: false when there is one already.
  @discardableResult
  public func draft(_ due: Due, paper: String) async throws -> Bool {
    try await ledger.commit(
      """
      select levee.draft_brief(\(due.incident.number), \(due.kind.rawValue), \(due.day)::date, \(paper)) as drafted
      """, bells: [.monitoring])[0]["drafted"]
  }

  /// The newest draft of a kind that is not filed yet; nil for none.
  public func drafted(_ kind: BriefKind, of incident: Reference) async throws -> Draft? {
    try await ledger.read(
      """
      select d.kind, d.day::text, d.paper, d.at from levee.brief_draft d
      where d.incident_id = \(incident.number) and d.kind = \(kind.rawValue) and not exists (select from levee.brief b
        where b.incident_id = d.incident_id and b.kind = d.kind and b.event_id > d.event_id) order by d.event_id desc limit 1
      """
    ).first.map { Draft(kind: try $0["kind"], day: try $0["day"], paper: try $0["paper"], at: try $0["at"]) }
  }
}

extension Statement {
  /// A condition with its parameters between two texts of the program.
  fileprivate init(_ before: StaticString, _ condition: Statement, _ after: StaticString) {
    self.init(unsafeSQL: "\(before) (\(condition.sql)) \(after)")
    parameters = condition.parameters
  }
}

extension Ledger {
  public var briefs: Briefs { Briefs(ledger: self) }
}

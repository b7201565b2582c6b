import Postgres
public import Workflow

/// Crises of others, kept for what they teach.
public struct OutsideCases: Sendable {
  let ledger: Ledger

  /// One case.
  public struct OutsideCase: Sendable {
    public let id: Int
    public let company: String
    public let title: String
    public let kind: IncidentKind
    /// A day, `2023-11-08`.
    public let happenedOn: String
    public let timeline: String
    public let lessons: String
    /// Where it is written.
    public let source: String
    /// Who kept it.
    public let person: String
  }

  /// Keeps a case. It stays as it was written.
  /// - Throws: `LedgerError.refused` of a case that is kept already (`outside_case_once`), and for an empty text.
  public func add(
    company: String, title: String, kind: IncidentKind, happenedOn: String, timeline: String, lessons: String,
    source: String
  ) async throws -> Int {
    try await ledger.commit(
      """
      insert into levee.outside_case (company, title, kind, happened_on, timeline, lessons, source)
      values (\(company), \(title), \(kind.rawValue)::levee.incident_kind, \(happenedOn)::date, \(timeline), \(lessons), \(source))
      returning id
      """, bells: [])[0]["id"]
  }

  /// Those that hold all words, in small letters or not, and are of a kind; the newest crisis first.
  public func find(words: [String] = [], kind: IncidentKind? = nil) async throws -> [OutsideCase] {
    try await ledger.read(
      """
      select c.id, c.company, c.title, c.kind, c.happened_on::text as happened_on, c.timeline, c.lessons, c.source, c.person
      from levee.outside_case c
      where (\(kind?.rawValue)::text is null or c.kind::text = \(kind?.rawValue))
        and not exists (select from unnest(\(words.map { $0.lowercased() })::text[]) w
          where strpos(lower(concat_ws(chr(10), c.company, c.title, c.timeline, c.lessons, c.source)), w) = 0)
      order by c.happened_on desc, c.id desc limit 200
      """
    ).map(Self.read)
  }

  /// One of them; nil for a number that none has.
  public func find(_ id: Int) async throws -> OutsideCase? {
    try await ledger.read(
      """
      select c.id, c.company, c.title, c.kind, c.happened_on::text as happened_on, c.timeline, c.lessons, c.source, c.person
      from levee.outside_case c where c.id = \(id)
      """
    ).first.map(Self.read)
  }

  private static func read(_ row: Row) throws -> OutsideCase {
    OutsideCase(
      id: try row["id"], company: try row["company"], title: try row["title"], kind: try row["kind"],
      happenedOn: try row["happened_on"], timeline: try row["timeline"], lessons: try row["lessons"],
      source: try row["source"], person: try row["person"])
  }
}

extension Ledger {
  public var outsideCases: OutsideCases { OutsideCases(ledger: self) }
}

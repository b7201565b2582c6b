public import FoundationEssentials
import Postgres
import Workflow

/// Where mentions come from.
public struct Sources: Sendable {
  let ledger: Ledger

  /// One source, and how it was when it was looked at last.
  public struct Source: Sendable {
    public let id: Int
    public let name: String
    /// `feed`, `folder` or `inbox`.
    public let kind: SourceKind
    /// "" for an inbox.
    public let location: String
    /// How often it is looked at; of an inbox nothing comes of it.
    public let every: Duration
    /// Of tables: which column is which part of a mention; "" guesses by the headings.
    public let columns: String
    /// Whether addresses of the own machine and network may be asked.
    public let reachesPrivate: Bool
    /// In which zone its times are read that name none; "" in the house's.
    public let timeZone: String
    /// What its server said with the last new answer; "" when nothing.
    public let etag: String
    public let lastModified: String
    /// How often it failed in a row, and why; 0 and "" when the last look went well.
    public let failures: Int
    public let problem: String
    /// What was taken in with a doubt at the last look that had one; "" when there is none.
    public let doubt: String
    /// The last look, and the last that brought something new, by the database's clock; nil when there was none.
    public let checkedAt: Date?
    public let lastItemAt: Date?
    /// Whether it fails, or has been silent for too long.
    public let isIll: Bool
  }

  /// A source that is to be added.
  public struct Addition: Sendable {
    public var name: String
    public var kind: SourceKind
    public var location: String
    /// From one second to seven days.
    public var every: Duration
    /// As in `Source`, and so is what follows.
    public var columns = ""
    public var reachesPrivate = false
    public var timeZone = ""
    /// Of an inbox: what whoever pushes has to show. Only its digest is kept.
    public var token = ""
    /// nil for a day; zero for ever.
    public var silentAfter: Duration?
    public init(name: String, kind: SourceKind, location: String, every: Duration) {
      self.name = name
      self.kind = kind
      self.location = location
      self.every = every
    }
  }

  /// Adds a source: it is looked at, or may be pushed to, from now on.
  /// - Throws: `LedgerError.refused` for a name that is taken (`source_name_once`) and for what a source cannot be.
  public func add(_ source: Addition) async throws {
    try await ledger.commit(
      """
      insert into levee.source (name, kind, location, every, columns, reaches_private, token, silent_after, time_zone)
      values (\(source.name), \(source.kind.rawValue), \(source.location), \(source.every)::interval, \(source.columns),
        \(source.reachesPrivate),
        case when \(source.token) = '' then ''::bytea else sha256(convert_to(\(source.token), 'UTF8')) end,
        coalesce(\(source.silentAfter)::interval, '1 day'), \(source.timeZone))
      """)
  }

  /// - Returns: false when there is no source of that name.
  public func remove(name: String) async throws -> Bool {
    try await ledger.commit("select levee.remove_source(\(name)) as removed")[0]["removed"]
  }

  /// All of them, by name.
  public func list() async throws -> [Source] {
    try await ledger.read(
      "select * from levee.source order by name"
    ).map(Self.source)
  }

  /// Those of some ids that are there.
  public func find(ids: [Int]) async throws -> [Source] {
    try await ledger.read(
      "select * from levee.source where id = any (\(ids)::bigint[])"
    ).map(Self.source)
  }

  /// The inbox that a token opens; nil for a token that opens none.
  public func inbox(token: String) async throws -> Source? {
    try await ledger.read(
      "select * from levee.source where kind = 'inbox' and token = sha256(convert_to(\(token), 'UTF8'))"
    ).first.map(Self.source)
  }

  /// How a look went.
  public struct Look: Sendable {
    public var etag = ""
    public var lastModified = ""
    /// "" when it went well.
    public var problem = ""
    /// What was taken in with a doubt; "" leaves what was said before.
    public var doubt = ""
    /// How many mentions came that were not known.
    public var new = 0
    /// - Parameters:
    ///   - etag: what the server said with the last new answer; so is `lastModified`.
    public init(etag: String = "", lastModified: String = "") {
      self.etag = etag
      self.lastModified = lastModified
    }
  }

  /// Records how a look went.
  public func record(_ source: Source, _ look: Look) async throws {
    try await ledger.commit(
      """
      update levee.source set etag = \(look.etag), last_modified = \(look.lastModified), problem = \(look.problem),
        doubt = coalesce(nullif(\(look.doubt), ''), doubt),
        failures = case when \(look.problem) = '' then 0 else failures + 1 end, checked_at = clock_timestamp(),
        last_item_at = case when \(look.new) > 0 then clock_timestamp() else last_item_at end
      where id = \(source.id)
      """, bells: [])
  }

  /// How a zone's clocks stood against UTC: from when on, and by how many seconds they are ahead.
  /// - Parameter zone: "" for the company's.
  public func offsets(of zone: String) async throws -> [(since: Date, seconds: Int)] {
    try await ledger.read("select * from levee.zone_offsets(\(zone))").map { (try $0["since"], try $0["seconds"]) }
  }

  /// Finds out which sources are ill; logistics' service tells its people.
  /// - Returns: how many fell ill or recovered.
  public func examine() async throws -> Int {
    try await ledger.read("select levee.examine_sources() as changed")[0]["changed"]
  }

  static func source(_ row: Row) throws -> Source {
    Source(
      id: try row["id"], name: try row["name"], kind: try row["kind"], location: try row["location"],
      every: try row["every"], columns: try row["columns"], reachesPrivate: try row["reaches_private"],
      timeZone: try row["time_zone"],
      etag: try row["etag"], lastModified: try row["last_modified"], failures: try row["failures"],
      problem: try row["problem"], doubt: try row["doubt"], checkedAt: try row["checked_at"],

      lastItemAt: try row["last_item_at"],
      isIll: try row["is_ill"])
  }
}

extension Ledger {
  public var sources: Sources { Sources(ledger: self) }
}

public import FoundationEssentials
public import Postgres
public import Workflow

/// What monitoring found: stored in batches, searched, attached to incidents.
public struct Mentions: Sendable {
  let ledger: Ledger

  /// One post, article or complaint, normalised.
  public struct Mention: Sendable {
    public var source: String
    /// The source's own id; empty when it has none, and the database makes one from the content.
    public var externalID: String
    /// nil when the input does not say; the database then takes the time of receipt.
    public var publishedAt: Date?
    public var language: String
    public var subject: String
    public var author: String
    public var url: String
    public var title: String
    public var text: String
    /// Unknown keys of the input, a JSON object.
    public var extra: String

    public init(
      source: String, externalID: String, publishedAt: Date?, language: String = "", subject: String = "",
      author: String = "", url: String = "", title: String = "", text: String, extra: String = "{}"
    ) {
      self.source = source
      self.externalID = externalID
      self.publishedAt = publishedAt
      self.language = language
      self.subject = subject
      self.author = author
      self.url = url
      self.title = title
      self.text = text
      self.extra = extra
    }
  }

  /// Input that could not be read.
  public struct Rejected: Sendable {
    public let source: String
    public let line: Int
    public let reason: String
    public let raw: String
    public init(source: String, line: Int, reason: String, raw: String) {
      self.source = source
      self.line = line
      self.reason = reason
      self.raw = raw
    }
  }

  /// What became of a batch.
  public struct Stored: Sendable {
    public var new = 0
    public var known = 0
    public var attached = 0
    public init() {}
  }

  /// Stores a batch, leaves out what is known, and attaches what is new to the open incidents that watch for it: all in
  /// one transaction. Rows are sorted by their key, so that two batches cannot deadlock.
  public func store(_ mentions: [Mention]) async throws -> Stored {
    var stored = Stored()
    guard !mentions.isEmpty else { return stored }
    let sorted = mentions.sorted { ($0.source, $0.externalID) < ($1.source, $1.externalID) }
    let row = try await ledger.commit(
      """
      select levee.store_mentions(\(sorted.map(\.source))::text[], \(sorted.map(\.externalID))::text[],
        \(NullableArray(sorted.map(\.publishedAt)))::timestamptz[], \(sorted.map(\.language))::text[], \(sorted.map(\.subject))::text[],
        \(sorted.map(\.author))::text[], \(sorted.map(\.url))::text[], \(sorted.map(\.title))::text[],
        \(sorted.map(\.text))::text[], \(sorted.map(\.extra))::jsonb[]) as stored
      """, bells: [.monitoring])[0]
    let counts: [Int] = try row["stored"]
    stored.new = counts[0]
    stored.known = mentions.count - counts[0]
    stored.attached = counts[1]
    return stored
  }

  /// Keeps what could not be read, for inspection.
  public func reject(_ rejected: [Rejected]) async throws {
    guard !rejected.isEmpty else { return }
    try await ledger.commit(
      """
      insert into levee.rejected_input (source, line, reason, raw)
      select * from unnest(\(rejected.map(\.source))::text[], \(rejected.map(\.line))::bigint[],
        \(rejected.map(\.reason))::text[], \(rejected.map { String($0.raw.prefix(4000)) })::text[])
      """, bells: [])
  }

  public func rejected(most: Int) async throws -> [Rejected] {
    try await ledger.read("select * from levee.rejected_input order by id desc limit \(most)").map {
      Rejected(source: try $0["source"], line: try $0["line"], reason: try $0["reason"], raw: try $0["raw"])
    }
  }

  /// Mentions that contain all words, the newest first; with an incident, only those attached to it.
  public func search(
    _ words: [String], incident: Reference?, most: Int
  ) async throws -> [(id: Int, mention: Mention)] {
    try await ledger.read(
      """
      select m.* from levee.mention m
      where (select bool_and(position(lower(w) in lower(m.title || ' ' || m.text || ' ' || m.subject || ' ' || m.author)) > 0)
          from unnest(\(words)::text[]) w) is not false
        and (\(incident?.number)::bigint is null or exists (select from levee.incident_mention a
          where a.mention_id = m.id and a.incident_id = \(incident?.number)))
      order by m.published_at desc, m.id desc limit \(most)
      """
    ).map { row in
      (
        try row["id"],
        Mention(
          source: try row["source"], externalID: try row["external_id"], publishedAt: try row["published_at"],
          language: try row["language"], subject: try row["subject"], author: try row["author"], url: try row["url"],
          title: try row["title"], text: try row["text"], extra: try row["extra"])
      )
    }
  }

  /// Attaches mentions to an incident.
  /// - Returns: how many were not attached before.
  public func attach(_ mentions: [Reference], to incident: Reference) async throws -> Int {
    try await ledger.commit(
      """
      insert into levee.incident_mention (incident_id, mention_id)
      select \(incident.number), m from unnest(\(mentions.map(\.number))::bigint[]) m on conflict do nothing
      """
    ).affected
  }

  /// Attached mentions per quarter of an hour, the oldest first.
  public func trend(_ incident: Reference) async throws -> [(bucket: Date, mentions: Int)] {
    try await ledger.read(
      "select bucket, mentions from levee.trend where incident_id = \(incident.number) order by bucket"
    ).map { (try $0["bucket"], try $0["mentions"]) }
  }
}

/// Where mentions come from.
public struct Sources: Sendable {
  let ledger: Ledger

  public struct Source: Sendable {
    public let id: Int
    public let name: String
    /// `feed` or `folder`.
    public let kind: String
    public let location: String
    public let every: Interval
    public let etag: String
    public let lastModified: String
    public let failures: Int
    public let problem: String
    public let checkedAt: Date?
  }

  public func add(name: String, kind: String, location: String, every: Interval) async throws {
    try await ledger.commit(
      """
      insert into levee.source (name, kind, location, every) values (\(name), \(kind), \(location), \(every)::interval)
      """)
  }

  /// - Returns: false when there is no source of that name.
  public func remove(name: String) async throws -> Bool {
    try await ledger.commit("delete from levee.source where name = \(name)").affected > 0
  }

  public func list() async throws -> [Source] {
    try await ledger.read("select * from levee.source order by name").map(Self.source)
  }

  public func find(id: Int) async throws -> Source? {
    try await ledger.read("select * from levee.source where id = \(id)").first.map(Self.source)
  }

  /// Records how a poll went; an empty problem means that it went well.
  public func record(_ source: Source, etag: String, lastModified: String, problem: String) async throws {
    try await ledger.commit(
      """
      update levee.source set etag = \(etag), last_modified = \(lastModified), problem = \(problem),
        failures = case when \(problem) = '' then 0 else failures + 1 end, checked_at = clock_timestamp()
      where id = \(source.id)
      """, bells: [])
  }

  private static func source(_ row: Row) throws -> Source {
    Source(
      id: try row["id"], name: try row["name"], kind: try row["kind"], location: try row["location"],
      every: try row["every"], etag: try row["etag"], lastModified: try row["last_modified"],
      failures: try row["failures"], problem: try row["problem"], checkedAt: try row["checked_at"])
  }
}

extension Ledger {
  public var mentions: Mentions { Mentions(ledger: self) }
  public var sources: Sources { Sources(ledger: self) }
}

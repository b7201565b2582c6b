public import FoundationEssentials
import Postgres
public import Workflow

/// What monitoring found: stored in batches, searched, attached to incidents.
public struct Mentions: Sendable {
  let ledger: Ledger

  /// One post, article or complaint, normalised.
  public struct Mention: Sendable {
    /// The source's name. What is longer than a mention may hold is cut when it is stored.
    public var source: String
    /// The source's own id; empty when it has none, and one is made of the content.
    public var externalID: String
    /// nil when the input does not say; the database then takes the time of receipt.
    public var publishedAt: Date?
    /// "" here and down to the title: not known, or not said.
    public var language: String
    public var subject: String
    public var author: String
    public var url: String
    public var title: String
    public var text: String
    /// Unknown keys of the input, a JSON object.
    public var extra: String
    /// Where it stood in its input, from 1; 0 when that is not known. It is not stored.
    public var line: Int
    public var audience = Audience()
    public var reading = Reading()

    public init(
      source: String, externalID: String, publishedAt: Date?, language: String = "", subject: String = "",
      author: String = "", url: String = "", title: String = "", text: String, extra: String = "{}",
      line: Int = 0, reading: Reading = Reading()
    ) {
      self.line = line
      self.reading = reading
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

  /// How far something is heard, where the input says so; nil where it does not.
  public struct Audience: Sendable, Equatable {
    /// Of the account.
    public var followers: Int?
    public var reads: Int?
    public var reposts: Int?
    /// The place on a platform's list of hot topics, from 1.
    public var hotRank: Int?
    public init() {}
  }

  /// What monitoring read off the text.
  public struct Reading: Sendable {
    /// -1 negative, 0 neutral, 1 positive.
    public var sentiment: Int16 = 0
    /// From -1, wholly negative, to 1.
    public var score: Float = 0
    /// The kind of incident that its words point to; "" for none.
    public var kind = ""
    /// What is told at once, one bit each.
    public var cues: Int32 = 0
    /// How many people it says are hurt.
    public var hurt: Int32 = 0
    /// By these two near copies are known; 0 for what is too short.
    public var bits: UInt64 = 0
    public var sketch: UInt64 = 0
    /// The terms by which it is found.
    public var terms: [Int32] = []
    public init() {}
  }

  /// Input that could not be read.
  public struct Rejected: Sendable {
    public let source: String
    /// From 1; 1 for a document that is refused as a whole, 0 when it is not known.
    public let line: Int
    public let reason: String
    /// What was there; its first 4000 characters are kept.
    public let raw: String
    public init(source: String, line: Int, reason: String, raw: String) {
      self.source = source
      self.line = line
      self.reason = reason
      self.raw = raw
    }
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

  /// The newest first.
  public func rejected(most: Int) async throws -> [Rejected] {
    try await ledger.read("select * from levee.rejected_input order by id desc limit \(most)").map {
      Rejected(source: try $0["source"], line: try $0["line"], reason: try $0["reason"], raw: try $0["raw"])
    }
  }

  /// What is looked for: words in small letters.
  public struct Search: Sendable {
    public var words: [String]
    /// What a mention that holds them must have; none looks through the newest only.
    public var terms: [Int32]
    /// Other writings of signs in the words; each counts as the one beside it in `plain`.
    public var signs: String
    public var plain: String

    public init(words: [String] = [], terms: [Int32] = [], signs: String = "", plain: String = "") {
      self.words = words
      self.terms = terms
      self.signs = signs
      self.plain = plain
    }
  }

  /// Mentions that contain all words, the newest first; with an incident, only those attached to it.
  public func search(_ search: Search, incident: Reference?, most: Int) async throws -> [(id: Int, mention: Mention)] {
    if let incident {
      return try await ledger.read(
        """
        select m.* from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        where a.incident_id = \(incident.number)
          and levee.holds_words(m, \(search.words)::text[], \(search.signs), \(search.plain))
        order by m.published_at desc, m.id desc limit \(most)
        """
      ).map(Self.found)
    }
    return try await ledger.read(
      """
      select * from levee.search_mentions(\(search.terms.map(Int.init))::int[], \(search.words)::text[], \(search.signs),
        \(search.plain), \(most)::int)
      """
    ).map(Self.found)
  }

  private static func found(_ row: Row) throws -> (id: Int, mention: Mention) {
    var reading = Reading()
    reading.sentiment = Int16(try row["sentiment"] as Int)
    reading.score = Float(try row["score"] as Double)
    reading.kind = try row["kind"]
    reading.cues = Int32(try row["cues"] as Int)
    reading.hurt = Int32(try row["hurt"] as Int)
    return (
      try row["id"],
      Mention(
        source: try row["source"], externalID: try row["external_id"], publishedAt: try row["published_at"],
        language: try row["language"], subject: try row["subject"], author: try row["author"], url: try row["url"],
        title: try row["title"], text: try row["text"], extra: try row["extra"], reading: reading)
    )
  }

  /// One mention.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ mention: Reference) async throws -> Mention {
    let rows = try await ledger.read("select * from levee.mention where id = \(mention.number)")
    guard let row = rows.first else { throw LedgerError.unknown(mention) }
    return try Self.found(row).mention
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

extension Ledger {
  public var mentions: Mentions { Mentions(ledger: self) }
}

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
    public var reading = Reading()

    public init(
      source: String, externalID: String, publishedAt: Date?, language: String = "", subject: String = "",
      author: String = "", url: String = "", title: String = "", text: String, extra: String = "{}",
      reading: Reading = Reading()
    ) {
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
    /// From 1; 1 for a document that is refused as a whole.
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

  /// What became of a batch.
  public struct Stored: Sendable {
    /// Stored now; and what was left out: known before, erased, or more than once in the batch.
    public var new = 0
    public var known = 0
    public init() {}
  }

  /// How many mentions a batch holds at most.
  public static let batch = 5000

  /// Stores a batch, and leaves out what is known, in one transaction. Rows go in the order of their key, so that two batches
  /// cannot deadlock. What an open incident watches for is attached to it by the service that looks at what was taken in.
  public func store(_ mentions: [Mention]) async throws -> Stored {
    var stored = Stored()
    guard !mentions.isEmpty else { return stored }
    let sorted = Self.inOrder(mentions)
    stored.new = try await ledger.transaction(bells: [.monitoring]) { transaction in
      let admitted = try await transaction.run(
        """
        select levee.admit_mentions(\(sorted.map(\.source))::text[], \(sorted.map(\.externalID))::text[]) as ids,
          clock_timestamp() as now
        """)[0]
      let ids: [Int] = try admitted["ids"]
      let now: Date = try admitted["now"]
      var rows = CopyRows(columns: Self.columns.count)
      for (mention, id) in zip(sorted, ids) where id != 0 { mention.append(to: &rows, id: id, now: now) }
      guard rows.count > 0 else { return 0 }
      try await transaction.copy(into: "levee.mention", columns: Self.columns, rows: rows)
      return rows.count
    }
    stored.known = mentions.count - stored.new
    return stored
  }

  private static let columns = [
    "id", "source", "external_id", "published_at", "language", "subject", "author", "url", "title", "text", "extra",
    "sentiment", "score", "kind", "cues", "hurt", "bits", "sketch", "terms",
  ]

  /// Each key once, sorted.
  private static func inOrder(_ unbounded: [Mention]) -> [Mention] {
    let mentions = unbounded.map(\.bounded)
    let keys = mentions.map { ($0.source, $0.externalID.isEmpty ? $0.contentID : $0.externalID) }
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    var kept: [Mention] = []
    kept.reserveCapacity(order.count)
    var previous: Int?
    for index in order {
      if let previous, keys[previous] == keys[index] { continue }
      previous = index
      kept.append(mentions[index])
      kept[kept.count - 1].externalID = keys[index].1
    }
    return kept
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

  /// Mentions that contain all words, the newest first; with an incident, only those attached to it.
  /// - Parameters:
  ///   - terms: what such a mention must have; none looks through the newest only.
  public func search(
    _ words: [String], terms: [Int32] = [], incident: Reference?, most: Int
  ) async throws -> [(id: Int, mention: Mention)] {
    let words = words.map { $0.lowercased() }
    if let incident {
      return try await ledger.read(
        """
        select m.* from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        where a.incident_id = \(incident.number) and levee.holds_words(m, \(words)::text[])
        order by m.published_at desc, m.id desc limit \(most)
        """
      ).map(Self.found)
    }
    return try await ledger.read(
      "select * from levee.search_mentions(\(terms.map(Int.init))::int[], \(words)::text[], \(most)::int)"
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

extension String {
  /// The beginning that fits into so many bytes, and ends with a whole character.
  fileprivate func prefix(bytes most: Int) -> String {
    guard utf8.count > most else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: most)
    while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}

extension Mentions.Mention {
  /// The same within what a mention may hold: what is longer is cut, and a key that is longer is the hash of itself.
  fileprivate var bounded: Self {
    var mention = self
    if externalID.utf8.count > 500 { mention.externalID = "long:" + contentHash([externalID]) }
    mention.source = source.prefix(bytes: 400)
    mention.subject = subject.prefix(bytes: 400)
    mention.language = language.prefix(bytes: 100)
    mention.author = author.prefix(bytes: 2_000)
    mention.url = url.prefix(bytes: 8_000)
    mention.title = title.prefix(bytes: 20_000)
    mention.text = text.prefix(bytes: 400_000)
    return mention
  }

  /// An id made of the content, for input that has none of its own: the same words by the same author are one mention.
  fileprivate var contentID: String { "content:" + contentHash([author, url, title, text]) }

  private func contentHash(_ fields: [String]) -> String {
    var hash: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F)
    for field in fields {
      for byte in field.utf8 {
        hash.0 = (hash.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        hash.1 = (hash.1 &+ UInt64(byte) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        hash.1 ^= hash.1 >> 29
      }
      hash.0 = (hash.0 ^ 0x1F) &* 0x0000_0100_0000_01B3
    }
    return String(hash.0, radix: 16) + String(hash.1, radix: 16)
  }

  fileprivate func append(to rows: inout CopyRows, id: Int, now: Date) {
    rows.beginRow()
    rows.append(Int64(id))
    rows.append(source)
    rows.append(externalID)
    rows.append(publishedAt ?? now)
    for text in [language, subject, author, url, title, text] { rows.append(text) }
    rows.append(json: extra)
    rows.append(reading.sentiment)
    rows.append(reading.score)
    rows.append(reading.kind)
    rows.append(reading.cues)
    rows.append(reading.hurt)
    rows.append(Int64(bitPattern: reading.bits))
    rows.append(Int64(bitPattern: reading.sketch))
    rows.append(reading.terms)
  }
}

extension Ledger {
  public var mentions: Mentions { Mentions(ledger: self) }
}

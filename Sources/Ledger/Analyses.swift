public import FoundationEssentials
import Postgres
public import Workflow

/// What monitoring's service does with the mentions that were taken in. All that is written here is fenced by the claim of
/// the one piece of work that looks at them.
public struct Analyses: Sendable {
  let ledger: Ledger

  /// A mention as far as it is counted and grouped.
  public struct Item: Sendable {
    public let id: Int
    /// What its input says that it is about, else the tracked name that it says first; "" for neither.
    public let subject: String
    /// As its source says; when it was taken in, where that does not.
    public let publishedAt: Date
    public let receivedAt: Date
    public let source: String
    /// Without its terms, by which it is only found.
    public let reading: Mentions.Reading
    /// Whether it is a later wording of a mention: read again, and not one more.
    public let isRevision: Bool

    public init(
      id: Int, subject: String, publishedAt: Date, receivedAt: Date, source: String, reading: Mentions.Reading,
      isRevision: Bool
    ) {
      self.id = id
      self.subject = subject
      self.publishedAt = publishedAt
      self.receivedAt = receivedAt
      self.source = source
      self.reading = reading
      self.isRevision = isRevision
    }
  }

  /// Counts of five minutes.
  public struct Count: Sendable {
    public let subject: String
    /// `""` for all of a subject; `kind:…` or `source:…` for a part of it; `negative` for what is negative of it.
    public let part: String
    /// Where the five minutes begin, by publication; on whole fives of the hour.
    public let bucket: Date
    public let mentions: Int

    public init(subject: String, part: String, bucket: Date, mentions: Int) {
      self.subject = subject
      self.part = part
      self.bucket = bucket
      self.mentions = mentions
    }
  }

  /// The database's time.
  public func now() async throws -> Date { try await ledger.read("select levee.now(0) as now")[0]["now"] }

  /// Whether there are batches that nobody has looked at.
  public func isWaiting() async throws -> Bool {
    try await ledger.read("select exists (select from levee.mention_batch where problem = '') as waiting")[0]["waiting"]
  }

  /// Begins to look.
  /// - Returns: whether the same process looked last.
  public func sitDown(_ claim: Work.Claim, process: UUID) async throws -> Bool {
    try await ledger.read("select levee.sit_down(\(claim.token), \(process)) as same")[0]["same"]
  }

  /// Batches that wait, the oldest first, with their mentions. One that was put aside waits for another process.
  /// - Parameter last: those after this one only.
  public func pending(most: Int, after last: Int = 0) async throws -> (batches: [Int], items: [Item]) {
    let waiting = try await ledger.read(
      """
      select array_agg(id) as batches, range_agg(ids)::text as ids, lower(range_agg(ids)) as first, upper(range_agg(ids)) as past
      from (select id, ids from levee.mention_batch where problem = '' and id > \(last) order by id limit \(most)) b having count(*) > 0
      """)
    guard let row = waiting.first else { return ([], []) }
    let ids: String = try row["ids"]
    let first: Int = try row["first"]
    let past: Int = try row["past"]
    // The bounds are said as numbers: only so are partitions that hold none of them passed over.
    let items = try await ledger.read(
      """
      select id, subject, source, published_at, received_at, sentiment, cues, hurt, bits, sketch, revises <> 0 as is_revision from levee.mention
      where id >= \(first) and id < \(past) and id <@ \(ids)::int8multirange order by id
      """
    ).map(Self.item)
    return (try row["batches"], items)
  }

  /// The newest mentions that were absorbed, with their stories, the oldest of them first: what a service that starts has
  /// to know. One that still waits has no story yet: taken for the first of its own, it would hide from the story it copies.
  public func recent(most: Int) async throws -> [(item: Item, story: Int)] {
    try await ledger.read(
      """
      select m.id, m.subject, m.source, m.published_at, m.received_at, m.sentiment, m.cues, m.hurt, m.bits, m.sketch, m.revises <> 0 as is_revision,
        coalesce(s.story_id, m.id) as story
      from (select * from levee.mention where id > (select coalesce(max(id), 0) from levee.mention) - \(most)
        and bits <> 0 and not id <@ (select coalesce(range_agg(ids), '{}') from levee.mention_batch) order by id) m
      left join levee.story_mention s on s.mention_id = m.id order by m.id
      """
    ).map { (try Self.item($0), try $0["story"]) }
  }

  /// Counts of a span of time by subject, and by the subject's kinds, sources and negative side; the subjects with the most
  /// mentions only.
  public func counts(since: Date, before: Date, subjects: Int) async throws -> [Count] {
    try await ledger.read(
      """
      with busiest as (select subject from levee.mention_count where bucket >= \(since) and bucket < \(before)
          group by 1 order by sum(mentions) desc limit \(subjects)),
      wanted as (select c.* from levee.mention_count c join busiest using (subject)
        where c.bucket >= \(since) and c.bucket < \(before))
      select subject, '' as part, bucket, sum(mentions)::int as mentions from wanted group by 1, 3
      union all select subject, 'negative', bucket, sum(negative)::int from wanted group by 1, 3
      union all select subject, 'kind:' || kind, bucket, sum(mentions)::int from wanted where kind <> '' group by 1, 2, 3
      union all select subject, 'source:' || source, bucket, sum(mentions)::int from wanted group by 1, 2, 3
      order by bucket
      """
    ).map {
      Count(subject: try $0["subject"], part: try $0["part"], bucket: try $0["bucket"], mentions: try $0["mentions"])
    }
  }

  /// Counts batches, groups copies, and takes the batches off the list.
  /// - Parameter copies: mentions, each with the first mention of its story.
  public func absorb(_ claim: Work.Claim, batches: [Int], copies: [(mention: Int, story: Int)]) async throws {
    try await ledger.commit(
      """
      select levee.absorb(\(claim.token), \(batches)::bigint[], \(copies.map(\.mention))::bigint[],
        \(copies.map(\.story))::bigint[])
      """, bells: [])
  }

  /// Puts a batch aside that cannot be looked at, until another process looks: what comes after it is not to wait.
  public func putAside(_ claim: Work.Claim, batch: Int, reason: String) async throws {
    try await ledger.commit("select levee.put_batch_aside(\(claim.token), \(batch), \(reason))", bells: [])
  }

  /// What was noticed.
  public struct Notice: Sendable {
    public let subject: String
    /// `volume` or `negative`, which swell over time; or what is told at once (a `ContentCue`, or `name`).
    public let cue: String
    /// When the burst began, or the first mention of what is told at once was published.
    public let since: Date
    /// A power of ten; 0 for what is told at once.
    public let rarity: Double
    /// The span of time in which it was rarest, in seconds; mentions that are usual in it, and those that were counted there. Of
    /// what is told at once both are 0, and `counted` how many people are said to be hurt.
    public let span: Double
    public let usual: Double
    public let counted: Int
    /// Which series are unusual (`volume`, `negative`, `kind:…`, `source:…`); or the cue, with `hurt:` and a number.
    public let reasons: [String]
    /// 0 for a burst.
    public let firstMention: Int
    public init(
      subject: String, cue: String, since: Date, rarity: Double = 0, span: Double = 0, usual: Double = 0,
      counted: Int = 0, reasons: [String], firstMention: Int = 0
    ) {
      self.subject = subject
      self.cue = cue
      self.since = since
      self.rarity = rarity
      self.span = span
      self.usual = usual
      self.counted = counted
      self.reasons = reasons
      self.firstMention = firstMention
    }
  }

  /// Raises signals, brings those that are there up to date, and ends what is over.
  /// - Parameters:
  ///   - threshold: from which rarity on something is told, before lessons.
  ///   - goingOn: subject and cue of what is still unusual.
  /// - Returns: the signals that are new.
  public func raise(
    _ claim: Work.Claim, _ notices: [Notice], threshold: Double, goingOn: [(subject: String, cue: String)]
  ) async throws -> [Reference] {
    let rows = try await ledger.batch([
      """
      select levee.raise_signal(\(claim.token), n->>'subject', n->>'cue', (n->>'since')::timestamptz, (n->>'rarity')::real,
        (n->>'seconds')::int, (n->>'usual')::real, (n->>'counted')::int, \(threshold)::real,
        array(select jsonb_array_elements_text(n->'reasons')), (n->>'first')::bigint) as id
      from jsonb_array_elements(\(Self.json(notices))::jsonb) n
      """,
      "select levee.end_signals(\(claim.token), \(goingOn.map { $0.subject + "\n" + $0.cue })::text[])",
    ])
    return try rows[0].map { try $0["id"] as Int }.filter { $0 != 0 }.map { Reference(.signal, $0) }
  }

  /// Builds the search index of one partition that is full or quiet.
  /// - Returns: its name; nil when all are indexed.
  public func index() async throws -> String? {
    try await ledger.read("select levee.index_mentions() as name")[0]["name"]
  }

  private struct Encoded: Encodable {
    let subject: String
    let cue: String
    let since: String
    let rarity: Double
    let seconds: Int
    let usual: Double
    let counted: Int
    let reasons: [String]
    let first: Int
  }

  private static func json(_ notices: [Notice]) throws -> String {
    let encoded = notices.map {
      Encoded(
        subject: $0.subject, cue: $0.cue, since: $0.since.formatted(.iso8601), rarity: $0.rarity, seconds: Int($0.span),
        usual: $0.usual, counted: $0.counted, reasons: $0.reasons, first: $0.firstMention)
    }
    return String(decoding: try JSONEncoder().encode(encoded), as: UTF8.self)
  }

  private static func item(_ row: Row) throws -> Item {
    var reading = Mentions.Reading()
    reading.sentiment = Int16(try row["sentiment"] as Int)
    reading.cues = try row["cues"]
    reading.hurt = try row["hurt"]
    reading.bits = UInt64(bitPattern: try row["bits"])
    reading.sketch = UInt64(bitPattern: try row["sketch"])
    return Item(
      id: try row["id"], subject: try row["subject"], publishedAt: try row["published_at"],
      receivedAt: try row["received_at"], source: try row["source"], reading: reading,
      isRevision: try row["is_revision"])
  }
}

extension Ledger {
  public var analyses: Analyses { Analyses(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// What the mentions of an incident say, taken together.
public struct Pictures: Sendable {
  let ledger: Ledger

  /// Counts and samples of mentions. A new one is of no mentions.
  public struct Picture: Sendable {
    public var mentions = 0
    public var negative = 0
    public var positive = 0
    /// How many sources the mentions come from.
    public var sources = 0
    /// What is told at once, one bit each.
    public var cues = 0
    /// How many mentions tell it, by the place of its bit.
    public var cueCounts: [Int] = []
    /// The largest number of people hurt that a mention speaks of; 0 when none does.
    public var hurt = 0
    /// When the first was published, and the last; nil without mentions.
    public var first: Date?
    public var last: Date?
    /// Mentions and negative ones per quarter of an hour, the oldest first.
    public var trend: [(bucket: Date, mentions: Int, negative: Int)] = []
    /// The eight sources with the most mentions, these first.
    public var topSources: [(source: String, mentions: Int)] = []
    /// The five stories with the most copies, these first.
    public var stories: [Signals.Story] = []
    /// What outlets of the company's list say, and what everybody else does.
    public var media = Side()
    public var everybody = Side()
    /// Who speaks, and how far they are heard.
    public var voices = Voices()
    /// The incident's clock at the time of the question.
    public var now = Date(timeIntervalSince1970: 0)

    public init() {}
  }

  /// What one side says: how much of it, and its stories with the most copies, at most three.
  public struct Side: Sendable {
    public var mentions = 0
    public var negative = 0
    public var positive = 0
    public var stories: [(line: String, source: String, copies: Int)] = []

    public init() {}

    /// Rows of one side name its sums again and again.
    fileprivate mutating func add(_ row: Row) throws {
      mentions = try row["mentions"]
      negative = try row["negative"]
      positive = try row["positive"]
      stories.append((try row["line"], try row["source"], try row["copies"]))
    }
  }

  /// The stories of outlets, and those of everybody else.
  private static func sides(_ incident: Int) -> Statement {
    """
    with said as (
      select coalesce(s.story_id, m.id) as story, m.sentiment, exists (select from levee.outlet o
          where o.name in (m.source, m.author) or (o.host <> '' and m.url <> ''
            and (levee.host_of(m.url) = o.host or levee.host_of(m.url) like '%.' || o.host))) as media
      from levee.incident_mention a join levee.mention m on m.id = a.mention_id
      left join levee.story_mention s on s.mention_id = m.id where a.incident_id = \(incident)),
    told as (
      select media, story, count(*) as copies, count(*) filter (where sentiment < 0) as negative,
        count(*) filter (where sentiment > 0) as positive from said group by 1, 2),
    ranked as (
      select t.*, row_number() over (partition by media order by copies desc, story) as place,
        sum(copies) over (partition by media)::int as mentions from told t),
    sums as (select media, sum(negative)::int as negative, sum(positive)::int as positive from told group by 1)
    select r.media, r.copies, r.mentions, u.negative, u.positive, m.source,
      case when m.title = '' then m.text else m.title end as line
    from ranked r join sums u using (media) join levee.mention m on m.id = r.story where r.place <= 3 order by r.media, r.place
    """
  }

  /// Over the mentions that are attached to an incident.
  public func of(_ incident: Reference) async throws -> Picture {
    let number = incident.number
    let rows = try await ledger.batch(
      [
        """
        select count(*) as mentions, count(*) filter (where m.sentiment < 0) as negative,
          count(*) filter (where m.sentiment > 0) as positive, count(distinct m.source) as sources,
          coalesce(bit_or(m.cues), 0) as cues, coalesce(max(m.hurt), 0) as hurt, min(m.published_at) as first,
          max(m.published_at) as last, levee.now(\(number)) as now,
          array(select count(*) filter (where n.cues & (1 << bit) <> 0) from generate_series(0, 7) bit
            left join (levee.incident_mention b join levee.mention n on n.id = b.mention_id) on b.incident_id = \(number)
            group by bit order by bit) as cue_counts
        from levee.incident_mention a join levee.mention m on m.id = a.mention_id where a.incident_id = \(number)
        """,
        """
        select date_bin('15 minutes', m.published_at, timestamptz '2000-01-01 00:00:00+00') as bucket, count(*) as mentions,
          count(*) filter (where m.sentiment < 0) as negative
        from levee.incident_mention a join levee.mention m on m.id = a.mention_id where a.incident_id = \(number)
        group by 1 order by 1
        """,
        """
        select m.source, count(*) as mentions from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        where a.incident_id = \(number) group by 1 order by 2 desc, 1 limit 8
        """,
        """
        with grouped as (
          select coalesce(s.story_id, m.id) as id, count(*) as copies, count(distinct m.source) as sources,
            count(*) filter (where m.sentiment < 0) as negative, min(m.published_at) as first_seen,
            max(m.published_at) as last_seen
          from levee.incident_mention a join levee.mention m on m.id = a.mention_id
          left join levee.story_mention s on s.mention_id = m.id
          where a.incident_id = \(number) group by 1 order by 2 desc, 1 limit 5)
        select g.*, m.source, m.url, m.title, m.text from grouped g join levee.mention m on m.id = g.id
        order by g.copies desc, g.id
        """,
      ] + Self.voices(number) + [Self.sides(number)])
    let row = rows[0][0]
    var picture = Picture()
    picture.mentions = try row["mentions"]
    picture.negative = try row["negative"]
    picture.positive = try row["positive"]
    picture.sources = try row["sources"]
    picture.cues = try row["cues"]
    picture.cueCounts = try row["cue_counts"]
    picture.hurt = try row["hurt"]
    picture.first = try row["first"]
    picture.last = try row["last"]
    picture.now = try row["now"]
    picture.trend = try rows[1].map { (try $0["bucket"], try $0["mentions"], try $0["negative"]) }
    picture.topSources = try rows[2].map { (try $0["source"], try $0["mentions"]) }
    picture.stories = try rows[3].map(Signals.story)
    picture.voices = try Self.voices(rows[4..<8])
    for row in rows[8] {
      try row["media"] ? picture.media.add(row) : picture.everybody.add(row)
    }
    return picture
  }
}

extension Ledger {
  public var pictures: Pictures { Pictures(ledger: self) }
}

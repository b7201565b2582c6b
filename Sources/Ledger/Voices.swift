public import FoundationEssentials
import Postgres
public import Workflow

extension Pictures {
  /// Who speaks of an incident, and how far they are heard.
  public struct Voices: Sendable {
    /// Who said it first, and those who carry it on.
    public struct Account: Sendable {
      /// "" where the mention names none.
      public var author: String
      public var source: String
      public var url: String
      public var first: Date
      public var mentions: Int
      public var audience: Mentions.Audience
    }

    /// Outlets of the company's list, the highest rank first.
    public var outlets: [(name: String, rank: OutletRank, mentions: Int)] = []
    /// The most followers, all reads and reposts, the best place; nil where no mention says.
    public var audience = Mentions.Audience()
    public var firstAccount: Account?
    /// The five who are reposted most, then those with the most followers, then with the most mentions.
    public var carriers: [Account] = []
    /// How many say it of their own: of accounts, or of sources that name none, and of texts that are no copies, the fewer.
    public var independent = 0
    /// How many of those speak of death, injury or a leak.
    public var ofHarm = 0
    /// Whether a central or national outlet is among who speaks of that.
    public var isHarmReported = false

    public init() {}
  }

  /// Over the mentions that are attached to an incident: what is asked, each with its rows.
  static func voices(_ incident: Int) -> [Statement] {
    [
      """
      with hosts as (
        select distinct levee.host_of(m.url) as host from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        where a.incident_id = \(incident) and m.url <> ''),
      known as (
        select h.host, o.name, o.rank from hosts h
        join levee.outlet o on o.host <> '' and (h.host = o.host or h.host like '%.' || o.host)),
      said as (
        select k.name, k.rank, m.id, m.cues from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        join known k on k.host = levee.host_of(m.url) where a.incident_id = \(incident)
        union
        select o.name, o.rank, m.id, m.cues from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        join levee.outlet o on o.name = m.source where a.incident_id = \(incident)
        union
        select o.name, o.rank, m.id, m.cues from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        join levee.outlet o on o.name = m.author where a.incident_id = \(incident))
      select name, rank, count(*) as mentions, bool_or(cues & 7 <> 0) as of_harm from said group by 1, 2
      order by array_position('{central,national,trade,local}'::text[], rank), 3 desc, 1 limit 20
      """,
      """
      with said as (
        select case when m.author <> '' then m.source || chr(10) || m.author else m.source || chr(10) || levee.host_of(m.url) end
            as voice, coalesce(s.story_id, m.id) as story, m.cues & 7 <> 0 as of_harm, m.followers, m.reads, m.reposts, m.hot_rank
        from levee.incident_mention a join levee.mention m on m.id = a.mention_id
        left join levee.story_mention s on s.mention_id = m.id where a.incident_id = \(incident))
      select least(count(distinct voice), count(distinct story)) as independent,
        least(count(distinct voice) filter (where of_harm), count(distinct story) filter (where of_harm)) as of_harm,
        max(followers) as followers, sum(reads)::bigint as reads, sum(reposts)::bigint as reposts,
        min(hot_rank)::bigint as hot_rank
      from said
      """,
      """
      select m.author, m.source, m.url, m.published_at as first, 1 as mentions, m.followers, m.reads, m.reposts,
        m.hot_rank::bigint as hot_rank
      from levee.incident_mention a join levee.mention m on m.id = a.mention_id where a.incident_id = \(incident)
      order by m.published_at, m.id limit 1
      """,
      """
      select m.author, m.source, (array_agg(m.url order by m.reposts desc nulls last, m.id))[1] as url,
        min(m.published_at) as first, count(*) as mentions, max(m.followers) as followers,
        sum(m.reads)::bigint as reads, sum(m.reposts)::bigint as reposts, min(m.hot_rank)::bigint as hot_rank
      from levee.incident_mention a join levee.mention m on m.id = a.mention_id
      where a.incident_id = \(incident) and m.author <> '' group by 1, 2
      order by 8 desc nulls last, 6 desc nulls last, 5 desc, 4 limit 5
      """,
    ]
  }

  static func voices(_ rows: ArraySlice<Rows>) throws -> Voices {
    let rows = Array(rows)
    var voices = Voices()
    voices.outlets = try rows[0].map { (try $0["name"], try $0["rank"], try $0["mentions"]) }
    voices.isHarmReported = try rows[0].contains {
      let rank: OutletRank = try $0["rank"]
      return try $0["of_harm"] && (rank == .central || rank == .national)
    }
    voices.audience = try audience(rows[1][0])
    voices.independent = try rows[1][0]["independent"]
    voices.ofHarm = try rows[1][0]["of_harm"]
    voices.firstAccount = try rows[2].first.map(account)
    voices.carriers = try rows[3].map(account)
    return voices
  }

  private static func account(_ row: Row) throws -> Voices.Account {
    Voices.Account(
      author: try row["author"], source: try row["source"], url: try row["url"], first: try row["first"],
      mentions: try row["mentions"], audience: try audience(row))
  }

  private static func audience(_ row: Row) throws -> Mentions.Audience {
    var audience = Mentions.Audience()
    audience.followers = try row["followers"]
    audience.reads = try row["reads"]
    audience.reposts = try row["reposts"]
    audience.hotRank = try row["hot_rank"]
    return audience
  }
}

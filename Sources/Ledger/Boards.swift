public import FoundationEssentials
import Postgres

/// What an analyst keeps in view all day, in one round trip.
public struct Boards: Sendable {
  let ledger: Ledger

  /// A subject's last two hours.
  public struct Line: Sendable {
    /// "" for mentions that are of no subject.
    public let subject: String
    /// Mentions in each five minutes, the oldest first.
    public let counts: [Int]
    /// How many of them are negative, in all the spans together; so are `mentions` counted.
    public let negative: Int
    public var mentions: Int { counts.reduce(0, +) }
  }

  /// What the board shows. A new one is empty.
  public struct Board: Sendable {
    /// Twenty at most: those that are open, then those put off, of each the newest first.
    public var signals: [Signals.Signal] = []
    /// What else of its story or subject was noticed with a signal, by its number.
    public var joined: [Int: [Signals.Signal]] = [:]
    /// Twenty open ones at most.
    public var incidents: [Incidents.Summary] = []
    /// The eight busiest subjects, the busiest first.
    public var lines: [Line] = []
    /// The newest negative stories.
    public var stories: [Signals.Story] = []
    /// All of them, those that are ill first.
    public var sources: [Sources.Source] = []
    /// Batches that the service has not looked at.
    public var waiting = 0
    /// The database's clock when this was read; 1970 in a new one.
    public var now = Date(timeIntervalSince1970: 0)
    public init() {}
  }

  /// - Parameter spans: how many five minutes a line goes back.
  public func read(spans: Int = 24) async throws -> Board {
    let rows = try await ledger.batch([
      """
      select g.*, j.joined from levee.joined_signals() j join levee.signal g on g.id = j.id
      order by g.state, g.raised_at desc, g.id limit 100
      """,
      "select i.*, levee.now(i.id) as now from levee.incident i where i.stage <> 'closed' order by i.severity desc, i.id desc limit 20",
      """
      with span as (
        select date_bin('5 minutes', clock_timestamp(), timestamptz '2000-01-01 00:00:00+00')
            - interval '5 minutes' * (\(spans) - 1) as first,
          date_bin('5 minutes', clock_timestamp(), timestamptz '2000-01-01 00:00:00+00') as last),
      recent as (
        select c.subject, c.bucket, sum(c.mentions)::int as mentions, sum(c.negative)::int as negative
        from span cross join levee.mention_count c where c.bucket >= span.first and c.bucket <= span.last group by 1, 2),
      busiest as (select subject, sum(mentions) as all_mentions from recent group by 1 order by 2 desc, 1 limit 8)
      select r.subject, sum(r.negative)::int as negative,
        array(select coalesce((select q.mentions from recent q where q.subject = r.subject and q.bucket = s), 0)
          from span cross join lateral generate_series(span.first, span.last, interval '5 minutes') s order by s) as counts
      from recent r join busiest b on b.subject = r.subject group by r.subject, b.all_mentions order by b.all_mentions desc, 1
      """,
      """
      with recent as (
        select m.id, m.published_at,
          coalesce((select s.story_id from levee.story_mention s where s.mention_id = m.id), m.id) as story_id
        from levee.mention m
        where m.id > (select last_value from levee.mention_id) - 2000 and m.sentiment < 0 and m.drill_incident = 0),
      newest as (select story_id, max(id) as newest, count(*) as copies, min(published_at) as seen from recent group by 1
        order by 2 desc limit 8)
      select n.story_id as id, coalesce(t.copies, n.copies::int) as copies, coalesce(t.sources, 1) as sources,
        coalesce(t.negative, n.copies::int) as negative, coalesce(t.first_seen, n.seen) as first_seen,
        coalesce(t.last_seen, n.seen) as last_seen, m.source, m.url, m.title, m.text
      from newest n join levee.mention m on m.id = n.story_id left join levee.story t on t.id = n.story_id
      order by n.newest desc
      """,
      "select * from levee.source order by is_ill desc, failures desc, name",
      "select count(*) as waiting, clock_timestamp() as now from levee.mention_batch",
    ])
    var board = Board()
    let signals = try rows[0].map { (signal: try Signals.signal($0), joined: try $0["joined"] as Int) }
    let shown = Set(signals.map(\.signal.id))
    for (signal, joined) in signals {
      if signal.id == joined || !shown.contains(joined) {
        board.signals.append(signal)
      } else {
        board.joined[joined, default: []].append(signal)
      }
    }
    board.signals = Array(board.signals.prefix(20))
    board.incidents = try rows[1].map(Incidents.summary)
    board.lines = try rows[2].map {
      Line(subject: try $0["subject"], counts: try $0["counts"], negative: try $0["negative"])
    }
    board.stories = try rows[3].map(Signals.story)
    board.sources = try rows[4].map(Sources.source)
    board.waiting = try rows[5][0]["waiting"]
    board.now = try rows[5][0]["now"]
    return board
  }
}

extension Boards {
  /// What ops watch of monitoring.
  public struct Figures: Sendable {
    /// Batches that wait to be looked at; signals that are open or put off; all sources, and those that are ill.
    public let batchesWaiting: Int
    public let signalsOpen: Int
    public let sources: Int
    public let sourcesIll: Int
    /// The last number that a mention was given: about how many were ever taken in.
    public let mentions: Int
  }

  /// Counts in one round trip, for `/metrics`.
  public func figures() async throws -> Figures {
    let row = try await ledger.read(
      """
      select (select count(*) from levee.mention_batch) as batches,
        (select count(*) from levee.signal where state in ('open', 'snoozed')) as signals,
        (select count(*) from levee.source) as sources, (select count(*) from levee.source where is_ill) as ill,
        (select last_value from levee.mention_id) as mentions
      """)[0]
    return Figures(
      batchesWaiting: try row["batches"], signalsOpen: try row["signals"], sources: try row["sources"],
      sourcesIll: try row["ill"], mentions: try row["mentions"])
  }
}

extension Ledger {
  public var boards: Boards { Boards(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// How well incidents and exercises were handled: scores, and every row that they are made of.
public struct Evaluations: Sendable {
  let ledger: Ledger

  /// One of the four parts.
  public struct Score: Sendable {
    public let part: EvaluationPart
    public let weight: Double
    /// 0 to 100; nil where nothing applies, or nothing is due yet.
    public let score: Double?
    /// 0 to 1: how much of the part's weight rests on rows.
    public let coverage: Double
    public let counted: Int
    /// Rows that are not due yet, and left out.
    public let pending: Int
    /// Whether a publication outside the system keeps it down.
    public let isCapped: Bool
  }

  /// The whole.
  public struct Total: Sendable {
    /// nil as long as no part has a score.
    public let score: Double?
    public let coverage: Double
    public let band: EvaluationBand?
    /// Whether a low part keeps the band at M.
    public let isCapped: Bool
  }

  /// What a part is made of.
  public struct Share: Sendable {
    public let part: EvaluationPart
    public let share: EvaluationShare
    public let weight: Double
    /// 0 to 1; nil where nothing applies.
    public let value: Double?
    public let counted: Int
    public let pending: Int
  }

  /// One row that counts.
  public struct Item: Sendable {
    public let part: EvaluationPart
    public let share: EvaluationShare
    /// A duty's kind and what it is about, a text and its fact, feedback, a goal.
    public let subject: String
    public let team: Team
    public let weight: Double
    /// 1 kept or true, 0 not, between for what was late; nil while it is not due.
    public let value: Double?
    /// kept, late, missed, pending; yes, no, partly, unjudged.
    public let state: String
    public let startedAt: Date?
    public let dueAt: Date?
    public let doneAt: Date?
  }

  /// One team's own part of it.
  public struct TeamScore: Sendable {
    public let team: Team
    public let part: EvaluationPart
    public let score: Double?
    public let counted: Int
    public let kept: Int
  }

  /// How it was talked about.
  public struct Heat: Sendable {
    public let statedAt: Date?
    /// nil where nothing is measured.
    public let measuredAt: Date?
    public let isDue: Bool
    public let mentions: Int
    /// Posts an hour.
    public let peak: Double?
    public let peakAt: Date?
    /// Seconds from the peak until half of it.
    public let halvedAfter: Double?
    /// Posts an hour at the end.
    public let heat: Double?
    /// Shares of 0 to 1.
    public let negativeBefore: Double?
    public let negativeWorst: Double?
    public let negativeAfter: Double?
    public let secondWaveAt: Date?
  }

  /// The middle of other archived incidents and exercises of the same kind.
  public struct Comparison: Sendable {
    public let others: Int
    public let peak: Double?
    public let halvedAfter: Double?
    public let heat: Double?
  }

  /// A goal that a command set, and leadership's judgement.
  public struct Goal: Sendable {
    public let number: Int
    public let text: String
    /// yes, partly, no; "" before it is judged.
    public let met: String
    public let reason: String
  }

  /// Something that was said outside the system.
  public struct Outside: Sendable {
    public let text: String
    public let place: String
    public let at: Date
    public let person: String
  }

  /// What the law refused, and how often.
  public struct Refused: Sendable {
    public let name: String
    public let team: Team
    public let times: Int
  }

  /// Posts in a quarter of an hour.
  public struct Count: Sendable {
    public let at: Date
    public let mentions: Int
  }

  /// What the texts of one hand-over came to, held beside the facts.
  public struct Handover: Sendable {
    public let subject: String
    public let team: Team
    public let matches: Bool
    public init(subject: String, team: Team, matches: Bool) {
      self.subject = subject
      self.team = team
      self.matches = matches
    }
  }

  /// Everything of one incident.
  public struct Evaluation: Sendable {
    public let scores: [Score]
    public let total: Total
    public let shares: [Share]
    public let items: [Item]
    public let teams: [TeamScore]
    public let heat: Heat
    public let comparison: Comparison
    public let goals: [Goal]
    public let outside: [Outside]
    public let refused: [Refused]
    public let counts: [Count]
  }

  /// Reads the evaluation of an incident as it stands now, in one round trip.
  /// - Parameter mine: only rows that the person at the keyboard did.
  /// - Throws: `LedgerError.refused` of a restricted incident by who is not named in it.
  public func read(_ incident: Reference, handovers: [Handover] = [], mine: Bool = false) async throws -> Evaluation {
    let id = incident.number
    let found = Self.json(handovers)
    let rows = try await ledger.batch([
      "select * from levee.evaluation(\(id), \(found)::jsonb)",
      """
      select s.* from levee.evaluation_shares((select playbook from levee.incident where id = \(id)),
        array(select e from levee.evaluation_items(\(id), \(found)::jsonb, \(mine)) e)) s
      """,
      "select * from levee.evaluation_items(\(id), \(found)::jsonb, \(mine))",
      "select * from levee.evaluation_by_team(\(id), \(found)::jsonb)",
      "select *, extract(epoch from halved_after)::float8 as halved from levee.heat(\(id))",
      "select *, extract(epoch from halved_after)::float8 as halved from levee.comparable_heat(\(id))",
      """
      select o.published_at, o.person, o.text, o.place from levee.outside_publication o where o.incident_id = \(id)
      order by o.published_at
      """,
      """
      select name, team, count(*) as times from levee.refused_attempt where incident_id = \(id) group by 1, 2
      order by 3 desc, 1
      """,
      "select bucket, mentions from levee.trend where incident_id = \(id) order by bucket",
      """
      select g.number, g.text, coalesce(j.met, '') as met, coalesce(j.reason, '') as reason from levee.command_goal g
      left join levee.goal_judgement j on j.incident_id = g.incident_id and j.goal = g.number
      where g.incident_id = \(id) order by g.number
      """,
    ])
    guard let whole = rows[0].last else { throw LedgerError.unknown(incident) }
    return Evaluation(
      scores: try rows[0].dropLast().map(Self.score),
      total: Total(
        score: try whole["score"], coverage: try whole["coverage"],
        band: EvaluationBand(rawValue: try whole["band"]), isCapped: try whole["cap"] != ""),
      shares: try rows[1].map {
        Share(
          part: try $0["part"], share: try $0["share"], weight: try $0["weight"], value: try $0["value"],
          counted: try $0["counted"], pending: try $0["pending"])
      }, items: try rows[2].map(Self.item),
      teams: try rows[3].map {
        TeamScore(
          team: try $0["team"], part: try $0["part"], score: try $0["score"], counted: try $0["counted"],
          kept: try $0["kept"])
      }, heat: try Self.heat(rows[4][0]),
      comparison: Comparison(
        others: try rows[5][0]["others"], peak: try rows[5][0]["peak"], halvedAfter: try rows[5][0]["halved"],
        heat: try rows[5][0]["heat"]),
      goals: try rows[9].map {
        Goal(number: try $0["number"], text: try $0["text"], met: try $0["met"], reason: try $0["reason"])
      },
      outside: try rows[6].map {
        Outside(text: try $0["text"], place: try $0["place"], at: try $0["published_at"], person: try $0["person"])
      }, refused: try rows[7].map { Refused(name: try $0["name"], team: try $0["team"], times: try $0["times"]) },
      counts: try rows[8].map { Count(at: try $0["bucket"], mentions: try $0["mentions"]) })
  }

  private static func json(_ handovers: [Handover]) -> String {
    "["
      + handovers.map { handover in
        let subject = handover.subject.map { "\\\"".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return #"{"subject":"\#(subject)","team":"\#(handover.team.rawValue)","matches":\#(handover.matches)}"#
      }.joined(separator: ",") + "]"
  }

  private static func score(_ row: Row) throws -> Score {
    Score(
      part: try row["part"], weight: try row["weight"], score: try row["score"], coverage: try row["coverage"],
      counted: try row["counted"], pending: try row["pending"], isCapped: try row["cap"] != "")
  }

  private static func item(_ row: Row) throws -> Item {
    Item(
      part: try row["part"], share: try row["share"], subject: try row["subject"], team: try row["team"],
      weight: try row["weight"], value: try row["value"], state: try row["state"], startedAt: try row["started_at"],
      dueAt: try row["due_at"], doneAt: try row["done_at"])
  }

  private static func heat(_ row: Row) throws -> Heat {
    Heat(
      statedAt: try row["stated_at"], measuredAt: try row["measured_at"], isDue: try row["is_due"] ?? false,
      mentions: try row["mentions"] ?? 0, peak: try row["peak"], peakAt: try row["peak_at"],
      halvedAfter: try row["halved"], heat: try row["heat"], negativeBefore: try row["negative_before"],
      negativeWorst: try row["negative_worst"], negativeAfter: try row["negative_after"],
      secondWaveAt: try row["second_wave_at"])
  }

  /// Sets a goal of an incident's newest command.
  /// - Throws: `LedgerError.refused` before there is a command.
  public func set(goals: [String], of incident: Reference) async throws {
    try await ledger.commit(
      """
      insert into levee.command_goal (incident_id, command_revision, text)
      select \(incident.number), coalesce((select max(c.revision) from levee.command c where c.incident_id = \(incident.number)), 0), g
      from unnest(\(goals)::text[]) with ordinality u (g, place) order by place
      """)
  }

  /// Leadership's judgement of one goal: `yes`, `partly` or `no`.
  public func judge(goal: Int, of incident: Reference, met: String, reason: String) async throws {
    try await ledger.commit(
      """
      insert into levee.goal_judgement (incident_id, goal, met, reason)
      values (\(incident.number), \(goal), \(met), \(reason))
      """)
  }

  /// Records that something was published outside the system.
  public func record(outside text: String, place: String, at: Date?, of incident: Reference) async throws {
    try await ledger.commit(
      """
      insert into levee.outside_publication (incident_id, text, place, published_at)
      values (\(incident.number), \(text), \(place), coalesce(\(at)::timestamptz, levee.now(\(incident.number))))
      """)
  }

  /// Says that the law refused something that this person tried. Nothing is thrown: what was refused was already explained.
  public func recordRefused(_ refusal: LedgerError.Refusal, of incident: Reference?) async {
    guard !refusal.law.isEmpty else { return }
    _ = try? await ledger.read("select levee.record_refused(\(incident?.number ?? 0), \(refusal.name))")
  }
}

extension Ledger {
  public var evaluations: Evaluations { Evaluations(ledger: self) }
}

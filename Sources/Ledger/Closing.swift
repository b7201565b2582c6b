import Postgres
public import Workflow

/// The end of an incident: the response over, reports, review, closure.
public struct Closing: Sendable {
  let ledger: Ledger

  /// What shall be better next time, who does it, until which day (`2027-01-31`).
  public struct Improvement: Sendable {
    public let title: String
    /// A login.
    public let owner: String
    public let dueOn: String
    public init(title: String, owner: String, dueOn: String) {
      self.title = title
      self.owner = owner
      self.dueOn = dueOn
    }
  }

  /// What becomes of a shortcoming.
  public enum Answer: Sendable {
    /// An improvement of the review, by its place from 1.
    case improved(Int)
    case accepted(because: String)
  }

  /// What an improvement, by its place from 1, wants to change: `playbook`, `resource`, `training` or `tool`.
  public struct Change: Sendable {
    public let improvement: Int
    public let what: String
    public let text: String
    public init(improvement: Int, what: String, text: String) {
      self.improvement = improvement
      self.what = what
      self.text = text
    }
  }

  /// An after-action review, as whoever accepts it reads it.
  public struct Review: Sendable {
    public let course: String
    public let effectiveness: String
    public let lessons: String
    /// Who wrote it.
    public let person: String
    public let improvements: [Improvement]
  }

  /// Says that the response is over, which the stage `responding` waits for beside its other gates.
  /// - Throws: `LedgerError.refused` by anyone but who holds the leader's seat (`response_over_is_by_the_leader`), and
  ///   in any other stage.
  public func declareOver(_ incident: Reference, reason: String) async throws {
    try await ledger.commit(
      "insert into levee.response_over (incident_id, reason) values (\(incident.number), \(reason))")
  }

  /// Submits the team's own result report.
  public func report(_ incident: Reference, body: String) async throws {
    try await ledger.commit(
      """
      insert into levee.result_report (incident_id, for_team, body)
      values (\(incident.number), \(ledger.team.rawValue)::levee.team, \(body))
      """)
  }

  /// Records that leadership has received the result reports of some teams, as far as they are there and nobody has before.
  /// - Returns: whose were received now.
  public func receiveReports(_ incident: Reference, of teams: [Team]) async throws -> [Team] {
    try await ledger.commit(
      "select t as team from levee.receive_reports(\(incident.number), \(teams.map(\.rawValue))::text[]::levee.team[]) t"
    ).map { try $0["team"] }
  }

  /// The reports that are there, and whether leadership has received them.
  public func reports(_ incident: Reference) async throws -> [(team: Team, body: String, isReceived: Bool)] {
    try await ledger.read(
      """
      select p.for_team, p.body, r.at is not null as received from levee.result_report p
      left join levee.report_receipt r using (incident_id, for_team)
      where p.incident_id = \(incident.number) order by p.for_team
      """
    ).map { (try $0["for_team"], try $0["body"], try $0["received"]) }
  }

  /// Records the after-action review with what is to be better next time.
  /// - Parameters:
  ///   - teams: whose reports were read for it, which are received with it.
  ///   - answers: what becomes of each shortcoming that the law finds.
  ///   - accepted: why all others are accepted; "" where none are.
  ///   - changes: what the improvements want to change.
  /// - Throws: `LedgerError.refused` before leadership has received all three reports, for an empty text, and for an
  ///   owner who is nobody of this house; with a shortcoming left unanswered (`review_leaves_no_shortcoming_unanswered`);
  ///   `.invalidValue` for what is no day.
  public func review(
    _ incident: Reference, course: String, effectiveness: String, lessons: String, improvements: [Improvement],
    reading teams: [Team] = [], answers: [(kind: ShortcomingKind, subject: String, answer: Answer)] = [],
    accepted: String = "", changes: [Change] = []
  ) async throws {
    let kinds = answers.map(\.kind.rawValue)
    let subjects = answers.map(\.subject)
    let reasons: [String] = answers.map { if case .accepted(let because) = $0.answer { because } else { "" } }
    let places: [Int] = answers.map { if case .improved(let place) = $0.answer { place } else { 0 } }
    try await ledger.commit(
      """
      select levee.record_review(\(incident.number), \(course), \(effectiveness), \(lessons),
        \(improvements.map(\.title))::text[], \(improvements.map(\.owner))::text[], \(improvements.map(\.dueOn))::date[],
        \(teams.map(\.rawValue))::text[]::levee.team[],
        (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', a.kind, 'subject', a.subject,
          'because', nullif(a.because, ''), 'improvement', nullif(a.place, 0)))), '[]')
          from unnest(\(kinds)::text[], \(subjects)::text[], \(reasons)::text[], \(places)::int[]) a (kind, subject, because, place)),
        \(accepted),
        (select coalesce(jsonb_agg(jsonb_build_object('improvement', c.improvement, 'what', c.what, 'text', c.text)), '[]')
          from unnest(\(changes.map(\.improvement))::int[], \(changes.map(\.what))::text[], \(changes.map(\.text))::text[])
            c (improvement, what, text)))
      """)
  }

  /// The review of an incident as it was written; nil before.
  public func written(_ incident: Reference) async throws -> Review? {
    let rows = try await ledger.batch([
      "select course, effectiveness, lessons, person from levee.after_action_review where incident_id = \(incident.number)",
      """
      select title, owner, due_on::text as due_on from levee.improvement_action where incident_id = \(incident.number)
      order by id
      """,
    ])
    guard let row = rows[0].first else { return nil }
    return Review(
      course: try row["course"], effectiveness: try row["effectiveness"], lessons: try row["lessons"],
      person: try row["person"],
      improvements: try rows[1].map {
        Improvement(title: try $0["title"], owner: try $0["owner"], dueOn: try $0["due_on"])
      })
  }

  /// Accepts the review. The supervisor archives the case when every gate is met.
  public func close(_ incident: Reference, note: String) async throws {
    try await ledger.commit(
      """
      insert into levee.closure (incident_id, improvement_id, note)
      select \(incident.number), coalesce(min(id), 0), \(note) from levee.improvement_action
      where incident_id = \(incident.number)
      """)
  }
}

extension Ledger {
  public var closing: Closing { Closing(ledger: self) }
}

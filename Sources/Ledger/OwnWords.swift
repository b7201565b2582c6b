public import FoundationEssentials
import Postgres
public import Workflow

/// Answers that somebody gave in their own words: said at once, to one who asked, and read by leadership afterwards.
public struct OwnWords: Sendable {
  let ledger: Ledger

  /// What became of an answer.
  public enum State: String, Sendable, CaseIterable {
    case unreviewed, fine, wrong, corrected
  }

  public struct Answer: Sendable {
    public let feedback: Reference
    public let incident: Reference
    /// `customer`, `journalist`, `regulator`, `employee` or `investor`.
    public let sender: String
    public let question: String
    public let words: String
    public let person: String
    public let at: Date
    /// Whether legal has to review it.
    public let needsLegal: Bool
    public let state: State
    /// Who reviewed it; "" before.
    public let reviewedBy: String
    /// What who asked is to be told instead; "" where it was fine.
    public let correction: String
    /// How they were told; "" before.
    public let note: String
  }

  /// Records what was said, in the words of whoever said it.
  /// - Throws: `LedgerError.unknown`; `.refused` where the feedback was answered before.
  public func say(_ feedback: Reference, _ words: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_in_own_words (incident_id, feedback_id, words)
      select f.incident_id, f.id, \(words) from levee.feedback f where f.id = \(feedback.number) returning feedback_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(feedback) }
  }

  /// A member of leadership finds it fine, or says what is right.
  /// - Parameter correction: what who asked is to be told; nil where nothing is wrong.
  /// - Throws: `LedgerError.unknown`; `.refused` where there is nothing to review, or by its author.
  public func review(_ feedback: Reference, correction: String?) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_review (incident_id, feedback_id, verdict, correction)
      select f.incident_id, f.id, \(correction == nil ? "fine" : "wrong"), \(correction ?? "")
      from levee.feedback f where f.id = \(feedback.number) returning feedback_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(feedback) }
  }

  /// Who asked was told what is right.
  /// - Parameter note: how.
  /// - Throws: `LedgerError.unknown`; `.refused` where nothing was wrong.
  public func correct(_ feedback: Reference, note: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_correction (incident_id, feedback_id, note)
      select f.incident_id, f.id, \(note) from levee.feedback f where f.id = \(feedback.number) returning feedback_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(feedback) }
  }

  /// The answer that was given to one feedback; nil where none was given in own words.
  public func find(_ feedback: Reference) async throws -> Answer? {
    try Self.answers(try await ledger.read(Self.statement(feedback: feedback.number))).first
  }

  /// All of an incident, in the order in which they were given.
  public func list(_ incident: Reference) async throws -> [Answer] {
    try Self.answers(try await ledger.read(Self.statement(incident: incident.number)))
  }

  /// Of an incident, or to one feedback; 0 for none.
  static func statement(incident: Int = 0, feedback: Int = 0) -> Statement {
    """
    select w.*, f.sender, f.text as question, coalesce(r.verdict, '') as verdict, coalesce(r.person, '') as reviewed_by,
      coalesce(r.correction, '') as correction, coalesce(c.note, '') as note, c.note is not null as corrected
    from levee.reply_in_own_words w join levee.feedback f on f.incident_id = w.incident_id and f.id = w.feedback_id
    left join levee.reply_review r on r.incident_id = w.incident_id and r.feedback_id = w.feedback_id
    left join levee.reply_correction c on c.incident_id = w.incident_id and c.feedback_id = w.feedback_id
    where w.incident_id = \(incident) or w.feedback_id = \(feedback) order by w.event_id
    """
  }

  static func answers(_ rows: Rows) throws -> [Answer] {
    try rows.map { row in
      let verdict: String = try row["verdict"]
      let isCorrected: Bool = try row["corrected"]
      return Answer(
        feedback: Reference(.feedback, try row["feedback_id"]), incident: Reference(.incident, try row["incident_id"]),
        sender: try row["sender"], question: try row["question"], words: try row["words"], person: try row["person"],
        at: try row["at"], needsLegal: try row["needs_legal"],
        state: isCorrected ? .corrected : State(rawValue: verdict) ?? .unreviewed,
        reviewedBy: try row["reviewed_by"], correction: try row["correction"], note: try row["note"])
    }
  }
}

extension Ledger {
  public var ownWords: OwnWords { OwnWords(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// What monitoring noticed, and what its service needs to notice it.
public struct Signals: Sendable {
  let ledger: Ledger

  /// One signal, as lists and pages show it.
  public struct Signal: Sendable {
    public let id: Int
    /// "" for mentions that are of no subject.
    public let subject: String
    /// `volume`, `negative`, or what is told at once.
    public let cue: String
    /// `open`, `snoozed`, `dismissed`, `ended`, or `opened` as an incident.
    public let state: String
    /// When it began, by when its mentions were published; the times below are by the database's clock.
    public let since: Date
    public let raisedAt: Date
    public let updatedAt: Date
    /// A power of ten: how many five minutes pass between two of this kind; 0 for what is told at once.
    public let rarity: Double
    /// The span of time in which it was rarest, in seconds; 0 for what is told at once.
    public let span: Double
    /// Mentions that are usual in it.
    public let usual: Double
    /// What was counted in it; of what is told at once, how many people are said to be hurt.
    public let peak: Int
    /// Of its subject, all mentions since it began, and the negative ones among them.
    public let mentions: Int
    public let negative: Int
    /// The kind of incident that its mentions point to; "" for none.
    public let kind: String
    /// As in `Analyses.Notice`.
    public let reasons: [String]
    /// nil unless it is put off.
    public let snoozedUntil: Date?
    /// Why it was dismissed; "" if it was not.
    public let reason: String
    /// The number of the incident that was opened from it; 0 for none.
    public let incident: Int

    public var reference: Reference { Reference(.signal, id) }
  }

  /// A story, or a mention that stands alone.
  public struct Story: Sendable {
    /// The number of its first mention, whose source, address and words are below.
    public let id: Int
    /// How many mentions say it, in how many sources, and how many of them are negative.
    public let copies: Int
    public let sources: Int
    public let negative: Int
    /// When the first of them was published, and the last.
    public let firstSeen: Date
    public let lastSeen: Date
    public let source: String
    public let url: String
    public let title: String
    public let text: String

    /// What it says, in a line.
    public var line: String { title.isEmpty ? text : title }
  }

  /// Signals, the newest first.
  /// - Parameter open: only those that wait for an answer.
  public func list(open: Bool, most: Int = 50) async throws -> [Signal] {
    try await ledger.read(
      """
      select * from levee.signal g where (not \(open) or g.state in ('open', 'snoozed'))
      order by g.state in ('open', 'snoozed') desc, g.raised_at desc, g.id desc limit \(most)
      """
    ).map(Self.signal)
  }

  /// - Throws: `LedgerError.unknown`.
  public func find(_ reference: Reference) async throws -> Signal {
    let rows = try await ledger.read("select * from levee.signal where id = \(reference.number)")
    guard let row = rows.first else { throw LedgerError.unknown(reference) }
    return try Self.signal(row)
  }

  /// What a subject's mentions since a time are about.
  public func stories(_ subject: String, since: Date, most: Int) async throws -> [Story] {
    try await ledger.read(
      """
      select t.*, m.source, m.url, m.title, m.text from levee.top_stories(\(subject), \(since), \(most)::int) t
      join levee.mention m on m.id = t.id order by t.copies desc, t.id
      """
    ).map(Self.story)
  }

  /// Sources by the mentions of a subject since a time, the most first.
  public func sources(_ subject: String, since: Date, most: Int) async throws -> [(source: String, mentions: Int)] {
    try await ledger.read(
      """
      select source, sum(mentions)::int as mentions from levee.mention_count
      where subject = \(subject) and bucket >= date_bin('5 minutes', \(since)::timestamptz, '2000-01-01 00:00:00+00')
      group by 1 order by 2 desc, 1 limit \(most)
      """
    ).map { (try $0["source"], try $0["mentions"]) }
  }

  /// Puts a signal off.
  /// - Parameter until: nil for an hour.
  public func snooze(_ signal: Reference, until: Date?) async throws {
    try await ledger.commit(
      "select levee.answer_signal(\(signal.number), 'snoozed', '', \(until)::timestamptz)", bells: [.monitoring])
  }

  /// Says that a signal is nothing, and why; for a month the same has to be rarer.
  public func dismiss(_ signal: Reference, reason: String) async throws {
    try await ledger.commit(
      "select levee.answer_signal(\(signal.number), 'dismissed', \(reason), null)", bells: [.monitoring])
  }

  /// Opens an incident from a signal, with its stories as facts, its mentions, and its subject as a word to watch, in
  /// one transaction. What else was noticed of the subject, or of the story, is taken into the same incident.
  /// - Parameter opening: detected, if that is not said, when the signal was raised; an exercise, when it starts.
  /// - Throws: `LedgerError.refused` when the signal is no longer open (`signal_is_open`), and as `Incidents.open`.
  public func open(
    _ signal: Reference, as opening: Incidents.Opening
  ) async throws -> Reference {
    let exercise = opening.exercise
    let rows = try await ledger.commit(
      """
      select levee.open_from_signal(\(signal.number), \(opening.title), \(opening.kind.rawValue)::levee.incident_kind,
        \(opening.severity.rawValue)::levee.severity, \(exercise != nil), \(exercise?.rate ?? 1),
        \(exercise?.startsAt)::timestamptz, \(opening.detectedAt)::timestamptz, \(opening.jurisdictions)::text[],
        \(opening.predecessor?.number ?? 0), \(opening.isRestricted)) as id
      """)
    return Reference(.incident, try rows[0]["id"])
  }

  static func signal(_ row: Row) throws -> Signal {
    Signal(
      id: try row["id"], subject: try row["subject"], cue: try row["cue"], state: try row["state"],
      since: try row["since"], raisedAt: try row["raised_at"], updatedAt: try row["updated_at"],
      rarity: try row["rarity"], span: Double(try row["seconds"] as Int), usual: try row["usual"],
      peak: try row["peak"],
      mentions: try row["mentions"],
      negative: try row["negative"], kind: try row["kind"], reasons: try row["reasons"],
      snoozedUntil: try row["snoozed_until"], reason: try row["reason"], incident: try row["incident_id"])
  }

  static func story(_ row: Row) throws -> Story {
    Story(
      id: try row["id"], copies: try row["copies"], sources: try row["sources"], negative: try row["negative"],
      firstSeen: try row["first_seen"], lastSeen: try row["last_seen"], source: try row["source"], url: try row["url"],
      title: try row["title"], text: try row["text"])
  }
}

extension Ledger {
  public var signals: Signals { Signals(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Workflow

/// What people of the company told the monitoring team of, and what became of it.
public struct StaffReports: Sendable {
  let ledger: Ledger

  /// One of them.
  public struct Report: Sendable {
    public let reference: Reference
    public let text: String
    /// The handle of who told.
    public let person: String
    public let at: Date
    /// The mention as which it was taken in; nil until then.
    public let mention: Reference?
  }

  /// What somebody told, as they see it.
  public struct Own: Sendable {
    public let reference: Reference
    public let text: String
    public let at: Date
    /// "" and nil until it is answered.
    public let answer: String
    public let answeredAt: Date?
  }

  /// Tells monitoring of something.
  public func tell(_ text: String) async throws -> Reference {
    let rows = try await ledger.commit(
      "insert into levee.report (text) values (\(text)) returning id", bells: [.monitoring])
    return Reference(.report, try rows[0]["id"])
  }

  /// What the caller told, the newest first.
  public func own(most: Int) async throws -> [Own] {
    try await ledger.read("select * from levee.own_reports() limit \(most)").map {
      Own(
        reference: Reference(.report, try $0["id"]), text: try $0["text"], at: try $0["at"], answer: try $0["answer"],
        answeredAt: try $0["answered_at"])
    }
  }

  /// Those that wait for an answer, the oldest first.
  public func waiting() async throws -> [Report] {
    try await ledger.read(
      """
      select r.* from levee.duty d join levee.report r on 'R' || r.id = d.subject
      where d.incident_id = 0 and d.kind = 'answer_report' and d.state = 'open' order by r.id
      """
    ).map(Self.report)
  }

  /// One of them.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ report: Reference) async throws -> Report {
    let rows = try await ledger.read("select * from levee.report where id = \(report.number)")
    guard let row = rows.first else { throw LedgerError.unknown(report) }
    return try Self.report(row)
  }

  /// Answers who told. With an incident, the report's mention is attached to it.
  public func answer(_ report: Reference, words: String, incident: Reference?) async throws {
    try await ledger.commit(
      """
      insert into levee.report_answer (report_id, incident_id, words)
      values (\(report.number), \(incident?.number ?? 0), \(words))
      """)
  }

  /// Those that are no mentions yet, the oldest first.
  public func notTakenIn(most: Int) async throws -> [Report] {
    try await ledger.read("select * from levee.report where mention_id = 0 order by id limit \(most)").map(Self.report)
  }

  /// Takes reports in as mentions of the source `staff`, which are theirs from then on.
  public func takeIn(_ mentions: [Mentions.Mention]) async throws {
    _ = try await ledger.mentions.store(mentions)
    _ = try await ledger.read("select levee.link_reports()")
  }

  private static func report(_ row: Row) throws -> Report {
    let mention: Int = try row["mention_id"]
    return Report(
      reference: Reference(.report, try row["id"]), text: try row["text"], person: try row["person"], at: try row["at"],
      mention: mention == 0 ? nil : Reference(.mention, mention))
  }
}

extension Ledger {
  public var staffReports: StaffReports { StaffReports(ledger: self) }
}

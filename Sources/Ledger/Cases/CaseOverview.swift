public import FoundationEssentials
import Postgres
public import Workflow

/// What people look for first in an incident: the newest decision and command, what is known, what is out, what came back.
/// The whole record is a `CaseFile`, and costs several times as much.
public struct CaseOverview: Sendable {
  /// Something that was said about the incident, and how well it is known by now.
  public struct Fact: Sendable {
    public let reference: Reference
    public let claim: String
    public let source: String
    public let reliability: Reliability
  }

  /// One text on one channel.
  public struct Delivery: Sendable {
    /// The revision that it is of.
    public let statement: Reference
    /// What people call the channel.
    public let channel: String
    public let title: String
    /// nil while it is not out.
    public let postedAt: Date?
    /// nil while it stands.
    public let withdrawnAt: Date?
  }

  /// How much came back of one kind of sender, and what became of it.
  public struct Feedback: Sendable {
    /// customer, journalist, regulator, employee, investor.
    public let sender: String
    public let received: Int
    public let replied: Int
    public let resolved: Int
  }

  /// The newest; nil before the first.
  public let assessment: Assessments.Assessment?
  /// nil before the first.
  public let decision: String?
  /// nil before the first.
  public let command: String?
  public let facts: [Fact]
  public let deliveries: [Delivery]
  /// By sender, only those of whom something came.
  public let feedback: [Feedback]
  /// What was answered in own words, in the order in which it was.
  public let ownWords: [OwnWords.Answer]
  /// Forms that were to go out, in the order in which they were written.
  public let forms: [OutgoingForms.Form]
  public let reports: [CaseFile.Report]
}

extension CaseFiles {
  /// Reads what stands in an incident, in one round trip.
  /// - Throws: as `read`.
  public func overview(_ incident: Reference) async throws -> CaseOverview {
    let id = incident.number
    let rows = try await ledger.batch([
      """
      select levee.may_read(i.id) as may_read,
        (select d.sentence from levee.decision d where d.incident_id = i.id order by d.id desc limit 1) as decision,
        (select c.text from levee.command c where c.incident_id = i.id order by c.revision desc limit 1) as command
      from levee.incident i where i.id = \(id)
      """,
      "select id, claim, source, reliability from levee.fact where incident_id = \(id) order by id",
      """
      select d.document_id, d.number, (select coalesce(nullif(c.title, ''), c.name) from levee.channel c where c.name = d.channel) as channel,
        (select r.title from levee.rendition r where r.incident_id = d.incident_id and r.kind = d.kind
          and r.document_id = d.document_id and r.number = d.number and r.name = d.rendition),
        (select p.posted_at from levee.delivery_receipt p where p.incident_id = d.incident_id and p.delivery_id = d.id),
        (select w.at as withdrawn_at from levee.withdrawal_receipt w where w.incident_id = d.incident_id and w.delivery_id = d.id)
      from levee.delivery d where d.incident_id = \(id) order by d.document_id, d.number, d.rendition, d.id
      """,
      """
      select f.sender, count(*) as received, count(r.at) as replied, count(o.at) as resolved from levee.feedback f
      left join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
      left join levee.resolution o on o.incident_id = f.incident_id and o.feedback_id = f.id
      where f.incident_id = \(id) group by 1
      """,
      Self.reports(id), OutgoingForms.statement(incident: id), OwnWords.statement(incident: id), Assessments.newest(id),
    ])
    guard let head = rows[0].first else { throw LedgerError.unknown(incident) }
    guard try head["may_read"] else { throw try await closed(incident) }
    return CaseOverview(
      assessment: try rows[7].first.map(Assessments.assessment), decision: try head["decision"],
      command: try head["command"],
      facts: try rows[1].map {
        CaseOverview.Fact(
          reference: Reference(.fact, try $0["id"]), claim: try $0["claim"], source: try $0["source"],
          reliability: try $0["reliability"])
      },
      deliveries: try rows[2].map {
        CaseOverview.Delivery(
          statement: Reference(.statement, try $0["document_id"], revision: try $0["number"]),
          channel: try $0["channel"], title: try $0["title"], postedAt: try $0["posted_at"],
          withdrawnAt: try $0["withdrawn_at"])
      },
      feedback: try rows[3].map {
        CaseOverview.Feedback(
          sender: try $0["sender"], received: try $0["received"], replied: try $0["replied"],
          resolved: try $0["resolved"])
      },
      ownWords: try OwnWords.answers(rows[6]), forms: try OutgoingForms.forms(rows[5]),
      reports: try CaseFile.reports(rows[4]))
  }
}

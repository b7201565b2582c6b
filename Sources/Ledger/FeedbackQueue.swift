public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// What comes back from the public, and its answers.
public struct FeedbackQueue: Sendable {
  let ledger: Ledger

  /// One message that needs an answer.
  public struct Item: Sendable {
    public let id: Int
    public let incident: Reference
    /// `customer`, `journalist`, `regulator`, `employee` or `investor`; the playbook gives each its own time.
    public let sender: String
    /// How to reach them; "" when nobody said.
    public let contact: String
    public let text: String
    /// When it was registered, by the incident's clock, as the times below; nil while that has not been done.
    public let at: Date
    public let repliedAt: Date?
    public let resolvedAt: Date?
    /// Until when its reply is owed; once it is replied to, until when it shall be resolved. Nil when it is resolved.
    public let dueAt: Date?
    public var reference: Reference { Reference(.feedback, id) }
  }

  /// Some of what is not resolved, and how much there is.
  public struct Page: Sendable {
    public let items: [Item]
    /// How many are not resolved, and how many are.
    public let open: Int
    public let resolved: Int
  }

  /// Registers a message: a reply and a resolution are owed from now on.
  /// - Parameter sender: one of the five that `Item` names.
  /// - Throws: `LedgerError.refused` for another sender, for no words, or when the incident is archived.
  public func add(_ incident: Reference, sender: String, contact: String, text: String) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.feedback (incident_id, sender, contact, text)
      values (\(incident.number), \(sender), \(contact), \(text)) returning id
      """)
    return Reference(.feedback, try rows[0]["id"])
  }

  /// What is not resolved comes first, the most urgent of it first; then what is, in the order in which it was.
  public func list(_ incident: Reference) async throws -> [Item] {
    try await ledger.read(Self.items(incident: incident.number)).map(Self.item)
  }

  /// What is not resolved, the most urgent first: a part of it.
  /// - Parameters:
  ///   - skipped: how many come before it.
  ///   - most: how many it holds at most.
  public func open(_ incident: Reference, after skipped: Int, most: Int) async throws -> Page {
    let rows = try await ledger.batch([
      """
      select count(*) - count(x.feedback_id) as open, count(x.feedback_id) as resolved from levee.feedback f
      left join levee.resolution x on x.incident_id = f.incident_id and x.feedback_id = f.id
      where f.incident_id = \(incident.number)
      """,
      Self.items(incident: incident.number, onlyOpen: true, skipped: skipped, most: most),
    ])
    return Page(items: try rows[1].map(Self.item), open: try rows[0][0]["open"], resolved: try rows[0][0]["resolved"])
  }

  /// One message.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ feedback: Reference) async throws -> Item {
    guard let row = try await ledger.read(Self.items(feedback: feedback.number)).first else {
      throw LedgerError.unknown(feedback)
    }
    return try Self.item(row)
  }

  private static func items(
    incident: Int = 0, feedback: Int = 0, onlyOpen: Bool = false, skipped: Int = 0, most: Int? = nil
  ) -> Statement {
    """
    select f.*, r.at as replied_at, x.at as resolved_at, d.due_at from levee.feedback f
    left join levee.reply r on r.incident_id = f.incident_id and r.feedback_id = f.id
    left join levee.resolution x on x.incident_id = f.incident_id and x.feedback_id = f.id
    left join levee.feedback_deadlines(
      coalesce((select i.incident_id from levee.feedback i where i.id = \(feedback)), \(incident))) d on d.feedback_id = f.id
    where (f.incident_id = \(incident) or f.id = \(feedback)) and (x.feedback_id is null or not \(onlyOpen))
    order by x.at nulls first, d.due_at nulls last, f.id limit \(most) offset \(skipped)
    """
  }

  private static func item(_ row: Row) throws -> Item {
    Item(
      id: try row["id"], incident: Reference(.incident, try row["incident_id"]), sender: try row["sender"],
      contact: try row["contact"], text: try row["text"], at: try row["at"], repliedAt: try row["replied_at"],
      resolvedAt: try row["resolved_at"], dueAt: try row["due_at"])
  }

  /// Replies with a reply template of the incident's playbook.
  /// - Returns: the text to send to the person.
  public func reply(_ feedback: Reference, template: String, language: Language) async throws -> String {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_from_template (incident_id, feedback_id, playbook, template, language)
      select f.incident_id, f.id, i.playbook, \(template), \(language.rawValue)::levee.language
      from levee.feedback f join levee.incident i on i.id = f.incident_id where f.id = \(feedback.number)
      returning (select t.body from levee.template t where t.version = playbook and t.name = template
        and t.language = reply_from_template.language) as body
      """)
    guard let row = rows.first else { throw LedgerError.unknown(feedback) }
    return try row["body"]
  }

  /// Replies with an answer of the incident's Q&A sheet, as leadership approved it last.
  /// - Parameter answer: the rendition that holds it.
  /// - Returns: the text to send to the person.
  public func reply(_ feedback: Reference, answer: String) async throws -> String {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_from_answer (incident_id, feedback_id, document_id, number, rendition)
      select f.incident_id, f.id, coalesce(a.document_id, 0), coalesce(a.number, 0), \(answer)
      from levee.feedback f left join lateral (select a.* from levee.statement s
        join levee.approval a on a.incident_id = s.incident_id and a.kind = s.kind and a.document_id = s.document_id
        where s.incident_id = f.incident_id and s.sheet and not exists (select from levee.approval_void v
          where v.incident_id = a.incident_id and v.kind = a.kind and v.document_id = a.document_id and v.number = a.number)
        order by a.number desc limit 1) a on true
      where f.id = \(feedback.number)
      returning (select r.body from levee.rendition r where r.incident_id = reply_from_answer.incident_id
        and r.document_id = reply_from_answer.document_id and r.number = reply_from_answer.number
        and r.name = reply_from_answer.rendition) as body
      """)
    guard let row = rows.first else { throw LedgerError.unknown(feedback) }
    return try row["body"]
  }

  /// Replies with a statement that leadership approved.
  public func reply(_ feedback: Reference, statement: Reference) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.reply_from_statement (incident_id, feedback_id, document_id, number, digest)
      select f.incident_id, f.id, \(statement.number), coalesce(a.number, \(statement.revision ?? 0)),
        coalesce(a.digest, ''::bytea)
      from levee.feedback f left join lateral (select * from levee.approval a where a.incident_id = f.incident_id
        and a.kind = 'statement' and a.document_id = \(statement.number)
        and (\(statement.revision)::int is null or a.number = \(statement.revision))
        order by a.number desc limit 1) a on true
      where f.id = \(feedback.number) returning feedback_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(feedback) }
  }

  /// Ends a message, once.
  /// - Parameter satisfied: `yes`, `no` or `unknown`.
  /// - Throws: `LedgerError.unknown`; `.refused` before it is replied to (`resolution_follows_a_reply`).
  public func resolve(_ feedback: Reference, outcome: String, satisfied: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.resolution (incident_id, feedback_id, outcome, satisfied)
      select f.incident_id, f.id, \(outcome), \(satisfied) from levee.feedback f where f.id = \(feedback.number)
      returning feedback_id
      """)
    if rows.isEmpty { throw LedgerError.unknown(feedback) }
  }
}

extension Ledger {
  public var feedback: FeedbackQueue { FeedbackQueue(ledger: self) }
}

public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// Forms that go out of the house: written from a template of the playbook, reviewed, handed in, answered.
public struct OutgoingForms: Sendable {
  let ledger: Ledger

  /// One of the forms that a playbook has.
  public struct Rule: Sendable {
    public let form: String
    public let goesTo: Bilingual
    /// In seconds.
    public let receiptWithin: Double
    /// Its words, in the language that was asked for.
    public let template: Playbooks.Template
  }

  /// Where a form is on its way.
  public enum State: String, Sendable, CaseIterable {
    case written, returned, approved, submitted, received, refused, replaced
  }

  public struct Form: Sendable {
    public let reference: Reference
    public let incident: Reference
    public let template: String
    public let language: Language
    public let recipient: String
    public let title: String
    public let body: String
    public let state: State
    public let person: String
    public let at: Date
    /// The form that it stands instead of.
    public let insteadOf: Reference?
    /// Who reviewed it; "" before. And why it came back.
    public let reviewedBy: String
    public let returnedFor: String
    public let submissions: [Submission]
  }

  /// Once that it was handed in, and what came of it.
  public struct Submission: Sendable {
    public let via: String
    public let reference: String
    public let person: String
    public let at: Date
    public let outcome: Outcome?
  }

  public struct Outcome: Sendable {
    public let isReceived: Bool
    public let number: String
    public let givenBy: String
    /// A day: `2026-11-28`.
    public let day: String
    public let reason: String
  }

  /// The forms of the playbook that an incident was opened under.
  public func rules(of incident: Reference, language: Language) async throws -> [Rule] {
    try await ledger.read(
      """
      select r.form, r.goes_to_en, r.goes_to_zh, extract(epoch from r.receipt_within)::float8 as within, t.title, t.body
      from levee.incident i join levee.form_rule r on r.version = i.playbook
      join levee.template t on t.version = r.version and t.kind = 'form' and t.name = r.form and t.language = \(language.rawValue)::levee.language
      where i.id = \(incident.number) order by r.form
      """
    ).map {
      Rule(
        form: try $0["form"], goesTo: Bilingual(try $0["goes_to_en"], try $0["goes_to_zh"]),
        receiptWithin: try $0["within"],
        template: Playbooks.Template(name: try $0["form"], title: try $0["title"], body: try $0["body"]))
    }
  }

  /// Writes a form, or one instead of another.
  /// - Throws: `LedgerError.refused` where a blank is left, or the other form was replaced before.
  public func write(
    _ incident: Reference, from template: String, language: Language, to recipient: String, title: String, body: String,
    insteadOf other: Reference? = nil
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.form (incident_id, playbook, template, language, instead_of, recipient, title, body)
      select i.id, i.playbook, \(template), \(language.rawValue)::levee.language, \(other?.number ?? 0), \(recipient), \(title), \(body)
      from levee.incident i where i.id = \(incident.number) returning id
      """)
    guard let row = rows.first else { throw LedgerError.unknown(incident) }
    return Reference(.form, try row["id"])
  }

  /// A member of leadership approves a form, or sends it back for a reason.
  public func review(_ form: Reference, approves: Bool, reason: String = "") async throws {
    try await ledger.commit(
      """
      insert into levee.form_review (incident_id, form_id, verdict, reason)
      select f.incident_id, f.id, \(approves ? "approve" : "return"), \(reason) from levee.form f where f.id = \(form.number)
      """)
  }

  /// It was handed in.
  public func submit(_ form: Reference, via: String, reference: String) async throws {
    try await ledger.commit(
      """
      insert into levee.form_submission (incident_id, form_id, via, reference)
      select f.incident_id, f.id, \(via), \(reference) from levee.form f where f.id = \(form.number)
      """)
  }

  /// What came back: a receipt, or where there is a reason, a refusal.
  /// - Parameter day: `2026-11-28`; today where it is nil.
  public func record(
    outcomeOf form: Reference, number: String, givenBy: String, day: String?, refusedFor reason: String
  ) async throws {
    try await ledger.commit(
      """
      insert into levee.form_outcome (incident_id, form_id, answer, number, given_by, given_on, reason)
      select f.incident_id, f.id, \(reason.isEmpty ? "received" : "refused"), \(number), \(givenBy),
        coalesce(nullif(\(day ?? ""), '')::date, current_date), \(reason)
      from levee.form f where f.id = \(form.number)
      """)
  }

  /// One form.
  /// - Throws: `LedgerError.unknown`.
  public func find(_ form: Reference) async throws -> Form {
    guard let found = try Self.forms(try await ledger.read(Self.statement(form: form.number))).first else {
      throw LedgerError.unknown(form)
    }
    return found
  }

  /// The forms of an incident, in the order in which they were written.
  public func list(_ incident: Reference) async throws -> [Form] {
    try Self.forms(try await ledger.read(Self.statement(incident: incident.number)))
  }

  /// Of an incident, or of one form; 0 for none.
  static func statement(incident: Int = 0, form: Int = 0) -> Statement {
    """
    select f.id, f.incident_id, f.template, f.language::text, f.recipient, f.title, f.body, f.person, f.at, f.instead_of,
    coalesce(r.person, '') as reviewed_by, coalesce(r.reason, '') as returned_for, coalesce(r.verdict, '') as verdict,
    exists (select from levee.form g where g.incident_id = f.incident_id and g.instead_of = f.id) as replaced,
    s.attempt, s.via, s.reference, s.person as submitted_by, s.at as submitted_at, o.answer as outcome, o.number, o.given_by,
    o.given_on::text as given_on, o.reason
    from levee.form f left join levee.form_review r on r.incident_id = f.incident_id and r.form_id = f.id
    left join levee.form_submission s on s.incident_id = f.incident_id and s.form_id = f.id
    left join levee.form_outcome o on o.incident_id = s.incident_id and o.form_id = s.form_id and o.attempt = s.attempt
    where f.incident_id = \(incident) or f.id = \(form) order by f.id, s.attempt
    """
  }

  /// A row for each time that a form was handed in, or one.
  static func forms(_ rows: Rows) throws -> [Form] {
    var forms: [[Row]] = []
    for row in rows {
      let id: Int = try row["id"]
      if let last = forms.last?.first, try last["id"] == id {
        forms[forms.count - 1].append(row)
      } else {
        forms.append([row])
      }
    }
    return try forms.map(Form.init)
  }
}

extension OutgoingForms.Form {
  fileprivate init(_ rows: [Row]) throws {
    let row = rows[0]
    let submissions = try rows.compactMap(OutgoingForms.Submission.init)
    let instead: Int = try row["instead_of"]
    let verdict: String = try row["verdict"]
    let state: OutgoingForms.State =
      if try row["replaced"] {
        .replaced
      } else if let last = submissions.last {
        last.outcome.map { $0.isReceived ? .received : .refused } ?? .submitted
      } else {
        verdict == "approve" ? .approved : verdict == "return" ? .returned : .written
      }
    self.init(
      reference: Reference(.form, try row["id"]), incident: Reference(.incident, try row["incident_id"]),
      template: try row["template"], language: Language(rawValue: try row["language"]) ?? .english,
      recipient: try row["recipient"], title: try row["title"], body: try row["body"], state: state,
      person: try row["person"], at: try row["at"], insteadOf: instead == 0 ? nil : Reference(.form, instead),
      reviewedBy: try row["reviewed_by"], returnedFor: try row["returned_for"], submissions: submissions)
  }
}

extension OutgoingForms.Submission {
  /// Nil where the row has none.
  fileprivate init?(_ row: Row) throws {
    guard let via: String = try row["via"] else { return nil }
    let outcome: String? = try row["outcome"]
    self.init(
      via: via, reference: try row["reference"], person: try row["submitted_by"], at: try row["submitted_at"],
      outcome: try outcome.map {
        OutgoingForms.Outcome(
          isReceived: $0 == "received", number: try row["number"], givenBy: try row["given_by"],
          day: try row["given_on"],
          reason: try row["reason"])
      })
  }
}

extension Ledger {
  public var forms: OutgoingForms { OutgoingForms(ledger: self) }
}

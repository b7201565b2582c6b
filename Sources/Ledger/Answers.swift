import Postgres
public import Workflow

/// The Q&A sheet of an incident: questions with approved answers, which all who reply use. It is a statement that goes to no channel;
/// each rendition is a question (its title) with its answer (its body), for those whom it is meant for.
public struct Answers: Sendable {
  let ledger: Ledger

  /// What a rendition of the sheet is written for.
  public static let channelKind = "answers"

  /// The sheet as leadership approved it last.
  public struct Sheet: Sendable {
    /// With its revision.
    public let reference: Reference
    public let answers: [Documents.Piece]
    /// What keeps it from being used; nil when nothing does.
    public let hindrance: LedgerError.Refusal?
  }

  /// Nil where no approval of the incident's sheet stands.
  public func approved(of incident: Reference) async throws -> Sheet? {
    guard
      let row = try await ledger.read(
        """
        select a.document_id, a.number, levee.hindrance(a.incident_id, a.document_id, a.number, false) as hindrance
        from levee.statement s
        join levee.approval a on a.incident_id = s.incident_id and a.kind = s.kind and a.document_id = s.document_id
        where s.incident_id = \(incident.number) and s.sheet and not exists (select from levee.approval_void v
          where v.incident_id = a.incident_id and v.kind = a.kind and v.document_id = a.document_id and v.number = a.number)
        order by a.number desc limit 1
        """
      ).first
    else { return nil }
    let reference = Reference(.statement, try row["document_id"], revision: try row["number"])
    return Sheet(
      reference: reference, answers: try await ledger.documents.read(reference).pieces,
      hindrance: await ledger.refusal(try row["hindrance"]))
  }

  /// The newest revision of an incident's sheet, approved or not; nil before the first.
  public func newest(of incident: Reference) async throws -> Documents.Revision? {
    guard
      let row = try await ledger.read(
        "select document_id from levee.statement where incident_id = \(incident.number) and sheet"
      ).first
    else { return nil }
    return try await ledger.documents.read(Reference(.statement, try row["document_id"]))
  }

  /// Writes the incident's sheet, or its next revision.
  /// - Parameters:
  ///   - answers: all of them; those of the revision before that are left out are in the sheet no more.
  ///   - submit: whether it is handed in for review in the same transaction; if that is refused, nothing is kept.
  public func write(
    _ incident: Reference, answers: [Statements.Rendition], facts: [Reference], submit: Bool
  ) async throws -> Reference {
    guard let before = try await newest(of: incident) else {
      return try await ledger.statements.draft(
        incident, holding: nil, purpose: "", renditions: answers, facts: facts, submit: submit, isSheet: true)
    }
    return try await ledger.statements.revise(before.reference, renditions: answers, facts: facts, submit: submit)
  }
}

extension Ledger {
  public var answers: Answers { Answers(ledger: self) }
}

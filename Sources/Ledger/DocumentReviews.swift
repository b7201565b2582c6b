import FoundationEssentials
import Postgres
public import Secrets
public import Workflow

/// What reviewers say of a text, and what comes of it.
extension Documents {
  /// Gives one verdict on exactly one revision, which the reference has to name.
  /// - Parameters:
  ///   - reason: may be "" with an approval only.
  ///   - holds: whether a statement waits for a person to send it, though it says where it goes.
  /// - Returns: whether this was the last review needed, so that the text is approved now.
  /// - Throws: `LedgerError.unknown`, or `.refused`: of the author's own text, for one.
  public func review(_ reference: Reference, verdict: Verdict, reason: String, holds: Bool = false) async throws -> Bool
  {
    try await recorded(
      reference,
      try await ledger.commit(
        """
        insert into levee.review (incident_id, kind, document_id, number, verdict, reason, holds)
        select d.incident_id, d.kind, d.id, \(reference.revision ?? 0), \(verdict.rawValue)::levee.verdict, \(reason), \(holds)
        from levee.document d where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
        returning incident_id
        """))
  }

  /// Records an approval with the signature of the person at the keyboard.
  /// - Returns: whether this was the last review needed.
  /// - Throws: as `review`; and `.refused` with `review_signature_holds`, `review_signature_is_by_a_key_of_its_person`.
  public func approve(_ reference: Reference, signature: GivenSignature, holds: Bool) async throws -> Bool {
    let (made, authenticator, client): ([UInt8], [UInt8], [UInt8]) =
      switch signature {
      case .ssh(let signature): (signature.bytes, [], [])
      case .passkey(let signature): (signature.signature, signature.authenticator, signature.client)
      }
    return try await recorded(
      reference,
      try await ledger.commit(
        """
        select d.incident_id, levee.approve_signed(d.incident_id, d.kind, d.id, \(reference.revision ?? 0), \(holds),
          \(Bytes(signature.key)), \(Bytes(made)), \(Bytes(authenticator)), \(Bytes(client)))
        from levee.document d where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
        """))
  }

  private func recorded(_ reference: Reference, _ rows: Rows) async throws -> Bool {
    guard let row = rows.first else { throw LedgerError.unknown(reference) }
    let incident: Int = try row["incident_id"]
    return try await ledger.read(
      """
      select exists (select from levee.approval where incident_id = \(incident) and document_id = \(reference.number)
        and kind = \(reference.kind.documentKind)::levee.document_kind and number = \(reference.revision ?? 0)) as approved
      """)[0]["approved"]
  }

  /// Returns a text with the words that the reviewer proposes instead: of a rendition or part by its name, or of the
  /// reason ("note"). Proposing is not authorship.
  /// - Throws: `LedgerError.unknown`, or `.refused`.
  public func propose(
    _ reference: Reference, reason: String, texts: [(name: String, title: String, body: String)]
  ) async throws {
    let json = try JSONEncoder().encode(texts.map { ["name": $0.name, "title": $0.title, "body": $0.body] })
    let rows = try await ledger.commit(
      """
      select levee.propose(d.incident_id, d.kind, d.id, \(reference.revision ?? 0), \(reason),
        \(JSONText(String(decoding: json, as: UTF8.self)))::jsonb) from levee.document d
      where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
      """)
    if rows.isEmpty { throw LedgerError.unknown(reference) }
  }

  /// Adopts a reviewer's proposal: the person at the keyboard becomes the author of the next revision, which is handed in.
  /// - Throws: `LedgerError.unknown`, or `.refused`.
  public func adopt(_ reference: Reference, from proposer: String) async throws -> Reference {
    try await next(
      reference,
      """
      select levee.adopt(d.incident_id, d.kind, d.id, \(reference.revision ?? 0), \(proposer)) as number
      from levee.document d where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
      """)
  }

  /// Hands the newest revision in once more, word for word; returns the revision that it is now.
  /// - Throws: `LedgerError.unknown`, or `.refused`.
  public func renew(_ reference: Reference) async throws -> Reference {
    try await next(
      reference,
      """
      select levee.renew(d.incident_id, d.kind, d.id) as number
      from levee.document d where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
      """)
  }

  private func next(_ reference: Reference, _ statement: Statement) async throws -> Reference {
    guard let row = try await ledger.commit(statement).first else { throw LedgerError.unknown(reference) }
    return Reference(reference.kind, reference.number, revision: try row["number"])
  }

  /// Takes an approval back. What is out already is withdrawn or corrected.
  /// - Throws: `LedgerError.unknown`, or `.refused`.
  public func revoke(_ reference: Reference, reason: String) async throws {
    let rows = try await ledger.commit(
      """
      insert into levee.revocation (incident_id, kind, document_id, number, reason)
      select d.incident_id, d.kind, d.id, \(reference.revision ?? 0), \(reason) from levee.document d
      where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind) returning number
      """)
    if rows.isEmpty { throw LedgerError.unknown(reference) }
  }
}

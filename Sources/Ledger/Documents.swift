public import FoundationEssentials
import Postgres
public import Workflow

/// Texts under review, whatever they are: reading, handing in, reviewing.
public struct Documents: Sendable {
  let ledger: Ledger

  /// A named piece of a text: a rendition of a statement, a part of a plan, a reason.
  public struct Piece: Sendable {
    /// A rendition's name, a part's number, or `reason` (`note` where other words are proposed for it).
    public let name: String
    /// "" for other pieces than renditions.
    public let language: String
    /// Where a rendition goes; "" for other pieces.
    public let channelKind: String
    /// Whom a rendition is for, one of `Deliveries.Reach.knownAudiences`; "" for other pieces.
    public let audience: String
    /// "" where there is none.
    public let title: String
    public let body: String

    /// Everything that a reader sees of it.
    public var text: String { title.isEmpty ? body : title + "\n\n" + body }
  }

  /// One verdict.
  public struct Review: Sendable {
    public let person: String
    public let verdict: Verdict
    /// May be "" with an approval.
    public let reason: String
    /// Whether it carries a signature of the reviewer's.
    public let isSigned: Bool
    /// By the incident's clock.
    public let at: Date
  }

  /// One revision with everything that a reviewer needs.
  public struct Revision: Sendable {
    public let incident: Reference
    public let reference: Reference
    /// Who wrote this revision.
    public let author: String
    /// When, by the incident's clock.
    public let at: Date
    /// SHA-256 of what was handed in, hexadecimal; nil before that.
    public let digest: String?
    /// How many people have to approve it; 0 before it was handed in.
    public let reviewsNeeded: Int
    /// Whether legal has to be among them.
    public let legalNeeded: Bool
    /// Whether it was ever approved; `isVoid` says whether that still stands.
    public let isApproved: Bool
    /// Whether the approval stands no more: a fact was refuted, a reviewer returned the text, or it was taken back.
    public let isVoid: Bool
    public let pieces: [Piece]
    public let facts: [(reference: Reference, claim: String, reliability: Reliability)]
    /// The oldest first.
    public let reviews: [Review]
    /// Other words that reviewers propose: by whom, for which piece.
    public let proposals: [(person: String, piece: Piece)]
    /// When the approval runs out; nil without one, or when it does not.
    public let expiresAt: Date?
    /// Where a statement goes with its last approval, by the names of the channels.
    public let channels: [String]
    /// What was sent of it, in order.
    public let deliveries: [Reference]
    /// Whether its author discarded it before it was handed in.
    public let isDiscarded: Bool
  }

  /// Reads a revision; without a number, the newest.
  /// - Throws: `LedgerError.unknown`.
  public func read(_ reference: Reference) async throws -> Revision {
    guard let kind = reference.kind.documentKind else { throw LedgerError.unknown(reference) }
    guard let head = try await ledger.read(Self.head(of: reference, kind)).first else {
      throw LedgerError.unknown(reference)
    }
    let number: Int = try head["number"]
    let incident: Int = try head["incident_id"]
    let rows = try await ledger.batch(Self.contents(incident, kind, reference.number, number))
    return try Self.revision(reference, head, rows)
  }

  /// The revision itself, and how far its approval is.
  private static func head(of reference: Reference, _ kind: String) -> Statement {
    let id = reference.number
    return """
      select r.incident_id, r.number, r.person, r.at, r.note, encode(s.digest, 'hex') as digest,
        coalesce(s.reviews_needed, 0) as reviews_needed, coalesce(s.legal_needed, false) as legal_needed,
        a.at is not null as approved, v.at is not null as void, nullif(a.expires_at, 'infinity') as expires_at,
        x.at is not null as discarded,
        array(select o.channel from levee.route o where o.incident_id = r.incident_id and o.document_id = r.document_id
          and o.number = r.number order by 1) as channels,
        array(select v.id from levee.delivery v where v.incident_id = r.incident_id and v.document_id = r.document_id
          and v.number = r.number order by 1) as deliveries
      from levee.revision r
      left join levee.discard x using (incident_id, kind, document_id, number)
      left join levee.submission s using (incident_id, kind, document_id, number)
      left join levee.approval a using (incident_id, kind, document_id, number)
      left join levee.approval_void v using (incident_id, kind, document_id, number)
      where r.incident_id = (select d.incident_id from levee.document d where d.id = \(id))
        and r.kind = \(kind)::levee.document_kind and r.document_id = \(id) and (\(reference.revision)::int is null
        or r.number = \(reference.revision)) order by r.number desc limit 1
      """
  }

  /// What belongs to a revision: its pieces, the facts it cites, its reviews, the words proposed instead.
  private static func contents(_ incident: Int, _ kind: String, _ id: Int, _ number: Int) -> [Statement] {
    [
      """
      select name, language::text, channel_kind, audience::text, title, body from levee.rendition
        where incident_id = \(incident) and kind = \(kind)::levee.document_kind and document_id = \(id) and number = \(number)
      union all
      select part::text, '', '', '', '', body from levee.plan_part
        where incident_id = \(incident) and kind = \(kind)::levee.document_kind and document_id = \(id) and number = \(number) order by 1
      """,
      """
      select f.id, f.claim, f.reliability from levee.citation c join levee.fact f on f.incident_id = c.incident_id
        and f.id = c.fact_id where c.incident_id = \(incident) and c.kind = \(kind)::levee.document_kind and c.document_id = \(id)
        and c.number = \(number) order by 1
      """,
      """
      select person, verdict, reason, signed, at from levee.review
      where incident_id = \(incident) and kind = \(kind)::levee.document_kind and document_id = \(id) and number = \(number) order by at
      """,
      """
      select person, name, title, body from levee.proposal_text
      where incident_id = \(incident) and kind = \(kind)::levee.document_kind and document_id = \(id) and number = \(number) order by person, name
      """,
    ]
  }

  /// Reads what `head` and `contents` asked for.
  private static func revision(_ reference: Reference, _ head: Row, _ rows: [Rows]) throws -> Revision {
    var pieces = try rows[0].map {
      Piece(
        name: try $0["name"], language: try $0["language"], channelKind: try $0["channel_kind"],
        audience: try $0["audience"], title: try $0["title"], body: try $0["body"])
    }
    let note: String = try head["note"]
    if !note.isEmpty {
      pieces.append(Piece(name: "reason", language: "", channelKind: "", audience: "", title: "", body: note))
    }
    let number: Int = try head["number"]
    let incident: Int = try head["incident_id"]
    return Revision(
      incident: Reference(.incident, incident),
      reference: Reference(reference.kind, reference.number, revision: number), author: try head["person"],
      at: try head["at"], digest: try head["digest"], reviewsNeeded: try head["reviews_needed"],
      legalNeeded: try head["legal_needed"], isApproved: try head["approved"], isVoid: try head["void"], pieces: pieces,
      facts: try rows[1].map { (Reference(.fact, try $0["id"]), try $0["claim"], try $0["reliability"]) },
      reviews: try rows[2].map {
        Review(
          person: try $0["person"], verdict: try $0["verdict"], reason: try $0["reason"], isSigned: try $0["signed"],
          at: try $0["at"])
      },
      proposals: try rows[3].map {
        (
          try $0["person"],
          Piece(
            name: try $0["name"], language: "", channelKind: "", audience: "", title: try $0["title"],
            body: try $0["body"])
        )
      }, expiresAt: try head["expires_at"], channels: try head["channels"],
      deliveries: try (head["deliveries"] as [Int]).map { Reference(.delivery, $0) },
      isDiscarded: try head["discarded"])
  }

  /// The newest plan of an incident; nil before the first.
  public func newestPlan(of incident: Reference) async throws -> Revision? {
    guard
      let row = try await ledger.read(
        "select max(id) as id from levee.document where incident_id = \(incident.number) and kind = 'plan'"
      ).first, let id: Int = try row["id"]
    else { return nil }
    return try await read(Reference(.plan, id))
  }

  /// Hands a revision in for review, without a number the newest; returns which it was.
  /// - Throws: `LedgerError.unknown`, or `.refused`.
  public func submit(_ reference: Reference) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.submission (incident_id, kind, document_id, number)
      select r.incident_id, r.kind, r.document_id, r.number from levee.document d
      join levee.revision r on r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.id
      where d.id = \(reference.number) and d.kind::text = \(reference.kind.documentKind)
        and (\(reference.revision)::int is null or r.number = \(reference.revision)) order by r.number desc limit 1
      returning number
      """)
    guard let row = rows.first else { throw LedgerError.unknown(reference) }
    return Reference(reference.kind, reference.number, revision: try row["number"])
  }

  /// Hands in a text that is a reason by itself: a waiver, a lowering, a withdrawal.
  private func submitted(
    _ kind: Reference.Kind, about subject: Reference, _ statement: Statement
  ) async throws -> Reference {
    guard let row = try await ledger.commit(statement).first else { throw LedgerError.unknown(subject) }
    return Reference(kind, try row["document_id"], revision: try row["number"])
  }

  /// Hands in a waiver, for review: the incident goes on without readiness.
  /// - Throws: `LedgerError.refused`.
  public func waive(_ incident: Reference, reason: String) async throws -> Reference {
    try await submitted(.waiver, about: incident, "select * from levee.submit_waiver(\(incident.number), \(reason))")
  }

  /// Hands in a lowering, for review: the incident is less grave than its newest assessment says.
  /// - Throws: `LedgerError.refused`.
  public func lower(_ incident: Reference, to severity: Severity, reason: String) async throws -> Reference {
    try await submitted(
      .lowering, about: incident,
      """
      select * from levee.submit_lowering(\(incident.number),
        coalesce((select max(revision) from levee.assessment where incident_id = \(incident.number)), 0),
        \(severity.rawValue)::levee.severity, \(reason))
      """)
  }

  /// Hands in a withdrawal, for review: what is out is taken down.
  /// - Throws: `LedgerError.unknown` for the delivery, or `.refused`.
  public func withdraw(_ delivery: Reference, reason: String) async throws -> Reference {
    try await submitted(
      .withdrawal, about: delivery,
      """
      select w.* from levee.delivery d, levee.submit_withdrawal(d.incident_id, d.id, \(reason)) w
      where d.id = \(delivery.number)
      """)
  }

  /// Submits the next revision of an incident's plan: four texts, in the order of the parts.
  /// - Parameter command: the one whose assignment was read for it, which is acknowledged with it; 0 for none.
  /// - Throws: `LedgerError.refused`.
  public func plan(_ incident: Reference, parts: [String], onCommand command: Int) async throws -> Reference {
    try await submitted(
      .plan, about: incident,
      "select * from levee.submit_plan(\(incident.number), \(parts)::text[], \(command))")
  }

  /// Discards a draft of one's own that was not handed in: the newest revision of it, where none is named.
  /// - Throws: `LedgerError.unknown`, or `.refused` for another's, and for what was handed in.
  public func discard(_ reference: Reference) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      insert into levee.discard (incident_id, kind, document_id, number)
      select r.incident_id, r.kind, r.document_id, r.number from levee.revision r
      where r.incident_id = (select d.incident_id from levee.document d where d.id = \(reference.number))
        and r.kind::text = \(reference.kind.documentKind) and r.document_id = \(reference.number)
        and (r.number = \(reference.revision)::int or \(reference.revision)::int is null)
      order by r.number desc limit 1 returning number
      """)
    guard let row = rows.first else { throw LedgerError.unknown(reference) }
    return Reference(reference.kind, reference.number, revision: try row["number"])
  }
}

extension Ledger {
  public var documents: Documents { Documents(ledger: self) }
}

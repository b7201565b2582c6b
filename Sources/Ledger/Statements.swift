import FoundationEssentials
import Postgres
public import Workflow

/// Outgoing texts: drafting and revising. Review is in `Documents`, sending in `Deliveries`.
public struct Statements: Sendable {
  let ledger: Ledger

  /// One text of a revision: for a kind of channel, an audience, a language.
  public struct Rendition: Sendable, Codable {
    /// Once in a revision.
    public var name: String
    /// Whom it is written for: the kind of channel, one of `Deliveries.Reach.knownAudiences`, and a `Language`'s name.
    public var channelKind: String
    public var audience: String
    public var language: String
    public var title: String
    public var body: String
    /// SHA-256 of each attachment, hexadecimal.
    public var attachments: [String]

    enum CodingKeys: String, CodingKey {
      case name, channelKind = "channel_kind", audience, language, title, body, attachments
    }

    public init(
      name: String, channelKind: String = "newsroom", audience: String = "public", language: String, title: String,
      body: String, attachments: [String] = []
    ) {
      self.name = name
      self.channelKind = channelKind
      self.audience = audience
      self.language = language
      self.title = title
      self.body = body
      self.attachments = attachments
    }

    /// Reads one of a JSON list; all but name, language, title and body may be left out.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      name = try values.decode(String.self, forKey: .name)
      channelKind = try values.decodeIfPresent(String.self, forKey: .channelKind) ?? "newsroom"
      audience = try values.decodeIfPresent(String.self, forKey: .audience) ?? "public"
      language = try values.decode(String.self, forKey: .language)
      title = try values.decode(String.self, forKey: .title)
      body = try values.decode(String.self, forKey: .body)
      attachments = try values.decodeIfPresent([String].self, forKey: .attachments) ?? []
    }
  }

  private func json(_ renditions: [Rendition]) throws -> JSONText {
    JSONText(String(decoding: try JSONEncoder().encode(renditions), as: UTF8.self))
  }

  /// Drafts a statement on the incident's approved plan, or on a holding template.
  /// - Parameters:
  ///   - submit: whether it is handed in for review in the same transaction; if that is refused, nothing is kept.
  ///   - channels: where it goes with its last approval; of a next revision, where the one before would have gone if none is named.
  ///   - correctsArchived: whether it corrects what was refuted after the case before was archived.
  ///   - isSheet: whether it is the incident's Q&A sheet: see `Answers`.
  public func draft(
    _ incident: Reference, holding template: String?, purpose: String, renditions: [Rendition], facts: [Reference],
    submit: Bool, channels: [String] = [], correctsArchived: Bool = false, isSheet: Bool = false
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      select * from levee.draft_statement(\(incident.number), \(template ?? ""), \(purpose),
        \(try json(renditions))::jsonb, \(facts.map(\.number))::bigint[], \(submit),
        \(correctsArchived), \(isSheet), \(channels)::text[])
      """)
    return Reference(.statement, try rows[0]["document_id"], revision: try rows[0]["number"])
  }

  /// Drafts the correction of a statement that is out: on the same mandate, for everything in it that was refuted.
  /// - Parameters:
  ///   - submit: as for `draft`.
  ///   - channels: as for `draft`.
  public func correct(
    _ statement: Reference, purpose: String, renditions: [Rendition], facts: [Reference], submit: Bool,
    channels: [String] = []
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      select c.* from levee.document d, levee.draft_correction(d.incident_id, d.id, \(purpose),
        \(try json(renditions))::jsonb, \(facts.map(\.number))::bigint[], \(submit), \(channels)::text[]) c
      where d.id = \(statement.number) and d.kind = 'statement'
      """)
    guard let row = rows.first else { throw LedgerError.unknown(statement) }
    return Reference(.statement, try row["document_id"], revision: try row["number"])
  }

  /// The channels on which a statement stands with what was refuted: a correction has to be out on each of them.
  public func channelsInError(of statement: Reference) async throws -> [String] {
    try await ledger.read(
      """
      select distinct c.channel from levee.open_correction o cross join unnest(o.channels) c(channel)
      where o.document_id = \(statement.number) order by 1
      """
    ).map { try $0["channel"] }
  }

  /// Writes the next revision.
  /// - Parameters:
  ///   - submit: as for `draft`.
  ///   - channels: as for `draft`.
  public func revise(
    _ statement: Reference, renditions: [Rendition], facts: [Reference], submit: Bool, channels: [String] = []
  ) async throws -> Reference {
    let rows = try await ledger.commit(
      """
      select levee.revise_statement(d.incident_id, d.id, \(try json(renditions))::jsonb,
        \(facts.map(\.number))::bigint[], \(submit), \(channels)::text[]) as number
      from levee.document d where d.id = \(statement.number) and d.kind = 'statement'
      """)
    guard let row = rows.first else { throw LedgerError.unknown(statement) }
    return Reference(.statement, statement.number, revision: try row["number"])
  }
}

extension Ledger {
  public var statements: Statements { Statements(ledger: self) }
}

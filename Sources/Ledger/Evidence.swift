import Postgres
public import Workflow

/// Everything that a third party needs to verify an incident's history without the database.
public struct Evidence: Sendable, Codable {
  /// One event with its seal; without, it was not sealed yet.
  public struct Event: Sendable, Codable {
    public let id: Int
    /// The exact text that is hashed.
    public let payload: String
    /// Its place in the chain, from 1. This and the two hashes are nil while it is not sealed.
    public let sequence: Int?
    /// SHA-256, hexadecimal.
    public let previous: String?
    public let hash: String?
  }

  /// The texts of one event, with the salt that its digest needs; both are gone when it was erased.
  public struct Text: Sendable, Codable {
    /// The number of the event, and the table in which the texts stand.
    public let event: Int
    public let kind: String
    /// `\x` and hexadecimal digits, none of them once it is erased.
    public let salt: String
    /// The names of the texts and what they say, in the order in which they are hashed.
    public let columns: [String]
    public let contents: [String]
  }

  /// The incident's number.
  public let chain: Int
  /// In the order of their seals, then those that have none.
  public let events: [Event]
  public let texts: [Text]
  public let signatures: [Signature]
}

extension History {
  /// The history of an incident with its texts, as far as the person at the keyboard may read them.
  public func evidence(_ incident: Reference, withTexts: Bool) async throws -> Evidence {
    let events = try await ledger.read(
      """
      select e.id, e.payload, s.sequence, encode(s.previous, 'hex') as previous, encode(s.hash, 'hex') as hash
      from levee.event e left join levee.seal s on s.event_id = e.id
      where e.chain = \(incident.number) order by s.sequence nulls last, e.id
      """
    ).map {
      Evidence.Event(
        id: try $0["id"], payload: try $0["payload"], sequence: try $0["sequence"], previous: try $0["previous"],
        hash: try $0["hash"])
    }
    let texts =
      withTexts
      ? try await ledger.read("select * from levee.evidence_texts(\(incident.number)) order by event_id").map {
        Evidence.Text(
          event: try $0["event_id"], kind: try $0["kind"], salt: try $0["salt"], columns: try $0["columns"],
          contents: try $0["contents"])
      } : []
    return Evidence(
      chain: incident.number, events: events, texts: texts, signatures: try await signatures(incident))
  }
}

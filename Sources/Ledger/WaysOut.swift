import Postgres
import Wording
public import Workflow

/// Where an approved text goes, goes no more, or could go.
public struct WaysOut: Sendable {
  /// What is true of one rendition and one channel.
  public enum State: String, Sendable {
    /// It could be sent there.
    case fits
    case out, waits, failed
    case givenUp = "given_up"
    case takenDown = "taken_down"
    /// The channel takes texts of other kinds, for others, or in other languages.
    case otherKind = "other_kind"
    case otherAudience = "other_audience"
    case otherLanguage = "other_language"
    /// An exercise stays inside.
    case outside
  }

  public struct Way: Sendable {
    /// Its name in the revision; then what it is written for.
    public let rendition: String
    public let channelKind: String
    public let audience: String
    public let language: String
    public let channel: String
    public let isOutside: Bool
    /// Nil where it was never sent.
    public let delivery: Reference?
    public let state: State
  }

  /// The revision that it is about: the one that was named, or the newest.
  public let statement: Reference
  /// By rendition, then by channel.
  public let ways: [Way]
  /// What keeps the text from being sent anywhere at this moment; nil when nothing does.
  public let hindrance: LedgerError.Refusal?
}

extension Deliveries {
  /// Every rendition of a text beside every channel.
  /// - Throws: `LedgerError.unknown` where there is no such statement.
  public func waysOut(of statement: Reference) async throws -> WaysOut {
    let rows = try await ledger.read(
      """
      with text as (
        select d.incident_id, d.id, coalesce(\(statement.revision)::int, (select max(r.number) from levee.revision r
          where r.incident_id = d.incident_id and r.kind = d.kind and r.document_id = d.id)) as number
        from levee.document d where d.id = \(statement.number) and d.kind = 'statement')
      select t.number, levee.hindrance(t.incident_id, t.id, t.number) as hindrance from text t
      """)
    guard let row = rows.first, let number: Int = try row["number"] else { throw LedgerError.unknown(statement) }
    let found = Reference(.statement, statement.number, revision: number)
    let ways = try await ledger.read(
      """
      select w.* from levee.document d, levee.ways_out(d.incident_id, d.id, \(number)) w where d.id = \(statement.number)
      """
    ).map {
      let delivery: Int = try $0["delivery"]
      return WaysOut.Way(
        rendition: try $0["rendition"], channelKind: try $0["channel_kind"], audience: try $0["audience"],
        language: try $0["language"], channel: try $0["channel"], isOutside: try $0["outside"],
        delivery: delivery == 0 ? nil : Reference(.delivery, delivery), state: try $0["state"])
    }
    return WaysOut(statement: found, ways: ways, hindrance: await ledger.refusal(try row["hindrance"]))
  }
}

extension Ledger {
  /// The sentence of a refusal; nil for "".
  func refusal(_ name: String) async -> LedgerError.Refusal? {
    guard !name.isEmpty else { return nil }
    return await LedgerError.Refusal.named(name) { try await read($0) }
  }
}

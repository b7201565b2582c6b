public import FoundationEssentials
import Postgres
public import Workflow

extension Deliveries {
  /// A text that is out in a newsroom: what its page is made of.
  public struct Published: Sendable {
    public let delivery: Reference
    /// What feeds know it by, for ever.
    public let entry: UUID
    /// By the incident's clock.
    public let postedAt: Date
    /// When it was taken down by a reviewed decision; nil while it stands.
    public let withdrawnAt: Date?
    /// One of `Reach.knownAudiences`.
    public let audience: String
    /// Its words were blanked by a decision of the law; title and body are not to be shown.
    public let isErased: Bool
    /// SHA-256 of title, an empty line, body and a line's end: hexadecimal, for a reader who has these words.
    public let checksum: String
    /// What it corrects, and by what it is corrected, in the same newsroom and for the same readers.
    public let corrects: [Reference]
    public let correctedBy: [Reference]
    /// Whether lists and feeds show it.
    public let isListed: Bool
    /// Whether all that its page shows was read; the others are only linked to.
    public let isWhole: Bool
    public let text: Text

    public init(
      delivery: Reference, entry: UUID = UUID(), postedAt: Date, withdrawnAt: Date? = nil, audience: String = "public",
      isErased: Bool = false, checksum: String = "", corrects: [Reference] = [], correctedBy: [Reference] = [],
      isListed: Bool = true, isWhole: Bool = true, text: Text
    ) {
      self.delivery = delivery
      self.entry = entry
      self.postedAt = postedAt
      self.withdrawnAt = withdrawnAt
      self.audience = audience
      self.isErased = isErased
      self.checksum = checksum
      self.corrects = corrects
      self.correctedBy = correctedBy
      self.isListed = isListed
      self.isWhole = isWhole
      self.text = text
    }
  }

  /// What is published in the newsroom folder of a channel, the newest first.
  /// - Parameter everything: also what is older than the lists go back, and has not changed since.
  public func published(in folder: String, everything: Bool = false) async throws -> [Published] {
    func deliveries(_ ids: [Int]) -> [Reference] { ids.map { Reference(.delivery, $0) } }
    return try await ledger.read(
      """
      select *, encode(digest, 'hex') as hex, encode(checksum, 'hex') as checksum_hex
      from levee.published(\(folder), \(everything))
      """
    ).map { row in
      Published(
        delivery: Reference(.delivery, try row["delivery_id"]), entry: try row["entry"], postedAt: try row["posted_at"],
        withdrawnAt: try row["withdrawn_at"], audience: try row["audience"], isErased: try row["erased"],
        checksum: try row["checksum_hex"], corrects: deliveries(try row["corrects"]),
        correctedBy: deliveries(try row["corrected_by"]), isListed: try row["listed"], isWhole: try row["whole"],
        text: try Self.text(row, transport: nil))
    }
  }

  /// A name of the house's own for something that feeds tell apart; the same for ever.
  public func lastingID(of what: String) async throws -> UUID {
    try await ledger.read("select levee.lasting_id(\(what)) as id")[0]["id"]
  }
}

import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// The certificate that all is ready, the stand-down, counselling. What there is: `Resources`.
public struct Readiness: Sendable {
  let ledger: Ledger

  /// One entry of a checklist that a person fills in.
  public struct Entry: Sendable {
    /// An item of the playbook's list.
    public let item: String
    /// `ready`, `gap` or `not_needed` when readiness is certified; `done` or `not_needed` in a stand-down.
    public let status: String
    /// A gap has to be explained here.
    public let note: String
    public init(item: String, status: String, note: String = "") {
      self.item = item
      self.status = status
      self.note = note
    }
  }

  /// One line of the playbook's checklist.
  public struct ChecklistItem: Sendable {
    public let item: String
    public let name: Bilingual
  }

  /// The list of an incident's playbook: `readiness` or `stand_down`.
  public func checklist(_ list: String, of incident: Reference) async throws -> [ChecklistItem] {
    try await ledger.read(
      """
      select c.item, c.en, c.zh from levee.incident i join levee.checklist_item c on c.version = i.playbook
      where i.id = \(incident.number) and c.list = \(list) order by c.position
      """
    ).map { ChecklistItem(item: try $0["item"], name: Bilingual(try $0["en"], try $0["zh"])) }
  }

  /// Certifies readiness, once for an incident; a gap holds nothing up. Allocates what nobody has allocated before.
  /// - Parameter command: the one whose assignment was read for it, which is acknowledged with it; 0 for none.
  /// - Throws: `LedgerError.refused` when an item of the list is left out (`readiness_lists_every_item`), one is not
  ///   the playbook's, or a gap is not explained; and before the stage `planning`.
  public func certify(_ incident: Reference, _ entries: [Entry], onCommand command: Int) async throws {
    try await ledger.commit(
      """
      select levee.certify_readiness(\(incident.number), \(entries.map(\.item))::text[],
        \(entries.map(\.status))::text[], \(entries.map(\.note))::text[], \(command))
      """)
  }

  /// Whether an incident was stood down.
  public func hasStoodDown(_ incident: Reference) async throws -> Bool {
    try await ledger.read(
      "select exists (select from levee.stand_down where incident_id = \(incident.number)) as stood_down")[0][
        "stood_down"]
  }

  /// Records the stand-down, once for an incident.
  /// - Throws: `LedgerError.refused` when an item of the list is left out (`stand_down_lists_every_item`) or one is not
  ///   the playbook's; and before the stage `reviewing`.
  public func standDown(_ incident: Reference, note: String, _ entries: [Entry]) async throws {
    try await ledger.commit(
      """
      select levee.record_stand_down(\(incident.number), \(note), \(entries.map(\.item))::text[],
        \(entries.map(\.status))::text[], \(entries.map(\.note))::text[])
      """)
  }

  /// Offers counselling: when, and how many places. Never who, or why.
  public func offerCounselling(_ incident: Reference, availability: String, places: Int) async throws {
    try await ledger.commit(
      """
      insert into levee.counselling_offer (incident_id, availability, places)
      values (\(incident.number), \(availability), \(places))
      """)
  }

  /// Counselling that is open to whoever asks.
  public struct Counselling: Sendable {
    public let incident: Reference
    /// When and where.
    public let availability: String
    public let places: Int
  }

  /// What is open at this moment, the newest offer first.
  public func openCounselling() async throws -> [Counselling] {
    try await ledger.read("select * from levee.open_counselling()").map {
      Counselling(
        incident: Reference(.incident, try $0["incident_id"]), availability: try $0["availability"],
        places: try $0["places"])
    }
  }
}

extension Ledger {
  public var readiness: Readiness { Readiness(ledger: self) }
}

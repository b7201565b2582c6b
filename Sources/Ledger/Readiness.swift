public import FoundationEssentials
import Postgres
public import Wording
public import Workflow

/// What logistics keeps ready: resources, their health, allocations, the certificate, the stand-down.
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

  /// Something that logistics has, and how it is.
  public struct Resource: Sendable {
    public let name: String
    /// What the playbook calls it; several resources can be of one item.
    public let item: String
    public let amount: Int
    /// `none`, or `folder:`, `http:` or `https:` with what is looked at.
    public let probe: String
    /// nil while it has never been probed.
    public let isHealthy: Bool?
    /// What the newest probe found; "" while it has never been probed.
    public let detail: String
    /// By the database's clock.
    public let checkedAt: Date?
  }

  /// What the playbook requires for an incident, and what is there.
  public struct Requirement: Sendable {
    public let item: String
    /// The playbook's amount for the company's size and the severity; and what the inventory has, or was allocated.
    public let required: Int
    public let available: Int
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

  /// Adds a resource, or changes what is known of it.
  public func put(name: String, item: String, amount: Int, probe: String) async throws {
    try await ledger.commit(
      """
      insert into levee.resource (name, item, amount, probe) values (\(name), \(item), \(amount), \(probe))
      on conflict (name) do update set item = excluded.item, amount = excluded.amount, probe = excluded.probe
      """)
  }

  /// The inventory, by item and name, each resource with its newest probe.
  public func resources() async throws -> [Resource] {
    try await ledger.read(
      """
      select r.*, c.healthy, coalesce(c.detail, '') as detail, c.at as checked_at from levee.resource r
      left join lateral (select * from levee.resource_check c where c.name = r.name order by c.at desc limit 1) c on true
      order by r.item, r.name
      """
    ).map {
      Resource(
        name: try $0["name"], item: try $0["item"], amount: try $0["amount"], probe: try $0["probe"],
        isHealthy: try $0["healthy"], detail: try $0["detail"], checkedAt: try $0["checked_at"])
    }
  }

  /// Records what a probe found.
  public func record(_ resource: String, isHealthy: Bool, detail: String) async throws {
    try await ledger.commit(
      "insert into levee.resource_check (name, healthy, detail) values (\(resource), \(isHealthy), \(detail))",
      bells: [])
  }

  /// The playbook's amounts for the company's size and the incident's severity, beside what is in the inventory.
  public func requirements(_ incident: Reference) async throws -> [Requirement] {
    try await ledger.read(
      """
      select q.item, q.amount as required, coalesce((select sum(r.amount) from levee.resource r where r.item = q.item), 0)
        as available
      from levee.incident i join levee.playbook p on p.version = i.playbook
      join levee.resource_requirement q on q.version = i.playbook and q.company_size = p.company_size
        and q.severity = i.severity
      where i.id = \(incident.number) order by q.item
      """
    ).map { Requirement(item: try $0["item"], required: try $0["required"], available: try $0["available"]) }
  }

  /// Allocates to an incident what is required and there.
  public func allocate(_ incident: Reference) async throws -> [Requirement] {
    let rows = try await ledger.commit(
      "select item, required, amount as available from levee.allocate(\(incident.number))")
    if rows.isEmpty { throw LedgerError.unknown(incident) }
    return try rows.map {
      Requirement(item: try $0["item"], required: try $0["required"], available: try $0["available"])
    }
  }

  /// Offers counselling: when, and how many places. Never who, or why.
  public func offerCounselling(_ incident: Reference, availability: String, places: Int) async throws {
    try await ledger.commit(
      """
      insert into levee.counselling_offer (incident_id, availability, places)
      values (\(incident.number), \(availability), \(places))
      """)
  }
}

extension Ledger {
  public var readiness: Readiness { Readiness(ledger: self) }
}

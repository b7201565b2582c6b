import Postgres
import Wording
public import Workflow

/// The names of statutory clocks, from the playbook that each incident was opened under.
public struct StatutoryClocks: Sendable {
  let ledger: Ledger

  /// All that the playbook of an incident has.
  public func of(_ incident: Reference) async throws -> [StatutoryClock] {
    try await of([incident.number])[incident.number] ?? []
  }

  /// Of several incidents, by their numbers; nothing is asked where there are none.
  func of(_ incidents: [Int]) async throws -> [Int: [StatutoryClock]] {
    guard !incidents.isEmpty else { return [:] }
    let rows = try await ledger.read(
      """
      select distinct i.id, c.name, c.title_en, c.title_zh, c.source_en, c.source_zh
      from levee.incident i join levee.statutory_clock c on c.version = i.playbook
      where i.id = any (\(incidents)::bigint[]) order by i.id, c.name
      """)
    return try rows.reduce(into: [:]) { clocks, row in
      clocks[try row["id"], default: []].append(
        StatutoryClock(
          code: try row["name"], title: Bilingual(try row["title_en"], try row["title_zh"]),
          source: Bilingual(try row["source_en"], try row["source_zh"])))
    }
  }

  /// The clocks that rows of duties or notices are about.
  /// - Parameter kind: the column that says which kind of duty it is.
  func about(_ rows: some Sequence<Row>, kind: String) async throws -> [Int: [StatutoryClock]] {
    try await of(
      rows.filter { try $0[kind] as String == DutyKind.notifyAuthority.rawValue }.map { try $0["incident_id"] })
  }
}

extension Ledger {
  public var statutoryClocks: StatutoryClocks { StatutoryClocks(ledger: self) }
}

import Postgres

/// What a company wants to hear about, and by which words.
public struct TrackedNameTable: Sendable {
  let ledger: Ledger

  /// One name: a mention that says one of its words is about it.
  public struct TrackedName: Sendable {
    public let name: String
    /// `company`, `product`, `service` or `person`.
    public let kind: String
    public let words: [String]
    /// Whether who says it is told of at once.
    public let alerts: Bool
  }

  /// All of them, by name.
  public func list() async throws -> [TrackedName] {
    try await ledger.read("select * from levee.tracked_name order by name").map {
      TrackedName(name: try $0["name"], kind: try $0["kind"], words: try $0["words"], alerts: try $0["alerts"])
    }
  }

  /// Adds a name, or changes it.
  public func put(_ name: String, kind: String, words: [String], alerts: Bool) async throws {
    try await ledger.commit(
      """
      insert into levee.tracked_name (name, kind, words, alerts) values (\(name), \(kind), \(words)::text[], \(alerts))
      on conflict (name) do update set kind = excluded.kind, words = excluded.words, alerts = excluded.alerts
      """, bells: [.monitoring])
  }

  /// - Returns: false when the name is not tracked.
  public func remove(_ name: String) async throws -> Bool {
    try await ledger.commit("select levee.untrack(\(name)) as removed", bells: [.monitoring])[0]["removed"]
  }
}

extension Ledger {
  public var trackedNames: TrackedNameTable { TrackedNameTable(ledger: self) }
}

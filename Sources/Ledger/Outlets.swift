import Postgres
public import Workflow

/// Which papers, stations and sites are heard how far; the company edits the list.
public struct Outlets: Sendable {
  let ledger: Ledger

  /// One outlet.
  public struct Outlet: Sendable {
    public let name: String
    /// Whose pages, and those of its subdomains, are its; "" where it is known by its name alone.
    public let host: String
    public let rank: OutletRank
  }

  /// All of them, the highest rank first.
  public func list() async throws -> [Outlet] {
    try await ledger.read(
      """
      select name, host, rank from levee.outlet
      order by array_position('{central,national,trade,local}'::text[], rank), name
      """
    ).map { Outlet(name: try $0["name"], host: try $0["host"], rank: try $0["rank"]) }
  }

  /// Adds an outlet, or changes it.
  public func put(_ name: String, host: String, rank: OutletRank) async throws {
    try await ledger.commit(
      """
      insert into levee.outlet (name, host, rank) values (\(name), \(host), \(rank.rawValue))
      on conflict on constraint outlet_once do update set host = excluded.host, rank = excluded.rank
      """)
  }

  /// - Returns: false when it is not on the list.
  public func remove(_ name: String) async throws -> Bool {
    try await ledger.commit("select levee.remove_outlet(\(name)) as removed")[0]["removed"]
  }
}

extension Ledger {
  public var outlets: Outlets { Outlets(ledger: self) }
}

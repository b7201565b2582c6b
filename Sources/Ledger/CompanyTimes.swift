public import FoundationEssentials
import Postgres

extension CompanyRecord {
  /// By how many seconds the company's clocks are ahead of UTC, at each of some instants; empty where its zone is not known.
  public func offsets(at instants: [Date]) async throws -> [Date: Int] {
    let rows = try await ledger.read(
      """
      select u.place, extract(epoch from (u.instant at time zone c.zone) - (u.instant at time zone 'UTC'))::int as ahead
      from unnest(\(instants)::timestamptz[]) with ordinality u (instant, place), (select zone from levee.company limit 1) c
      where levee.is_time_zone(c.zone)
      """)
    var offsets: [Date: Int] = [:]
    for row in rows {
      let place: Int = try row["place"]
      offsets[instants[place - 1]] = try row["ahead"]
    }
    return offsets
  }
}

public import FoundationEssentials
import Postgres
import Wording
public import Workflow

/// Who is on duty for which team, and when.
public struct Roster: Sendable {
  let ledger: Ledger

  /// One shift.
  public struct Shift: Sendable {
    public let reference: Reference
    public let team: Team
    /// A login.
    public let person: String
    public let name: String
    public let start: Date
    public let end: Date
    /// What a calendar calls it; "" for one that came from none.
    public let uid: String
    /// Whether it is now.
    public let isNow: Bool
    /// Whether its person is away at some time of it.
    public let isAway: Bool
    /// The shift that somebody offers for it, while the other has not agreed.
    public let offered: Reference?
    /// Beginning and end in UTC as calendars write them.
    public let startStamp: String
    public let endStamp: String
  }

  /// Somebody who can be put on a roster.
  public struct Member: Sendable {
    public let login: String
    public let name: String
    public let team: Team
  }

  /// The shifts of a team, or of all, that end after a moment, so many days on.
  public func shifts(of team: Team?, days: Int) async throws -> [Shift] {
    try await ledger.read(
      """
      select s.id, s.team, s.handle, p.display_name, s.starts_at, s.ends_at, s.uid,
        s.starts_at <= clock_timestamp() and s.ends_at > clock_timestamp() as now,
        exists (select from levee.leave l where l.handle = s.handle and l.starts_at < s.ends_at and l.ends_at > s.starts_at) as away,
        (select min(x.offered) from levee.shift_exchange x where x.wanted = s.id) as offered,
        to_char(s.starts_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as start_stamp,
        to_char(s.ends_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as end_stamp
      from levee.shift s join levee.person p on p.handle = s.handle
      where coalesce(s.team = \(team?.rawValue)::levee.team, true) and s.ends_at > clock_timestamp()
        and s.starts_at < clock_timestamp() + \(days) * interval '1 day'
      order by s.team, s.starts_at, s.id limit 20000
      """
    ).map {
      let offered: Int? = try $0["offered"]
      return Shift(
        reference: Reference(.shift, try $0["id"]), team: try $0["team"], person: try $0["handle"],
        name: try $0["display_name"], start: try $0["starts_at"], end: try $0["ends_at"], uid: try $0["uid"],
        isNow: try $0["now"], isAway: try $0["away"], offered: offered.map { Reference(.shift, $0) },
        startStamp: try $0["start_stamp"], endStamp: try $0["end_stamp"])
    }
  }

  /// Who sits in the teams.
  public func members() async throws -> [Member] {
    try await ledger.read(
      """
      select distinct p.handle, p.display_name, s.team from levee.seat s join levee.person p on p.handle = s.handle
      where p.removed_at is null and p.kind = 'person' order by p.handle, s.team
      """
    ).map { Member(login: try $0["handle"], name: try $0["display_name"], team: try $0["team"]) }
  }

  /// A time as a person or a calendar writes it: `2026-12-01 09:00`, in a zone; "" is the company's.
  public struct Moment: Sendable {
    public let local: String
    public let zone: String

    public init(_ local: String, zone: String = "") {
      self.local = local
      self.zone = zone
    }
  }

  /// Puts one shift on a roster; of a calendar's event that is known it becomes what the calendar says now.
  /// - Returns: whether anything is otherwise than before.
  @discardableResult
  public func put(_ team: Team, person: String, from start: Moment, to end: Moment, uid: String = "") async throws
    -> Bool
  {
    try await ledger.commit(
      """
      select levee.put_shift(\(team.rawValue)::levee.team, \(person), \(start.local)::timestamp at time zone
          coalesce(nullif(\(start.zone), ''), levee.company_zone()),
        \(end.local)::timestamp at time zone coalesce(nullif(\(end.zone), ''), levee.company_zone()), \(uid)) as changed
      """)[0]["changed"]
  }

  /// Which of some zones PostgreSQL does not know.
  public func unknownZones(_ zones: [String]) async throws -> Set<String> {
    Set(
      try await ledger.read(
        """
        select z from unnest(\(zones)::text[]) z where z <> '' and not exists (select from pg_timezone_names n where n.name = z)
        """
      ).map { try $0["z"] })
  }

  /// Replaces a team's roster from a day on: each of some people a week, in turn.
  /// - Parameters:
  ///   - first: the first day, `2026-12-07`.
  ///   - handover: the time of day, in the company's zone, at which one hands over to the next.
  /// - Returns: how many weeks there are.
  public func rotate(_ team: Team, people: [String], from first: String, handover: String, weeks: Int) async throws
    -> Int
  {
    try await ledger.commit(
      """
      select levee.rotate(\(team.rawValue)::levee.team, \(people)::text[], \(first)::date, \(handover)::time, \(weeks)) as made
      """)[0]["made"]
  }

  public func remove(_ shift: Reference) async throws {
    try await ledger.commit("select levee.remove_shift(\(shift.number))")
  }

  /// Exchanges the people of two shifts.
  /// - Returns: false while the other of the two has not said so too.
  public func swap(_ one: Reference, _ other: Reference) async throws -> Bool {
    try await ledger.commit("select levee.swap_shifts(\(one.number), \(other.number)) as done")[0]["done"]
  }

  /// Says when somebody is away.
  /// - Parameter person: nil for whoever says it.
  public func announceLeave(_ person: String?, from start: Moment, to end: Moment) async throws {
    try await ledger.commit(
      """
      select levee.announce_leave(coalesce(\(person), levee.person()), \(start.local)::timestamp at time zone levee.company_zone(),
        \(end.local)::timestamp at time zone levee.company_zone())
      """)
  }
}

extension Ledger {
  public var roster: Roster { Roster(ledger: self) }
}

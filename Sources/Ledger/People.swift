public import FoundationEssentials
import Postgres
public import Wording

/// People, their teams and seats.
public struct People: Sendable {
  let ledger: Ledger

  /// A person or a service.
  public struct Person: Sendable {
    /// The login. It is never used again for somebody else.
    public let handle: String
    public let displayName: String
    /// `person` or `service`.
    public let kind: String
    /// In which they are told what waits for them.
    public let language: Language
    /// `team:seat` for each.
    public let seats: [String]
    /// Whether their login was taken away; what they did stays on record.
    public let isRemoved: Bool
  }

  /// Adds a login with its teams. `teams` and `seats` go in pairs.
  /// - Returns: the number of the proposal to leadership, when a seat there is one; nil when all is done.
  @discardableResult
  public func add(
    handle: String, displayName: String, teams: [String], seats: [String], language: Language, isService: Bool
  ) async throws -> Int? {
    try await ledger.commit(
      """
      select levee.add_person(\(handle), \(displayName), \(teams)::text[], \(seats)::text[],
        \(language.rawValue)::levee.language, \(isService ? "service" : "person")) as proposal
      """)[0]["proposal"]
  }

  /// Changes the name, language and seats of a person who is here: exactly these seats from now on.
  /// - Returns: as `add`.
  @discardableResult
  public func change(
    handle: String, displayName: String, teams: [String], seats: [String], language: Language
  ) async throws -> Int? {
    try await ledger.commit(
      """
      select levee.change_person(\(handle), \(displayName), \(teams)::text[], \(seats)::text[],
        \(language.rawValue)::levee.language) as proposal
      """)[0]["proposal"]
  }

  /// What people are called, by their logins; who left too.
  public func names() async throws -> [String: String] {
    Dictionary(
      try await ledger.read("select handle, display_name from levee.person").map {
        (try $0["handle"], try $0["display_name"])
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes a login away.
  /// - Returns: as `add`: who sits in leadership leaves that seat first, by its decision.
  public func remove(handle: String) async throws -> Int? {
    try await ledger.commit("select levee.remove_person(\(handle)) as proposal")[0]["proposal"]
  }

  /// Brings somebody back who was removed, under their own login and without a seat.
  public func bringBack(handle: String) async throws {
    try await ledger.commit("select levee.return_person(\(handle))")
  }

  /// Changes the name that people read.
  /// - Returns: false when there is no such person.
  public func rename(handle: String, to name: String) async throws -> Bool {
    try await !ledger.commit(
      "update levee.person set display_name = \(name) where handle = \(handle) and removed_at is null returning 1 as renamed"
    ).isEmpty
  }

  /// What is left without somebody when they go.
  public struct Gap: Sendable {
    /// `team:seat` that nobody else holds.
    public let seats: [String]
    /// Seats of leadership for which they are the only standing substitute.
    public let substitutes: [String]
    /// Transports by which they are reached.
    public let ways: [String]
    /// What they owe themselves: the incident (0 for the house), the kind and the subject.
    public let duties: [String]
  }

  /// What would be left without somebody.
  public func gap(without handle: String) async throws -> Gap {
    let row = try await ledger.read(
      """
      select
        array(select s.team || ':' || s.seat from levee.seat s where s.handle = \(handle) and not exists (
          select from levee.seat o join levee.person p on p.handle = o.handle and p.removed_at is null
          where o.team = s.team and o.seat = s.seat and o.handle <> s.handle) order by 1) as seats,
        array(select u.seat from levee.standing_substitute u where u.substitute = \(handle) and not exists (
          select from levee.standing_substitute o where o.seat = u.seat and o.substitute <> u.substitute) order by 1) as substitutes,
        array(select c.transport from levee.contact c where c.handle = \(handle) order by 1) as ways,
        array(select concat_ws(' ', case when d.incident_id > 0 then 'I' || d.incident_id end, d.kind, nullif(d.subject, ''))
          from levee.duty d where d.person = \(handle) and d.state = 'open' order by d.id limit 50) as duties
      """)[0]
    return Gap(
      seats: try row["seats"], substitutes: try row["substitutes"], ways: try row["ways"], duties: try row["duties"])
  }

  /// A change of leadership's seats that an administrator proposed.
  public struct SeatChange: Sendable {
    public let id: Int
    /// Whose seat it is.
    public let handle: String
    public let displayName: String
    /// What they are in leadership from then on, or stand in for: one seat, or two with a space between; nil to leave it.
    public let seat: String?
    /// nil for a seat of their own; whether they stand in for it, or no longer.
    public let standsIn: Bool?
    /// The administrator's login, and when, by the database's clock.
    public let proposer: String
    public let at: Date
  }

  /// Changes of leadership's seats that wait for a decision, the oldest first.
  public func seatChanges() async throws -> [SeatChange] {
    try await ledger.read(
      """
      select c.*, p.display_name from levee.seat_change c join levee.person p using (handle) where c.outcome = 'open' order by c.id
      """
    ).map {
      let seat: String = try $0["seat"]
      let what: String = try $0["what"]
      return SeatChange(
        id: try $0["id"], handle: try $0["handle"], displayName: try $0["display_name"],
        seat: seat.isEmpty ? nil : seat,
        standsIn: what == "substitute" ? try $0["stands"] : nil, proposer: try $0["person"], at: try $0["at"])
    }
  }

  /// Decides on a change of leadership's seats.
  /// - Returns: `open` while one more of leadership has to agree, `done` or `refused`.
  public func decideSeat(_ change: Int, agrees: Bool) async throws -> String {
    try await ledger.commit("insert into levee.seat_decision (change_id, agrees) values (\(change), \(agrees))")
    return try await ledger.read("select outcome from levee.seat_change where id = \(change)")[0]["outcome"]
  }

  /// Everyone who is here, by login; then those who were removed.
  public func list() async throws -> [Person] {
    try await ledger.read(
      """
      select p.*, array(select s.team || ':' || s.seat from levee.seat s where s.handle = p.handle order by 1) as seats
      from levee.person p order by p.removed_at nulls first, p.handle
      """
    ).map(Self.person)
  }

  /// Whoever is at the keyboard; nil for a login that is nobody's.
  public func ofThisSession() async throws -> Person? {
    try await ledger.read(
      """
      select p.*, array(select s.team || ':' || s.seat from levee.seat s where s.handle = p.handle order by 1) as seats
      from levee.person p where p.handle = levee.person()
      """
    ).first.map(Self.person)
  }

  /// From now on whoever asks reads in this language: programs, pages and messages.
  public func read(in language: Language) async throws {
    try await ledger.commit("select levee.read_in(\(language.rawValue)::levee.language)", bells: [])
  }

  private static func person(_ row: Row) throws -> Person {
    Person(
      handle: try row["handle"], displayName: try row["display_name"], kind: try row["kind"],
      language: try row["language"], seats: try row["seats"], isRemoved: try row["removed_at"] != String?.none)
  }

  /// Whether whoever asks is an administrator of the house.
  public func isAdministrator() async throws -> Bool {
    try await ledger.read("select pg_has_role(levee.person(), 'levee_admin', 'member') as may")[0]["may"]
  }

  /// The login of whoever is at the keyboard.
  public func own() async throws -> String {
    try await ledger.read("select levee.person() as handle")[0]["handle"]
  }

  /// The language of the person at the keyboard; nil for a login that is nobody's.
  public func language() async throws -> Language? {
    try await ledger.read("select language from levee.person where handle = levee.person()").first?[
      "language"]
  }

  /// Lets a substitute act for the seat of the person at the keyboard, from now on, for a bounded time.
  public func delegate(to substitute: String, hours: Double, reason: String) async throws {
    try await ledger.commit(
      """
      insert into levee.delegation (substitute, reason, ends_at)
      values (\(substitute), \(reason), clock_timestamp() + \(Duration.seconds(hours * 3600))::interval)
      """)
  }

  /// Announces that the person at the keyboard cannot be reached: the standing substitutes of their seat hold it.
  public func away(hours: Double) async throws {
    try await ledger.commit(
      "insert into levee.absence (ends_at) values (clock_timestamp() + \(Duration.seconds(hours * 3600))::interval)")
  }

  /// Ends what the person at the keyboard delegated or announced.
  /// - Returns: how much there was to end.
  public func back() async throws -> Int {
    try await ledger.commit("select levee.return_to_duty() as ended")[0]["ended"]
  }

  /// Names, or no longer names, a standing substitute for a seat of leadership.
  /// - Returns: as `add`.
  @discardableResult
  public func setSubstitute(_ handle: String, for seat: String, stands: Bool) async throws -> Int? {
    try await ledger.commit("select levee.substitute_in_leadership(\(handle), \(seat), \(stands)) as proposal")[0][
      "proposal"]
  }

  /// Standing substitutes, as `seat:handle`.
  public func substitutes() async throws -> [String] {
    try await ledger.read("select seat || ':' || substitute as s from levee.standing_substitute order by 1").map {
      try $0["s"]
    }
  }
}

extension Ledger {
  public var people: People { People(ledger: self) }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-35, and LAW-28 by it: who is on duty is told first, and nobody is left out where nobody is.
@Suite(.aFewAtATime) struct RosterTests {
  private func value(_ house: House, _ query: String) async throws -> String {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(query))::text as v"))[0]["v"] ?? ""
  }

  private func told(_ house: House, _ kind: String) async throws -> String {
    try await value(
      house,
      "select coalesce(string_agg(distinct recipient, ',' order by recipient), '') from levee.notice where kind = '\(kind)' and reason = 'waits'"
    )
  }

  private func day(_ days: Int) async throws -> Roster.Moment {
    Roster.Moment(String(TestDay.iso(days).prefix(19)).replacing("T", with: " "), zone: "UTC")
  }

  @Test func whoIsOnDutyIsToldFirstAndWhereNobodyIsAllAre() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let monitoring = house.database.ledger("svc_monitoring", .monitoring)
    let chen = house.database.ledger("chen", .monitoring)
    try await chen.roster.put(.monitoring, person: "sun", from: try await day(-1), to: try await day(1))
    _ = try await monitoring.notices.remind()
    #expect(try await told(house, "assess") == "sun")
    // Sun goes home: nobody is on duty, and all are told what is open.
    try await house.database.ledger("sun", .staff).roster.announceLeave(
      nil, from: try await day(-1), to: try await day(2))
    _ = try await monitoring.notices.remind()
    #expect(try await told(house, "assess") == "chen,sun")
  }

  @Test func theRosterIsMadeByTheHeadAndExchangedByTheTwo() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let chen = house.database.ledger("chen", .staff)
    let sun = house.database.ledger("sun", .staff)
    for (person, ledger) in [("sun", sun), ("zhou", house.database.ledger("zhou", .staff))] {
      #expect(
        await refusal {
          try await ledger.roster.put(.monitoring, person: person, from: try await day(1), to: try await day(2))
        }
          == "roster_is_made_by_the_head")
    }
    #expect(
      await refusal {
        try await chen.roster.put(.monitoring, person: "zhou", from: try await day(1), to: try await day(2))
      }
        == "shift_is_of_who_sits_there")
    #expect(
      await refusal {
        try await chen.roster.put(.monitoring, person: "sun", from: try await day(2), to: try await day(1))
      }
        == "shift_is_bounded")
    #expect(
      await refusal {
        try await house.database.run(
          "chen", .monitoring,
          "insert into levee.shift (team, handle, starts_at, ends_at, person, at) values ('monitoring', 'sun', now(), now() + interval '1 day', 'chen', now())"
        )
      } == "42501")
    try await chen.roster.put(.monitoring, person: "sun", from: try await day(1), to: try await day(2))
    try await chen.roster.put(.monitoring, person: "chen", from: try await day(2), to: try await day(3))
    // An exchange waits for the other, unless the head says so.
    let shifts = try await chen.roster.shifts(of: .monitoring, days: 9)
    let (first, second) = (shifts[0].reference, shifts[1].reference)
    #expect(
      await refusal { _ = try await house.database.ledger("zhou", .staff).roster.swap(first, second) }
        == "roster_is_made_by_the_head")
    #expect(try await sun.roster.swap(first, second) == false)
    #expect(
      try await value(house, "select person from levee.duty where kind = 'agree_to_exchange' and state = 'open'")
        == "chen")
    #expect(try await sun.roster.swap(first, second) == false)
    #expect(try await chen.roster.swap(first, second))
    #expect(try await value(house, "select string_agg(handle, ',' order by starts_at) from levee.shift") == "chen,sun")
    #expect(
      try await value(house, "select count(*) from levee.duty where kind = 'agree_to_exchange' and state = 'open'")
        == "0")
    #expect(await refusal { _ = try await chen.roster.swap(first, Reference(.shift, 99)) } == "shift_is_in_the_roster")
    try await chen.roster.remove(first)
    #expect(await refusal { try await sun.roster.remove(second) } == "roster_is_made_by_the_head")
  }

  /// A year of weeks, with holidays, and where the clock is changed: at every hour exactly one is on duty, and each hands over at nine.
  @Test func aYearOfRotationLeavesNoHourOpen() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    try await house.asOwner(
      """
      insert into levee.company (name, name_en, zone) values ('星河', 'Galaxy', 'America/New_York')
        on conflict (only_row) do update set zone = excluded.zone
      """)
    try await house.asOwner(
      """
      insert into levee.leave (handle, starts_at, ends_at, person, at)
      values ('sun', '2027-02-01 00:00+00', '2027-03-01 00:00+00', 'sun', now())
      """)
    let chen = house.database.ledger("chen", .staff)
    #expect(
      try await chen.roster.rotate(
        .monitoring, people: ["sun", "chen"], from: "2027-01-04", handover: "09:00", weeks: 53) == 53)
    let counts = try await value(
      house,
      """
      select string_agg(distinct n::text, ',') from (select (select count(*) from levee.on_duty('monitoring', h)) as n
        from generate_series(timestamptz '2027-01-04 09:00 America/New_York', timestamptz '2028-01-10 08:00 America/New_York',
          interval '1 hour') h) x
      """)
    #expect(counts == "1")
    #expect(
      try await value(
        house,
        "select string_agg(distinct to_char(starts_at at time zone 'America/New_York', 'Dy HH24:MI'), ',') from levee.shift"
      )
        == "Mon 09:00")
    // In February Chen has every week; over the year each has about half.
    #expect(
      try await value(
        house,
        "select string_agg(distinct handle, ',') from levee.shift where starts_at between '2027-02-01' and '2027-02-28'"
      ) == "chen")
    #expect(try await value(house, "select count(*) between 23 and 27 from levee.shift where handle = 'sun'") == "true")
    // A new rotation from summer on replaces the rest, and no hour is double.
    #expect(
      try await chen.roster.rotate(.monitoring, people: ["chen"], from: "2027-07-07", handover: "08:00", weeks: 2) == 2)
    #expect(
      try await value(
        house, "select count(*) from levee.on_duty('monitoring', timestamptz '2027-07-07 08:00 America/New_York')")
        == "1")
    #expect(
      await refusal {
        _ = try await chen.roster.rotate(
          .monitoring, people: ["sun"], from: "2027-01-04", handover: "09:00", weeks: 521)
      }
        == "rotation_is_bounded")
  }
}

private enum TestDay {
  static func iso(_ days: Int) -> String {
    Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(Date.ISO8601FormatStyle())
  }
}

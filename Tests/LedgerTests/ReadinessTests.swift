import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-18, LAW-28, LAW-31: how well the house is prepared is made of rows, recorded once a day, and told to leadership once a month.
@Suite struct ReadinessTests {
  private func count(_ database: TestDatabase, _ what: String) async throws -> Int {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select count(*)::int as n from \(what)"))[0]["n"]
  }

  @Test func theScoreIsMadeOfItsRowsAndRisesWithThem() async throws {
    let database = try await TestDatabase()
    let logistics = database.ledger("wu", .logistics).houseReadiness
    let before = try await logistics.read()
    // Nobody agreed to be woken up: that part does not apply, and the others share its weight.
    #expect(Set(before.parts.map(\.part)) == Set(ReadinessPart.allCases).subtracting([.wake]))
    #expect(before.parts.map(\.weight).reduce(0, +) == 98)
    #expect(abs(before.parts.map(\.gain).reduce(before.score, +) - 100) < 1)
    for part in before.parts {
      let items = before.items.filter { $0.part == part.part }
      let value = items.map { $0.value * $0.weight }.reduce(0, +) / items.map(\.weight).reduce(0, +)
      #expect(abs(part.score - value * 100) < 0.1 && items.count == part.counted, "\(part.part)")
      #expect(items.allSatisfy { (0...1).contains($0.value) }, "\(part.part)")
    }
    try await logistics.record(restore: false, minutes: 90, on: nil, note: "the copy was empty")
    #expect(try await logistics.read().score == before.score)
    try await logistics.record(restore: true, minutes: 40, on: nil, note: "")
    let after = try await logistics.read()
    #expect(abs(after.score - before.score - 100 * 3 / 98) < 0.11)
    #expect(after.parts.first { $0.part == .restore }?.missing == [])
    // The weights are the playbook's, and frozen with it.
    for (person, team) in [("wang", Team.leadership), ("wu", .logistics)] {
      #expect(
        await refusal {
          try await database.run(person, team, "update levee.readiness_rule set value = 0 where name = 'training'")
        } == "42501")
    }
    #expect(
      await refusal {
        try await database.run("postgres", nil, "update levee.readiness_rule set value = 0 where name = 'training'")
      } == "playbook_is_frozen")
    #expect(
      await refusal { try await logistics.record(restore: false, minutes: 9, on: nil, note: "") }
        == "restore_trial_says_what_failed")
    #expect(
      await refusal { try await logistics.record(restore: true, minutes: 9, on: "2199-01-01", note: "") }
        == "restore_trial_was_tried")
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring,
          "insert into levee.restore_trial (tried_on, minutes, worked) values ('2026-01-01', 1, true)")
      } == "42501")
  }

  @Test func itIsRecordedOnceADayAndTheMonthsLetterGoesToLeadership() async throws {
    let database = try await TestDatabase()
    let service = database.ledger("svc_logistics", .logistics).houseReadiness
    try await database.run(
      "postgres", nil,
      "insert into levee.readiness_day (day, version, score, at) values ('2020-01-31', 1, 10, '2020-01-31')")
    #expect(try await service.keep())
    #expect(try await !service.keep())
    #expect(try await count(database, "levee.readiness_day_part") == 10)
    let month = try #require(try await service.letters().first)
    let letter = try #require(try await database.ledger("wang", .leadership).houseReadiness.letter(of: month))
    #expect(letter.parts.count == 10 && letter.parts.map(\.gain) == letter.parts.map(\.gain).sorted(by: >))
    #expect(letter.before == nil)
    let leaders = try await count(
      database,
      "(select distinct handle from levee.seat join levee.person using (handle) where team = 'leadership' and removed_at is null and kind = 'person') s"
    )
    #expect(try await count(database, "levee.notice where reason = 'letter' and subject = '\(month)'") == leaders)
    // Nobody records or changes a day by hand, nor before there is something to compare with writes anybody a letter.
    for (person, team) in [("wang", Team.leadership), ("wu", .logistics)] {
      #expect(
        await refusal {
          try await database.run(person, team, "insert into levee.readiness_day values ('2026-01-01', 1, 100, now())")
        } == "42501")
    }
    #expect(
      await refusal { try await database.run("wu", .logistics, "select levee.keep_readiness()") }
        == "work_is_by_a_service")
    #expect(
      await refusal { try await database.run("postgres", nil, "update levee.readiness_day set score = 100") } != nil)
    let fresh = try await TestDatabase()
    #expect(try await fresh.ledger("svc_logistics", .logistics).houseReadiness.keep())
    #expect(try await count(fresh, "levee.readiness_letter") == 0)
  }

  @Test func onlyWhoAgreedIsWokenUpAndOnlyThen() async throws {
    let database = try await TestDatabase()
    let wu = database.ledger("wu", .logistics).houseReadiness
    let wang = database.ledger("wang", .leadership).houseReadiness
    #expect(await refusal { try await wu.wake("wang") } == "wake_test_is_agreed")
    let now = try await database.run(
      "postgres", nil,
      "select to_char(t - interval '1 hour', 'HH24:MI') as early, to_char(t + interval '1 hour', 'HH24:MI') as soon, to_char(t + interval '2 hours', 'HH24:MI') as later from (select clock_timestamp() at time zone levee.company_zone() as t) x"
    )[0]
    try await wang.agree(toBeWoken: (try now["soon"], try now["later"]))
    #expect(await refusal { try await wu.wake("wang") } == "wake_test_is_at_night")
    try await wang.agree(toBeWoken: (try now["early"], try now["soon"]))
    #expect(await refusal { _ = try await wang.answer() } == "wake_answer_is_of_a_test")
    try await wu.wake("wang")
    #expect(try await count(database, "levee.notice where reason = 'wake' and recipient = 'wang'") == 1)
    #expect(try await wu.read().parts.first { $0.part == .wake }?.score == 0)
    #expect(try await wang.answer() < 1)
    #expect(try await wu.read().parts.first { $0.part == .wake }?.score == 100)
    #expect(await refusal { try await wu.wake("wang") } == "wake_test_is_rare")
    try await wang.agree(toBeWoken: nil)
    #expect(await refusal { try await wu.wake("wang") } == "wake_test_is_agreed")
    #expect(try await wu.read().parts.first { $0.part == .wake } == nil)
    // In a crisis nobody is woken up as a test.
    try await wang.agree(toBeWoken: (try now["early"], try now["soon"]))
    try await database.run(
      "sun", .monitoring, "insert into levee.incident (title, kind, severity) values ('Real', 'other', 'III')")
    #expect(await refusal { try await wu.wake("wang") } == "wake_test_is_quiet")
  }
}

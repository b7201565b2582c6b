import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-18: versions of the plan: who proposes from what, what becomes of a version, and why one is asked for; and the law's clocks.
@Suite struct PlaybookTests {
  private func propose(_ database: TestDatabase, from base: Int, _ content: String = "'{}'") async throws -> Int {
    try await database.run(
      "postgres", nil, Statement(unsafeSQL: "select levee.propose_playbook(\(base), \(content)) as v"))[0]["v"]
  }

  private func approve(_ database: TestDatabase, _ version: Int) async throws {
    for person in ["wang", "zhao"] {
      _ = try await database.ledger(person, .leadership).playbooks.approve(version: version)
    }
  }

  private func owed(_ database: TestDatabase, _ kind: String) async throws -> [String] {
    try await database.run(
      "postgres", nil, "select subject from levee.duty where kind = \(kind) and state = 'open' order by subject"
    ).map { try $0["subject"] }
  }

  @Test func aVersionIsWrittenFromTheNewestThatWasNotSentBack() async throws {
    let database = try await TestDatabase()
    let wang = database.ledger("wang", .leadership)
    #expect(try await propose(database, from: 1) == 2)
    #expect(try await owed(database, "approve_playbook") == ["V2"])
    #expect(await refusal { _ = try await propose(database, from: 1) } == "playbook_is_written_from_the_newest")
    #expect(
      await refusal { try await wang.playbooks.sendBack(version: 2, reason: " ") } == "playbook_return_has_a_reason")
    #expect(
      await refusal { try await wang.playbooks.sendBack(version: 1, reason: "no") } == "playbook_is_not_approved_yet")
    try await wang.playbooks.sendBack(version: 2, reason: "the times are too short")
    #expect(try await owed(database, "approve_playbook").isEmpty)
    #expect(await refusal { _ = try await wang.playbooks.approve(version: 2) } == "playbook_is_not_sent_back")
    #expect(try await propose(database, from: 1) == 3)
    #expect(
      await refusal { _ = try await propose(database, from: 3, "'{\"targets\": []}'") } == "playbook_has_such_a_part")
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring, "insert into levee.playbook_return (version, reason) values (3, 'no')")
      } == "42501")
  }

  @Test func whatIsProposedComesBackAsItWasWritten() async throws {
    let database = try await TestDatabase()
    let sun = database.ledger("sun", .monitoring)
    let first = try #require(try await sun.playbooks.content(version: 1))
    #expect(try await propose(database, from: 1) == 2)
    #expect(try await sun.playbooks.content(version: 2) == first)
    // The answers of the training are in no reader's content, and in the next version all the same.
    #expect(first.parts["training_question"] == nil)
    #expect(try await sun.playbooks.content(version: 9) == nil)
  }

  @Test func whatAsksForANewVersionIsOwedUntilItIsAnswered() async throws {
    let database = try await TestDatabase()
    let wang = database.ledger("wang", .leadership)
    #expect(try await wang.playbooks.causes().isEmpty)
    try await database.run(
      "postgres", nil, "insert into levee.seat (handle, team, seat) values ('he', 'monitoring', 'member')")
    try await database.run("postgres", nil, "delete from levee.seat where handle = 'he' and team = 'monitoring'")
    let causes = try await wang.playbooks.causes()
    #expect(causes.map(\.cause) == ["seat"] && causes.map(\.subject) == ["he"])
    #expect(try await owed(database, "revise_playbook") == ["V1"])
    #expect(await refusal { _ = try await wang.playbooks.keep(why: " ") } == "plan_is_kept_for_a_reason")
    #expect(try await wang.playbooks.keep(why: "he is back in his post") == 1)
    #expect(try await owed(database, "revise_playbook").isEmpty)
    try await database.run(
      "postgres", nil, "insert into levee.seat (handle, team, seat) values ('he', 'response', 'member')")
    #expect(try await propose(database, from: 1) == 2)
    try await approve(database, 2)
    #expect(try await wang.playbooks.causes().isEmpty)
    #expect(try await owed(database, "revise_playbook").isEmpty)
  }

  /// What the plan did not foresee, and what it rests on and is gone, asks for a new version; what it foresees, and what was never
  /// there, does not.
  @Test func risksWithoutAnAnswerAndResourcesThatAreGoneAskForANewVersion() async throws {
    let database = try await TestDatabase()
    let (sun, wang) = (
      database.ledger("sun", .monitoring), database.ledger("wang", .leadership)
    )
    func causes() async throws -> [String] { try await wang.playbooks.causes().map { "\($0.cause) \($0.subject)" } }
    // All that is foreseen is none.
    let incident = try await sun.incidents.open(.init(title: "Noise", kind: .rumour, severity: .four))
    _ = try await sun.assessments.submit(
      .init(severity: .four, summary: "noise", risks: ["brand": "high", "legal": "medium"]), to: incident)
    #expect(try await causes().isEmpty)
    try await sun.incidents.reclassify(incident, title: nil, kind: .other, jurisdictions: nil, reason: "nothing known")
    #expect(try await causes() == ["risk I1 other"])
    #expect(try await owed(database, "revise_playbook") == ["V1"])
    #expect(PlanCause.about("I1 other").chinese == "I1：其他" && PlanCause.about("he").english == "he")
    _ = try await wang.playbooks.keep(why: "it is noise")
    _ = try await sun.assessments.submit(.init(severity: .four, summary: "more noise"), to: incident)
    #expect(try await causes().isEmpty)
    // A version that forgot a kind and a risk.
    let without = """
      (select jsonb_build_object('event_scope', (select jsonb_agg(r) from jsonb_array_elements(levee.playbook_content(1) -> 'event_scope') r
          where r ->> 'kind' <> 'rumour'),
        'plan_risk', (select jsonb_agg(r) from jsonb_array_elements(levee.playbook_content(1) -> 'plan_risk') r where r ->> 'risk' <> 'legal')))
      """
    #expect(try await propose(database, from: 1, without) == 2)
    try await approve(database, 2)
    let second = try await sun.incidents.open(.init(title: "Tale", kind: .rumour, severity: .four))
    _ = try await sun.assessments.submit(
      .init(severity: .four, summary: "tale", risks: ["brand": "high", "legal": "medium", "morale": "low"]), to: second)
    #expect(try await causes() == ["risk I2 rumour", "risk I2 legal"])
    _ = try await wang.playbooks.keep(why: "seen")

    // What was never there is logistics' gap, and no cause; what was there and is gone is one, once.
    try await database.run(
      "wu", .logistics, "insert into levee.resource (name, item, amount) values ('radar', 'monitoring-tools', 9)")
    try await database.run("wu", .logistics, "update levee.resource set amount = 8 where name = 'radar'")
    #expect(try await causes().isEmpty)
    let radar: Int64 = try await database.run("postgres", nil, "select id from levee.resource where name = 'radar'")[0][
      "id"]
    try await database.run("wu", .logistics, "select levee.retire_resource(\(radar))")
    #expect(try await causes() == ["resource monitoring-tools"])
    _ = try await wang.playbooks.keep(why: "a new one is ordered")
    try await database.run(
      "wu", .logistics,
      "insert into levee.resource (name, item, amount, valid_until) values ('sonar', 'monitoring-tools', 9, current_date - 3)"
    )
    let service = database.ledger("svc_leadership", .leadership)
    for _ in 1...2 { try await service.playbooks.lookAtReviewDay() }
    // It ran out before leadership looked last.
    #expect(try await causes().isEmpty)
    try await database.run(
      "wu", .logistics,
      "update levee.resource set token_until = clock_timestamp(), valid_until = 'infinity' where name = 'sonar'")
    for _ in 1...2 { try await service.playbooks.lookAtReviewDay() }
    #expect(try await causes() == ["resource monitoring-tools"])
  }

  @Test func aVersionThatHasToBeFiledIsOwedUntilItIs() async throws {
    let database = try await TestDatabase()
    let wang = database.ledger("wang", .leadership)
    let filing = """
      '{"filing": [{"filing": "parent", "authority_en": "Parent company", "authority_zh": "集团公司", "within": "P20D"}]}'
      """
    #expect(try await propose(database, from: 1, filing) == 2)
    #expect(
      await refusal { try await wang.playbooks.file(version: 2, with: "parent", receipt: "No. 7") }
        == "playbook_filing_is_of_an_approved_playbook")
    try await approve(database, 2)
    #expect(try await owed(database, "file_playbook") == ["V2 parent"])
    #expect(
      await refusal { try await wang.playbooks.file(version: 2, with: "nobody", receipt: "x") }
        == "playbook_filing_is_asked_for")
    try await wang.playbooks.file(version: 2, with: "parent", receipt: "No. 7")
    #expect(try await owed(database, "file_playbook").isEmpty)
    #expect(try await wang.playbooks.filings(version: 2).map(\.receipt) == ["No. 7"])
  }

  /// Which of the law's clocks run: by place, by level, by kind of operator; in business days where it says so.
  @Test func theLawsClocksAreThoseOfTheLevelAndTheOperator() async throws {
    let database = try await TestDatabase()
    let monitoring = database.ledger("sun", .monitoring)
    func clocks(_ incident: Reference) async throws -> [String] {
      try await database.run(
        "postgres", nil,
        "select subject from levee.duty where incident_id = \(incident.number) and kind = 'notify_authority' order by 1"
      ).map { try $0["subject"] }
    }
    let small = try await monitoring.incidents.open(
      .init(title: "leak", kind: .dataBreach, severity: .four, jurisdictions: ["CN"]))
    #expect(try await clocks(small) == ["pipl-57"])
    _ = try await monitoring.assessments.submit(.init(severity: .three, summary: "more of it"), to: small)
    #expect(try await clocks(small) == ["cn-network-incident-4h", "pipl-57"])

    let operatorIsCritical = """
      (select jsonb_build_object('playbook', jsonb_agg(r || '{"operator": "critical"}'))
        from jsonb_array_elements(levee.playbook_content(1) -> 'playbook') r)
      """
    #expect(try await propose(database, from: 1, operatorIsCritical) == 2)
    try await approve(database, 2)
    let critical = try await monitoring.incidents.open(
      .init(title: "leak", kind: .dataBreach, severity: .two, jurisdictions: ["CN", "US"]))
    #expect(try await clocks(critical) == ["cn-network-incident-1h", "pipl-57", "sec-8k-105"])
  }

  /// Wednesday before Thanksgiving 2026: Thursday is a holiday, and four business days later is the next Wednesday.
  @Test func businessDaysLeaveOutWeekendsAndHolidays() async throws {
    let database = try await TestDatabase()
    func day(_ since: String, _ days: Int, _ place: String = "US") async throws -> String {
      try await database.run(
        "postgres", nil,
        "select to_char(levee.business_day(1, \(place), \(since)::timestamptz, \(days)) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as d"
      )[0]["d"]
    }
    #expect(try await day("2026-11-25 10:00+00", 4) == "2026-12-02 10:00")
    #expect(try await day("2026-11-25 10:00+00", 4, "EU") == "2026-12-01 10:00")
    #expect(try await day("2027-02-04 09:30+00", 2, "CN") == "2027-02-10 09:30")
  }
}

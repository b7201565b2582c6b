import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The circle: what could have gone better is found, answered, made better, and tried again.
@Suite struct ShortcomingTests {
  private let incident = Reference(.incident, 1)
  private static let review =
    "select levee.record_review(1, 'c', 'e', 'l', '{better,sooner}', '{li,chen}', '{2027-01-01,2027-01-02}'"

  /// Ready to be reviewed: a decision was urgent, and an open question stands.
  private func house() async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.database.run(
      "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'first',
        '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', true)
      """)
    try await house.approve("statement", 2, 1)
    try await house.database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{inside}')")
    try await house.deliver()
    try await house.database.run(
      "sun", .monitoring, "insert into levee.fact (incident_id, claim, source) values (1, 'who?', 'chat')")
    try await house.database.run(
      "wang", .leadership, "insert into levee.response_over (incident_id, reason) values (1, 'done')")
    try await house.advance()
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await house.database.run(
        person, team,
        "insert into levee.result_report (incident_id, for_team, body) values (1, \(team.rawValue)::levee.team, 'done')"
      )
    }
    try await house.database.run(
      "wang", .leadership, "select levee.receive_reports(1, '{monitoring,response,logistics}')")
    return house
  }

  private func run(_ house: House, _ person: String, _ team: Team, _ sql: String) async -> String? {
    await refusal { try await house.database.run(person, team, Statement(unsafeSQL: sql)) }
  }

  @Test func aReviewLeavesNoShortcomingUnanswered() async throws {
    let house = try await house()
    let ledger = house.database.ledger("wang", .leadership)
    let found = try await ledger.shortcomings.list(of: incident)
    #expect(found.map(\.key) == ["urgent_decision", "open_question"])
    #expect(await run(house, "wang", .leadership, Self.review + ")") == "review_leaves_no_shortcoming_unanswered")
    let half = #", answers => '[{"kind": "urgent_decision", "subject": "", "because": "at night"}]'"#
    #expect(
      await run(house, "wang", .leadership, Self.review + half + ")") == "review_leaves_no_shortcoming_unanswered")
    // Nor by raw rows, one after the other.
    #expect(
      await run(
        house, "wang", .leadership,
        "insert into levee.after_action_review (incident_id, course, effectiveness, lessons) values (1, 'c', 'e', 'l')")
        == "review_leaves_no_shortcoming_unanswered")
    for forged in [
      "insert into levee.shortcoming (incident_id, kind, subject, times) values (1, 'gap', 'x', 1)",
      "delete from levee.shortcoming",
    ] { #expect(await run(house, "wang", .leadership, forged) == "42501") }
    let unknown = #", answers => '[{"kind": "gap", "subject": "", "because": "x"}]', accepted => 'known'"#
    #expect(
      await run(house, "wang", .leadership, Self.review + unknown + ")") == "shortcoming_accepted_is_of_a_shortcoming")
    let noSuchImprovement =
      #", answers => '[{"kind": "open_question", "subject": "", "improvement": 7}]', accepted => 'known'"#
    #expect(
      await run(house, "wang", .leadership, Self.review + noSuchImprovement + ")")
        == "shortcoming_improved_has_an_improvement")
    try await ledger.closing.review(
      incident, course: "c", effectiveness: "e", lessons: "l",
      improvements: [
        .init(title: "better", owner: "li", dueOn: "2027-01-01"),
        .init(title: "sooner", owner: "chen", dueOn: "2027-01-02"),
      ],
      answers: [(.openQuestion, "", .improved(2)), (.urgentDecision, "", .accepted(because: "at night"))],
      changes: [.init(improvement: 2, what: "playbook", text: "a second shift")])
    let answered = try await ledger.shortcomings.list(of: incident)
    #expect(answered.map(\.reason) == ["at night", ""])
    let items = try await ledger.improvements.list(of: incident)
    #expect(answered.last?.improvement == items.first { $0.title == "sooner" }?.reference)
    #expect(items.first { $0.title == "sooner" }?.changes.map(\.text) == ["a second shift"])
    await ledger.close()
  }

  /// A review that was a slip goes with what was found and answered in it.
  @Test func aReviewIsTakenBackAsAWhole() async throws {
    let house = try await house()
    #expect(await run(house, "wang", .leadership, Self.review + ", accepted => 'known')") == nil)
    #expect(
      await run(house, "wang", .leadership, "select levee.take_back((select max(event_id) from levee.last_act()))")
        == nil)
    let left = try await house.database.run(
      "postgres", nil,
      "select (select count(*) from levee.shortcoming) + (select count(*) from levee.shortcoming_accepted) + (select count(*) from levee.after_action_review) as n"
    )
    #expect(try left[0]["n"] == 0)
  }

  @Test func whatHappenedIsFound() async throws {
    let house = try await house()
    let rows: [(String, String)] = [
      (
        "outside_publication",
        "insert into levee.outside_publication (incident_id, text, place, published_at) values (1, 't', 'a chat', now())"
      )
    ]
    for (_, sql) in rows { #expect(await run(house, "zhou", .response, sql) == nil) }
    #expect(
      await run(house, "wang", .leadership, "select levee.record_refused(1, 'command_follows_a_decision')") == nil)
    try await house.jump(minutes: 60 * 24 * 30)
    let ledger = house.database.ledger("wang", .leadership)
    let keys = try await ledger.shortcomings.list(of: incident).map(\.key)
    for key in ["outside_publication", "refused_attempt", "missed_deadline/after_action", "missed_deadline/stand_down"]
    {
      #expect(keys.contains(key), "\(keys)")
    }
    await ledger.close()
  }

  @Test func whatWasMadeBetterIsTriedAgain() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    let ledger = house.database.ledger("wang", .leadership)
    let improvement = Reference(.improvement, 1)
    func state() async throws -> String? {
      try await ledger.improvements.list(of: incident).first { $0.reference == improvement }?.state
    }
    func retest(_ held: Bool, note: String = "", by person: String = "wang") async -> String? {
      await refusal {
        let own = house.database.ledger(person, .leadership)
        defer { Task { await own.close() } }
        try await own.improvements.retest(improvement, in: Reference(.incident, 2), held: held, note: note)
      }
    }
    #expect(try await state() == "todo")
    #expect(await retest(true) != nil)
    #expect(await run(house, "li", .leadership, "select levee.finish_improvement(1, 'a shift plan, see E1')") == nil)
    #expect(try await state() == "done")
    #expect(await retest(true) == "improvement_retest_follows_acceptance")
    try await ledger.improvements.judge(improvement, accepts: true, reason: "")
    #expect(try await state() == "accepted")
    #expect(await retest(true, by: "li") == "improvement_retest_is_not_by_its_owner")
    #expect(
      await run(
        house, "wang", .leadership,
        "insert into levee.improvement_retest (incident_id, improvement_id, done_id, tried_in, held) values (1, 1, 1, 1, true)"
      )
        == "improvement_retest_is_elsewhere")
    #expect(await retest(false) == "improvement_retest_says_what_came_back")
    #expect(await retest(false, note: "again too late") == nil)
    #expect(try await state() == "came_back")
    // It is owed again, until it is done, accepted, and holds.
    let open = try await house.database.run(
      "postgres", nil,
      "select count(*) as n from levee.duty where kind = 'improve' and state = 'open' and subject = 'V1'")
    #expect(try open[0]["n"] == 1)
    #expect(await run(house, "li", .leadership, "select levee.finish_improvement(1, 'tried twice')") == nil)
    try await ledger.improvements.judge(improvement, accepts: true, reason: "")
    #expect(await retest(true) == nil)
    #expect(try await state() == "held")
    #expect(try await ledger.improvements.list(of: nil).isEmpty)
    await ledger.close()
  }

  /// What an improvement wants changed in the plan is in an approved version before it counts as done.
  @Test func aChangeOfThePlanIsDoneWhenAnApprovedVersionHoldsIt() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    let ledger = house.database.ledger("wang", .leadership)
    let change =
      #"{"drill_rule": [{"kind": "blind", "every": "1 year", "team": "leadership", "source_en": "", "source_zh": ""}]}"#
    let patch = "select levee.patch_improvement(1, 1, '\(change)')"
    #expect(await run(house, "wang", .leadership, patch) == "improvement_done_is_by_its_owner")
    #expect(
      await run(house, "li", .leadership, "select levee.patch_improvement(1, 1, levee.playbook_content(1))")
        == "improvement_patch_changes_something")
    #expect(await run(house, "li", .leadership, patch) == nil)
    #expect(await run(house, "li", .leadership, patch) == "improvement_patch_pkey")
    let done = "select levee.finish_improvement(1, 'it stands in the plan')"
    #expect(await run(house, "li", .leadership, done) == "improvement_done_is_in_the_plan")
    try await house.database.run(
      "postgres", nil,
      "select levee.propose_playbook(1, jsonb_set(levee.playbook_content(1), '{drill_rule}', '[{\"kind\": \"blind\", \"every\": \"1 year\", \"team\": \"leadership\", \"source_en\": \"\", \"source_zh\": \"\"}]'))"
    )
    #expect(await run(house, "li", .leadership, done) == "improvement_done_is_in_the_plan")
    for person in ["wang", "zhao"] {
      _ = try await house.database.ledger(person, .leadership).playbooks.approve(version: 2)
    }
    #expect(await run(house, "li", .leadership, done) == nil)
    #expect(try await ledger.improvements.list(of: incident).first?.version == 2)
    // A slip takes the link along.
    #expect(
      await run(house, "li", .leadership, "select levee.take_back((select max(event_id) from levee.last_act()))") == nil
    )
    #expect(try await ledger.improvements.list(of: incident).first?.version == nil)
    #expect(await run(house, "li", .leadership, done) == nil)
    try await ledger.improvements.judge(Reference(.improvement, 1), accepts: true, reason: "")
    // Whoever plans the next drill is offered it, and nobody without a seat.
    #expect(
      try await house.database.ledger("chen", .staff).improvements.retestsDue().map(\.reference)
        == [Reference(.improvement, 1)])
    await ledger.close()
  }

  @Test func casesOfOthersAreKeptAndFound() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("sun", .monitoring)
    let id = try await ledger.outsideCases.add(
      company: "Optus", title: "Network outage", kind: .serviceOutage, happenedOn: "2023-11-08",
      timeline: "04:05 the network fails", lessons: "Say early that calls for help fail",
      source: "the regulator's report")
    #expect(try await ledger.outsideCases.find(words: ["NETWORK", "help"]).map(\.id) == [id])
    #expect(try await ledger.outsideCases.find(words: ["network", "tomato"]).isEmpty)
    #expect(try await ledger.outsideCases.find(kind: .rumour).isEmpty)
    #expect(try await ledger.outsideCases.find(id)?.person == "sun")
    #expect(
      await refusal {
        _ = try await ledger.outsideCases.add(
          company: "Optus", title: "Network outage", kind: .serviceOutage, happenedOn: "2023-11-08", timeline: "t",
          lessons: "l", source: "s")
      } == "outside_case_once")
    #expect(
      await refusal { try await database.run("sun", .monitoring, "update levee.outside_case set title = 'x'") }
        == "42501")
    await ledger.close()
  }
}

import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The formula: worked out by hand, over real rows.
@Suite struct EvaluationTests {
  /// All twenty in one database, each beside the others.
  private func database() async throws -> TestDatabase {
    let database = try await TestDatabase()
    let admin = try await database.connect("postgres")
    for (place, one) in InventedCase.all.enumerated() {
      try await admin.execute(
        script: "set session_replication_role = replica;"
          + InventedIncident(number: place + 1, rows: one.rows).script)
    }
    await admin.close()
    return database
  }

  private func handovers(_ one: InventedCase) -> [Evaluations.Handover] {
    (0..<one.handovers.of).map {
      Evaluations.Handover(subject: "command \($0)", team: .leadership, matches: $0 < one.handovers.matching)
    }
  }

  @Test func twentyIncidentsWorkedOutByHand() async throws {
    let database = try await database()
    let ledger = database.ledger("wang", .leadership)
    #expect(InventedCase.all.count == 20)
    for (place, one) in InventedCase.all.enumerated() {
      let incident = Reference(.incident, place + 1)
      let evaluation = try await ledger.evaluations.read(incident, handovers: handovers(one))
      #expect(evaluation.scores.map(\.score) == one.parts, "\(one.name)")
      #expect(evaluation.total.score == one.total, "\(one.name)")
      #expect(evaluation.total.band?.rawValue == one.band, "\(one.name)")
      #expect(evaluation.total.isCapped == one.isCapped, "\(one.name)")
      if let coverage = one.coverage { #expect(evaluation.total.coverage == coverage, "\(one.name)") }
      // Each part opens to the rows that made it.
      for score in evaluation.scores {
        let counted = evaluation.items.filter { $0.part == score.part && $0.value != nil }
        #expect(counted.count == score.counted, "\(one.name) \(score.part)")
      }
    }
    await ledger.close()
  }

  @Test func aWeightIsChangedByAPlaybook() async throws {
    let database = try await database()
    let ledger = database.ledger("wang", .leadership)
    let incident = Reference(.incident, 17)  // T 100, A 100, F 30, O 100
    let before = try await ledger.evaluations.read(incident).total.score
    // What an approved version says stays as it is, for everybody.
    #expect(
      await refusal {
        try await database.run(
          "postgres", nil, "update levee.evaluation_rule set value = 0.9 where version = 1 and name = 'total_feedback'")
      } == "playbook_is_frozen")
    #expect(
      await refusal {
        try await database.run("wang", .leadership, "update levee.evaluation_rule set value = 0.9 where version = 1")
      } == "42501")
    // The next version has its own: what it says of an incident is what that incident was opened under.
    let admin = try await database.connect("postgres")
    try await admin.execute(
      script: """
        select levee.propose_playbook(1, '{}'); set role levee_admin;
        update levee.evaluation_rule set value = 0.6 where version = 2 and name = 'total_feedback'; reset role
        """)
    #expect(try await ledger.evaluations.read(incident).total.score == before)
    try await admin.execute(
      script: "set session_replication_role = replica; update levee.incident set playbook = 2 where id = 17")
    await admin.close()
    // (30 + 30 + .6·30 + 20)/1.4 = 70.
    #expect(try await ledger.evaluations.read(incident).total.score == 70)
    let differs = try await database.run(
      "postgres", nil, "select levee.playbook_digest(1) <> levee.playbook_digest(2) as differs")
    #expect(try differs[0]["differs"])
    await ledger.close()
  }

  @Test func theClockOfAnExerciseMeasuresItself() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    let ledger = house.database.ledger("wang", .leadership)
    let incident = Reference(.incident, 1)
    let before = try await ledger.evaluations.read(incident)
    #expect(before.items.first { $0.subject.hasPrefix("receive") }?.state == "pending")
    #expect(before.scores[0].score == 100)
    try await house.jump(minutes: 60)
    let after = try await ledger.evaluations.read(incident)
    #expect(after.items.first { $0.subject.hasPrefix("receive") }?.state == "missed")
    #expect((after.scores[0].score ?? 100) < 100)
    await ledger.close()
  }

  @Test func eachSeesTheirOwnAndNobodyElses() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let incident = Reference(.incident, 1)
    func own(_ person: String, _ team: Team) async throws -> [String] {
      let ledger = house.database.ledger(person, team)
      defer { Task { await ledger.close() } }
      return try await ledger.evaluations.read(incident, mine: true).items.map(\.subject)
    }
    #expect(try await own("sun", .monitoring).contains("assess"))
    #expect(try await !own("sun", .monitoring).contains("command"))
    #expect(try await own("wang", .leadership).contains("command"))
    #expect(try await own("wu", .logistics) == [])
    // No column names a person.
    let columns = try await house.database.run(
      "postgres", nil,
      """
      select a.attname::text as name from pg_attribute a where a.attrelid = 'levee.evaluation_item'::regclass and a.attnum > 0
        and a.attname in ('person', 'handle')
      """)
    #expect(columns.isEmpty)
  }

  /// What has no score has none; a cap gives it none.
  @Test func aCapIsNoScore() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.outside_publication (incident_id, text, place, published_at) values (1, 't', 'a chat', now())")
    let ledger = house.database.ledger("sun", .monitoring)
    let scores = try await ledger.evaluations.read(Reference(.incident, 1)).scores
    #expect(scores.first { $0.part == .outcome }?.score == nil)
    #expect(scores.first { $0.part == .accuracy }?.score == nil)
    await ledger.close()
  }

  @Test func aRestrictedIncidentIsEvaluatedByItsPeople() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')")
    for statement in [
      "select * from levee.evaluation(1)", "select * from levee.evaluation_items(1)", "select * from levee.heat(1)",
      "select * from levee.evaluation_by_team(1)",
    ] {
      let sql = Statement(unsafeSQL: statement)
      #expect(
        await refusal { try await house.database.run("wu", .logistics, sql) } == "incident_is_open_to_its_named_people")
      #expect(await refusal { try await house.database.run("wang", .leadership, sql) } == nil)
    }
  }

  @Test func whatWasRefusedIsKeptOncePerMinuteAndOnlyOfOneself() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let record: Statement = "select levee.record_refused(1, 'command_follows_a_decision')"
    for _ in 0..<3 { try await house.database.run("wang", .leadership, record) }
    try await house.database.run("wang", .leadership, "select levee.record_refused(1, 'moment_is_sane')")
    let rows = try await house.database.run(
      "postgres", nil, "select name, person, incident_id from levee.refused_attempt")
    #expect(rows.count <= 2 && rows.count >= 1)
    #expect(try rows.allSatisfy { try $0["name"] == "command_follows_a_decision" && $0["person"] == "wang" })
    #expect(
      await refusal {
        try await house.database.run(
          "wang", .leadership,
          "insert into levee.refused_attempt (incident_id, name, person, minute, team, at) values (1, 'command_follows_a_decision', 'sun', now(), 'monitoring', now())"
        )
      } == "42501")
    // It is reported, and counts nowhere.
    let ledger = house.database.ledger("wang", .leadership)
    let evaluation = try await ledger.evaluations.read(Reference(.incident, 1))
    #expect(evaluation.refused.map(\.name) == ["command_follows_a_decision"])
    await ledger.close()
  }

  @Test func goalsAreSetWithTheCommandAndJudgedInTheReview() async throws {
    let house = try await House(at: .reviewing, clockRate: 1)
    let early: Statement = "insert into levee.command_goal (incident_id, command_revision, text) values (1, 1, 'g')"
    #expect(
      await refusal { try await house.database.run("wang", .leadership, early) } == "command_goal_is_not_too_late")
    let other = try await House(at: .planning, clockRate: 1)
    let ledger = other.database.ledger("wang", .leadership)
    let incident = Reference(.incident, 1)
    try await ledger.evaluations.set(goals: ["back within a day", "nobody is hurt"], of: incident)
    #expect(try await ledger.evaluations.read(incident).goals.map(\.number) == [1, 2])
    #expect(
      await refusal { try await ledger.evaluations.judge(goal: 1, of: incident, met: "yes", reason: "r") }
        == "goal_judgement_is_not_too_early")
    #expect(
      await refusal { try await other.database.run("zhou", .response, early) } == "42501")
    await ledger.close()
  }
}

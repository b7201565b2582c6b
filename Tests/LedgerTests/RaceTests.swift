import FoundationEssentials
import Postgres
import TestHouse
import Testing
import Workflow

/// What happens at once, in every order: none deadlocks, none ends in a forbidden state.
@Suite struct RaceTests {
  /// - Parameters:
  ///   - prepare: done once, before every order is tried on a copy.
  ///   - isLawful: asked of each end, with what refused each session.
  private func everyOrder(
    of race: Race, at stage: Stage, _ prepare: (House) async throws -> Void,
    isLawful: (TestDatabase, [ServerError?]) async throws -> Bool
  ) async throws {
    let house = try await Matrix.house(at: stage)
    try await prepare(house)
    #expect(race.orders.count == 20)
    // What the preparation did beside the law is no fault of the race.
    let before = try await broken(house.database)
    for order in race.orders {
      let database = try await TestDatabase(copying: house.database)
      let refusals = try await race.run(order, in: database)
      #expect(!refusals.contains { $0?.sqlState == "40P01" }, "deadlock in order \(order)")
      #expect(try await isLawful(database, refusals), "order \(order), refusals \(refusals)")
      let after = try await broken(database)
      #expect(after.allSatisfy(before.contains), "order \(order): \(after)")
    }
    // At other isolation levels nothing is done, in whatever order: so one database serves all orders.
    for level in ["repeatable read", "serializable"] {
      let database = try await TestDatabase(copying: house.database)
      for order in race.orders {
        let refusals = try await race.at([level, level]).run(order, in: database)
        #expect(refusals.allSatisfy(isKeptOut), "\(level), order \(order), refusals \(refusals)")
      }
    }
    // Beside a session that does as it should, only that one gets on, and nothing is broken.
    for (number, order) in race.orders.enumerated() where number % 4 == 0 {
      for levels in [["repeatable read", "read committed"], ["read committed", "serializable"]] {
        let database = try await TestDatabase(copying: house.database)
        let refusals = try await race.at(levels).run(order, in: database)
        let outside = levels[0] == "read committed" ? 1 : 0
        #expect(isKeptOut(refusals[outside]), "\(levels), order \(order), refusals \(refusals)")
        #expect(refusals[1 - outside]?.sqlState != "40P01", "deadlock in order \(order)")
        let after = try await broken(database)
        #expect(after.allSatisfy(before.contains), "\(levels), order \(order): \(after)")
      }
    }
  }

  private func broken(_ database: TestDatabase) async throws -> [String] {
    let invariants = (WalkInvariants.sql + " union all " + WalkInvariants.duties).replacing("$i", with: "1")
    return try await database.run("postgres", nil, Statement(unsafeSQL: invariants)).map { try $0["broken"] }
  }

  /// Refused by the entrance, or by PostgreSQL since what it locks has changed behind its snapshot.
  private func isKeptOut(_ refusal: ServerError?) -> Bool {
    refusal?.constraint == "guards_see_what_is_committed" || refusal?.sqlState == "40001"
  }

  private func holds(_ database: TestDatabase, _ condition: String) async throws -> Bool {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select (\(condition)) as holds"))[0]["holds"]
  }

  /// Locking a row by hand needs a right that nobody has; for these races it is given, and nothing else.
  private func allowLocks(_ house: House) async throws {
    try await house.database.run(
      "postgres", nil, "grant update on levee.fact to levee_monitoring, levee_response")
  }

  private let refute = Race.Runner(
    "sun", .monitoring,
    [
      "begin; select 1 from levee.fact where incident_id = 1 and id = 1 for no key update",
      "insert into levee.fact_check (incident_id, fact_id, reliability, reason) values (1, 1, 'refuted', 'r')",
      "commit",
    ])

  @Test func aRefutationAgainstSending() async throws {
    let send = Race.Runner(
      "zhou", .response,
      [
        "begin; select 1 from levee.fact where incident_id = 1 and id = 1 for share",
        "select levee.send(1, 2, 1, '{web}', '{inside}')", "commit",
      ])
    try await everyOrder(of: Race(refute, send), at: .responding) {
      try await allowLocks($0)
    } isLawful: {
      database, refusals in
      // The refutation always stands. What was sent before it is not handed out any more; after it nothing is sent.
      guard refusals[0] == nil else { return false }
      let sent = refusals[1] == nil
      let claim = try await database.ledger("svc_response", .response).work.claim(
        .deliver, most: 9, lease: .seconds(60))
      guard claim.count == (sent ? 1 : 0) else { return false }
      if let claim = claim.first {
        let name = await refusal {
          _ = try await database.ledger("svc_response", .response).deliveries.text(
            of: Reference(.delivery, claim.subject), token: claim.token)
        }
        guard name == "text_rests_on_no_refuted_fact" else { return false }
      }
      return try await holds(database, "exists (select from levee.approval_void where reason = 'fact_refuted')")
    }
  }

  @Test func aRefutationAgainstTheReceipt() async throws {
    // The text is handed out already; what is raced is the record that it is out.
    let post = Race.Runner(
      "zhou", .response,
      [
        "begin; select 1 from levee.fact where incident_id = 1 and id = 1 for share",
        """
        select levee.record_receipt(1, levee.held_claim(1, 'post'), 'x')
        """, "commit",
      ])
    try await everyOrder(of: Race(refute, post), at: .responding) { house in
      try await allowLocks(house)
      _ = try await house.database.ledger("zhou", .response).deliveries.claim(
        Reference(.delivery, 1), lease: .seconds(3600))
    } isLawful: { database, refusals in
      // Both are recorded, and whichever came second has opened the correction.
      guard refusals.allSatisfy({ $0 == nil }) else { return false }
      return try await holds(
        database, "(select count(*) = 1 from levee.open_correction) and (select count(*) = 1 from levee.approval_void)")
    }
  }

  /// The last of three reports that is received opens the review of the incident, whoever receives it.
  @Test func twoReportsReceivedAtOnce() async throws {
    func receive(_ person: String, _ team: String) -> Race.Runner {
      Race.Runner(
        person, .leadership,
        ["begin", "insert into levee.report_receipt (incident_id, for_team) values (1, '\(team)')", "commit"])
    }
    try await everyOrder(of: Race(receive("wang", "response"), receive("li", "logistics")), at: .reviewing) { house in
      for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
        try await house.database.run(
          person, team,
          "insert into levee.result_report (incident_id, for_team, body) values (1, \(team.rawValue)::levee.team, 'done') on conflict do nothing"
        )
      }
      try await house.database.run(
        "wang", .leadership,
        "insert into levee.report_receipt (incident_id, for_team) values (1, 'monitoring') on conflict do nothing")
    } isLawful: { database, refusals in
      guard refusals.allSatisfy({ $0 == nil }) else { return false }
      return try await holds(
        database, "(select count(*) = 1 from levee.duty where kind = 'review_incident' and state = 'open')")
    }
  }

  @Test func twoReviewersAtOnce() async throws {
    func review(_ person: String) -> Race.Runner {
      Race.Runner(
        person, .leadership,
        [
          "begin",
          "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')",
          "commit",
        ])
    }
    try await everyOrder(of: Race(review("wang"), review("zhao")), at: .planning) { _ in
    } isLawful: { database, refusals in
      guard refusals.allSatisfy({ $0 == nil }) else { return false }
      return try await holds(database, "(select count(*) = 1 from levee.approval where kind = 'plan')")
    }
  }

  @Test func twoSupervisorsAtOnce() async throws {
    func lead(_ candidate: String) -> Race.Runner {
      let id = "\(candidate)0000000-0000-0000-0000-000000000000"
      return Race.Runner(
        "svc_supervisor", .supervisor,
        [
          "begin",
          "select * from levee.advance('\(id)', levee.take_term('\(id)', 'h', '1 minute'))", "commit",
        ])
    }
    try await everyOrder(of: Race(lead("2"), lead("3")), at: .commanding) { house in
      try await house.database.run(
        "wang", .leadership, "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
      try await house.database.run(
        "wang", .leadership,
        "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'urgent', 'go')")
      try await house.database.run("wang", .leadership, "select levee.issue_command(1, 1, 'act', 'm', 'r', 'l')")
      try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    } isLawful: { database, refusals in
      // One leads and opens the stage once; the other is told that it does not.
      guard refusals.filter({ $0 == nil }).count == 1,
        refusals.compactMap({ $0?.constraint }) == ["term_is_held"]
      else { return false }
      return try await holds(
        database,
        "(select count(*) = 1 from levee.transition where to_stage = 'planning') and (select stage = 'planning' from levee.incident where id = 1)"
      )
    }
  }

  @Test func aRaiseOfSeverityAgainstSending() async throws {
    let raise = Race.Runner(
      "sun", .monitoring,
      ["begin", "insert into levee.assessment (incident_id, severity, summary) values (1, 'I', 'worse')", "commit"])
    let send = Race.Runner(
      "zhou", .response, ["begin", "select levee.send(1, 2, 1, '{web}', '{inside}')", "commit"])
    try await everyOrder(of: Race(raise, send), at: .responding) { house in
      // At IV one review is enough; the text was approved by legal alone.
      let admin = try await house.database.connect("postgres")
      try await admin.execute(
        script:
          "set session_replication_role = replica; delete from levee.review where kind = 'statement' and person = 'wang'; update levee.incident set severity = 'IV' where id = 1"
      )
      await admin.close()
    } isLawful: { database, refusals in
      guard refusals[0] == nil else { return false }
      if let refused = refusals[1] { return refused.constraint == "delivery_has_the_reviews_of_todays_severity" }
      // Sent before the raise: it is looked at again at the claim.
      let service = database.ledger("svc_response", .response)
      guard let claim = try await service.work.claim(.deliver, most: 1, lease: .seconds(60)).first else { return false }
      return await refusal {
        _ = try await service.deliveries.text(of: Reference(.delivery, claim.subject), token: claim.token)
      } == "delivery_has_the_reviews_of_todays_severity"
    }
  }

  @Test func feedbackAgainstTheEndOfItsStage() async throws {
    let late = Race.Runner(
      "sun", .monitoring,
      ["begin", "insert into levee.feedback (incident_id, sender, text) values (1, 'regulator', 'why?')", "commit"])
    let close = Race.Runner(
      "svc_supervisor", .supervisor,
      [
        "begin",
        "select * from levee.advance('\(House.supervisor)', (select epoch from levee.term))", "commit",
      ])
    try await everyOrder(of: Race(late, close), at: .responding) { house in
      // Everything is done but the last look of the supervisor.
      let database = house.database
      let response = database.ledger("zhou", .response)
      let token = try await response.deliveries.claim(Reference(.delivery, 1), lease: .seconds(3600))
      try await response.deliveries.record(
        Reference(.delivery, 1), token: token, address: "x", postedAt: nil, screenshot: nil)
      try await response.feedback.reply(Reference(.feedback, 1), statement: Reference(.statement, 2))
      for id in 1...2 {
        try await response.feedback.resolve(Reference(.feedback, id), outcome: "o", satisfied: "yes")
      }
      try await database.ledger("wang", .leadership).closing.declareOver(Reference(.incident, 1), reason: "r")
    } isLawful: { database, refusals in
      // Whichever came first: the question is recorded, and what ends next waits for its answer.
      guard refusals.allSatisfy({ $0 == nil }) else { return false }
      return try await holds(
        database,
        """
        (select not met from levee.gate where incident_id = 1 and name = 'feedback_resolved')
        and (select count(*) <= 1 from levee.transition where from_stage = 'responding')
        """)
    }
  }
}

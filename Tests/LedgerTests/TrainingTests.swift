import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Wording

/// Questions that are right for every version, and results that nobody writes for themselves.
@Suite struct TrainingTests {
  /// What the tables say of a version, read beside the questions.
  private struct Truth {
    var within: [String: Double] = [:]
    var reply: [String: Double] = [:]
    var reviews: [String: (count: Int, legal: Bool, valid: Double)] = [:]
    var escalation: [Int: String] = [:]
    var sources: [String: Set<String>] = [:]
    var lists: [String: Set<String>] = [:]
    var hasHolding = false
    var standIns: [String: Set<String>] = [:]
    var owners: [String: String] = [:]
    let stages = ["assessing", "commanding", "planning", "responding", "reviewing", "closed"]

    init(_ connection: Connection, _ version: Int) async throws {
      func rows(_ sql: String) async throws -> Rows {
        try await connection.run(Statement(unsafeSQL: sql.replacing("VERSION", with: "\(version)")))
      }
      let seconds = "round(extract(epoch from %))::double precision"
      for row in try await rows(
        "select name || ' ' || severity as key, \(seconds.replacing("%", with: "within")) as s from levee.target where version = VERSION"
      ) { within[try row["key"]] = try row["s"] }
      for row in try await rows(
        "select sender || ' ' || severity as key, \(seconds.replacing("%", with: "reply")) as s from levee.feedback_target where version = VERSION"
      ) { reply[try row["key"]] = try row["s"] }
      for row in try await rows(
        "select severity::text as key, reviews, legal, \(seconds.replacing("%", with: "valid")) as s from levee.review_rule where version = VERSION"
      ) { reviews[try row["key"]] = (try row["reviews"], try row["legal"], try row["s"]) }
      for row in try await rows("select percent, recipients from levee.escalation_rule where version = VERSION") {
        escalation[try row["percent"]] = try row["recipients"]
      }
      for row in try await rows(
        "select title_zh, source_en, source_zh from levee.statutory_clock where version = VERSION")
      {
        let title: String = try row["title_zh"]
        sources[title, default: []].formUnion([try row["source_en"], try row["source_zh"]])
      }
      for row in try await rows("select list, en, zh from levee.checklist_item where version = VERSION") {
        let list: String = try row["list"]
        lists[list, default: []].formUnion([try row["en"], try row["zh"]])
      }
      hasHolding = try await !rows("select 1 from levee.template where version = VERSION and kind = 'holding'").isEmpty
      for row in try await rows(
        "select u.seat, p.display_name as name from levee.standing_substitute u join levee.person p on p.handle = u.substitute"
      ) {
        standIns[try row["seat"], default: []].insert(try row["name"])
      }
      for row in try await rows("select name, team::text as team from levee.duty_kind where team is not null") {
        owners[try row["name"]] = try row["team"]
      }
    }

    /// Whether an answer is what the tables say.
    func holds(_ topic: String, _ subject: [String: JSONValue], _ answer: JSONValue) throws -> Bool {
      func text(_ key: String, _ value: [String: JSONValue]? = nil) -> String {
        if case .string(let text) = (value ?? subject)[key] { text } else { "" }
      }
      func number(_ value: JSONValue?) -> Double {
        switch value {
        case .integer(let n): Double(n)
        case .number(let n): n
        default: -1
        }
      }
      func string(_ value: JSONValue) -> String { if case .string(let text) = value { text } else { "" } }
      func object(_ value: JSONValue) -> [String: JSONValue] { if case .object(let o) = value { o } else { [:] } }
      switch topic {
      case "within": return within[text("target") + " " + text("severity")] == number(answer)
      case "reply": return reply[text("sender") + " " + text("severity")] == number(answer)
      case "reviews":
        let rule = try #require(reviews[text("severity")])
        return number(object(answer)["reviews"]) == Double(rule.count) && object(answer)["legal"] == .bool(rule.legal)
      case "valid": return reviews[text("severity")]?.valid == number(answer)
      case "escalation": return escalation[Int(number(subject["percent"]))] == string(answer)
      case "clock":
        let known = try #require(sources[text("zh")])
        return known.contains(text("en", object(answer))) || known.contains(text("zh", object(answer)))
      case "checklist":
        let known = try #require(lists[text("list")])
        return known.contains(text("en", object(answer))) || known.contains(text("zh", object(answer)))
      case "before_plan": return hasHolding && answer == .string("holding")
      case "next":
        let place = try #require(stages.firstIndex(of: text("stage")))
        return place + 1 < stages.count && stages[place + 1] == string(answer)
      case "owes": return owners[text("duty")] == string(answer)
      case "stands_in": return standIns[text("seat"), default: []].contains(string(answer))
      default:
        Issue.record("nobody says what is true of \(topic)")
        return false
      }
    }
  }

  @Test func everyQuestionIsRightForEveryVersion() async throws {
    let database = try await TestDatabase()
    let connection = try await database.connect("postgres")
    let version: Int = try await connection.run("select levee.propose_playbook(1, '{}') as v")[0]["v"]
    let ledger = Ledger(team: .admin, access: .administrator, connection: database.string("postgres"))
    var topics: Set<String> = []
    for round in 0..<30 {
      if round > 0 {
        try await connection.execute(script: Self.change(seed: round, version))
      }
      let truth = try await Truth(connection, version)
      let pool = try await ledger.trainings.pool(of: version)
      #expect(pool.count > 20, "round \(round)")
      for question in pool {
        topics.insert(question.topic)
        #expect(try truth.holds(question.topic, question.subject, question.right), "round \(round): \(question)")
        #expect(question.wrong.count >= 3)
        #expect(Set(question.wrong).count == question.wrong.count, "round \(round): \(question)")
        for wrong in question.wrong {
          #expect(
            try !truth.holds(question.topic, question.subject, wrong), "round \(round): \(question.name) \(wrong)")
        }
      }
    }
    #expect(topics.count == 11, "\(topics)")
    await ledger.close()
    await connection.close()
  }

  /// Changes everything that questions are made of, by a seed.
  private static func change(seed: Int, _ version: Int) -> String {
    """
    select setseed(\(Double(seed) / 100));
    set role levee_owner;
    update levee.target set within = (1 + floor(random() * 40)) * (array['5 minutes', '1 hour', '1 day'])[1 + floor(random() * 3)::int]::interval
      where version = \(version);
    update levee.feedback_target set reply = (1 + floor(random() * 6)) * interval '30 minutes', resolution = interval '90 days' where version = \(version);
    update levee.review_rule set reviews = 1 + floor(random() * 4), legal = random() < 0.5, valid = (1 + floor(random() * 5)) * interval '4 hours'
      where version = \(version);
    update levee.escalation_rule set recipients = (array['owner', 'substitute', 'leader', 'all_heads'])[1 + floor(random() * 4)::int]
      where version = \(version);
    update levee.statutory_clock set source_en = (array['A', 'B', 'C', 'D', 'E'])[1 + floor(random() * 5)::int],
      source_zh = (array['甲', '乙', '丙', '丁', '戊'])[1 + floor(random() * 5)::int] where version = \(version);
    update levee.checklist_item set list = (array['readiness', 'stand_down'])[1 + floor(random() * 2)::int],
      en = (array['p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y'])[1 + floor(random() * 10)::int] where version = \(version);
    delete from levee.standing_substitute;
    insert into levee.standing_substitute (seat, substitute) select 'leader', h from unnest('{li,zhao,chen,zhou}'::text[]) h
      where random() < 0.4 and not exists (select from levee.seat s where s.handle = h and s.team = 'leadership' and s.seat = 'leader');
    reset role;
    """
  }

  /// The places that are right, as only the tables' owner sees them.
  private func rightAnswers(_ database: TestDatabase, _ attempt: Int) async throws -> [Int: [Int]] {
    Dictionary(
      uniqueKeysWithValues: try await database.run(
        "postgres", nil, "select number, right_options from levee.training_item where attempt_id = \(attempt)"
      ).map { (try $0["number"] as Int, try $0["right_options"] as [Int]) })
  }

  /// Logins belong to the cluster, and other tests use them: only the seat is given or taken.
  private func asOwner(_ database: TestDatabase, _ script: String) async throws {
    let connection = try await database.connect("postgres")
    try await connection.execute(script: "set role levee_owner; " + script)
    await connection.close()
  }

  private func open(_ database: TestDatabase, _ kind: String, _ person: String) async throws -> Bool {
    try await !database.run(
      "postgres", nil, "select 1 from levee.duty where kind = \(kind) and person = \(person) and state = 'open'"
    ).isEmpty
  }

  @Test func whoTakesASeatOwesItAndPassesByAnswersAlone() async throws {
    let database = try await TestDatabase()
    #expect(try await !open(database, "train", "he"))
    try await asOwner(database, "insert into levee.seat (handle, team, seat) values ('he', 'logistics', 'member')")
    #expect(try await open(database, "train", "he"))
    #expect(try await open(database, "read_playbook", "he"))
    let he = Ledger(team: .staff, access: .staff, connection: database.string("he"))
    let questions = try await he.trainings.begin()
    #expect(questions.count == 10 && Set(questions.map(\.topic)).count >= 9, "\(questions.map(\.topic))")
    // Begun again, it is the same.
    #expect(try await he.trainings.begin().map(\.options) == questions.map(\.options))
    let right = try await rightAnswers(database, questions[0].attempt)
    var last: Trainings.Marked?
    for question in questions {
      // Two of ten are wrong: that is enough.
      let answer = question.number <= 2 ? [right[question.number]![0] % 4 + 1] : right[question.number]!
      last = try await he.trainings.answer(question.attempt, question.number, answer)
      #expect(last?.isRight == (question.number > 2))
    }
    #expect(last?.result?.passed == true && last?.result?.correct == 8)
    #expect(try await !open(database, "train", "he"))
    await #expect(throws: LedgerError.self) { try await he.trainings.answer(questions[0].attempt, 1, right[1]!) }
    // Another person gets other questions, and does not answer these.
    let wu = Ledger(team: .staff, access: .staff, connection: database.string("wu"))
    let others = try await wu.trainings.begin()
    #expect(others.map(\.options) != questions.map(\.options))
    await #expect(throws: LedgerError.self) { try await wu.trainings.answer(questions[0].attempt, 1, [1]) }
    #expect(try await wu.trainings.results().allSatisfy { $0.login == "wu" })
    await he.close()
    await wu.close()
  }

  @Test func nobodyWritesTheirOwnResultOrReadsTheAnswers() async throws {
    let database = try await TestDatabase()
    for (person, team) in [
      ("he", "staff"), ("wang", "leadership"), ("wu", "logistics"), ("svc_logistics", "logistics"),
    ] {
      let connection = try await database.connect(person)
      try await connection.execute(script: "set role levee_\(team)")
      for script in [
        "insert into levee.training_result (attempt_id, handle, version, digest, correct, questions, passed, at, valid_until) values (1, 'he', 1, sha256('x'), 1, 1, true, now(), now())",
        "update levee.training_result set valid_until = 'infinity'", "select right_options from levee.training_item",
        "select * from levee.training_answer", "select * from levee.training_result",
        "select * from levee.training_attempt",
        "insert into levee.employee_reading values (1, 1, now())",
      ] {
        await #expect(throws: PostgresError.self, "\(person): \(script)") {
          try await connection.execute(script: script)
        }
      }
      await connection.close()
    }
    // The bank and the pool hold the answers: for leadership and administrators.
    await #expect(throws: PostgresError.self) {
      try await database.run("sun", .monitoring, "select * from levee.training_pool(1)")
    }
    #expect(try await !database.run("wang", .leadership, "select * from levee.training_pool(1)").isEmpty)
    await #expect(throws: PostgresError.self) {
      try await database.run("he", .staff, "insert into levee.playbook_reading (version, handle) values (1, 'wang')")
    }
    // What was passed stands as it was.
    await #expect(throws: PostgresError.self) {
      try await database.run("postgres", nil, "update levee.training_result set passed = false")
    }
  }

  @Test func whoFailsThreeTimesPauses() async throws {
    let database = try await TestDatabase()
    let he = Ledger(team: .staff, access: .staff, connection: database.string("he"))
    var drawn: Set<[JSONValue]> = []
    for attempt in 1...3 {
      let questions = try await he.trainings.begin()
      drawn.insert(questions.flatMap(\.options))
      #expect(questions[0].tryNumber == attempt)
      let right = try await rightAnswers(database, questions[0].attempt)
      for question in questions {
        _ = try await he.trainings.answer(question.attempt, question.number, [right[question.number]![0] % 4 + 1])
      }
    }
    #expect(drawn.count == 3)
    do {
      _ = try await he.trainings.begin()
      Issue.record("a fourth attempt began")
    } catch LedgerError.refused(let refusal) {
      #expect(refusal.name == "training_pauses_between_attempts")
    }
    await he.close()
  }

  /// A new version whose questions are the same asks nobody again; one that changes a time asks everybody.
  @Test func aNewVersionIsTrainedWhereItsQuestionsChanged() async throws {
    let database = try await TestDatabase()
    func approve(_ version: Int) async throws {
      for person in ["wang", "zhao"] {
        try await database.run(person, .leadership, "insert into levee.playbook_review (version) values (\(version))")
      }
    }
    try await database.run("postgres", nil, "select levee.propose_playbook(1, '{}')")
    try await approve(2)
    #expect(try await open(database, "read_playbook", "sun"))
    #expect(try await !open(database, "train", "sun"))
    try await database.run("sun", .staff, "insert into levee.playbook_reading (version) values (2)")
    #expect(try await !open(database, "read_playbook", "sun"))
    try await database.run(
      "postgres", nil,
      """
      select levee.propose_playbook(2, jsonb_build_object('target', (select jsonb_agg(case
        when r ->> 'name' = 'assess' and r ->> 'severity' = 'I' then r || '{"within": "PT17M"}' else r end)
        from jsonb_array_elements(levee.playbook_content(2) -> 'target') r)))
      """
    )
    try await approve(3)
    #expect(try await open(database, "train", "sun"))
    #expect(try await open(database, "read_playbook", "sun"))
    // Who leaves their seat owes neither.
    try await asOwner(database, "delete from levee.seat where handle = 'sun'")
    #expect(try await !open(database, "train", "sun"))
    #expect(try await !open(database, "read_playbook", "sun"))
  }
}

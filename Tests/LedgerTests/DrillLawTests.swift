import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Wording
import Workflow

/// LAW-12, LAW-20: a drill is played by the same law, beside what is real and apart from it; its clock is the facilitator's.
@Suite struct DrillLawTests {
  /// A small scenario, as the programs hand it in.
  static let scenario = """
    {"name": "small", "title": {"en": "Small", "zh-CN": "小"}, "kind": "service_outage", "severity": "II", "length": 7200,
     "background": {"en": "b", "zh-CN": "背"}, "knows": {"en": "secret", "zh-CN": "秘密"},
     "public": {"usual": 0.02, "echo": 0.5, "delay": 20, "ceiling": 20, "patience": 60, "anger": 1, "calm": 0.6, "settling": 45,
       "outrage": 0.8, "negative": 0.7, "lines": [{"en": "Outage again", "zh-CN": "又断了", "negative": true, "source": "social"}]},
     "objectives": [{"code": "O-1", "en": "o", "zh": "目"}],
     "expectations": [{"code": "E-01", "objective": "O-1", "step": "assessment", "within": 3600, "weight": 2, "en": "e", "zh": "预"}],
     "injects": [
       {"code": "V-01", "kind": "mentions", "trigger": "at", "wait": 0, "content": {"title": {"en": "t", "zh-CN": "题"}, "crowd": 3,
         "fade": 60, "lines": [], "mentions": [{"en": "Outage in town", "zh-CN": "城里断网", "source": "forum", "negative": true}]}},
       {"code": "V-02", "kind": "feedback", "trigger": "after", "step": "assessment", "wait": 0,
         "content": {"title": {"en": "t", "zh-CN": "题"}, "text": {"en": "help", "zh-CN": "救命"}, "sender": "customer"}},
       {"code": "V-03", "kind": "fact", "trigger": "without", "step": "assessment", "wait": 600,
         "content": {"title": {"en": "NOC", "zh-CN": "中心"}, "text": {"en": "down", "zh-CN": "断"}, "to": ["response"]}},
       {"code": "V-04", "kind": "absent", "trigger": "hand", "content": {"title": {"en": "t", "zh-CN": "题"}, "seat": "leader", "minutes": 60}},
       {"code": "V-05", "kind": "channel", "trigger": "hand", "content": {"title": {"en": "t", "zh-CN": "题"}, "channel": "inside", "minutes": 60}}]}
    """

  /// A house in which chen leads a drill that runs; sun, zhou, wu and wang take part, li evaluates. Incident 2 is a real one.
  private func begin(_ kind: String = "full", rate: Double = 1) async throws -> (TestDatabase, Reference) {
    let database = try await TestDatabase()
    try await database.run(
      "sun", .monitoring, "insert into levee.incident (title, kind, severity) values ('Real', 'other', 'III')")
    try await database.run("sun", .monitoring, "insert into levee.watch (incident_id, keyword) values (1, 'outage')")
    let drills = database.ledger("chen", .staff).drills
    let drill = try await drills.plan(
      DrillKind(rawValue: kind) ?? .full,
      scenario: try JSONDecoder().decode(JSONValue.self, from: Data(Self.scenario.utf8)),
      language: .english, at: Date().addingTimeInterval(3600), rate: rate, seed: 7,
      people: [
        ("sun", .participant), ("zhou", .participant), ("wu", .participant), ("wang", .participant), ("li", .evaluator),
      ])
    return (database, drill)
  }

  private func deliver(_ database: TestDatabase) async throws -> [String] {
    try await database.ledger("svc_monitoring", .monitoring).drills.deliver().map(\.code)
  }

  private func count(_ database: TestDatabase, _ what: String) async throws -> Int {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select count(*)::int as n from \(what)"))[0]["n"]
  }

  @Test func whatComesComesOnceAndConditionsWait() async throws {
    let (database, drill) = try await begin()
    let incident = try await database.ledger("chen", .staff).drills.start(drill)
    #expect(incident.number == 2)
    #expect(try await deliver(database) == ["V-01"])
    #expect(try await deliver(database) == [])
    let sun = database.ledger("sun", .monitoring)
    _ = try await sun.assessments.submit(.init(severity: .two, summary: "s", trend: .rising), to: incident)
    // After the assessment a letter; what waited for its absence comes no more.
    try await database.ledger("chen", .staff).drills.move(incident, .jump(1200))
    #expect(try await deliver(database) == ["V-02"])
    #expect(try await deliver(database) == [])
    #expect(try await count(database, "levee.feedback where incident_id = 2") == 1)
    let timeline = try await database.ledger("chen", .staff).drills.timeline(drill)
    #expect(timeline.first { $0.code == "V-03" }?.state == "needless")
    let expected = try await database.ledger("li", .staff).drills.expected(drill)
    #expect(expected.count == 1 && expected[0].isInTime)
    // By raw SQL, nobody brings one, or says that it came.
    for (person, team) in [
      ("chen", Team.staff), ("sun", .monitoring), ("svc_response", .response), ("wang", .leadership),
    ] {
      #expect(
        await refusal {
          try await database.run(person, team, "insert into levee.drill_delivered values (1, 'V-04', now(), 'x')")
        }
          != nil)
      #expect(await refusal { try await database.run(person, team, "select * from levee.deliver_injects()") } != nil)
    }
  }

  @Test func silenceBringsWhatWaitsForItAndItsTeamIsTold() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    let incident = try await chen.drills.start(drill)
    try await chen.drills.move(incident, .jump(660))
    #expect(try await deliver(database) == ["V-01", "V-03"])
    #expect(try await database.ledger("zhou", .staff).drills.messages(drill).map(\.code) == ["V-03"])
    #expect(try await database.ledger("wu", .staff).drills.messages(drill).isEmpty)
    #expect(
      try await count(database, "levee.notice where reason = 'drill' and recipient = 'zhou' and subject = 'Y1 V-03'")
        == 1)
  }

  @Test func onlyTheFacilitatorMovesTheClockAndOnlyForward() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    let incident = try await chen.drills.start(drill)
    for (person, team) in [
      ("sun", Team.staff), ("sun", .monitoring), ("li", .staff), ("wang", .staff), ("zhou", .staff), ("wu", .staff),
      ("he", .staff),
    ] {
      let refused = await refusal {
        try await database.run(person, team, "select levee.move_clock(2, 'pause', 0, '0', '')")
      }
      #expect(refused == "clock_is_moved_by_the_facilitator", "\(person)")
    }
    for (person, team) in [
      ("wang", Team.leadership), ("zhou", .response), ("wu", .logistics), ("svc_supervisor", .supervisor),
    ] {
      #expect(
        await refusal { try await database.run(person, team, "select levee.move_clock(2, 'pause', 0, '0', '')") }
          == "42501")
      #expect(
        await refusal { try await database.run(person, team, "update levee.incident set clock_rate = 0 where id = 2") }
          == "42501")
      #expect(
        await refusal { try await database.run(person, team, "select levee.set_clock(2, 'pause', 0, '0', '')") }
          == "42501")
    }
    #expect(
      await refusal { try await database.run("chen", .staff, "select levee.move_clock(2, 'jump', 0, '-1 hour', '')") }
        == "clock_segment_goes_forward")
    #expect(
      await refusal { try await database.run("chen", .staff, "select levee.move_clock(1, 'pause', 0, '0', '')") }
        == "incident_clock_is_real")
    #expect(
      await refusal { try await database.run("chen", .staff, "select levee.move_clock(2, 'rate', 9999, '0', '')") }
        != nil)
    let before: Date = try await database.run("postgres", nil, "select levee.now(2) as t")[0]["t"]
    let shown = try await chen.drills.move(incident, .jump(3600))
    #expect(shown.timeIntervalSince(before) >= 3600)
    #expect(
      await refusal { try await database.run("postgres", nil, "update levee.clock_segment set rate = 9") }
        == "history_is_append_only")
  }

  @Test func deadlinesFollowTheClock() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    let incident = try await chen.drills.start(drill)
    func next() async throws -> Double? {
      try await database.run(
        "postgres", nil,
        """
        select case when next_at = 'infinity' then null else extract(epoch from next_at - clock_timestamp())::double precision end as s
        from levee.duty where incident_id = 2 and kind = 'assess' and state = 'open'
        """)[0]["s"]
    }
    // 75 % of the half hour that severity II has.
    let real = try #require(try await next())
    #expect(abs(real - 1350) < 30)
    _ = try await chen.drills.move(incident, .rate(60))
    #expect(abs(try #require(try await next()) - real / 60) < 5)
    _ = try await chen.drills.move(incident, .pause)
    #expect(try await next() == nil)
    let still: Date = try await database.run("postgres", nil, "select levee.now(2) as t")[0]["t"]
    let again: Date = try await database.run("postgres", nil, "select levee.now(2) as t")[0]["t"]
    #expect(still == again)
    _ = try await chen.drills.move(incident, .resume)
    #expect(abs(try #require(try await next()) - real / 60) < 5)
    _ = try await chen.drills.move(incident, .rate(1))
    _ = try await chen.drills.move(incident, .jump(1800))
    #expect(try #require(try await next()) < 0)
  }

  @Test func whatTheDrillsPublicSaysTouchesNothingRealAndNothingRealComesIn() async throws {
    let (database, drill) = try await begin()
    _ = try await database.ledger("chen", .staff).drills.start(drill)
    try await database.run("sun", .monitoring, "insert into levee.watch (incident_id, keyword) values (2, 'outage')")
    let service = try Running(
      "levee-monitoring", ["serve", "--every", "0.3", "--listen", "off"],
      environment: ["PGUSER": "svc_monitoring", "PGDATABASE": database.name])
    try await awaitUntil("the drill's posts are there") {
      try await count(database, "levee.incident_mention where incident_id = 2") >= 1
    }
    // A real post, with the word that both watch for.
    let file = "/tmp/levee-drill-\(database.name).jsonl"
    try Data(#"{"id": "r1", "source": "forum", "subject": "Phones", "text": "a real outage downtown"}"#.utf8).write(
      to: URL(filePath: file))
    let taken = try await Running.run(
      "levee-monitoring", ["ingest", file], environment: ["PGUSER": "sun", "PGDATABASE": database.name])
    #expect(taken.code == 0, "\(taken.output)")
    try await awaitUntil("the real post is with the real incident") {
      try await count(database, "levee.incident_mention where incident_id = 1") == 1
    }
    service.kill(SIGKILL)
    #expect(try await count(database, "levee.mention where drill_incident = 0") == 1)
    #expect(
      try await count(
        database,
        "levee.incident_mention a join levee.mention m on m.id = a.mention_id where (a.incident_id = 2) <> (m.drill_incident = 2)"
      )
        == 0)
    let counted: Int = try await database.run(
      "postgres", nil, "select coalesce(sum(mentions), 0)::int as n from levee.mention_count")[0]["n"]
    #expect(counted == 1, "only the real post is counted")
    #expect(try await count(database, "levee.mention_batch") == 0)
    // By hand neither.
    let said: Int = try await database.run(
      "postgres", nil, "select id from levee.mention where drill_incident = 2 limit 1")[0]["id"]
    let real: Int = try await database.run("postgres", nil, "select id from levee.mention where drill_incident = 0")[0][
      "id"]
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring, "insert into levee.incident_mention (incident_id, mention_id) values (1, \(said))")
      } == "drill_mention_stays_in_its_drill")
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring, "insert into levee.incident_mention (incident_id, mention_id) values (2, \(real))")
      } == "drill_takes_no_real_mention")
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring, "insert into levee.sentiment_label (mention_id, sentiment) values (\(said), 1)")
      } == "sentiment_label_is_of_a_real_mention")
    #expect(
      await refusal {
        try await database.run(
          "sun", .monitoring,
          "insert into levee.mention (source, external_id, published_at, text, drill_incident) values ('x', 'y', now(), 'z', 2)"
        )
      } == "42501")
    let found = try await database.run(
      "sun", .monitoring, "select id from levee.search_mentions('{}', '{outage}', '', '', 50)")
    #expect(try found.map { try $0["id"] as Int } == [real])
    #expect(try await database.ledger("sun", .monitoring).history.verify(nil).faults.isEmpty)
  }

  @Test func aSeatPassesOnAndAChannelFailsInTheDrillAlone() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    _ = try await chen.drills.start(drill)
    try await database.run("postgres", nil, "alter table levee.standing_substitute disable trigger user")
    try await database.run(
      "postgres", nil, "insert into levee.standing_substitute (seat, substitute) values ('leader', 'li')")
    try await chen.drills.steer(drill, "V-04", "now")
    try await chen.drills.steer(drill, "V-05", "now")
    #expect(Set(try await deliver(database)) == ["V-01", "V-04", "V-05"])
    func holds(_ person: String, _ incident: Int) async throws -> Bool {
      try await database.run("postgres", nil, "select levee.holds_seat(\(person), 'leader', \(incident)) as h")[0]["h"]
    }
    #expect(try await holds("wang", 2) == false)
    #expect(try await holds("li", 2))
    #expect(try await holds("wang", 1))
    #expect(try await holds("li", 1) == false)
    #expect(try await count(database, "levee.drill_outage where incident_id = 2 and channel = 'inside'") == 1)
  }

  @Test func whatIsHeldWaitsWhatIsSkippedNeverComesAndOnlyTheFacilitatorSays() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    try await chen.drills.steer(drill, "V-01", "hold")
    let incident = try await chen.drills.start(drill)
    #expect(try await deliver(database) == [])
    try await chen.drills.steer(drill, "V-01", "release")
    try await chen.drills.steer(drill, "V-03", "skip")
    try await chen.drills.move(incident, .jump(3600))
    #expect(try await deliver(database) == ["V-01"])
    #expect(
      await refusal { try await database.ledger("sun", .staff).drills.steer(drill, "V-04", "now") }
        == "drill_is_led_by_its_facilitator")
    #expect(
      await refusal { _ = try await database.ledger("sun", .staff).drills.timeline(drill) }
        == "drill_is_led_by_its_facilitator")
    #expect(
      await refusal { try await database.ledger("li", .staff).drills.end(drill, isDone: true, reason: "") }
        == "drill_is_led_by_its_facilitator")
    #expect(try await !database.ledger("sun", .staff).drills.content(drill).contains("secret"))
    #expect(try await database.ledger("li", .staff).drills.content(drill).contains("secret"))
  }

  @Test func aDrillThatIsStoppedIsNoneThatWasHeldAndEndsItsIncident() async throws {
    let (database, drill) = try await begin()
    let chen = database.ledger("chen", .staff)
    let incident = try await chen.drills.start(drill)
    #expect(try await database.ledger("sun", .staff).drills.join(drill) == .participant)
    #expect(
      await refusal { try await chen.drills.end(drill, isDone: true, reason: "") } == "drill_is_done_when_all_has_come")
    #expect(
      await refusal { try await chen.drills.end(drill, isDone: false, reason: "") } == "drill_stops_with_a_reason")
    #expect(
      await refusal { try await database.ledger("sun", .staff).drills.word(drill, "well") }
        == "drill_word_comes_afterwards")
    _ = try await database.ledger("sun", .monitoring).facts.add("smoke was seen", source: "a call", to: incident)
    try await chen.drills.end(drill, isDone: false, reason: "fire alarm")
    let summary = try await chen.drills.find(drill)
    #expect(summary.state == .stopped && summary.wordsMissing == ["sun"])
    // Remarks, own words, the evaluators' judgement: each rests on the one before.
    let sun = database.ledger("sun", .staff).drills
    let li = database.ledger("li", .staff).drills
    #expect(await refusal { try await sun.word(drill, "") } == "drill_word_follows_the_remark")
    #expect(await refusal { try await li.evaluate(drill, "slow") } == "drill_evaluation_follows_the_words")
    #expect(await refusal { try await sun.remark(drill, "fine") } == "drill_is_led_by_its_facilitator")
    try await chen.drills.remark(drill, "the first hour was lost")
    #expect(await refusal { try await li.evaluate(drill, "slow") } == "drill_evaluation_follows_the_words")
    try await sun.word(drill, "")
    #expect(try await chen.drills.find(drill).wordsMissing == [])
    #expect(await refusal { try await chen.drills.evaluate(drill, "slow") } == "drill_is_led_by_its_facilitator")
    try await li.evaluate(drill, "slow")
    #expect(await refusal { try await li.evaluate(drill, "slower") } == "drill_evaluation_pkey")
    #expect(try await li.afterwards(drill).map(\.what) == ["remark", "word", "evaluation"])
    #expect(
      await refusal {
        try await database.run("chen", .staff, "insert into levee.drill_worded values (1, now())")
      } == "42501")
    let supervisor = try await database.connect("svc_supervisor", .supervisor)
    let epoch: Int = try await supervisor.run(
      "select levee.take_term(\(House.supervisor)::uuid, 'test', '5 minutes') as epoch")[0]["epoch"]
    // What it showed is to be better all the same, once its incident is in the archive; by who judges it, and nobody else.
    let better: @Sendable (Drills) async throws -> Reference = {
      try await $0.improve(drill, "Wake the second leader", owner: "wu", dueOn: "2030-01-31", answers: [])
    }
    #expect(await refusal { _ = try await better(li) } == "improvement_action_is_not_too_early")
    try await supervisor.run("select * from levee.advance(\(House.supervisor)::uuid, \(epoch))")
    await supervisor.close()
    #expect(await refusal { _ = try await better(chen.drills) } == "drill_is_led_by_its_facilitator")
    #expect(
      await refusal {
        _ = try await li.improve(drill, "x", owner: "wu", dueOn: "2030-01-31", answers: ["waiver"])
      } == "shortcoming_is_of_its_drill")
    let improvement = try await better(li)
    #expect(try await li.shortcomings(drill).allSatisfy { $0.improvement == nil })
    // What it answers is said with it, and stands beside what the drill showed.
    let answering = try await li.improve(
      drill, "Ask back within the hour", owner: "sun", dueOn: "2030-01-31", answers: ["open_question"])
    #expect(
      try await li.shortcomings(drill).filter { $0.improvement != nil }.map {
        [$0.kind.rawValue, $0.improvement?.description ?? ""]
      }
        == [["open_question", "\(answering)"]])
    let leadership = database.ledger("wang", .leadership).improvements
    #expect(await refusal { try await leadership.retest(improvement, in: incident, held: true, note: "") } != nil)
    try await database.ledger("wu", .staff).improvements.finish(improvement, result: "Two telephones")
    try await leadership.judge(improvement, accepts: true, reason: "")
    #expect(try await chen.improvements.retestsDue().map(\.reference) == [improvement])
    try await leadership.retest(improvement, in: Reference(.incident, 1), held: true, note: "")
    #expect(try await leadership.list(of: incident).first { $0.reference == improvement }?.state == "held")
    #expect(try await chen.drills.find(drill).state == .stopped)
    // By raw SQL neither the basis nor the ground is anybody's; and a real incident has no ground before its review.
    #expect(
      await refusal {
        try await database.run(
          "wang", .leadership,
          "insert into levee.improvement_action (incident_id, title, owner, due_on, basis) values (2, 'x', 'wu', '2030-01-31', 'evaluation')"
        )
      } == "42501")
    #expect(
      await refusal {
        try await database.run("li", .staff, "insert into levee.improvement_ground values (1, 'evaluation')")
      } == "42501")
    #expect(
      await refusal {
        try await database.run(
          "postgres", nil,
          "set role levee_owner; insert into levee.improvement_action (incident_id, title, owner, due_on, basis, stage) values (1, 'x', 'wu', '2030-01-31', 'evaluation', 'closed')"
        )
      } != nil)
    let closed = try await database.ledger("sun", .monitoring).incidents.find(incident)
    #expect(closed.stage == .closed && closed.outcome == "other")
    // The real incident goes on.
    #expect(try await database.ledger("sun", .monitoring).incidents.find(Reference(.incident, 1)).stage == .assessing)
    #expect(
      try await count(database, "levee.duty where incident_id = 2 and state = 'open' and kind <> 'improve'") == 0)
  }

  @Test func nobodyIsToldOfABlindDrillBeforeItBegins() async throws {
    let (database, drill) = try await begin("blind")
    #expect(try await database.ledger("sun", .staff).drills.list().isEmpty)
    #expect(try await database.ledger("li", .staff).drills.list().count == 1)
    #expect(try await count(database, "levee.notice where reason = 'drill' and recipient = 'sun'") == 0)
    #expect(await refusal { _ = try await database.ledger("sun", .staff).drills.join(drill) } == "drill_is_there")
    _ = try await database.ledger("chen", .staff).drills.start(drill)
    #expect(
      try await count(database, "levee.notice where reason = 'drill' and recipient = 'sun' and incident_id = 2") == 1)
  }

  /// Ten minutes unattended at 600 × once made 3,552 notices.
  @Test func anExerciseLeftAloneGoesQuietAndRests() async throws {
    let (database, drill) = try await begin(rate: 600)
    _ = try await database.ledger("chen", .staff).drills.start(drill)
    let supervisor = try await database.connect("svc_supervisor", .supervisor)
    let epoch: Int = try await supervisor.run(
      "select levee.take_term(\(House.supervisor)::uuid, 'test', '5 minutes') as epoch")[0]["epoch"]
    // Ten minutes, looked at every five seconds: time is moved under it, as a clock would.
    for _ in 0..<120 {
      try await database.run(
        "postgres", nil,
        """
        update levee.incident set clock_started_at = clock_started_at - interval '5 seconds' where id = 2 and clock_rate > 0
        """)
      try await database.run(
        "postgres", nil,
        "update levee.duty set next_at = next_at - interval '5 seconds' where incident_id = 2 and next_at < 'infinity'")
      try await supervisor.run("select levee.sweep_duties(\(House.supervisor)::uuid, \(epoch))")
    }
    await supervisor.close()
    let notices = try await count(database, "levee.notice where incident_id = 2 and reason = 'deadline'")
    #expect(notices > 0 && notices <= 60, "\(notices)")
    #expect(try await count(database, "levee.incident where id = 2 and clock_rate = 0") == 1)
    #expect(try await count(database, "levee.clock_segment where incident_id = 2 and what = 'rest'") == 1)
    // Whoever leads it lets it go on, as fast as before.
    _ = try await database.ledger("chen", .staff).drills.move(Reference(.incident, 2), .resume)
    #expect(try await count(database, "levee.incident where id = 2 and clock_rate = 600") == 1)
  }

  @Test func theNextDrillIsSomebodysDuty() async throws {
    let database = try await TestDatabase()
    let supervisor = try await database.connect("svc_supervisor", .supervisor)
    let epoch: Int = try await supervisor.run(
      "select levee.take_term(\(House.supervisor)::uuid, 'test', '5 minutes') as epoch")[0]["epoch"]
    try await supervisor.run("select levee.sweep_duties(\(House.supervisor)::uuid, \(epoch))")
    #expect(try await count(database, "levee.duty where kind = 'plan_drill'") == 0)
    try await database.run(
      "postgres", nil,
      "alter table levee.playbook_approval disable trigger user; ")
    try await database.run("postgres", nil, "update levee.playbook_approval set at = at - interval '200 days'")
    try await supervisor.run("select levee.sweep_duties(\(House.supervisor)::uuid, \(epoch))")
    try await supervisor.run("select levee.sweep_duties(\(House.supervisor)::uuid, \(epoch))")
    await supervisor.close()
    let owed = try await database.ledger("wang", .leadership).duties.inbox().items.filter { $0.kind == .planDrill }
    #expect(owed.map(\.subject) == ["tabletop"])
    #expect(owed.first?.command?.line.hasPrefix("levee drill plan --kind tabletop") == true)
    _ = try await database.ledger("chen", .staff).drills.plan(
      .tabletop, scenario: try JSONDecoder().decode(JSONValue.self, from: Data(Self.scenario.utf8)), language: .chinese,
      at: Date().addingTimeInterval(86400), rate: 1, seed: 1, people: [("sun", .participant)])
    #expect(try await database.ledger("wang", .leadership).duties.inbox().items.allSatisfy { $0.kind != .planDrill })
  }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// What a second round of attacks found, on the law as `InsiderTests` has it: each was once a way around it.
@Suite struct SecondAttackTests {
  private let incident = Reference(.incident, 1)

  private func holds(_ house: House, _ condition: String) async throws -> Bool {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(condition)) as holds"))[0]["holds"]
  }

  private func statement(
    _ house: House, _ person: String, _ body: String, audience: String = "public", facts: [Reference] = []
  ) async throws -> Reference {
    try await house.database.ledger(person, .response).statements.draft(
      incident, holding: nil, purpose: "",
      renditions: [.init(name: "web", audience: audience, language: "en", title: "T", body: body)], facts: facts,
      submit: true)
  }

  private func review(_ house: House, _ person: String, _ text: Reference) async -> String? {
    await refusal {
      _ = try await house.database.ledger(person, .leadership).documents.review(text, verdict: .approve, reason: "")
    }
  }

  /// How often row security was asked does not tell how a comparison came out.
  @Test func aComparisonWithAHiddenTextTellsNothing() async throws {
    let house = try await House(at: .assessing)
    try await house.database.ledger("sun", .monitoring).incidents.restrict(incident, true, reason: "about a person")
    let outsider = try await house.database.connect("zhou", .response)
    func asked(_ condition: String) async throws -> Int {
      try await outsider.run("begin")
      let count: Statement =
        "select coalesce(sum(idx_scan + seq_scan), 0)::int as n from pg_stat_xact_user_tables where relname = 'reader'"
      let before: Int = try await outsider.run(count)[0]["n"]
      _ = try await outsider.run(
        Statement(unsafeSQL: "select 1 from levee.fact where incident_id = 1 and \(condition)"))
      let after: Int = try await outsider.run(count)[0]["n"]
      try await outsider.run("rollback")
      return after - before
    }
    let right = try await asked("claim = 'down'")
    #expect(try await asked("claim = 'something else'") == right)
    #expect(try await asked("claim >= 'a' and claim < 'z'") == right)
    await outsider.close()
  }

  /// Seats of leadership do not come in behind the approval of the first playbook from a transaction that was open.
  @Test func noSeatComesInBehindTheFirstPlaybook() async throws {
    let database = try await TestDatabase()
    let owner = try await database.connect("postgres")
    try await owner.execute(
      script: """
        set session_replication_role = replica; delete from levee.playbook_approval; delete from levee.playbook_review;
        set session_replication_role = origin
        """)
    let admin = try await database.connect("postgres")
    try await database.run("wang", .leadership, "insert into levee.playbook_review (version) values (1)")
    try await admin.execute(
      script: "begin; insert into levee.seat (handle, team, seat) values ('he', 'leadership', 'member')")
    let zhao = try await database.connect("zhao", .leadership)
    let approving = Task { try await zhao.run("insert into levee.playbook_review (version) values (1)") }
    try await awaitUntil("the approval waits for the seat") {
      try await !owner.run("select 1 from pg_stat_activity where usename = 'zhao' and wait_event_type = 'Lock'").isEmpty
    }
    try await admin.execute(script: "rollback")
    _ = try await approving.value
    // Nor at a snapshot of before, nor as somebody who comes back.
    #expect(
      await refusal {
        try await admin.execute(
          script: "begin isolation level repeatable read; select levee.seat_in_leadership('he', 'leader')")
      } == "guards_see_what_is_committed")
    try await admin.execute(script: "rollback")
    try await owner.execute(
      script:
        "set role levee_owner; update levee.person set removed_at = clock_timestamp() where handle = 'chen'; reset role"
    )
    #expect(
      await refusal { try await admin.run("update levee.person set removed_at = null where handle = 'chen'") }
        == "seat_of_leadership_is_decided_by_leadership")
    try await owner.execute(script: "set role levee_owner; update levee.person set removed_at = null; reset role")
    // A leader who cannot log in is still the leader.
    try await admin.execute(script: "begin; alter role wang nologin")
    let change: Int = try await admin.run("select levee.seat_in_leadership('li', 'leader') as id")[0]["id"]
    try await admin.execute(script: "commit; alter role wang login")
    #expect(try await database.ledger("zhao", .leadership).people.decideSeat(change, agrees: true) == "open")
    #expect(try await database.ledger("chen", .leadership).people.decideSeat(change, agrees: true) == "open")
    for session in [owner, admin, zhao] { await session.close() }
  }

  /// A playbook that lacks a severity is not approved by anybody; nor is one reviewed by who wrote a part of it.
  @Test func aPlaybookIsCompleteAndReviewedByNobodyWhoWroteAPartOfIt() async throws {
    let database = try await TestDatabase()
    let admin = try await database.connect("postgres")
    let version: Int = try await admin.run("select levee.propose_playbook(1, levee.playbook_content(1)) as v")[0]["v"]
    try await admin.run("insert into levee.playbook (version, title_en, title_zh) values (3, 'a', 'b')")
    let bare: Statement = "insert into levee.playbook_review (version) values (3)"
    #expect(await refusal { try await database.run("wang", .leadership, bare) } == "playbook_is_complete")
    #expect(
      await refusal {
        try await admin.run(
          """
          insert into levee.statutory_clock
          values (3, 'n', 'other', 'EU', '-1 hour', 0, 'IV', '', 'x', 'x', 'x', 'x', 'x', 'x', '2026-01-01')
          """)
      } == "statutory_clock_is_positive")
    try await admin.execute(
      script: """
        set session_replication_role = replica; insert into levee.playbook_author values (\(version), 'zhao')
        """)
    #expect(
      await refusal {
        try await database.run(
          "zhao", .leadership, "insert into levee.playbook_review (version) values (\(version))")
      } == "playbook_review_is_not_by_the_author")
    await admin.close()
  }

  /// Three who take turns at a lock keep a service out for longer than anybody is patient: they are ended and named.
  @Test func whoTakesTurnsAtALockIsEndedAndNamed() async throws {
    let house = try await Matrix.house(at: .responding)
    let term = house.database.ledger("svc_supervisor", .supervisor).term(
      candidate: UUID(uuidString: House.supervisor)!)
    let epoch: Int = try await house.database.run("postgres", nil, "select epoch from levee.term")[0]["epoch"]
    let watcher = try await house.database.connect("postgres")
    let holder = try await house.database.connect("zhou", .response)
    try await holder.run("begin")
    try await holder.run("select pg_advisory_lock_shared(4711)")
    let again = try await house.database.connect("svc_response", .response)
    let waits = Task { try await again.run("select pg_advisory_xact_lock(4711)") }
    try await awaitUntil("it has waited for a while") {
      try await !watcher.run("select 1 from levee.waits()").isEmpty
    }
    for _ in 1...3 { #expect(try await term.endBlockers(epoch: epoch) == []) }
    // As if it had gone on for a minute, each time in a transaction of its own.
    try await house.asOwner(
      "update levee.kept_waiting set since = since - interval '1 minute'; delete from levee.blocker")
    #expect(try await term.endBlockers(epoch: epoch) == ["zhou"])
    _ = try await waits.value
    #expect(
      try await holds(
        house, "exists (select from levee.event where chain = 0 and kind = 'kept_waiting' and payload like '%zhou%')"))
    for session in [watcher, holder, again] { await session.close() }
  }

  /// Texts that fit into no index, or onto no screen, are refused; ids of mentions are nobody's to choose.
  @Test func whatIsTooLongIsRefusedAndIdsAreNobodysToChoose() async throws {
    let house = try await House(at: .assessing)
    let long = "repeat('x', 300000)"
    for (sql, rule) in [
      ("insert into levee.incident (title, kind) values (\(long), 'other')", "incident_has_a_title"),
      ("insert into levee.fact (incident_id, claim, source) values (1, \(long), 's')", "fact_claim_is_not_too_long"),
      (
        "insert into levee.source (name, kind, location, token) values (\(long), 'inbox', '', sha256('x'))",
        "source_has_a_name"
      ),
      (
        "insert into levee.mention (id, source, external_id, published_at, text) values (12345, 's', 'x', now(), '.')",
        "mentions_are_stored_as_admitted"
      ),
    ] {
      #expect(
        await refusal { try await house.database.run("sun", .monitoring, Statement(unsafeSQL: sql)) } == rule, "\(rule)"
      )
    }
    // What a feed says too much of is cut, and its key is known again.
    let sun = house.database.ledger("sun", .monitoring)
    let post = Mentions.Mention(
      source: "feed", externalID: String(repeating: "k", count: 6000), publishedAt: nil,
      subject: String(repeating: "话", count: 600), text: String(repeating: "长", count: 300_000))
    #expect(try await sun.mentions.store([post]).new == 1)
    #expect(try await sun.mentions.store([post]).known == 1)
    #expect(
      try await holds(
        house, "exists (select from levee.event where chain = 0 and kind = 'mentions_taken_in' and person = 'sun')"))
  }

  /// No setting of a session makes an honest history look changed.
  @Test func aSettingThatReadsBackslashesAnotherWayChangesNoDigest() async throws {
    let house = try await House(at: .responding)
    let draft = try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: nil, purpose: "",
      renditions: ["one", "two"].map { .init(name: $0, language: "en", title: "T", body: $0) }, facts: [], submit: false
    )
    try await house.database.run(
      "zhao", .leadership,
      "select levee.erase(1, 'rendition', (select event_id from levee.rendition where name = 'two'), 'r')")
    let zhou = try await house.database.connect("zhou", .response)
    try await zhou.run("set standard_conforming_strings = off")
    try await zhou.run(
      "insert into levee.submission (incident_id, kind, document_id, number) values (1, 'statement', \(draft.number), 1)"
    )
    await zhou.close()
    #expect(try await house.database.ledger("sun", .monitoring).history.verify(incident).faults.isEmpty)
  }

  /// Spaces, another text, another incident, a reason: the same words have the same authors.
  @Test func theSameWordsHaveTheSameAuthorsWhereverTheyStand() async throws {
    let house = try await House(at: .responding)
    _ = try await statement(house, "zhou", "these are my words")
    let spaced = try await statement(house, "li", "These are  my\n words ")
    #expect(await review(house, "zhou", spaced) == "review_is_not_by_the_author")
    #expect(await review(house, "wang", spaced) == nil)
    let first = try await house.database.ledger("li", .leadership).documents.waive(incident, reason: "it cannot wait")
    let second = try await house.database.ledger("wang", .leadership).documents.waive(
      incident, reason: "it cannot wait")
    #expect(await review(house, "li", second) == "review_is_not_by_the_author")
    #expect(await review(house, "zhao", first) == nil)
  }

  /// A correction reaches the readers of what was wrong, in their language, and stays out.
  @Test func aCorrectionIsOwedInEachLanguageAndAgainWhenItIsTakenDown() async throws {
    let house = try await House(at: .responding)
    let zhou = house.database.ledger("zhou", .response)
    func both(_ body: String) -> [Statements.Rendition] {
      ["en", "zh-CN"].map { .init(name: "w-" + $0.lowercased(), language: $0, title: "T", body: body + $0) }
    }
    let wrong = try await zhou.statements.draft(
      incident, holding: nil, purpose: "", renditions: both("wrong"), facts: [Reference(.fact, 1)], submit: true)
    try await house.approve("statement", wrong.number, 1)
    _ = try await zhou.deliveries.send(wrong, renditions: [], channels: ["inside"])
    try await house.deliver()
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "r")
    let right = try await zhou.statements.correct(
      wrong, purpose: "", renditions: both("right"), facts: [], submit: true)
    try await house.approve("statement", right.number, 1)
    _ = try await zhou.deliveries.send(right, renditions: ["w-en"], channels: ["inside"])
    try await house.deliver()
    let isOpen = "exists (select from levee.open_correction where incident_id = 1)"
    #expect(try await holds(house, isOpen))
    #expect(try await zhou.duties.inbox().items.contains { $0.kind == .correct })
    let sent = try await zhou.deliveries.send(right, renditions: ["w-zh-cn"], channels: ["inside"])
    try await house.deliver()
    #expect(try await !holds(house, isOpen))
    let withdrawal = try await zhou.documents.withdraw(sent[0], reason: "r")
    try await house.approve("withdrawal", withdrawal.number, 1)
    let service = house.database.ledger("svc_response", .response)
    let claim = try #require(try await service.work.claim(.retract, most: 1, lease: .seconds(60)).first)
    try await service.deliveries.recordTakenDown(sent[0], token: claim.token)
    #expect(try await holds(house, isOpen))
  }

  /// Words that leadership withdrew do not go out on an older approval of another text.
  @Test func withdrawnWordsDoNotGoOutUnderAnotherNumber() async throws {
    let house = try await House(at: .responding)
    let zhou = house.database.ledger("zhou", .response)
    let first = try await statement(house, "zhou", "the same words")
    let second = try await statement(house, "zhou", "the same  words")
    for text in [first, second] { try await house.approve("statement", text.number, 1) }
    let sent = try await zhou.deliveries.send(first, renditions: [], channels: ["inside"])
    try await house.deliver()
    let withdrawal = try await zhou.documents.withdraw(sent[0], reason: "r")
    try await house.approve("withdrawal", withdrawal.number, 1)
    #expect(
      await refusal { _ = try await zhou.deliveries.send(second, renditions: [], channels: ["manual"]) }
        == "delivery_is_not_of_a_withdrawn_text")
    // Approved anew, after that, they may.
    let renewed = try await zhou.documents.renew(second)
    try await house.approve("statement", renewed.number, renewed.revision ?? 0)
    #expect(
      await refusal { _ = try await zhou.deliveries.send(renewed, renditions: [], channels: ["manual"]) } == nil)
  }

  /// A reply is for who asked; an erased text answers nobody; what a channel takes is asked again at the claim.
  @Test func aReplyIsForWhoAskedAndOfWhatStillStands() async throws {
    let house = try await Matrix.house(at: .responding)
    let zhou = house.database.ledger("zhou", .response)
    let internal_ = try await statement(house, "zhou", "for us", audience: "employees")
    try await house.approve("statement", internal_.number, 1)
    #expect(
      await refusal { try await zhou.feedback.reply(Reference(.feedback, 1), statement: internal_) }
        == "reply_from_statement_is_for_who_asked")
    let token = try await zhou.deliveries.claim(Reference(.delivery, 1), lease: .seconds(60))
    try await house.asOwner("select levee.set_reach('manual', '{newsroom}', '{employees}', '{en}')")
    #expect(
      await refusal { _ = try await zhou.deliveries.text(of: Reference(.delivery, 1), token: token) }
        == "delivery_fits_its_channel")
    try await house.database.run(
      "zhao", .leadership, "select levee.erase(1, 'rendition', (select min(event_id) from levee.rendition), 'r')")
    #expect(
      await refusal { try await zhou.feedback.reply(Reference(.feedback, 1), statement: Reference(.statement, 2)) }
        == "delivery_is_not_of_an_erased_text")
  }

  /// Once something is out, the leader alone does not stop it.
  @Test func whatIsOutIsNotStoppedByOnePerson() async throws {
    let house = try await House(at: .planning)
    let zhou = house.database.ledger("zhou", .response)
    let template = try await zhou.playbooks.templates("holding", of: incident, language: .english)[0]
    let text = try await zhou.statements.draft(
      incident, holding: "holding", purpose: "",
      renditions: [.init(name: "web", language: "en", title: template.title, body: template.body)], facts: [],
      submit: true)
    try await house.approve("statement", text.number, 1)
    _ = try await zhou.deliveries.send(text, renditions: [], channels: ["inside"])
    try await house.deliver()
    #expect(
      try await !house.database.ledger("wang", .leadership).incidents.stop(
        incident, outcome: "other", mergedInto: nil, reason: "r"))
    try await house.advance()
    #expect(try await house.stage() == .planning)
    try await house.database.ledger("zhao", .leadership).incidents.agreeToStop(incident)
    try await house.advance()
    #expect(try await house.stage() == .planning)  // the meeting's record is owed
    try await house.database.ledger("wang", .leadership).commands.recordMeeting(
      incident, attendees: ["wang"], record: "r")
    try await house.advance()
    #expect(try await house.stage() == .closed)
  }

  /// A person without a seat is told of their task; a notice is not ended by who was never asked to reach anybody.
  @Test func anOwnerOfWhateverDepartmentIsToldAndNoNoticeIsEndedUnasked() async throws {
    let house = try await Matrix.house(at: .planning)
    _ = try await house.database.ledger("svc_response", .response).notices.remind()
    #expect(try await holds(house, "exists (select from levee.notice where recipient = 'he' and kind = 'task')"))
    let any: Int = try await house.database.run("postgres", nil, "select min(id) as id from levee.notice")[0]["id"]
    #expect(
      await refusal {
        _ = try await house.database.ledger("wu", .logistics).notices.recordReached(
          Reference(.notice, any), how: "by no means")
      } == "notice_is_unreached")
  }

  /// How a source is, only the service that looked at it says.
  @Test func aSourceIsNotPutToSleepByHand() async throws {
    let database = try await TestDatabase()
    let sun = database.ledger("sun", .monitoring)
    try await sun.sources.add(.init(name: "press", kind: .feed, location: "http://127.0.0.1:9/", every: .seconds(60)))
    #expect(
      await refusal {
        try await database.run("sun", .monitoring, "update levee.source set failures = -2000000000, etag = '*'")
      } == "work_is_by_a_service")
    try await database.run("sun", .monitoring, "update levee.source set every = '2 minutes'")
    #expect(
      try await database.run("sun", .monitoring, "select 1 from levee.event where kind = 'source'").count == 2)
  }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// Longer attacks, in several sessions or steps: each was once a way around the law.
@Suite struct InsiderTests {
  private let incident = Reference(.incident, 1)

  private func words(_ body: String, _ name: String = "web", audience: String = "public", language: String = "en")
    -> [Statements.Rendition]
  {
    [.init(name: name, audience: audience, language: language, title: "T", body: body)]
  }

  private func holds(_ house: House, _ condition: String) async throws -> Bool {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(condition)) as holds"))[0]["holds"]
  }

  // MARK: snapshots

  /// The author's snapshot is of before the submission; a part that comes in behind it is neither accepted nor sent.
  @Test func aTextIsSentWordForWordAsItWasApprovedWhateverStandsBesideIt() async throws {
    let house = try await House(at: .responding)
    let author = try await house.database.connect("zhou", .response)
    let draft = try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: nil, purpose: "", renditions: words("approved"), facts: [], submit: false)
    try await author.execute(script: "begin isolation level repeatable read; select 1 from levee.submission")
    _ = try await house.database.ledger("zhou", .response).documents.submit(draft)
    try await house.approve("statement", draft.number, 1)
    let late = """
      insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body)
      values (1, \(draft.number), 1, 'late', 'newsroom', 'en', 'T', 'nobody read this')
      """
    #expect(await refusal { try await author.run(Statement(unsafeSQL: late)) } == "guards_see_what_is_committed")
    await author.close()
    // Even if it were let in, without any guard: the digest is not what was approved.
    try await house.database.run("postgres", nil, "update levee.incident set severity = severity where id = 1")
    let owner = try await house.database.connect("postgres")
    try await owner.execute(
      script: """
        set session_replication_role = replica;
        insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body, person, team, at,
            event_id, salt)
          select 1, document_id, 1, 'late', 'newsroom', 'en', 'T', 'nobody read this', person, team, at, 0, '\\x01'
          from levee.rendition where document_id = \(draft.number)
        """)
    await owner.close()
    let send = await refusal {
      _ = try await house.database.ledger("zhou", .response).deliveries.send(
        draft, renditions: ["web"], channels: ["inside"])
    }
    #expect(send == "delivery_is_word_for_word")
  }

  @Test func aTextThatChangesBetweenSendingAndTheClaimIsNotHandedOut() async throws {
    let house = try await Matrix.house(at: .responding)
    let zhou = house.database.ledger("zhou", .response)
    let token = try await zhou.deliveries.claim(Reference(.delivery, 1), lease: .seconds(60))
    let owner = try await house.database.connect("postgres")
    try await owner.execute(
      script: "set session_replication_role = replica; update levee.rendition set body = 'other' where document_id = 2")
    await owner.close()
    #expect(
      await refusal { _ = try await zhou.deliveries.text(of: Reference(.delivery, 1), token: token) }
        == "delivery_is_word_for_word")
  }

  // MARK: claims

  @Test func aClaimIsOfTheLoginThatMadeItEvenWithItsToken() async throws {
    let house = try await Matrix.house(at: .responding)
    let token = try await house.database.ledger("zhou", .response).deliveries.claim(
      Reference(.delivery, 1), lease: .seconds(60))
    for person in ["li", "svc_response"] {
      let thief = house.database.ledger(person, .response)
      #expect(
        await refusal { _ = try await thief.deliveries.text(of: Reference(.delivery, 1), token: token) }
          == "delivery_receipt_holds_the_claim")
      #expect(
        await refusal {
          try await thief.deliveries.record(
            Reference(.delivery, 1), token: token, address: "x", postedAt: nil, screenshot: nil)
        } == "delivery_receipt_holds_the_claim")
    }
    try await house.database.run(
      "svc_response", .response,
      "select levee.fail(w.id, \(token)::uuid, 'sabotage', true), levee.hand_back(array[\(token)::uuid]) from levee.work w where w.kind = 'post'"
    )
    #expect(
      try await holds(
        house, "exists (select from levee.work where kind = 'post' and state = 'leased' and holder = 'zhou')"))
    try await house.database.ledger("zhou", .response).deliveries.record(
      Reference(.delivery, 1), token: token, address: "x", postedAt: nil, screenshot: nil)
  }

  // MARK: one row

  /// A row that no constraint would let in, put there behind their backs: all others go on, and it is named.
  @Test(
    "One bad row stops nobody else",
    arguments: [
      "detected_at = '-infinity', at = '-infinity'", "detected_at = '4713-01-01 BC', at = '4713-01-01 BC'",
      "clock_offset = '290000 years'", "clock_rate = 1e300", "clock_rate = 0", "clock_started_at = 'infinity'",
    ])
  func oneBadRowStopsNobodyElse(_ bad: String) async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let sun = house.database.ledger("sun", .monitoring)
    _ = try await sun.assessments.submit(.init(severity: .two, summary: "s", trend: .rising), to: incident)
    let owner = try await house.database.connect("postgres")
    try await owner.execute(
      script: """
        alter domain levee.moment drop constraint moment_is_sane; alter domain levee.span drop constraint span_is_sane;
        alter table levee.incident drop constraint incident_clock_runs_forward;
        update levee.incident set \(bad) where id = 2;
        -- What is owed of it is as bad as a row of the incident made it.
        update levee.duty set started_at = '-infinity', due_at = '2020-01-01', next_at = '-infinity'
          where incident_id = 2 and kind = 'assess' and '\(bad.prefix(8))' = 'detected';
        -- Long overdue, whatever else happens.
        update levee.incident set clock_offset = '3 hours' where id = 1
        """)
    await owner.close()
    try await house.advance()
    #expect(try await house.stage() == .commanding)
    #expect(try await holds(house, "exists (select from levee.escalation where incident_id = 1)"))
    #expect(try await sun.incidents.list(.init(isOpen: true)).count == 2)
    #expect(
      try await house.database.ledger("wang", .leadership).duties.inbox().items.contains { $0.kind == .receive })
    _ = try await house.database.ledger("svc_leadership", .leadership).notices.remind()
    _ = try await house.database.ledger("svc_supervisor", .supervisor).operations.overview()
    #expect(try await sun.history.verify(nil).faults.isEmpty)
    // And it can be stopped.
    #expect(
      try await house.database.ledger("wang", .leadership).incidents.stop(
        Reference(.incident, 2), outcome: "other", mergedInto: nil, reason: "bad row"))
    try await house.advance()
    #expect(try await holds(house, "(select stage = 'closed' from levee.incident where id = 2)"))
    if bad.hasPrefix("detected") {
      #expect(
        try await holds(house, "(select count(*) = 1 from levee.set_aside where incident_id = 2 and what = 'sweep')"))
      #expect(try await holds(house, "(select count(*) = 1 from levee.event where chain = 0 and kind = 'set_aside')"))
    }
  }

  // MARK: open transactions

  /// Whoever keeps a service waiting is found, whatever the lock; who only waits behind it is not.
  @Test func whoBlocksAServiceIsEndedAndWhoWaitsBehindItIsNot() async throws {
    let house = try await Matrix.house(at: .responding)
    let term = house.database.ledger("svc_supervisor", .supervisor).term(candidate: UUID(uuidString: House.supervisor)!)
    let epoch: Int = try await house.database.run("postgres", nil, "select epoch from levee.term")[0]["epoch"]
    let blocker = try await house.database.connect("zhou", .response)
    try await blocker.run("begin")
    try await blocker.run("select pg_advisory_xact_lock(4711)")
    // Another person waits for it, and a service behind that one.
    let waiter = try await house.database.connect("li", .response)
    try await waiter.run("begin")
    let watcher = try await house.database.connect("postgres")
    let held = Task { try await waiter.run("select pg_advisory_xact_lock(4711)") }
    let service = try await house.database.connect("svc_response", .response)
    let alsoHeld = Task { try await service.run("select pg_advisory_xact_lock(4711)") }
    try await awaitUntil("both wait") { try await watcher.run("select 1 from levee.waits()").count == 2 }
    #expect(try await term.endBlockers(epoch: epoch) == [])
    try await house.asOwner("update levee.blocker set first_seen = first_seen - interval '1 minute'")
    #expect(try await term.endBlockers(epoch: epoch) == ["zhou"])
    _ = try await held.value
    try await waiter.run("commit")
    _ = try await alsoHeld.value
    #expect(
      try await holds(
        house, "(select count(*) = 1 from levee.event where kind = 'session_ended' and payload like '%zhou%')"))
    await waiter.close()
    await service.close()
    await watcher.close()
  }

  /// Two people who relay short transactions hold an incident between them; the supervisor waits for its turn, and both are named.
  @Test func anIncidentThatIsPassedByAgainAndAgainGetsItsTurn() async throws {
    let house = try await House(at: .assessing)
    _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
      .init(severity: .two, summary: "s", trend: .rising), to: incident)
    let term = house.database.ledger("svc_supervisor", .supervisor).term(candidate: UUID(uuidString: House.supervisor)!)
    let epoch = try #require(try await term.take(host: "t", lease: .seconds(120)))
    let fact: Statement = "insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')"
    var runners: [Connection] = []
    for person in ["sun", "chen"] {
      let session = try await house.database.connect(person, .monitoring)
      try await session.run("begin")
      try await session.run(fact)
      if let before = runners.last { try await before.run("rollback") }
      #expect(try await term.advance(epoch: epoch, most: 10).isEmpty)
      #expect(try await term.endBlockers(epoch: epoch) == [])
      runners.append(session)
    }
    try await house.asOwner("update levee.passed_by set since = since - interval '1 minute'")
    #expect(try await term.endBlockers(epoch: epoch) == [])
    #expect(
      try await holds(
        house,
        "exists (select from levee.event where kind = 'incident_passed_by' and payload like '%chen%' and payload like '%sun%')"
      ))
    let turn = Task { try await term.advanceHeld(epoch: epoch) }
    let watcher = try await house.database.connect("postgres")
    try await awaitUntil("the supervisor waits") {
      try await !watcher.run(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and usename = 'svc_supervisor'"
      ).isEmpty
    }
    // The relay goes on: the next one has to queue behind the supervisor.
    let relay = runners[0]
    let next = Task {
      try await relay.execute(
        script: "begin; insert into levee.fact (incident_id, claim, source) values (1, 'c', 's'); commit")
    }
    try await runners[1].run("rollback")
    #expect(try await turn.value.map(\.to) == [.commanding])
    try await next.value
    for session in runners { await session.close() }
    await watcher.close()
  }

  /// An open claim of one incident's work does not hold up another incident.
  @Test func anOpenClaimHoldsUpNoOtherIncident() async throws {
    let house = try await Matrix.house(at: .responding)
    _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
      .init(severity: .two, summary: "s", trend: .rising), to: Reference(.incident, 2))
    let open = try await house.database.connect("zhou", .response)
    try await open.run("begin")
    try await open.run("select levee.claim_by_hand(1, 'post', '1 minute')")
    try await house.advance()
    #expect(try await holds(house, "(select stage = 'commanding' from levee.incident where id = 2)"))
    await open.close()
  }

  // MARK: erasure

  /// Erasing one piece of a text suspends the digest of that piece alone.
  @Test func whatStandsBesideAnErasedPieceStaysChecked() async throws {
    let house = try await House(at: .responding)
    let text = try await house.approvedStatement(["one", "two"])
    try await house.advance()
    let zhao = try await house.database.connect("zhao", .leadership)
    try await zhao.run(
      "select levee.erase(1, 'rendition', (select event_id from levee.rendition where document_id = \(text.number) and name = 'one'), 'names a person')"
    )
    let sun = house.database.ledger("sun", .monitoring)
    #expect(try await sun.history.verify(incident).faults.isEmpty)
    for change in [
      "update levee.rendition set body = 'other' where name = 'two'",
      "delete from levee.rendition where name = 'two'",
      "update levee.rendition set audience = 'employees' where name = 'two'",
      "insert into levee.rendition select (jsonb_populate_record(r, '{\"name\": \"three\", \"event_id\": 0}')).* from levee.rendition r where name = 'two'",
      "update levee.rendition set title = 'back again' where name = 'one'",
    ] {
      let owner = try await house.database.connect("postgres")
      try await owner.execute(script: "begin; set local session_replication_role = replica; \(change)")
      let faults = try await owner.run("select fault from levee.verify(1) where fault <> 'erased'")
      #expect(!faults.isEmpty || change.contains("back again"), "\(change)")
      await owner.close()
    }
    await zhao.close()
  }

  /// What was approved, and is erased before it is out, does not go out as a sign: it is given up, with the reason.
  @Test func anErasedTextIsNotDelivered() async throws {
    let house = try await House(at: .responding)
    let text = try await house.approvedStatement(["one", "two"])
    let zhou = house.database.ledger("zhou", .response)
    _ = try await zhou.deliveries.send(text, renditions: ["one"], channels: ["inside"])
    _ = try await zhou.deliveries.send(text, renditions: ["two"], channels: ["manual"])
    let service = house.database.ledger("svc_response", .response)
    let claim = try #require(try await service.work.claim(.deliver, most: 1, lease: .seconds(60)).first)
    try await house.database.run(
      "zhao", .leadership,
      "select levee.erase(1, 'rendition', (select event_id from levee.rendition where name = 'one'), 'r')")
    // What waited is given up at once; what was claimed, as soon as its holder asks for the text.
    #expect(
      try await holds(house, "(select count(*) = 1 from levee.delivery_abandonment where reason = 'erased')"))
    let refused = await refusal {
      _ = try await service.deliveries.text(of: Reference(.delivery, claim.subject), token: claim.token)
    }
    #expect(refused == "delivery_is_not_of_an_erased_text")
    try await service.work.fail(claim, reason: refused ?? "", forever: true)
    #expect(
      try await holds(
        house,
        "(select count(*) = 2 from levee.delivery_abandonment) and not exists (select from levee.work where kind in ('deliver', 'post'))"
      ))
  }

  @Test func theReasonOfAnErasureIsErasedToo() async throws {
    let house = try await House(at: .responding)
    let zhao = try await house.database.connect("zhao", .leadership)
    try await zhao.run(
      "select levee.erase(1, 'fact', (select event_id from levee.fact where id = 1), 'Mr Smith asked')")
    try await zhao.run("select levee.erase(1, 'erasure', (select event_id from levee.erasure), 'a name')")
    await zhao.close()
    try await house.advance()
    #expect(
      try await holds(
        house,
        "not exists (select from levee.erasure where reason like '%Smith%') and not exists (select from levee.event where payload like '%Smith%')"
      ))
    #expect(try await house.database.ledger("sun", .monitoring).history.verify(incident).faults.isEmpty)
  }

  /// Of an erased mention nothing is left that says whose it was; taken in again it is known, and its incident still verifies.
  @Test func anErasedMentionIsGoneAndStaysGone() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    let post = Mentions.Mention(
      source: "forum", externalID: "https://forum.example/u/alice/1", publishedAt: nil, author: "alice",
      url: "https://forum.example/u/alice/1", text: "down, says alice")
    _ = try await sun.mentions.store([post])
    _ = try await sun.mentions.attach([Reference(.mention, 1)], to: incident)
    try await house.advance()
    #expect(try await sun.history.verify(incident).faults.isEmpty)
    let owner = try await house.database.connect("postgres")
    try await owner.execute(script: "begin; update levee.mention set text = 'up' where id = 1")
    #expect(try await owner.run("select fault from levee.verify(1)").count == 1)
    try await owner.execute(script: "rollback")
    _ = try await house.database.ledger("zhao", .leadership).history.erase(
      Reference(.mention, 1), reason: "alice asked")
    try await house.advance()
    let left = try await owner.run(
      """
      select 1 from levee.mention m where m::text like '%alice%' union all select 1 from levee.mention_key k where k::text like '%alice%'
      union all select 1 from levee.event e where e.payload like '%alice%'
      """)
    #expect(left.isEmpty)
    #expect(try await sun.mentions.store([post]).new == 0)
    #expect(try await sun.history.verify(incident).faults.isEmpty)
    #expect(try await sun.history.verify(nil).faults.isEmpty)
    await owner.close()
  }

  // MARK: authorship

  /// Who wrote words of it stays an author, whoever hands it in again.
  @Test func theFirstAuthorOfRenewedWordsDoesNotReviewThem() async throws {
    let house = try await House(at: .responding)
    // zhou writes, and sits in leadership too; li renews.
    let text = try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: nil, purpose: "", renditions: words("mine"), facts: [], submit: true)
    let renewed = try await house.database.ledger("li", .response).documents.renew(text)
    func review(_ person: String, _ reference: Reference) async -> String? {
      await refusal {
        _ = try await house.database.ledger(person, .leadership).documents.review(
          reference, verdict: .approve, reason: "")
      }
    }
    #expect(await review("zhou", renewed) == "review_is_not_by_the_author")
    #expect(await review("li", renewed) == "review_is_not_by_the_author")
    // The same words in another text.
    let copied = try await house.database.ledger("li", .response).statements.draft(
      incident, holding: nil, purpose: "", renditions: words("mine", "other"), facts: [], submit: true)
    #expect(await review("zhou", copied) == "review_is_not_by_the_author")
    #expect(await review("wang", copied) == nil)
  }

  @Test func theAuthorOfWhatIsCorrectedDoesNotReviewTheCorrection() async throws {
    let house = try await House(at: .responding)
    let wrong = try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: nil, purpose: "", renditions: words("wrong"), facts: [Reference(.fact, 1)], submit: true)
    try await house.approve("statement", wrong.number, 1)
    _ = try await house.database.ledger("zhou", .response).deliveries.send(wrong, renditions: [], channels: ["inside"])
    try await house.deliver()
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "r")
    let correction = try await house.database.ledger("li", .response).statements.correct(
      wrong, purpose: "", renditions: words("right"), facts: [], submit: true)
    let name = await refusal {
      _ = try await house.database.ledger("zhou", .leadership).documents.review(
        correction, verdict: .approve, reason: "")
    }
    #expect(name == "review_is_not_by_the_author")
  }

  // MARK: audiences

  @Test func aTextGoesWhereItIsMeantAndNowhereElse() async throws {
    let house = try await House(at: .responding)
    try await house.asOwner(
      """
      insert into levee.channel (name, kind, outside, title, person) values ('staff-mail', 'manual', false, 'Staff', 'x');
      select levee.set_reach('staff-mail', '{newsroom}', '{employees}', '{zh-CN,en}')
      """)
    let zhou = house.database.ledger("zhou", .response)
    let text = try await zhou.statements.draft(
      incident, holding: nil, purpose: "",
      renditions: words("for all", "all") + words("for us", "us", audience: "employees", language: "zh-CN")
        + words("for investors", "money", audience: "investors"), facts: [], submit: true)
    try await house.approve("statement", text.number, 1)
    for (rendition, channel) in [("us", "inside"), ("all", "staff-mail"), ("money", "inside")] {
      #expect(
        await refusal { _ = try await zhou.deliveries.send(text, renditions: [rendition], channels: [channel]) }
          == "delivery_fits_its_channel")
    }
    let fits = try await zhou.deliveries.fitting(text, channels: ["inside", "staff-mail"])
    #expect(
      fits.map { "\($0.rendition) \($0.channel ?? "nowhere")" } == ["all inside", "money nowhere", "us staff-mail"])
    #expect(try await zhou.deliveries.send(text, renditions: [], channels: ["inside", "staff-mail"]).count == 2)
    // A channel that takes no such text any more takes it no more, and what went out stays on record.
    try await house.asOwner("select levee.set_reach('inside', '{newsroom}', '{employees}', '{en}')")
    let next = try await house.approvedStatement(["web"])
    #expect(
      await refusal { _ = try await zhou.deliveries.send(next, renditions: ["web"], channels: ["inside"]) }
        == "delivery_fits_its_channel")
  }

  // MARK: decisions

  @Test func whoLeadsIsDecidedByTheLeaderOrByLegalAndOneMore() async throws {
    let database = try await TestDatabase()
    let admin = try await database.connect("postgres")
    func propose(_ handle: String, _ seat: String) async throws -> Int {
      try await admin.run("select levee.seat_in_leadership(\(handle), \(seat)) as id")[0]["id"]
    }
    func seat(_ handle: String) async throws -> String? {
      try await admin.run("select seat from levee.seat where handle = \(handle) and team = 'leadership'").first?["seat"]
    }
    let wang = database.ledger("wang", .leadership)
    let li = database.ledger("li", .leadership)
    let zhao = database.ledger("zhao", .leadership)
    // While there is a leader, nobody else's word counts.
    let first = try await propose("li", "leader")
    #expect(try await li.people.decideSeat(first, agrees: true) == "open")
    #expect(try await zhao.people.decideSeat(first, agrees: true) == "open")
    #expect(try await seat("li") == "deputy")
    #expect(try await wang.people.decideSeat(first, agrees: false) == "refused")
    // The leader makes room.
    #expect(try await wang.people.decideSeat(try await propose("wang", ""), agrees: true) == "done")
    #expect(try await seat("wang") == nil)
    #expect(await refusal { _ = try await wang.people.decideSeat(first, agrees: true) } == "team_is_where_one_sits")
    // Now legal and one more.
    let second = try await propose("li", "leader")
    #expect(try await li.people.decideSeat(second, agrees: true) == "open")
    #expect(try await database.ledger("chen", .leadership).people.decideSeat(second, agrees: true) == "open")
    #expect(try await zhao.people.decideSeat(second, agrees: true) == "done")
    #expect(try await seat("li") == "leader")
    await admin.close()
  }

  /// A playbook's parts do not enter past a review, and a review is of exactly what was read.
  @Test func aPartOfAPlaybookInAnOpenTransactionComesBeforeTheReviewOrNotAtAll() async throws {
    let database = try await TestDatabase()
    let version: Int = try await database.run(
      "postgres", nil, "select levee.propose_playbook(1, levee.playbook_content(1)) as v")[0]["v"]
    let admin = try await database.connect("postgres")
    try await admin.execute(
      script:
        "begin; insert into levee.template (version, name, kind, language, title, body) values (\(version), 'sly', 'holding', 'en', 't', 'b')"
    )
    let wang = try await database.connect("wang", .leadership)
    let review = Task { try await wang.run("insert into levee.playbook_review (version) values (\(version))") }
    let watcher = try await database.connect("postgres")
    try await awaitUntil("the reviewer waits for what is being written") {
      try await !watcher.run("select 1 from pg_stat_activity where usename = 'wang' and wait_event_type = 'Lock'")
        .isEmpty
    }
    try await admin.execute(script: "commit")
    _ = try await review.value
    #expect(
      await refusal {
        try await admin.run("delete from levee.template where version = \(version) and name = 'sly'")
      } == "playbook_is_frozen")
    try await database.run("zhao", .leadership, "insert into levee.playbook_review (version) values (\(version))")
    let same: Bool = try await watcher.run(
      "select digest = levee.playbook_digest(version) as same from levee.playbook_approval where version = \(version)")[
        0]["same"]
    #expect(same)
    // Changed in spite of all, it is found.
    try await watcher.execute(
      script:
        "set session_replication_role = replica; update levee.review_rule set reviews = 1 where version = \(version)")
    #expect(try await watcher.run("select 1 from levee.verify(null) where fault = 'playbook_edited'").count == 1)
    for session in [admin, wang, watcher] { await session.close() }
  }

  // MARK: undone elsewhere

  @Test func whatIsWithdrawnDoesNotGoOutAgain() async throws {
    let house = try await House(at: .responding)
    let text = try await house.approvedStatement(["web"])
    let zhou = house.database.ledger("zhou", .response)
    _ = try await zhou.deliveries.send(text, renditions: [], channels: ["inside"])
    try await house.deliver()
    let withdrawal = try await zhou.documents.withdraw(Reference(.delivery, 1), reason: "wrong")
    try await house.approve("withdrawal", withdrawal.number, 1)
    #expect(
      await refusal { _ = try await zhou.deliveries.send(text, renditions: [], channels: ["manual"]) }
        == "delivery_is_not_of_a_withdrawn_text")
    // Stopped, the incident still waits for it to be taken down.
    _ = try await house.database.ledger("wang", .leadership).incidents.stop(
      incident, outcome: "other", mergedInto: nil, reason: "r")
    try await house.database.ledger("li", .leadership).incidents.agreeToStop(incident)
    try await house.advance()
    try await house.advance()
    #expect(try await holds(house, "exists (select from levee.work where kind = 'retract')"))
    #expect(try await house.stage() == .reviewing)
  }

  /// A late correction is owed on each channel that showed the claim.
  @Test func oneTextOnAnInsideChannelClosesNoCorrectionOwedElsewhere() async throws {
    let house = try await House(at: .closed)
    let owner = try await house.database.connect("postgres")
    // The archived text went out on a second channel, too.
    try await owner.execute(
      script: """
        set session_replication_role = replica;
        insert into levee.delivery overriding system value
          select (jsonb_populate_record(d, '{"id": 77, "channel": "manual", "event_id": 0}')).* from levee.delivery d;
        insert into levee.delivery_receipt select (jsonb_populate_record(r, '{"delivery_id": 77, "event_id": 0}')).* from levee.delivery_receipt r
        """)
    await owner.close()
    let late = try await house.database.run("sun", .monitoring, "select levee.refute_after_closing(1, 'wrong') as id")[
      0]
    let fresh: Int = try late["id"]
    let owed: [String] = try await house.database.run(
      "sun", .monitoring,
      "select unnest(channels) as c from levee.open_correction where incident_id = \(fresh) order by 1"
    ).map { try $0["c"] }
    #expect(owed == ["inside", "manual"])
    // What corrects it is out on one of them.
    try await house.database.run(
      "postgres", nil,
      Statement(
        unsafeSQL: """
          with a as (select set_config('session_replication_role', 'replica', false))
          select 1 from a
          """))
    let hand = try await house.database.connect("postgres")
    try await hand.execute(
      script: """
        set session_replication_role = replica;
        insert into levee.late_correction (incident_id, document_id, fact_id, person, team, at, event_id)
          select \(fresh), 900, fact_id, 'zhou', 'response', now(), 0 from levee.late_refutation;
        insert into levee.delivery overriding system value
          select (jsonb_populate_record(d, '{"id": 78, "incident_id": \(fresh), "document_id": 900, "event_id": 0}')).* from levee.delivery d where id = 1;
        insert into levee.delivery_receipt
          select (jsonb_populate_record(r, '{"incident_id": \(fresh), "delivery_id": 78, "event_id": 0}')).* from levee.delivery_receipt r where delivery_id = 1
        """)
    await hand.close()
    let left: [String] = try await house.database.run(
      "sun", .monitoring, "select unnest(channels) as c from levee.open_correction where incident_id = \(fresh)"
    ).map { try $0["c"] }
    #expect(left == ["manual"])
  }

  @Test func aDecisionAndACommandRestOnTheNewestAssessment() async throws {
    let house = try await House(at: .commanding)
    let wang = house.database.ledger("wang", .leadership)
    _ = try await wang.commands.receive(incident)
    let sun = house.database.ledger("sun", .monitoring)
    _ = try await sun.assessments.submit(.init(severity: .one, summary: "worse", trend: .rising), to: incident)
    let stale: Statement =
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'urgent', 'go')"
    #expect(
      await refusal { try await house.database.run("wang", .leadership, stale) }
        == "decision_rests_on_the_newest_assessment")
    _ = try await wang.commands.receive(incident)
    try await wang.commands.decide(incident, onAssessment: 2, sentence: "go", attendees: [], record: "")
    _ = try await sun.assessments.submit(.init(severity: .one, summary: "worse", trend: .rising), to: incident)
    #expect(
      await refusal {
        _ = try await wang.commands.issue(incident, text: "t", monitoring: "m", response: "r", logistics: "l")
      } == "command_rests_on_the_newest_assessment")
    // It is owed anew: first the receipt, then the decision.
    #expect(try await wang.duties.inbox().items.contains { $0.kind == .receive })
    _ = try await wang.commands.receive(incident)
    #expect(try await wang.duties.inbox().items.contains { $0.kind == .decide })
  }

  /// A plan that was approved with one pair of eyes carries no text at a graver level.
  @Test func aPlanOfALowerSeverityCarriesNoTextAtAHigherOne() async throws {
    let house = try await House(at: .planning)
    let owner = try await house.database.connect("postgres")
    try await owner.run("update levee.incident set severity = 'III' where id = 1")
    await owner.close()
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      _ = try await house.database.ledger(person, team).commands.acknowledge(incident)
    }
    try await house.database.run("zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    try await house.database.run(
      "wu", .logistics,
      "select levee.certify_readiness(1, array_agg(item), array_agg('ready'::text), array_agg(''::text)) from levee.checklist_item where version = 1 and list = 'readiness'"
    )
    let plan = Reference(.plan, 1, revision: 1)
    #expect(try await house.database.ledger("li", .leadership).documents.review(plan, verdict: .approve, reason: ""))
    try await house.advance()
    #expect(try await house.stage() == .responding)
    _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
      .init(severity: .one, summary: "grave", trend: .rising), to: incident)
    let text = try await house.approvedStatement(["web"])
    let zhou = house.database.ledger("zhou", .response)
    func send() async -> String? {
      await refusal { _ = try await zhou.deliveries.send(text, renditions: [], channels: ["inside"]) }
    }
    #expect(await send() == "delivery_stands_on_a_plan_of_todays_severity")
    // Those who can still review it are told, and then it goes.
    #expect(
      try await house.database.ledger("zhao", .leadership).duties.inbox().items.contains {
        $0.kind == .review && $0.subject == "P1.1"
      })
    _ = try await house.database.ledger("zhao", .leadership).documents.review(plan, verdict: .approve, reason: "")
    #expect(await send() == nil)
  }

  // MARK: second occasions

  @Test func aSecondOccasionIsTold() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    func told(_ action: String, _ person: String) async throws -> Int {
      _ = try await house.database.ledger("svc_logistics", .logistics).notices.remind()
      _ = try await house.database.ledger("svc_leadership", .leadership).notices.remind()
      _ = try await house.database.ledger("svc_response", .response).notices.remind()
      return try await house.database.run(
        "postgres", nil, "select 1 from levee.notice where kind = \(action) and recipient = \(person)"
      ).count
    }
    #expect(try await told("acknowledge", "wu") == 1)
    #expect(try await told("acknowledge", "wu") == 1)
    let wang = house.database.ledger("wang", .leadership)
    _ = try await wang.commands.issue(incident, text: "t", monitoring: "m", response: "r", logistics: "l")
    #expect(try await told("acknowledge", "wu") == 2)
  }

  /// A delivery that failed for good is a repair; tried again and failed again, it is another.
  @Test func aSecondRepairIsTold() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let text = try await house.approvedStatement(["web"])
    let zhou = house.database.ledger("zhou", .response)
    _ = try await zhou.deliveries.send(text, renditions: [], channels: ["inside"])
    let service = house.database.ledger("svc_response", .response)
    for round in 1...2 {
      let claim = try #require(try await service.work.claim(.deliver, most: 1, lease: .seconds(60)).first)
      try await service.work.fail(claim, reason: "disk full", forever: true)
      _ = try await service.notices.remind()
      _ = try await service.notices.remind()
      let told = try await house.database.run(
        "postgres", nil, "select 1 from levee.notice where kind = 'repair' and recipient = 'zhou'")
      #expect(told.count == round)
      #expect(try await zhou.duties.inbox().items.filter { $0.kind == .repair }.count == 1)
      try await zhou.deliveries.retry(Reference(.delivery, claim.subject))
      #expect(try await zhou.duties.inbox().items.allSatisfy { $0.kind != .repair })
    }
    #expect(try await zhou.dutyAudit.differences().isEmpty)
  }

  /// Dead work of no incident is somebody's duty, and put back to work by them.
  @Test func deadWorkOfTheHouseIsOwedAndRepaired() async throws {
    let house = try await House(at: .assessing)
    let service = house.database.ledger("svc_monitoring", .monitoring)
    let claim = try #require(try await service.work.claim(.analyse, most: 1, lease: .seconds(60)).first)
    // A colleague who sees it cannot end it.
    try await house.database.ledger("svc_logistics", .logistics).work.fail(claim, reason: "x", forever: true)
    #expect(try await holds(house, "exists (select from levee.work where kind = 'analyse' and state = 'leased')"))
    try await service.work.fail(claim, reason: "broken", forever: true)
    #expect(try await holds(house, "(select count(*) = 1 from levee.event where chain = 0 and kind = 'work_dead')"))
    let sun = house.database.ledger("sun", .monitoring)
    let item = try #require(try await sun.duties.inbox().items.first { $0.kind == .repairWork })
    #expect(item.command?.line == "levee-monitoring retry-work K\(claim.id)")
    _ = try await service.notices.remind()
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.notice where kind = 'repair_work' and recipient = 'sun'"
      ).count
        == 1)
    #expect(try await sun.work.revive(claim.id))
    #expect(try await !sun.duties.inbox().items.contains { $0.kind == .repairWork })
  }

  // MARK: what is told of a restricted incident

  /// An honest analyst takes in what a restricted incident watches for: it is attached, and they learn nothing of it.
  @Test func takingInWhatARestrictedIncidentWatchesForTellsNothing() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.watch (incident_id, keyword) values (1, 'alice')")
    try await sun.incidents.restrict(incident, true, reason: "about a person")
    let chen = try await house.database.connect("chen", .monitoring)
    func seen() async throws -> [String] {
      try await chen.run(
        """
        select 'event ' || count(*) as n from levee.event where chain = 1 union all select 'seal ' || count(*) from levee.seal where chain = 1
        union all select 'unsealed ' || count(*) from levee.unsealed where chain = 1
        union all select 'trend ' || count(*) from levee.trend union all select 'attached ' || count(*) from levee.incident_mention
        """
      ).map { try $0["n"] }
    }
    let before = try await seen()
    let stored = try await house.database.ledger("chen", .monitoring).mentions.store([
      .init(source: "forum", externalID: "1", publishedAt: nil, text: "Alice did it"),
      .init(source: "forum", externalID: "2", publishedAt: nil, text: "something else"),
    ])
    #expect(stored.new == 2)
    #expect(try await seen() == before)
    // It is attached by the service, later.
    let service = house.database.ledger("svc_monitoring", .monitoring)
    let claim = try #require(try await service.work.claim(.analyse, most: 1, lease: .seconds(60)).first)
    let batches: [Int] = try await house.database.run("chen", .monitoring, "select id from levee.mention_batch").map {
      try $0["id"]
    }
    try await service.analyses.absorb(claim, batches: batches, copies: [])
    #expect(try await seen() == before)
    #expect(before.allSatisfy { $0.hasSuffix(" 0") })
    #expect(try await holds(house, "(select count(*) = 1 from levee.incident_mention where incident_id = 1)"))
    await chen.close()
  }
}

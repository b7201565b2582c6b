import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The supervisor's part of the database: term, seals, duties, work.
@Suite struct SupervisionTests {
  private func supervisor(_ database: TestDatabase) -> Term {
    database.ledger("svc_supervisor", .supervisor).term(candidate: UUID())
  }

  /// LAW-15.
  @Test func aLookAtWhatIsRecentOpensWhatHasAnEventWithoutASealAndALookAtAllTheRest() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let supervisor = house.database.ledger("svc_supervisor", .supervisor)
    let term = supervisor.term(candidate: UUID())
    let epoch = try #require(try await term.take(host: "h", lease: .seconds(60)))
    _ = try await term.seal(epoch: epoch, most: 1000)
    for incident in [1, 2] {
      _ = try await house.database.ledger("sun", .monitoring).assessments.submit(
        .init(severity: .two, summary: "bad"), to: Reference(.incident, incident))
      // The second one's events are sealed before anybody looks at it.
      if incident == 2 {
        try await house.database.run("postgres", nil, "delete from levee.unsealed where chain = 2")
      }
    }
    #expect(try await term.advance(epoch: epoch, most: 10, recent: true).map(\.incident) == [Reference(.incident, 1)])
    #expect(try await term.advance(epoch: epoch, most: 10).map(\.incident) == [Reference(.incident, 2)])
  }

  @Test func oneSupervisorHoldsTheTermAndADeposedOneChangesNothing() async throws {
    let database = try await TestDatabase()
    let first = supervisor(database)
    let second = supervisor(database)
    let epoch = try #require(try await first.take(host: "a", lease: .seconds(60)))
    #expect(try await second.take(host: "b", lease: .seconds(60)) == nil)
    #expect(try await first.take(host: "a", lease: .seconds(60)) == epoch)
    try await database.run("postgres", nil, "update levee.term set lease_until = now() - interval '1 second'")
    let next = try #require(try await second.take(host: "b", lease: .seconds(60)))
    #expect(next == epoch + 1)
    await #expect(throws: LedgerError.self) { try await first.advance(epoch: epoch, most: 10) }
    await #expect(throws: LedgerError.self) { try await first.seal(epoch: epoch, most: 10) }
    _ = try await second.advance(epoch: next, most: 10)
    try await second.yield()
    #expect(try await first.take(host: "a", lease: .seconds(60)) == next + 1)
  }

  /// LAW-14.
  @Test(
    "An edited, missing, inserted or reordered event is found and named",
    arguments: [
      ("update levee.event set payload = replace(payload, '\"sun\"', '\"he\"') where id = $3", "edited"),
      ("update levee.event set person = 'he' where id = $3", "edited"),
      ("alter table levee.seal drop constraint seal_is_of_an_event; delete from levee.event where id = $3", "missing"),
      (
        "insert into levee.event (chain, kind, person, team, at, payload) values (1, 'x', 'x', 'x', now(), '{}')",
        "inserted"
      ),
      ("delete from levee.seal where chain = 1 and sequence = 2", "gap"),
      (
        """
        alter table levee.seal drop constraint seal_event_once;
        update levee.seal s set event_id =
          (select o.event_id from levee.seal o where o.chain = 1 and o.sequence = 5 - s.sequence)
        where s.chain = 1 and s.sequence in (2, 3)
        """, "reordered"
      ),
    ])
  func tampering(_ sql: String, _ fault: String) async throws {
    let house = try await House(at: .commanding)
    let admin = try await house.database.connect("postgres")
    try await admin.execute(
      script: "alter table levee.event disable trigger user; alter table levee.seal disable trigger user")
    // $3: the third event of incident 1.
    let third = "(select id from levee.event where chain = 1 order by id offset 2 limit 1)"
    try await admin.execute(script: sql.replacing("$3", with: third))
    let found = try await house.database.ledger("sun", .monitoring).history.verify(nil).faults
    #expect(found.contains { $0.fault == fault }, "\(found)")
  }

  @Test func anOpenTransactionHoldsNoSealAndIsSealedLater() async throws {
    let house = try await House(at: .assessing)
    let open = try await house.database.connect("sun", .monitoring)
    let supervisor = supervisor(house.database)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let epoch = try #require(try await supervisor.take(host: "a", lease: .seconds(60)))
    while try await supervisor.seal(epoch: epoch, most: 1000) > 0 {}
    try await open.run("begin")
    try await open.run("insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')")
    #expect(try await supervisor.seal(epoch: epoch, most: 1000) == 0)
    try await open.run("commit")
    #expect(try await supervisor.seal(epoch: epoch, most: 1000) == 1)
  }

  /// An open transaction of a team holds its incident; the others go on, and it is ended when its time is over.
  @Test func aSessionThatHoldsAnIncidentIsEndedAndNamed() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.assessment (incident_id, severity, summary) values (1, 'II', 'bad')")
    let supervisor = supervisor(house.database)
    let epoch = try #require(try await supervisor.take(host: "a", lease: .seconds(120)))
    let open = try await house.database.connect("chen", .monitoring)
    let innocent = try await house.database.connect("wang", .leadership)
    try await innocent.run("begin")
    try await innocent.run("select * from levee.incident")
    try await open.run("begin")
    try await open.run("insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')")
    #expect(try await supervisor.advance(epoch: epoch, most: 10).isEmpty)
    #expect(try await supervisor.endBlockers(epoch: epoch) == [])
    // Its time is over: what was first seen a moment ago is as if it had been seen a minute ago.
    try await house.asOwner("update levee.blocker set first_seen = first_seen - interval '1 minute'")
    #expect(try await supervisor.endBlockers(epoch: epoch) == ["chen"])
    try await awaitUntil("the incident is free") { try await !supervisor.advance(epoch: epoch, most: 10).isEmpty }
    await #expect(throws: PostgresError.self) { try await open.run("commit") }
    try await innocent.run("commit")
    let named = try await house.database.run(
      "sun", .monitoring,
      "select 1 from levee.event where chain = 0 and kind = 'session_ended' and payload like '%chen%'")
    #expect(named.count == 1)
  }

  /// LAW-20.
  @Test func eachEscalationFiresOnceAndWhatCameDueWhileAllWasDownFiresOnceMarkedLate() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    // The exercise's clock is moved by the owner, as an outage of eight hours would.
    try await house.database.run(
      "postgres", nil, "update levee.incident set clock_offset = clock_offset + interval '8 hours' where id = 1")
    try await house.advance()
    let fired = try await house.database.run(
      "sun", .monitoring,
      "select percent, late from levee.escalation where incident_id = 1 and kind = 'receive' and percent <= 150 order by percent"
    )
    #expect(try fired.map { try $0["percent"] as Int } == [75, 100, 125, 150])
    #expect(try fired.allSatisfy { try $0["late"] })
    // Beyond the last rule one firing says how late it is; those that all was down for are not told one by one.
    let beyond = try await house.database.run(
      "sun", .monitoring,
      "select percent from levee.escalation where incident_id = 1 and kind = 'receive' and percent > 150")
    #expect(beyond.count == 1)
    #expect(try beyond[0]["percent"] as Int >= 4800)
    try await house.advance()
    let twice = try await house.database.run(
      "sun", .monitoring, "select 1 from levee.escalation where kind = 'receive' and percent <= 150")
    #expect(twice.count == 4)
    let told = try await house.database.run(
      "sun", .monitoring,
      "select recipient from levee.notice where incident_id = 1 and kind = 'receive' and percent = 150 order by 1")
    #expect(try told.map { try $0["recipient"] as String } == ["chen", "li", "wang", "wu"])
  }

  @Test func aRaisedSeverityTightensTheDeadlinesThatAreOpen() async throws {
    let house = try await House(at: .commanding)
    let before: Date = try await house.database.run(
      "sun", .monitoring, "select due_at from levee.duty where incident_id = 1 and kind = 'first_statement'")[0][
        "due_at"]
    try await house.database.run(
      "sun", .monitoring, "insert into levee.assessment (incident_id, severity, summary) values (1, 'I', 'worse')")
    try await house.advance()
    let after: Date = try await house.database.run(
      "sun", .monitoring, "select due_at from levee.duty where incident_id = 1 and kind = 'first_statement'")[0][
        "due_at"]
    #expect(before.timeIntervalSince(after) == 90 * 60)
  }

  /// LAW-13.
  @Test func workWhoseHolderIsGoneIsTakenBackAndTheOldTokenIsWorthless() async throws {
    let house = try await House(at: .assessing)
    let database = house.database
    let monitoring = database.ledger("svc_monitoring", .monitoring)
    try await database.ledger("sun", .monitoring).sources.add(
      .init(name: "feed", kind: .feed, location: "http://127.0.0.1:9/", every: .seconds(60)))
    let claim = try #require(try await monitoring.work.claim(.poll, most: 5, lease: .seconds(60)).first)
    #expect(try await monitoring.work.claim(.poll, most: 5, lease: .seconds(60)).isEmpty)
    try await database.run(
      "postgres", nil, "update levee.work set lease_until = now() - interval '1 second' where kind = 'poll'")
    try await database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let supervisor = supervisor(database)
    let epoch = try #require(try await supervisor.take(host: "a", lease: .seconds(60)))
    #expect(try await supervisor.rescue(epoch: epoch) == 1)
    let again = try #require(try await monitoring.work.claim(.poll, most: 5, lease: .seconds(60)).first)
    #expect(again.token != claim.token)
    #expect(again.attempt == 2)
    #expect(try await monitoring.work.finish(claim, againIn: .seconds(1)) == false)
    #expect(try await monitoring.work.finish(again, againIn: .seconds(3600)) == true)
  }

  @Test func eightWorkersClaimEachPieceOnce() async throws {
    let database = try await TestDatabase()
    let admin = try await database.connect("postgres")
    try await admin.run("insert into levee.work (kind, subject) select 'deliver', i from generate_series(1, 200) i")
    let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<8 {
        group.addTask {
          let ledger = database.ledger("svc_response", .response)
          var mine: [Int] = []
          while true {
            let claims = try await ledger.work.claim(.deliver, most: 7, lease: .seconds(60))
            if claims.isEmpty { return mine }
            mine += claims.map(\.subject)
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(claimed.sorted() == Array(1...200))
  }

  @Test func workThatKeepsFailingIsDeadWithItsReason() async throws {
    let database = try await TestDatabase()
    let admin = try await database.connect("postgres")
    try await admin.run("insert into levee.work (kind, subject, attempts_allowed) values ('deliver', 1, 2)")
    let ledger = database.ledger("svc_response", .response)
    for _ in 1...2 {
      try await admin.run("update levee.work set run_at = now()")
      let claim = try #require(try await ledger.work.claim(.deliver, most: 1, lease: .seconds(60)).first)
      try await ledger.work.fail(claim, reason: "disk full")
    }
    let row = try await admin.run("select state::text, reason from levee.work where kind = 'deliver'")[0]
    #expect(try row["state"] as String == "dead")
    #expect(try row["reason"] as String == "disk full")
    // On record; and a person, not the service, has it tried again.
    let dead: Statement = "select 1 from levee.event where chain = 0 and kind = 'work_dead'"
    #expect(try await admin.run(dead).count == 1)
    try await database.ledger("zhou", .response).deliveries.retry(Reference(.delivery, 1))
    #expect(try await ledger.work.claim(.deliver, most: 1, lease: .seconds(60)).count == 1)
  }
}

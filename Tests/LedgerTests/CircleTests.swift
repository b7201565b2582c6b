import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-19, LAW-21, LAW-22: who may know, who acts for whom, who is still here.
@Suite struct CircleTests {
  private func restricted() async throws -> (TestDatabase, Reference) {
    let database = try await TestDatabase()
    let monitoring = database.ledger("sun", .monitoring)
    let incident = try await monitoring.incidents.open(
      .init(title: "Heron", kind: .dataBreach, severity: .two, jurisdictions: ["CN", "EU"], isRestricted: true))
    _ = try await monitoring.facts.add("names leaked", source: "caller", to: incident)
    _ = try await monitoring.assessments.submit(.init(severity: .two, summary: "grave"), to: incident)
    let supervisor = database.ledger("svc_supervisor", .supervisor).term(candidate: UUID())
    let epoch = try #require(try await supervisor.take(host: "t", lease: .seconds(120)))
    _ = try await supervisor.advance(epoch: epoch, most: 10)
    return (database, incident)
  }

  @Test func aRestrictedIncidentIsReadAndWrittenByItsNamedPeopleOnly() async throws {
    let (database, incident) = try await restricted()
    let chen = database.ledger("chen", .monitoring)
    #expect(try await database.ledger("sun", .monitoring).facts.list(incident).count == 1)
    #expect(try await chen.facts.list(incident).isEmpty)
    #expect(
      await refusal { _ = try await chen.facts.add("c", source: "s", to: incident) }
        == "incident_is_open_to_its_named_people")
    // An unnamed person cannot name themselves, nor lift the restriction, nor find it in the inbox.
    let li = database.ledger("li", .leadership)
    #expect(
      await refusal { try await li.incidents.name(["li"], in: incident, mayRead: true) }
        == "incident_is_open_to_its_named_people")
    #expect(
      await refusal { try await li.incidents.restrict(incident, false, reason: "r") }
        == "incident_is_open_to_its_named_people")
    #expect(try await li.duties.inbox().items.isEmpty)
    try await database.ledger("sun", .monitoring).incidents.name(["li"], in: incident, mayRead: true)
    #expect(try await li.duties.inbox().items.contains { $0.kind == .receive })
    // The leader and legal always read, and are named by nobody.
    let wang = database.ledger("wang", .leadership)
    #expect(try await wang.commands.receive(incident) == 1)
    // Lifting it is the leader's or legal's.
    #expect(
      await refusal { try await li.incidents.restrict(incident, false, reason: "r") }
        == "restriction_is_lifted_by_the_leader_or_legal")
    try await wang.incidents.restrict(incident, false, reason: "it is public")
    #expect(try await chen.facts.list(incident).count == 1)
  }

  /// LAW-22: one person's word locks nobody out.
  @Test func aNameIsTakenOffByTheLeaderOrLegalAndNeverTheirs() async throws {
    let (database, incident) = try await restricted()
    try await database.ledger("sun", .monitoring).incidents.name(["li", "chen"], in: incident, mayRead: true)
    #expect(
      await refusal {
        try await database.ledger("li", .leadership).incidents.name(["sun"], in: incident, mayRead: false)
      }
        == "named_person_is_taken_off_by_the_leader_or_legal")
    #expect(
      await refusal {
        try await database.ledger("sun", .monitoring).incidents.name(["chen"], in: incident, mayRead: false)
      }
        == "named_person_is_taken_off_by_the_leader_or_legal")
    let zhao = database.ledger("zhao", .leadership)
    #expect(
      await refusal { try await zhao.incidents.name(["wang"], in: incident, mayRead: false) }
        == "named_person_is_not_who_always_reads")
    try await zhao.incidents.name(["chen"], in: incident, mayRead: false)
    #expect(try await database.ledger("chen", .monitoring).facts.list(incident).isEmpty)
    // Even when nobody is on the list.
    try await zhao.incidents.name(["sun", "li"], in: incident, mayRead: false)
    #expect(try await database.ledger("wang", .leadership).facts.list(incident).count == 1)
  }

  @Test("Ops see no texts", arguments: ["fact", "assessment", "rendition", "feedback", "decision", "result_report"])
  func opsSeeNoTexts(_ table: String) async throws {
    let database = try await TestDatabase()
    let columns: [String] = try await database.run(
      "postgres", nil, "select columns from levee.text_kept where kind = \(table)")[0]["columns"]
    for column in columns + ["salt"] {
      let name = await refusal {
        try await database.run(
          "svc_supervisor", .supervisor, Statement(unsafeSQL: "select \(column) from levee.\(table)"))
      }
      #expect(name == "42501", "\(table).\(column)")
    }
    try await database.run("svc_supervisor", .supervisor, Statement(unsafeSQL: "select at from levee.\(table)"))
  }

  @Test func aTaskIsSeenAndDoneByItsOwnerOfWhateverDepartment() async throws {
    let house = try await House(at: .planning)
    let task = try await house.database.ledger("zhou", .response).commands.giveTask(
      Reference(.incident, 1), title: "tell the regulator", owner: "he", dueAt: Date(timeIntervalSinceNow: 3600))
    let he = Ledger(team: .staff, access: .staff, connection: house.database.string("he"))
    let wu = Ledger(team: .staff, access: .staff, connection: house.database.string("wu"))
    #expect(try await he.commands.ownTasks().map(\.title) == ["tell the regulator"])
    #expect(try await wu.commands.ownTasks().isEmpty)
    #expect(
      await refusal { try await wu.commands.finishTask(task, result: "x") } == "task_done_is_by_its_owner")
    try await he.commands.finishTask(task, result: "told")
    #expect(try await he.commands.ownTasks().isEmpty)
  }

  @Test func inARestrictedIncidentATaskIsForSomebodyWhoMayKnow() async throws {
    let house = try await House(at: .planning)
    let wang = house.database.ledger("wang", .leadership)
    try await wang.incidents.restrict(Reference(.incident, 1), true, reason: "names")
    try await wang.incidents.name(["zhou"], in: Reference(.incident, 1), mayRead: true)
    let name = await refusal {
      _ = try await house.database.ledger("zhou", .response).commands.giveTask(
        Reference(.incident, 1), title: "t", owner: "he", dueAt: Date(timeIntervalSinceNow: 3600))
    }
    #expect(name == "task_owner_is_named")
  }

  /// LAW-21.
  @Test func aStandingSubstituteActsWhileTheHolderIsAwayOrOverdueAndNotBefore() async throws {
    let house = try await House(at: .commanding)
    let incident = Reference(.incident, 1)
    let chen = house.database.ledger("chen", .leadership)
    _ = try await chen.commands.receive(incident)
    try await chen.commands.decide(incident, onAssessment: 1, sentence: "go", attendees: [], record: "")
    // The exercise's clock runs on while the test waits for its turn: what falls due by itself is not asked about here.
    try await house.asOwner("update levee.duty set due_at = 'infinity', next_at = 'infinity' where incident_id = 1")
    func issue() async -> String? {
      await refusal {
        _ = try await chen.commands.issue(incident, text: "t", monitoring: "m", response: "r", logistics: "l")
      }
    }
    #expect(await issue() == "command_is_issued_by_the_leader")
    try await house.asOwner("insert into levee.standing_substitute (seat, substitute) values ('leader', 'chen')")
    #expect(await issue() == "command_is_issued_by_the_leader")
    let wang = house.database.ledger("wang", .leadership)
    try await wang.people.away(hours: 1)
    #expect(await issue() == nil)
    #expect(try await wang.people.back() == 1)
    #expect(await issue() == "command_is_issued_by_the_leader")
    try await house.asOwner(
      "update levee.duty set started_at = '2000-01-01', due_at = '2000-01-02' where incident_id = 1 and kind = 'record_meeting'"
    )
    #expect(await issue() == nil)
  }

  /// Legal's review counts when it was given as legal, whatever ends afterwards.
  @Test func aDelegatedLegalReviewCountsAfterTheDelegationHasEnded() async throws {
    let house = try await House(at: .planning)
    try await house.database.run("zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    let zhao = house.database.ledger("zhao", .leadership)
    try await zhao.people.delegate(to: "chen", hours: 1, reason: "in court")
    let plan = Reference(.plan, 1, revision: 1)
    _ = try await house.database.ledger("chen", .leadership).documents.review(plan, verdict: .approve, reason: "")
    #expect(try await zhao.people.back() == 1)
    #expect(
      try await house.database.ledger("wang", .leadership).documents.review(plan, verdict: .approve, reason: ""))
  }

  @Test func whoWasRemovedTakesNoStepInASessionThatIsStillOpen() async throws {
    let house = try await House(at: .assessing)
    let handle = "guest_" + UUID().uuidString.prefix(8).lowercased()
    let admin = try await house.database.connect("postgres")
    try await admin.run("select levee.add_person(\(handle), 'Guest', '{monitoring}', '{member}')")
    let session = try await house.database.connect(handle, .monitoring)
    let step: Statement = "insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')"
    try await session.run(step)
    // Removed, in the moment before their sessions are ended; and after.
    try await house.asOwner("update levee.person set removed_at = clock_timestamp() where handle = '\(handle)'")
    #expect(await refusal { try await session.run(step) } == "person_is_of_this_house")
    try await house.asOwner("update levee.person set removed_at = null where handle = '\(handle)'")
    try await admin.run("select levee.remove_person(\(handle))")
    #expect(await refusal { try await session.run("select 1") } != nil)
    #expect(await refusal { _ = try await house.database.connect(handle, .monitoring) } != nil)
    await session.close()
    try await admin.execute(script: "drop owned by \(handle); drop role \(handle)")
  }

  @Test func whatLeadershipDecidesIsDecidedByAPerson() async throws {
    let house = try await House(at: .commanding)
    let name = await refusal {
      _ = try await house.database.ledger("svc_leadership", .leadership).commands.receive(Reference(.incident, 1))
    }
    #expect(name == "step_is_by_a_person")
  }

  /// LAW-20: statutory clocks, chosen by kind and jurisdiction.
  @Test func anAuthorityThatWasToldStopsItsClock() async throws {
    let (database, incident) = try await restricted()
    try await database.ledger("sun", .monitoring).incidents.name(["wang"], in: incident, mayRead: true)
    let supervisor = database.ledger("svc_supervisor", .supervisor).term(candidate: UUID())
    try await database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let epoch = try #require(try await supervisor.take(host: "t", lease: .seconds(60)))
    _ = try await supervisor.sweepDuties(epoch: epoch)
    let wang = database.ledger("wang", .leadership)
    let owed = try await wang.duties.inbox().items.filter { $0.kind == .notifyAuthority }
    #expect(Set(owed.map(\.subject)).isSuperset(of: ["pipl-57", "gdpr-33"]))
    #expect(
      await refusal { try await wang.commands.notified(incident, clock: "sec-8k-105", reference: "r") }
        == "authority_notice_is_of_a_clock_that_runs")
    try await wang.commands.notified(incident, clock: "gdpr-33", reference: "DPA 17")
    _ = try await supervisor.sweepDuties(epoch: epoch)
    let met = try await database.run(
      "wang", .leadership, "select 1 from levee.duty where subject = 'gdpr-33' and state = 'done'")
    #expect(met.count == 1)
  }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// What is owed: opened and settled by the steps, in their commit.
@Suite struct DutyTests {
  private let incident = Reference(.incident, 1)

  private func holds(_ house: House, _ condition: String) async throws -> Bool {
    try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(condition)) as holds"))[0]["holds"]
  }

  /// Adding a duty or a gate is one place in SQL and one in Swift: this names the other.
  @Test func everyKindHasItsWordsAndEveryWordItsKind() async throws {
    let database = try await TestDatabase()
    let kinds = try await database.run("postgres", nil, "select name, team::text as team from levee.duty_kind")
    let names = Set(try kinds.map { try $0["name"] as String })
    #expect(names.subtracting(DutyKind.allCases.map(\.rawValue)) == [], "in SQL, and without words in DutyKind")
    #expect(Set(DutyKind.allCases.map(\.rawValue)).subtracting(names) == [], "in DutyKind, and nobody owes it in SQL")
    let gates = try await database.run(
      "postgres", nil,
      "select distinct name from levee.gate_rule union select gate from levee.duty_kind where gate <> ''")
    #expect(Set(try gates.map { try $0["name"] as String }) == Set(Gate.allCases.map(\.rawValue)))
    // What nobody opens, or nothing settles, would be owed by nobody or for ever.
    let rules = try await database.run(
      "postgres", nil,
      """
      select k.name from levee.duty_kind k where not exists (select from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and p.prosrc like '%open_duty%' and p.prosrc like '%' || quote_literal(k.name) || '%')
      """)
    #expect(rules.isEmpty)
    let unknown = try await database.run(
      "postgres", nil,
      "select name, target from levee.duty_kind where target <> '' and target not in (select name from levee.target)")
    #expect(unknown.isEmpty, "a target that no playbook has")
  }

  @Test func everyKindOfChannelIsTheSameInSQLAndSwift() async throws {
    let database = try await TestDatabase()
    let kinds = try await database.run("postgres", nil, "select name || ' ' || needs as kind from levee.channel_kind")
    #expect(
      Set(try kinds.map { try $0["kind"] as String })
        == Set(ChannelKind.allCases.map { "\($0.rawValue) \($0.needs.rawValue)" }))
  }

  @Test func aStepOpensAndSettlesInItsOwnCommit() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    let session = try await house.database.connect("wang", .leadership)
    try await session.run("begin")
    try await session.run("insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    #expect(
      try await holds(
        house, "exists (select from levee.duty where kind = 'receive' and state = 'open' and incident_id = 1)"))
    try await session.run("rollback")
    #expect(try await holds(house, "not exists (select from levee.duty where kind = 'decide')"))
    try await session.run("insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    #expect(
      try await holds(
        house,
        """
        exists (select from levee.duty d join levee.assessment_receipt r on r.event_id = d.ended_by and r.at = d.ended_at
          where d.kind = 'receive' and d.state = 'done')
        and exists (select from levee.duty d join levee.assessment_receipt r on r.event_id = d.opened_by
          where d.kind = 'decide' and d.state = 'open')
        """))
    await session.close()
  }

  /// Who wrote a text, or has reviewed it, is not among those who owe its review.
  @Test func aReviewIsOwedByWhoCanStillGiveIt() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.database.run("li", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    func owes(_ person: String) async throws -> Bool {
      try await house.database.ledger(person, .leadership).duties.inbox().items.contains { $0.kind == .review }
    }
    #expect(try await !owes("li"))
    #expect(try await owes("wang"))
    let named = try await house.database.ledger("sun", .monitoring).duties.waiting(incident).items.first {
      $0.kind == .review
    }
    #expect(named?.people == ["chen", "wang", "zhao", "zhou"])
    _ = try await house.database.ledger("wang", .leadership).documents.review(
      Reference(.plan, 1, revision: 1), verdict: .approve, reason: "")
    #expect(try await !owes("wang"))
    #expect(try await owes("zhao"))
  }

  @Test func aCommandThatReplacesAnotherIsAcknowledgedAnew() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    _ = try await house.database.ledger("wu", .logistics).commands.acknowledge(incident)
    _ = try await house.database.ledger("wang", .leadership).commands.issue(
      incident, text: "t", monitoring: "m", response: "r", logistics: "l")
    let states = try await house.database.run(
      "postgres", nil,
      "select team || ' ' || subject || ' ' || state as d from levee.duty where kind = 'acknowledge' order by subject, team"
    )
    #expect(
      try states.map { try $0["d"] as String } == [
        "monitoring 1 moot", "response 1 moot", "logistics 1 done", "monitoring 2 open", "response 2 open",
        "logistics 2 open",
      ])
  }

  /// LAW-20: with nothing due, a sweep changes nothing; what is due is looked at once.
  @Test func aSweepTouchesWhatIsDueAndNothingElse() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    try await house.advance()
    let before = try await house.database.run("postgres", nil, "select id, xmin::text as x from levee.duty order by id")
    try await house.advance()
    let after = try await house.database.run("postgres", nil, "select id, xmin::text as x from levee.duty order by id")
    #expect(try before.map { try $0["x"] as String } == after.map { try $0["x"] as String })
    // report_up at severity II: ten minutes; three quarters of them are over.
    try await house.jump(minutes: 8)
    try await house.advance()
    let touched = try await house.database.run(
      "postgres", nil, "select kind, fired, next_at > clock_timestamp() as later from levee.duty where fired > 0")
    #expect(try touched.map { try $0["kind"] as String } == ["receive"])
    #expect(try touched.allSatisfy { try $0["fired"] as Int == 75 && $0["later"] as Bool })
  }

  /// A rise of severity moves what is due, and what shares its time.
  @Test func aRiseOfSeverityMovesWhatIsDue() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let text = try await house.approvedStatement(["web"])
    let due = "(select due_at from levee.duty where kind = '%@' and state = 'open' and incident_id = 1)"
    func equal() async throws -> Bool {
      try await holds(
        house, "\(due.replacing("%@", with: "send")) = \(due.replacing("%@", with: "first_statement"))")
    }
    #expect(try await equal())
    try await house.database.run(
      "sun", .monitoring, "insert into levee.assessment (incident_id, severity, summary) values (1, 'I', 'worse')")
    #expect(try await equal())
    #expect(
      try await holds(
        house,
        "(select due_at - started_at = interval '150 minutes' from levee.duty where kind = 'first_statement' and incident_id = 1)"
      ))
    #expect(text.number == 2)
  }

  /// What somebody is told again when they take a seat: everything that is open, and nobody else a second time.
  @Test func whoJoinsATeamIsToldWhatIsOpen() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let service = house.database.ledger("svc_logistics", .logistics)
    #expect(try await service.notices.remind() == 2)  // acknowledge, certify: for wu
    #expect(try await service.notices.remind() == 0)
    try await house.asOwner("insert into levee.seat (handle, team, seat) values ('he', 'logistics', 'member')")
    // What the team owes; and of their own, to read the playbook and to be trained.
    #expect(try await service.notices.remind() == 4)
    #expect(
      try await holds(
        house,
        "(select count(*) = 4 from levee.notice where recipient = 'he') and (select count(*) = 6 from levee.notice)"))
  }

  /// What was told and never acknowledged is shown as long as the thing is owed, and no longer; of several notices the newest.
  @Test func aNoticeEndsWithItsDuty() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let wu = house.database.ledger("wu", .logistics)
    _ = try await house.database.ledger("svc_logistics", .logistics).notices.remind()
    #expect(try await wu.duties.inbox().notices.count == 2)
    try await house.asOwner(
      """
      insert into levee.notice (recipient, incident_id, reason, duty_id, kind, subject, percent, at)
      select 'wu', 1, 'deadline', id, kind, subject, 75, now() from levee.duty where kind = 'ready'
      """)
    let ready = try await wu.duties.inbox().notices.filter { $0.kind == .ready }
    #expect(ready.map(\.reason) == ["deadline"])
    _ = try await wu.commands.acknowledge(Reference(.incident, 1))
    #expect(try await wu.duties.inbox().notices.map(\.kind) == [.ready])
    _ = try await wu.duties.inbox(acknowledging: true)
    #expect(try await wu.duties.inbox().notices.isEmpty)
  }

  /// LAW-22: what is owed of a restricted incident is seen by its circle.
  @Test func whatIsOwedOfARestrictedIncidentIsNotSeenByOutsiders() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    try await house.database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')")
    for table in ["duty", "owed", "escalation"] {
      let rows = try await house.database.run(
        "zhou", .response, Statement(unsafeSQL: "select 1 from levee.\(table) where incident_id = 1"))
      #expect(rows.isEmpty, "\(table)")
    }
    #expect(try await !house.database.ledger("wang", .leadership).duties.inbox().items.isEmpty)
    #expect(try await house.database.ledger("zhou", .response).duties.inbox().items.isEmpty)
    #expect(try await house.database.ledger("zhou", .response).dutyAudit.differences().isEmpty)
  }

  /// Nobody opens, settles or moves a duty by hand.
  @Test("No role writes duties", arguments: [Team.monitoring, .leadership, .response, .logistics, .supervisor])
  func noRoleWritesDuties(_ team: Team) async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let person = [
      "monitoring": "sun", "leadership": "wang", "response": "zhou", "logistics": "wu", "supervisor": "svc_supervisor",
    ][
      team.rawValue]
    for statement: Statement in [
      "update levee.duty set state = 'done', ended_at = now()", "delete from levee.duty",
      "insert into levee.duty (incident_id, kind, occurrence, team, aim, opened_at, opened_by, started_at) values (1, 'x', 1, 'response', false, now(), 0, now())",
      "select levee.end_duties(1, '{plan}', null, 0, now())", "select levee.open_duty(1, 'plan', '', 0, now())",
      "update levee.duty_kind set gate = ''",
      "insert into levee.escalation values (1, 75, 1, 'x', '', now(), false, 'x', 'supervisor')",
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await house.database.run(person ?? "", team, statement)
      }
      guard case .server(let server)? = error else { continue }
      #expect(server.sqlState == "42501", "\(statement.sql)")
    }
  }

  /// The audit finds what is missing and what has no reason, and changes nothing.
  @Test func theAuditFindsWhatTheStepsDoNotSay() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let audit = house.database.ledger("sun", .monitoring).dutyAudit
    #expect(try await audit.differences().isEmpty)
    try await house.asOwner(
      """
      update levee.duty set state = 'moot', ended_at = now() where kind = 'ready' and incident_id = 1;
      update levee.duty set state = 'open', ended_at = 'infinity' where kind = 'receive' and incident_id = 1
      """)
    for _ in 1...2 {
      let found = try await audit.differences()
      #expect(
        found.map { "\($0.fault.rawValue) \($0.kind) \($0.subject)" } == [
          "missing gate readiness_there", "missing ready ", "unfounded receive 1",
        ])
    }
  }
}

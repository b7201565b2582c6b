import FoundationEssentials
import Ledger
import Postgres
import Schema
import TestHouse
import Testing
import Workflow

/// LAW-26: what an upgrade does, and does not do, to a house that is at work.
@Suite struct UpgradeTests {
  /// Everything that makes the schema, as text: columns, constraints, functions, triggers, views, indexes, policies, rights.
  private static let shape: Statement = """
    select string_agg(line, e'\\n' order by line collate "C") as shape from (
      select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
          pg_get_expr(d.adbin, d.adrelid)) as line
        from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relnamespace = 'levee'::regnamespace
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attnum > 0 and not a.attisdropped
      union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'levee'::regnamespace
      union all select pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc
        where pronamespace = 'levee'::regnamespace and prokind in ('f', 'p')
      union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'levee'::regnamespace and not t.tgisinternal
      union all select c.relname || ' ' || c.relkind::text || coalesce(c.relacl::text, '') || c.relrowsecurity::text
          || case c.relkind when 'v' then pg_get_viewdef(c.oid) when 'i' then pg_get_indexdef(c.oid) else '' end
        from pg_class c where c.relnamespace = 'levee'::regnamespace
      union all select polname || ' ' || pg_get_expr(polqual, polrelid) from pg_policy where polqual is not null
      union all select polname || ' ' || pg_get_expr(polwithcheck, polrelid) from pg_policy
        where polwithcheck is not null
      union all select name || en || zh from levee.refusal
      union all select stage::text || name from levee.gate_rule) x
    """

  @Test("An upgraded schema equals a fresh one", arguments: [3, 8, 12, 19, 25])
  func upgradedEqualsFresh(_ installedUntil: Int) async throws {
    let fresh = try await TestDatabase(template: "template0")
    _ = try await Installation(connection: fresh.string("postgres")).apply(fresh: true)
    let old = try await TestDatabase(template: "template0")
    let before = Installation(
      connection: old.string("postgres"), migrations: Array(Schema.migrations.prefix(installedUntil)))
    _ = try await before.apply(fresh: true)
    let report = try await Installation(connection: old.string("postgres")).apply(fresh: false)
    #expect(report.newlyApplied == Schema.migrations.dropFirst(installedUntil).map(\.name))
    let expected: String = try await fresh.run("postgres", nil, Self.shape)[0]["shape"]
    let found: String = try await old.run("postgres", nil, Self.shape)[0]["shape"]
    #expect(found == expected)
  }

  /// A migration of a later release: it brings a second set of gates, with one more to pass before the response ends.
  private static let later = Schema.Migration(
    name: "m9001_later",
    bytes: Array(
      """
      create table levee.sign_off (incident_id bigint primary key
        constraint sign_off_is_of_an_incident references levee.incident);
      call levee.step('sign_off', 'responding', 'responding', '{leadership}', '{}');
      insert into levee.gate_set (version) values (2);
      insert into levee.gate_rule (version, stage, stopped, name, owed_by, position)
        select 2, stage, stopped, name, owed_by, position from levee.gate_rule where version = 1
        union all select 2, 'responding', false, 'signed_off', 'leadership', 20;
      insert into levee.duty_kind (name, team, gate, since, until) values
        ('sign_off', 'leadership', 'signed_off', 'responding', 'responding');
      call levee.opens('stage_entry', 'sign_off', condition => $c$new.stage = 'responding'$c$);
      call levee.settles('sign_off', '{sign_off}');
      """.utf8))

  @Test func openIncidentsKeepTheGatesAndThePlaybookThatTheyWereOpenedUnder() async throws {
    let house = try await House(at: .responding)
    let database = house.database
    let upgrade = Installation(
      connection: database.string("postgres"), migrations: Schema.migrations + [Self.later])
    #expect(try await upgrade.apply(fresh: false).newlyApplied == ["m9001_later"])
    // The company changes its playbook on the same day.
    try await database.run(
      "postgres", nil,
      """
      select levee.propose_playbook(1, jsonb_set(c, '{review_rule}', (select jsonb_agg(case r ->> 'severity'
        when 'IV' then r || '{"reviews": 2}' else r end) from jsonb_array_elements(c -> 'review_rule') r)))
      from levee.playbook_content(1) c
      """)
    for person in ["wang", "zhao"] {
      _ = try await database.ledger(person, .leadership).playbooks.approve(version: 2)
    }
    let monitoring = database.ledger("sun", .monitoring)
    let fresh = try await monitoring.incidents.open(.init(title: "After", kind: .other, severity: .two))
    let versions = try await database.run(
      "sun", .monitoring, "select playbook, gates from levee.incident where id in (1, \(fresh.number)) order by id")
    #expect(try versions.map { try $0["playbook"] as Int } == [1, 2])
    #expect(try versions.map { try $0["gates"] as Int } == [1, 2])
    let names = try await database.run("sun", .monitoring, "select name from levee.gate where incident_id = 1")
    #expect(try names.map { try $0["name"] as String }.contains("signed_off") == false)
    // The open one goes on to its end under the rules that it began with.
    try await database.run(
      "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'first',
        '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', true)
      """)
    try await house.approve("statement", 2, 1)
    try await database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{inside}')")
    try await house.deliver()
    try await database.run(
      "wang", .leadership, "insert into levee.response_over (incident_id, reason) values (1, 'done')")
    try await house.advance()
    #expect(try await house.stage() == .reviewing)
  }

  /// What was open before the table of duties was there has its duties after the upgrade, and goes on to its end.
  @Test(
    "Incidents open before an upgrade get their duties",
    arguments: [Stage.assessing, .commanding, .planning, .responding, .reviewing])
  func openIncidentsGetTheirDuties(_ stage: Stage) async throws {
    let house = try await House(at: stage)
    let before = try await house.database.run(
      "postgres", nil, Self.open)
    try await house.asOwner(
      "alter table levee.escalation disable trigger all; delete from levee.escalation; delete from levee.duty")
    let upgrade = Installation(
      connection: house.database.string("postgres"), migrations: Schema.migrations + [Self.later])
    _ = try await upgrade.apply(fresh: false)
    let after = try await house.database.run("postgres", nil, Self.open)
    #expect(try after.map { try $0["duty"] as String } == before.map { try $0["duty"] as String })
    #expect(try await house.database.ledger("sun", .monitoring).dutyAudit.differences().isEmpty)
  }

  /// `declare_over` is the supervisor's to offer, and is offered again.
  private static let open: Statement = """
    select format('%s %s %s %s %s %s %s', incident_id, kind, subject, team, person, not_by, gate) as duty from levee.duty
    where state = 'open' and kind <> 'declare_over' order by 1
    """

  /// LAW-18: gates and playbooks of the past are not changed by anybody.
  @Test func theGatesOfAVersionAreFrozen() async throws {
    let database = try await TestDatabase()
    let name = await refusal {
      try await database.run("postgres", nil, "delete from levee.gate_rule where name = 'plan_approved'")
    }
    #expect(name == "history_is_append_only")
  }
}

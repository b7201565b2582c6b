import Postgres
import TestHouse
import Testing
import Workflow

/// What the catalogue says of the entrance: a function, table, grant or column that is added without it is found here.
@Suite struct EntranceTests {
  /// The roles under which people and services of the house act. Ops and administrators are not among them.
  private static let roles =
    "'{levee_monitoring,levee_leadership,levee_response,levee_logistics,levee_supervisor,levee_staff}'::text[]"

  /// Functions with the owner's rights that a team may call without passing the entrance, each with its reason.
  private static let open: [String: String] = [
    "now": "the clock of an incident, which says nothing of it; row security and defaults call it",
    "may_read": "asked by row security for each row, at whatever isolation level something is read",
    "holds_seat": "who holds a seat is for everybody of the house to see",
    "person_of_device": "says of the caller whose device it is; every rule asks it",
    "sits_in_leadership": "who sits in leadership is for everybody of the house to see",
    "is_service": "says of the caller what the caller is",
    "playbook_digest": "a playbook is for everybody of the house to read, and so is its digest",
    "reviews_suffice": "whether a text has its reviews, as the gate says, which calls it",
    "decided_withdrawal": "whether a withdrawal is decided, as the gate says, which calls it",
    "verify": "names events and faults, never a text; whoever doubts may ask, at whatever isolation level",
    "verify_checkpoint": "as verify",
  ]

  private func names(_ sql: String, _ change: String? = nil) async throws -> [String] {
    let connection = try await TestDatabase().connect("postgres")
    defer { Task { await connection.close() } }
    if let change { try await connection.execute(script: "set role levee_owner; \(change); reset role") }
    return try await connection.run(Statement(unsafeSQL: sql)).map { try $0["name"] }
  }

  private static let withoutEntrance = """
    select distinct p.proname::text as name from pg_proc p, unnest(\(roles)) r
    where p.pronamespace = 'levee'::regnamespace and p.prosecdef and has_function_privilege(r, p.oid, 'execute')
      and p.prosrc !~ 'begin\\s+perform (enter|enter_as_team|enter_board|hold_term|hold_analysis)\\('
    order by 1
    """

  @Test func everyFunctionThatRunsWithTheOwnersRightsBeginsWithTheEntrance() async throws {
    #expect(try await names(Self.withoutEntrance) == Self.open.keys.sorted())
    let careless = """
      create function levee.careless() returns text language plpgsql security definer
        set search_path = levee, pg_temp as 'begin return (select text from feedback limit 1); end';
      grant execute on function levee.careless to levee_response
      """
    #expect(try await names(Self.withoutEntrance, careless).contains("careless"))
  }

  /// What those begin with asks itself: each leads to `enter`.
  @Test func whatStandsForTheEntranceLeadsToIt() async throws {
    let astray = try await names(
      """
      select p.proname::text as name from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and p.proname in ('enter_as_team', 'enter_board', 'hold_term', 'hold_analysis', 'enter_house')
        and p.prosrc !~ 'perform enter\\('
      """)
    #expect(astray == [])
  }

  /// Every table that a team writes passes the entrance once a statement, before anything else.
  private static let unguarded = """
    select distinct c.relname::text as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped, unnest(\(roles)) r
    where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p')
      and (has_column_privilege(r, c.oid, a.attnum, 'insert') or has_column_privilege(r, c.oid, a.attnum, 'update'))
      and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and t.tgenabled = 'O' and p.prosrc ~ 'perform enter\\('
          and t.tgname = (select min(o.tgname) from pg_trigger o where o.tgrelid = c.oid and not o.tgisinternal
            and (o.tgtype & 2) = 2 and (o.tgtype & 1) = (t.tgtype & 1)))
    order by 1
    """

  @Test func everyTableThatATeamWritesHasTheEntranceBeforeAnythingElse() async throws {
    #expect(try await names(Self.unguarded) == [])
    let careless = "create table levee.loose (text text); grant insert (text) on levee.loose to levee_response"
    #expect(try await names(Self.unguarded, careless) == ["loose"])
  }

  @Test func everyStepIsWrittenInsideItsCircleAndByAPerson() async throws {
    let outside = try await names(
      """
      select c.relname::text as name from pg_class c join pg_trigger s on s.tgrelid = c.oid
        and s.tgfoid = 'levee.take_step'::regproc
      where c.relnamespace = 'levee'::regnamespace group by c.oid, c.relname
      having array_agg(s.tgname || ' ' || s.tgenabled::text || ' ' || split_part(encode(s.tgargs, 'escape'), '\\000', 2)
          || (regexp_match(pg_get_triggerdef(s.oid), 'WHEN \\(+CURRENT_USER (<>|=) .levee_owner'))[1] order by s.tgname)
        <> '{"b_step_asked O asked<>","b_step_by_law O by_law="}'
        or not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'a_entrance' and t.tgenabled = 'O'
          and t.tgfoid = 'levee.enter_house'::regproc and encode(t.tgargs, 'escape') = 'person\\000'
          and pg_get_triggerdef(t.oid) ~ 'WHEN \\(+CURRENT_USER <> .levee_owner')
      """)
    #expect(outside == [])
  }

  /// Who may update, delete or truncate a table as a whole may lock it as a whole, and with it everybody else.
  private static let lockable = """
    select c.relname || ' ' || r as name from pg_class c, unnest(\(roles) || '{levee_ops}') r
    where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p')
      and has_table_privilege(r, c.oid, 'update, delete, truncate, references, trigger')
    order by 1
    """

  @Test func noTeamCanLockATable() async throws {
    #expect(try await names(Self.lockable) == [])
    #expect(
      try await names(Self.lockable, "grant delete on levee.signal_lesson to levee_monitoring")
        == ["signal_lesson levee_monitoring"])
  }

  /// A token is its holder's; a digest of one opens nothing.
  @Test func tokensAndTextsOfTheHouseAreReadByNobodyElse() async throws {
    let readable = try await names(
      """
      select distinct c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0,
        unnest(\(Self.roles) || '{levee_ops}') r
      where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'v', 'p') and a.atttypid = 'uuid'::regtype
        and has_column_privilege(r, c.oid, a.attnum, 'select') order by 1
      """)
    // Public ids: digests of what the processes call themselves.
    #expect(readable == ["process.id", "term.holder", "transition.holder"])
  }

  /// What a session plans by tells of the texts that it may not read.
  private static let estimated = """
    select k.kind || '.' || a.attname as name from levee.text_kept k
    join pg_attribute a on a.attrelid = ('levee.' || quote_ident(k.kind))::regclass and a.attname = any (k.columns)
    where k.kind not in ('incident') and a.attstattarget <> 0 order by 1
    """

  @Test func thePlannerGathersNothingOfTexts() async throws {
    #expect(try await names(Self.estimated) == [])
    #expect(
      try await names(Self.estimated, "alter table levee.fact alter column claim set statistics 100") == ["fact.claim"])
  }

  /// Whatever a query compares, who may read is asked first: it costs nothing, and no index answers for a text.
  @Test func whoMayReadIsAskedBeforeAnythingIsCompared() async throws {
    let late = try await names(
      """
      select p.proname::text as name from pg_proc p where p.oid = 'levee.may_read(bigint)'::regprocedure and p.procost >= 0.0001
      union all
      select o.polname::text from pg_policy o where o.polcmd = 'r' and pg_get_expr(o.polqual, o.polrelid) <> 'true'
        and pg_get_expr(o.polqual, o.polrelid) !~ '^levee[.]may_read[(][a-z_]+[)]$'
      union all
      select c.relname::text from levee.text_kept k join pg_index i on i.indrelid = ('levee.' || quote_ident(k.kind))::regclass
        join pg_class c on c.oid = i.indexrelid join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
          and a.attname = any (k.columns)
      """)
    #expect(late == [])
  }

  /// A step, a stage, a deadline, a seal: whoever is not in the circle of a restricted incident sees none of it.
  @Test func everyTableOfAnIncidentIsHiddenFromOutsiders() async throws {
    let open = try await names(
      """
      select c.relname::text as name from pg_class c where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('incident_id', 'chain') and a.attnum > 0)
        and not c.relrowsecurity and has_any_column_privilege('levee_response', c.oid, 'select')
      order by 1
      """)
    // What is to be done, who was told: each without a word of what it is about. A signal became an incident.
    #expect(open == ["checkpoint_head", "notice", "signal", "work"])
  }

  /// No function reads its own literals another way because a session says so.
  @Test func noSettingChangesWhatAFunctionSays() async throws {
    let loose = try await names(
      """
      select p.proname::text as name from pg_proc p where p.pronamespace = 'levee'::regnamespace and strpos(p.prosrc, chr(92)) > 0
        and not coalesce(p.proconfig, '{}') @> array['standard_conforming_strings=on']
      """)
    #expect(loose == [])
  }

  /// Every time that a person gives is bounded.
  private static let unbounded = """
    select distinct c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0,
      unnest(\(roles)) r
    where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p')
      and has_column_privilege(r, c.oid, a.attnum, 'insert, update')
      and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype, 'interval'::regtype)
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)
        and pg_get_constraintdef(k.oid) ~ '>=.*<=')
    order by 1
    """

  @Test func everyTimeThatSomebodyGivesIsBounded() async throws {
    // What sources say of themselves, written by the service that asked them; and of mentions, when they say they appeared.
    #expect(
      try await names(Self.unbounded) == [
        "mention.published_at", "mention.received_at", "source.checked_at", "source.last_item_at",
      ])
  }

  /// A trigger that locks or looks decides under the incident; what the law sets stands in nobody's grant.
  @Test func stateIsTheLawsAndNotTheClients() async throws {
    let granted = try await names(
      """
      select distinct c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0,
        unnest(\(Self.roles)) r
      where c.relnamespace = 'levee'::regnamespace and a.attname in ('reliability', 'submitted', 'stopping', 'outcome', 'authors',
          'proposer', 'stopped_by', 'as_leader', 'as_legal', 'audience', 'holder', 'token', 'address')
        and has_column_privilege(r, c.oid, a.attnum, 'insert') and c.relname not in (
          -- Words and kinds that people choose: a check's verdict, a resolution's or stop's outcome, whom a rendition is for.
          'fact_check', 'resolution', 'stop', 'rendition', 'adoption',
          -- The digest of a token that outsiders show.
          'source')
      order by 1
      """)
    #expect(granted == [])
  }

  /// Not by reading alone: each table and each function is tried, at both other isolation levels, by who may call it.
  @Test("A snapshot of one's own opens nothing", arguments: ["repeatable read", "serializable"])
  func nothingIsDoneAtAnotherIsolationLevel(_ level: String) async throws {
    try await everyEntrance(
      after: "begin isolation level \(level)", services: false, refuses: "guards_see_what_is_committed")
  }

  /// A service writes into no table of the steps, whatever its team may.
  @Test func noServiceWritesAStep() async throws {
    try await everyEntrance(after: "begin", services: true, refuses: "step_is_by_a_person", steps: true)
  }

  /// Whoever was removed is refused everywhere, in a session that is still open.
  @Test func nobodyWhoWasRemovedDoesAnything() async throws {
    let database = try await TestDatabase()
    for (person, team) in Self.people {
      let session = try await database.connect(person, team)
      let owner = try await database.connect("postgres")
      try await owner.execute(script: "set role levee_owner; update levee.person set removed_at = clock_timestamp()")
      await owner.close()
      try await tryAll(session, team.role, after: "begin", refuses: "person_is_of_this_house", steps: false)
      await session.close()
    }
  }

  private static let people: [(String, Team)] = [
    ("sun", .monitoring), ("zhao", .leadership), ("zhou", .response), ("wu", .logistics),
    ("svc_supervisor", .supervisor),
    ("he", .staff),
  ]

  private func everyEntrance(after begin: String, services: Bool, refuses name: String, steps: Bool = false)
    async throws
  {
    let database = try await TestDatabase()
    for (person, team) in Self.people where !services || Team.working.contains(team) {
      let session = try await database.connect(services ? "svc_\(team.rawValue)" : person, team)
      try await tryAll(session, team.role, after: begin, refuses: name, steps: steps)
      await session.close()
    }
  }

  /// Tries one row in each table that the role may write, and each function with NULL for all that it asks for.
  /// - Parameter steps: only the tables of the steps.
  private func tryAll(_ session: Connection, _ role: String, after begin: String, refuses name: String, steps: Bool)
    async throws
  {
    let tables = try await session.run(
      """
      select c.relname::text as name, min(a.attname)::text as "column" from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'p') and has_column_privilege(c.oid, a.attnum, 'insert')
        and (not \(steps) or exists (select from pg_trigger t where t.tgrelid = c.oid
          and t.tgfoid = 'levee.take_step'::regproc))
      group by 1 order by 1
      """
    ).map { "insert into levee.\(try $0["name"] as String) (\(try $0["column"] as String)) values (null)" }
    let functions =
      try steps
      ? []
      : await session.run(
        """
        select format('select levee.%I(%s)', p.proname, (select string_agg('null::' || format_type(t, null), ', ' order by n)
          from unnest(p.proargtypes) with ordinality u (t, n))) as call
        from pg_proc p where p.pronamespace = 'levee'::regnamespace and p.prosecdef and has_function_privilege(p.oid, 'execute')
          and p.proname <> all (\(Array(Self.open.keys))::text[])
        """
      ).map { try $0["call"] as String }
    #expect(tables.count + functions.count >= 1, "\(role)")
    for attempt in tables + functions {
      try await session.execute(script: begin)
      let refused = await refusal { try await session.run(Statement(unsafeSQL: attempt)) }
      try await session.execute(script: "rollback")
      #expect(refused == name, "\(role): \(attempt)")
    }
  }
}

import Ledger
import Postgres
import TestHouse
import Testing

/// What holds for the schema as a whole: read from the catalogue, so that a new table or function cannot escape.
@Suite struct SchemaTests {
  private func names(_ statement: Statement) async throws -> [String] {
    try await TestDatabase().run("postgres", nil, statement).map { try $0["name"] }
  }

  @Test func everyFunctionPinsItsSearchPathWithTheTemporarySchemaLast() async throws {
    let escaped = try await names(
      """
      select p.proname as name from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and not coalesce(p.proconfig, '{}') @> array['search_path=levee, pg_temp']
        -- A body whose names were bound when it was written looks nothing up.
        and p.prosqlbody is null
      """)
    #expect(escaped == [])
  }

  /// A rule that asks for the login, and not for whose it is, would take a device for another person.
  @Test func everyRuleAsksForThePersonBehindTheLogin() async throws {
    let asking = try await names(
      """
      select p.proname::text as name from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and p.prosrc ~ 'session_user' and p.prosqlbody is null
      union all
      select c.relname::text from pg_attrdef d join pg_class c on c.oid = d.adrelid
        where c.relnamespace = 'levee'::regnamespace and pg_get_expr(d.adbin, d.adrelid) ~* 'session_user'
      union all
      select tablename || '.' || policyname from pg_policies where schemaname = 'levee' and qual ~* 'session_user'
      union all
      select viewname::text from pg_views where schemaname = 'levee' and definition ~* 'session_user'
      """)
    #expect(asking == [])
  }

  @Test func publicMayDoNothing() async throws {
    let executable = try await names(
      """
      select p.proname as name from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and has_function_privilege('public', p.oid, 'execute')
      """)
    #expect(executable == [])
    let readable = try await names(
      """
      select c.relname as name from pg_class c where c.relnamespace = 'levee'::regnamespace and c.relkind in ('r', 'v', 'S')
        and (c.relacl::text like '%,=%' or c.relacl::text like '{=%')
      """)
    #expect(readable == [])
  }

  @Test func peopleAndServicesOwnNothing() async throws {
    let owned = try await names(
      """
      select c.relname as name from pg_class c where c.relnamespace = 'levee'::regnamespace
        and pg_get_userbyid(c.relowner) <> 'levee_owner'
      union all
      select p.proname from pg_proc p where p.pronamespace = 'levee'::regnamespace
        and pg_get_userbyid(p.proowner) <> 'levee_owner'
        -- Four functions have the right to make logins, which the owner of the tables has not.
        and not (pg_get_userbyid(p.proowner) = 'levee_enroller'
          and p.proname in ('make_device_login', 'shut_device_login', 'make_wall_login', 'shut_wall_login'))
      """)
    #expect(owned == [])
  }

  @Test func nobodysGrantHoldsWhatTheLawStamps() async throws {
    let granted = try await names(
      """
      select distinct g.table_name || '.' || g.column_name as name
      from information_schema.column_privileges g
      where g.table_schema = 'levee' and g.privilege_type in ('INSERT', 'UPDATE') and g.grantee <> 'levee_owner'
        and g.column_name in ('at', 'team', 'stage', 'digest', 'author', 'salt', 'epoch', 'hash', 'payload')
        and exists (select from information_schema.columns c where c.table_schema = 'levee'
          and c.table_name = g.table_name and c.column_name = 'incident_id')
        and (g.table_name, g.column_name) not in (
          -- These carry the digest of what was approved, for the key to compare; they make none.
          ('delivery', 'digest'), ('plan_mandate', 'digest'), ('reply_from_statement', 'digest'))
      order by 1
      """)
    #expect(granted == [])
  }

  @Test func everyKeyOfTheLawCarriesTheIncidentAndNoNULL() async throws {
    let loose = try await names(
      """
      select k.conname as name from pg_constraint k
      join pg_class source on source.oid = k.conrelid join pg_class target on target.oid = k.confrelid
      where k.connamespace = 'levee'::regnamespace and k.contype = 'f'
        and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'incident_id')
        and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'incident_id')
        and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'incident_id'
          and a.attnum = any (k.conkey))
        -- The one key that is meant to reach into another incident: the archived one, named by the link beside it.
        and k.conname <> 'late_refutation_is_of_a_fact'
      union all
      select k.conname || ' ' || a.attname from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.connamespace = 'levee'::regnamespace and k.contype = 'f' and not a.attnotnull
      """)
    #expect(loose == [])
  }

  @Test func everyRefusalHasASentenceInBothLanguages() async throws {
    let silent = try await names(
      """
      select n.name from (
        select conname::text from pg_constraint where connamespace = 'levee'::regnamespace and contype <> 't'
        union
        select (regexp_matches(prosrc, 'refuse\\(''([a-z_]+)''', 'g'))[1] from pg_proc
          where pronamespace = 'levee'::regnamespace
        union
        select t.tgrelid::regclass::text || '_is_by_the_leader' from pg_trigger t
          join pg_proc p on p.oid = t.tgfoid where p.proname = 'leader_only'
        union
        select replace(t.tgrelid::regclass::text, 'levee.', '') || '_is_not_too_late' from pg_trigger t
          join pg_proc p on p.oid = t.tgfoid where p.proname in ('take_step', 'check_attached')) n (name)
      where not exists (select from levee.refusal r where r.name = replace(n.name, 'levee.', '') and r.en ~ '[a-z]{3}'
        and r.zh ~ '[一-龥]')
      """)
    #expect(silent == [])
  }

  @Test func theStepsOfALevelNeverAddUpToMoreThanItsFirstStatement() async throws {
    let slow = try await names(
      """
      select severity::text as name from levee.target where version = 1 group by severity
      having sum(within) filter (where name in ('acknowledge', 'assess', 'report_up', 'command', 'plan', 'review_plan',
        'review_statement')) > max(within) filter (where name = 'first_statement')
      """)
    #expect(slow == [])
  }

  @Test("Hot statements keep their index on an empty and on a full table", arguments: [0, 100_000])
  func hotStatementsUseTheirIndex(_ rows: Int) async throws {
    let database = try await TestDatabase()
    let connection = try await database.connect("postgres")
    try await connection.run(
      """
      insert into levee.work (kind, subject, state, reason, run_at)
      select 'deliver', i, 'dead', 'old', clock_timestamp() from generate_series(1, \(rows)::int) i
      """)
    try await connection.run(
      """
      insert into levee.event (chain, kind, person, team, at, payload)
      select i % 500, 'x', 'x', 'x', clock_timestamp(), '{}' from generate_series(1, \(rows)::int) i
      """)
    try await connection.run(
      """
      insert into levee.duty (incident_id, kind, occurrence, team, aim, opened_at, opened_by, started_at, state, ended_at)
      select i, 'plan', 1, 'response', false, now(), 0, now(), s.state::levee.duty_state,
        case s.state when 'open' then 'infinity' else now() end
      from generate_series(1, \(rows)::int) i, lateral (select case i % 10 when 0 then 'open' else 'done' end as state) s
      """)
    try await connection.run(
      """
      update levee.duty set next_at = now() + incident_id * interval '1 second', told = incident_id % 1000 <> 0 where state = 'open'
      """)
    try await connection.execute(
      script: "analyze levee.work; analyze levee.event; analyze levee.duty; set enable_seqscan = off")
    for (statement, index) in [
      (
        "select id from levee.work where kind = 'deliver' and state = 'ready' and run_at <= now() order by run_at, id limit 5",
        "work_ready"
      ),
      ("select id from levee.work where state = 'leased' and lease_until < now()", "work_leased"),
      ("select * from levee.event where chain = 7 order by id", "event_of_chain"),
      (
        "select id from levee.duty where state = 'open' and next_at < 'infinity' and next_at <= now() order by next_at limit 500",
        "duty_next"
      ),
      ("select id from levee.duty where team = 'response' and state = 'open' and not aim", "duty_of_team"),
      ("select id from levee.duty where team = 'response' and state = 'open' and not told", "duty_untold"),
      (
        "select id from levee.notice where recipient = session_user collate \"default\" and duty_id = 7",
        "using notice_once"
      ),
      ("select id from levee.duty where incident_id = 7 and state = 'open' and gate <> ''", "duty_is_open_once"),
    ] {
      let plan = try await connection.run(Statement(unsafeSQL: "explain " + statement))
        .map { try $0["QUERY PLAN"] as String }.joined(separator: "\n")
      // Of an empty table every index is as good as another.
      #expect(plan.contains(rows == 0 && index.hasPrefix("duty") ? "using duty_" : index), "\(plan)")
    }
  }
}

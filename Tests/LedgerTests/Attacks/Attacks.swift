import TestHouse

/// What is attacked, and how. The house is `Matrix.house(at:)`.
enum Attacks {
  private static let fact = "insert into levee.fact (incident_id, claim, source"

  /// LAW-4, LAW-5, LAW-14: who, when, which incident, which place in history.
  static let onRecords: [Attack] = [
    Attack(
      "forged author", "sun", .monitoring, "\(fact), person) values (1, 'c', 's', 'wang')", outcome: Attack.noRight),
    Attack(
      "forged time", "sun", .monitoring, "\(fact), at) values (1, 'c', 's', '2000-01-01')", outcome: Attack.noRight),
    Attack(
      "forged team", "sun", .monitoring, "\(fact), team) values (1, 'c', 's', 'leadership')", outcome: Attack.noRight),
    Attack(
      "forged stage", "sun", .monitoring, "\(fact), stage) values (1, 'c', 's', 'closed')", outcome: Attack.noRight),
    Attack("forged event", "sun", .monitoring, "\(fact), event_id) values (1, 'c', 's', 1)", outcome: Attack.noRight),
    Attack("forged salt", "sun", .monitoring, "\(fact), salt) values (1, 'c', 's', '')", outcome: Attack.noRight),
    Attack(
      "forged reliability", "sun", .monitoring, "update levee.fact set reliability = 'verified'",
      outcome: Attack.noRight),
    Attack(
      "a number of one's own", "sun", .monitoring,
      "insert into levee.fact (id, incident_id, claim, source) overriding system value values (99, 1, 'c', 's')",
      outcome: Attack.noRight),
    Attack(
      "another incident's fact", "sun", .monitoring,
      "insert into levee.fact_check (incident_id, fact_id, reliability, reason) values (1, 2, 'verified', 'r')",
      outcome: Attack.key("fact_check_is_of_a_fact")),
    Attack(
      "an incident that does not exist", "sun", .monitoring, "\(fact)) values (99, 'c', 's')",
      outcome: .refused("23503")),
    Attack(
      "NULL in a key", "wang", .leadership,
      "insert into levee.assessment_receipt (incident_id, revision) values (1, null)", outcome: .refused("23502")),
    Attack(
      "NULL for the incident", "sun", .monitoring, "\(fact)) values (null, 'c', 's')", outcome: .refused("23502")),
    Attack(
      "an event written by hand", "wu", .logistics,
      "insert into levee.event (chain, kind, person, team, at, payload) values (1, 'x', 'x', 'x', now(), '{}')",
      outcome: Attack.noRight),
    Attack(
      "an event hidden from sealing", "svc_supervisor", .supervisor, "delete from levee.unsealed",
      outcome: Attack.noRight),
    Attack(
      "a seal of one's own", "svc_supervisor", .supervisor,
      "insert into levee.seal values (1, 999, 1, '', sha256('x'))", outcome: Attack.noRight),
    Attack(
      "the sequence of events moved", "sun", .monitoring, "select setval('levee.event_id_seq', 1)",
      outcome: Attack.noRight),
    Attack(
      "a number of the sequence taken", "sun", .monitoring, "select nextval('levee.event_id_seq')",
      outcome: Attack.noRight),
    Attack(
      "the event function called directly", "zhou", .response,
      "select levee.write_event(1, 1, 'approval', 'wang', 'leadership', now(), '{}')", outcome: Attack.noRight),
    Attack(
      "a trigger function called directly", "zhou", .response, "select levee.take_step()", outcome: Attack.noRight),
    Attack("history truncated", "wang", .leadership, "truncate levee.event cascade", outcome: Attack.noRight),
    Attack(
      "a checkpoint of one's own", "svc_supervisor", .supervisor,
      "insert into levee.checkpoint values (1, now(), 'x', '', sha256('x'))", outcome: Attack.noRight),
    Attack(
      "an erasure without the function", "zhao", .leadership,
      "insert into levee.erasure (incident_id, kind, target_event, reason, person, team, at, event_id, salt) values (1, 'fact', 1, 'r', 'zhao', 'leadership', now(), 1, '')",
      outcome: Attack.noRight),
    Attack(
      "an erasure by a deputy", "li", .leadership, "select levee.erase(1, 'fact', 1, 'r')",
      outcome: Attack.rule("erasure_is_by_the_leader_or_legal")),
    Attack(
      "another row's text erased under this incident", "zhao", .leadership,
      "select levee.erase(1, 'fact', (select event_id from levee.fact where id = 2), 'r')",
      outcome: Attack.rule("erasure_is_of_a_text")),
    Attack(
      "settings that change how values are printed", "sun", .monitoring, "set datestyle = 'German'",
      "set timezone = 'Asia/Tokyo'", "set bytea_output = 'escape'", "set extra_float_digits = -10",
      "\(fact)) values (1, 'c', 's')",
      outcome: .harmless("select count(*) = 2 from levee.fact where incident_id = 1")),
    Attack(
      "a setting that pretends another time", "sun", .monitoring, "set levee.now = '2000-01-01'",
      "\(fact)) values (1, 'then', 's')",
      outcome: .harmless("select at > '2020-01-01' from levee.fact where claim = 'then'")),
  ]

  /// LAW-8, LAW-19, LAW-21, LAW-22: who one is.
  static let onRoles: [Attack] = [
    Attack("the owner's role taken", "wang", .leadership, "set role levee_owner", outcome: Attack.noRight),
    Attack("another team's role taken", "wu", .logistics, "set role levee_leadership", outcome: Attack.noRight),
    Attack(
      "another team's role by set_config", "wu", .logistics, "select set_config('role', 'levee_leadership', false)",
      outcome: Attack.noRight),
    Attack(
      "another team's role inside a block", "wu", .logistics,
      "do $$ begin execute 'set local role levee_owner'; end $$", outcome: Attack.noRight),
    Attack("somebody else's session", "sun", .monitoring, "set session authorization wang", outcome: Attack.noRight),
    Attack("membership given to oneself", "wu", .logistics, "grant levee_leadership to wu", outcome: Attack.noRight),
    Attack("the leader's password changed", "li", .leadership, "alter role wang password 'x'", outcome: Attack.noRight),
    Attack("a login made", "svc_supervisor", .supervisor, "create role mallory login", outcome: Attack.noRight),
    Attack(
      "a person added", "wang", .leadership, "select levee.add_person('mallory', 'M', '{leadership}')",
      outcome: Attack.noRight),
    Attack(
      "a seat taken", "li", .leadership, "update levee.seat set seat = 'leader' where handle = 'li'",
      outcome: Attack.noRight),
    Attack(
      "a delegation in the leader's name", "li", .leadership,
      "insert into levee.delegation (holder, substitute, reason, ends_at) values ('wang', 'li', 'r', now() + interval '1 hour')",
      outcome: Attack.noRight),
    Attack(
      "a delegation to oneself", "wang", .leadership,
      "insert into levee.delegation (substitute, reason, ends_at) values ('wang', 'r', now() + interval '1 hour')",
      outcome: Attack.check("delegation_is_to_another")),
    Attack(
      "a seat that one does not hold, given away", "chen", .leadership,
      "insert into levee.delegation (substitute, reason, ends_at) values ('li', 'r', now() + interval '1 hour')",
      outcome: .harmless("not levee.holds_seat('li', 'leader', 1)")),
    Attack(
      "a standing substitute of one's own choice", "li", .leadership,
      "insert into levee.standing_substitute values ('leader', 'li')", outcome: Attack.noRight),
    Attack(
      "an overdue duty, to stand in for the leader", "svc_supervisor", .supervisor,
      "update levee.duty set due_at = started_at where team = 'leadership'",
      outcome: Attack.noRight),
    Attack(
      "a person of two teams reviews from the wrong one", "chen", .monitoring,
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')",
      outcome: Attack.noRight),
    Attack(
      "the author reviews from a second seat", "li", .leadership,
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')",
      outcome: Attack.check("review_is_not_by_the_author")),
    Attack(
      "the author says that somebody else wrote it", "li", .leadership,
      "insert into levee.review (incident_id, kind, document_id, number, authors, verdict) values (1, 'plan', 1, 1, '{zhou}', 'approve')",
      outcome: Attack.noRight),
    Attack(
      "a service decides", "svc_leadership", .leadership,
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack("staff read the facts", "he", .staff, "select * from levee.fact", outcome: Attack.noRight),
    Attack(
      "ops read the facts", "svc_supervisor", .supervisor, "select claim from levee.fact", outcome: Attack.noRight),
    Attack(
      "staff finish somebody else's task", "wu", .staff, "select levee.finish_task(1, 'done')",
      outcome: Attack.rule("task_done_is_by_its_owner")),
    Attack(
      "row security switched off", "sun", .monitoring, "alter table levee.fact disable row level security",
      outcome: Attack.noRight),
    Attack(
      "a reader named by hand", "sun", .monitoring, "insert into levee.reader values (1, 'sun')",
      outcome: Attack.noRight),
  ]

  /// LAW-1, LAW-13, LAW-15: PostgreSQL itself.
  static let onTheMachine: [Attack] = [
    Attack(
      "a temporary table that shadows", "zhou", .response, "create temporary table approval (incident_id bigint)",
      outcome: Attack.noRight),
    Attack("a schema of one's own", "zhou", .response, "create schema mine", outcome: Attack.noRight),
    Attack(
      "a function that shadows", "zhou", .response,
      "create function public.sha256(bytea) returns bytea language sql as 'select $1'", outcome: Attack.noRight),
    Attack(
      "a view over texts", "wu", .logistics, "create view public.v as select * from levee.fact", outcome: Attack.noRight
    ),
    Attack(
      "a search path that looks elsewhere first", "li", .leadership, "set search_path = pg_temp, public, levee",
      outcome: .harmless("not levee.holds_seat('li', 'leader', 1)")),
    Attack(
      "a child table", "zhou", .response, "create table public.x () inherits (levee.delivery)", outcome: Attack.noRight),
    Attack(
      "a partition", "zhou", .response, "alter table levee.delivery attach partition levee.work default",
      outcome: Attack.noRight),
    Attack(
      "triggers switched off", "zhou", .response, "alter table levee.delivery disable trigger all",
      outcome: Attack.noRight),
    Attack(
      "triggers switched off for the session", "zhou", .response, "set session_replication_role = replica",
      outcome: Attack.noRight),
    Attack(
      "a trigger of one's own", "zhou", .response,
      "create trigger x before insert on levee.delivery for each row execute function levee.take_step()",
      outcome: Attack.noRight),
    Attack(
      "a rule of one's own", "zhou", .response, "create rule x as on insert to levee.approval_void do instead nothing",
      outcome: Attack.noRight),
    Attack(
      "a policy of one's own", "zhou", .response, "create policy x on levee.fact using (true)", outcome: Attack.noRight),
    Attack(
      "a constraint dropped", "zhou", .response, "alter table levee.delivery drop constraint delivery_is_approved",
      outcome: Attack.noRight),
    Attack("an extension", "zhou", .response, "create extension dblink", outcome: Attack.noRight),
    Attack(
      "COPY into a table of the law", "zhou", .response, "copy levee.approval from program 'true'",
      outcome: Attack.noRight),
    Attack(
      "COPY out to the server's disk", "sun", .monitoring, "copy levee.fact to '/tmp/facts'", outcome: Attack.noRight),
    Attack(
      "a table locked for good", "sun", .monitoring, "begin", "lock table levee.incident in access exclusive mode",
      outcome: Attack.noRight),
    Attack(
      "an incident locked for update", "zhou", .response, "begin", "select 1 from levee.incident for update",
      outcome: Attack.noRight),
    Attack(
      "the installer's advisory lock held", "he", .staff, "select pg_advisory_lock(hashtext('levee.installation'))",
      outcome: .harmless("select holder = levee.public_id('\(House.supervisor)') from levee.term")),
    Attack(
      "the supervisor's bell rung without end", "he", .staff,
      "select pg_notify('levee_supervisor', i::text) from generate_series(1, 1000) i",
      outcome: .harmless("select stage = 'planning' from levee.incident where id = 1")),
    Attack(
      "an open transaction that holds an event back", "sun", .monitoring, "begin", "\(fact)) values (1, 'open', 's')",
      outcome: .harmless("not exists (select from levee.unsealed)")),
    Attack(
      "a prepared transaction left behind", "sun", .monitoring, "begin", "prepare transaction 'x'",
      outcome: .refused("55000")),
    Attack(
      "somebody else's session ended", "sun", .monitoring,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wang'",
      outcome: Attack.noRight),
    Attack(
      "a stage opened by a team", "zhou", .response,
      "select * from levee.advance('\(House.supervisor)', (select epoch from levee.term))", outcome: Attack.noRight),
    Attack(
      "the term taken by a team", "zhou", .response, "select levee.take_term(gen_random_uuid(), 'h', '1 minute')",
      outcome: Attack.noRight),
    Attack(
      "the term taken while it is held", "svc_supervisor", .supervisor,
      "select levee.take_term(gen_random_uuid(), 'h', '1 minute')",
      outcome: .harmless("select holder = levee.public_id('\(House.supervisor)') from levee.term")),
    Attack(
      "the term written by hand", "svc_supervisor", .supervisor, "update levee.term set holder = gen_random_uuid()",
      outcome: Attack.noRight),
    Attack(
      "a deposed supervisor's epoch", "svc_supervisor", .supervisor,
      "select * from levee.advance('\(House.supervisor)', 0)", outcome: Attack.rule("term_is_held")),
    Attack(
      "severity lowered by hand", "wang", .leadership, "update levee.incident set severity = 'IV'",
      outcome: Attack.noRight),
    Attack(
      "a playbook's rule softened", "wang", .leadership, "update levee.review_rule set reviews = 1, legal = false",
      outcome: Attack.noRight),
    Attack("a gate removed", "wang", .leadership, "delete from levee.gate_rule", outcome: Attack.noRight),
    Attack(
      "work of another team claimed", "svc_monitoring", .monitoring,
      "select * from levee.claim('deliver', 1, '1 minute')",
      outcome: Attack.rule("work_is_the_teams")),
    Attack(
      "work without a kind claimed", "svc_response", .response, "select * from levee.claim(null, 1, '1 minute')",
      outcome: Attack.rule("work_is_the_teams")),
  ]

  /// LAW-7 to LAW-13: what goes out. S2.1 is approved and on its way to `manual` as D1.
  static let onTexts: [Attack] = [
    Attack(
      "a replayed approval", "zhou", .response, "select levee.send(1, 2, 1, '{web}', '{manual}')",
      outcome: .refused("23505", "delivery_once_per_key")),
    Attack(
      "the plan's approval for a statement", "zhou", .response,
      "insert into levee.delivery (incident_id, document_id, number, digest, rendition, channel, exercise, outside) select 1, 1, 1, digest, 'web', 'inside', true, false from levee.approval where kind = 'plan'",
      outcome: Attack.rule("delivery_is_approved")),
    Attack(
      "a digest of one's own", "zhou", .response,
      "insert into levee.delivery (incident_id, document_id, number, digest, rendition, channel, exercise, outside) values (1, 2, 1, sha256('mine'), 'web', 'inside', true, false)",
      outcome: Attack.key("delivery_is_approved")),
    Attack(
      "a forged digest at handing in", "zhou", .response,
      "insert into levee.submission (incident_id, kind, document_id, number, digest) values (1, 'statement', 2, 1, sha256('x'))",
      outcome: Attack.noRight),
    Attack(
      "a rendition slipped into an approved text", "zhou", .response,
      "insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body) values (1, 2, 1, 'extra', 'newsroom', 'en', 'T', 'B')",
      outcome: Attack.rule("submitted_text_is_frozen")),
    Attack(
      "a rendition in somebody else's revision", "li", .response,
      "insert into levee.revision (incident_id, kind, document_id) values (1, 'statement', 2)",
      "insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body) values (1, 2, 1, 'x', 'newsroom', 'en', 'T', 'B')",
      outcome: Attack.rule("submitted_text_is_frozen")),
    Attack(
      "an approved text edited", "zhou", .response, "update levee.rendition set body = 'other'", outcome: Attack.noRight
    ),
    Attack(
      "an approval written by hand", "wang", .leadership,
      "insert into levee.approval (incident_id, kind, document_id, number, digest, expires_at) values (1, 'plan', 1, 2, '', 'infinity')",
      outcome: Attack.noRight),
    Attack(
      "an approval made to last", "wang", .leadership, "update levee.approval set expires_at = 'infinity'",
      outcome: Attack.noRight),
    Attack("a void deleted", "wang", .leadership, "delete from levee.approval_void", outcome: Attack.noRight),
    Attack(
      "a file name that climbs", "zhou", .response,
      "select * from levee.draft_statement(1, '', 'x', '[{\"name\": \"../../etc/passwd\", \"channel_kind\": \"newsroom\", \"language\": \"en\", \"title\": \"T\", \"body\": \"B\"}]', '{}', false)",
      outcome: Attack.check("rendition_name_is_short")),
    Attack(
      "a statement on another incident's mandate", "zhou", .response,
      "insert into levee.statement (incident_id, document_id, mandate_id) values (2, 2, 1)", outcome: .refused("23503")),
    Attack(
      "a mandate by hand", "zhou", .response, "insert into levee.mandate (incident_id, kind) values (1, 'plan')",
      outcome: Attack.noRight),
    Attack(
      "a correction of what was never wrong", "zhou", .response,
      "insert into levee.correction (incident_id, document_id, number, fact_id) values (1, 2, 1, 1)",
      outcome: Attack.noRight),
    Attack(
      "a receipt without a claim", "zhou", .response,
      "select levee.record_receipt(1, gen_random_uuid(), 'x')",
      outcome: Attack.rule("delivery_receipt_holds_the_claim")),
    Attack(
      "a channel that calls itself inside", "zhou", .response,
      "insert into levee.channel (name, kind, outside, title) values ('weibo', 'manual', false, 'W')",
      outcome: Attack.noRight),
    Attack(
      "an exercise sent outside", "zhou", .response, "select levee.send(1, 2, 1, '{web}', '{public}')",
      outcome: Attack.check("delivery_of_an_exercise_stays_inside")),
    Attack(
      "an exercise declared real", "sun", .monitoring, "update levee.incident set exercise = false",
      outcome: Attack.noRight),
    Attack(
      "a reply in words that nobody approved", "zhou", .response,
      "insert into levee.reply (incident_id, feedback_id, basis) values (1, 1, 'template')", outcome: Attack.noRight),
    Attack(
      "readiness by hand", "wu", .logistics,
      "insert into levee.readiness (incident_id, basis) values (1, 'certificate')", outcome: Attack.noRight),
    Attack(
      "the response declared over by a deputy", "li", .leadership,
      "insert into levee.response_over (incident_id, reason) values (1, 'r')",
      outcome: Attack.rule("response_over_is_by_the_leader")),
    Attack(
      "a report before its stage", "wu", .logistics,
      "insert into levee.result_report (incident_id, for_team, body) values (1, 'logistics', 'b')",
      outcome: Attack.key("result_report_is_not_too_early")),
  ]
}

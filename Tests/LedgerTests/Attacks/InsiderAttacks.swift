import TestHouse

extension Attacks {
  private static let rendition =
    "insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body) values"
  private static let draft =
    "select * from levee.draft_statement(1, '', 'x', '[{\"name\": \"a\", \"channel_kind\": \"newsroom\", \"language\": \"en\", \"title\": \"T\", \"body\": \"B\"}]', '{}', true)"

  /// What somebody tries who knows PostgreSQL well, with nothing but their own role: in the house of `Matrix.house(at: .responding)`.
  /// S2.1 is approved and on its way to `manual` as D1; P1.2 waits for its reviews.
  static let byInsiders: [Attack] = snapshots + functions + claims + services + rows + silence + decisions + grounds

  /// The client chooses the snapshot.
  private static let snapshots: [Attack] = [
    Attack(
      "a statement written at a snapshot of one's own", "zhou", .response, "begin isolation level repeatable read",
      draft,
      outcome: Attack.rule("guards_see_what_is_committed")),
    Attack(
      "a review at a snapshot of one's own", "wang", .leadership, "begin isolation level serializable",
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 2, 'approve')",
      outcome: Attack.rule("guards_see_what_is_committed")),
    Attack(
      "a snapshot chosen for the whole session", "zhou", .response,
      "set default_transaction_isolation = 'repeatable read'",
      "select levee.send(1, 2, 1, '{web}', '{inside}')", outcome: Attack.rule("guards_see_what_is_committed")),
    Attack(
      "a snapshot chosen after the step has begun", "zhou", .response, "begin", draft,
      "set transaction isolation level serializable", outcome: .refused("25001")),
    Attack(
      "a snapshot chosen inside a block", "zhou", .response,
      "do $$ begin set transaction isolation level repeatable read; perform levee.claim_by_hand(1, 'post', '1 minute'); end $$",
      outcome: .refused("25001")),
    Attack(
      "an exported snapshot of somebody else", "zhou", .response, "begin isolation level repeatable read",
      "select pg_export_snapshot()", "select levee.record_receipt(1, gen_random_uuid(), 'x')",
      outcome: Attack.rule("guards_see_what_is_committed")),
    Attack(
      "a playbook changed at a snapshot of one's own", "postgres", .admin, "begin isolation level repeatable read",
      "insert into levee.template (version, name, kind, language, title, body) values (1, 'late', 'holding', 'en', 't', 'b')",
      outcome: Attack.rule("guards_see_what_is_committed")),
  ]

  /// Functions with the owner's rights.
  private static let functions: [Attack] = [
    Attack(
      "the phone book through a notice", "wu", .logistics, "select * from levee.claim('notify', 9, '1 minute')",
      outcome: Attack.rule("work_is_by_a_service")),
    Attack(
      "the phone book as the sending service", "wu", .logistics,
      "select * from levee.claim_notices('1 minute')",
      outcome: Attack.rule("work_is_by_a_service")),
    Attack(
      "somebody else's task finished through its number", "zhou", .staff, "select levee.finish_task(1, 'done')",
      outcome: Attack.rule("task_done_is_by_its_owner")),
    Attack(
      "the incident of somebody else's task", "wu", .staff, "select levee.task_incident(1)",
      outcome: Attack.rule("task_done_is_by_its_owner")),
    Attack(
      "another team's function", "zhao", .leadership, "select levee.record_receipt(1, gen_random_uuid(), 'x')",
      outcome: Attack.noRight),
    Attack(
      "a team that one does not sit in", "svc_response", .response, "select levee.claim_by_hand(1, 'post', '1 minute')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a heartbeat of a service that is not there", "sun", .monitoring,
      "select levee.heartbeat(gen_random_uuid(), 'elsewhere', 1, 1)", outcome: Attack.rule("work_is_by_a_service")),
    Attack(
      "reminders held back in an open transaction", "sun", .monitoring, "begin", "select levee.remind()",
      outcome: Attack.rule("work_is_by_a_service")),
    Attack(
      "reasons of erasures", "sun", .monitoring, "select reason from levee.erasure", outcome: Attack.noRight),
    Attack(
      "how somebody was reached", "sun", .monitoring, "select how from levee.notice_receipt", outcome: Attack.noRight),
    Attack(
      "addresses in the history", "wu", .logistics,
      "do $$ begin if exists (select from levee.event where payload ~ 'address|reason.*:') then raise 'in clear' using errcode = 'P0001'; end if; end $$",
      outcome: .harmless("true")),
    Attack(
      "the search of a table that is no partition", "sun", .monitoring,
      "select * from levee.search_partition('contact', '{}', '{}', '', '', 1, 1)", outcome: .refused("42703")),
  ]

  /// Claims and the term are no bearer tokens.
  private static let claims: [Attack] = [
    Attack("the token of a claim", "zhou", .response, "select token from levee.work", outcome: Attack.noRight),
    Attack("all of a piece of work", "svc_response", .response, "select * from levee.work", outcome: Attack.noRight),
    Attack(
      "the public id of the leading supervisor in place of its secret", "svc_supervisor", .supervisor,
      "select * from levee.advance((select holder from levee.term), (select epoch from levee.term))",
      outcome: Attack.rule("term_is_held")),
    Attack(
      "the id of a process in place of its secret", "svc_supervisor", .supervisor,
      "select levee.yield_term((select holder from levee.term))",
      outcome: .harmless("select lease_until > clock_timestamp() from levee.term")),
    Attack(
      "the supervisor's role without being a service", "postgres", .supervisor,
      "select levee.take_term(gen_random_uuid(), 'h', '1 minute')", outcome: Attack.rule("person_is_of_this_house")),
    Attack(
      "somebody else's claim finished", "svc_logistics", .logistics,
      "select levee.finish(w.id, gen_random_uuid(), '1 hour') from levee.work w",
      outcome: .harmless("not exists (select from levee.work where run_at > clock_timestamp() + interval '50 minutes')")
    ),
  ]

  /// Services take machine steps; whatever carries words, or decides who may read, is a person's.
  private static let services: [Attack] = [
    Attack(
      "a service names itself", "svc_response", .response,
      "insert into levee.feedback (incident_id, sender, text) values (1, 'customer', 't')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service reads what it may not", "svc_monitoring", .monitoring,
      "insert into levee.named_person (incident_id, handle) values (1, 'svc_monitoring')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack("a service drafts", "svc_response", .response, draft, outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service sends", "svc_response", .response, "select levee.send(1, 2, 1, '{web}', '{inside}')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service opens an incident", "svc_monitoring", .monitoring,
      "insert into levee.incident (title, kind) values ('t', 'other')", outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service gives up a delivery", "svc_response", .response,
      "insert into levee.delivery_abandonment (incident_id, delivery_id, reason) values (1, 1, 'r')",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service brings dead work back", "svc_response", .response, "select levee.revive('{post}', 1)",
      outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service teaches what is negative", "svc_monitoring", .monitoring,
      "insert into levee.sentiment_choice (version) values (0)", outcome: Attack.rule("step_is_by_a_person")),
    Attack(
      "a service changes the names that are tracked", "svc_monitoring", .monitoring,
      "insert into levee.tracked_name (name, kind, words) values ('n', 'person', '{n}')",
      outcome: Attack.rule("step_is_by_a_person")),
  ]

  /// One row does not stop the house.
  private static let rows: [Attack] = [
    Attack(
      "detected before all time", "sun", .monitoring,
      "insert into levee.incident (title, kind, detected_at) values ('t', 'other', '-infinity')",
      outcome: Attack.check("moment_is_sane")),
    Attack(
      "detected before Christ", "sun", .monitoring,
      "insert into levee.incident (title, kind, detected_at) values ('t', 'other', '0044-03-15 BC')",
      outcome: Attack.check("moment_is_sane")),
    Attack(
      "detected longer ago than any crisis lasts", "sun", .monitoring,
      "insert into levee.incident (title, kind, detected_at) values ('t', 'other', now() - interval '5 years')",
      outcome: Attack.rule("incident_is_detected_within_the_horizon")),
    Attack(
      "an exercise at the end of time", "sun", .monitoring,
      "insert into levee.incident (title, kind, exercise, clock_offset) values ('t', 'other', true, '290000 years')",
      outcome: Attack.check("span_is_sane")),
    Attack(
      "a clock that is no number", "sun", .monitoring,
      "insert into levee.incident (title, kind, exercise, clock_rate) values ('t', 'other', true, 'NaN')",
      outcome: Attack.check("incident_clock_runs_forward")),
    Attack(
      "a task due never", "zhou", .response,
      "insert into levee.task (incident_id, revision, for_team, owner, title, due_at) values (1, 1, 'response', 'he', 't', 'infinity')",
      outcome: Attack.check("moment_is_sane")),
    Attack(
      "an absence without end", "wang", .leadership, "insert into levee.absence (ends_at) values ('infinity')",
      outcome: Attack.check("moment_is_sane")),
    Attack(
      "a source asked once in a million years", "sun", .monitoring,
      "insert into levee.source (name, kind, location, every) values ('s', 'feed', 'http://x', '1000000 years')",
      outcome: Attack.check("source_interval_is_sane")),
    Attack(
      "a signal snoozed for ever", "sun", .monitoring, "select levee.answer_signal(1, 'snoozed', '', 'infinity')",
      outcome: Attack.rule("signal_is_open")),
  ]

  /// Nothing ends without a trace.
  private static let silence: [Attack] = [
    Attack(
      "work put off for a hundred years", "svc_logistics", .logistics,
      "select levee.finish(1, gen_random_uuid(), '100 years')",
      outcome: Attack.rule("work_comes_again_within_a_week")),
    Attack(
      "batches of mentions deleted", "sun", .monitoring, "delete from levee.mention_batch", outcome: Attack.noRight),
    Attack(
      "a source deleted beside its function", "sun", .monitoring, "delete from levee.source", outcome: Attack.noRight),
    Attack(
      "a post made known that nobody stored", "sun", .monitoring,
      "select levee.admit_mentions('{press}', '{real-post}', '{1}', '{0}')",
      outcome: Attack.rule("mentions_are_stored_as_admitted")),
    Attack(
      "a post stored under another key than was admitted", "sun", .monitoring, "begin",
      "insert into levee.mention (id, source, external_id, published_at, text) select (a.admitted)[1], 'press', 'another', now(), 't' from levee.admit_mentions('{press}', '{real-post}', '{1}', '{0}') a",
      "commit", outcome: Attack.rule("mentions_are_stored_as_admitted")),
    Attack(
      "a mention rewritten", "sun", .monitoring, "update levee.mention set text = 'other'", outcome: Attack.noRight),
  ]

  /// Decisions beside the law, and what was decided undone elsewhere.
  private static let decisions: [Attack] = [
    Attack(
      "an administrator makes a leader", "postgres", .admin,
      "update levee.seat set seat = 'leader' where handle = 'li'",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "an administrator takes a seat away", "postgres", .admin, "delete from levee.seat where handle = 'wang'",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "an administrator seats somebody of another team", "postgres", .admin,
      "insert into levee.seat (handle, team, seat) values ('he', 'leadership', 'legal')",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "an administrator moves a seat into leadership", "postgres", .admin,
      "update levee.seat set team = 'leadership', seat = 'leader' where handle = 'sun'", outcome: Attack.noRight),
    Attack(
      "an administrator names a substitute", "postgres", .admin,
      "insert into levee.standing_substitute (seat, substitute) values ('leader', 'li')",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "an administrator removes the leader", "postgres", .admin,
      "update levee.person set removed_at = now() where handle = 'wang'",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "a superuser makes a leader", "postgres", nil, "update levee.seat set seat = 'leader' where handle = 'li'",
      outcome: Attack.rule("seat_of_leadership_is_decided_by_leadership")),
    Attack(
      "a proposed seat decided by a deputy alone", "li", .leadership,
      "insert into levee.seat_decision (change_id, agrees) values (1, true)",
      outcome: Attack.rule("seat_decision_is_of_a_change")),
    Attack(
      "a decision on a stale assessment", "wang", .leadership, "begin",
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 99, 'urgent', 'go')",
      outcome: .refused("23503")),
    Attack(
      "a rendition for employees sent to a public channel", "zhou", .response, "begin",
      "insert into levee.delivery (incident_id, document_id, number, digest, rendition, channel, channel_kind, audience, language, exercise, outside) values (1, 2, 1, '', 'web', 'manual', 'newsroom', 'employees', 'en', true, false)",
      outcome: Attack.noRight),
    Attack(
      "a part of a text added after it was handed in", "zhou", .response,
      "\(rendition) (1, 2, 1, 'late', 'newsroom', 'en', 'T', 'B')", outcome: Attack.rule("submitted_text_is_frozen")),
    Attack(
      "a text opened again", "zhou", .response, "update levee.revision set submitted = false", outcome: Attack.noRight),
  ]

  /// Claims without ground.
  private static let grounds: [Attack] = [
    Attack(
      "a fact recorded as verified", "zhou", .response,
      "insert into levee.fact (incident_id, claim, source, reliability) values (1, 'c', 's', 'verified')",
      outcome: Attack.noRight),
    Attack(
      "a holding statement in words of one's own", "zhou", .response,
      "select * from levee.draft_statement(1, 'holding', 'x', '[{\"name\": \"a\", \"channel_kind\": \"newsroom\", \"language\": \"en\", \"title\": \"We are looking into this\", \"body\": \"It was them.\"}]', '{}', true)",
      outcome: Attack.rule("holding_statement_is_its_template")),
    Attack(
      "a fact handed in as one's own plan's author", "wang", .leadership,
      "insert into levee.submission (incident_id, kind, document_id, number) values (1, 'plan', 1, 2)",
      outcome: Attack.rule("submission_is_by_the_author")),
  ]
}

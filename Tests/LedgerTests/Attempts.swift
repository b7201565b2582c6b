import Postgres

/// What is tried. Each law has its allowed side beside its refused ones.
enum Attempts {
  static let all = order + actors + texts + deliveries + history + ending + house + briefs

  private static let rendition: Statement = """
    select * from levee.draft_statement(1, '', 'x', '[{"name": "a", "channel_kind": "newsroom", "language": "en",
      "title": "T", "body": "B"}]', '{1}', true)
    """

  /// LAW-2, LAW-3, LAW-5, LAW-6: the order is a chain of keys.
  private static let order: [Attempt] = [
    Attempt(
      "LAW-2 a fact while assessing", .assessing, "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')", .allowed),
    Attempt(
      "LAW-6 a receipt before there is an assessment", .assessing, "wang", .leadership,
      "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)",
      Attempt.key("assessment_receipt_is_of_an_assessment")),
    Attempt(
      "LAW-6 a receipt of the submitted assessment", .commanding, "wang", .leadership,
      "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)", .allowed),
    Attempt(
      "LAW-6 a receipt of an assessment that nobody submitted", .commanding, "wang", .leadership,
      "insert into levee.assessment_receipt (incident_id, revision) values (1, 2)",
      Attempt.key("assessment_receipt_is_of_an_assessment")),
    Attempt(
      "LAW-6 a decision without a receipt", .commanding, "wang", .leadership,
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'urgent', 'go')",
      Attempt.key("decision_rests_on_a_received_assessment")),
    Attempt(
      "LAW-6 a meeting without attendees", .planning, "wang", .leadership,
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'meeting', 'go')",
      Attempt.check("decision_meeting_has_attendees")),
    Attempt(
      "LAW-6 a command without a decision", .commanding, "wang", .leadership,
      "select levee.issue_command(1, 1, 'a', 'b', 'c', 'd')", Attempt.key("command_follows_a_decision")),
    Attempt(
      "LAW-6 a second command", .planning, "wang", .leadership, "select levee.issue_command(1, 1, 'a', 'b', 'c', 'd')",
      .allowed),
    Attempt(
      "LAW-6 a command by a member who is not the leader", .planning, "zhao", .leadership,
      "select levee.issue_command(1, 1, 'a', 'b', 'c', 'd')", Attempt.raised("command_is_issued_by_the_leader")),
    Attempt(
      "LAW-6 a command that leaves teams without an assignment", .planning, "wang", .leadership,
      "insert into levee.command (incident_id, decision_id, text) values (1, 1, 'alone')",
      Attempt.raised("command_assigns_every_team")),
    Attempt(
      "LAW-2 a plan before the command", .commanding, "zhou", .response,
      "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])", Attempt.key("document_is_not_too_early")),
    Attempt(
      "LAW-2 a plan while planning", .planning, "zhou", .response,
      "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])", .allowed),
    Attempt(
      "a plan of three parts", .planning, "zhou", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c'])",
      Attempt.raised("plan_has_four_parts")),
    Attempt(
      "LAW-2 the response declared over while planning", .planning, "wang", .leadership,
      "insert into levee.response_over (incident_id, reason) values (1, 'skip')",
      Attempt.key("response_over_is_not_too_early")),
    Attempt(
      "LAW-2 a report while responding", .responding, "wu", .logistics,
      "insert into levee.result_report (incident_id, for_team, body) values (1, 'logistics', 'x')",
      Attempt.key("result_report_is_not_too_early")),
    Attempt(
      "LAW-3 an assessment after the response", .reviewing, "sun", .monitoring,
      "insert into levee.assessment (incident_id, severity, summary) values (1, 'I', 'late')",
      Attempt.raised("assessment_is_not_too_late")),
    Attempt(
      "LAW-3 a fact in an archived case", .closed, "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')", Attempt.raised("fact_is_not_too_late")
    ),
    Attempt(
      "LAW-3 a statement after the response", .reviewing, "zhou", .response, rendition,
      Attempt.raised("submission_is_not_too_late")),
    Attempt(
      "LAW-3 a draft after the response", .reviewing, "zhou", .response,
      """
      with d as (insert into levee.document (incident_id, kind) values (1, 'statement') returning id)
      insert into levee.statement (incident_id, document_id, mandate_id) select 1, id, 1 from d
      """, Attempt.raised("statement_is_not_too_late")),
    Attempt(
      "LAW-5 a check of another incident's fact", .assessing, "sun", .monitoring,
      "insert into levee.fact_check (incident_id, fact_id, reliability, reason) values (1, 2, 'verified', 'r')",
      Attempt.key("fact_check_is_of_a_fact")),
    Attempt(
      "LAW-5 an incident that does not exist", .assessing, "sun", .monitoring,
      "insert into levee.watch (incident_id, keyword) values (99, 'word')", .refused("23503", "watch_is_of_an_incident")
    ),
    Attempt(
      "LAW-1 a stage entered by hand", .planning, "zhou", .response,
      "insert into levee.stage_entry (incident_id, stage, at, epoch) values (1, 'closed', now(), 1)", Attempt.noRight),
    Attempt(
      "LAW-1 a transition by a supervisor's login without its function", .planning, "svc_supervisor", .supervisor,
      "update levee.incident set stage = 'closed'", Attempt.noRight),
    Attempt(
      "LAW-1 a team that calls the supervisor's function", .planning, "zhou", .response,
      "select * from levee.advance('11111111-1111-1111-1111-111111111111', 1)", Attempt.noRight),
    Attempt(
      "LAW-15 a supervisor that does not hold the term", .planning, "svc_supervisor", .supervisor,
      "select * from levee.advance('22222222-2222-2222-2222-222222222222', 1)", Attempt.raised("term_is_held")),
    Attempt(
      "LAW-15 the holder with the epoch of an earlier term", .planning, "svc_supervisor", .supervisor,
      "select * from levee.advance('11111111-1111-1111-1111-111111111111', 0)", Attempt.raised("term_is_held")),
    Attempt(
      "LAW-18 a change to an approved playbook, by an administrator", .assessing, "postgres", nil,
      "update levee.target set within = '1 second' where version = 1", Attempt.raised("playbook_is_frozen")),
    Attempt(
      "LAW-12 a real incident with a clock of its own", .assessing, "sun", .monitoring,
      "insert into levee.incident (title, kind, clock_rate) values ('t', 'other', 60)",
      Attempt.check("incident_clock_is_real")),
  ]

  /// LAW-4, LAW-19: who acts.
  private static let actors: [Attempt] = [
    Attempt(
      "LAW-19 logistics writes an assessment", .assessing, "wu", .logistics,
      "insert into levee.assessment (incident_id, severity, summary) values (1, 'I', 'x')", Attempt.noRight),
    Attempt(
      "LAW-19 a person takes a role they are no member of", .assessing, "wu", nil, "set role levee_leadership",
      Attempt.noRight),
    Attempt(
      "LAW-19 a person without a role reads facts", .assessing, "he", nil, "select * from levee.fact", Attempt.noRight),
    Attempt(
      "LAW-4 a forged author", .assessing, "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source, person) values (1, 'c', 's', 'wang')", Attempt.noRight),
    Attempt(
      "LAW-4 a forged time", .assessing, "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source, at) values (1, 'c', 's', '2000-01-01')", Attempt.noRight),
    Attempt(
      "LAW-4 a forged reliability", .assessing, "sun", .monitoring, "update levee.fact set reliability = 'verified'",
      Attempt.noRight),
    Attempt(
      "LAW-19 a team acknowledges for another", .planning, "wu", .logistics,
      "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'response')",
      Attempt.check("acknowledgement_is_by_the_team_itself")),
    Attempt(
      "LAW-19 a team reports for another", .reviewing, "wu", .logistics,
      "insert into levee.result_report (incident_id, for_team, body) values (1, 'response', 'x')",
      Attempt.check("result_report_is_by_the_team_itself")),
    Attempt(
      "LAW-18 a playbook approved by hand", .assessing, "zhao", .leadership,
      "insert into levee.playbook_approval (version) values (1)", Attempt.noRight),
    Attempt(
      "LAW-18 a service reviews a playbook", .assessing, "svc_leadership", .leadership,
      "insert into levee.playbook_review (version) values (1)", Attempt.raised("step_is_by_a_person")),
    Attempt(
      "a NULL in a key does not skip it", .planning, "wang", .leadership,
      "insert into levee.assessment_receipt (incident_id, revision) values (1, null)", .refused("23502", "revision")),
    Attempt(
      "a delegation to somebody outside leadership", .assessing, "wang", .leadership,
      "insert into levee.delegation (substitute, reason, ends_at) values ('wu', 'r', now() + interval '1 hour')",
      Attempt.raised("delegation_is_to_leadership")),
    Attempt(
      "a delegation without end", .assessing, "wang", .leadership,
      "insert into levee.delegation (substitute, reason, ends_at) values ('li', 'r', now() + interval '1 year')",
      Attempt.check("delegation_is_bounded")),
    Attempt(
      "a temporary table to shadow the law", .planning, "zhou", .response,
      "create temporary table incident (id bigint)",
      Attempt.noRight),
  ]

  /// LAW-8, LAW-9, LAW-10, LAW-11: texts and their reviews.
  private static let texts: [Attempt] = [
    Attempt("LAW-10 a statement on the approved plan", .responding, "zhou", .response, rendition, .allowed),
    Attempt(
      "LAW-10 a statement while planning", .planning, "zhou", .response, rendition,
      Attempt.raised("statement_has_a_mandate")),
    Attempt(
      "LAW-10 a holding statement while planning", .planning, "zhou", .response,
      """
      select d.* from levee.template t, levee.draft_statement(1, 'holding', 'x', jsonb_build_array(jsonb_build_object(
        'name', 'a', 'channel_kind', 'newsroom', 'language', 'en', 'title', t.title, 'body', t.body)), '{}', true) d
      where t.version = 1 and t.name = 'holding' and t.language = 'en'
      """, .allowed),
    Attempt(
      "LAW-10 a holding statement in words of its own", .planning, "zhou", .response,
      """
      select * from levee.draft_statement(1, 'holding', 'x', '[{"name": "a", "channel_kind": "newsroom",
        "language": "en", "title": "T", "body": "B"}]', '{}', true)
      """, Attempt.raised("holding_statement_is_its_template")),
    Attempt(
      "LAW-10 a holding template that the playbook does not have", .planning, "zhou", .response,
      """
      select * from levee.draft_statement(1, 'invented', 'x', '[{"name": "a", "channel_kind": "newsroom",
        "language": "en", "title": "T", "body": "B"}]', '{}', true)
      """, Attempt.key("holding_mandate_has_a_template")),
    Attempt(
      "LAW-10 a holding statement before the command", .commanding, "zhou", .response,
      """
      select * from levee.draft_statement(1, 'holding', 'x', '[{"name": "a", "channel_kind": "newsroom",
        "language": "en", "title": "T", "body": "B"}]', '{}', true)
      """, Attempt.key("mandate_is_not_too_early")),
    Attempt(
      "LAW-8 the author reviews their own plan, from another seat", .planning, "zhou", .leadership,
      """
      insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')
      """, Attempt.raised("review_is_of_a_submission")),
    Attempt(
      "LAW-9 a review of an approved plan", .responding, "li", .leadership,
      "insert into levee.review (incident_id, kind, document_id, number, verdict) values (1, 'plan', 1, 1, 'approve')",
      Attempt.raised("review_comes_before_the_approval")),
    Attempt(
      "LAW-9 an approval by hand", .responding, "wang", .leadership,
      "insert into levee.approval (incident_id, kind, document_id, number, digest) values (1, 'plan', 1, 2, '')",
      Attempt.noRight),
    Attempt(
      "LAW-9 a rendition added to an approved text", .reviewing, "zhou", .response,
      """
      insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body)
      values (1, 2, 1, 'extra', 'newsroom', 'en', 'T', 'B')
      """, Attempt.raised("submitted_text_is_frozen")),
    Attempt(
      "LAW-5 a text that cites another incident's fact", .responding, "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'x', '[{"name": "a", "channel_kind": "newsroom", "language": "en",
        "title": "T", "body": "B"}]', '{2}', true)
      """, Attempt.key("citation_is_of_a_fact")),
    Attempt(
      "a statement without a rendition", .responding, "zhou", .response,
      "select * from levee.draft_statement(1, '', 'x', '[]', '{}', true)", Attempt.raised("statement_has_a_rendition")),
    Attempt(
      "an approved text changed afterwards", .responding, "zhou", .response,
      "update levee.plan_part set body = 'other'",
      Attempt.noRight),
    Attempt(
      "an approved text changed by the superuser", .responding, "postgres", nil,
      "update levee.plan_part set body = 'other'", Attempt.raised("history_is_append_only")),
  ]

  /// LAW-7, LAW-12, LAW-13: what goes out.
  private static let deliveries: [Attempt] = [
    Attempt(
      "LAW-7 the approved text on a second channel", .reviewing, "zhou", .response,
      "select levee.send(1, 2, 1, '{web}', '{manual}')", Attempt.raised("delivery_is_not_too_late")),
    Attempt(
      "LAW-7 a text that does not exist", .responding, "zhou", .response,
      "select levee.send(1, 9, 1, '{web}', '{inside}')",
      Attempt.raised("delivery_is_approved")),
    Attempt(
      "LAW-7 a delivery with a digest of one's own", .responding, "zhou", .response,
      """
      insert into levee.delivery (incident_id, document_id, number, digest, rendition, channel, exercise, outside)
      values (1, 1, 1, sha256('mine'), 'web', 'inside', true, false)
      """, Attempt.raised("delivery_is_approved")),
    Attempt(
      "LAW-13 a receipt without a claim", .reviewing, "zhou", .response,
      """
      select levee.record_receipt(1, gen_random_uuid(), 'x')
      """, Attempt.raised("delivery_receipt_holds_the_claim")),
    Attempt(
      "LAW-13 a receipt written beside its function", .reviewing, "zhou", .response,
      """
      insert into levee.delivery_receipt (incident_id, delivery_id, address, posted_at) values (1, 1, 'x', now())
      """, Attempt.noRight),
    Attempt(
      "LAW-19 monitoring claims response's work", .responding, "svc_monitoring", .monitoring,
      "select * from levee.claim('deliver', 1, '1 minute')", Attempt.raised("work_is_the_teams")),
    Attempt(
      "a claim for a day", .responding, "svc_response", .response, "select * from levee.claim('deliver', 1, '1 day')",
      Attempt.raised("work_lease_is_bounded")),
    Attempt(
      "a resolution before a reply", .responding, "zhou", .response,
      """
      with f as (insert into levee.feedback (incident_id, sender, text) values (1, 'customer', 't') returning id)
      insert into levee.resolution (incident_id, feedback_id, outcome) select 1, id, 'done' from f
      """, Attempt.key("resolution_follows_a_reply")),
    Attempt(
      "a reply in words that nobody approved", .responding, "zhou", .response,
      "insert into levee.reply (incident_id, feedback_id, basis) values (1, 1, 'template')", Attempt.noRight),
  ]

  /// LAW-14: history.
  private static let history: [Attempt] = [
    Attempt(
      "LAW-14 an event written by hand", .planning, "zhou", .response,
      "insert into levee.event (chain, kind, person, team, at, payload) values (1, 'x', 'x', 'x', now(), '{}')",
      Attempt.noRight),
    Attempt(
      "LAW-14 an event edited by a team", .planning, "zhou", .response, "update levee.event set person = 'x'",
      Attempt.noRight),
    Attempt(
      "LAW-14 an event edited by the superuser", .planning, "postgres", nil, "update levee.event set person = 'x'",
      Attempt.raised("history_is_append_only")),
    Attempt(
      "LAW-14 an event deleted by the superuser", .planning, "postgres", nil, "delete from levee.seal",
      Attempt.raised("history_is_append_only")),
    Attempt(
      "LAW-14 history truncated by the superuser", .planning, "postgres", nil, "truncate levee.event cascade",
      Attempt.raised("history_is_append_only")),
    Attempt(
      "LAW-14 a step deleted by the superuser", .planning, "postgres", nil, "delete from levee.assignment",
      Attempt.raised("history_is_append_only")),
  ]

  /// LAW-17: the end.
  private static let ending: [Attempt] = [
    Attempt(
      "LAW-17 a review without reports", .reviewing, "wang", .leadership,
      "select levee.record_review(1, 'c', 'e', 'l', '{t}', '{li}', '{2027-01-01}')",
      Attempt.key("after_action_review_has_monitorings_report")),
    Attempt(
      "LAW-17 a closure without a review", .reviewing, "wang", .leadership,
      "insert into levee.closure (incident_id, improvement_id) values (1, 1)", Attempt.key("closure_has_a_review")),
    Attempt(
      "LAW-17 the receipt of a report that nobody wrote", .reviewing, "wang", .leadership,
      "insert into levee.report_receipt (incident_id, for_team) values (1, 'response')",
      Attempt.key("report_receipt_is_of_a_report")),
    Attempt(
      "LAW-17 a stand-down that leaves items out", .reviewing, "wu", .logistics,
      "select levee.record_stand_down(1, '', '{}', '{}', '{}')", Attempt.raised("stand_down_lists_every_item")),
    Attempt(
      "LAW-17 the response declared over by a member", .responding, "zhao", .leadership,
      "insert into levee.response_over (incident_id, reason) values (1, 'x')",
      Attempt.raised("response_over_is_by_the_leader")),
    Attempt(
      "a certificate that leaves items out", .planning, "wu", .logistics,
      "select levee.certify_readiness(1, '{}', '{}', '{}')",
      Attempt.raised("readiness_lists_every_item")),
    Attempt(
      "an incident stopped by the leader", .planning, "wang", .leadership,
      "insert into levee.stop (incident_id, outcome, reason) values (1, 'false_alarm', 'r')", .allowed),
    Attempt(
      "an incident stopped by monitoring", .planning, "sun", .monitoring,
      "insert into levee.stop (incident_id, outcome, reason) values (1, 'false_alarm', 'r')", Attempt.noRight),
    Attempt(
      "an incident merged into itself", .planning, "wang", .leadership,
      "insert into levee.stop (incident_id, outcome, merged_into, reason) values (1, 'merged', 1, 'r')",
      Attempt.check("stop_merges_into_another")),
  ]
}

import TestHouse
import Workflow

/// What a random walk does. `$i` is an incident; the rows that an action is about are chosen by the database's random
/// numbers, which are seeded. Some of it is lawful at some time, much of it never.
enum WalkActions {
  struct Step: Sendable {
    let actors: [(person: String, team: Team)]
    let sql: String
  }

  /// What an incident needs to come to its end: half of the steps are of these, so that some do.
  static let forward: [Step] = steps.filter { step in
    ![
      "renew", "revocation", "submit_withdrawal", "submit_waiver", "submit_lowering", "levee.stop",
      "into levee.fact", "feedback (", "s.digest", "'late'", "take_back", "levee.discard", "revise_statement",
      "resumption", "answer",
    ].contains { step.sql.contains($0) }
  }

  /// Words of the steps without which no response comes to its end: a plan, a readiness and a text that everybody approved.
  /// Left to chance alone, a walk in eight sees none.
  static let toTheEnd = [
    "levee.submit_plan", "levee.certify_readiness", "levee.draft_statement($i, (array", "order by at desc limit 1",
    "select levee.send($i, a.document_id", "claim_by_hand(w.subject, 'post'", "levee.claim('deliver'",
    "into levee.response_over",
  ]

  private static let monitoring: [(person: String, team: Team)] = [("sun", .monitoring), ("chen", .monitoring)]
  // The leader is there more often than the others: much is theirs alone.
  private static let leadership: [(person: String, team: Team)] = [
    ("wang", .leadership), ("wang", .leadership), ("wang", .leadership), ("zhao", .leadership), ("zhao", .leadership),
    ("li", .leadership), ("chen", .leadership), ("zhou", .leadership),
  ]
  private static let response: [(person: String, team: Team)] = [("zhou", .response), ("li", .response)]
  private static let logistics: [(person: String, team: Team)] = [("wu", .logistics)]
  private static let service: [(person: String, team: Team)] = [("svc_response", .response)]

  static let actors = monitoring + leadership + response + logistics + service

  private static func one(of table: String, _ columns: String, where condition: String = "true") -> String {
    "select \(columns) from levee.\(table) x where incident_id = $i and \(condition) order by random() limit 1"
  }

  /// Mostly the newest of a table's rows; now and then whichever.
  private static func newest(_ table: String, by number: String = "revision", of kind: String = "true") -> String {
    "(random() < 0.1 or x.\(number) = (select max(y.\(number)) from levee.\(table) y where y.incident_id = x.incident_id and \(kind)))"
  }

  private static func without(_ table: String, _ match: String) -> String {
    "not exists (select from levee.\(table) y where y.incident_id = x.incident_id and \(match))"
  }

  static let steps: [Step] = [
    Step(actors: monitoring, sql: "insert into levee.fact (incident_id, claim, source) values ($i, 'c', 's')"),
    Step(
      actors: monitoring,
      sql: """
        insert into levee.fact_check (incident_id, fact_id, reliability, reason)
        \(one(of: "fact", "incident_id, id, (case when random() < 0.15 then 'refuted' else 'verified' end)::levee.reliability, 'r'"))
        """),
    // Something that is out turns out wrong.
    Step(
      actors: monitoring,
      sql: """
        insert into levee.fact_check (incident_id, fact_id, reliability, reason)
        select c.incident_id, c.fact_id, 'refuted', 'r' from levee.citation c
        join levee.delivery d on d.incident_id = c.incident_id and d.document_id = c.document_id and d.number = c.number
        join levee.delivery_receipt r on r.incident_id = d.incident_id and r.delivery_id = d.id
        where c.incident_id = $i and random() < 0.02 limit 1
        """),
    Step(
      actors: monitoring,
      sql: """
        insert into levee.assessment (incident_id, severity, summary, trend)
        select $i, (array['IV', 'IV', 'III', 'III', 'II', 'I'])[1 + floor(random() * 6)]::levee.severity, 's',
          (array['rising', 'steady', 'falling'])[1 + floor(random() * 3)]
        where random() < 0.08 or not exists (select from levee.assessment where incident_id = $i)
        """),
    Step(
      actors: leadership,
      sql:
        "insert into levee.assessment_receipt (incident_id, revision) \(one(of: "assessment", "incident_id, revision", where: newest("assessment")))"
    ),
    Step(
      actors: leadership,
      sql: """
        insert into levee.decision (incident_id, assessment_revision, kind, sentence)
        select * from (\(one(of: "assessment_receipt", "incident_id, revision, 'urgent', 'go'", where: newest("assessment_receipt")))) r
        where random() < 0.4 or not exists (select from levee.decision where incident_id = $i)
        """),
    Step(
      actors: leadership,
      sql: """
        insert into levee.meeting_record (incident_id, decision_id, attendees, record)
        \(one(of: "decision", "incident_id, id, '{wang}'::text[], 'r'", where: without("meeting_record", "y.decision_id = x.id")))
        """),
    Step(
      actors: leadership,
      sql:
        "select levee.issue_command($i, d.id, 't', 'm', 'r', 'g') from (\(one(of: "decision", "id", where: newest("decision", by: "id")))) d where random() < 0.03 or not exists (select from levee.command where incident_id = $i)"
    ),
    Step(
      actors: monitoring + response + logistics,
      sql: """
        insert into levee.acknowledgement (incident_id, revision, for_team)
        \(one(of: "assignment", "incident_id, revision, for_team", where: newest("assignment")))
        """),
    Step(actors: response, sql: "select * from levee.submit_plan($i, array['a', 'b', 'c', 'd'])"),
    Step(
      actors: logistics,
      sql: """
        select levee.certify_readiness($i, array_agg(item), array_agg('ready'::text), array_agg(''::text))
        from levee.checklist_item where version = 1 and list = 'readiness'
        """),
    // A slip is taken back: whatever it was.
    Step(
      actors: monitoring + leadership + response + logistics,
      sql: "select levee.take_back(max(event_id)) from levee.last_act() where random() < 0.1"),
    Step(actors: leadership, sql: "select * from levee.submit_waiver($i, 'r')"),
    Step(
      actors: leadership,
      sql: """
        select * from levee.submit_lowering($i, coalesce((select max(revision) from levee.assessment
          where incident_id = $i), 0), (array['IV', 'III', 'II'])[1 + floor(random() * 3)]::levee.severity, 'r')
        """),
    Step(
      actors: response,
      sql: """
        select * from levee.draft_statement($i, (array['', '', 'holding'])[1 + floor(random() * 3)], 'x',
          '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]',
          array(select id from levee.fact where incident_id = $i and random() < 0.8 order by random() limit 1), true,
          channels => (array['{}', '{}', '{manual}', '{inside,public}'])[1 + floor(random() * 4)]::text[])
        """),
    // Begun, and handed in later; or discarded.
    Step(
      actors: response,
      sql: """
        select levee.revise_statement($i, coalesce((\(one(of: "statement", "document_id"))), 0),
          '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{}', false)
        where random() < 0.2
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.discard (incident_id, kind, document_id, number)
        \(one(of: "revision", "incident_id, kind, document_id, number", where: "random() < 0.3"))
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.submission (incident_id, kind, document_id, number)
        \(one(of: "revision", "incident_id, kind, document_id, number", where: "random() < 0.3"))
        """),
    Step(
      actors: response,
      sql: """
        select d.* from levee.draft_statement($i, '', 'x',
          '[{"name": "a1-en", "channel_kind": "answers", "language": "en", "title": "Q", "body": "A"}]',
          array(select id from levee.fact where incident_id = $i order by random() limit 1), true, false, true) d
        where random() < 0.3
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.reply_from_answer (incident_id, feedback_id, document_id, number, rendition)
        select f.incident_id, f.id, a.document_id, a.number, 'a1-en' from levee.feedback f
        join levee.statement s on s.incident_id = f.incident_id and s.sheet
        join levee.submission a on a.incident_id = s.incident_id and a.kind = s.kind and a.document_id = s.document_id
        where f.incident_id = $i order by random() limit 1
        """),
    Step(
      actors: response,
      sql: """
        select * from levee.draft_correction($i, coalesce((\(one(of: "correction", "document_id"))), 0), 'x',
          '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{}', true)
        """),
    Step(
      actors: response,
      sql: "select levee.renew($i, 'statement', coalesce((\(one(of: "statement", "document_id"))), 0))"),
    Step(
      actors: leadership,
      sql: """
        insert into levee.review (incident_id, kind, document_id, number, verdict, reason)
        \(one(of: "submission", "incident_id, kind, document_id, number, (case when random() < 0.05 then 'return' else 'approve' end)::levee.verdict, 'r'"))
        """),
    // The newest text, so that something comes of it.
    Step(
      actors: leadership,
      sql: """
        insert into levee.review (incident_id, kind, document_id, number, verdict)
        select incident_id, kind, document_id, number, 'approve' from levee.submission
        where incident_id = $i order by at desc limit 1
        """),
    Step(
      actors: leadership,
      sql: """
        insert into levee.revocation (incident_id, kind, document_id, number, reason)
        select incident_id, kind, document_id, number, 'r' from levee.approval
        where incident_id = $i and random() < 0.1 order by random() limit 1
        """),
    Step(
      actors: response,
      sql: """
        select levee.send($i, d.document_id, d.number, '{web}', array[(array['inside', 'manual', 'public'])[1 + floor(random() * 3)]])
        from (\(one(of: "rendition", "document_id, number"))) d
        where random() < 0.4 or not exists (select from levee.delivery where incident_id = $i)
        """),
    // What was approved last, so that something goes out.
    Step(
      actors: response,
      sql: """
        select levee.send($i, a.document_id, a.number, '{web}', array[(array['inside', 'manual'])[1 + floor(random() * 2)]])
        from (\(one(of: "approval", "document_id, number", where: "x.kind = 'statement' and " + newest("approval", by: "event_id", of: "y.kind = 'statement'")))) a
        where random() < 0.2 or not exists (select from levee.delivery where incident_id = $i)
        """),
    // A part of a text, at whatever time.
    Step(
      actors: response,
      sql: """
        insert into levee.rendition (incident_id, document_id, number, name, channel_kind, language, title, body)
        \(one(of: "revision", "incident_id, document_id, number, 'late', 'newsroom', 'en'::levee.language, 'T', 'late'", where: "x.kind = 'statement'"))
        """),
    // As `send` does, but with the digest of what was handed in, approved or not.
    Step(
      actors: response,
      sql: """
        insert into levee.delivery (incident_id, document_id, number, digest, rendition, channel, exercise, outside)
        select s.incident_id, s.document_id, s.number, s.digest, 'web', 'manual', i.exercise, false
        from levee.submission s join levee.incident i on i.id = s.incident_id
        where s.incident_id = $i and s.kind = 'statement' order by random() limit 1
        """),
    Step(
      actors: response,
      sql: """
        select levee.record_receipt(w.subject, levee.claim_by_hand(w.subject, 'post', '1 minute'), 'x')
        from levee.work w where w.incident_id = $i and w.kind = 'post'
        """),
    Step(
      actors: service,
      sql: """
        select levee.record_receipt(c.subject, c.token, 'x') from levee.claim('deliver', 20, '1 minute') c,
          lateral (select levee.claimed_delivery(c.subject, c.token)) t
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.delivery_abandonment (incident_id, delivery_id, reason)
        \(one(of: "delivery", "incident_id, id, 'r'", where: without("delivery_receipt", "y.delivery_id = x.id")))
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.delivery_resumption (incident_id, delivery_id, reason)
        \(one(of: "delivery_abandonment", "incident_id, delivery_id, 'r'", where: "random() < 0.5"))
        """),
    Step(
      actors: response + leadership,
      sql: """
        select levee.submit_withdrawal($i, d.delivery_id, 'r')
        from (\(one(of: "delivery_receipt", "delivery_id"))) d where random() < 0.2
        """),
    Step(
      actors: response,
      sql: """
        select levee.record_take_down(w.subject, levee.claim_by_hand(w.subject, 'unpost', '1 minute'))
        from levee.work w where w.incident_id = $i and w.kind = 'unpost' limit 1
        """),
    Step(
      actors: service,
      sql: "select levee.record_take_down(c.subject, c.token) from levee.claim('retract', 3, '1 minute') c"),
    Step(
      actors: monitoring + response,
      sql: """
        insert into levee.feedback (incident_id, sender, text) select $i, 'customer', 't' where random() < 0.05
        """),
    Step(
      actors: response,
      sql: """
        insert into levee.reply_from_template (incident_id, feedback_id, playbook, template, language)
        \(one(of: "feedback", "incident_id, id, 1, 'reply', 'en'::levee.language", where: without("reply", "y.feedback_id = x.id")))
        """),
    Step(
      actors: response,
      sql:
        "insert into levee.reply_in_own_words (incident_id, feedback_id, words) \(one(of: "feedback", "incident_id, id, 'w'", where: without("reply", "y.feedback_id = x.id")))"
    ),
    Step(
      actors: leadership,
      sql:
        "insert into levee.reply_review (incident_id, feedback_id, verdict, correction) \(one(of: "reply_in_own_words", "incident_id, feedback_id, case when random() < 0.5 then 'fine' else 'wrong' end, 'c'", where: without("reply_review", "y.feedback_id = x.feedback_id")))"
    ),
    Step(
      actors: response,
      sql:
        "insert into levee.reply_correction (incident_id, feedback_id, note) \(one(of: "reply_review", "incident_id, feedback_id, 'n'", where: without("reply_correction", "y.feedback_id = x.feedback_id")))"
    ),
    Step(
      actors: response,
      sql:
        "insert into levee.resolution (incident_id, feedback_id, outcome) \(one(of: "reply", "incident_id, feedback_id, 'o'", where: without("resolution", "y.feedback_id = x.feedback_id")))"
    ),
    Step(actors: leadership, sql: "insert into levee.response_over (incident_id, reason) values ($i, 'r')"),
    Step(
      actors: logistics,
      sql: """
        select levee.record_stand_down($i, '', array_agg(item), array_agg('done'::text), array_agg(''::text))
        from levee.checklist_item where version = 1 and list = 'stand_down'
        """),
    Step(
      actors: monitoring + response + logistics,
      sql: """
        insert into levee.result_report (incident_id, for_team, body)
        values ($i, substr(current_setting('role'), 7)::levee.team, 'b')
        """),
    Step(
      actors: leadership,
      sql:
        "insert into levee.report_receipt (incident_id, for_team) \(one(of: "result_report", "incident_id, for_team", where: without("report_receipt", "y.for_team = x.for_team")))"
    ),
    Step(
      actors: leadership,
      sql: "select levee.record_review($i, 'c', 'e', 'l', '{t}', '{li}', '{2027-01-01}', accepted => 'known')"),
    Step(
      actors: leadership,
      sql: "insert into levee.closure (incident_id, improvement_id) \(one(of: "improvement_action", "incident_id, id"))"
    ),
    Step(
      actors: leadership,
      sql: "insert into levee.stop (incident_id, outcome, reason) select $i, 'false_alarm', 'r' where random() < 0.01"),
    Step(
      actors: leadership, sql: "insert into levee.stop_agreement (incident_id) select $i where random() < 0.3"),
  ]
}

import FoundationEssentials
import Postgres
public import Workflow

/// What the law allows: each action, at each stage, to each role. Written by hand from the law's sentences; what is not
/// written is refused. Tried by raw SQL (`LedgerTests`) and through the programs (`ProgramTests`).
public struct Matrix: Sendable {
  /// Who tries. One letter each in the table.
  public enum Actor: Character, Sendable, CaseIterable {
    case monitoring = "m"
    case leadership = "l"
    case response = "r"
    case logistics = "g"
    case supervisor = "s"
    case staff = "t"

    /// The login that takes the role.
    public var person: String {
      switch self {
      case .monitoring: "sun"
      case .leadership: "wang"
      case .response: "zhou"
      case .logistics: "wu"
      case .supervisor: "svc_supervisor"
      case .staff: "he"
      }
    }
    public var team: Team { Team(rawValue: "\(self)") ?? .staff }
  }

  /// One line of the table.
  public struct Action: Sendable {
    public let name: String
    /// Letters of those who may, for each stage in its order.
    public let allowed: [Set<Character>]
    public let sql: String
    /// The command line that does the same; empty when no command does.
    public let command: [String]

    public func isAllowed(to actor: Actor, at stage: Stage) -> Bool {
      allowed[Stage.allCases.firstIndex(of: stage) ?? 0].contains(actor.rawValue)
    }
  }

  private static func action(_ name: String, _ cells: String, _ sql: String, _ command: String = "") -> Action {
    let allowed = cells.split(separator: " ").map { Set($0).subtracting(["."]) }
    return Action(
      name: name, allowed: allowed, sql: sql,
      command: command.split(separator: "|").map { String($0) })
  }

  // The house that it is tried in is `Matrix.house(at:)`.
  //             assessing commanding planning responding reviewing closed
  public static let actions: [Action] = [
    action(
      "open an incident", "m m m m m m", "insert into levee.incident (title, kind) values ('t', 'other')",
      "open|t|--kind|other"),
    action(
      "reclassify", "ml ml ml ml ml .",
      "insert into levee.reclassification (incident_id, title, kind, jurisdictions, reason) values (1, 't', 'other', '{EU}', 'r')",
      "reclassify|I1|--title|t|--reason|r"),
    action(
      "watch a word", "m m m m m .", "insert into levee.watch (incident_id, keyword) values (1, 'word')",
      "watch-for|I1|word"),
    action(
      "record a fact", "mr mr mr mr mr .", "insert into levee.fact (incident_id, claim, source) values (1, 'c', 's')"),
    action(
      "check a fact", "m m m m m .",
      "insert into levee.fact_check (incident_id, fact_id, reliability, reason) values (1, 1, 'verified', 'r')",
      "check|F1|verified|--reason|r"),
    action(
      "assess", "m m m m . .", "insert into levee.assessment (incident_id, severity, summary) values (1, 'III', 's')",
      "assess|I1|--severity|III|--summary|s"),
    action(
      "receive the assessment", ". l . . . .",
      "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)", "receive|I1"),
    action(
      "call a meeting", ". l l l . .",
      "insert into levee.meeting (incident_id, starts_at, place, agenda) values (1, '2030-01-01', 'p', 'a')",
      "meet|I1|--at|2030-01-01T09:00:00Z|--place|p|--agenda|a"),
    action(
      "decide on what was read", ". l l l . .", "select levee.record_decision(1, 1, 'urgent', 'go', '{}', '')",
      "decide|I1|go"),
    action(
      "decide on what nobody has received", ". . l l . .",
      "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values (1, 1, 'urgent', 'go')"),
    action(
      "command", ". . l l . .", "select levee.issue_command(1, 1, 't', 'm', 'r', 'g')",
      "command|I1|t|--monitoring|m|--response|r|--logistics|g"),
    action(
      "record the meeting that is owed", ". . l l l .",
      "insert into levee.meeting_record (incident_id, decision_id, attendees, record) values (1, 1, '{wang}', 'r')",
      "record-meeting|I1|--attendee|wang|--record|r"),
    action(
      "acknowledge", ". . mrg . . .",
      """
      insert into levee.acknowledgement (incident_id, revision, for_team)
      values (1, 1, substr(current_setting('role'), 7)::levee.team)
      """, "acknowledge|I1"),
    action(
      "write a form", "lr lr lr lr lr .",
      """
      insert into levee.form (incident_id, playbook, template, language, recipient, title, body)
      values (1, 1, 'appeal-platform', 'en', 'p', 't', 'b')
      """, "form write|I1|--template|appeal-platform|--body|b"),
    action(
      "give a task", ". . mrg mrg . .",
      """
      insert into levee.task (incident_id, revision, for_team, owner, title, due_at)
      values (1, 1, substr(current_setting('role'), 7)::levee.team, 'he', 't', '2030-01-01')
      """, "task|I1|t|--owner|he|--due|2030-01-01T00:00:00Z"),
    action(
      "do a task", ". . rt rt . .", "insert into levee.task_done (incident_id, task_id, result) values (1, 1, 'r')"),
    action(
      "submit the plan", ". . r r . .", "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])", "plan|I1"),
    action(
      "certify readiness", ". . g . . .",
      """
      select levee.certify_readiness(1, array_agg(item), array_agg('ready'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'readiness'
      """, "certify|I1|--yes"),
    action("propose a waiver", ". . l l . .", "select * from levee.submit_waiver(1, 'r')", "waive|I1|--reason|r"),
    action(
      "propose a lowering that monitoring does not support", ". . . . . .",
      "select * from levee.submit_lowering(1, 1, 'IV', 'r')", "lower|I1|--severity|IV|--reason|r"),
    action(
      "allocate", ". . g g . .",
      "insert into levee.allocation (incident_id, command_revision, item, required, amount) values (1, 1, 'media-contacts', 1, 1)",
      "allocate|I1"),
    action(
      "offer counselling", ". . g g g .",
      "insert into levee.counselling_offer (incident_id, availability, places) values (1, 'now', 2)",
      "counselling|I1|now|--places|2"),
    action(
      "write a holding statement", ". . r r . .",
      """
      select d.* from levee.template t, levee.draft_statement(1, 'holding', 'x', jsonb_build_array(jsonb_build_object(
        'name', 'a', 'channel_kind', 'newsroom', 'language', 'en', 'title', t.title, 'body', t.body)), '{}', true) d
      where t.version = 1 and t.name = 'holding' and t.language = 'en'
      """, "statement|I1|--holding|holding|--submit"),
    action(
      "write a statement on the plan", ". . . r . .",
      """
      select * from levee.draft_statement(1, '', 'x', '[{"name": "a", "channel_kind": "newsroom", "language": "en",
        "title": "T", "body": "B"}]', '{}', true)
      """, "statement|I1|--title|T|--body|B|--submit"),
    action(
      "write the Q&A sheet", ". . . r . .",
      """
      select * from levee.draft_statement(1, '', '', '[{"name": "a1-en", "channel_kind": "answers", "language": "en",
        "title": "T", "body": "B"}]', '{}', true, false, true)
      """, "answers write|I1|--text|Q: T\nA: B|--submit"),
    action(
      "review what was handed in", ". . l l l .",
      """
      insert into levee.review (incident_id, kind, document_id, number, verdict)
      select 1, coalesce(max(s.kind), 'plan'), coalesce(max(s.document_id), 0), coalesce(max(s.number), 0), 'approve'
      from levee.submission s where s.incident_id = 1 and not exists (select from levee.approval a
        where a.kind = s.kind and a.document_id = s.document_id and a.number = s.number)
      """),
    action(
      "take an approval back", ". . . l l .",
      "insert into levee.revocation (incident_id, kind, document_id, number, reason) values (1, 'plan', 1, 1, 'r')",
      "revoke|P1.1|--reason|r"),
    action(
      "send the approved statement", ". . . r . .", "select levee.send(1, 2, 1, '{web}', '{inside}')",
      "send|S2.1|--to|inside|--yes"),
    action(
      "give up a delivery", ". . . r . .",
      "insert into levee.delivery_abandonment (incident_id, delivery_id, reason) values (1, 1, 'r')",
      "abandon|D1|--reason|r"),
    action(
      "take up a delivery that nobody gave up", ". . . . . .",
      "insert into levee.delivery_resumption (incident_id, delivery_id, reason) values (1, 1, 'r')",
      "resume|D1|--reason|r"),
    action(
      "propose a withdrawal", ". . . . rl .", "select * from levee.submit_withdrawal(1, 1, 'r')",
      "withdraw|D1|--reason|r"),
    action(
      "register feedback", "mr mr mr mr mr .",
      "insert into levee.feedback (incident_id, sender, text) values (1, 'customer', 't')",
      "feedback add|I1|t|--from|customer"),
    action(
      "reply to feedback", ". . r r r .",
      """
      insert into levee.reply_from_template (incident_id, feedback_id, playbook, template, language)
      values (1, 1, 1, 'reply', 'en')
      """, "reply|Q1|--template|reply|--text-language|en"),
    action(
      "reply from a sheet that nobody wrote", ". . . . . .",
      """
      insert into levee.reply_from_answer (incident_id, feedback_id, document_id, number, rendition)
      values (1, 1, 2, 1, 'web')
      """, "reply|Q1|--answer|1"),
    action(
      "reply in own words", ". . r r r .",
      "insert into levee.reply_in_own_words (incident_id, feedback_id, words) values (1, 1, 'w')", "reply|Q1|--words|w"),
    action(
      "review an answer that nobody gave", ". . . . . .",
      "insert into levee.reply_review (incident_id, feedback_id, verdict) values (1, 2, 'fine')"),
    action(
      "resolve feedback", ". . r r r .",
      "insert into levee.resolution (incident_id, feedback_id, outcome) values (1, 2, 'o')", "resolve|Q2|o"),
    action(
      "declare the response over", ". . . l . .",
      "insert into levee.response_over (incident_id, reason) values (1, 'r')", "declare-over|I1|r|--yes"),
    action(
      "stand down", ". . . . g .",
      """
      select levee.record_stand_down(1, '', array_agg(item), array_agg('done'::text), array_agg(''::text))
      from levee.checklist_item where version = 1 and list = 'stand_down'
      """, "stand-down|I1|--yes"),
    action(
      "report", ". . . . rg .",
      """
      insert into levee.result_report (incident_id, for_team, body)
      values (1, substr(current_setting('role'), 7)::levee.team, 'b')
      """, "report|I1|b"),
    action(
      "receive a report", ". . . . l .",
      "insert into levee.report_receipt (incident_id, for_team) values (1, 'monitoring')",
      "receive-report|I1"),
    action(
      "review the incident before every report is there", ". . . . . .",
      "select levee.record_review(1, 'c', 'e', 'l', '{t}', '{li}', '{2027-01-01}')",
      "review|I1|--course|c|--effectiveness|e|--lessons|l|--improvement|t\u{7C}li\u{7C}2027-01-01"),
    action(
      "close before the review", ". . . . . .",
      "insert into levee.closure (incident_id, improvement_id) values (1, 1)", "close|I1|--yes"),
    action(
      "stop the incident", "l l l l l .",
      "insert into levee.stop (incident_id, outcome, reason) values (1, 'false_alarm', 'r')",
      "stop|I1|--outcome|false_alarm|--reason|r|--yes"),
    action(
      "agree to a stop that nobody decided", ". . . . . .", "insert into levee.stop_agreement (incident_id) values (1)",
      "agree-to-stop|I1|--yes"),
    action(
      "propose that somebody leads, beside leadership's decision", ". . . . . .",
      "insert into levee.seat_change (handle, what, seat) values ('he', 'seat', 'leader')"),
    action(
      "restrict the incident", "ml ml ml ml ml .",
      "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'r')", "restrict|I1|--reason|r"),
    action(
      "name a person", "ml ml ml ml ml .", "insert into levee.named_person (incident_id, handle) values (1, 'he')",
      "name|I1|he"),
    action(
      "link incidents", "ml ml ml ml ml .",
      "insert into levee.incident_link (incident_id, exercise, other, relation) values (1, true, 2, 'related')",
      "link|I1|I2|--relation|related"),
    action(
      "erase a fact", "l l l l l l",
      "select levee.erase(1, 'fact', (select event_id from levee.fact where id = 1), 'r')",
      "erase|F1|--reason|r|--yes"),
    action(
      "delegate", "l l l l l l",
      "insert into levee.delegation (substitute, reason, ends_at) values ('li', 'r', clock_timestamp() + interval '1 hour')",
      "delegate|li|--hours|1|--reason|r"),
    action("report something", "mlrgt mlrgt mlrgt mlrgt mlrgt mlrgt", "insert into levee.report (text) values ('t')"),
    action(
      "file a brief", "m m m m m m",
      """
      insert into levee.brief (incident_id, kind, language, title, recipients, paper)
      values (1, 'flash', 'en', 't', '{leadership}', '{}')
      """, "brief|I1|--kind|flash|--yes"),
    action(
      "remark on a brief", "l l l l l l",
      "insert into levee.remark (incident_id, brief_id, for_team, due_at, text) values (1, 1, 'monitoring', '2030-01-01', 't')",
      "remark|B1|t|--for|monitoring|--due|2030-01-01T00:00:00Z"),
    action(
      "do what a remark asks for", "m m m m m m",
      "insert into levee.remark_done (incident_id, remark_id, result) values (1, 1, 'r')"),
    action("read the facts", "mlrg mlrg mlrg mlrg mlrg mlrg", "select claim from levee.fact"),
    action("verify the history", "mlrgs mlrgs mlrgs mlrgs mlrgs mlrgs", "select * from levee.verify(1)"),
    action(
      "advance, holding the term", "s s s s s s",
      "select * from levee.advance('\(House.supervisor)', (select epoch from levee.term))"),
    action(
      "enter a stage by hand", ". . . . . .",
      "insert into levee.stage_entry (incident_id, stage, at, epoch) values (1, 'closed', now(), 1)"),
    action(
      "approve by hand", ". . . . . .",
      """
      insert into levee.approval (incident_id, kind, document_id, number, digest, expires_at)
      values (1, 'plan', 1, 1, '', 'infinity')
      """),
    action(
      "write an event by hand", ". . . . . .",
      "insert into levee.event (chain, kind, person, team, at, payload) values (1, 'x', 'x', 'x', now(), '{}')"),
  ]

  /// The house that the matrix is tried in: incident 1 at the stage, and beside what `House` leaves there, something for
  /// each step to act on. Planning: task 1, an unreviewed plan. Responding: also statement 2, approved, on its way to
  /// `manual` as delivery 1. Reviewing: delivery 1 is out, a withdrawal of it is unreviewed, monitoring has reported.
  /// Open stages: feedback 1; from planning on feedback 2, which is answered.
  public static func house(at stage: Stage) async throws -> House {
    let house = try await House(at: stage)
    let database = house.database
    try await house.advance()  // the supervisor leads, also where nothing is ready
    try await database.run(
      "sun", .monitoring,
      """
      insert into levee.brief (incident_id, kind, language, title, recipients, paper)
      values (1, 'daily', 'en', 't', '{leadership}', '{}')
      """)
    try await database.run(
      "wang", .leadership,
      "insert into levee.remark (incident_id, brief_id, for_team, due_at, text) values (1, 1, 'monitoring', '2030-01-01', 't')"
    )
    if stage < .closed {
      try await database.run(
        "sun", .monitoring,
        "insert into levee.feedback (incident_id, sender, text) values (1, 'customer', 'a'), (1, 'journalist', 'b')")
    }
    if stage >= .planning, stage < .closed {
      try await database.run(
        "zhou", .response,
        """
        insert into levee.reply_from_template (incident_id, feedback_id, playbook, template, language)
        values (1, 2, 1, 'reply', 'en')
        """)
    }
    if stage == .planning || stage == .responding {
      try await database.run(
        "zhou", .response,
        """
        insert into levee.task (incident_id, revision, for_team, owner, title, due_at)
        values (1, 1, 'response', 'he', 't', '2030-01-01')
        """)
      try await database.run("li", .response, "select * from levee.submit_plan(1, array['a', 'b', 'c', 'd'])")
    }
    if stage == .responding {
      try await database.run(
        "zhou", .response,
        """
        select * from levee.draft_statement(1, '', 'x', '[{"name": "web", "channel_kind": "newsroom", "language": "en",
          "title": "T", "body": "B"}]', '{1}', true)
        """)
      try await house.approve("statement", 2, 1)
      try await database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{manual}')")
    }
    if stage == .reviewing {
      try await database.run("zhou", .response, "select * from levee.submit_withdrawal(1, 1, 'r')")
      try await database.run(
        "sun", .monitoring,
        "insert into levee.result_report (incident_id, for_team, body) values (1, 'monitoring', 'b')")
    }
    return house
  }
}

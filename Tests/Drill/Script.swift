import Postgres
import Workflow

/// What the teams do to bring an incident from its first fact to the archive: each step by the person whose step it is, in
/// the one statement that their program sends.
struct Script {
  /// One step, and how to find out whether it was taken: a person whose connection broke looks before trying again.
  struct Step: Sendable {
    let name: String
    let person: String
    let team: Team
    /// `$i` stands for the incident.
    let sql: String
    let done: String

    func statement(_ incident: Int) -> Statement { Statement(unsafeSQL: sql.replacing("$i", with: String(incident))) }
    func isDone(_ incident: Int) -> Statement {
      Statement(unsafeSQL: "select (\(done.replacing("$i", with: String(incident)))) as done")
    }
  }

  /// The steps that are taken in one stage, in their order.
  struct Act: Sendable {
    let stage: Stage
    let steps: [Step]
  }

  let acts: [Act]
  var steps: [Step] { acts.flatMap(\.steps) }

  /// - Parameters:
  ///   - channels: where the statement goes, a delivery each.
  ///   - feedback: whether a customer asks and is answered.
  init(channels: [String], feedback: Bool) {
    func step(
      _ name: String, _ person: String, _ team: Team, _ sql: String, done: String
    ) -> Step {
      Step(name: name, person: person, team: team, sql: sql, done: done)
    }
    func there(_ table: String, _ condition: String = "true") -> String {
      "exists (select from levee.\(table) where incident_id = $i and \(condition))"
    }
    func review(_ kind: String, _ person: String) -> Step {
      step(
        "\(kind)_review_\(person)", person, .leadership,
        """
        insert into levee.review (incident_id, kind, document_id, number, verdict)
        select incident_id, kind, document_id, number, 'approve' from levee.submission
        where incident_id = $i and kind = '\(kind)'
        """,
        done: there("review", "kind = '\(kind)' and person = '\(person)'"))
    }
    let names = channels.map { "'\($0)'" }.joined(separator: ", ")
    let renditions = channels.map { _ in "'web'" }.joined(separator: ", ")
    let reporters: [(String, Team)] = [("sun", .monitoring), ("zhou", .response), ("wu", .logistics)]
    let asked: [Step] = [
      step(
        "feedback", "zhou", .response,
        "insert into levee.feedback (incident_id, sender, text) values ($i, 'customer', 'when is it back?')",
        done: there("feedback")),
      step(
        "reply", "zhou", .response,
        """
        insert into levee.reply_from_template (incident_id, feedback_id, playbook, template, language)
        select f.incident_id, f.id, i.playbook, 'reply', 'en' from levee.feedback f
        join levee.incident i on i.id = f.incident_id where f.incident_id = $i
        """,
        done: there("reply")),
      step(
        "resolution", "zhou", .response,
        """
        insert into levee.resolution (incident_id, feedback_id, outcome)
        select incident_id, id, 'it is back' from levee.feedback where incident_id = $i
        """,
        done: there("resolution")),
    ]
    acts = [
      Act(
        stage: .assessing,
        steps: [
          step(
            "fact", "sun", .monitoring,
            "insert into levee.fact (incident_id, claim, source) values ($i, 'down', 'noc')",
            done: there("fact")),
          step(
            "fact_check", "sun", .monitoring,
            """
            insert into levee.fact_check (incident_id, fact_id, reliability, reason)
            select incident_id, id, 'verified', 'noc' from levee.fact where incident_id = $i
            """, done: there("fact_check")),
          step(
            "assessment", "sun", .monitoring,
            "insert into levee.assessment (incident_id, severity, summary) values ($i, 'II', 'bad')",
            done: there("assessment")),
        ]),
      Act(
        stage: .commanding,
        steps: [
          step(
            "assessment_receipt", "wang", .leadership,
            "insert into levee.assessment_receipt (incident_id, revision) values ($i, 1)",
            done: there("assessment_receipt")),
          step(
            "decision", "wang", .leadership,
            "insert into levee.decision (incident_id, assessment_revision, kind, sentence) values ($i, 1, 'urgent', 'go')",
            done: there("decision")),
          step(
            "command", "wang", .leadership,
            "select levee.issue_command($i, (select min(id) from levee.decision where incident_id = $i), 'act', 'm', 'r', 'l')",
            done: there("command")),
        ]),
      Act(
        stage: .planning,
        steps: reporters.map { person, team in
          step(
            "acknowledgement_\(team.rawValue)", person, team,
            "insert into levee.acknowledgement (incident_id, revision, for_team) values ($i, 1, '\(team.rawValue)')",
            done: there("acknowledgement", "for_team = '\(team.rawValue)'"))
        } + [
          step(
            "plan", "zhou", .response, "select * from levee.submit_plan($i, array['a', 'b', 'c', 'd'])",
            done: there("submission", "kind = 'plan'")),
          step(
            "readiness", "wu", .logistics,
            """
            select levee.certify_readiness($i, array_agg(item), array_agg('ready'::text), array_agg(''::text))
            from levee.checklist_item where version = 1 and list = 'readiness'
            """, done: there("readiness")),
          review("plan", "wang"), review("plan", "zhao"),
        ]),
      Act(
        stage: .responding,
        steps: [
          step(
            "statement", "zhou", .response,
            """
            select * from levee.draft_statement($i, '', 'first', '[{"name": "web", "channel_kind": "newsroom", "language":
              "en", "title": "What happened", "body": "It was down, and it is back."}]',
              array(select id from levee.fact where incident_id = $i), true)
            """, done: there("submission", "kind = 'statement'")),
          review("statement", "wang"), review("statement", "zhao"),
          step(
            "delivery", "zhou", .response,
            """
            select levee.send(incident_id, document_id, number, array[\(renditions)], array[\(names)])
            from levee.submission where incident_id = $i and kind = 'statement'
            """, done: there("delivery")),
        ] + (feedback ? asked : [])),
      Act(
        stage: .reviewing,
        steps: [
          step(
            "stand_down", "wu", .logistics,
            """
            select levee.record_stand_down($i, '', array_agg(item), array_agg('done'::text), array_agg(''::text))
            from levee.checklist_item where version = 1 and list = 'stand_down'
            """, done: there("stand_down"))
        ]
          + reporters.map { person, team in
            step(
              "result_report_\(team.rawValue)", person, team,
              "insert into levee.result_report (incident_id, for_team, body) values ($i, '\(team.rawValue)', 'done')",
              done: there("result_report", "for_team = '\(team.rawValue)'"))
          } + [
            step(
              "report_receipt", "wang", .leadership,
              """
              insert into levee.report_receipt (incident_id, for_team)
              select incident_id, for_team from levee.result_report where incident_id = $i
              """, done: there("report_receipt")),
            step(
              "after_action_review", "wang", .leadership,
              "select levee.record_review($i, 'c', 'e', 'l', '{better}', '{li}', '{2027-01-01}', accepted => 'known')",
              done: there("after_action_review")),
            step(
              "meeting_record", "wang", .leadership,
              """
              insert into levee.meeting_record (incident_id, decision_id, attendees, record)
              select incident_id, id, '{wang,li}', 'ok' from levee.decision where incident_id = $i
              """, done: there("meeting_record")),
            step(
              "closure", "wang", .leadership,
              """
              insert into levee.closure (incident_id, improvement_id)
              select incident_id, min(id) from levee.improvement_action where incident_id = $i group by 1
              """, done: there("closure")),
          ]),
    ]
  }

  /// The step that ends `responding`; it can be taken when all that went out has its receipt.
  static let over = Step(
    name: "response_over", person: "wang", team: .leadership,
    sql: "insert into levee.response_over (incident_id, reason) values ($i, 'done')",
    done: "exists (select from levee.response_over where incident_id = $i)")
}

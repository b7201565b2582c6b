import Postgres

extension Attempts {
  private static func brief(
    kind: String = "daily", recipients: String = "{leadership}", paper: String = "{}", figures: String = "{}"
  ) -> Statement {
    """
    insert into levee.brief (incident_id, kind, language, title, recipients, paper, figures)
    values (1, \(kind), 'zh-CN', 't', \(recipients)::text[], \(paper), \(figures)::jsonb)
    """
  }

  /// Briefs: filed by monitoring, numbered by the law, drafted by its service alone.
  static let briefs: [Attempt] = [
    Attempt("a brief while assessing", .assessing, "sun", .monitoring, brief(), .allowed),
    Attempt("a brief of an archived case", .closed, "sun", .monitoring, brief(kind: "closing"), .allowed),
    Attempt("LAW-19 a brief by another team", .planning, "zhou", .response, brief(), Attempt.noRight),
    Attempt("LAW-19 a brief by leadership", .planning, "wang", .leadership, brief(), Attempt.noRight),
    Attempt(
      "LAW-4 a brief by a service", .planning, "svc_monitoring", .monitoring, brief(),
      Attempt.raised("step_is_by_a_person")),
    Attempt(
      "a brief for nobody", .planning, "sun", .monitoring, brief(recipients: "{}"),
      Attempt.check("brief_has_recipients")),
    Attempt(
      "a brief without words", .planning, "sun", .monitoring, brief(paper: " "),
      Attempt.check("brief_says_something")),
    Attempt(
      "a brief of an unknown kind", .planning, "sun", .monitoring, brief(kind: "weekly"),
      Attempt.check("brief_kind_is_known")),
    Attempt(
      "figures that are no figures", .planning, "sun", .monitoring, brief(figures: "[]"),
      Attempt.check("brief_figures_are_few")),
    Attempt(
      "a number of one's own", .planning, "sun", .monitoring,
      "insert into levee.brief (incident_id, kind, language, title, recipients, paper, number) values (1, 'daily', 'en', 't', '{x}', 'p', 7)",
      Attempt.noRight),
    Attempt(
      "LAW-14 a filed brief written over", .planning, "sun", .monitoring, "update levee.brief set title = 'x'",
      Attempt.noRight),
    Attempt(
      "a remark on a brief that is not there", .planning, "wang", .leadership,
      "insert into levee.remark (incident_id, brief_id, for_team, due_at, text) values (1, 99, 'monitoring', '2030-01-01', 't')",
      Attempt.key("remark_is_on_a_brief")),
    Attempt(
      "LAW-19 a remark by monitoring", .planning, "sun", .monitoring,
      "insert into levee.remark (incident_id, brief_id, for_team, due_at, text) values (1, 99, 'monitoring', '2030-01-01', 't')",
      Attempt.noRight),
    Attempt(
      "what came of a remark that is not there", .planning, "sun", .monitoring,
      "insert into levee.remark_done (incident_id, remark_id, result) values (1, 99, 'r')",
      Attempt.key("remark_done_is_of_a_remark")),
    Attempt(
      "a draft by the service", .planning, "svc_monitoring", .monitoring,
      "select levee.draft_brief(1, 'daily', '2026-01-01', 'p')", .allowed),
    Attempt(
      "LAW-19 a draft by a person", .planning, "sun", .monitoring,
      "select levee.draft_brief(1, 'daily', '2026-01-01', 'p')", Attempt.raised("work_is_by_a_service")),
    Attempt(
      "LAW-19 a draft by another service", .planning, "svc_response", .response,
      "select levee.draft_brief(1, 'daily', '2026-01-01', 'p')", Attempt.noRight),
    Attempt(
      "a draft by hand", .planning, "svc_monitoring", .monitoring,
      "insert into levee.brief_draft (incident_id, kind, day, paper) values (1, 'daily', '2026-01-01', 'p')",
      Attempt.noRight),
    Attempt(
      "a draft of no form", .planning, "svc_monitoring", .monitoring,
      "select levee.draft_brief(1, 'weekly', '2026-01-01', 'p')", Attempt.check("brief_draft_kind_is_known")),
  ]
}

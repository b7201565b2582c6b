import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// A leader's remark on a brief (批示): what a team is to do about it.
enum RemarkCommand {
  static let remark = Command(
    "remark", "批示", Bilingual("remark on a filed brief what a team is to do", "对已报送的简报作出批示，交小组办理"),
    [
      .positional("BRIEF", Bilingual("for example B3", "如 B3")),
      .positional("TEXT", Bilingual("what is to be done", "批示内容"), repeats: true),
      .option(
        "for", "TEAM", Bilingual("which team does it", "办理小组"), required: true, choices: .of(Team.assigned)),
      .option("due", "TIME", Bilingual("until when", "办理时限"), required: true),
    ]
  ) { invocation in
    guard let team = Team(rawValue: try invocation.value("for")), let due = try invocation.date("due") else {
      return Reply()
    }
    let (remark, incident) = try await invocation.ledger.briefs.remark(
      try invocation.reference("BRIEF", .brief), text: try invocation.words("TEXT"), team: team, due: due)
    return try await invocation.done(
      Bilingual("The remark \(remark) is given to \(team.name.english).", "批示 \(remark) 已交\(team.name.chinese)办理。"),
      on: incident, fields: [Reply.Field("remark", Bilingual("Remark", "批示"), .code(remark.description))])
  }
}

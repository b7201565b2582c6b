import CommandLine
import Ledger
import Wording

extension TeamCommands {
  /// What leaders wrote on the briefs of an incident, for which team, and what came of it.
  public static let remarks = Command(
    "remarks", "批示办理", Bilingual("what leaders wrote on the briefs of an incident", "事件简报上的领导批示及办理情况"), [incident],
    to: .show
  ) { invocation in
    let briefs = try await invocation.ledger.briefs.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "remarks",
          columns: [
            ("remark", Bilingual("Id", "编号")), ("brief", Bilingual("Brief", "简报")), ("by", Bilingual("By", "批示人")),
            ("for", Bilingual("For", "办理小组")), ("due", Bilingual("Until", "时限")), ("text", Bilingual("Remark", "批示")),
            ("result", Bilingual("Result", "办理结果")),
          ],
          rows: briefs.flatMap(\.remarks).map {
            [
              .code($0.reference.description), .code($0.brief.description), .text($0.personName),
              .named($0.team.rawValue, $0.team.name),
              .time($0.dueAt), .text($0.text), $0.doneAt == nil ? .none : .text($0.result),
            ]
          }, whenEmpty: Bilingual("No remarks.", "尚无批示。"))
      ])
  }
}

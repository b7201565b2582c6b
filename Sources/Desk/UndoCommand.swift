import CommandLine
import Ledger
import Wording

/// Takes back what one recorded oneself just now: shown, asked about, and in the history.
public enum UndoCommand {
  /// In a team's program, of what one recorded for it or for another team.
  public static let team = command(as: .team)
  /// For everyone of the company.
  public static let staff = command(as: .staff)

  private static func command(as access: Ledger.Access) -> Command {
    Command(
      "undo", "撤销",
      Bilingual("take back what you recorded last: within two minutes, before a next step", "撤销您最近一次登记：两分钟内且尚无后续步骤"),
      as: access,
      confirmation: Confirmation(Bilingual("Take this back?", "确认撤销？")) { invocation in
        Reply(fields: fields(of: try await last(invocation)))
      }
    ) { invocation in
      let act = try await last(invocation)
      try await invocation.ledger.undoing.takeBack(act)
      return try await invocation.done(
        Bilingual("It is taken back; the history says so.", "已撤销，历史记录中注明。"), on: act.incident, fields: fields(of: act))
    }
  }

  private static func last(_ invocation: Invocation) async throws -> Undoing.Act {
    guard let act = try await invocation.ledger.undoing.lastAct() else {
      throw Failure(
        .data, Bilingual("You have recorded nothing lately.", "您最近没有登记任何内容。"),
        advice: Bilingual("What is on record: levee incident timeline INCIDENT", "查看记录：levee incident timeline 事件编号"))
    }
    return act
  }

  private static func fields(of act: Undoing.Act) -> [Reply.Field] {
    let kinds = act.kinds.map(EventText.name)
    return [
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(act.incident.description)),
      Reply.Field(
        "what", Bilingual("Recorded", "登记内容"),
        .values(
          .array(act.kinds.map(JSONValue.string)),
          Bilingual(kinds.map(\.english).joined(separator: ", "), kinds.map(\.chinese).joined(separator: "、")))),
      Reply.Field("at", Bilingual("When", "时间"), .time(act.at)),
    ]
  }
}

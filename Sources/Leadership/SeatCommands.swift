import CommandLine
import Desk
import Ledger
import Wording

/// Who sits in leadership: administrators propose, leadership decides.
enum SeatCommands {
  static let list = Command(
    "seats", "职务变更", Bilingual("changes of leadership's seats that wait for a decision", "待决定的领导小组职务变更"), to: .show
  ) { invocation in
    let changes = try await invocation.ledger.people.seatChanges()
    guard !changes.isEmpty else {
      return Reply(Bilingual("No change of a seat waits for a decision.", "没有待决定的职务变更。"))
    }
    return Reply(
      tables: [
        Reply.Table(
          "changes",
          columns: [
            ("number", Bilingual("No.", "编号")), ("change", Bilingual("Change", "变更")),
            ("by", Bilingual("Proposed by", "提出人")),
            ("at", Bilingual("When", "时间")),
          ],
          rows: changes.map { [.code(String($0.id)), cell($0), .code($0.proposer), .time($0.at)] })
      ])
  }

  static let decide = Command(
    "decide-seat", "决定职务",
    Bilingual(
      "decide on a change of leadership's seats; the leader, or legal and one more where no leader is left",
      "决定职务变更：组长决定；没有组长时，由法务和另一成员决定"),
    [
      .positional("NUMBER", Bilingual("as listed by: levee-leadership seats", "编号，见 levee-leadership seats")),
      .flag("refuse", Bilingual("refuse it instead", "改为否决")),
    ],
    confirmation: Confirmation(Bilingual("Decide this?", "确认此决定？")) { invocation in
      let change = try await change(invocation)
      return Reply(fields: [
        Reply.Field("change", Bilingual("Change", "变更"), cell(change)),
        Reply.Field("by", Bilingual("Proposed by", "提出人"), .code(change.proposer)),
        Reply.Field(
          "verdict", Bilingual("Your word", "您的决定"),
          invocation.has("refuse")
            ? .named("refuse", Bilingual("refused", "否决")) : .named("agree", Bilingual("agreed", "同意"))),
      ])
    }
  ) { invocation in
    let change = try await change(invocation)
    let said = sentence(change)
    switch try await invocation.ledger.people.decideSeat(change.id, agrees: !invocation.has("refuse")) {
    case "done": return Reply(Bilingual("Decided: ", "已决定：") + said, values: ["state": "done"])
    case "refused": return Reply(Bilingual("Refused: ", "已否决：") + said, values: ["state": "refused"])
    default:
      return Reply(
        Bilingual(
          "Your word is recorded. The leader decides; where no leader is left, legal and one more of leadership.",
          "您的意见已登记。由组长决定；没有组长时，由法务和领导小组另一成员决定。"), values: ["state": "open"])
    }
  }

  private static func change(_ invocation: Invocation) async throws -> People.SeatChange {
    let typed = try invocation.value("NUMBER")
    guard let number = Int(typed),
      let change = try await invocation.ledger.people.seatChanges().first(where: { $0.id == number })
    else {
      throw Failure(
        .noInput, Bilingual("No change \"\(typed)\" waits for a decision.", "没有编号为“\(typed)”的待决定变更。"),
        advice: Bilingual("See: levee-leadership seats", "请看：levee-leadership seats"))
    }
    return change
  }

  private static func cell(_ change: People.SeatChange) -> Cell {
    .values(
      .object([
        "person": .string(change.handle), "seat": change.seat.map(JSONValue.string) ?? .null,
        "stands_in": change.standsIn.map(JSONValue.bool) ?? .null,
      ]), sentence(change))
  }

  private static func sentence(_ change: People.SeatChange) -> Bilingual {
    let who = "\(change.displayName) (\(change.handle))"
    guard let seat = change.seat?.split(separator: " ").joined(separator: " + ") else {
      return Bilingual("\(who) leaves leadership", "\(who) 退出领导小组")
    }
    return switch change.standsIn {
    case nil: Bilingual("\(who) takes the seat \(seat)", "\(who) 担任 \(seat) 职务")
    case true?: Bilingual("\(who) stands in for the seat \(seat)", "\(who) 担任 \(seat) 职务的固定代班人")
    case false?: Bilingual("\(who) no longer stands in for the seat \(seat)", "\(who) 不再担任 \(seat) 职务的固定代班人")
    }
  }
}

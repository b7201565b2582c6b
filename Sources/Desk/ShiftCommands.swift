import CommandLine
import Ledger
import Wording
import Workflow

/// The exchange of two shifts: in `levee`, and in a team's own program, where `watch` begins it.
public enum ShiftCommands {
  public static let swap = make(as: .staff)
  public static let swapInTeam = make(as: .team)

  private static func make(as access: Ledger.Access) -> Command {
    Command(
      "roster swap", "换班",
      Bilingual("exchange two shifts; the other of the two says so too", "两人换班；须对方也确认"),
      [
        .positional("SHIFT", Bilingual("one shift, for example H3", "班次编号，如 H3")),
        .positional("OTHER", Bilingual("the other shift", "对方的班次编号")),
      ], as: access
    ) { invocation in
      let one = try invocation.reference("SHIFT", .shift)
      let other = try invocation.reference("OTHER", .shift)
      let isDone = try await invocation.ledger.roster.swap(one, other)
      return Reply(
        isDone
          ? Bilingual("\(one) and \(other) are exchanged.", "\(one) 与 \(other) 已互换。")
          : Bilingual(
            "Offered. It is done once the other runs: levee roster swap \(one) \(other)",
            "已提出换班，等待对方确认：levee roster swap \(one) \(other)"),
        values: ["shift": .id(one), "other": .id(other), "exchanged": .bool(isDone)])
    }
  }
}

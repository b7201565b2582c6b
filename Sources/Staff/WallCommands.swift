import CommandLine
import Desk
import FoundationEssentials
import Ledger
import QRCode
import Secrets
import Wording

/// Screens on a wall: each shows the board, and is nobody's.
enum WallCommands {
  private static let label = Parameter.positional(
    "LABEL", Bilingual("what the house calls the screen, for example room-3", "大屏名，例如 room-3"))

  static let link = Command(
    "board link", "添加看板大屏",
    Bilingual("let a screen on the wall show the board, and nothing else", "让墙上的大屏显示看板，只能看看板"),
    [
      label,
      .option("until", "TIME", Bilingual("until when it shows it; 90 days if not said", "显示到何时止，默认 90 天")),
    ], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    let until = try invocation.date("until") ?? invocation.now.addingTimeInterval(90 * 86400)
    let code = DeviceCommands.code()
    let good = try await invocation.ledger.walls.invite(label, code: code, until: until)
    return DeviceCommands.invitation(
      label: label, path: "/wall/\(code)", until: good, pages: try await invocation.ledger.company.read()?.pages ?? "",
      Bilingual("Open on the screen", "在大屏上打开"), invocation.language)
  }

  static let list = Command(
    "board links", "看板大屏", Bilingual("screens on the wall that show the board", "显示看板的大屏"), as: .staff, to: .show
  ) { invocation in
    Reply(tables: [table(try await invocation.ledger.walls.list())])
  }

  static let end = Command(
    "board end", "停用看板大屏", Bilingual("let a screen on the wall show nothing more", "停用大屏，不再显示看板"), [label], as: .staff
  ) { invocation in
    let label = try invocation.value("LABEL")
    try await invocation.ledger.walls.end(label)
    return Reply(
      Bilingual("\(label) shows the board no more.", "\(label) 不再显示看板。"), values: ["label": .string(label)])
  }

  private static func table(_ walls: [Walls.Wall]) -> Reply.Table {
    Reply.Table(
      "screens",
      columns: [
        ("label", Bilingual("Screen", "大屏")), ("by", Bilingual("Added by", "添加人")),
        ("since", Bilingual("Since", "添加于")), ("until", Bilingual("Until", "有效至")),
        ("ended", Bilingual("Ended", "停用于")),
      ],
      rows: walls.map {
        [
          .text($0.label), .text($0.person), .time($0.enrolledAt), .time($0.validUntil),
          $0.endedAt.map(Cell.time) ?? .none,
        ]
      },
      whenEmpty: Bilingual("There is none: levee board link room-3", "还没有大屏：levee board link room-3"))
  }
}

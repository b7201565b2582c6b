import CommandLine
import Desk
import Ledger
import Wording

/// The analyst's page.
enum BoardCommand {
  static let board = Command(
    "board", "看板",
    Bilingual("signals, incidents, trends, stories and sources, live; keys act", "监测看板：预警、事件、趋势、话题和信息源，按键即可处理"),
    [
      LookingInterval.parameter,
      .flag("once", Bilingual("print it once, and leave", "打印一次后退出")),
    ], to: .runAtTerminals
  ) { invocation in
    let fallback = try LookingInterval.read(invocation)
    let ledger = invocation.ledger
    guard let terminal = invocation.terminal, !invocation.has("once") else {
      var page = BoardPage(language: invocation.language)
      page.show(try await ledger.boards.read())
      return Reply(verbatim: page.lines(size: Terminal.Size(columns: 120, rows: 40)).dropLast().joined(separator: "\n"))
    }
    try await LiveScreen<BoardPage>(terminal: terminal, invocation: invocation, fallback: fallback) {
      try await ledger.boards.read()
    }.run(BoardPage(language: invocation.language))
    return Reply()
  }
}

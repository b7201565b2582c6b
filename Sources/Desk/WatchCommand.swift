import CommandLine
import Glibc
import Ledger
import Wording

/// What waits for a person, live: the page is drawn again when the team's bell rings, and every few seconds for the times.
enum WatchCommand {
  static let command = Command(
    "watch", "实时待办", Bilingual("what waits for you, live: pick one and do it", "实时待办：选中即可处理"),
    [LookingInterval.parameter], to: .runAtTerminals
  ) { invocation in
    let fallback = try LookingInterval.read(invocation)
    if let terminal = invocation.terminal {
      let ledger = invocation.ledger
      let page = WatchPage(language: invocation.language) {
        Duties.Inbox(items: try await ledger.duties.inbox(acknowledging: true).items, notices: [])
      }
      try await LiveScreen<WatchPage>(terminal: terminal, invocation: invocation, fallback: fallback) {
        try await ledger.duties.inbox()
      }.run(page)
    } else {
      try await printChanges(invocation, fallback)
    }
    return Reply()
  }

  /// Without a terminal: the inbox as it is now, and again whenever something in it has changed.
  private static func printChanges(_ invocation: Invocation, _ fallback: Duration) async throws {
    var last: [String] = []
    for try await wake in Ledger.bell(
      of: invocation.team, connection: invocation.database, fallback: fallback)
    {
      if case .disconnected = wake { continue }
      let inbox = try await invocation.ledger.duties.inbox()
      let what = inbox.items.map { "\($0.incident) \($0.kind) \($0.subject)" }
      guard what != last || wake == .connected else { continue }
      last = what
      Output.write(invocation.shown(Reply(tables: TeamCommands.tables(inbox))) + "\n", to: STDOUT_FILENO)
    }
  }
}

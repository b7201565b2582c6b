import Glibc
import Ledger
import Postgres
import Workflow

/// What waits for a person, live: the page is drawn again when the team's bell rings, and every few seconds for the times.
enum WatchCommand {
  static let command = Command(
    "watch", Bilingual("what waits for you, live: pick one and do it", "实时待办：选中即可处理"),
    [LookingInterval.parameter]
  ) { invocation in
    let fallback = try LookingInterval.read(invocation)
    if let terminal = invocation.terminal {
      try await Screen(terminal: terminal, invocation: invocation, fallback: fallback).run()
    } else {
      try await printChanges(invocation, fallback)
    }
    return Reply()
  }

  /// Without a terminal: the inbox as it is now, and again whenever something in it has changed.
  private static func printChanges(_ invocation: Invocation, _ fallback: Duration) async throws {
    var last: [String] = []
    for try await wake in wakes(invocation, fallback) {
      if case .disconnected = wake { continue }
      let inbox = try await invocation.ledger.obligations.inbox()
      let what = inbox.items.map { "\($0.incident) \($0.action) \($0.subject)" }
      guard what != last || wake == .connected else { continue }
      last = what
      Output.write(invocation.shown(Reply(tables: TeamCommands.tables(inbox))) + "\n", to: STDOUT_FILENO)
    }
  }

  fileprivate static func wakes(_ invocation: Invocation, _ fallback: Duration) -> Listener {
    Ledger.bell(of: invocation.team, connection: invocation.database, fallback: fallback)
  }

  /// The page on a terminal, and the keys that act on it.
  private struct Screen {
    let terminal: Terminal
    let invocation: Invocation
    let fallback: Duration

    private enum Event: Sendable {
      case key(Key)
      case look(Result<Obligations.Inbox, any Error>)
    }

    func run() async throws {
      var page = WatchPage(language: invocation.language)
      while let item = try await pick(&page) {
        await invocation.perform(item.arguments ?? ["inbox"])
        terminal.write(Bilingual("\nAny key goes back.", "\n按任意键返回。")[invocation.language])
        if terminal.key() == .interrupt { return }
      }
    }

    /// Shows the page until something on it is picked; nil when the person leaves.
    private func pick(_ page: inout WatchPage) async throws -> Obligations.Item? {
      terminal.openPage()
      defer { terminal.closePage() }
      let (events, feed) = AsyncStream.makeStream(of: Event.self)
      let keys = Task {
        for await key in terminal.keys() { feed.yield(.key(key)) }
      }
      let looking = Task {
        do {
          for try await wake in WatchCommand.wakes(invocation, fallback) {
            if case .disconnected(let reason) = wake {
              feed.yield(.look(.failure(PostgresError.connectionLost(reason))))
              continue
            }
            // A look that fails is tried again soon: the bell has rung, and will not ring for it again.
            while !Task.isCancelled {
              do {
                feed.yield(.look(.success(try await invocation.ledger.obligations.inbox())))
                break
              } catch {
                feed.yield(.look(.failure(error)))
                try await Task.sleep(for: .seconds(1))
              }
            }
          }
        } catch {
          feed.yield(.look(.failure(error)))
        }
      }
      defer {
        keys.cancel()
        looking.cancel()
      }
      terminal.draw(page.lines(size: terminal.size))
      for await event in events {
        switch event {
        case .look(.success(let inbox)): page.show(inbox)
        case .look(.failure(let error)): page.problem = Failure(error).sentence
        case .key(let key):
          switch page.act(on: key) {
          case .stay: break
          case .leave: return nil
          case .pick(let item): return item
          case .acknowledge:
            if let inbox = try? await invocation.ledger.obligations.inbox(acknowledging: true) {
              page.show(Obligations.Inbox(items: inbox.items, notices: []))
            }
          }
        }
        terminal.draw(page.lines(size: terminal.size))
      }
      return nil
    }
  }
}

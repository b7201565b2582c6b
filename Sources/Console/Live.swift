import FoundationEssentials
import HTTPServer
import Ledger
import Service
import Synchronization
import Workflow

/// The doorbell for pages: somebody recorded something, look. Nothing of what it was is said, and whoever looks, looks with their own
/// rights.
final class Live: Sendable {
  private let feeds = Mutex<[UUID: Server.Feed]>([:])
  private let last = Mutex(ContinuousClock.now - .seconds(1))

  /// A feed for one page.
  func feed() -> Server.Feed {
    let id = UUID()
    let feed = Server.Feed { [weak self] in self?.feeds.withLock { _ = $0.removeValue(forKey: id) } }
    feeds.withLock { $0[id] = feed }
    return feed
  }

  /// How many pages listen.
  var count: Int { feeds.withLock { $0.count } }

  /// Rings all of them; a flood of rings is two a second.
  func ring() {
    let isDue = last.withLock { last in
      guard ContinuousClock.now - last > .milliseconds(500) else { return false }
      last = .now
      return true
    }
    guard isDue else { return }
    for feed in feeds.withLock({ Array($0.values) }) { feed.say("look") }
  }

  /// Listens to the bells as the console's own login, which needs no right for that, until the task is cancelled.
  func listen(connection: String, log: Log) async {
    await withTaskGroup { group in
      for team in Team.working + [.supervisor] {
        group.addTask { [self] in
          do {
            for try await wake in Ledger.bell(of: team, alone: connection, fallback: .seconds(30)) {
              if case .rung = wake { ring() }
            }
          } catch is CancellationError {
          } catch {
            log.warning("bell_lost", ["team": team.rawValue, "reason": Service.describe(error)])
          }
        }
      }
    }
  }
}

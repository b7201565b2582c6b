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
  private let isRung = Mutex(false)

  /// How many pages are open.
  var count: Int { feeds.withLock { $0.count } }

  /// A feed for one page.
  func feed() -> Server.Feed {
    let id = UUID()
    let feed = Server.Feed { [weak self] in self?.feeds.withLock { _ = $0.removeValue(forKey: id) } }
    feeds.withLock { $0[id] = feed }
    return feed
  }

  /// Says it to all of them, if it rang since the last time: services ring often, and a page that was told looks at everything.
  private func pass() {
    let rang = isRung.withLock { isRung in
      defer { isRung = false }
      return isRung
    }
    guard rang else { return }
    for feed in feeds.withLock({ Array($0.values) }) { feed.say("look") }
  }

  /// Listens to the bells as the console's own login, which needs no right for that, until the task is cancelled.
  /// - Parameter vitals: is told whether it hears.
  func listen(connection: String, log: Log, vitals: Vitals) async {
    await withTaskGroup { group in
      group.addTask { [self] in
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(2))
          pass()
        }
      }
      for team in Team.working + [.supervisor] {
        group.addTask { [self] in
          do {
            for try await wake in Ledger.bell(of: team, alone: connection, fallback: .seconds(30)) {
              switch wake {
              case .rung: isRung.withLock { $0 = true }
              case .connected: vitals.listens(true)
              case .disconnected: vitals.listens(false)
              case .timer: break
              }
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

import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT: the first asks the service to finish its step and stop; the second ends the process.
final class Shutdown: @unchecked Sendable {  // immutable once made; kept so that the sources live
  private let sources: [any DispatchSourceSignal]

  /// - Parameter requested: called once, at the first signal.
  init(requested: @escaping @Sendable () -> Void) {
    signal(SIGPIPE, SIG_IGN)
    let count = Mutex(0)
    var made: [any DispatchSourceSignal] = []
    for number in [SIGTERM, SIGINT] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        let first = count.withLock { seen in
          seen += 1
          return seen == 1
        }
        if first { requested() } else { exit(128 + number) }
      }
      source.activate()
      made.append(source)
    }
    sources = made
  }
}

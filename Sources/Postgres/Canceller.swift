import CPostgres
import Dispatch

/// Cancels what a connection is doing. `PQcancel` blocks and may hit the next statement, so it runs away from the
/// connection's queue, and the connection waits for it before it is used again.
final class Canceller: @unchecked Sendable {  // the handle is immutable; PQcancel may be called from any thread
  private let handle: OpaquePointer?
  private let group = DispatchGroup()

  init(connection: OpaquePointer) { handle = PQgetCancel(connection) }

  deinit { PQfreeCancel(handle) }

  func cancel() {
    group.enter()
    DispatchQueue.global().async { [self] in
      var message = [CChar](repeating: 0, count: 256)
      _ = PQcancel(handle, &message, 256)
      group.leave()
    }
  }

  /// Returns when no cancellation is under way.
  func settle() async {
    await withCheckedContinuation { continuation in
      group.notify(queue: .global()) { continuation.resume() }
    }
  }
}

import CPostgres
import Dispatch
import Synchronization

/// Cancels what a connection is doing. `PQcancel` blocks and may hit the next statement, so it runs away from the
/// connection's queue, and the connection waits for it before it is used again.
///
/// A server that has not read the statement yet ignores a cancellation, so it is sent again until the call has ended.
final class Canceller: @unchecked Sendable {  // the handle is immutable; PQcancel may be called from any thread
  private struct State {
    var isWanted = false
    /// Counts the calls that were cancelled: an attempt meant for one of them lets the next alone.
    var round = 0
  }

  private let handle: OpaquePointer?
  private let group = DispatchGroup()
  private let state = Mutex(State())

  init(connection: OpaquePointer) { handle = PQgetCancel(connection) }

  deinit { PQfreeCancel(handle) }

  /// Cancels the call that is being served, from now until `settle`.
  func cancel() {
    let round: Int? = state.withLock { state in
      if state.isWanted { return nil }
      state.isWanted = true
      return state.round
    }
    if let round { DispatchQueue.global().async { self.attempt(round) } }
  }

  private func attempt(_ round: Int) {
    let isWanted = state.withLock { state in
      let isWanted = state.isWanted && state.round == round
      if isWanted { group.enter() }
      return isWanted
    }
    guard isWanted else { return }
    var message = [CChar](repeating: 0, count: 256)
    _ = PQcancel(handle, &message, 256)
    group.leave()
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { self.attempt(round) }
  }

  /// Ends the cancellation of a call that is over, and returns when none is under way.
  func settle(isolation: isolated (any Actor)? = #isolation) async {
    let wasWanted = state.withLock { state in
      defer { state = State(isWanted: false, round: state.round + 1) }
      return state.isWanted
    }
    guard wasWanted else { return }
    await withCheckedContinuation { continuation in
      group.notify(queue: .global()) { continuation.resume() }
    }
  }
}

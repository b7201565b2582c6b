import Synchronization

/// A number of permits, given out in the order in which they were asked for. A task that is cancelled while it waits
/// leaves the queue at once.
final class Permits: Sendable {
  private struct State {
    var free: Int
    var lastNumber = 0
    var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []

    mutating func takeOne() -> Bool {
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Takes a permit; waits while there is none. Whoever got one gives it back with `release`.
  /// - Throws: `CancellationError`, and then no permit was taken.
  func acquire(isolation: isolated (any Actor)? = #isolation) async throws {
    let number: Int? = state.withLock { state in
      if state.takeOne() { return nil }
      state.lastNumber += 1
      return state.lastNumber
    }
    guard let number else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let decided: Result<Void, any Error>? = state.withLock { state in
          // A cancellation from before this line found nobody to wake.
          if Task.isCancelled { return .failure(CancellationError()) }
          if state.takeOne() { return .success(()) }
          state.waiting.append((number, continuation))
          return nil
        }
        if let decided { continuation.resume(with: decided) }
      }
    } onCancel: {
      let leaving = state.withLock { state in
        state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
      }
      leaving?.resume(throwing: CancellationError())
    }
  }

  /// Gives a permit back: to the one who has waited longest, if there is one.
  func release() {
    let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume()
  }

  /// How many wait now.
  var waiting: Int { state.withLock { $0.waiting.count } }
}

import Synchronization
public import Testing

/// Tests that start processes run a few at a time. Each is about what processes do in time; a hundred of them at once, on
/// two cores, would only test how long a crowded machine takes.
public struct AFewAtATime: SuiteTrait, TestTrait, TestScoping {
  private static let turnstile = Turnstile(places: 6)

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    await Self.turnstile.enter()
    defer { Self.turnstile.leave() }
    try await function()
  }
}

extension Trait where Self == AFewAtATime {
  public static var aFewAtATime: Self { AFewAtATime() }
}

/// Lets a number of tasks in; the others wait in order.
private final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(places: Int) { state = Mutex(State(free: places)) }

  func enter() async {
    await withCheckedContinuation { continuation in
      let mayEnter = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayEnter { continuation.resume() }
    }
  }

  func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}

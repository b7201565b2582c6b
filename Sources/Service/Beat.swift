import Synchronization

/// What is done at most so often, however often the bell rings.
public final class Beat: Sendable {
  private let interval: Duration
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameter interval: by the machine's steady clock, which nobody can set.
  public init(every interval: Duration) { self.interval = interval }

  /// Whether it is time again; the first time it is.
  public func isDue() -> Bool {
    let now = ContinuousClock.now
    return last.withLock { last in
      if let last, now - last < interval { return false }
      last = now
      return true
    }
  }
}

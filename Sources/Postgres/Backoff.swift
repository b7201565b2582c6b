/// Delays between attempts: doubling from `first` to `longest`, each with jitter, so that many clients which lost one
/// server do not return to it in the same instant.
public struct Backoff: Sendable {
  /// What the delays are doubled from, and what none exceeds; jitter takes up to half off each.
  public let first: Duration
  public let longest: Duration
  private var attempt = 0

  public init(first: Duration = .milliseconds(100), longest: Duration = .seconds(10)) {
    self.first = first
    self.longest = longest
  }

  /// The next delay, between half of and the whole of the doubled one.
  /// - Parameter random: a number from 0 to below 1; tests pass their own.
  public mutating func next(random: Double = .random(in: 0..<1)) -> Duration {
    var delay = first
    for _ in 0..<min(attempt, 20) where delay < longest { delay *= 2 }
    attempt += 1
    if delay > longest { delay = longest }
    return delay / 2 + delay * (random / 2)
  }

  /// Starts anew, after a success.
  public mutating func reset() { attempt = 0 }
}

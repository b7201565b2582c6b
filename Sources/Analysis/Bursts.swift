/// Tells a burst once, from the rarity of rows that may be judged again and again.
public struct Bursts: Sendable {
  /// What a row is to somebody who was told of those before.
  public enum News: Sendable, Equatable {
    case none
    /// A burst begins.
    case burst
    /// It goes on, and is rarer than was said, by half a power of ten at least.
    case rarer
  }

  private let threshold: Double
  private var first = 0.0
  private var last = 0.0
  /// 0 while there was none.
  private var rarest = 0.0

  public init(threshold: Double = BurstDetector.threshold) { self.threshold = threshold }

  /// - Parameter seconds: when the row began, since 1970; not much before the last.
  public mutating func hear(_ rarity: Double, at seconds: Double) -> News {
    guard rarity >= threshold else { return .none }
    guard rarest > 0, seconds <= last + BurstDetector.quiet, seconds >= first - BurstDetector.quiet else {
      first = seconds
      last = seconds
      rarest = rarity
      return .burst
    }
    first = min(first, seconds)
    last = max(last, seconds)
    guard rarity >= rarest + 0.5 else { return .none }
    rarest = rarity
    return .rarer
  }
}

/// How soon after publication mentions are known: a push within seconds, a feed within minutes, an archive within months.
///
/// What is known later than two hours after its publication counts for nothing: it belongs to no row that is still judged.
/// Half of what was learnt is forgotten with every 2,000 mentions.
public struct Arrivals: Sendable {
  /// Seconds after which no more of a row is waited for.
  public static let latest = 7200.0
  private static let step = 60.0
  private static let row = 300.0
  private static let most: Float = 2000
  /// What is not known yet is taken to arrive at once, as so many mentions say it: nothing is told too early.
  private static let prior: Float = 5

  private var counts = [Float](repeating: 0, count: Int(latest / step))
  private var total: Float = 0

  public init() {}

  /// - Parameter delay: seconds from the publication of a mention until it was taken in.
  public mutating func learn(delay: Double) {
    guard delay < Self.latest else { return }
    counts[Int(max(0, delay) / Self.step)] += 1
    total += 1
    guard total >= Self.most else { return }
    for index in counts.indices { counts[index] /= 2 }
    total /= 2
  }

  /// What share of the mentions of rows of five minutes has usually arrived, over 0 and up to 1.
  /// - Parameter ages: seconds since each of the rows began; below 300 while it runs.
  public func shares(ages: [Double]) -> [Double] {
    var arrived = Self.prior
    let sums = counts.map { count -> Float in
      arrived += count
      return arrived
    }
    return ages.map { age in
      // Over the five minutes in which it may have been published.
      var share = 0.0
      for part in 0..<5 {
        let since = age - (Double(part) + 0.5) * Self.step
        guard since >= 0 else { continue }
        share += since >= Self.latest ? 1 : Double(sums[Int(since / Self.step)] / (Self.prior + total))
      }
      return max(0.01, share / 5)
    }
  }
}

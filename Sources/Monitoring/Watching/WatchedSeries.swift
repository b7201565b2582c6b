import Analysis
import Glibc

/// A series of counts as far as it is known: what was learnt of the buckets that are settled, and the counts of those that
/// may still grow.
struct WatchedSeries {
  /// Fewer are no burst, however rare: a few more of what hardly ever comes are no crisis.
  private static let fewest = 5.0
  /// A burst goes on while something comes that is seen once a day, and for an hour after it.
  private static let lastingRarity = log10(86400 / Lookout.bucket)
  private static let afterglow = 3600.0

  private var detector = BurstDetector(spacing: Lookout.bucket)
  private var bursts = Bursts()
  /// When the first bucket that is not learnt began, since 1970; and the counts from it on.
  private var first: Double
  private var recent: [Int] = []
  /// Whether one of them grew since they were judged.
  private(set) var hasGrown = false
  /// The last bucket in which something came that is seen once a day.
  private var unusual = -Double.infinity

  /// - Parameter first: when the first bucket began of which something is known, since 1970.
  init(first: Double) { self.first = first }

  /// - Parameter bucket: when it began, since 1970; none of those that were learnt.
  mutating func take(_ count: Int, _ bucket: Double) {
    let place = Int((bucket - first) / Lookout.bucket)
    if place < 0 {
      recent.insert(contentsOf: repeatElement(0, count: -place), at: 0)
      first = bucket
    }
    let index = max(0, place)
    while recent.count <= index { recent.append(0) }
    guard recent[index] != count else { return }
    recent[index] = count
    hasGrown = true
  }

  /// Learns the buckets before a time, of which no more is waited for.
  mutating func settle(to end: Double) {
    var learnt = 0
    while first < end {
      let judged = detector.learn(learnt < recent.count ? Double(recent[learnt]) : 0, at: first)
      // What went on then is known, and not told.
      if judged.counted >= Self.fewest { _ = bursts.hear(judged.rarity, at: first) }
      if judged.rarity >= Self.lastingRarity { unusual = max(unusual, first) }
      learnt += 1
      first += Lookout.bucket
    }
    recent.removeFirst(min(learnt, recent.count))
  }

  /// Judges the buckets that are not settled.
  /// - Returns: what is news of them, each with the time when it began.
  mutating func judge(now: Double, _ arrivals: Arrivals) -> [(since: Double, judged: BurstDetector.Judgement)] {
    hasGrown = false
    let shares = arrivals.shares(ages: recent.indices.map { now - first - Double($0) * Lookout.bucket })
    let judged = detector.judge(recent: zip(recent, shares).map { (count: Double($0), share: $1) })
    var news: [(since: Double, judged: BurstDetector.Judgement)] = []
    for (index, judged) in judged.enumerated() {
      let bucket = first + Double(index) * Lookout.bucket
      if judged.rarity >= Self.lastingRarity { unusual = max(unusual, bucket) }
      guard judged.counted >= Self.fewest, bursts.hear(judged.rarity, at: bucket) != .none else { continue }
      news.append((bucket - Double(judged.rows - 1) * Lookout.bucket, judged))
    }
    return news
  }

  func goesOn(now: Double) -> Bool { now - unusual - Lookout.bucket < Self.afterglow }
}

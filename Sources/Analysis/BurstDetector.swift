import Glibc

/// Notices what is unusual in a series of counts, looking at no later row.
///
/// A row is judged together with the rows before it, over several spans of time: a peak shows in the shortest, a swelling in
/// longer ones. For each span, a negative binomial count with the mean that is usual and the dispersion that was learnt says
/// how likely so much is; how often the like comes in such a span is read off the past of the series. The rarest counts.
///
/// Rows that are settled are learnt once, in order. Rows whose mentions still come in are judged as often as wanted, beside
/// the share of what is usual that has arrived by then, and are not learnt.
public struct BurstDetector: Sendable {
  /// What a row is.
  public struct Judgement: Sendable, Equatable {
    /// A power of ten: in quiet times, something as rare begins once in so many rows. 0 when it is nothing special.
    public var rarity = 0.0
    /// The count that is usual in the span of time in which the row is rarest, as far as it has arrived; the count; and the
    /// rows of that span, of which this is the last.
    public var usual = 0.0
    public var counted = 0.0
    public var rows = 1
  }

  /// A rarity from which a burst is worth telling somebody: once in thirty days of five minutes.
  public static let threshold = log10(30 * 288.0)
  /// No past is long enough to say how much rarer something is.
  private static let rarest = 10.0
  /// Rows that are learnt from before anything is told.
  public static let warmUp = 24
  /// Seconds without a burst after which another is one by itself.
  public static let quiet = 6 * 3600.0
  /// Seconds of which the least likely row counts for learning.
  private static let blockSeconds = 2 * 3600.0

  /// Spans of time, in rows of five minutes: each three times the one before, up to a third of a day. What is rare in one of
  /// them must be so many times as rare as what would be if it were the only one, so that all together keep the promise.
  private static let spans: [(rows: Int, times: Double)] = [(1, 3), (3, 3), (9, 3), (27, 2), (81, 1.5)]
  /// The span that says of a season how far counts stray, and of a source that it is silent: three quarters of an hour.
  private static let hourly = 2
  /// What a dispersion is before it is known: a part that is each row's own, and one that lasts.
  private static let ownDispersion = 0.15
  private static let lastingDispersion = 0.05
  /// How many independent spans tell as much of a dispersion as is assumed of it at first.
  private static let priorSpans = 6.0
  /// No row moves what is usual or its dispersion by more than this many standard deviations.
  private static let most = 4.0
  /// A span is over, however much it holds, when the last third of it is within so many standard deviations of the usual.
  private static let goesOn = 2.0
  /// Silence: so many standard deviations below what is usual. It is not learnt, for a day at most; then it is how things are.
  private static let silence = -3.1

  private struct Span {
    let rows: Int
    let logTimes: Double
    var tail: Tail
    /// How unlikely the least likely row of this block was.
    var greatest = 0.0
    var strayed = 0.0
    var squares = 0.0
    var seen = 0.0

    init(rows: Int, times: Double) {
      self.rows = rows
      logTimes = log(times)
      // A long span begins to be judged where it is as unlikely as this.
      tail = Tail(limit: max(4, log(Double(rows)) + 2.5))
    }

    /// The variance beyond a Poisson count's, as a share of the square of the mean. The fewer mentions there are, the less
    /// they tell of it.
    var dispersion: Double {
      let prior = BurstDetector.lastingDispersion + BurstDetector.ownDispersion / Double(rows)
      guard seen > 0, squares > 0 else { return prior }
      let square = squares / seen
      let doubt = 1 + 1 / (square.squareRoot() * prior)
      let weight = BurstDetector.priorSpans * Double(max(rows, 12)) * doubt * doubt
      return max(1e-3, (weight * prior + strayed / square) / (weight + seen))
    }
  }

  private var usual: Usual
  private var spans: [Span]
  /// Counts and usual counts, added up from the first row on; of the last rows, and what will be usual in the next.
  private var counts: [Double]
  private var means: [Double]
  /// How uncertain what is usual is, as the variance of its share.
  private var doubt = 0.0
  private var row = 0
  /// The last row of which it was said what is usual.
  private var expected = 0
  private var silent = 0
  private let spacing: Double
  private let block: Int
  private let day: Int
  /// What is usual is said of a row so many rows before it: as a row that is judged while it is young sees it, without those
  /// that are not settled yet. So what the past teaches of rarity holds for it.
  private let ahead: Int
  /// Of the dispersions half is forgotten in thirty days.
  private let keep: Double

  /// - Parameter spacing: seconds between two rows.
  public init(spacing: Double = 300) {
    spans = []
    for span in Self.spans {
      let rows = max(1, Int((Double(span.rows) * 300 / spacing).rounded()))
      if rows > spans.last?.rows ?? 0 { spans.append(Span(rows: rows, times: span.times)) }
    }
    ahead = max(1, Int((Arrivals.latest / spacing).rounded(.up)) + 1)
    counts = [Double](repeating: 0, count: (spans.last?.rows ?? 1) + ahead + 1)
    means = counts
    self.spacing = spacing
    block = max(1, Int((Self.blockSeconds / spacing).rounded()))
    day = max(1, Int((86400 / spacing).rounded()))
    keep = exp2(-spacing / (30 * 86400))
    usual = Usual(spacing: spacing)
  }

  // MARK: settled rows

  /// Judges the next row, of which nothing more will come, then learns it.
  /// - Parameter seconds: when the row began, since 1970.
  @discardableResult public mutating func learn(_ count: Double, at seconds: Double) -> Judgement {
    // At first there is nothing to say anything from.
    if expected == row { expect(at: seconds) }
    let before = row % counts.count
    row += 1
    let now = row % counts.count
    counts[now] = counts[before] + count
    let found = judge(Sums(row: row, counted: counts[now], usual: means[now])) { back in
      let place = (row - back) % counts.count
      return (counts[place], means[place], 0)
    }
    stray()
    learnRarity(found.unlikely)
    learnUsual(count, means[now] - means[before], at: seconds)
    while row >= ahead, expected < row + ahead { expect(at: seconds + Double(expected + 1 - row) * spacing) }
    return found.judgement
  }

  /// Says what will be usual in the next row of which that was not said.
  private mutating func expect(at seconds: Double) {
    let next = usual.expected(at: seconds)
    means[(expected + 1) % means.count] = means[expected % means.count] + next.count
    doubt = next.doubt
    expected += 1
  }

  /// How far the spans that end now strayed from what is usual.
  private mutating func stray() {
    let now = row % counts.count
    for index in spans.indices where spans[index].rows <= row {
      let start = (row - spans[index].rows) % counts.count
      let mean = means[now] - means[start]
      guard mean > 0 else { continue }
      let difference = counts[now] - counts[start] - mean
      let variance = mean + (spans[index].dispersion + doubt) * mean * mean
      spans[index].strayed =
        spans[index].strayed * keep + min(difference * difference, Self.most * Self.most * variance) - mean
      spans[index].squares = spans[index].squares * keep + mean * mean
      spans[index].seen = spans[index].seen * keep + 1
    }
  }

  /// Of the first six hours nothing is learnt: what is usual was hardly known.
  private mutating func learnRarity(_ unlikely: SIMD8<Double>) {
    for index in spans.indices {
      spans[index].greatest = max(spans[index].greatest, unlikely[index])
      guard row % block == 0 else { continue }
      if row > 3 * block { spans[index].tail.learn(spans[index].greatest) }
      spans[index].greatest = 0
    }
  }

  private mutating func learnUsual(_ count: Double, _ mean: Double, at seconds: Double) {
    let span = spans[min(Self.hourly, spans.count - 1)]
    usual.dispersion = max(0.01, span.dispersion)
    var isSilent = false
    if span.rows <= row {
      let now = row % counts.count
      let start = (row - span.rows) % counts.count
      isSilent =
        Self.even(counts[now] - counts[start], span.dispersion) - Self.even(means[now] - means[start], span.dispersion)
        < Self.silence
    }
    silent = isSilent ? silent + 1 : 0
    guard silent == 0 || silent >= day else { return }
    let deviation = (mean + spans[0].dispersion * mean * mean).squareRoot()
    usual.learn(min(count, mean + Self.most * deviation + 1), at: seconds)
  }

  /// A scale on which a negative binomial count has about a standard deviation of 1, whatever its mean.
  /// - Source: F. J. Anscombe, "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35 (1948).
  private static func even(_ count: Double, _ dispersion: Double) -> Double {
    2 / dispersion.squareRoot() * asinh((dispersion * (max(0, count) + 0.375)).squareRoot())
  }

  // MARK: rows that still grow

  /// Judges the rows after those that were learnt: those of two hours, and the one that runs.
  /// - Parameter recent: the oldest first; of each, the count so far, and what share of a row's mentions has usually arrived
  ///   by now.
  public func judge(recent: [(count: Double, share: Double)]) -> [Judgement] {
    guard row >= ahead else { return recent.map { _ in Judgement() } }
    var last = (counts[row % counts.count], means[row % means.count], 0.0)
    var sums = [last]
    sums.reserveCapacity(recent.count + 1)
    return recent.prefix(ahead).enumerated().map { index, recent in
      let usual = means[(row + index + 1) % means.count] - means[(row + index) % means.count]
      let share = max(0, min(1, recent.share))
      // A poll brings all of a row together: by now it may have brought all, or none.
      last = (last.0 + recent.count, last.1 + usual * share, last.2 + usual * usual * share * (1 - share))
      sums.append(last)
      return judge(Sums(row: row + index + 1, counted: last.0, usual: last.1, lumps: last.2)) { back in
        if back <= index + 1 { return sums[index + 1 - back] }
        let place = (row + index + 1 - back) % counts.count
        return (counts[place], means[place], 0)
      }.judgement
    }
  }

  // MARK: judging

  /// A row, and what was counted up to it from the first on.
  private struct Sums {
    let row: Int
    let counted: Double
    let usual: Double
    var lumps = 0.0
  }

  /// - Parameter sums: what was counted, what is usual, and how far lumps make that stray, up to so many rows before.
  /// - Returns: beside the judgement, how unlikely each span is.
  private func judge(
    _ now: Sums, before sums: (Int) -> (Double, Double, Double)
  ) -> (judgement: Judgement, unlikely: SIMD8<Double>) {
    var found = Judgement()
    var unlikely = SIMD8<Double>()
    var rarest = 0.0
    for (index, span) in spans.enumerated() where span.rows <= now.row {
      let start = sums(span.rows)
      let counted = now.counted - start.0
      let mean = now.usual - start.1
      if index == 0 {
        found.usual = mean
        found.counted = counted
      }
      guard mean > 0 else { continue }
      let dispersion = span.dispersion + doubt + (now.lumps - start.2) / (mean * mean)
      guard counted > mean + 0.5 * (mean + dispersion * mean * mean).squareRoot() else { continue }
      if index > 0 {
        let part = sums(spans[index - 1].rows)
        let partly = now.usual - part.1
        let deviation = (partly + spans[index - 1].dispersion * partly * partly).squareRoot()
        guard now.counted - part.0 >= partly + Self.goesOn * deviation else { continue }
      }
      // A long span is a chance that comes less often than each row: as if there were fewer of them.
      unlikely[index] =
        log(Double(span.rows))
        - NegativeBinomial.logUpperTail(counted.rounded(), mean: mean, dispersion: dispersion)
      let rare = span.tail.logBlocks(unlikely[index]) - span.logTimes
      if rare > rarest {
        rarest = rare
        found.usual = mean
        found.counted = counted
        found.rows = span.rows
      }
    }
    if now.row > Self.warmUp, rarest > 0 {
      found.rarity = min(Self.rarest, log10(Double(block)) + rarest / log(10))
    }
    return (found, unlikely)
  }
}

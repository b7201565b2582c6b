import Glibc

/// How rare a value is among all that came before it.
///
/// Up to the 90th percentile of what was seen, a value is nothing special. Beyond it, how often the excess is surpassed
/// falls off exponentially, at the rate that was seen so far; before much was seen, at the rate of a Poisson count.
/// - Source: the method "peaks over threshold", in the exponential case: J. Pickands, "Statistical inference using extreme
///   order statistics", Annals of Statistics 3 (1975).
struct Tail: Sendable {
  private static let share = 0.1
  /// Values are kept as counts in narrow bins, so that memory and time do not grow with the past.
  private static let width = 0.05
  private static let bins = 4000
  private static let middle = 400
  private var counts = [Int32](repeating: 0, count: bins)
  private var seen = 0
  /// The bin of the percentile, how many values lie in bins above it, and the sum of their bins.
  private var limit = bins - 1
  private var above = 0
  private var sumAbove = 0.0

  /// What a Poisson count does beyond its 90th percentile, worth this many values.
  private static let priorWeight = 20.0
  private static let priorLimit = 1.2816
  private static let priorScale = 0.4735

  /// The rarity of a value as a power of ten: 3 is seen once in a thousand rows. 0 when it is nothing special.
  /// The value is then learnt.
  mutating func rarity(of value: Double) -> Double {
    defer { learn(value) }
    let prior = Self.priorWeight / (Self.priorWeight + Double(seen))
    let threshold = seen == 0 ? Self.priorLimit : prior * Self.priorLimit + (1 - prior) * center(limit)
    guard value > threshold else { return 0 }
    let observed = max(0, sumAbove * Self.width - Double(above) * (threshold - center(0)))
    let scale =
      (Self.priorScale * Self.priorWeight * Self.share * 2 + observed)
      / (Self.priorWeight * Self.share * 2 + Double(above))
    return -log10(Self.share) + (value - threshold) / (max(scale, 1e-6) * log(10))
  }

  private func center(_ bin: Int) -> Double { (Double(bin - Self.middle) + 0.5) * Self.width }

  private mutating func learn(_ value: Double) {
    let bin = max(0, min(Self.bins - 1, Int((value / Self.width).rounded(.down)) + Self.middle))
    counts[bin] += 1
    seen += 1
    if bin > limit {
      above += 1
      sumAbove += Double(bin)
    }
    // The percentile moves by few bins at a time.
    let most = Int(Double(seen) * Self.share)
    while limit > 0, above + Int(counts[limit]) <= most {
      above += Int(counts[limit])
      sumAbove += Double(limit) * Double(counts[limit])
      limit -= 1
    }
    while above > most, limit < Self.bins - 1 {
      limit += 1
      above -= Int(counts[limit])
      sumAbove -= Double(limit) * Double(counts[limit])
    }
  }
}

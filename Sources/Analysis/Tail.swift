import Glibc

/// How rare the greatest of a block of values is: of all blocks that came before, a histogram; above the quarter that is
/// greatest, an exponential tail.
///
/// At first it is what series without any crisis have, made by chance (docs/monitoring.md, "Measured"); that counts as much
/// as 300 blocks, so that it is the series' own only slowly: a tail from a month's few blocks errs more than the shape that
/// all have.
/// - Source: the method "peaks over threshold", in the exponential case: J. Pickands, "Statistical inference using extreme
///   order statistics", Annals of Statistics 3 (1975); the greatest of many, by E. J. Gumbel, "Statistics of extremes" (1958).
struct Tail: Sendable {
  private static let share: Float = 0.25
  private static let width = 0.25
  private static let bins = 96
  private static let priorBlocks: Float = 300
  private static let priorScale = 1.2
  private static let priorMode = 4.5
  /// Of the prior's blocks, those that reach the lower end of each bin.
  private static let prior: [Float] = (0..<bins).map {
    priorBlocks * Float(1 - exp(-exp((priorMode - Double($0) * width) / priorScale)))
  }
  /// Half of what was learnt is forgotten in 240 blocks, which are two months.
  private static let keep: Float = exp2(-1 / 240)
  /// A block counts as no more than what comes once in about ninety: a crisis does not make the next one usual.
  private static let most = 4.5

  private var counts = [Float](repeating: 0, count: bins)
  private var blocks: Float = 0
  private var limit = 0.0
  private var above = 0.25
  private var scale = 1.0

  init() { fit() }

  /// The natural logarithm of how many blocks pass between two that reach a value; 0 where that is nothing special.
  func logBlocks(_ value: Double) -> Double { value <= limit ? 0 : (value - limit) / scale - log(above) }

  /// - Parameter value: the greatest of a block.
  mutating func learn(_ value: Double) {
    for bin in counts.indices { counts[bin] *= Self.keep }
    blocks = blocks * Self.keep + 1
    let bin = Int(max(0, min(value, limit + Self.most * scale)) / Self.width)
    counts[min(Self.bins - 1, bin)] += 1
    fit()
  }

  private mutating func fit() {
    let all = blocks + Self.priorBlocks
    var reached: Float = 0
    var excess: Float = 0
    var bin = Self.bins - 1
    // Down to where a quarter of all is above.
    while bin > 0, reached + counts[bin] + Self.prior[bin] <= Self.share * all {
      reached += counts[bin]
      excess += counts[bin] * Float((Double(bin) + 0.5) * Self.width)
      bin -= 1
    }
    limit = Double(bin + 1) * Self.width
    let prior = bin + 1 < Self.bins ? Self.prior[bin + 1] : 0
    excess += prior * Float(Self.priorScale) - reached * Float(limit)
    above = Double(max(reached + prior, 1e-3) / all)
    scale = Double(max(excess / max(reached + prior, 1e-3), 0.2))
  }
}

import Glibc

/// How rare the greatest of a block of values is, in a series of which nobody knows at first how heavy its tail is.
///
/// By how much a block exceeds a limit has one of ten shapes, generalised Pareto: from that of counts without any surprise,
/// which fall exponentially, to that of subjects of which every other thing that is said is carried on by many. The first are
/// what to expect; what the series' own blocks say by and by weighs more. An excess speaks for a shape by how likely it is
/// there, unless it was none of chance but a crisis: of one in twelve that is assumed, and then its size tells nothing. So a
/// few that stand apart do not make a tail heavy, but many between them and the rest do. A block counts only if it is greater
/// than those beside it: what goes on for hours is counted once.
/// - Source: the method "peaks over threshold": J. Pickands, "Statistical inference using extreme order statistics", Annals of
///   Statistics 3 (1975); the weights by Bayes' rule, over shapes and a part of outliers as in G. E. P. Box, G. C. Tiao, "A
///   Bayesian approach to some outlier problems", Biometrika 55 (1968).
struct Tail: Sendable {
  private struct Shape {
    let scale: Double
    /// 0 is exponential; the chance falls with the excess to the power of `-1 / heaviness`.
    let heaviness: Double
    let logPrior: Double

    /// The natural logarithm of the chance to exceed the limit by more than that.
    func logBeyond(_ excess: Double) -> Double {
      heaviness > 0 ? -log1p(heaviness * excess / scale) / heaviness : -excess / scale
    }

    /// The chance of such an excess, per unit of it.
    func density(_ excess: Double) -> Double { exp(logBeyond(excess) * (1 + heaviness)) / scale }
  }

  /// As the bench's series without crises have them (docs/monitoring.md, "Measured").
  private static let shapes: [Shape] = {
    let thin = [(1.0, 0.3), (1.2, 0.4), (1.45, 0.15)].map { Shape(scale: $0, heaviness: 0, logPrior: log($1)) }
    let heavy = [(1.75, 0.1), (2.1, 0.2), (2.6, 0.3), (3.2, 0.4), (4, 0.5), (5, 0.6), (6.3, 0.7)]
    return thin + heavy.map { Shape(scale: $0, heaviness: $1, logPrior: log(0.15 / Double(heavy.count))) }
  }()
  /// How many of the excesses are of crises, and how great the middle one of those is.
  private static let crises = 0.08
  private static let crisis = 12.0
  /// At first one block in ten exceeds the limit and counts; that is believed as if it had been seen for five days.
  private static let priorShare = 0.1
  private static let priorBlocks = 60.0
  /// Half of what was learnt is forgotten in two months.
  private static let keep = exp2(-1.0 / 720)

  private let limit: Double
  private var evidence = shapes.map { _ in 0.0 }
  /// How probable each shape is now.
  private var weights = shapes.map { exp($0.logPrior) }
  private var blocks = 0.0
  private var exceeded = 0.0
  private var last = 0.0
  private var beforeLast = 0.0

  /// - Parameter limit: what one block in ten exceeds, or fewer.
  init(limit: Double) { self.limit = limit }

  /// The natural logarithm of how many blocks pass between two that reach a value; 0 where that is nothing special.
  func logBlocks(_ value: Double) -> Double {
    guard value > limit else { return 0 }
    let beyond = zip(Self.shapes, weights).reduce(0) { $0 + $1.1 * exp($1.0.logBeyond(value - limit)) }
    let share = (Self.priorShare * Self.priorBlocks + exceeded) / (Self.priorBlocks + blocks)
    return -log(max(share * beyond, 1e-30))
  }

  /// - Parameter value: the greatest of a block of two hours.
  mutating func learn(_ value: Double) {
    let counts = last > limit && last > beforeLast && last >= value
    let excess = last - limit
    (beforeLast, last) = (last, value)
    blocks = blocks * Self.keep + 1
    exceeded = exceeded * Self.keep + (counts ? 1 : 0)
    for index in evidence.indices { evidence[index] *= Self.keep }
    guard counts else { return }
    let outlying = Self.crises * Self.crisis / ((Self.crisis + excess) * (Self.crisis + excess))
    for (index, shape) in Self.shapes.enumerated() {
      evidence[index] += log((1 - Self.crises) * shape.density(excess) + outlying)
    }
    weigh()
  }

  private mutating func weigh() {
    let logs = zip(Self.shapes, evidence).map { $0.logPrior + $1 }
    let most = logs.max() ?? 0
    let all = logs.reduce(0) { $0 + exp($1 - most) }
    weights = logs.map { exp($0 - most) / all }
  }
}

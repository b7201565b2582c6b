import Glibc

/// What a company's own analysts taught: weights of words and runs of signs, on top of the rules.
///
/// A multinomial logistic regression, learnt label by label; each weight has a pace of its own that slows down with what
/// it has learnt (AdaGrad). The rules' evidence is where it starts, so a model that has learnt little judges much as the
/// rules do.
/// - Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic
///   optimization", Journal of Machine Learning Research 12 (2011).
public struct SentimentModel: Sendable {
  /// A text with the sentiment that an analyst gave it.
  public struct Label: Sendable {
    public var text: FoldedText
    public var sentiment: Sentiment
    public init(text: FoldedText, sentiment: Sentiment) {
      self.text = text
      self.sentiment = sentiment
    }
  }

  static let classes = 3
  private var weights = [Float](repeating: 0, count: TextFeatures.count * classes)
  private var squares: [Float]
  /// Weights of a constant and of the rules' three pieces of evidence, by class.
  private var ruleWeights: [Float]
  private var ruleSquares = [Float](repeating: 1, count: 4 * classes)
  /// How much a label of each class counts, so that a rare class is learnt too.
  private var balance: [Float] = [1, 1, 1]
  private let rules: SentimentRules

  private static let pace: Float = 0.35
  private static let rulePace: Float = 0.05
  private static let decay: Float = 2e-5

  /// One that has learnt nothing yet: it takes the side that the rules take, less surely.
  public init(rules: SentimentRules = .standard) {
    self.rules = rules
    squares = [Float](repeating: 1e-2, count: TextFeatures.count * Self.classes)
    ruleWeights = [Float](repeating: 0, count: 4 * Self.classes)
    for label in 0..<Self.classes { ruleWeights[(label + 1) * Self.classes + label] = 0.6 }
  }

  /// What a model has learnt, to be kept.
  public struct Saved: Sendable {
    /// Which features have weights.
    public var features: [Int]
    /// Three for each feature, in the order of `Sentiment.allCases`.
    public var weights: [Double]
    /// Of a constant, then of the rules' evidence for each class: three weights each, twelve in all.
    public var rules: [Double]
    public init(features: [Int], weights: [Double], rules: [Double]) {
      self.features = features
      self.weights = weights
      self.rules = rules
    }
  }

  /// What is worth keeping: weights so small that no judgement turns on them are left out.
  public var saved: Saved {
    var kept = Saved(features: [], weights: [], rules: ruleWeights.map(Double.init))
    for feature in 0..<TextFeatures.count {
      let three = weights[(feature * Self.classes)..<((feature + 1) * Self.classes)]
      guard three.contains(where: { abs($0) > 0.01 }) else { continue }
      kept.features.append(feature)
      kept.weights += three.map { (Double($0) * 1000).rounded() / 1000 }
    }
    return kept
  }

  /// A model that was kept.
  public init(_ saved: Saved, rules: SentimentRules = .standard) {
    self.init(rules: rules)
    for (index, feature) in saved.features.enumerated() where feature >= 0 && feature < TextFeatures.count {
      for label in 0..<Self.classes where index * Self.classes + label < saved.weights.count {
        weights[feature * Self.classes + label] = Float(saved.weights[index * Self.classes + label])
      }
    }
    if saved.rules.count == ruleWeights.count { ruleWeights = saved.rules.map(Float.init) }
  }

  /// The judgement of a text.
  public func judge(_ text: FoldedText) -> SentimentJudgement {
    var features: [UInt32] = []
    TextFeatures.collect(text.scalars, into: &features)
    return SentimentJudgement(evidence(features, ruleEvidence(text)))
  }

  /// Learns labels in several rounds, in an order that a seed decides.
  public mutating func learn(_ labels: [Label], rounds: Int = 8, seed: UInt64 = 1) {
    var counts = [Float](repeating: 0, count: Self.classes)
    for label in labels { counts[label.sentiment.index] += 1 }
    let present = Float(counts.count { $0 > 0 })
    balance = counts.map { $0 == 0 ? 0 : Float(labels.count) / (present * $0) }
    let prepared = labels.map { label in
      var features: [UInt32] = []
      TextFeatures.collect(label.text.scalars, into: &features)
      return (features, ruleEvidence(label.text), label.sentiment.index)
    }
    var order = Array(prepared.indices)
    var dice = SplitMix(state: seed)
    for _ in 0..<rounds {
      order.shuffle(using: &dice)
      for index in order { update(prepared[index].0, prepared[index].1, prepared[index].2) }
    }
  }

  private func ruleEvidence(_ text: FoldedText) -> (Float, Float, Float, Float) {
    let evidence = rules.evidence(rules.read(text))
    return (1, evidence.0, evidence.1, evidence.2)
  }

  private func evidence(_ features: [UInt32], _ rule: (Float, Float, Float, Float)) -> (Float, Float, Float) {
    let share = features.isEmpty ? 0 : 1 / Float(features.count).squareRoot()
    var sums: (Float, Float, Float) = (0, 0, 0)
    weights.withUnsafeBufferPointer { weights in
      for feature in features {
        let base = Int(feature) * 3
        sums.0 += weights[base]
        sums.1 += weights[base + 1]
        sums.2 += weights[base + 2]
      }
    }
    func ofRules(_ label: Int) -> Float {
      ruleWeights[label] * rule.0 + ruleWeights[3 + label] * rule.1 + ruleWeights[6 + label] * rule.2
        + ruleWeights[9 + label] * rule.3
    }
    return (sums.0 * share + ofRules(0), sums.1 * share + ofRules(1), sums.2 * share + ofRules(2))
  }

  private mutating func update(_ features: [UInt32], _ rule: (Float, Float, Float, Float), _ truth: Int) {
    let shares = SentimentJudgement(evidence(features, rule)).shares
    let share = features.isEmpty ? 0 : 1 / Float(features.count).squareRoot()
    let errors = [
      shares.negative - (truth == 0 ? 1 : 0), shares.neutral - (truth == 1 ? 1 : 0),
      shares.positive - (truth == 2 ? 1 : 0),
    ].map { $0 * balance[truth] }
    weights.withUnsafeMutableBufferPointer { weights in
      squares.withUnsafeMutableBufferPointer { squares in
        for feature in features {
          for label in 0..<3 {
            let place = Int(feature) * 3 + label
            let slope = errors[label] * share + Self.decay * weights[place]
            squares[place] += slope * slope
            weights[place] -= Self.pace * slope / squares[place].squareRoot()
          }
        }
      }
    }
    for (index, value) in [rule.0, rule.1, rule.2, rule.3].enumerated() {
      for label in 0..<3 {
        let place = index * 3 + label
        let slope = errors[label] * value
        ruleSquares[place] += slope * slope
        ruleWeights[place] -= Self.rulePace * slope / ruleSquares[place].squareRoot()
      }
    }
  }
}

extension Sentiment {
  /// Its place among all cases.
  public var index: Int { self == .negative ? 0 : self == .neutral ? 1 : 2 }
}

/// A small generator whose numbers depend on its seed alone.
/// - Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

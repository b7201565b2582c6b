import Glibc

/// What a company's own analysts taught: weights of words and runs of signs, on top of the rules.
///
/// For each sentiment a linear judge of its own, learnt against the others by `LinearLearner`. The rules' evidence is among
/// what they see, and a model that has learnt little judges much as the rules do. A sentiment that no label has keeps what
/// the rules say of it.
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
  private var weights = [Float](repeating: 0, count: FeatureHash.count * classes)
  /// Weights of a constant and of the rules' three pieces of evidence, by class.
  private var ruleWeights = [Float](repeating: 0, count: 4 * classes)
  private let rules: SentimentRules

  /// By how much a margin is multiplied to be evidence, so that shares are about as often right as they say.
  private static let certainty = 2.0
  /// The variances that the weights of a constant, and what is added to the rules' evidence, may have.
  private static let evidenceLeans = [0.25, 0.03, 0.03, 0.03]
  /// What the rules' evidence for a class counts before anything is learnt; for each of the others half, and against it.
  private static let trust = 0.4

  /// One that has learnt nothing yet: it takes the side that the rules take, less surely.
  public init(rules: SentimentRules = .standard) {
    self.rules = rules
    for label in 0..<Self.classes { ruleWeights[(label + 1) * Self.classes + label] = 0.6 }
  }

  /// One that has learnt labels. The same labels in the same order teach the same.
  public init(learning labels: [Label], rules: SentimentRules = .standard) {
    self.init(rules: rules)
    let learner = LinearLearner(
      labels.map { label in
        let (features, evidence) = see(label.text)
        return LinearLearner.Example(
          features: features, share: LinearLearner.share(of: features.count),
          evidence: [evidence.0, evidence.1, evidence.2, evidence.3])
      }, features: FeatureHash.count, evidenceLeans: Self.evidenceLeans, cost: 0.5)
    for label in 0..<Self.classes {
      let trust = [0] + (0..<Self.classes).map { $0 == label ? Self.trust : -Self.trust / 2 }
      guard
        let learnt = learner.learn(labels.map { $0.sentiment.index == label }, trust: trust, seed: UInt64(label + 1))
      else { continue }
      for (feature, weight) in zip(learner.features, learnt.ofFeatures) {
        weights[feature * Self.classes + label] = Float(Self.certainty * weight)
      }
      for (part, weight) in learnt.ofEvidence.enumerated() {
        ruleWeights[part * Self.classes + label] = Float(Self.certainty * weight)
      }
    }
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
    for feature in 0..<FeatureHash.count {
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
    for (index, feature) in saved.features.enumerated() where feature >= 0 && feature < FeatureHash.count {
      for label in 0..<Self.classes where index * Self.classes + label < saved.weights.count {
        weights[feature * Self.classes + label] = Float(saved.weights[index * Self.classes + label])
      }
    }
    if saved.rules.count == ruleWeights.count { ruleWeights = saved.rules.map(Float.init) }
  }

  /// The judgement of a text.
  public func judge(_ text: FoldedText) -> SentimentJudgement {
    let (features, rule) = see(text)
    let share = Float(LinearLearner.share(of: features.count))
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
    return SentimentJudgement((sums.0 * share + ofRules(0), sums.1 * share + ofRules(1), sums.2 * share + ofRules(2)))
  }

  /// The features of a text, and a constant with the rules' evidence.
  private func see(_ text: FoldedText) -> (features: [UInt32], rules: (Float, Float, Float, Float)) {
    let reading = rules.read(text, keepingWords: true)
    var features: [UInt32] = []
    TextFeatures.collect(text.scalars, reading, into: &features)
    let evidence = rules.evidence(reading)
    return (features, (1, evidence.0, evidence.1, evidence.2))
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

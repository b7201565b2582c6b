import Glibc

/// Finds the weights of a class against the others: a support vector machine with squared loss, solved in its dual, one
/// label at a time, until nothing moves.
///
/// How far a feature's weight may go depends on how much the labels lean that have it (the ratio of its shares among the
/// class and among the others), so that a word that is seen everywhere is not bent to explain a few texts, and a rare one
/// that tells is believed at once.
/// - Source: C. Hsieh, K. Chang, C. Lin, S. Keerthi, S. Sundararajan, "A dual coordinate descent method for large-scale
///   linear SVM", ICML 2008; S. Wang, C. Manning, "Baselines and bigrams: simple, good sentiment and topic
///   classification", ACL 2012.
struct SentimentLearner {
  /// What a class's labels teach.
  struct Weights {
    /// In the order of `features`.
    var ofFeatures: [Double]
    /// Of a constant, then of the rules' three pieces of evidence.
    var ofRules: [Double]
  }

  /// How much a label counts beside the size of the weights; balanced between the class and the others.
  private static let cost = 0.5
  /// The variances that a constant, and what is added to the rules' evidence, may have.
  private static let ruleLeans = [0.25, 0.03, 0.03, 0.03]
  /// What the rules' evidence for a class counts before anything is learnt; for each of the others half, and against it.
  private static let trust = 0.4
  /// 2 would let weights go as far as the logarithm of the ratio; 0 would let all go as far.
  private static let leaning = 1.25
  private static let mostRounds = 60
  private static let slack = 0.02

  /// Those that at least two labels have.
  let features: [Int]
  private let classes: [Int]
  private let rules: [[Double]]
  /// By label: where its features begin in `places`, the end of the last one at the end; and by what each counts.
  private var begins = [0]
  private var places: [Int32] = []
  private var shares: [Double] = []

  /// - Parameter labels: the features of each, once each; a constant with the evidence of the rules; its class.
  init(_ labels: [(features: [UInt32], rules: [Float], class: Int)]) {
    classes = labels.map(\.class)
    rules = labels.map { $0.rules.map(Double.init) }
    var seen = [UInt8](repeating: 0, count: TextFeatures.count)
    for label in labels {
      for feature in label.features where seen[Int(feature)] < 2 { seen[Int(feature)] += 1 }
    }
    features = seen.indices.filter { seen[$0] == 2 }
    var placeOf = [Int32](repeating: -1, count: TextFeatures.count)
    for (place, feature) in features.enumerated() { placeOf[feature] = Int32(place) }
    for label in labels {
      for feature in label.features where placeOf[Int(feature)] >= 0 { places.append(placeOf[Int(feature)]) }
      begins.append(places.count)
      shares.append(SentimentModel.share(of: label.features.count))
    }
  }

  /// The weights of a class; nil when no label, or each, is of it.
  func learn(_ class: Int, seed: UInt64) -> Weights? {
    let isOfIt = classes.map { $0 == `class` }
    let inside = isOfIt.count { $0 }
    guard inside > 0, inside < classes.count else { return nil }
    let outside = classes.count - inside
    let leans = self.leans(isOfIt, inside: inside, outside: outside)
    let total = Double(classes.count)
    // What a label's loss adds to the diagonal of the dual.
    let softness = isOfIt.map { 1 / (Self.cost * total / Double($0 ? inside : outside)) }
    var found = Weights(
      ofFeatures: [Double](repeating: 0, count: features.count),
      ofRules: [0] + (0..<SentimentModel.classes).map { $0 == `class` ? Self.trust : -Self.trust / 2 })
    descend(&found, isOfIt, leans, softness, seed)
    return found
  }

  /// The variance that each feature's weight may have: how far the labels lean that have it.
  private func leans(_ isOfIt: [Bool], inside: Int, outside: Int) -> [Double] {
    var with = [Double](repeating: 0.5, count: features.count)
    var without = with
    for label in classes.indices {
      for entry in begins[label]..<begins[label + 1] {
        if isOfIt[label] { with[Int(places[entry])] += 1 } else { without[Int(places[entry])] += 1 }
      }
    }
    let base = log(Double(outside + 1) / Double(inside + 1))
    return features.indices.map { pow(abs(log(with[$0] / without[$0]) + base), Self.leaning) }
  }

  private func descend(
    _ found: inout Weights, _ isOfIt: [Bool], _ leans: [Double], _ softness: [Double], _ seed: UInt64
  ) {
    let curves = classes.indices.map { label in
      var sum = 0.0
      for entry in begins[label]..<begins[label + 1] { sum += leans[Int(places[entry])] }
      var curve = sum * shares[label] * shares[label] + softness[label]
      for part in 0..<4 { curve += Self.ruleLeans[part] * rules[label][part] * rules[label][part] }
      return curve
    }
    var pulls = [Double](repeating: 0, count: classes.count)
    var order = Array(classes.indices)
    var dice = SplitMix(state: seed)
    for _ in 0..<Self.mostRounds {
      order.shuffle(using: &dice)
      var most = 0.0
      for label in order {
        let side = isOfIt[label] ? 1.0 : -1.0
        let entries = places[begins[label]..<begins[label + 1]]
        var margin = 0.0
        for place in entries { margin += found.ofFeatures[Int(place)] }
        margin *= shares[label]
        for part in 0..<4 { margin += found.ofRules[part] * rules[label][part] }
        let slope = side * margin - 1 + pulls[label] * softness[label]
        // At its bound, a label that is judged with room to spare pulls at nothing.
        if pulls[label] == 0, slope >= 0 { continue }
        most = max(most, abs(slope))
        let pull = max(0, pulls[label] - slope / curves[label])
        let step = (pull - pulls[label]) * side
        pulls[label] = pull
        let part = step * shares[label]
        for place in entries { found.ofFeatures[Int(place)] += part * leans[Int(place)] }
        for part in 0..<4 { found.ofRules[part] += step * Self.ruleLeans[part] * rules[label][part] }
      }
      if most < Self.slack { break }
    }
  }
}

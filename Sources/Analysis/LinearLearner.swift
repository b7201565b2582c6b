import Glibc

/// Finds the weights of a class against the others: a support vector machine with squared loss, solved in its dual, one
/// example at a time, until nothing moves.
///
/// How far a feature's weight may go depends on how much the examples lean that have it (the ratio of its shares among the
/// class and among the others), so that a word that is seen everywhere is not bent to explain a few texts, and a rare one
/// that tells is believed at once.
/// - Source: C. Hsieh, K. Chang, C. Lin, S. Keerthi, S. Sundararajan, "A dual coordinate descent method for large-scale
///   linear SVM", ICML 2008; S. Wang, C. Manning, "Baselines and bigrams: simple, good sentiment and topic
///   classification", ACL 2012.
struct LinearLearner {
  /// One of the texts that teach.
  struct Example {
    /// Each once, below the learner's number of features.
    var features: [UInt32]
    /// What each of them counts: `share(of:)` of the text's length, in whatever it is measured.
    var share: Double
    /// A constant, and what else is known of it beside its features.
    var evidence: [Float]
  }

  /// What the examples of a class teach.
  struct Weights {
    /// In the order of `features`.
    var ofFeatures: [Double]
    /// In the order of an example's evidence.
    var ofEvidence: [Double]
  }

  /// How much an example counts beside the size of the weights; balanced between the class and the others.
  private let cost: Double
  /// 2 would let weights go as far as the logarithm of the ratio; 0 would let all go as far.
  private static let leaning = 1.25
  private static let mostRounds = 60
  private static let slack = 0.02

  /// Those that at least two examples have.
  let features: [Int]
  private let evidence: [[Double]]
  /// The variances that the weights of the evidence may have.
  private let evidenceLeans: [Double]
  /// By example: where its features begin in `places`, the end of the last one at the end; and by what each counts.
  private var begins = [0]
  private var places: [Int32] = []
  private var shares: [Double] = []

  /// - Parameters:
  ///   - most: how many different features there are.
  ///   - evidenceLeans: the variances that the weights of the evidence may have.
  ///   - cost: how much an example counts beside the size of the weights.
  init(_ examples: [Example], features most: Int, evidenceLeans: [Double], cost: Double) {
    self.cost = cost
    evidence = examples.map { $0.evidence.map(Double.init) }
    self.evidenceLeans = evidenceLeans
    var seen = [UInt8](repeating: 0, count: most)
    for example in examples {
      for feature in example.features where seen[Int(feature)] < 2 { seen[Int(feature)] += 1 }
    }
    features = seen.indices.filter { seen[$0] == 2 }
    var placeOf = [Int32](repeating: -1, count: most)
    for (place, feature) in features.enumerated() { placeOf[feature] = Int32(place) }
    for example in examples {
      for feature in example.features where placeOf[Int(feature)] >= 0 { places.append(placeOf[Int(feature)]) }
      begins.append(places.count)
      shares.append(example.share)
    }
  }

  /// What each of a text's features counts, so that long texts are not surer than short ones by their length.
  static func share(of count: Int) -> Double { count == 0 ? 0 : 1 / Double(count).squareRoot() }

  /// By what weights are divided to be kept in a byte.
  static func scale(of weights: [Double]) -> Double {
    let greatest = weights.map(abs).max() ?? 0
    return greatest > 0 ? greatest / 127 : 1
  }

  /// The weights of a class; nil when no example, or each, is of it.
  /// - Parameters:
  ///   - isOfIt: by example, whether it is of the class.
  ///   - trust: the weights of the evidence before anything is learnt.
  func learn(_ isOfIt: [Bool], trust: [Double], seed: UInt64) -> Weights? {
    let inside = isOfIt.count { $0 }
    guard inside > 0, inside < isOfIt.count else { return nil }
    let outside = isOfIt.count - inside
    let leans = self.leans(isOfIt, inside: inside, outside: outside)
    let total = Double(isOfIt.count)
    // What an example's loss adds to the diagonal of the dual.
    let softness = isOfIt.map { 1 / (cost * total / Double($0 ? inside : outside)) }
    var found = Weights(ofFeatures: [Double](repeating: 0, count: features.count), ofEvidence: trust)
    descend(&found, isOfIt, leans, softness, seed)
    return found
  }

  /// The variance that each feature's weight may have: how far the examples lean that have it.
  private func leans(_ isOfIt: [Bool], inside: Int, outside: Int) -> [Double] {
    var with = [Double](repeating: 0.5, count: features.count)
    var without = with
    for example in isOfIt.indices {
      for entry in begins[example]..<begins[example + 1] {
        if isOfIt[example] { with[Int(places[entry])] += 1 } else { without[Int(places[entry])] += 1 }
      }
    }
    let base = log(Double(outside + 1) / Double(inside + 1))
    return features.indices.map { pow(abs(log(with[$0] / without[$0]) + base), Self.leaning) }
  }

  private func descend(
    _ found: inout Weights, _ isOfIt: [Bool], _ leans: [Double], _ softness: [Double], _ seed: UInt64
  ) {
    let curves = isOfIt.indices.map { example in
      var sum = 0.0
      for entry in begins[example]..<begins[example + 1] { sum += leans[Int(places[entry])] }
      var curve = sum * shares[example] * shares[example] + softness[example]
      for part in evidenceLeans.indices {
        curve += evidenceLeans[part] * evidence[example][part] * evidence[example][part]
      }
      return curve
    }
    var pulls = [Double](repeating: 0, count: isOfIt.count)
    var order = Array(isOfIt.indices)
    var dice = SplitMix(state: seed)
    for _ in 0..<Self.mostRounds {
      order.shuffle(using: &dice)
      var most = 0.0
      for example in order {
        let side = isOfIt[example] ? 1.0 : -1.0
        let entries = places[begins[example]..<begins[example + 1]]
        var margin = 0.0
        for place in entries { margin += found.ofFeatures[Int(place)] }
        margin *= shares[example]
        for part in evidenceLeans.indices { margin += found.ofEvidence[part] * evidence[example][part] }
        let slope = side * margin - 1 + pulls[example] * softness[example]
        // At its bound, an example that is judged with room to spare pulls at nothing.
        if pulls[example] == 0, slope >= 0 { continue }
        most = max(most, abs(slope))
        let pull = max(0, pulls[example] - slope / curves[example])
        let step = (pull - pulls[example]) * side
        pulls[example] = pull
        let part = step * shares[example]
        for place in entries { found.ofFeatures[Int(place)] += part * leans[Int(place)] }
        for part in evidenceLeans.indices {
          found.ofEvidence[part] += step * evidenceLeans[part] * evidence[example][part]
        }
      }
      if most < Self.slack { break }
    }
  }
}

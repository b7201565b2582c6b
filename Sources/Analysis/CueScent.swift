/// Whether a text is worth reading for what is told at once: a quick look at its words and at the pairs of its ideographs. Nine of
/// ten texts of every day are not.
struct CueScent: Sendable {
  /// A text is worth reading where some piece of it has this margin.
  private static let enough: Float = -0.5
  /// A piece, in words and pairs; the next one begins in its middle, so that a clause is not lost in a long text.
  private static let piece = 20

  private var constant: Float = -1
  /// By what a stored weight is multiplied.
  private var scale: Float = 1
  /// By feature.
  private var weights = [Int8](repeating: 0, count: FeatureHash.count)

  init() {}

  func isWorthReading(_ text: FoldedText) -> Bool {
    // What the last half of a piece adds up to, and what has been added since.
    var last: Int32 = 0
    var half: Int32 = 0
    var count = 0
    func isWorth(_ terms: Int) -> Bool {
      Float(last + half) * scale * Float(LinearLearner.share(of: terms)) + constant >= Self.enough
    }
    let wasRead = Self.collect(text.scalars) { feature in
      half += Int32(weights[Int(feature)])
      count += 1
      guard count % (Self.piece / 2) == 0 else { return true }
      if isWorth(min(count, Self.piece)) { return false }
      last = half
      half = 0
      return true
    }
    let rest = count % (Self.piece / 2)
    return !wasRead || rest > 0 && isWorth(min(count, rest + Self.piece / 2))
  }

  /// Calls `see` with words, the first four signs of longer ones, and pairs of ideographs, until it returns false.
  /// - Returns: whether all were seen.
  private static func collect(_ scalars: [UInt32], _ see: (UInt32) -> Bool) -> Bool {
    scalars.withUnsafeBufferPointer { text in
      var place = 0
      while place < text.count {
        let scalar = text[place]
        if FoldedText.isWordSign(scalar) {
          let start = place
          var hash = FeatureHash.empty(1)
          while place < text.count, FoldedText.isWordSign(text[place]) {
            if place - start == 4, !see(FeatureHash.bucket(hash ^ 2)) { return false }
            hash = FeatureHash.added(hash, text[place])
            place += 1
          }
          if !see(FeatureHash.bucket(hash)) { return false }
        } else {
          if place + 1 < text.count, FoldedText.isIdeograph(scalar), FoldedText.isIdeograph(text[place + 1]) {
            let pair = FeatureHash.added(FeatureHash.added(FeatureHash.empty(3), scalar), text[place + 1])
            if !see(FeatureHash.bucket(pair)) { return false }
          }
          place += 1
        }
      }
      return true
    }
  }

  /// All that is looked at in a text.
  static func seen(of text: String) -> [UInt32] {
    var features: [UInt32] = []
    _ = collect(FoldedText(text).scalars) {
      features.append($0)
      return true
    }
    return features
  }

  // MARK: learning

  /// One that tells sentences that tell something from others.
  init(learning sentences: [CueSentences.Sentence]) {
    let learner = LinearLearner(
      sentences.map { sentence in
        var features = Self.seen(of: sentence.text)
        let share = LinearLearner.share(of: features.count)
        features.sortEachOnce()
        return LinearLearner.Example(features: features, share: share, evidence: [1])
      }, features: FeatureHash.count, evidenceLeans: [1], cost: 5)
    guard let learnt = learner.learn(sentences.map { !$0.cues.isEmpty }, trust: [0], seed: 1) else { return }
    constant = Float(learnt.ofEvidence[0])
    scale = Float(LinearLearner.scale(of: learnt.ofFeatures))
    for (feature, weight) in zip(learner.features, learnt.ofFeatures) {
      weights[feature] = Int8((weight / Double(scale)).rounded())
    }
  }

  // MARK: keeping

  /// The constant and the scale; the number of features that weigh something; then each with its weight in the highest bits.
  /// Little-endian.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: constant.bitPattern)
    bytes.append(littleEndian: scale.bitPattern)
    bytes.append(littleEndian: UInt32(weights.count { $0 != 0 }))
    for feature in weights.indices where weights[feature] != 0 {
      bytes.append(littleEndian: UInt32(feature) | UInt32(UInt8(bitPattern: weights[feature])) << 24)
    }
    return bytes
  }

  /// One that was kept; nil for what `bytes` never made.
  init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 12 else { return nil }
    constant = Float(bitPattern: bytes.littleEndian(at: 0))
    scale = Float(bitPattern: bytes.littleEndian(at: 4))
    guard bytes.count == 12 + 4 * Int(bytes.littleEndian(at: 8)) else { return nil }
    var last = -1
    for place in stride(from: 12, to: bytes.count, by: 4) {
      let entry = bytes.littleEndian(at: place)
      let feature = Int(entry & 0xFF_FFFF)
      guard feature < FeatureHash.count, feature > last else { return nil }
      last = feature
      weights[feature] = Int8(bitPattern: UInt8(entry >> 24))
    }
  }
}

import CLexicon

/// What sentences that somebody labelled teach of what is told at once, beside `CueGrammar`: which words and kinds of words
/// stand together where a cue is told, and where the same words tell nothing.
///
/// `scripts/teach-cues` makes the weights that come with the program from the sentences in `Lexicon/sentences`.
public struct CueModel: Sendable {
  /// A cue is told from this margin on.
  public static let threshold: Float = 0
  /// What it counts in the margin that the grammar tells a cue.
  public static let trust: Float = 0.4

  /// A sentence of more tokens is judged by runs of clauses that have as many as are enough; fewer than the least tell nothing
  /// by themselves.
  private static let longest = 40
  private static let enough = 16
  private static let least = 3
  /// Features all of whose weights are smaller, of 127, are left out: no judgement turns on them.
  private static let worthKeeping = 4
  private static let memory = 256

  /// No more than a vector of eight holds.
  static let cues = ContentCue.allCases.count
  /// Of what it was learnt: `source(of:in:)`.
  public private(set) var source: UInt64 = 0
  /// By cue.
  private var constants = SIMD8<Float>(repeating: -1)
  /// By what a stored weight is multiplied.
  private var scale: Float = 1
  /// By feature: whether it has weights, a bit each; most have none.
  private var known = [UInt64](repeating: 0, count: FeatureHash.count >> 6)
  /// By feature: its row in `weights`, where it has any.
  private var rowOf = [Int32](repeating: 0, count: FeatureHash.count)
  /// By row, then by cue.
  private var weights: [SIMD8<Int8>] = []
  private var scent = CueScent()

  private init() {}

  // MARK: judging

  /// Whether a text may tell something at all: most do not.
  func isWorthReading(_ text: FoldedText) -> Bool { scent.isWorthReading(text) }

  /// What the features of a stretch of a text add up to.
  private struct Sums {
    var weights: SIMD8<Int32> = .zero
    var tokens = 0

    static func + (one: Sums, other: Sums) -> Sums {
      Sums(weights: one.weights &+ other.weights, tokens: one.tokens + other.tokens)
    }
  }

  private func sums(_ passage: Passage, _ text: FoldedText, _ range: Range<Int>) -> Sums {
    var sums = Sums(tokens: range.count)
    // What is said over and over counts once, as far as a small memory knows.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.memory) { seen in
      seen.initialize(repeating: .max)
      CueFeatures.collect(passage, text, range) { feature in
        guard known[Int(feature >> 6)] & (1 << UInt64(feature & 63)) != 0 else { return }
        let place = Int(feature) & (Self.memory - 1)
        guard seen[place] != feature else { return }
        seen[place] = feature
        sums.weights &+= SIMD8<Int32>(truncatingIfNeeded: weights[Int(rowOf[Int(feature)])])
      }
    }
    return sums
  }

  /// How surely each cue is told, in the order of `ContentCue.allCases`. Long sentences are not surer than short ones by their
  /// length.
  private func margins(_ sums: Sums) -> SIMD8<Float> {
    SIMD8<Float>(sums.weights) * (scale * Float(LinearLearner.share(of: sums.tokens))) + constants
  }

  /// A cue, and the tokens that tell it.
  struct Told {
    let cue: ContentCue
    let range: Range<Int>
  }

  /// What the sentences of a passage tell, each alone and with the one before.
  /// - Parameter grammar: what the grammar finds in it, in the order of the text.
  func read(_ passage: Passage, _ text: FoldedText, _ grammar: [CueGrammar.Found]) -> [Told] {
    var told: [Told] = []
    func judge(_ sums: Sums, _ range: Range<Int>, _ found: Int) {
      guard range.count >= Self.least || range.count == passage.tokens.count else { return }
      let margins = margins(sums)
      for (index, cue) in ContentCue.allCases.enumerated() {
        let evidence = found & cue.bit != 0 ? Self.trust : 0
        if margins[index] + evidence >= Self.threshold { told.append(Told(cue: cue, range: range)) }
      }
    }
    // Of the last stretch; what the grammar finds in it, as bits.
    var last: (sums: Sums, start: Int, found: Int)?
    var ahead = grammar[...]
    for stretch in Self.stretches(passage) {
      let sums = sums(passage, text, stretch)
      let here = ahead.prefix { $0.token < stretch.upperBound }
      ahead = ahead.dropFirst(here.count)
      let found = here.reduce(0) { $0 | $1.cue.bit }
      judge(sums, stretch, found)
      if let last { judge(last.sums + sums, last.start..<stretch.upperBound, last.found | found) }
      last = (sums, stretch.lowerBound, found)
    }
    return told
  }

  /// Sentences; of long ones, runs of clauses.
  private static func stretches(_ passage: Passage) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for clause in passage.clauses {
      let sentence = passage.sentence(of: clause.lowerBound)
      if let last = stretches.last, last.lowerBound >= sentence.lowerBound,
        sentence.count <= longest || last.count < enough
      {
        stretches[stretches.count - 1] = last.lowerBound..<clause.upperBound
      } else {
        stretches.append(clause)
      }
    }
    return stretches
  }

  /// The token of a range that says most for a cue that is told there.
  func deciding(_ told: Told, _ passage: Passage, _ text: FoldedText) -> Int {
    let index = ContentCue.allCases.firstIndex(of: told.cue) ?? 0
    return told.range.map { (token: $0, weight: sums(passage, text, $0..<($0 + 1)).weights[index]) }
      .max { $0.weight < $1.weight }?.token ?? told.range.lowerBound
  }
}

extension CueModel {
  /// How surely each cue is told by a text as a whole, in the order of `ContentCue.allCases`.
  public func margins(of text: String) -> SIMD8<Float> {
    let folded = FoldedText(text)
    let passage = Passage(folded, CueGrammar.standard.words)
    return margins(passage.sentences.reduce(Sums()) { $0 + sums(passage, folded, $1.tokens) })
  }
}

// MARK: learning

extension CueModel {
  /// One that has learnt sentences. The same sentences in the same order teach the same.
  /// - Parameter source: `source(of:in:)`, kept with what was learnt.
  public init(learning sentences: [CueSentences.Sentence], from source: UInt64 = 0) {
    self.init()
    self.source = source
    let learner = LinearLearner(
      sentences.map { Self.example($0.text) }, features: FeatureHash.count, evidenceLeans: [1], cost: 5)
    let learnt = ContentCue.allCases.enumerated().map { index, cue in
      learner.learn(sentences.map { $0.cues.contains(cue) }, trust: [0], seed: UInt64(index + 1))
    }
    for (cue, weights) in learnt.enumerated() { constants[cue] = Float(weights?.ofEvidence[0] ?? -1) }
    scale = Float(LinearLearner.scale(of: learnt.flatMap { $0?.ofFeatures ?? [] }))
    for (place, feature) in learner.features.enumerated() {
      var row = SIMD8<Int8>()
      for (cue, weights) in learnt.enumerated() {
        row[cue] = Int8(((weights?.ofFeatures[place] ?? 0) / Double(scale)).rounded())
      }
      guard (0..<Self.cues).contains(where: { abs(row[$0]) >= Self.worthKeeping }) else { continue }
      keep(row, of: feature)
    }
    scent = CueScent(learning: sentences)
  }

  private static func example(_ text: String) -> LinearLearner.Example {
    var (features, tokens) = seen(of: text)
    features.sortEachOnce()
    return LinearLearner.Example(features: features, share: LinearLearner.share(of: tokens), evidence: [1])
  }

  /// The features of a text, and how many tokens it has.
  private static func seen(of text: String) -> ([UInt32], tokens: Int) {
    let folded = FoldedText(text)
    let passage = Passage(folded, CueGrammar.standard.words)
    var features: [UInt32] = []
    for sentence in passage.sentences { CueFeatures.collect(passage, folded, sentence.tokens) { features.append($0) } }
    return (features, passage.tokens.count)
  }

  /// A digest of sentences with all of their files, and of what is seen of some of them: a model that was learnt from other ones,
  /// or by other eyes, has another `source`.
  public static func source(of sentences: [CueSentences.Sentence], in files: [[UInt8]]) -> UInt64 {
    var digest = FeatureHash.empty(0)
    for file in files { for byte in file { digest = FeatureHash.added(digest, UInt32(byte)) } }
    for sentence in sentences.enumerated().filter({ $0.offset % 100 == 0 }).map(\.element) {
      for feature in seen(of: sentence.text).0 + CueScent.seen(of: sentence.text) {
        digest = FeatureHash.added(digest, feature)
      }
    }
    return digest
  }

  private mutating func keep(_ row: SIMD8<Int8>, of feature: Int) {
    known[feature >> 6] |= 1 << UInt64(feature & 63)
    rowOf[feature] = Int32(weights.count)
    weights.append(row)
  }
}

// MARK: keeping

extension CueModel {
  /// What comes with the program; nil, which leaves the grammar alone, if it cannot be read.
  public static let standard: CueModel? = {
    var count = 0
    let bytes = levee_cue_weights(&count)
    return CueModel(bytes: UnsafeRawBufferPointer(start: bytes, count: count))
  }()

  /// What a model has learnt: its source; the scale and the constants; the number of its features, and of each its number and a
  /// weight for each cue; then what is worth a look. All little-endian.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: source))
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: source >> 32))
    bytes.append(littleEndian: scale.bitPattern)
    for cue in 0..<Self.cues { bytes.append(littleEndian: constants[cue].bitPattern) }
    bytes.append(littleEndian: UInt32(weights.count))
    for feature in rowOf.indices where known[feature >> 6] & (1 << UInt64(feature & 63)) != 0 {
      bytes.append(littleEndian: UInt32(feature))
      let row = weights[Int(rowOf[feature])]
      for cue in 0..<Self.cues { bytes.append(UInt8(bitPattern: row[cue])) }
    }
    return bytes + scent.bytes
  }

  /// A model that was kept; nil for what `bytes` never made.
  init?(bytes: UnsafeRawBufferPointer) {
    self.init()
    var place = 0
    func next() -> UInt32? {
      guard place + 4 <= bytes.count else { return nil }
      defer { place += 4 }
      return bytes.littleEndian(at: place)
    }
    guard let low = next(), let high = next(), let scale = next() else { return nil }
    source = UInt64(low) | UInt64(high) << 32
    self.scale = Float(bitPattern: scale)
    for cue in 0..<Self.cues {
      guard let constant = next() else { return nil }
      constants[cue] = Float(bitPattern: constant)
    }
    guard let rows = next(), bytes.count >= place + Int(rows) * (4 + Self.cues) else { return nil }
    weights.reserveCapacity(Int(rows))
    var last = -1
    for _ in 0..<rows {
      guard let feature = next(), feature < FeatureHash.count, Int(feature) > last else { return nil }
      last = Int(feature)
      var row = SIMD8<Int8>()
      for cue in 0..<Self.cues { row[cue] = Int8(bitPattern: bytes[place + cue]) }
      keep(row, of: Int(feature))
      place += Self.cues
    }
    guard let scent = CueScent(bytes: UnsafeRawBufferPointer(rebasing: bytes[place...])) else { return nil }
    self.scent = scent
  }
}

import CLexicon

/// What sentences that somebody labelled teach of what is told at once, beside `CueGrammar`: which words and kinds of words
/// stand together where a cue is told, and where the same words tell nothing.
///
/// `scripts/teach-cues` makes the weights that come with the program from the sentences in `Lexicon/sentences`.
public struct CueModel: Sendable {
  /// A cue is told from this margin on.
  public static let threshold: Float = 0.1
  /// What it counts in the margin that the grammar tells a cue.
  public static let trust: Float = 0.4

  /// A sentence of more tokens is judged by runs of clauses that have as many as are enough; fewer than the least tell nothing
  /// by themselves.
  private static let longest = 40
  private static let enough = 16
  private static let least = 3
  /// Features all of whose weights are smaller, of 127, are left out: no judgement turns on them.
  private static let worthKeeping = 4

  static let cues = ContentCue.allCases.count
  /// Of what it was learnt: see `CueSentences`.
  public private(set) var source: UInt64 = 0
  /// By cue.
  private var constants: [Float]
  /// By what a stored weight is multiplied.
  private var scale: Float
  /// By feature: its row in `weights`, or -1.
  private var rowOf: [Int32]
  /// One for each cue in each row.
  private var weights: [Int8] = []
  /// By the lowest bits of a search term: whether it may tell something.
  private var scents: [UInt64]

  private static let scentBits = 20

  private init() {
    constants = [Float](repeating: 0, count: Self.cues)
    scale = 1
    rowOf = [Int32](repeating: -1, count: TextFeatures.count)
    scents = [UInt64](repeating: 0, count: 1 << (Self.scentBits - 6))
  }

  // MARK: judging

  /// Whether a text has a word that may tell something: most have none.
  /// - Parameter terms: as `SearchTerms` has them.
  func isWorthReading(_ terms: [Int32]) -> Bool {
    terms.contains { term in
      let place = Int(term) & (1 << Self.scentBits - 1)
      return scents[place >> 6] & (1 << UInt64(place & 63)) != 0
    }
  }

  /// How surely each cue is told by the tokens of a range, in the order of `ContentCue.allCases`.
  func margins(_ passage: Passage, _ text: FoldedText, _ range: Range<Int>, _ features: inout [UInt32]) -> SIMD8<Float> {
    CueFeatures.collect(passage, text, range, into: &features)
    var sums = SIMD8<Float>(repeating: 0)
    for feature in features {
      let row = Int(rowOf[Int(feature)]) * Self.cues
      guard row >= 0 else { continue }
      for cue in 0..<Self.cues { sums[cue] += Float(weights[row + cue]) }
    }
    sums *= scale * Float(LinearLearner.share(of: features.count))
    for cue in 0..<Self.cues { sums[cue] += constants[cue] }
    return sums
  }

  /// A cue, and the tokens that tell it.
  struct Told {
    let cue: ContentCue
    let range: Range<Int>
  }

  /// What the sentences of a passage tell, each alone and with the one before.
  /// - Parameter grammar: what the grammar finds in it.
  func read(_ passage: Passage, _ text: FoldedText, _ grammar: [CueGrammar.Found]) -> [Told] {
    var told: [Told] = []
    var features: [UInt32] = []
    func judge(_ range: Range<Int>) {
      guard range.count >= Self.least || range.count == passage.tokens.count else { return }
      let margins = margins(passage, text, range, &features)
      for (index, cue) in ContentCue.allCases.enumerated() {
        let isTold = grammar.contains { $0.cue == cue && range.contains($0.token) }
        guard margins[index] + (isTold ? Self.trust : 0) >= Self.threshold else { continue }
        if !told.contains(where: { $0.cue == cue }) { told.append(Told(cue: cue, range: range)) }
      }
    }
    var last: Range<Int>?
    for stretch in Self.stretches(passage) {
      judge(stretch)
      if let last { judge(last.lowerBound..<stretch.upperBound) }
      last = stretch
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

  /// The token of a range that says most for a cue.
  func deciding(_ told: Told, _ passage: Passage, _ text: FoldedText) -> Int {
    var features: [UInt32] = []
    let index = ContentCue.allCases.firstIndex(of: told.cue) ?? 0
    return told.range.max {
      margins(passage, text, $0..<($0 + 1), &features)[index] < margins(passage, text, $1..<($1 + 1), &features)[index]
    } ?? told.range.lowerBound
  }
}

extension CueModel {
  /// How surely each cue is told by a text as a whole, in the order of `ContentCue.allCases`.
  public func margins(of text: String) -> SIMD8<Float> {
    let folded = FoldedText(text)
    let passage = Passage(folded, CueGrammar.standard.words)
    var features: [UInt32] = []
    return margins(passage, folded, passage.tokens.indices, &features)
  }
}

// MARK: learning

extension CueModel {
  /// One that has learnt sentences. The same sentences in the same order teach the same.
  /// - Parameter source: a digest of where they stand, kept with what was learnt.
  public init(learning examples: [CueSentences.Sentence], from source: UInt64 = 0) {
    self.init()
    self.source = source
    let words = CueGrammar.standard.words
    var features: [UInt32] = []
    let seen = examples.map { example in
      let text = FoldedText(example.text)
      let passage = Passage(text, words)
      CueFeatures.collect(passage, text, passage.tokens.indices, into: &features)
      return LinearLearner.Example(features: features, evidence: [1])
    }
    let learner = LinearLearner(seen, features: TextFeatures.count, evidenceLeans: [1], cost: 5)
    let learnt = ContentCue.allCases.enumerated().map { index, cue in
      learner.learn(examples.map { $0.cues.contains(cue) }, trust: [0], seed: UInt64(index + 1))
    }
    constants = learnt.map { Float($0?.ofEvidence[0] ?? -1) }
    let greatest = learnt.compactMap { $0?.ofFeatures.map(abs).max() }.max() ?? 1
    scale = Float(greatest / 127)
    for (place, feature) in learner.features.enumerated() {
      let row = learnt.map { Int8((($0?.ofFeatures[place] ?? 0) / Double(scale)).rounded()) }
      guard row.contains(where: { abs($0) >= Self.worthKeeping }) else { continue }
      rowOf[feature] = Int32(weights.count / Self.cues)
      weights += row
    }
    learnScents(examples)
  }

  /// Words that lean to a cue: those by which more sentences tell something than nothing, beyond what half of them would.
  private mutating func learnScents(_ examples: [CueSentences.Sentence]) {
    var telling: [Int32: (with: Int, without: Int)] = [:]
    for example in examples {
      for term in SearchTerms.of(FoldedText(example.text)) {
        telling[term, default: (0, 0)].with += example.cues.isEmpty ? 0 : 1
        telling[term, default: (0, 0)].without += example.cues.isEmpty ? 1 : 0
      }
    }
    for (term, counts) in telling where counts.with >= 2 && counts.with > 2 * counts.without {
      let place = Int(term) & (1 << Self.scentBits - 1)
      scents[place >> 6] |= 1 << UInt64(place & 63)
    }
  }
}

// MARK: keeping

extension CueModel {
  /// What comes with the program.
  public static let standard: CueModel = {
    var count = 0
    let bytes = levee_cue_weights(&count)
    return CueModel(bytes: UnsafeRawBufferPointer(start: bytes, count: count)) ?? CueModel()
  }()

  /// What a model has learnt: its source; the scale and the constants; the number of its features, and of each its number and a weight
  /// for each cue; then the search terms that are worth a look. All little-endian.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func put(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    put(UInt32(truncatingIfNeeded: source))
    put(UInt32(truncatingIfNeeded: source >> 32))
    put(scale.bitPattern)
    for constant in constants { put(constant.bitPattern) }
    put(UInt32(weights.count / Self.cues))
    for feature in rowOf.indices where rowOf[feature] >= 0 {
      put(UInt32(feature))
      let row = Int(rowOf[feature]) * Self.cues
      bytes += weights[row..<row + Self.cues].map { UInt8(bitPattern: $0) }
    }
    for place in 0..<(1 << Self.scentBits) where scents[place >> 6] & (1 << UInt64(place & 63)) != 0 {
      put(UInt32(place))
    }
    return bytes
  }

  /// A model that was kept; nil for what `bytes` never made.
  init?(bytes: UnsafeRawBufferPointer) {
    self.init()
    var place = 0
    func next() -> UInt32? {
      guard place + 4 <= bytes.count else { return nil }
      defer { place += 4 }
      return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
    guard let low = next(), let high = next(), let scale = next() else { return nil }
    source = UInt64(low) | UInt64(high) << 32
    self.scale = Float(bitPattern: scale)
    for cue in 0..<Self.cues {
      guard let constant = next() else { return nil }
      constants[cue] = Float(bitPattern: constant)
    }
    guard let rows = next(), bytes.count >= place + Int(rows) * (4 + Self.cues) else { return nil }
    weights.reserveCapacity(Int(rows) * Self.cues)
    for row in 0..<Int32(rows) {
      guard let feature = next(), feature < TextFeatures.count else { return nil }
      rowOf[Int(feature)] = row
      weights += bytes[place..<place + Self.cues].map { Int8(bitPattern: $0) }
      place += Self.cues
    }
    while let scent = next() {
      guard scent < 1 << Self.scentBits else { return nil }
      scents[Int(scent >> 6)] |= 1 << UInt64(scent & 63)
    }
  }
}

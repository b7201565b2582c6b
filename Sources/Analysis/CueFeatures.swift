/// What a learner of cues sees of a stretch of a text: its words and runs of signs as `TextFeatures` has them; what its words
/// can do in a sentence, each and any two together; and the pairs of neighbours, in which a word that can do something stands
/// for all of its kind.
enum CueFeatures {
  /// What a word can do that says something of what a sentence tells: who and what, what happens, who says it.
  private static let telling: WordClasses = [
    .died, .dead, .kills, .deaths, .slain, .bereaved, .deadBy, .gone, .injured, .hurts, .breaks, .illness, .hospital,
    .leaks, .steals, .sells, .hacker, .others, .holdings, .scam, .recall, .withdraws, .returns, .hazard, .batch, .suit,
    .court, .regulator, .agency, .fined, .probe, .asksPress, .press, .outlet, .person, .kin, .third, .speaker, .counter,
    .thing, .body, .event, .not, .nobody, .suppose, .could, .would, .risk, .ask, .rumour, .fiction, .past, .denies,
    .debunks, .claims, .says, .data, .personal, .owner, .knows, .sees, .memory, .market, .clears, .police, .acts,
    .askedBy, .iAm,
  ]

  /// The features of the tokens of a range, each once.
  static func collect(_ passage: Passage, _ text: FoldedText, _ range: Range<Int>, into features: inout [UInt32]) {
    features.removeAll(keepingCapacity: true)
    guard let last = range.last else { return }
    let end = passage.tokens[last].start + passage.tokens[last].length
    text.scalars.withUnsafeBufferPointer { scalars in
      var tokens: [TextFeatures.Token] = []
      let stretch = UnsafeBufferPointer(rebasing: scalars[passage.tokens[range.lowerBound].start..<end])
      TextFeatures.collectRuns(stretch, into: &features, tokens: &tokens)
      collectKinds(passage.tokens[range], scalars, into: &features)
    }
    TextFeatures.keepEachOnce(&features)
  }

  private static func collectKinds(
    _ tokens: ArraySlice<Passage.Token>, _ scalars: UnsafeBufferPointer<UInt32>, into features: inout [UInt32]
  ) {
    var all = WordClasses()
    var shapes: [UInt64] = []
    shapes.reserveCapacity(tokens.count)
    for token in tokens {
      let kinds = WordClasses(bits: token.classes.bits & telling.bits)
      if token.number != nil {
        shapes.append(TextFeatures.joined(1, 1, 10))
      } else if kinds.bits != 0 {
        all.formUnion(kinds)
        shapes.append(
          TextFeatures.joined(
            UInt64(truncatingIfNeeded: kinds.bits), UInt64(truncatingIfNeeded: kinds.bits >> 64), 11))
      } else {
        shapes.append(TextFeatures.hash(scalars, token.start, token.start + token.length, 12))
      }
    }
    for (one, other) in zip(shapes, shapes.dropFirst()) {
      features.append(TextFeatures.bucket(TextFeatures.joined(one, other, 13)))
    }
    collectTogether(all, into: &features)
  }

  private static func collectTogether(_ kinds: WordClasses, into features: inout [UInt32]) {
    var numbers: [UInt64] = []
    var bits = kinds.bits
    while bits != 0 {
      numbers.append(UInt64(bits.trailingZeroBitCount))
      bits &= bits - 1
    }
    for (place, number) in numbers.enumerated() {
      features.append(TextFeatures.bucket(TextFeatures.joined(number, 0, 15)))
      for other in numbers[..<place] {
        features.append(TextFeatures.bucket(TextFeatures.joined(other, number, 16)))
      }
    }
  }
}

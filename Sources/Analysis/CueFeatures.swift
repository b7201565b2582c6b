/// What a learner of cues sees of a sentence: its words, their beginnings and pairs of them; of ideographs runs of one to four;
/// what its words can do, each and any two together; and the pairs of neighbours, in which a word that can do something stands
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

  /// Calls `see` with each feature of the tokens of a range. One that is there twice may be seen twice.
  static func collect(_ passage: Passage, _ text: FoldedText, _ range: Range<Int>, _ see: (UInt32) -> Void) {
    guard let last = range.last else { return }
    let end = passage.tokens[last].start + passage.tokens[last].length
    text.scalars.withUnsafeBufferPointer { scalars in
      collectWords(scalars, passage.tokens[range.lowerBound].start, end, see)
      collectKinds(passage.tokens[range], scalars, see)
    }
  }

  private static func collectWords(
    _ text: UnsafeBufferPointer<UInt32>, _ start: Int, _ end: Int, _ see: (UInt32) -> Void
  ) {
    var last: UInt64 = 0
    var place = start
    while place < end {
      if FoldedText.isWordSign(text[place]) {
        let first = place
        var hash = FeatureHash.empty(1)
        while place < end, FoldedText.isWordSign(text[place]), !isPossessive(text, place, end) {
          // A word of seven letters is known by its first four, five and six, too.
          if 4...6 ~= place - first { see(FeatureHash.bucket(hash ^ 2)) }
          hash = FeatureHash.added(hash, text[place])
          place += 1
        }
        if place < end, isPossessive(text, place, end) { place += 2 }
        see(FeatureHash.bucket(hash))
        if last != 0 { see(FeatureHash.bucket(FeatureHash.joined(last, hash, 3))) }
        last = hash
      } else {
        if FoldedText.isIdeograph(text[place]) {
          var hash = FeatureHash.empty(4)
          var next = place
          while next < min(end, place + 4), FoldedText.isIdeograph(text[next]) {
            hash = FeatureHash.added(hash, text[next])
            see(FeatureHash.bucket(hash))
            next += 1
          }
          last = 0
        } else if text[place] > 0x20 {
          see(FeatureHash.bucket(FeatureHash.added(FeatureHash.empty(5), text[place])))
        }
        place += 1
      }
    }
  }

  /// Whether the `'s` of "Nova's" stands at a place.
  private static func isPossessive(_ text: UnsafeBufferPointer<UInt32>, _ place: Int, _ end: Int) -> Bool {
    text[place] == 0x27 && place + 1 < end && text[place + 1] == 0x73
      && (place + 2 == end || !FoldedText.isWordSign(text[place + 2]))
  }

  private static func collectKinds(
    _ tokens: ArraySlice<Passage.Token>, _ scalars: UnsafeBufferPointer<UInt32>, _ see: (UInt32) -> Void
  ) {
    var all = WordClasses()
    var last: UInt64 = 0
    for token in tokens {
      let kinds = WordClasses(bits: token.classes.bits & telling.bits)
      let shape: UInt64
      if token.number != nil {
        shape = FeatureHash.joined(1, 1, 10)
      } else if kinds.bits != 0 {
        all.formUnion(kinds)
        shape = FeatureHash.joined(
          UInt64(truncatingIfNeeded: kinds.bits), UInt64(truncatingIfNeeded: kinds.bits >> 64), 11)
      } else {
        var hash = FeatureHash.empty(12)
        for place in token.start..<(token.start + token.length) { hash = FeatureHash.added(hash, scalars[place]) }
        shape = hash
      }
      if last != 0 { see(FeatureHash.bucket(FeatureHash.joined(last, shape, 13))) }
      last = shape
    }
    collectTogether(all, see)
  }

  private static func collectTogether(_ kinds: WordClasses, _ see: (UInt32) -> Void) {
    var bits = kinds.bits
    while bits != 0 {
      let number = UInt64(bits.trailingZeroBitCount)
      bits &= bits - 1
      see(FeatureHash.bucket(FeatureHash.joined(number, 0, 15)))
      var others = bits
      while others != 0 {
        see(FeatureHash.bucket(FeatureHash.joined(number, UInt64(others.trailingZeroBitCount), 16)))
        others &= others - 1
      }
    }
  }
}

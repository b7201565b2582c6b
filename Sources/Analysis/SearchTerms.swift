/// The terms by which a text is found, as numbers: pairs of ideographs, so that any two or more signs in a row find it; of
/// other scripts the words, and the first four letters of longer ones, so that the beginning of a word finds it.
public enum SearchTerms {
  static let beginning = 4

  /// All terms of a text, each once, sorted.
  public static func of(_ text: FoldedText) -> [Int32] {
    var terms: [Int32] = []
    terms.reserveCapacity(text.written.count)
    collect(text.written, wholeWords: true, &terms)
    return terms
  }

  /// The terms that a text has to have if it holds what was typed. A single ideograph is no term: it has to be looked for.
  public static func needed(for typed: FoldedText) -> [Int32] {
    var terms: [Int32] = []
    collect(typed.written, wholeWords: false, &terms)
    return terms
  }

  /// The terms of both, each once, sorted.
  static func union(_ one: [Int32], _ other: [Int32]) -> [Int32] {
    if other.isEmpty { return one }
    var both = one + other
    both.sortEachOnce()
    return both
  }

  private static func collect(_ scalars: [UInt32], wholeWords: Bool, _ terms: inout [Int32]) {
    scalars.withUnsafeBufferPointer { text in
      var place = 0
      while place < text.count {
        let scalar = text[place]
        if FoldedText.isIdeograph(scalar) {
          if place + 1 < text.count, FoldedText.isIdeograph(text[place + 1]) {
            terms.append(hash(text, place, place + 2))
          }
          place += 1
        } else if FoldedText.isWordSign(scalar) {
          var end = place + 1
          while end < text.count, FoldedText.isWordSign(text[end]) { end += 1 }
          let isLong = end - place > beginning
          if isLong { terms.append(hash(text, place, place + beginning)) }
          if !isLong || wholeWords { terms.append(hash(text, place, end)) }
          place = end
        } else {
          place += 1
        }
      }
    }
    terms.sortEachOnce()
  }

  private static func hash(_ text: UnsafeBufferPointer<UInt32>, _ from: Int, _ to: Int) -> Int32 {
    var hash = FeatureHash.empty(0)
    for place in from..<to { hash = FeatureHash.added(hash, text[place]) }
    return Int32(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}

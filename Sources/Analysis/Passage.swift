/// A text as words with what each can do, in clauses and sentences.
struct Passage {
  struct Token {
    /// In scalars of the folded text.
    let start: Int
    let length: Int
    var classes: WordClasses
    /// The number that it says; nil when it says none.
    var number: Int?
    let isIdeographic: Bool
    var clause = 0
    var sentence = 0
  }

  struct Sentence {
    var tokens: Range<Int>
    /// Whether a question mark ends it.
    var isQuestion = false
    /// Whether a colon stands in it: who speaks, and what they say.
    var hasColon = false
  }

  private(set) var tokens: [Token] = []
  private(set) var clauses: [Range<Int>] = []
  private(set) var sentences: [Sentence] = []

  init(_ text: FoldedText, _ words: WordClassTree) {
    var division = PassageDivision(text.scalars)
    let meanings = words.tree.meanings
    words.tree.scan(text.scalars) { start, length, meaning in division.add(start, length, meanings[meaning]) }
    (tokens, clauses, sentences) = division.finished()
    settleAges()
  }

  /// "A 12-year-old was burned": an age is somebody, unless a noun follows that the age is of.
  private mutating func settleAges() {
    for index in tokens.indices where tokens[index].classes.contains(.aged) {
      guard let next = next(index) else {
        tokens[index].classes.formUnion([.person])
        continue
      }
      if next.classes.bits != 0, !next.classes.contains(.thing) { tokens[index].classes.formUnion([.person]) }
    }
  }
}

extension Passage {
  func clause(of index: Int) -> Range<Int> { clauses[tokens[index].clause] }
  func sentence(of index: Int) -> Range<Int> { sentences[tokens[index].sentence].tokens }

  func any(_ classes: WordClasses, in range: Range<Int>) -> Bool {
    range.contains { tokens[$0].classes.meets(classes) }
  }

  func first(_ classes: WordClasses, in range: Range<Int>) -> Int? {
    range.first { tokens[$0].classes.meets(classes) }
  }

  func last(_ classes: WordClasses, in range: Range<Int>) -> Int? {
    range.last { tokens[$0].classes.meets(classes) }
  }

  /// The tokens of the same clause before one, at most so many.
  func before(_ index: Int, _ most: Int = .max) -> Range<Int> {
    let start = clause(of: index).lowerBound
    return (most < index - start ? index - most : start)..<index
  }

  /// The tokens of the same clause after one, at most so many.
  func after(_ index: Int, _ most: Int = .max) -> Range<Int> {
    let end = clause(of: index).upperBound
    return (index + 1)..<(most < end - index - 1 ? index + 1 + most : end)
  }

  func next(_ index: Int) -> Token? { index + 1 < clause(of: index).upperBound ? tokens[index + 1] : nil }
  func previous(_ index: Int) -> Token? { index > clause(of: index).lowerBound ? tokens[index - 1] : nil }
}

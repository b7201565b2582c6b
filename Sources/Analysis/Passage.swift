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
    let scalars = text.scalars
    var place = 0
    var clauseStart = 0
    var sentenceStart = 0
    var hasColon = false
    let meanings = words.tree.meanings

    func endClause() {
      guard tokens.count > clauseStart else { return }
      clauses.append(clauseStart..<tokens.count)
      clauseStart = tokens.count
    }
    func endSentence(isQuestion: Bool) {
      endClause()
      guard tokens.count > sentenceStart else {
        if isQuestion, !sentences.isEmpty { sentences[sentences.count - 1].isQuestion = true }
        return
      }
      sentences.append(Sentence(tokens: sentenceStart..<tokens.count, isQuestion: isQuestion, hasColon: hasColon))
      hasColon = false
      sentenceStart = tokens.count
    }
    func append(_ start: Int, _ length: Int, _ classes: WordClasses, number: Int? = nil) {
      if classes.contains(.but) { endClause() }
      tokens.append(
        Token(
          start: start, length: length, classes: classes, number: number,
          isIdeographic: FoldedText.isIdeograph(scalars[start]), clause: clauses.count, sentence: sentences.count))
    }
    func fill(_ end: Int) {
      while place < end {
        switch Mark(scalars, place) {
        case .clause:
          hasColon = hasColon || scalars[place] == 0x3A && !tokens.isEmpty
          endClause()
        case .sentence: endSentence(isQuestion: false)
        case .question: endSentence(isQuestion: true)
        case .none: break
        }
        if let (number, length) = Numeral.read(scalars, place, end) {
          append(place, length, [], number: number)
          place += length
        } else if FoldedText.isWordSign(scalars[place]) {
          let start = place
          while place < end, FoldedText.isWordSign(scalars[place]) { place += 1 }
          // What is left of "Nova's" after the name. "My 4yo" is somebody.
          let isAge =
            place > start + 2 && scalars[place - 1] == 0x6F && scalars[place - 2] == 0x79
            && Numeral.isDigit(scalars[start])
          if scalars[start] != 0x27 { append(start, place - start, isAge ? [.person] : []) }
        } else {
          if FoldedText.isIdeograph(scalars[place]) || scalars[place] == FoldedText.name { append(place, 1, []) }
          place += 1
        }
      }
    }
    words.tree.scan(scalars) { start, length, meaning in
      // A numeral that a word begins inside of was taken whole.
      guard start >= place else { return }
      fill(start)
      guard start >= place else { return }
      append(start, length, meanings[meaning])
      place = start + length
    }
    fill(scalars.count)
    endSentence(isQuestion: false)
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

  /// How a sign divides a text.
  private enum Mark {
    case none, clause, sentence, question

    init(_ scalars: [UInt32], _ place: Int) {
      let next = place + 1 < scalars.count ? scalars[place + 1] : 0x20
      switch scalars[place] {
      case 0x3F: self = .question
      case 0x21, 0x3B, 0x0A, 0x3002, 0x2026: self = .sentence
      case 0x2E: self = next <= 0x20 || FoldedText.isIdeograph(next) || next == 0x22 || next == 0x2E ? .sentence : .none
      case 0x2C: self = next >= 0x30 && next <= 0x39 ? .none : .clause
      case 0x3A, 0x3001, 0x2014, 0x28, 0x29, 0x7C, 0x22, 0x300C, 0x300D, 0x3010, 0x3011, 0x300A, 0x300B, 0x23:
        self = .clause
      case 0x20:
        // A gap between ideographs divides headlines.
        let last = place > 0 ? scalars[place - 1] : 0x20
        self =
          FoldedText.isIdeograph(last) && FoldedText.isIdeograph(next)
            || next == 0x2D && place + 2 < scalars.count
              && scalars[place + 2] == 0x20
          ? .clause : .none
      default: self = .none
      }
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

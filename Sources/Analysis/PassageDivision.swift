/// Divides a text into words, clauses and sentences, from its beginning to its end.
struct PassageDivision {
  /// A sentence of more tokens is divided: what is read of a word looks through its sentence. Only the last part of a question is
  /// read as one.
  private static let longest = 300

  private let scalars: [UInt32]
  private var tokens: [Passage.Token] = []
  private var clauses: [Range<Int>] = []
  private var sentences: [Passage.Sentence] = []
  private var place = 0
  private var clauseStart = 0
  private var sentenceStart = 0
  private var hasColon = false

  init(_ scalars: [UInt32]) {
    self.scalars = scalars
    tokens.reserveCapacity(scalars.count / 2)
  }

  /// Adds what stands before a word that a list knows, and the word; words come in the order of the text.
  mutating func add(_ start: Int, _ length: Int, _ classes: WordClasses) {
    // A numeral that a word begins inside of was taken whole.
    guard start >= place else { return }
    fill(start)
    guard start >= place else { return }
    append(start, length, classes)
    place = start + length
  }

  /// All of the text.
  mutating func finished() -> ([Passage.Token], [Range<Int>], [Passage.Sentence]) {
    fill(scalars.count)
    endSentence(isQuestion: false)
    return (tokens, clauses, sentences)
  }

  private mutating func fill(_ end: Int) {
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

  private mutating func append(_ start: Int, _ length: Int, _ classes: WordClasses, number: Int? = nil) {
    if classes.contains(.but) { endClause() }
    if tokens.count - sentenceStart >= Self.longest { endSentence(isQuestion: false, goesOn: true) }
    tokens.append(
      Passage.Token(
        start: start, length: length, classes: classes, number: number,
        isIdeographic: FoldedText.isIdeograph(scalars[start]), clause: clauses.count, sentence: sentences.count))
  }

  private mutating func endClause() {
    guard tokens.count > clauseStart else { return }
    clauses.append(clauseStart..<tokens.count)
    clauseStart = tokens.count
  }

  private mutating func endSentence(isQuestion: Bool, goesOn: Bool = false) {
    endClause()
    guard tokens.count > sentenceStart else {
      if isQuestion, !sentences.isEmpty { sentences[sentences.count - 1].isQuestion = true }
      return
    }
    sentences.append(
      Passage.Sentence(tokens: sentenceStart..<tokens.count, isQuestion: isQuestion, hasColon: hasColon))
    hasColon = hasColon && goesOn
    sentenceStart = tokens.count
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

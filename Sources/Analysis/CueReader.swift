/// Reads what a text tells at once: what labelled sentences taught, with what the grammar finds as evidence.
///
/// A quick look decides whether there may be anything to read: most texts end there.
struct CueReader: Sendable {
  /// A cue, and the word of the folded text that tells it.
  struct Found {
    let cue: ContentCue
    let start: Int
    let length: Int
  }

  struct Reading {
    var found: [Found] = []
    /// How many people the text says are dead or hurt.
    var hurt = 0
  }

  private let grammar = CueGrammar.standard
  private let model: CueModel?

  /// - Parameter model: nil for the grammar alone.
  init(_ model: CueModel?) { self.model = model }

  func read(_ text: FoldedText) -> Reading {
    guard model?.isWorthReading(text) ?? true else { return Reading() }
    let passage = Passage(text, grammar.words)
    let parsed = grammar.read(passage)
    var reading = Reading()
    func tell(_ cue: ContentCue, _ token: Int) {
      let token = passage.tokens[token]
      reading.found.append(Found(cue: cue, start: token.start, length: token.length))
    }
    guard let model else {
      for found in parsed.found { tell(found.cue, found.token) }
      reading.hurt = parsed.hurt
      return reading
    }
    for told in model.read(passage, text, parsed.found) {
      let words = parsed.found.filter { $0.cue == told.cue }
      for word in words { tell(told.cue, word.token) }
      if words.isEmpty { tell(told.cue, model.deciding(told, passage, text)) }
      guard told.cue == .death || told.cue == .injury else { continue }
      reading.hurt = max(reading.hurt, parsed.hurt > 0 ? parsed.hurt : passage.people(in: told.range))
    }
    return reading
  }
}

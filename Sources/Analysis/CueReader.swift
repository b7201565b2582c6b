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
    var parsed = grammar.read(passage)
    var reading = Reading()
    func tell(_ cue: ContentCue, _ token: Int) {
      let token = passage.tokens[token]
      reading.found.append(Found(cue: cue, start: token.start, length: token.length))
    }
    guard let model else {
      for found in parsed.found { tell(found.cue, found.token) }
      reading.hurt = passage.people(parsed.harms)
      return reading
    }
    let told = model.read(passage, text, parsed.found)
    guard !told.isEmpty else { return reading }
    // Of what the grammar finds, what stands where the cue is told: what was silenced explains nothing and counts nobody.
    let places = Self.places(told, in: passage)
    parsed.found.removeAll { places[$0.token] & $0.cue.bit == 0 }
    for found in parsed.found { tell(found.cue, found.token) }
    let explained = Set(parsed.found.map(\.cue))
    for cue in ContentCue.allCases where !explained.contains(cue) {
      if let first = told.first(where: { $0.cue == cue }) { tell(cue, model.deciding(first, passage, text)) }
    }
    let harms = parsed.harms
    let isHarm = ContentCue.death.bit | ContentCue.injury.bit
    reading.hurt =
      harms.isEmpty
      ? passage.people(in: passage.tokens.indices.filter { places[$0] & isHarm != 0 }) : passage.people(harms)
    return reading
  }

  /// By token, the cues that are told where it stands, as bits.
  private static func places(_ told: [CueModel.Told], in passage: Passage) -> [Int] {
    var places = [Int](repeating: 0, count: passage.tokens.count)
    for told in told { for token in told.range { places[token] |= told.cue.bit } }
    return places
  }
}

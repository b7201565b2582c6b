/// Everything that is read off a text when it is taken in.
public struct TextReading: Sendable {
  /// From -1, wholly negative, to 1.
  public var score: Float
  public var sentiment: Sentiment
  /// One of `Topics.kindNames`, or "".
  public var kind: String
  /// `ContentCue.set` reads it.
  public var cues: Int
  /// How many people the text says are hurt; 0 when it does not say.
  public var hurt: Int
  /// `zh`, `ja` or `en`; "" when none of them.
  public var language: String
  /// By what near copies are known.
  public var fingerprint: Fingerprint
  /// By what it is found, sorted, each once: the terms of its texts, of its subject and of its author.
  public var terms: [Int32]
  /// What it is about, as somebody said, else by the names that are tracked; "" for none of them.
  public var subject: String
}

/// Reads texts: what the rules see, corrected by what a company's analysts taught.
public struct TextReader: Sendable {
  private let rules = SentimentRules.standard
  private let topics: Topics
  private let model: SentimentModel?
  private let names: TrackedNames

  /// - Parameters:
  ///   - model: what analysts taught; nil when nothing was switched on.
  ///   - names: what a text can be about.
  ///   - cues: what labelled sentences taught; nil for the grammar alone.
  public init(
    model: SentimentModel? = nil, names: TrackedNames = TrackedNames([]), cues: CueModel? = .standard
  ) {
    topics = Topics(cues: cues)
    self.model = model
    self.names = names
  }

  /// - Parameters:
  ///   - subject: what the text is about, where somebody said so; the tracked names are asked otherwise.
  ///   - author: by whom it is found, too.
  public func read(title: String, text: String, subject: String = "", author: String = "") -> TextReading {
    let folded = FoldedText(title: title, text: text)
    let about = subject.isEmpty ? names.first(in: folded) ?? "" : names.name(of: subject) ?? subject
    var terms = SearchTerms.of(folded)
    if !about.isEmpty || !author.isEmpty {
      terms = SearchTerms.union(terms, SearchTerms.of(FoldedText(about + "\n" + author)))
    }
    let judgement = model?.judge(folded) ?? rules.judge(folded)
    let finding = topics.find(in: folded)
    return TextReading(
      score: judgement.score, sentiment: judgement.sentiment, kind: finding.kind, cues: finding.cues,
      hurt: finding.hurt, language: WrittenLanguage.of(folded),
      fingerprint: Fingerprint(folded), terms: terms, subject: about)
  }
}

extension TextReader {
  /// A word that decided something, as it stands in the folded text.
  public struct DecidingWord: Sendable {
    public let word: String
    /// What it weighed in the sentiment where it stood, negation and emphasis included; nil for a word of a kind or a cue.
    public let weight: Float?
    /// The kinds and cues that it stands for.
    public let means: [String]
  }

  /// The words that decided sentiment, kind and cues, in the order of the text within each.
  public func explain(title: String, text: String) -> [DecidingWord] {
    let folded = FoldedText(title: title, text: text)
    let judged = rules.read(folded, keepingWords: true).words.map {
      DecidingWord(word: folded.excerpt($0.start, $0.length), weight: $0.weight, means: [])
    }
    return judged + topics.words(in: folded).map { DecidingWord(word: $0.word, weight: nil, means: $0.means) }
  }
}

/// Which language a text is written in, as far as scripts tell.
enum WrittenLanguage {
  static func of(_ text: FoldedText) -> String {
    var ideographs = 0
    var kana = 0
    var letters = 0
    for scalar in text.scalars {
      if scalar >= 0x61, scalar <= 0x7A {
        letters += 1
      } else if scalar >= 0x3040, scalar <= 0x30FF {
        kana += 1
      } else if FoldedText.isIdeograph(scalar) {
        ideographs += 1
      }
    }
    if kana * 4 > ideographs + kana, kana > 0 { return "ja" }
    // A sign of Chinese says about as much as three letters.
    if ideographs * 3 >= letters, ideographs > 0 { return "zh" }
    return letters > 2 ? "en" : ""
  }
}

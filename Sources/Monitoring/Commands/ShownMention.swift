import Analysis
public import FoundationEssentials
public import Ledger
public import Wording
public import Workflow

/// One mention as a page shows it: its words, and which of them decided what was read off it.
public struct ShownMention: Sendable {
  /// A stretch of its text; what the word there stands for, or nil.
  public struct Stretch: Sendable {
    public let text: String
    public let means: Bilingual?
  }

  public let reference: Reference
  public let source: String
  public let author: String
  public let url: String
  public let publishedAt: Date?
  public let sentiment: (code: String, name: Bilingual)
  /// What is told at once, in words.
  public let cues: [Bilingual]
  public let title: [Stretch]
  public let text: [Stretch]

  /// - Parameter most: signs of its text at most; a longer one is cut.
  public init(_ id: Int, _ mention: Mentions.Mention, most: Int = .max) {
    reference = Reference(.mention, id)
    source = mention.source
    author = mention.author
    url = mention.url
    publishedAt = mention.publishedAt
    let judged = Sentiment(side: Int(mention.reading.sentiment))
    sentiment = (judged.rawValue, judged.name)
    cues = ContentCue.set(Int(mention.reading.cues)).map { SignalText.cue($0.rawValue) }
    let words = TextReader().explain(title: mention.title, text: mention.text)
    func marked(_ text: String) -> [Stretch] {
      TextReader.marked(text, words).map { Stretch(text: $0.text, means: $0.word.flatMap(Self.means)) }
    }
    title = mention.text.hasPrefix(mention.title) ? [] : marked(mention.title)
    text = marked(mention.text.count > most ? mention.text.prefix(most) + "…" : mention.text)
  }

  private static func means(_ word: TextReader.DecidingWord) -> Bilingual? {
    if let weight = word.weight { return (weight < 0 ? Sentiment.negative : .positive).name }
    return .list(word.means.map { IncidentKind(rawValue: $0)?.name ?? SignalText.cue($0) })
  }

  /// What an analyst can say of a mention.
  public static var sentiments: [(code: String, name: Bilingual)] {
    Sentiment.allCases.map { (code: $0.rawValue, name: $0.name) }
  }

  /// Those that contain all words, the newest first.
  public static func search(
    _ words: [String], of incident: Reference?, most: Int, _ ledger: Ledger
  ) async throws -> [ShownMention] {
    try await MentionCommands.found(words, of: incident, most: most, ledger).map {
      ShownMention($0.id, $0.mention, most: 400)
    }
  }
}

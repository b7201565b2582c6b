import Glibc

/// How somebody feels about what they write.
public enum Sentiment: String, Sendable, CaseIterable, Codable {
  case negative, neutral, positive
}

/// A judgement of a text, and the words that decided it.
public struct SentimentJudgement: Sendable {
  /// The likeliest of the three; of two that are as likely, negative before positive before neutral.
  public var sentiment: Sentiment
  /// From -1, wholly negative, to 1.
  public var score: Float
  /// How likely each is, in the order of `Sentiment.allCases`.
  public var shares: (negative: Float, neutral: Float, positive: Float)
}

/// Judges by words and rules alone. Some figures were chosen by trying few values on labelled texts; docs/monitoring.md says which.
///
/// `ClauseReader` weighs the words of each clause by what stands around them, and the clauses by what they do in the
/// whole.
public struct SentimentRules: Sendable {
  let lexicon: Lexicon

  /// With the lexicon that comes with the program: English, Chinese, and signs of any language.
  public static let standard = SentimentRules(lexicon: .standard)

  /// What the rules see in a text, before it becomes a judgement.
  struct Reading {
    var good: Float = 0
    var bad: Float = 0
    var questions: Float = 0
    /// Scalars that carry text.
    var length = 0
    var isIdeographic = false
    /// Where a word of judgement stands, and what it weighed there.
    var words: [(start: Int, length: Int, weight: Float)] = []
    /// Where clauses end, in order; kept with the words.
    var clauseEnds: [Int] = []
  }

  func read(_ text: FoldedText, keepingWords: Bool = false) -> Reading {
    let scalars = text.scalars
    let meanings = lexicon.tree.meanings
    return scalars.withUnsafeBufferPointer { signs in
      var reader = ClauseReader(signs, keepingWords: keepingWords)
      lexicon.tree.scan(scalars) { start, length, meaning in
        reader.take(meanings[meaning], from: start, length: length)
      }
      return reader.finish(shouted: text.shouted)
    }
  }

  /// The weights of evidence for each class, as natural logarithms up to a common constant.
  func evidence(_ reading: Reading) -> (Float, Float, Float) {
    // Chinese praises more readily than it blames.
    let good = reading.isIdeographic ? 0.87 * reading.good : reading.good
    let bad = reading.bad
    // Who asks does not judge, and who tells a story to a company seldom tells it for nothing.
    let questions = min(reading.questions, 2)
    let told = reading.isIdeographic ? 0 : 0.35 * (min(Float(reading.length) / 100, 1.4) - 0.7)
    let negative = 0.75 * bad - 0.5 * good + told
    let positive = 0.8 * good - 0.6 * bad - 0.5 * questions
    let neutral = 0.7 + 0.4 * questions - 0.05 * (good + bad) - told
    return (negative, neutral, positive)
  }

  /// The judgement of a text.
  public func judge(_ text: FoldedText) -> SentimentJudgement {
    SentimentJudgement(evidence(read(text)))
  }
}

extension SentimentJudgement {
  init(_ evidence: (Float, Float, Float)) {
    let most = max(evidence.0, evidence.1, evidence.2)
    let parts = (expf(evidence.0 - most), expf(evidence.1 - most), expf(evidence.2 - most))
    let sum = parts.0 + parts.1 + parts.2
    shares = (parts.0 / sum, parts.1 / sum, parts.2 / sum)
    score = shares.positive - shares.negative
    sentiment =
      shares.negative >= max(shares.neutral, shares.positive)
      ? .negative : shares.positive >= shares.neutral ? .positive : .neutral
  }
}

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

/// Judges by words and rules alone: no figure of it was learnt from labelled text.
///
/// A word of judgement weighs what its lexicon says, more after "very", less after "a bit", and turns after "not". What
/// follows "but" counts more than what came before. A wish for something good says that it is missing. Praise among
/// complaints is taken for irony.
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
  }

  func read(_ text: FoldedText, keepingWords: Bool = false) -> Reading {
    var reading = Reading()
    let scalars = text.scalars
    reading.length = scalars.count
    var ideographs = 0
    var exclamations = 0
    for scalar in scalars {
      if scalar >= 0x80, FoldedText.isIdeograph(scalar) { ideographs += 1 }
      if scalar == 0x21 { exclamations += 1 }
      if scalar == 0x3F { reading.questions += 1 }
    }
    reading.isIdeographic = ideographs * 3 > scalars.count
    // Of what stands before a word, how much reaches it: a negation up to three words or five ideographs away.
    let reach = reading.isIdeographic ? 5 : 18
    var negatedAt = -1000
    var boostedAt = -1000
    var dampedAt = -1000
    var wishedAt = -1000
    let meanings = lexicon.tree.meanings
    lexicon.tree.scan(scalars) { start, length, meaning in
      let entry = meanings[meaning]
      let end = start + length
      if entry.weight != 0 {
        var weight = entry.weight
        let negates = negatedAt > -1000 && start - negatedAt <= reach && !Self.isBreak(scalars, negatedAt, start)
        if start - boostedAt <= 2 { weight *= 1.35 }
        if start - dampedAt <= 2 { weight *= 0.6 }
        if negates { weight *= weight > 0 ? -0.75 : -0.35 }
        if weight > 0, wishedAt > -1000, !Self.isBreak(scalars, wishedAt, start) { weight *= -0.3 }
        if weight > 0 { reading.good += weight } else { reading.bad -= weight }
        if keepingWords { reading.words.append((start, length, weight)) }
        if !entry.roles.contains(.not) { negatedAt = -1000 }
      }
      if entry.roles.contains(.not) {
        // "not … not" says yes.
        negatedAt = negatedAt > -1000 && start - negatedAt <= 2 ? -1000 : end
      }
      if entry.roles.contains(.very) { boostedAt = end }
      if entry.roles.contains(.little) { dampedAt = end }
      if entry.roles.contains(.wish) { wishedAt = end }
      if entry.roles.contains(.ask) { reading.questions += 0.5 }
      if entry.roles.contains(.but) {
        reading.good *= 0.55
        reading.bad *= 0.75
        negatedAt = -1000
        wishedAt = -1000
      }
    }
    let emphasis = 1 + 0.08 * Float(min(exclamations, 4)) + 0.1 * Float(min(text.shouted, 3))
    reading.good *= emphasis
    reading.bad *= emphasis
    return reading
  }

  /// Whether a sentence or a clause ends between two places.
  private static func isBreak(_ scalars: [UInt32], _ from: Int, _ to: Int) -> Bool {
    var place = from
    while place < to {
      switch scalars[place] {
      case 0x2E, 0x21, 0x3F, 0x3B, 0x0A, 0x3002, 0x2C, 0xFF0C, 0x2026: return true
      default: place += 1
      }
    }
    return false
  }

  /// The weights of evidence for each class, as natural logarithms up to a common constant.
  func evidence(_ reading: Reading) -> (Float, Float, Float) {
    let good = reading.good
    var bad = reading.bad
    var kept = good
    // Praise beside two complaints is irony as often as not.
    if bad >= 2.5, good > 0, good < bad * 1.5 { kept *= 0.7 }
    if reading.isIdeographic, reading.length > 60 { bad += 0.6 }
    let negative = 0.75 * bad - 0.55 * kept
    let positive = 0.8 * kept - 0.6 * bad
    let neutral = 0.85 + 0.3 * min(reading.questions, 2) - 0.05 * (kept + bad)
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

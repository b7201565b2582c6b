/// Weighs the words of judgement of a text, clause by clause.
///
/// Within a clause a word turns after "not", counts more after "very" and less after "a bit". A clause that concedes counts
/// little, one that sums up counts more, and no clause counts without bound, so that one or two remarks do not outweigh
/// a long text. What follows "but" counts more than what came before it in its sentence.
struct ClauseReader {
  /// What is known of the clause that is being read.
  private struct Clause {
    var start = 0
    var firstWord = 0
    var good: Float = 0
    var bad: Float = 0
    /// Of `bad`, what good words with a negation before them gave.
    var denied: Float = 0
    /// Of `bad`, what words gave that may say what a work is about.
    var mood: Float = 0
    /// Of `good`, what is easily meant the other way; and what was bad when it was said.
    var praise: Float = 0
    var badBeforePraise: Float = 0
    var knownSigns = 0
    var roles: Lexicon.Role = []
    var negatedAt = ClauseReader.nowhere
    var negationReach = 0
    var lastWeight: Float = 0
    var lastEnd = ClauseReader.nowhere
    var lastWasTurned = false
  }

  private static let nowhere = -1000
  private let signs: UnsafeBufferPointer<UInt32>
  private let keepsWords: Bool
  private var words: [(start: Int, length: Int, weight: Float)] = []
  private var clauseEnds: [Int] = []
  private var place = 0
  private var ideographs = 0
  private var exclamations = 0
  private var questions: Float = 0
  private var clause = Clause()
  private var boostedAt = ClauseReader.nowhere
  private var dampedAt = ClauseReader.nowhere
  /// Of the sentence so far, and of the sentences before it.
  private var sentence: (good: Float, bad: Float, firstWord: Int) = (0, 0, 0)
  private var whole: (good: Float, bad: Float) = (0, 0)
  /// Clauses that are nothing but praise: meant as they are said, or not, as the whole decides.
  private var exclaimed: Float = 0
  private var exclaimedWords: [Range<Int>] = []
  private var hasContrast = false

  init(_ signs: UnsafeBufferPointer<UInt32>, keepingWords: Bool) {
    self.signs = signs
    keepsWords = keepingWords
  }

  /// Takes the next known word.
  mutating func take(_ entry: Lexicon.Entry, from start: Int, length: Int) {
    pass(to: start)
    let end = start + length
    let isIdeographic = signs[start] >= 0x2E80
    if isIdeographic { ideographs += length }
    place = end
    let roles = entry.roles
    clause.knownSigns += length
    if !roles.isDisjoint(with: .beforeWeight) { open(roles, from: start, to: end) }
    if entry.weight != 0 { weigh(entry, from: start, length: length) }
    if roles.isEmpty { return }
    if roles.contains(.very) { boostedAt = end }
    if roles.contains(.little) { dampedAt = end }
    if roles.contains(.ask) { questions += 0.5 }
    if roles.contains(.not) {
      // "not … not" says yes.
      clause.negatedAt = clause.negatedAt > Self.nowhere && start - clause.negatedAt <= 2 ? Self.nowhere : end
      clause.negationReach = !isIdeographic ? 22 : length == 1 ? 3 : 6
    }
    clause.roles.formUnion(roles)
    if !roles.isDisjoint(with: .afterWeight) { turn(roles, from: start, length: length) }
  }

  /// What a word does before its own weight counts: it ends what was conceded, or sets what came before against what follows.
  private mutating func open(_ roles: Lexicon.Role, from start: Int, to end: Int) {
    if roles.contains(.rest), !clause.roles.isDisjoint(with: [.though, .sole]) { endClause(at: start) }
    if roles.contains(.but) {
      endClause(at: start)
      hasContrast = true
      if sentence.good == 0, sentence.bad == 0 {
        whole.good *= 0.6
        whole.bad *= 0.75
        scaleWords(from: 0, good: 0.6, bad: 0.75)
      } else {
        sentence.good *= 0.55
        sentence.bad *= 0.7
        scaleWords(from: sentence.firstWord, good: 0.55, bad: 0.7)
      }
    }
  }

  private mutating func weigh(_ entry: Lexicon.Entry, from start: Int, length: Int) {
    var weight = entry.weight
    if start - boostedAt <= 1 { weight *= 1.35 }
    if start - dampedAt <= 2 { weight *= 0.6 }
    let isNear = clause.negatedAt > Self.nowhere && start - clause.negatedAt <= clause.negationReach
    // "couldn't be happier" is no negation.
    let isSurpassed = clause.roles.contains(.cannot) && (clause.roles.contains(.more) || entry.roles.contains(.more))
    let isTurned = isNear && !isSurpassed || isListed(start, weight)
    if isTurned {
      if weight > 0 { clause.denied += 0.75 * weight }
      weight *= weight > 0 ? -0.75 : -0.5
    } else if clause.roles.contains(.deny) {
      weight *= -0.8
    }
    if clause.roles.contains(.wish) { weight *= weight > 0 ? -0.3 : 0.5 }
    if entry.roles.contains(.praise), weight > 0 {
      if clause.praise == 0 { clause.badBeforePraise = clause.bad }
      clause.praise += weight
    }
    if weight > 0 { clause.good += weight } else { clause.bad -= weight }
    if entry.roles.contains(.mood), weight < 0 { clause.mood -= weight }
    if keepsWords { words.append((start, length, weight)) }
    clause.lastWeight = weight
    clause.lastEnd = start + length
    clause.lastWasTurned = isTurned
    if !entry.roles.contains(.not), !isSurpassed { clause.negatedAt = Self.nowhere }
  }

  /// Whether a word goes on a list of what was denied: "not slow, noisy or dear".
  private func isListed(_ start: Int, _ weight: Float) -> Bool {
    guard clause.lastWasTurned, (clause.lastWeight > 0) != (weight > 0), start - clause.lastEnd <= 4 else {
      return false
    }
    // "or", and what stands for it: the signs between, without spaces, as one number.
    var between: UInt64 = 0
    for place in clause.lastEnd..<start where signs[place] != 0x20 { between = between << 16 | UInt64(signs[place]) }
    switch between {
    case 0x2C, 0x6F_0072, 0x2C_006F_0072, 0x3001, 0x6216, 0x548C: return true
    default: return false
    }
  }

  /// What a word does to those before it in its clause.
  private mutating func turn(_ roles: Lexicon.Role, from start: Int, length: Int) {
    let end = start + length
    if roles.contains(.much), start - clause.lastEnd <= 1 { strengthenLast() }
    if roles.contains(.mock) { clause.good > 0 ? mockPraise() : mockSentence() }
    if roles.contains(.than), clause.good > 0 { mockPraise() }
    if roles.contains(.echo), start > clause.start, end < signs.count {
      let isTwo = start - 1 > clause.start && end + 1 < signs.count && signs[start - 2] == signs[end]
      if signs[start - 1] == signs[end] || isTwo && signs[start - 1] == signs[end + 1] {
        mockPraise()
        clause.bad += 2
        if keepsWords { words.append((start, length, -2)) }
        clause.roles.insert(.deny)
        clause.negatedAt = Self.nowhere
      }
    }
    let surpasses = roles.contains(.enough) && clause.roles.contains(.cannot) && clause.denied > 0
    let isRegretOfDelay = roles.contains(.late) && clause.roles.contains(.regret)
    if surpasses || isRegretOfDelay {
      clause.bad = 0
      clause.denied = 0
      clause.good += 3
      if keepsWords {
        scaleWords(from: clause.firstWord, good: 1, bad: 0)
        words.append((start, length, 3))
      }
    }
  }

  private mutating func strengthenLast() {
    let more = 0.4 * clause.lastWeight
    if more > 0 { clause.good += more } else { clause.bad -= more }
    if keepsWords, let last = words.indices.last { words[last].weight += more }
  }

  /// The praise of the clause so far says the contrary.
  private mutating func mockPraise() {
    clause.bad += clause.good
    clause.good = 0
    clause.praise = 0
    scaleWords(from: clause.firstWord, good: -1, bad: 1)
  }

  /// The praise of the sentence so far says the contrary: "great, my foot".
  private mutating func mockSentence() {
    sentence.bad += sentence.good + exclaimed
    sentence.good = 0
    exclaimed = 0
    exclaimedWords = []
    scaleWords(from: sentence.firstWord, good: -1, bad: 1)
  }

  /// Passes over signs that belong to no known word.
  private mutating func pass(to end: Int) {
    while place < end {
      let sign = signs[place]
      if sign < 0x80 {
        if sign <= 0x3F { passMark(sign, end) }
      } else if sign >= 0x2E80 {
        if sign == 0x3002 { endSentence(at: place) } else if FoldedText.isIdeograph(sign) { ideographs += 1 }
      } else if sign == 0x2026 {
        endClause(at: place)
      }
      place += 1
    }
  }

  private mutating func passMark(_ sign: UInt32, _ end: Int) {
    switch sign {
    case 0x21:
      exclamations += 1
      endSentence(at: place)
    case 0x3F:
      questions += 1
      endSentence(at: place)
    case 0x2E, 0x0A, 0x3B: endSentence(at: place)
    case 0x2C:
      // A list of what is denied goes on after a comma.
      if !(clause.lastWasTurned && place == clause.lastEnd && signs[place] < 0x80 && clause.lastWeight > 0) {
        endClause(at: place)
      }
    case 0x20:
      // Between ideographs a space stands for a comma.
      if place > 0, place + 1 < signs.count, FoldedText.isIdeograph(signs[place - 1]),
        FoldedText.isIdeograph(signs[place + 1])
      {
        endClause(at: place)
      }
    default: break
    }
  }

  private mutating func endSentence(at end: Int) {
    endClause(at: end)
    whole.good += sentence.good
    whole.bad += sentence.bad
    sentence = (0, 0, words.count)
  }

  /// Adds a clause to its sentence.
  private mutating func endClause(at end: Int) {
    if keepsWords { clauseEnds.append(end) }
    defer {
      clause = Clause()
      clause.start = end
      clause.firstWord = words.count
    }
    let roles = clause.roles
    if clause.good == 0, clause.bad == 0, roles.isDisjoint(with: [.minor, .sole]) { return }
    if roles.contains(.work), clause.mood > 0 {
      clause.bad = max(0, clause.bad - clause.mood)
      scaleWords(from: clause.firstWord, good: 1, bad: clause.bad == 0 ? 0 : 1)
    }
    // Thanks for what went wrong, and for nothing else.
    if clause.praise > 0, clause.good <= clause.praise, clause.bad - clause.badBeforePraise >= 0.9 {
      clause.bad += 0.5 * clause.good
      clause.good = 0
      scaleWords(from: clause.firstWord, good: -0.5, bad: 1)
    }
    if clause.praise > 0, clause.bad == 0, end - clause.start - clause.knownSigns <= (signs[end - 1] < 0x80 ? 9 : 4) {
      exclaimed += clause.good
      if keepsWords { exclaimedWords.append(clause.firstWord..<words.count) }
      return
    }
    var good: Float = 1
    var bad: Float = 1
    if roles.contains(.though) {
      good = 0.4
      bad = 0.4
    }
    if roles.contains(.overall) {
      good *= 1.8
      bad *= 1.8
    }
    if roles.contains(.minor) {
      bad *= 0.4
      clause.good += 1.2
    }
    if roles.contains(.sole) {
      good *= 0.2
      clause.bad += 1.5
    }
    good *= Self.bounded(clause.good)
    bad *= Self.bounded(clause.bad)
    sentence.good += good * clause.good
    sentence.bad += bad * clause.bad
    scaleWords(from: clause.firstWord, good: good, bad: bad)
  }

  /// By what a clause's weight is multiplied, so that beyond 3 it counts half.
  private static func bounded(_ weight: Float) -> Float { weight <= 3 ? 1 : (3 + (weight - 3) * 0.5) / weight }

  private mutating func scaleWords(from first: Int, good: Float, bad: Float) {
    guard keepsWords else { return }
    for index in first..<words.count { words[index].weight *= words[index].weight > 0 ? good : bad }
  }

  /// What was read.
  /// - Parameter shouted: words of capital letters.
  mutating func finish(shouted: Int) -> SentimentRules.Reading {
    pass(to: signs.count)
    endSentence(at: signs.count)
    var reading = SentimentRules.Reading()
    if exclaimed > 0, whole.bad >= 0.9, whole.good < whole.bad {
      whole.bad += 0.35 * exclaimed
      for range in exclaimedWords {
        for index in range { words[index].weight *= -0.35 }
      }
    } else {
      whole.good += exclaimed
    }
    let emphasis = 1 + 0.08 * Float(min(exclamations, 4)) + 0.1 * Float(min(shouted, 3))
    reading.good = whole.good * emphasis
    reading.bad = whole.bad * emphasis
    reading.questions = questions
    reading.length = signs.count
    reading.isIdeographic = ideographs * 3 > signs.count
    reading.words = words
    reading.clauseEnds = clauseEnds
    return reading
  }
}

extension Lexicon.Role {
  fileprivate static let beforeWeight: Lexicon.Role = [.rest, .but]
  fileprivate static let afterWeight: Lexicon.Role = [.much, .mock, .than, .echo, .enough, .late]
}

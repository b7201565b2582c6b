/// What a learner sees of a text: its words and pairs of words, and runs of two to five signs inside words; of ideographs
/// runs of one to four. Beside these stand pairs with one or two others between them, and what the rules made of it: each
/// word, each pair, with the side that its clause takes, and each word of judgement with the side that it took there, so
/// that a word is learnt apart in praise and in blame.
enum TextFeatures {
  /// A word, or a sign that belongs to none: its hash, and where it begins.
  private typealias Token = (hash: UInt64, start: Int)

  /// Appends each feature once.
  /// - Parameter reading: what the rules made of the same text, with its words kept.
  static func collect(_ scalars: [UInt32], _ reading: SentimentRules.Reading, into features: inout [UInt32]) {
    features.removeAll(keepingCapacity: true)
    var tokens: [Token] = []
    tokens.reserveCapacity(scalars.count)
    scalars.withUnsafeBufferPointer { text in
      collectRuns(text, into: &features, tokens: &tokens)
      collectSides(text, tokens, reading, into: &features)
    }
    features.sortEachOnce()
  }

  private static func collectRuns(
    _ text: UnsafeBufferPointer<UInt32>, into features: inout [UInt32], tokens: inout [Token]
  ) {
    var previousWord: UInt64 = 0
    var place = 0
    while place < text.count {
      let scalar = text[place]
      if FoldedText.isWordSign(scalar) || scalar == 0x23 {
        var end = place + 1
        while end < text.count, FoldedText.isWordSign(text[end]) { end += 1 }
        let word = hash(text, place, end, 1)
        tokens.append((word, place))
        features.append(FeatureHash.bucket(word))
        if previousWord != 0 { features.append(FeatureHash.bucket(previousWord &* 31 ^ word)) }
        previousWord = word
        // Runs of signs know where the word begins and ends.
        let first = place - 1
        for length in 3...5 where end - first + 1 >= length {
          var start = first
          while start + length <= end + 1 {
            features.append(FeatureHash.bucket(hash(text, start, start + length, 2, wordFrom: place, wordTo: end)))
            start += 1
          }
        }
        place = end
      } else {
        if scalar > 0x20 {
          let sign = hash(text, place, place + 1, 3)
          tokens.append((sign, place))
          features.append(FeatureHash.bucket(sign))
          var end = place + 2
          while end <= min(place + 4, text.count), text[end - 1] > 0x20 {
            features.append(FeatureHash.bucket(hash(text, place, end, 3)))
            end += 1
          }
          if scalar != 0x27, !FoldedText.isIdeograph(scalar) { previousWord = hash(text, place, place + 1, 4) }
        }
        place += 1
      }
    }
  }

  private static func collectSides(
    _ text: UnsafeBufferPointer<UInt32>, _ tokens: [Token], _ reading: SentimentRules.Reading,
    into features: inout [UInt32]
  ) {
    let sides = sidesOfClauses(reading)
    var clause = 0
    for (index, token) in tokens.enumerated() {
      while clause < reading.clauseEnds.count, reading.clauseEnds[clause] <= token.start { clause += 1 }
      features.append(FeatureHash.bucket(FeatureHash.joined(token.hash, sides[clause], 5)))
      if index > 0 {
        features.append(
          FeatureHash.bucket(
            FeatureHash.joined(FeatureHash.joined(tokens[index - 1].hash, token.hash, 6), sides[clause], 6)))
      }
      for distance in 2...3 where index >= distance {
        features.append(FeatureHash.bucket(FeatureHash.joined(tokens[index - distance].hash, token.hash, 7)))
      }
    }
    for word in reading.words {
      features.append(FeatureHash.bucket(hash(text, word.start, word.start + word.length, word.weight > 0 ? 8 : 9)))
    }
  }

  /// By clause, and of what follows the last: 0 where no word judges, 1 for good, 2 for bad, 3 where both weigh the same.
  private static func sidesOfClauses(_ reading: SentimentRules.Reading) -> [UInt64] {
    var sides = [UInt64](repeating: 0, count: reading.clauseEnds.count + 1)
    var clause = 0
    var weight: Float = 0
    for word in reading.words {
      while clause < reading.clauseEnds.count, reading.clauseEnds[clause] <= word.start {
        clause += 1
        weight = 0
      }
      weight += word.weight
      sides[clause] = weight > 0.05 ? 1 : weight < -0.05 ? 2 : 3
    }
    return sides
  }

  private static func hash(
    _ text: UnsafeBufferPointer<UInt32>, _ from: Int, _ to: Int, _ kind: UInt64, wordFrom: Int = .min,
    wordTo: Int = .max
  ) -> UInt64 {
    var hash = FeatureHash.empty(kind)
    for place in from..<to {
      let scalar = place < wordFrom || place >= wordTo ? 0x20 : text[place]
      hash = FeatureHash.added(hash, scalar)
    }
    return hash
  }
}

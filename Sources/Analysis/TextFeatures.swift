/// What a learner sees of a text: its words and pairs of words, and runs of two to five signs inside words; of ideographs
/// runs of one to four. Each becomes a number by a hash; two that fall together are rare and share a weight.
enum TextFeatures {
  /// How many different numbers there are.
  static let count = 1 << 20

  /// Appends each feature once.
  static func collect(_ scalars: [UInt32], into features: inout [UInt32]) {
    features.removeAll(keepingCapacity: true)
    scalars.withUnsafeBufferPointer { text in
      var previousWord: UInt64 = 0
      var place = 0
      while place < text.count {
        let scalar = text[place]
        if FoldedText.isWordSign(scalar) || scalar == 0x23 {
          var end = place + 1
          while end < text.count, FoldedText.isWordSign(text[end]) { end += 1 }
          let word = hash(text, place, end, 1)
          features.append(bucket(word))
          if previousWord != 0 { features.append(bucket(previousWord &* 31 ^ word)) }
          previousWord = word
          // Runs of signs know where the word begins and ends.
          let first = place - 1
          for length in 3...5 where end - first + 1 >= length {
            var start = first
            while start + length <= end + 1 {
              features.append(bucket(hash(text, start, start + length, 2, wordFrom: place, wordTo: end)))
              start += 1
            }
          }
          place = end
        } else {
          if scalar > 0x20 {
            features.append(bucket(hash(text, place, place + 1, 3)))
            var end = place + 2
            while end <= min(place + 4, text.count), text[end - 1] > 0x20 {
              features.append(bucket(hash(text, place, end, 3)))
              end += 1
            }
            if scalar != 0x27, !FoldedText.isIdeograph(scalar) { previousWord = hash(text, place, place + 1, 4) }
          }
          place += 1
        }
      }
    }
    features.sort()
    var kept = 0
    for index in features.indices where index == 0 || features[index] != features[kept - 1] {
      features[kept] = features[index]
      kept += 1
    }
    features.removeLast(features.count - kept)
  }

  private static func hash(
    _ text: UnsafeBufferPointer<UInt32>, _ from: Int, _ to: Int, _ kind: UInt64, wordFrom: Int = .min,
    wordTo: Int = .max
  ) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ kind
    for place in from..<to {
      let scalar = place < wordFrom || place >= wordTo ? 0x20 : text[place]
      hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  private static func bucket(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 44)
  }
}

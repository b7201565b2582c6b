extension TextReader {
  /// A stretch of a text, with the word that stands there and decided something; nil between such words.
  public struct Stretch: Sendable {
    public let text: String
    public let word: DecidingWord?
  }

  /// A text as it was written, in which the words that decided something are found again.
  /// - Parameter words: as `explain` names them, for this text with its title.
  public static func marked(_ text: String, _ words: [DecidingWord]) -> [Stretch] {
    var folded: [UInt32] = []
    // Of each folded sign, where it stands in the text as it was written.
    var places: [String.UnicodeScalarView.Index] = []
    let written = text.unicodeScalars
    for index in written.indices {
      for value in FoldedText(String(written[index])).scalars {
        folded.append(value)
        places.append(index)
      }
    }
    var owner = [Int?](repeating: nil, count: folded.count)
    for (number, word) in words.enumerated() {
      let wanted = word.word.unicodeScalars.map(\.value)
      guard !wanted.isEmpty, wanted.count <= folded.count else { continue }
      for start in 0...(folded.count - wanted.count) where folded[start..<start + wanted.count].elementsEqual(wanted) {
        let end = start + wanted.count
        let isWhole =
          !(isLetter(wanted[0]) && start > 0 && isLetter(folded[start - 1]))
          && !(isLetter(wanted[wanted.count - 1]) && end < folded.count && isLetter(folded[end]))
        guard isWhole, owner[start..<end].allSatisfy({ $0 == nil }) else { continue }
        for place in start..<end { owner[place] = number }
      }
    }
    var stretches: [Stretch] = []
    var begin = written.startIndex
    var holder: Int?
    func close(_ end: String.UnicodeScalarView.Index) {
      guard begin < end else { return }
      stretches.append(Stretch(text: String(written[begin..<end]), word: holder.map { words[$0] }))
      begin = end
    }
    for (place, index) in places.enumerated() where owner[place] != holder {
      close(index)
      holder = owner[place]
    }
    close(written.endIndex)
    return stretches
  }

  private static func isLetter(_ value: UInt32) -> Bool { value >= 0x61 && value <= 0x7A }
}

/// Whether somebody of the press asks: reporters also gather, praise, and play in films.
extension Passage {
  func meansJournalist(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    let sentence = sentence(of: index)
    if classes.contains(.asksPress) { return true }
    if classes.contains(.outlet) { return speaksForOutlet(index) }
    guard classes.contains(.press) else { return false }
    if tokens[index].isIdeographic {
      return any([.iAm], in: before(index)) || any([.askedBy], in: after(index))
    }
    // Who says that they are of the press, and asks for something; "my journalist friend wants one" does not.
    if any([.iAm], in: sentence.lowerBound..<index) {
      return isAsking(after: index, [.askedBy])
    }
    return any([.askedBy], in: after(index)) && !any([.speaker], in: before(index, 2))
  }

  /// "Newsnight here. Did you know …?", 我们是央视的，方便给个说法吗, "a question from Reuters for your company".
  private func speaksForOutlet(_ index: Int) -> Bool {
    guard isAsking(after: index, [.askedBy, .house]) else { return false }
    if any([.iAm], in: before(index, 2)) || any([.house], in: sentence(of: index)) { return true }
    if tokens[index].isIdeographic { return any([.iAm], in: before(index)) }
    return any([.here], in: after(index, 2))
      || any([.iAm], in: sentence(of: index).lowerBound..<index) && any([.preposition], in: before(index, 2))
  }

  /// Whether somebody asks, in this sentence or the next two.
  private func isAsking(after index: Int, _ words: WordClasses) -> Bool {
    let number = tokens[index].sentence
    let near = sentences[number...min(number + 2, sentences.count - 1)]
    return near.contains(where: \.isQuestion)
      || any(words, in: (index + 1)..<(near.last?.tokens.upperBound ?? index + 1))
  }
}

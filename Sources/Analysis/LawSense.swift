/// Whether a word speaks of a recall, of a court or of an authority. "Recall", "Sue", "court" and "regulator" mean other
/// things as well.
extension Passage {
  // MARK: recall

  func meansRecall(_ index: Int) -> Bool {
    let sentence = sentence(of: index)
    if tokens[index].isIdeographic { return !any([.market], in: sentence) }
    if any([.market], in: sentence.lowerBound..<index) || any([.market], in: (index + 1)..<sentence.upperBound) {
      return false
    }
    if any([.memory], in: before(index, 2)) { return false }
    if let next = next(index), next.classes.meets([.memory, .memoryObject]) { return false }
    // She recalls her first day: who remembers is a person.
    return !any([.memoryObject], in: after(index, 4)) || any([.not], in: before(index))
  }

  // MARK: lawsuit

  func meansLawsuit(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    if classes.contains(.suit) { return true }
    if classes.contains(.sue) { return isToSue(index) }
    return classes.contains(.court) && any([.rules], in: clause(of: index))
  }

  /// The verb, and not a woman of that name.
  private func isToSue(_ index: Int) -> Bool {
    if any([.tells], in: before(index, 3)) { return false }
    guard let last = previous(index) else { return next(index)?.classes.contains(.sued) == true }
    if last.classes.contains(.suing) { return true }
    return next(index)?.classes.contains(.sued) == true
  }

  // MARK: regulator

  func meansRegulator(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    let sentence = sentence(of: index)
    if any([.innocent], in: sentence) { return false }
    if classes.contains(.regulator) { return !any([.clears], in: sentence) }
    if classes.contains(.fined) {
      return after(index, 3).contains { tokens[$0].number != nil } || any([.regulator, .police], in: sentence)
    }
    return classes.contains(.probe)
      && (tokens[index].isIdeographic || any([.probed, .police, .regulator], in: sentence))
  }
}

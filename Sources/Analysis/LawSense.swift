/// Whether a word speaks of a recall, of a court or of an authority. "Recall", "Sue", "court" and "regulator" mean other
/// things as well.
extension Passage {
  // MARK: recall

  func meansRecall(_ index: Int) -> Bool {
    let sentence = sentence(of: index)
    guard tokens[index].classes.contains(.recall) else { return isTakenBack(index) }
    if tokens[index].isIdeographic { return !any([.market], in: sentence) }
    if any([.market], in: sentence.lowerBound..<index) || any([.market], in: (index + 1)..<sentence.upperBound) {
      return false
    }
    if any([.memory], in: before(index, 2)) { return false }
    if let next = next(index), next.classes.meets([.memory, .memoryObject]) { return false }
    // She recalls her first day: who remembers is a person.
    return !any([.memoryObject], in: after(index, 4)) || any([.not], in: before(index))
  }

  /// A recall that is not called so: goods are withdrawn for a danger, or all of them; or their owners are told to send them back.
  private func isTakenBack(_ index: Int) -> Bool {
    let sentence = sentence(of: index)
    let classes = tokens[index].classes
    if classes.contains(.withdraws), any([.batch], in: after(index, 4)) { return true }
    if classes.contains(.withdraws), tokens[index].isIdeographic, any([.batch], in: before(index, 4)) { return true }
    let isDangerous = any([.hazard], in: sentence)
    if classes.contains(.withdraws) { return isDangerous }
    let isTold =
      any([.tellsTo], in: sentence) || sentence.contains { $0 != index && tokens[$0].classes.contains(.returns) }
    return isTold && (any([.batch], in: sentence) || isDangerous && any([.person], in: sentence))
  }

  // MARK: lawsuit

  func meansLawsuit(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    // 请了律师来讲课: whom a company asks to teach sues nobody.
    if classes.contains(.suit) { return !any([.teaches], in: after(index, 4)) }
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
    // "BBC Watchdog" asks and governs nobody.
    if classes.contains(.regulator), previous(index)?.classes.contains(.outlet) == true { return false }
    if classes.contains(.regulator) { return !any([.clears], in: sentence) }
    if classes.contains(.agency) {
      let clause = clause(of: index)
      return !any([.clears], in: sentence)
        && (index + 1..<clause.upperBound).contains {
          tokens[$0].classes.meets([.acts, .fined, .probe])
        } || any([.acts, .fined, .probe], in: before(index, 4)) && !any([.clears], in: sentence)
    }
    if classes.contains(.fined) {
      return after(index, 3).contains { tokens[$0].number != nil } || any([.regulator, .agency, .police], in: sentence)
    }
    return classes.contains(.probe)
      && (tokens[index].isIdeographic || any([.probed, .police, .regulator], in: sentence))
  }
}

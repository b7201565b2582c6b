/// What a sentence does with something that it names. Only what is told raises a cue; what is denied raises its own.
enum Standing {
  /// It is said to have happened, or to be about to: by the writer, by others, or as a rumour. A rumour is told: that it goes
  /// round is what a company wants to know.
  case told
  /// It is said that it did not happen: "no one was hurt", 无人死亡.
  case negated
  /// Somebody says that what others tell is wrong: "Nova denies a leak", 辟谣.
  case denied
  /// It is asked, wished, feared or thought of: "what if it leaks", 会不会召回.
  case supposed
  /// It happens in a film, a game or a match.
  case invented
  /// It happened long ago.
  case remembered
}

extension Passage {
  /// What the sentence does with what a token names.
  ///
  /// - Parameter isCertain: whether "could" and "will" tell nothing: who could die is alive, but who will sue has said so.
  func standing(_ index: Int, isCertain: Bool) -> Standing {
    let sentence = sentence(of: index)
    if isDenied(index) { return .denied }
    if any([.fiction], in: sentence) { return .invented }
    if isNegated(index) { return .negated }
    if isSupposed(index, isCertain: isCertain) || isAsked(index) { return .supposed }
    if any([.past], in: sentence) { return .remembered }
    return .told
  }

  // MARK: negated

  func isNegated(_ index: Int) -> Bool {
    if tokens[index].isIdeographic { return isNegatedInChinese(index) }
    if tokens[index].classes.contains(.nobody) { return true }
    var distance = 0
    var isAfterModal = false
    for place in before(index).reversed() {
      let token = tokens[place]
      // "If you don't pay I will sue": what stands before who will is of another verb.
      if isAfterModal, token.classes.meets([.speaker, .third]) { return false }
      isAfterModal = token.classes.contains(.could)
      if token.classes.meets([.barrier, .but]) { return false }
      if token.number == 0 { return distance < 3 }
      if token.classes.contains(.nobody) { return true }
      if token.classes.contains(.not) { return distance < 6 }
      distance += 1
    }
    return false
  }

  /// A Chinese negation reaches through light words only: 没有造成人员死亡, but not 没有回应三人死亡.
  private func isNegatedInChinese(_ index: Int) -> Bool {
    if let next = next(index), next.number == 0 { return true }
    if tokens[index].classes.contains(.nobody) { return true }
    for place in before(index, 9).reversed() {
      let token = tokens[place]
      if token.classes.meets([.not, .nobody]) || token.number == 0 { return true }
      if !token.classes.meets([.light, .person, .counter, .data, .recall, .leaks]) || token.number != nil {
        return false
      }
    }
    return false
  }

  // MARK: supposed

  private func isSupposed(_ index: Int, isCertain: Bool) -> Bool {
    let clause = before(index)
    if let place = last([.suppose], in: clause) {
      // "If they do not pay I will sue": the condition is another one's.
      if isCertain || !any([.could], in: (place + 1)..<index) { return true }
    }
    // 有触电风险, an injury hazard: what may come.
    if isCertain, any([.risk], in: after(index, 2)) { return true }
    // "I would sue" is thought of; "I will sue" is said.
    if tokens[index].classes.contains(.sue), any([.would], in: before(index, 2)) { return true }
    guard isCertain, !tokens[index].isIdeographic else { return false }
    // "May have died" is told, and hidden by the lexicon; "could have died" is not.
    return any([.could], in: before(index, 4))
  }

  // MARK: asked

  private func isAsked(_ index: Int) -> Bool {
    let sentence = sentence(of: index)
    if any([.rumour], in: sentence) { return false }
    if tokens[index].isIdeographic {
      guard any([.ask], in: clause(of: index)) else { return false }
      return numberOfPeople(near: index) == nil
    }
    guard sentences[tokens[index].sentence].isQuestion else { return false }
    let start = clause(of: index).lowerBound
    guard any([.ask], in: start..<min(start + 2, index)) else { return false }
    return numberOfPeople(near: index) == nil
  }

  // MARK: denied

  /// Whether somebody denies what a token names.
  func isDenied(_ index: Int) -> Bool {
    let sentence = stretch(around: index)
    if sentence.contains(where: { tokens[$0].classes.contains(.debunks) && !isWhatFor($0) }) { return true }
    // A sentence that only says that something is false speaks of the next, or of the last.
    for neighbour in [tokens[index].sentence - 1, tokens[index].sentence + 1]
    where sentences.indices.contains(neighbour) {
      let other = sentences[neighbour].tokens
      if any([.debunks], in: other), other.count <= 6, !any(Self.matters, in: other) { return true }
    }
    if let place = last([.denies], in: sentence.lowerBound..<index), denies(place), !isBarred(place, index) {
      return true
    }
    // 外传召回，公司驳斥: what went round is denied in another clause.
    if any([.rumour], in: sentence.lowerBound..<index),
      let place = first([.denies], in: (index + 1)..<sentence.upperBound)
    {
      return denies(place)
    }
    // 对召回一事予以否认
    if tokens[index].isIdeographic, let place = first([.denies], in: (index + 1)..<sentence.upperBound), denies(place) {
      return tokens[place].clause == tokens[index].clause
    }
    // Somebody answers that it is not so. Nobody hurt, as the police say, is good news and no denial.
    return (any([.says], in: sentence) || sentences[tokens[index].sentence].hasColon)
      && tokens[index].classes.meets(Self.deniable)
      && !tokens[index].classes.contains(.regulator) && isNegated(index)
      && !any([.press, .asksPress], in: sentence)
  }

  /// "Sued over false claims", 因捏造数据被罚: what is untrue is what somebody is to answer for.
  func isWhatFor(_ place: Int) -> Bool { any([.over], in: before(place, 3)) }

  /// Whether a word of denying denies that something is so: not a refund, nor responsibility for it.
  func denies(_ place: Int) -> Bool {
    if any([.not, .could], in: before(place, 3)), !tokens[place].isIdeographic { return false }
    guard let next = next(place) else { return true }
    return !next.classes.contains(.blame)
  }

  private func isBarred(_ from: Int, _ to: Int) -> Bool {
    any([.barrier, .blame], in: (from + 1)..<to)
  }

  /// The part of a sentence around a token that no "but" cuts off.
  func stretch(around index: Int) -> Range<Int> {
    let sentence = sentence(of: index)
    let start = last([.but], in: sentence.lowerBound..<index) ?? sentence.lowerBound
    let end = first([.but], in: (index + 1)..<sentence.upperBound) ?? sentence.upperBound
    return start..<end
  }
}

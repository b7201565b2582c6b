/// Whether a word for harm speaks of people: batteries die, too.
extension Passage {
  /// Whether the word at a place says that somebody died.
  func meansDeath(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    if classes.contains(.slain) { return !isOfThing(index) }
    if classes.contains(.bereaved) { return !isPrivate(index) }
    if classes.contains(.died) { return somebodyDied(index) }
    if classes.contains(.dead) { return somebodyIsDead(index) }
    if classes.contains(.kills) { return somebodyIsKilled(index) }
    if classes.contains(.deaths) { return isDeathOfPeople(index) }
    if classes.contains(.fatal) {
      return any([.event, .person, .injured], in: after(index, 2)) || previousIsEvent(index)
    }
    if classes.contains(.deadBy) { return !isOfThing(index) && next(index)?.classes.contains(.speaker) != true }
    if classes.contains(.gone) { return isGone(index) }
    if classes.contains(.wornOut) { return victims(near: index, 3) && !any([.speaker], in: before(index, 2)) }
    return classes.contains(.si) && isBareDeath(index)
  }

  /// Whether the word at a place says that somebody is hurt or ill.
  func meansInjury(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    if classes.contains(.injured) {
      return !isOfThing(index) && !any([.atWork], in: clause(of: index)) && !isOfPrice(index)
    }
    if classes.contains(.illness) { return !isOfThing(index) }
    if classes.contains(.hurts) { return isHurt(index) }
    if classes.contains(.breaks) { return isBroken(index) }
    if classes.contains(.hospital) { return isTakenThere(index) }
    return classes.contains(.shang) && isBareInjury(index)
  }

  // MARK: who it happens to

  /// What a verb says it of: in English what stands last before it, in Chinese what stands first after it, else before it.
  private func victim(of index: Int) -> WordClasses? {
    let kinds: WordClasses = [.person, .third, .thing, .body, .speaker]
    let clause = clause(of: index)
    if tokens[index].isIdeographic {
      for place in after(index, 4) where tokens[place].classes.meets(kinds) { return tokens[place].classes }
    }
    for place in (clause.lowerBound..<index).reversed() {
      let token = tokens[place]
      if token.classes.meets(kinds) { return token.classes }
      if countsPeople(place) { return [.person] }
      if token.classes.contains(.barrier) { return nil }
    }
    return nil
  }

  private func isOfThing(_ index: Int) -> Bool {
    guard let victim = victim(of: index) else { return false }
    guard victim.contains(.thing), !victim.contains(.person) else { return false }
    // 充电宝爆炸致人死亡: who is named anywhere in the clause counts, and so does a number of people.
    return !any([.person, .third, .kin, .body], in: clause(of: index)) && numberOfPeople(near: index) == nil
      && !isAfterEvent(index)
  }

  private func isAfterEvent(_ index: Int) -> Bool {
    clause(of: index).contains { $0 != index && tokens[$0].classes.contains(.event) }
  }

  /// People, or a number of them, within so many words.
  private func victims(near index: Int, _ words: Int) -> Bool {
    if next(index)?.classes.contains(.thing) == true { return false }
    return (before(index, words).lowerBound..<after(index, words).upperBound).contains {
      $0 != index && (tokens[$0].classes.meets([.person, .third]) || countsPeople($0))
    }
  }

  /// A death of the family that nobody lays at a product's door: kin, and no cause.
  private func isPrivate(_ index: Int) -> Bool {
    let sentence = sentence(of: index)
    let ofKin = any([.kin], in: sentence.lowerBound..<index)
    return ofKin && !any([.event], in: surroundings(of: index))
  }

  /// The sentence of a token with the one before and the one after: what happened is often told in another.
  func surroundings(of index: Int) -> Range<Int> {
    let number = tokens[index].sentence
    return sentences[max(number - 1, 0)].tokens
      .lowerBound..<sentences[min(number + 1, sentences.count - 1)].tokens.upperBound
  }

  // MARK: death

  private func somebodyDied(_ index: Int) -> Bool {
    if isPrivate(index) { return false }
    if let victim = victim(of: index) {
      if victim.contains(.thing) && !victim.meets([.person, .third]) { return false }
      return !victim.contains(.speaker) || victim.meets([.person, .third])
    }
    // A name that no list holds: "John Miller, 42, died in a fire".
    return next(index)?.classes.meets([.preposition, .barrier]) == true
      || any([.event, .person], in: sentence(of: index))
  }

  private func somebodyIsDead(_ index: Int) -> Bool {
    // The dead worker.
    if let next = next(index), next.classes.meets([.thing, .person]) { return next.classes.contains(.person) }
    let subject = before(index, 5)
    if any([.thing], in: subject), !any([.person], in: subject) { return false }
    return any([.person, .third], in: subject) || subject.contains { countsPeople($0) }
  }

  private func somebodyIsKilled(_ index: Int) -> Bool {
    for place in after(index, 6) {
      let token = tokens[place]
      if token.classes.contains(.barrier) { break }
      if token.classes.contains(.thing) { return false }
      if countsPeople(place) || token.classes.meets([.person, .third]) { return true }
      if token.classes.contains(.speaker) { break }
    }
    // "Who killed the buzz": what is killed is named, and nobody.
    if next(index)?.classes.contains(.determiner) == true { return false }
    guard let victim = victim(of: index) else { return false }
    return victim.meets([.person, .third]) && !victim.contains(.thing)
  }

  /// "The death of the headphone jack" is none.
  private func isDeathOfPeople(_ index: Int) -> Bool {
    !any([.thing], in: after(index, 5)) || any([.person, .third, .event], in: clause(of: index))
      || numberOfPeople(near: index) != nil
  }

  /// She did not make it, 人没了: of somebody to whom something happened.
  private func isGone(_ index: Int) -> Bool {
    let who: WordClasses = [.person, .third, .kin]
    let sentence = sentence(of: index)
    let isOfSomebody =
      any(who, in: before(index, 5)) || any(who, in: after(index, 4)) && !tokens[index].isIdeographic
      || before(index, 5).contains { countsPeople($0) }
      || !any([.thing, .speaker], in: before(index)) && any(who, in: sentence.lowerBound..<index)
    return isOfSomebody && !any([.thing], in: before(index, 2)) && any([.event], in: surroundings(of: index))
  }

  private func previousIsEvent(_ index: Int) -> Bool { any([.event], in: before(index, 3)) }

  /// 死 by itself: 一死三伤, 死了两个工人, 人死了, 死于.
  private func isBareDeath(_ index: Int) -> Bool {
    if let last = previous(index), last.number != nil, last.number != 0 { return true }
    // 贵死人 and its like: what comes before says how, and nobody died.
    if let next = next(index), next.classes.meets([.person, .counter]), let last = previous(index),
      last.classes.bits == 0
    {
      return any([.event], in: sentence(of: index))
    }
    for place in after(index, 3) {
      if countsPeople(place) { return true }
      let classes = tokens[place].classes
      if classes.meets([.thing, .unit]) { return false }
      if classes.contains(.person) { return true }
    }
    return any([.person, .kin, .third], in: before(index, 2))
  }

  // MARK: injury

  /// 价格砍到骨折: what a price does to a purse.
  private func isOfPrice(_ index: Int) -> Bool {
    let clause = clause(of: index)
    return any([.price], in: clause) && !any([.person, .third, .body, .event], in: clause)
  }

  private func isHurt(_ index: Int) -> Bool {
    let victims: WordClasses = [.person, .body]
    for place in after(index, 4) {
      let token = tokens[place]
      // "Burned by your charger": what did it, and not who was hurt.
      if token.classes.meets([.barrier, .preposition]), place == index + 1 || token.classes.contains(.barrier) {
        break
      }
      if token.classes.contains(.thing), !token.classes.contains(.person) { return false }
      if token.classes.meets(victims) || countsPeople(place) { return true }
      // "Burned me" is meant; "hurts me" is not.
      if token.number != nil { return false }
    }
    if any([.suffers], in: before(index, 3)), !any([.thing, .price], in: clause(of: index)) { return true }
    if let last = previous(index), last.isIdeographic, last.classes.meets([.speaker, .third]) { return true }
    let subject = before(index, 6)
    if any([.thing], in: before(index, 3)), !any(victims, in: before(index, 3)) { return false }
    if any(victims, in: subject) || subject.contains(where: { countsPeople($0) }) { return true }
    guard tokens[index].isIdeographic else { return false }
    let clause = clause(of: index)
    if any(victims.union([.speaker]), in: clause) { return true }
    // 手腕红了一圈，起水泡了: a clause that names nobody speaks of whom the last one named.
    let last = tokens[index].clause - 1
    return last >= 0 && tokens[clauses[last].lowerBound].sentence == tokens[index].sentence
      && !any([.thing], in: clause) && any(victims, in: clauses[last]) && !any([.but], in: clause)
  }

  /// Broken wrists and cut fingers; a broken phone is none.
  private func isBroken(_ index: Int) -> Bool {
    if tokens[index].isIdeographic {
      return any([.body], in: clause(of: index)) && !any([.thing], in: before(index, 2))
    }
    return any([.body], in: after(index, 4)) || any([.body], in: before(index, 4))
  }

  private func isTakenThere(_ index: Int) -> Bool {
    if any([.atWork], in: clause(of: index)) { return false }
    let before = before(index)
    return any([.person, .third, .speaker], in: before) || before.contains { countsPeople($0) }
  }

  /// 伤 by itself: 三伤, 伤了两人.
  private func isBareInjury(_ index: Int) -> Bool {
    if let last = previous(index), last.number != nil || last.classes.contains(.counter) { return last.number != 0 }
    return after(index, 2).contains { countsPeople($0) }
  }
}

/// How many people a text says are hurt: numbers of people beside words for harm.
extension Passage {
  /// Whether a token is a number of people: not of hours, of money or of things, and no year.
  func countsPeople(_ index: Int) -> Bool {
    guard let number = tokens[index].number, number > 0, number < 1_000_000 else { return false }
    guard let next = next(index) else { return !tokens[index].isIdeographic && previous(index)?.isIdeographic != true }
    if next.classes.contains(.counter) {
      // 三个 counts anything: 三个电池, 三个人.
      let counted = after(index, 4)
      // 一家三口
      if previous(index)?.classes.contains(.household) == true { return true }
      return next.classes.contains(.anyCounter)
        ? any([.person], in: counted.dropFirst()) && !any([.thing, .unit], in: after(index, 2).dropFirst())
        : !any([.thing, .unit], in: after(index, 2))
    }
    if next.classes.meets(Self.harms) { return true }
    if next.classes.contains(.unit) { return false }
    if tokens[index].isIdeographic || next.isIdeographic { return next.classes.contains(.person) }
    if 1900...2099 ~= number { return false }
    for place in after(index, 3) {
      let token = tokens[place]
      if token.classes.meets(Self.harms) || token.classes.contains(.person) { return true }
      if token.classes.meets([.thing, .unit, .body]) || token.number != nil { return false }
      if token.classes.contains(.barrier) { return true }
    }
    return isAfterHarm(index)
  }

  /// "Kills three in crash": the number is the object of a word for harm.
  private func isAfterHarm(_ index: Int) -> Bool {
    previous(index)?.classes.contains(.preposition) != true
      && any([.kills, .hurts, .injured, .deaths], in: before(index, 4))
  }

  /// A number of people in the clause of a token, the nearest first.
  func numberOfPeople(near index: Int) -> Int? {
    clause(of: index).filter { countsPeople($0) }.min { abs($0 - index) < abs($1 - index) }
      .flatMap { tokens[$0].number }
  }

  /// How many people are dead or hurt, by the words that tell it: the most that are said to be dead, and the most that are
  /// said to be hurt. Each number goes with the word next to it.
  func people(_ harms: [(index: Int, isDeath: Bool)]) -> Int {
    var dead = 0
    var hurt = 0
    for (clause, here) in Dictionary(grouping: harms, by: { tokens[$0.index].clause }) {
      for place in clauses[clause] where countsPeople(place) {
        let number = tokens[place].number ?? 0
        // Of two as near, the one that follows: three dead, five hurt.
        let nearest = here.min { distance(place, $0.index) < distance(place, $1.index) }
        if nearest?.isDeath == true { dead = max(dead, number) } else { hurt = max(hurt, number) }
      }
    }
    return dead + hurt
  }

  /// The most people that one of some tokens counts.
  func people(in places: [Int]) -> Int {
    places.filter { countsPeople($0) }.compactMap { tokens[$0].number }.max() ?? 0
  }

  private func distance(_ number: Int, _ harm: Int) -> Int {
    harm > number ? 2 * (harm - number) - 1 : 2 * (number - harm)
  }
}

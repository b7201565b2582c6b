import CLexicon

/// Reads what a text tells at once, by who does what to whom and by what the sentence does with it.
struct CueGrammar: Sendable {
  /// The words that may tell something, and all that stand around them.
  let words: WordClassTree

  static let standard = CueGrammar()

  init() {
    words = WordClassTree([String(cString: levee_lexicon_cues()), String(cString: levee_lexicon_grammar())])
  }

  /// A cue, and the token that tells it.
  struct Found {
    let cue: ContentCue
    let token: Int
  }

  struct Reading {
    /// In the order of the text.
    var found: [Found] = []

    /// The words for harm among them.
    var harms: [(index: Int, isDeath: Bool)] {
      found.filter { $0.cue == .death || $0.cue == .injury }.map { ($0.token, $0.cue == .death) }
    }
  }

  func read(_ passage: Passage) -> Reading {
    var reading = Reading()
    func tell(_ cue: ContentCue, _ index: Int) { reading.found.append(Found(cue: cue, token: index)) }
    for index in passage.tokens.indices where passage.tokens[index].classes.bits != 0 {
      guard let sense = passage.sense(index) else {
        if passage.isDenialOfClaims(index) { tell(.denial, index) }
        continue
      }
      let isHarm = sense == .death || sense == .injury
      let standing = passage.standing(index, isCertain: isHarm)
      switch standing {
      case .told: tell(sense, index)
      case .denied: tell(.denial, index)
      // Whoever did not answer the press was asked.
      case .negated where sense == .journalist: tell(sense, index)
      case .negated, .supposed, .invented, .remembered: break
      }
    }
    return reading
  }
}

extension Passage {
  static let harms: WordClasses = [
    .died, .dead, .kills, .deaths, .fatal, .slain, .bereaved, .deadBy, .wornOut, .si, .gone, .injured, .hurts,
    .illness, .shang,
  ]
  static let deniable: WordClasses = [
    .leakSure, .breach, .leaks, .steals, .sells, .hacked, .others, .recall, .withdraws, .suit, .sue, .regulator,
    .agency, .fined, .probe,
  ]
  /// Words that may tell something.
  static let matters = harms.union(deniable)
  private static let law: WordClasses = [.suit, .sue, .court]
  private static let authority: WordClasses = [.regulator, .agency, .fined, .probe]
  private static let data: WordClasses = [
    .leakSure, .breach, .leaks, .steals, .sells, .hacked, .darkWeb, .others, .scam,
  ]
  private static let press: WordClasses = [.press, .asksPress, .outlet]

  /// What a word tells where it stands, whether or not it is said to be so; nil for nothing.
  func sense(_ index: Int) -> ContentCue? {
    let classes = tokens[index].classes
    if classes.meets(Self.matters.union([.breaks, .hospital, .court, .darkWeb, .scam, .returns]).union(Self.press)) {
      if meansDeath(index) { return .death }
      if meansInjury(index) { return .injury }
      if classes.meets(Self.data), meansLeak(index) { return .leak }
      if classes.meets([.recall, .withdraws, .returns]), meansRecall(index) { return .recall }
      if classes.meets(Self.law), meansLawsuit(index) { return .lawsuit }
      if classes.meets(Self.authority), meansRegulator(index) { return .regulator }
      if classes.meets(Self.press), meansJournalist(index) { return .journalist }
    }
    return nil
  }

  /// "Nova dismisses claims that …", 辟谣: somebody denies what others say, whatever it is.
  func isDenialOfClaims(_ index: Int) -> Bool {
    let classes = tokens[index].classes
    // 网传工厂死人系谣言: what goes round is said to be false.
    if classes.contains(.debunks), !classes.contains(.denies) {
      return any([.rumour, .claims], in: sentence(of: index)) && !any([.fiction], in: sentence(of: index))
        && !isWhatFor(index)
    }
    guard classes.contains(.denies) else { return false }
    if classes.contains(.debunks) { return true }
    // Responsibility for harm, which is then told as well.
    if next(index)?.classes.contains(.guilt) == true { return sentence(of: index).contains { sense($0) != nil } }
    return denies(index) && any([.claims], in: after(index, 3))
  }
}

import CLexicon

/// Words of judgement, English and Chinese, and signs of any language, with what each does to the sentences around it.
///
/// The words stand in `Lexicon/*.txt`, written for Levee.
struct Lexicon: Sendable {
  /// What a word does to the words around it, besides its own weight. The heads of the lines name them.
  struct Role: OptionSet, Sendable {
    let rawValue: UInt32
    /// Turns what follows in its clause.
    static let not = Role(rawValue: 1 << 0)
    /// Strengthens what follows it at once.
    static let very = Role(rawValue: 1 << 1)
    /// Weakens what follows it at once.
    static let little = Role(rawValue: 1 << 2)
    /// What follows counts more than what came before.
    static let but = Role(rawValue: 1 << 3)
    /// Somebody asks.
    static let ask = Role(rawValue: 1 << 4)
    /// What is wished for is not there.
    static let wish = Role(rawValue: 1 << 5)
    /// Concedes: its clause counts little.
    static let though = Role(rawValue: 1 << 6)
    /// Ends what was conceded.
    static let rest = Role(rawValue: 1 << 7)
    /// Sums up: its clause counts more.
    static let overall = Role(rawValue: 1 << 8)
    /// Says that what is wrong is all that is wrong.
    static let minor = Role(rawValue: 1 << 9)
    /// Says that what is good is all that is good.
    static let sole = Role(rawValue: 1 << 10)
    /// Turns the praise before it: "good, my foot".
    static let mock = Role(rawValue: 1 << 11)
    /// Turns what follows to the end of the clause: "as if", "who says".
    static let deny = Role(rawValue: 1 << 12)
    /// Between two equal words it is a retort: 好什么好.
    static let echo = Role(rawValue: 1 << 13)
    /// "can't", which with "enough" or a comparative praises.
    static let cannot = Role(rawValue: 1 << 14)
    static let enough = Role(rawValue: 1 << 15)
    static let more = Role(rawValue: 1 << 16)
    /// Regrets; with `late` it praises.
    static let regret = Role(rawValue: 1 << 17)
    static let late = Role(rawValue: 1 << 18)
    /// Strengthens what stood before it at once.
    static let much = Role(rawValue: 1 << 19)
    /// Compares to the disadvantage of what is spoken of: "than this".
    static let than = Role(rawValue: 1 << 20)
    /// May describe what a work is about.
    static let mood = Role(rawValue: 1 << 21)
    /// A work that is about something: a song, a film.
    static let work = Role(rawValue: 1 << 22)
    /// Praise or thanks that are easily meant the other way.
    static let praise = Role(rawValue: 1 << 23)

    static let named: [Substring: Role] = [
      "not": .not, "very": .very, "little": .little, "but": .but, "ask": .ask, "wish": .wish, "though": .though,
      "rest": .rest, "overall": .overall, "minor": .minor, "sole": .sole, "mock": .mock, "deny": .deny, "echo": .echo,
      "cannot": .cannot, "enough": .enough, "more": .more, "regret": .regret, "late": .late, "much": .much,
      "than": .than, "mood": .mood, "work": .work, "praise": .praise,
    ]
  }

  struct Entry: Sendable {
    /// From -4 to 4.
    var weight: Float = 0
    var roles: Role = []
  }

  private(set) var tree = WordTree<Entry>()

  static let standard = Lexicon([
    String(cString: levee_lexicon_english()), String(cString: levee_lexicon_chinese()),
    String(cString: levee_lexicon_signs()),
  ])

  init(_ files: [String]) {
    for file in files {
      for (head, rest) in Self.lines(file) {
        // Signs hold commas of no list, and are set apart by spaces.
        let isOfSigns = rest.contains("😊") || rest.contains("❤") || rest.contains("😞") || rest.contains("😠")
        for word in rest.split(separator: isOfSigns ? " " : ",") { add(word, head) }
      }
    }
  }

  /// The lines of a lexicon, `head: rest`; what begins with `#` is a comment.
  static func lines(_ file: String) -> [(head: Substring, rest: Substring)] {
    file.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon], line[line.index(after: colon)...])
    }
  }

  private mutating func add(_ entry: Substring, _ head: Substring) {
    let weight = Float(head)
    let role = Role.named[head] ?? []
    tree.add(entry: entry) { known in
      var entry = known ?? Entry()
      entry.roles.formUnion(role)
      // Of two weights the graver one counts.
      if let weight, abs(weight) > abs(entry.weight) { entry.weight = weight }
      return entry
    }
  }
}

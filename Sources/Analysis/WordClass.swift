/// What a word can do in a sentence that tells something at once. The names are the heads in `Lexicon/cues.txt` and
/// `Lexicon/grammar.txt`, where the words stand; a word may have several.
enum WordClass: UInt8, CaseIterable {
  // Harm to people: see `HarmSense`.
  case died, dead, kills, deaths, fatal, slain, bereaved, deadBy, wornOut, si
  case gone, injured, hurts, breaks, illness, hospital, shang
  // Data that got out: see `LeakSense`.
  case leakSure, breach, leaks, steals, sells, hacked, darkWeb, hacker, others, holdings, scam
  // Recalls, courts and authorities: see `LawSense`.
  case recall, withdraws, returns, hazard, batch, suit, sue, court, regulator, agency, fined, probe
  // Somebody of the press asks: see `PressSense`.
  case asksPress, press, outlet
  // Who and what.
  case person, kin, third, speaker, counter, unit, thing, body, event
  // Whether it happened, and who says so: see `Standing`.
  case not, nobody, light, barrier, but, suppose, could, would, risk, suffers, price, over, beenDone, ask, rumour,
    fiction, past
  case denies, debunks, claims, says, blame, guilt
  // What stands beside a word and settles its sense.
  case data, personal, owner, spoil, knows, sees
  case memory, memoryObject, market
  case suing, sued, tells, tellsTo, rules, teaches, atWork
  case clears, police, probed, innocent, acts
  case askedBy, iAm, here, house
  case determiner, preposition, anyCounter, household, aged
}

/// A set of them.
struct WordClasses: Sendable, ExpressibleByArrayLiteral {
  var bits: UInt128 = 0

  init(bits: UInt128 = 0) { self.bits = bits }

  init(arrayLiteral elements: WordClass...) {
    for element in elements { bits |= 1 << UInt128(element.rawValue) }
  }

  func contains(_ one: WordClass) -> Bool { bits & 1 << UInt128(one.rawValue) != 0 }
  func meets(_ other: WordClasses) -> Bool { bits & other.bits != 0 }
  mutating func formUnion(_ other: WordClasses) { bits |= other.bits }
  func union(_ other: WordClasses) -> WordClasses { WordClasses(bits: bits | other.bits) }
}

/// Words and their classes, as lexicon files list them.
struct WordClassTree: Sendable {
  let tree: WordTree<WordClasses>

  /// - Parameter files: lines `class: word, word`. A head that is no class means nothing, and its words hide what they hold.
  init(_ files: [String]) {
    let named = Dictionary(uniqueKeysWithValues: WordClass.allCases.map { ("\($0)", $0) })
    var tree = WordTree<WordClasses>(endsAtPossessive: true)
    for file in files {
      for (head, rest) in Lexicon.lines(file) {
        let bit = named[String(head)].map { UInt128(1) << UInt128($0.rawValue) } ?? 0
        for word in rest.split(separator: ",") {
          tree.add(entry: word) { known in
            var classes = known ?? []
            classes.bits |= bit
            return classes
          }
        }
      }
    }
    self.tree = tree
  }
}

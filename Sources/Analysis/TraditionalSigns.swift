import CLexicon

/// Traditional Chinese signs as the simplified ones that say the same, so that one list of words reads both.
///
/// The signs stand in `Lexicon/traditional.txt`, written for Levee. Where two signs of one writing are one of the other (後 and
/// 后), both become that one: it is for finding and reading, and nothing is written from it.
enum TraditionalSigns {
  static let first: UInt32 = 0x4E00
  static let last: UInt32 = 0x9FFF

  /// What each sign from `first` to `last` becomes; most stay what they are.
  static let simplified: [UInt16] = {
    var table = (first...last).map { UInt16($0) }
    for (_, rest) in Lexicon.lines(String(cString: levee_lexicon_traditional())) {
      let signs = rest.unicodeScalars.filter { $0 != " " }
      var place = signs.startIndex
      while place < signs.endIndex {
        let next = signs.index(after: place)
        guard next < signs.endIndex else { break }
        let (from, to) = (signs[place].value, signs[next].value)
        if from >= first, from <= last, to <= last { table[Int(from - first)] = UInt16(to) }
        place = signs.index(after: next)
      }
    }
    return table
  }()
}

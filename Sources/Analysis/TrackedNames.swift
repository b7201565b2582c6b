import CLexicon

/// What a company wants to hear about: products, services, people, itself; each with the words that stand for it.
///
/// A name is the same in any case, width and writing of Chinese, with `'s` after it, and as a part of an account or a hashtag:
/// Nova, NOVA's, Ｎｏｖａ, @NovaSupport, #boycottnova, #诺瓦召回#. It is not found inside another word: supernova, innovation.
public struct TrackedNames: Sendable {
  private var tree = WordTree<Int>()
  private let names: [String]
  private static let handles = HandleWords()

  /// - Parameter tracked: a word that stands for several names counts for the first of them; an empty one for none.
  public init(_ tracked: [(name: String, words: [String])]) {
    names = tracked.map(\.name)
    for (index, entry) in tracked.enumerated() {
      for word in entry.words {
        let written = FoldedText(word).written
        if !written.isEmpty { tree.add(written, goesOn: false) { $0 ?? index } }
      }
    }
  }

  /// The name that a text says first; nil when it says none.
  public func first(in text: FoldedText) -> String? {
    guard !names.isEmpty else { return nil }
    return tree.first(
      in: text.written, isBeginning: { Self.isBeginning(text, $0) }, isEnd: { Self.isEnd(text, $0, $1) }
    )
    .map { names[$0] }
  }

  /// The tracked name that a subject is, where the whole of it is one of its words in any form; nil when it is none.
  public func name(of subject: String) -> String? {
    guard !names.isEmpty else { return nil }
    let said = FoldedText(subject).written
    return tree.first(in: said, isBeginning: { $0 == 0 }, isEnd: { $1 == said.count }).map { names[$0] }
  }

  /// Whether a name may begin at a place: at the beginning of a word, or within an account or a hashtag where a part begins.
  private static func isBeginning(_ text: FoldedText, _ place: Int) -> Bool {
    guard place > 0, FoldedText.isWordSign(text.written[place - 1]), FoldedText.isWordSign(text.written[place]) else {
      return true
    }
    guard let start = handle(text, place) else { return false }
    return text.humps.contains(place) || isFigure(text.written[place - 1])
      || handles.before.contains(Array(text.written[start..<place]))
  }

  /// Whether a name that began at one place may end at another.
  private static func isEnd(_ text: FoldedText, _ start: Int, _ place: Int) -> Bool {
    let written = text.written
    guard place < written.count, FoldedText.isWordSign(written[place]), FoldedText.isWordSign(written[place - 1]) else {
      return true
    }
    if isPossessive(written, place) || text.humps.contains(place) { return true }
    guard handle(text, start) != nil else { return false }
    if isFigure(written[place]) { return true }
    var end = place
    while end < written.count, FoldedText.isWordSign(written[end]), !text.humps.contains(end) { end += 1 }
    return handles.after.contains(Array(written[place..<end]))
  }

  /// Where the account or hashtag begins that a place is in; nil when it is in none.
  private static func handle(_ text: FoldedText, _ place: Int) -> Int? {
    var start = place
    while start > 0, FoldedText.isWordSign(text.written[start - 1]) || text.written[start - 1] == 0x5F { start -= 1 }
    return start > 0 && (text.written[start - 1] == 0x40 || text.written[start - 1] == 0x23) ? start : nil
  }

  /// Whether `'s` or `'` stands at a place, and a word ends after it.
  private static func isPossessive(_ written: [UInt32], _ place: Int) -> Bool {
    guard written[place] == 0x27 else { return false }
    let next = place + 1 < written.count && written[place + 1] == 0x73 ? place + 2 : place + 1
    return next >= written.count || !FoldedText.isWordSign(written[next])
  }

  private static func isFigure(_ value: UInt32) -> Bool { value >= 0x30 && value <= 0x39 }
}

/// What may stand before and after a name in an account or a hashtag.
private struct HandleWords: Sendable {
  var before: Set<[UInt32]> = []
  var after: Set<[UInt32]> = []

  init() {
    for (head, rest) in Lexicon.lines(String(cString: levee_lexicon_handles())) {
      for word in rest.split(whereSeparator: { $0 == "," || $0 == " " }) {
        let scalars = word.unicodeScalars.map(\.value)
        if head == "before" { before.insert(scalars) } else { after.insert(scalars) }
      }
    }
  }
}

/// Names and the words that stand for them, found in a text in one pass.
struct TopicWords: Sendable {
  /// The names, in the order of the file.
  let names: [String]
  /// Each word's names, as bits.
  private var tree = WordTree<UInt32>()

  /// - Parameter file: lines `name: word, word`. What stands after `ignore` means nothing, and hides what it holds.
  init(_ file: String, known: [String]) {
    names = known
    for (head, rest) in Lexicon.lines(file) {
      let bit = known.firstIndex(of: String(head)).map { UInt32(1) << UInt32($0) } ?? 0
      for word in rest.split(separator: ",") { add(word, bit) }
    }
  }

  private mutating func add(_ entry: Substring, _ bit: UInt32) { tree.add(entry: entry) { ($0 ?? 0) | bit } }

  /// Calls `found` for each word: its place, its length, and the names that it stands for, as bits.
  func scan(_ text: FoldedText, _ found: (_ start: Int, _ length: Int, _ names: UInt32) -> Void) {
    let meanings = tree.meanings
    tree.scan(text.scalars) { found($0, $1, meanings[$2]) }
  }
}

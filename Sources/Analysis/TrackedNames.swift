/// What a company wants to hear about: products, services, people, itself; each with the words that stand for it.
public struct TrackedNames: Sendable {
  private var tree = WordTree<Int>()
  private let names: [String]

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
    var found: Int?
    let meanings = tree.meanings
    tree.scan(text.written) { _, _, meaning in found = found ?? meanings[meaning] }
    return found.map { names[$0] }
  }
}

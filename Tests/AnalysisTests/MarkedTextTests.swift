import Testing

@testable import Analysis

@Suite struct MarkedTextTests {
  /// A text stays as it was written; what decided something is found in it whatever its letters, and only as a word.
  @Test(arguments: [
    ("Terrible，ＴＥＲＲＩＢＬＥ and terribles", "terrible", ["Terrible", "ＴＥＲＲＩＢＬＥ"]),
    ("手機爆炸，又爆炸", "爆炸", ["爆炸", "爆炸"]), ("still ill", "ill", ["ill"]), ("", "ill", []),
  ])
  func wordsAreFoundAgain(_ text: String, _ word: String, _ found: [String]) {
    let stretches = TextReader.marked(text, [.init(word: word, weight: -1, means: [])])
    #expect(stretches.map(\.text).joined() == text)
    #expect(stretches.filter { $0.word != nil }.map(\.text) == found)
  }
}

import Testing

@testable import Analysis

@Suite struct StoryIndexTests {
  private func text(_ number: Int, copy: Int = 0) -> Fingerprint {
    var dice = SplitMix(state: UInt64(number) &* 7919 &+ 1)
    let words = (0..<24).map { _ in String(Int.random(in: 1000..<99999, using: &dice), radix: 36) }
    return Fingerprint(FoldedText((copy > 0 ? "RT @a\(copy): " : "") + words.joined(separator: " ")))
  }

  @Test func copiesFindTheirStoryAmongManyOthers() {
    var index = StoryIndex(capacity: 5000)
    for number in 0..<3000 { #expect(index.story(of: Int64(number), text(number)) == Int64(number)) }
    for number in stride(from: 0, to: 3000, by: 37) {
      #expect(index.story(of: Int64(10_000 + number), text(number, copy: number + 1)) == Int64(number))
    }
  }

  @Test func theOldestAreForgotten() {
    var index = StoryIndex(capacity: 100)
    _ = index.story(of: 1, text(1))
    for number in 2..<150 { _ = index.story(of: Int64(number), text(number)) }
    #expect(index.story(of: 1000, text(1, copy: 1)) == 1000)
    #expect(index.story(of: 1001, text(149, copy: 1)) == 149)
  }
}

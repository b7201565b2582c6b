import Fuzz
import FuzzTrials
import Testing

@testable import Analysis

/// What a hostile text could make slow or wrong; and what `scripts/fuzz` reads for as long as one likes, for a moment.
@Suite struct HostileTextTests {
  private static let reader = TextReader()

  @Test(
    "A text of four times the size takes four times as long",
    arguments: ["三人死亡，", "三人死亡。", "two people died, ", "not but "])
  func growth(_ piece: String) {
    let ratio = Growth.ratio(
      150, make: { Array(String(repeating: piece, count: $0).utf8) },
      read: { _ = Self.reader.read(title: "", text: String(decoding: $0, as: UTF8.self)) })
    #expect(ratio < 10)
  }

  @Test func aWordMayStandInATextHoweverOften() {
    var tally = KindTally()
    for _ in 0..<40_000 { tally.add(0b10) }
    #expect(tally.most == 1)
  }

  @Test func whateverIsReadHoldsWhatMustHold() {
    for seed in 1...25 as ClosedRange<UInt64> {
      let complaints = Trial(.prose, seed: seed).read()
      #expect(complaints == [], "scripts/fuzz --subject prose --seed \(seed) --count 1 --show")
    }
  }
}

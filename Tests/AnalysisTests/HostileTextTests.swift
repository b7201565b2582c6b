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
      1000, make: { Array(String(repeating: piece, count: $0).utf8) },
      read: { _ = Self.reader.read(title: "", text: String(decoding: $0, as: UTF8.self)) })
    #expect(ratio < 10)
  }

  @Test func aWordMayStandInATextHoweverOften() {
    #expect(Topics.standard.find(in: FoldedText(String(repeating: "断网 ", count: 33_000))).kind == "service_outage")
  }

  @Test func whateverIsReadHoldsWhatMustHold() {
    for seed in 1...40 as ClosedRange<UInt64> {
      let complaints = Trial(.prose, seed: seed).read()
      #expect(complaints == [], "scripts/fuzz --subject prose --seed \(seed) --count 1 --show")
    }
  }
}

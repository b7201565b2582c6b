import Analysis
import FoundationEssentials
import Ledger
import Testing

@testable import Monitoring

@Suite struct LookoutTests {
  private let start = 1_700_000_100.0  // a bucket begins here
  private func count(_ bucket: Int, _ mentions: Int, _ part: String = "", subject: String = "Nova") -> Analyses.Count {
    Analyses.Count(
      subject: subject, part: part, bucket: Date(timeIntervalSince1970: start + Double(bucket) * 300),
      mentions: mentions)
  }

  /// A lookout that has seen a quiet day.
  private func lookout() -> Lookout {
    var lookout = Lookout(now: start)
    lookout.count((0..<288).map { count($0, 3 + $0 % 2) })
    _ = lookout.judge(to: start + 288 * 300, partial: [], now: start + 288 * 300)
    return lookout
  }

  @Test func aCrowdIsToldBeforeItsFiveMinutesAreOver() throws {
    var lookout = lookout()
    let now = start + 288 * 300 + 60
    let early = lookout.judge(
      to: start + 288 * 300, partial: [count(288, 60), count(288, 60, "source:forum")], now: now)
    let notice = try #require(early.notices.first)
    #expect(notice.subject == "Nova" && notice.cue == "volume" && notice.counted == 60)
    #expect(notice.since.timeIntervalSince1970 == start + 288 * 300)
    // What is no rarer is no news when the five minutes are over.
    lookout.count([count(288, 60)])
    let over = lookout.judge(to: start + 289 * 300, partial: [], now: start + 289 * 300)
    #expect(over.notices.count == 1)
    lookout.count([count(289, 58)])
    #expect(lookout.judge(to: start + 290 * 300, partial: [], now: start + 290 * 300).notices.isEmpty)
    #expect(
      lookout.judge(to: start + 290 * 300, partial: [], now: start + 290 * 300).goingOn.map(\.subject) == ["Nova"])
  }

  @Test func thePastIsLearntAndNotTold() {
    var lookout = Lookout(now: start)
    lookout.count((0..<288).map { count($0, $0 == 200 ? 90 : 3) })
    #expect(lookout.judge(to: start + 288 * 300, partial: [], now: start + 288 * 300).notices.isEmpty)
  }

  @Test func fewAreNoCrisis() {
    var lookout = Lookout(now: start)
    lookout.count([count(0, 1)])
    _ = lookout.judge(to: start + 288 * 300, partial: [], now: start + 288 * 300)
    let now = start + 288 * 300 + 60
    #expect(lookout.judge(to: start + 288 * 300, partial: [count(288, 4)], now: now).notices.isEmpty)
  }

  @Test func aFloodOfSubjectsStaysInBounds() {
    var lookout = Lookout(now: start)
    lookout.count((0..<3000).map { count(0, 5, "source:s\($0)", subject: "s\($0 % 150)") })
    let now = start + 600
    #expect(lookout.judge(to: start + 300, partial: [], now: now).notices.isEmpty)
  }
}

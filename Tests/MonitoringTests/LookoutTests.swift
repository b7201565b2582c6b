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

  /// Where the bucket after the quiet days begins.
  private let days = 5 * 288
  private var end: Double { start + Double(days) * 300 }

  /// A lookout that has seen quiet days.
  private func lookout() -> Lookout {
    var lookout = Lookout(now: start)
    lookout.count((0..<days).map { count($0, 2 + ($0 * 7919) % 4) }, now: end)
    _ = lookout.judge(now: end)
    return lookout
  }

  private func item(_ id: Int, published: Double, received: Double, source: String = "forum") -> Analyses.Item {
    Analyses.Item(
      id: id, subject: "Nova", publishedAt: Date(timeIntervalSince1970: published),
      receivedAt: Date(timeIntervalSince1970: received), source: source, reading: Mentions.Reading(), isRevision: false)
  }

  @Test func aCrowdIsToldBeforeItsFiveMinutesAreOver() throws {
    var lookout = lookout()
    lookout.count([count(days, 60), count(days, 60, "source:forum")], now: end + 60)
    let notice = try #require(lookout.judge(now: end + 60).notices.first)
    #expect(notice.subject == "Nova" && notice.cue == "volume" && (60..<80).contains(notice.counted))
    // With the ten minutes before it is rarer still.
    #expect((end - 600...end).contains(notice.since.timeIntervalSince1970))
    // No more came, and a little more: it is told already.
    lookout.count([count(days, 60)], now: end + 299)
    #expect(lookout.judge(now: end + 299).notices.isEmpty)
    #expect(lookout.judge(now: end + 299).goingOn.map(\.subject) == ["Nova"])
    #expect(lookout.judge(now: end + 7200).goingOn.isEmpty)
  }

  @Test func whatComesLateIsTold() throws {
    var lookout = lookout()
    // Published seven to eleven minutes ago, and known only now; the bucket had its usual mentions when it was judged first.
    lookout.count([count(days, 3), count(days + 1, 4)], now: end + 700)
    #expect(lookout.judge(now: end + 700).notices.isEmpty)
    lookout.count([count(days, 78), count(days + 1, 79)], now: end + 1000)
    let notices = lookout.judge(now: end + 1000).notices
    #expect(notices.count == 1)
    #expect(try #require(notices.first).rarity > 5)
    // The same buckets, a little grown: told once.
    lookout.count([count(days, 80), count(days + 1, 81)], now: end + 1200)
    #expect(lookout.judge(now: end + 1200).notices.isEmpty)
  }

  @Test func aFeedThatIsPolledIsToldAsAPushIs() {
    for delay in [5.0, 300] {
      var lookout = lookout()
      lookout.time(
        (0..<500).map {
          item($0, published: end - Double($0), received: end - Double($0) + delay * Double($0 % 10) / 10)
        })
      var told: [Int] = []
      for minute in 1...60 {
        let now = end + Double(minute) * 60
        // From the twentieth minute on, fifteen mentions a minute in place of one in two.
        func known(_ bucket: Int) -> Int {
          (bucket * 5..<(bucket + 1) * 5).reduce(0) { sum, published in
            let arrival = delay < 60 ? published + 1 : (published / 5 + 1) * 5
            return arrival <= minute ? sum + (published >= 20 ? 15 : published % 2) : sum
          }
        }
        lookout.count((0...(minute / 5)).map { count(days + $0, known($0)) }, now: now)
        if !lookout.judge(now: now).notices.isEmpty { told.append(minute) }
      }
      #expect((told.first ?? 99) <= 25 && (told.first ?? 0) >= 20, "\(told)")
    }
  }

  @Test func anArchiveOfMonthsRaisesNothing() {
    var lookout = lookout()
    lookout.time(
      (0..<5000).map { item($0, published: end - Double($0) * 1000 - 9000, received: end, source: "archive") })
    lookout.count((0..<days - 30).map { count($0, 200) }, now: end)
    #expect(lookout.judge(now: end + 60).notices.isEmpty)
    // Nor does it make what is usual young: three mentions so far are what they were.
    lookout.count([count(days, 3)], now: end + 120)
    #expect(lookout.judge(now: end + 120).notices.isEmpty)
  }

  @Test func thePastIsLearntAndNotTold() {
    var lookout = Lookout(now: start)
    lookout.count((0..<days).map { count($0, $0 == 700 ? 90 : 3) }, now: end)
    #expect(lookout.judge(now: end).notices.isEmpty)
  }

  @Test func fewAreNoCrisis() {
    var lookout = Lookout(now: start)
    lookout.count([count(0, 1)], now: end)
    _ = lookout.judge(now: end)
    lookout.count([count(days, 4)], now: end + 60)
    #expect(lookout.judge(now: end + 60).notices.isEmpty)
  }

  @Test func aFloodOfSubjectsStaysInBounds() {
    var lookout = Lookout(now: start)
    lookout.count((0..<3000).map { count(0, 5, "source:s\($0)", subject: "s\($0 % 150)") }, now: start)
    #expect(lookout.judge(now: start + 600).notices.isEmpty)
  }
}

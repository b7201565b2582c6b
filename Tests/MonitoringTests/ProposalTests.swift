import Analysis
import CommandLine
import FoundationEssentials
import Ledger
import Testing
import Wording
@testable import Monitoring

@Suite struct ProposalTests {
  private func picture(
    _ counts: [Int], negative: Double = 0.9, cues: [ContentCue] = [], hurt: Int = 0, sources: Int = 4
  ) -> Pictures.Picture {
    var picture = Pictures.Picture()
    let start = Date(timeIntervalSince1970: 1_700_000_100)
    picture.trend = counts.enumerated().map { ($0 as Int, $1) }.map {
      (start.addingTimeInterval(Double($0.0) * 900), $0.1, Int(Double($0.1) * negative))
    }
    picture.mentions = counts.reduce(0, +)
    picture.negative = Int(Double(picture.mentions) * negative)
    picture.sources = sources
    picture.cues = cues.reduce(0) { $0 | $1.bit }
    picture.cueCounts = ContentCue.allCases.map { cues.contains($0) ? 3 : 0 }
    picture.hurt = hurt
    picture.first = start
    picture.last = picture.trend.last?.bucket
    picture.now = start.addingTimeInterval(Double(counts.count) * 900)
    picture.voices.independent = min(picture.mentions, sources)
    picture.voices.ofHarm = cues.contains(.death) || cues.contains(.injury) ? picture.voices.independent : 0
    return picture
  }

  @Test func harmRaisesAndWhatIsNotKnownStaysUnknown() {
    let calm = SeverityProposal(picture([3, 3, 3, 3, 3, 3, 3, 3]), kind: .other)
    #expect(calm.values[.harm] == nil)
    #expect(calm.values[.business] == nil)
    #expect(calm.values[.negativity] == 4)
    #expect(calm.trend == .steady)
    let hurt = SeverityProposal(picture([3, 3, 3, 3], cues: [.injury], hurt: 3), kind: .productQuality)
    #expect(hurt.values[.harm] == 4)
    #expect(hurt.severity == .one)
    #expect(hurt.factors[0].judged.reason.english.contains("3 people"))
    let leak = SeverityProposal(picture([2], cues: [.leak]), kind: .dataBreach)
    #expect(leak.severity >= .two)
  }

  @Test func oneUnverifiedSourceIsNeverI() {
    var picture = picture([1], cues: [.injury], hurt: 1, sources: 1)
    let alone = SeverityProposal(picture, kind: .productQuality)
    #expect(alone.severity == .two)
    #expect(alone.atLeast?.reason.english.contains("single unverified source") == true)
    // Copies of one text are one source, however many repeat it.
    picture.mentions = 9000
    picture.sources = 40
    picture.voices.independent = 1
    picture.voices.audience.hotRank = 1
    picture.voices.audience.followers = 9_000_000
    #expect(SeverityProposal(picture, kind: .dataBreach).severity == .two)
    // A second one, or an outlet that checks what it prints.
    picture.voices.ofHarm = 2
    picture.voices.independent = 2
    #expect(SeverityProposal(picture, kind: .productQuality).severity == .one)
    picture.voices.ofHarm = 1
    picture.voices.independent = 1
    picture.voices.isHarmReported = true
    #expect(SeverityProposal(picture, kind: .productQuality).severity == .one)
  }

  @Test func reachIsWhoCarriesItAndSaysWhatIsLacking() {
    func reach(_ change: (inout Pictures.Picture) -> Void) -> SeverityProposal.Judged {
      var picture = picture([2], sources: 1)
      change(&picture)
      return Reach(picture).judged
    }
    let few = Reach(picture([2], sources: 1))
    #expect(few.judged.value == 0)
    #expect(few.lacking?.english == "an outlet of the list, followers, reads, reposts, place among hot topics")
    #expect(few.lacking?.chinese == "名单内媒体、粉丝数、阅读数、转发数、热搜位次")
    #expect(Reach(Pictures.Picture()).lacking == nil)
    #expect(reach { $0.voices.outlets = [("人民日报", .central, 1)] }.value == 4)
    #expect(reach { $0.voices.outlets = [("Reuters", .national, 1)] }.value == 4)
    #expect(reach { $0.voices.outlets = [("IT之家", .trade, 3)] }.value == 2)
    #expect(reach { $0.voices.outlets = [("城市晚报", .local, 3)] }.value == 2)
    #expect(reach { $0.voices.audience.hotRank = 3 }.value == 4)
    #expect(reach { $0.voices.audience.hotRank = 40 }.value == 3)
    #expect(reach { $0.voices.audience.reads = 2_000_000 }.value == 3)
    #expect(reach { $0.voices.audience.reposts = 12 }.value == 1)
    let followed = reach { $0.voices.audience.followers = 600_000 }
    #expect(followed.value == 2 && followed.reason.english.contains("600000 followers"))
    // What is small beside the rest does not lower it.
    #expect(
      reach {
        $0.mentions = 6000; $0.voices.audience.reads = 5
      }.value == 4)
  }

  @Test func whatDoublesInAnHourIsFastAndWhatFellHasFallen() {
    let fast = SeverityProposal(picture([2, 2, 2, 2, 9, 9, 9, 9]), kind: .serviceOutage)
    #expect(fast.trend == .rising && fast.values[.speed] == 4)
    #expect((fast.doubling ?? 9) < 1)
    let slow = SeverityProposal(picture([20, 20, 20, 20, 25, 25, 25, 25]), kind: .serviceOutage)
    #expect(slow.values[.speed] == 3)
    let over = SeverityProposal(picture([40, 40, 40, 40, 2, 1, 1, 0]), kind: .serviceOutage)
    #expect(over.trend == .falling && over.values[.speed] == 0)
    let few = SeverityProposal(picture([3]), kind: .serviceOutage)
    #expect(few.trend == .unknown && few.values[.speed] == nil)
  }

  @Test func theDraftIsPlainInBothLanguages() {
    var picture = picture([3, 3, 3, 3], cues: [.injury])
    picture.stories = []
    for language in [Language.english, .chinese] {
      let draft = AssessmentDraft(proposal: SeverityProposal(picture, kind: .productQuality), language: language)
      #expect(draft.summary.contains("12"))
      #expect(!draft.questions.isEmpty)
      if language == .chinese { #expect(!draft.summary.contains("mentions")) }
    }
  }

  @Test("The board fits the terminal, whatever is on it", arguments: [(80, 24), (132, 50), (40, 12)])
  func board(_ columns: Int, _ rows: Int) {
    for language in [Language.english, .chinese] {
      var page = BoardPage(language: language)
      #expect(page.lines(size: .init(columns: columns, rows: rows)).count == rows)
      page.show(Boards.Board())
      let lines = page.lines(size: .init(columns: columns, rows: rows))
      #expect(lines.count == rows)
      #expect(lines.allSatisfy { Columns.width(of: $0) <= columns }, "\(lines)")
    }
  }
}

import CueTeaching
import FoundationEssentials
import Testing

@testable import Analysis

/// What labelled sentences teach of what is told at once.
@Suite struct CueModelTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func shares(of sentences: [CueSentences.Sentence]) -> CueShares {
    let reader = TextReader()
    var shares = CueShares()
    for sentence in sentences {
      shares.add(told: sentence.cues, read: Set(ContentCue.set(reader.read(title: "", text: sentence.text).cues)))
    }
    return shares
  }

  @Test func theWeightsAreOfTheSentencesAndOfWhatIsSeenOfThem() throws {
    let folder = try SentenceFolder(lexicon: Self.root + "/Sources/Analysis/Lexicon")
    let model = try #require(CueModel.standard)
    #expect(model.source == folder.source, "scripts/teach-cues was not run after a change")
    #expect(folder.unread == [] && folder.sentences.count > 10_000)
    let shares = shares(of: stride(from: 0, to: folder.sentences.count, by: 20).map { folder.sentences[$0] })
    #expect(shares.found * 100 >= shares.telling * 96, "\(shares)")
    #expect(shares.raised * 100 <= shares.harmless, "\(shares)")
  }

  /// Sentences that were written without sight of the rules or of the sentences that teach; "plain" are as headlines and posts have them.
  /// The figures are those of docs/monitoring.md.
  @Test(
    arguments: [
      ("en-plain", 102, 108, 0, 72), ("zh-plain", 102, 108, 2, 72), ("en", 61, 72, 1, 48), ("zh", 61, 72, 1, 48),
      ("en-last", 34, 36, 0, 24), ("zh-last", 36, 36, 1, 24),
    ])
  func sentencesThatTaughtNothingAreRead(
    _ name: String, _ found: Int, _ telling: Int, _ raised: Int, _ harmless: Int
  ) throws {
    let read = try SentenceFolder.read(Self.root + "/Tests/AnalysisTests/BlindSentences/\(name).txt").sentences
    let shares = shares(of: read.sentences)
    #expect(read.unread == [] && shares.telling == telling && shares.harmless == harmless)
    #expect(shares.found >= found && shares.raised <= raised, "\(shares)")
  }

  private static let few = [
    "death: the lift fell and two porters died", "death: a rider was killed by the drone", "death: 电梯坠落，两名工人死亡",
    "recall: we recall all kettles of batch seven", "recall: all kettles of the batch go back to the maker",
    "recall: 这批水壶全部召回", "-: the kettle is red and the lift is slow", "-: two porters carried the kettle",
    "-: 水壶很好看", "-: a drone of batch seven is for sale", "-: the rider likes the lift",
  ]

  private func few() -> [CueSentences.Sentence] {
    var read = CueSentences()
    for (index, line) in Self.few.enumerated() { read.add(line, line: index) }
    return read.sentences
  }

  @Test func theSameSentencesTeachTheSameAndAreKept() throws {
    let model = CueModel(learning: few(), from: 0xFEDC_BA98_7654_3210)
    let bytes = model.bytes
    #expect(CueModel(learning: few(), from: 0xFEDC_BA98_7654_3210).bytes == bytes)
    let kept = try #require(bytes.withUnsafeBytes { CueModel(bytes: $0) })
    #expect(kept.source == 0xFEDC_BA98_7654_3210 && kept.bytes == bytes)
    for sentence in few() { #expect(kept.margins(of: sentence.text) == model.margins(of: sentence.text)) }
    let died = kept.margins(of: "two porters died")
    #expect(died[0] > kept.margins(of: "two porters carried it")[0])
    for count in [0, 7, 40, bytes.count / 3, bytes.count - 4, bytes.count - 1] {
      #expect(bytes.prefix(count).withUnsafeBytes { CueModel(bytes: $0) } == nil, "\(count) bytes")
    }
  }

  /// Where nothing leans, nothing is learnt, and a model of nothing tells nothing.
  @Test func whatTeachesNothingTellsNothing() {
    var read = CueSentences()
    for (index, line) in ["death: a b", "-: a c"].enumerated() { read.add(line, line: index) }
    let reader = TextReader(cues: CueModel(learning: read.sentences))
    #expect(reader.read(title: "", text: "a a a").cues == 0)
    #expect(TextReader(cues: CueModel(learning: [])).read(title: "", text: "Three dead in Nova crash").cues == 0)
  }

  @Test func aLineHasALabelAndASentence() {
    var read = CueSentences()
    let lines = [
      "death + injury:  a b", "-：无事", "", "a b", "fire: a b", "death:", ": a", "leak: at 10:30: all of it", "+: a b",
      "death+: a b",
    ]
    for (index, line) in lines.enumerated() { read.add(line, line: index + 1) }
    #expect(read.sentences.map(\.text) == ["a b", "无事", "at 10:30: all of it"])
    #expect(read.sentences.map(\.cues) == [[.death, .injury], [], [.leak]])
    #expect(read.unread == [4, 5, 6, 7, 9, 10])
  }
}

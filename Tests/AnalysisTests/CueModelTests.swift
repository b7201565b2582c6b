import FoundationEssentials
import Testing

@testable import Analysis

/// What labelled sentences teach of what is told at once.
@Suite struct CueModelTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let folder = root.appending(path: "Sources/Analysis/Lexicon/sentences").path

  /// How many sentences that tell something are found, and how many that tell nothing raise something.
  private func shares(of sentences: [CueSentences.Sentence]) -> (found: Int, telling: Int, raised: Int, harmless: Int) {
    let reader = TextReader()
    var shares = (found: 0, telling: 0, raised: 0, harmless: 0)
    for sentence in sentences {
      let read = ContentCue.set(reader.read(title: "", text: sentence.text).cues)
      if sentence.cues.isEmpty {
        shares.harmless += 1
        if !read.isEmpty { shares.raised += 1 }
      } else {
        shares.telling += 1
        if sentence.cues.isSubset(of: read) { shares.found += 1 }
      }
    }
    return shares
  }

  @Test func theWeightsAreOfTheSentencesAndTheWordLists() throws {
    let (read, digest) = try CueSentences.ofFolder(Self.folder)
    #expect(CueModel.standard.source == digest, "scripts/teach-cues was not run after a change")
    #expect(read.unread == [] && read.sentences.count > 10_000)
    // Weights of another way of seeing a sentence would not fit what taught them.
    let some = stride(from: 0, to: read.sentences.count, by: 20).map { read.sentences[$0] }
    let shares = shares(of: some)
    #expect(shares.found * 100 >= shares.telling * 96, "\(shares)")
    #expect(shares.raised * 100 <= shares.harmless, "\(shares)")
  }

  /// Sentences of people who saw neither the rules nor the sentences that teach; "plain" are as headlines and posts have them.
  @Test(arguments: [("en", 59), ("zh", 59), ("en-plain", 100), ("zh-plain", 100)])
  func sentencesThatTaughtNothingAreRead(_ name: String, _ least: Int) throws {
    let path = Self.root.appending(path: "Tests/AnalysisTests/BlindSentences/\(name).txt").path
    var read = CueSentences()
    for (index, line) in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").enumerated() {
      read.add(String(line), line: index)
    }
    let shares = shares(of: read.sentences)
    #expect(shares.telling * 2 == shares.harmless * 3 && read.unread == [])
    #expect(shares.found >= least && shares.raised <= 3, "\(shares)")
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
    for count in [0, 7, 40, bytes.count / 3] {
      #expect(bytes.prefix(count).withUnsafeBytes { CueModel(bytes: $0) } == nil, "\(count) bytes")
    }
  }

  @Test func aLineHasALabelAndASentence() {
    var read = CueSentences()
    let lines = ["death + injury:  a b", "-：无事", "", "a b", "fire: a b", "death:", ": a", "leak: at 10:30: all of it"]
    for (index, line) in lines.enumerated() { read.add(line, line: index + 1) }
    #expect(read.sentences.map(\.text) == ["a b", "无事", "at 10:30: all of it"])
    #expect(read.sentences.map(\.cues) == [[.death, .injury], [], [.leak]])
    #expect(read.unread == [4, 5, 6, 7])
  }
}

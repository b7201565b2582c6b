import Testing

@testable import Analysis

@Suite struct SentimentModelTests {
  private func label(_ text: String, _ sentiment: Sentiment) -> SentimentModel.Label {
    SentimentModel.Label(text: FoldedText(text), sentiment: sentiment)
  }

  /// "sick" is praise among these people.
  private var labels: [SentimentModel.Label] {
    (0..<40).flatMap { index in
      [
        label("that show \(index) was sick bro", .positive), label("the show \(index) was meh", .negative),
        label("the show \(index) begins at eight", .neutral),
      ]
    }
  }

  @Test func labelsTeachAndTheSameLabelsTeachTheSame() {
    let text = FoldedText("your new phone is sick bro")
    #expect(SentimentModel().judge(text).sentiment != .positive)
    let model = SentimentModel(learning: labels)
    #expect(model.judge(text).sentiment == .positive)
    #expect(model.judge(FoldedText("the film begins at nine")).sentiment == .neutral)
    #expect(SentimentModel(learning: labels).judge(text).score == model.judge(text).score)
  }

  @Test func aKeptModelJudgesAsItDid() {
    let model = SentimentModel(learning: labels)
    let saved = model.saved
    #expect(saved.weights.count == 3 * saved.features.count)
    #expect(saved.rules.count == 12)
    let again = SentimentModel(saved)
    for text in ["your new phone is sick bro", "the show was meh", "Terrible. Never again", "味道很好"] {
      let (one, other) = (model.judge(FoldedText(text)), again.judge(FoldedText(text)))
      #expect(one.sentiment == other.sentiment)
      #expect(abs(one.score - other.score) < 0.02)
    }
  }

  @Test func whatNobodyTaughtIsLeftToTheRules() {
    let terrible = FoldedText("Terrible service, never again")
    let nothing = FoldedText("qwerty")
    // No labels, or labels of one kind, set nothing apart.
    for some in [[], [label("the show was meh", .negative), label("so meh", .negative)]] {
      let model = SentimentModel(learning: some)
      #expect(model.judge(terrible).score == SentimentModel().judge(terrible).score)
    }
    // Where nobody labelled anything neutral, what says nothing is still neutral.
    let model = SentimentModel(learning: labels.filter { $0.sentiment != .neutral })
    #expect(model.judge(nothing).sentiment == .neutral)
    #expect(model.judge(terrible).sentiment == .negative)
    #expect(model.judge(FoldedText("sick bro")).sentiment == .positive)
  }

  @Test("A word is another feature in praise, in blame and after one more word")
  func features() {
    func features(_ text: String) -> Set<UInt32> {
      let folded = FoldedText(text)
      var found: [UInt32] = []
      TextFeatures.collect(folded.scalars, SentimentRules.standard.read(folded, keepingWords: true), into: &found)
      #expect(found == found.sorted() && Set(found).count == found.count)
      return Set(found)
    }
    // 送餐 stands in a clause of praise, then in one of blame: all that the two share is the word itself.
    let (good, bad) = (features("送餐很快"), features("送餐太慢"))
    #expect(!good.isDisjoint(with: bad))
    #expect(good.intersection(bad).isSuperset(of: features("送餐").intersection(good)))
    #expect(!features("味道很好，送餐").subtracting(good).isEmpty)
    // Pairs go over one or two words: "wait … hour".
    let near = features("wait an hour").subtracting(features("wait an")).subtracting(features("an hour"))
    #expect(!near.isDisjoint(with: features("wait one hour")))
    #expect(features("").isEmpty)
  }
}

import Testing

@testable import Analysis

@Suite struct SentimentTests {
  private let rules = SentimentRules.standard

  @Test(
    "Praise that blames, and blame that praises",
    arguments: [
      ("great, another outage. just great", Sentiment.negative), ("great, another win. just great", .positive),
      ("好用个屁", .negative), ("好用得很", .positive),
      ("能不能别再推送了", .negative), ("能不能把发票寄给我", .neutral),
      ("I can't recommend it enough", .positive), ("I can't recommend it", .negative),
      ("不要太好用", .positive), ("不要太差劲", .negative),
      ("后悔没早点买", .positive), ("后悔买了", .negative),
      ("这是一首悲伤的音乐", .neutral), ("我很悲伤", .negative),
    ])
  func turned(_ text: String, _ expected: Sentiment) {
    #expect(rules.judge(FoldedText(text)).sentiment == expected, "\(text)")
  }

  @Test(
    "Most of the texts that were written before the rules are judged rightly, in each half",
    arguments: [
      (SentimentTexts.english, 1, 95), (SentimentTexts.english, 0, 84), (SentimentTexts.chinese, 1, 96),
      (SentimentTexts.chinese, 0, 86),
    ])
  func texts(_ lines: String, _ half: Int, _ floor: Int) {
    let examples = Self.examples(lines, half: half)
    let wrong = examples.filter { rules.judge(FoldedText($0.text)).sentiment != $0.sentiment }
    let share = (examples.count - wrong.count) * 100 / examples.count
    #expect(share >= floor, "\(share) %: \(wrong.map(\.text))")
  }

  @Test("One remark does not outweigh a long text, and praise of one thing does not hide that the rest is bad")
  func longTexts() {
    let good = "房间宽敞，床很舒服，早餐丰富，前台热情。就是电梯有点慢。楼下就是地铁，出行方便，下次还会入住。"
    let bad = "大堂很漂亮。房间有霉味，空调不制冷，马桶漏水，前台不理人，半夜吵得睡不着。"
    #expect(rules.judge(FoldedText(good)).score > 0.5)
    #expect(rules.judge(FoldedText(bad)).score < -0.5)
  }

  @Test("The words that decided are told with what they weighed where they stood")
  func words() {
    func weights(_ text: String) -> [(word: String, weight: Float)] {
      let folded = FoldedText(text)
      return rules.read(folded, keepingWords: true).words.map { (folded.excerpt($0.start, $0.length), $0.weight) }
    }
    let mocked = weights("好用个屁")
    #expect(mocked.first { $0.word == "好用" }.map { $0.weight < 0 } == true)
    let topic = weights("这是一首悲伤的音乐")
    #expect(topic.allSatisfy { $0.weight == 0 })
    let meant = weights("great, another outage. just great")
    #expect(meant.filter { $0.word == "great" }.allSatisfy { $0.weight < 0 })
    // What is told adds up to what is judged.
    let text = "The soup was not good, but the staff were lovely"
    let reading = rules.read(FoldedText(text), keepingWords: true)
    let sum = reading.words.reduce(0) { $0 + $1.weight }
    #expect(abs(sum - (reading.good - reading.bad)) < 0.01)
  }

  /// Every second text of each kind, with the sentiment that its sign stands for.
  private static func examples(_ lines: String, half: Int) -> [(text: String, sentiment: Sentiment)] {
    var place = 0
    return lines.split(separator: "\n").compactMap { line in
      if line.hasPrefix("# ") {
        place = 0
        return nil
      }
      place += 1
      guard place % 2 == half else { return nil }
      let sentiment: Sentiment = line.hasPrefix("+") ? .positive : line.hasPrefix("-") ? .negative : .neutral
      return (String(line.dropFirst(2)), sentiment)
    }
  }
}

import Testing

@testable import Analysis

@Suite struct TextReadingTests {
  private let reader = TextReader()

  @Test(
    "Words and rules tell how somebody feels",
    arguments: [
      ("The crew was wonderful, thank you!", Sentiment.positive), ("not good at all", .negative),
      ("My flight was delayed again and nobody answers. Terrible service.", .negative),
      ("What time does the shop open on Sunday?", .neutral), ("味道很好，下次还来", .positive), ("一点都不好吃，再也不会买了", .negative),
      ("等了两个小时，打电话没人接", .negative),
      ("The food was nice but the waiter was rude and we had to wait for two hours", .negative),
      ("great, another delay. thanks for nothing 😡", .negative), ("手机不卡，速度快，没有任何问题", .positive),
    ])
  func sentiment(_ text: String, _ expected: Sentiment) {
    #expect(reader.read(title: "", text: text).sentiment == expected)
  }

  @Test(
    "Kind, cues and the number of people hurt",
    arguments: [
      ("The battery exploded and my son was injured", "product_quality", [ContentCue.injury], 0),
      ("三人受伤，手机自燃起火", "product_quality", [.injury], 3), ("用户数据泄露，黑客在网上出售个人信息", "data_breach", [.leak], 0),
      ("Your site is down since noon, cannot log in", "service_outage", [], 0),
      ("我是日报记者，请贵司回应停服一事", "negative_press", [.journalist], 0), ("工信部约谈该公司，责令整改", "regulatory", [.regulator], 0),
      ("饿死了，等了两个小时", "user_complaint", [], 0), ("At least 12 people died after the brakes failed", "", [.death], 12),
      ("The maker recalls 40,000 chargers", "product_quality", [.recall], 0),
    ])
  func topics(_ text: String, _ kind: String, _ cues: [ContentCue], _ hurt: Int) {
    let reading = reader.read(title: "", text: text)
    #expect(reading.kind == kind)
    #expect(ContentCue.set(reading.cues) == cues)
    #expect(reading.hurt == hurt)
  }

  @Test func copiesShareAFingerprintAndOthersDoNot() {
    func print(_ text: String) -> Fingerprint { Fingerprint(FoldedText(text)) }
    let stories = [
      "今天上午多地用户反映无法拨打电话，运营商尚未回应，客服热线占线，许多门店前排起长队，等待办理退款",
      "Nova Mobile users across the country report that they cannot make calls since this morning; no comment so far",
    ]
    for story in stories {
      let original = print(story)
      for copy in ["【转】\(story)！！ http://t.cn/abc @某某", "RT @someone: \(story)", story.uppercased() + "…"] {
        let other = print(copy)
        #expect(original.isCopy(of: other), "\(copy)")
        #expect(!Set(original.bands).isDisjoint(with: other.bands), "\(copy)")
      }
    }
    #expect(!print(stories[0]).isCopy(of: print("明天多云转晴，最高气温二十四度，适合户外活动，请市民朋友们注意防晒补水，合理安排出行时间")))
    #expect(!print(stories[0]).isCopy(of: print(stories[1])))
    #expect(!print("好吃").isCopy(of: print("好吃")))
  }

  @Test func anyTwoSignsInARowAndTheBeginningOfAWordFindAText() {
    let terms = Set(SearchTerms.of(FoldedText("全国大面积断网 Nationwide outage, 12 hours")))
    for typed in ["断网", "面积断", "nationw", "NATION", "outage", "12"] {
      let needed = SearchTerms.needed(for: FoldedText(typed))
      #expect(!needed.isEmpty && terms.isSuperset(of: needed), "\(typed)")
    }
    #expect(!terms.isSuperset(of: SearchTerms.needed(for: FoldedText("退款"))))
  }

  @Test func hostileTextsEndAndStayInBounds() {
    let endless = String(repeating: "哈", count: 200_000) + String(repeating: "\u{301}", count: 10_000)
    let reading = reader.read(title: "", text: endless)
    #expect(reading.score >= -1 && reading.score <= 1)
    #expect(reader.read(title: "", text: "").fingerprint.bits == 0)
    #expect(reader.read(title: "", text: "\u{0}\u{FFFD}\u{202E}@@@@http://").hurt == 0)
  }
}

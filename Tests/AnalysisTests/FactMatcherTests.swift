import Testing

@testable import Analysis

/// What texts say in figures, times and names, held beside the facts: in both languages.
@Suite struct FactMatcherTests {
  private func written(
    _ text: String, facts: [String], context: [String] = [], _ purpose: FactMatcher.Purpose = .report
  )
    -> [String]
  {
    FactMatcher(facts: facts, context: context).unmatched(in: text, for: purpose).map(\.written)
  }

  private func values(_ text: String) -> [TextDetail.Value] {
    FactMatcher(facts: []).details(in: text).map(\.value)
  }

  @Test(
    "The same figure in either language",
    arguments: [
      ("约 4 万名用户受影响", "about 40,000 users are affected"), ("四万名用户", "40000 people"), ("三百二十台手机", "320 phones"),
      ("一百二十万条", "1.2 million records"), ("百分之三十的门店", "30% of the stores"), ("三成", "30 percent"),
      ("十一月二十五日", "November 25"), ("11 月 25 日", "25 Nov"), ("2026-11-25", "11 月 25 号"), ("晚上十点零五分", "22:05"),
      ("下午 3 点半", "3:30 pm"), ("３.５ 亿元", "350 million yuan"), ("九个小时", "nine hours"), ("forty-two people", "42 人"),
    ])
  func theSame(_ text: String, _ fact: String) {
    #expect(written(text, facts: [fact]) == [], "\(values(text)) \(values(fact))")
    #expect(written(fact, facts: [text]) == [], "\(values(text)) \(values(fact))")
    #expect(!values(text).isEmpty)
  }

  @Test(
    "Another figure is found",
    arguments: [
      ("约 5 万名用户受影响", "40,000 users", "5 万名用户"), ("four thousand people", "40,000 users", "four thousand people"),
      ("11 月 26 日发生", "11 月 25 日发生", "11 月 26 日"), ("自 22:15 起", "22:05", "22:15"), ("降幅 31%", "30%", "31%"),
      ("共 40 台", "40 人", "40 台"), ("持续 10 小时", "nine hours", "10 小时"),
    ])
  func another(_ text: String, _ fact: String, _ found: String) {
    #expect(written(text, facts: [fact]) == [found])
  }

  @Test(
    "What is no figure is left alone",
    arguments: [
      "我们十分抱歉，万一再有问题，请拨打 400-820-1234。", "一起处理，一定负责", "第三次通报", "1. 停用\n2. 退款", "请见 https://example.com/a1",
      "one of the reasons", "千万不要", "model no. 7x",
    ])
  func noFigure(_ text: String) {
    let figures = values(text).filter { if case .name = $0 { false } else { true } }
    #expect(figures == [], "\(figures)")
  }

  @Test func namesAreLookedForInTheFactsAndInWhatEverybodyKnows() {
    #expect(written("The fire began in the Star River X12.", facts: ["a Star River X12 burnt"]) == [])
    #expect(written("It was sold by Great Wall Trading.", facts: ["a Star River X12 burnt"]) == ["Great Wall Trading"])
    #expect(written("涉及《星河手册》", facts: ["手册"], context: ["星河手册"]) == [])
    #expect(written("涉及《长城手册》", facts: ["手册"]) == ["长城手册"])
    let tracked = FactMatcher(facts: ["手机起火"], names: ["星河"])
    #expect(tracked.unmatched(in: "星河手机起火").map(\.written) == ["星河"])
  }

  /// 近 4 万 and 39,800 are the same; 4 万 and 39,800 are not.
  @Test func whatIsSaidToBeRoughMayBeRough() {
    #expect(written("近 4 万名用户", facts: ["39,800 users"]) == [])
    #expect(written("4 万名用户", facts: ["39,800 users"]) == ["4 万名用户"])
  }

  /// An order sets times; a report tells them.
  @Test func ordersSetTimesAndSpans() {
    let text = "2 小时内提交方案，18:00 前发布"
    #expect(written(text, facts: [], .order) == [])
    #expect(written(text, facts: []) == ["2 小时", "18:00"])
  }
}

import Testing

@testable import Analysis

@Suite struct BurstTests {
  /// Counts of a quiet series, five minutes apart, by a seeded generator.
  private func quiet(_ rows: Int, mean: Double, seed: UInt64 = 7) -> [Double] {
    var dice = SplitMix(state: seed)
    return (0..<rows).map { _ in
      // Poisson by Knuth's product of uniforms.
      var count = 0
      var product = 1.0
      repeat {
        product *= Double.random(in: 0..<1, using: &dice)
        count += 1
      } while product > Self.limit(mean)
      return Double(count - 1)
    }
  }

  private static func limit(_ mean: Double) -> Double {
    // e to the power of -mean.
    var value = 1.0
    var term = 1.0
    for power in 1...60 {
      term *= -mean / Double(power)
      value += term
    }
    return value
  }

  private func judge(_ counts: [Double]) -> [BurstDetector.Judgement] {
    var detector = BurstDetector(spacing: 300)
    return counts.enumerated().map { detector.judge($1, at: 1_700_000_000 + Double($0) * 300) }
  }

  @Test func aPeakIsNewsOnceAndItsAfterglowIsNot() throws {
    var counts = quiet(2000, mean: 8)
    for index in 1500..<1530 { counts[index] += 60 }
    let news = judge(counts).enumerated().filter { $0.element.score >= BurstDetector.threshold }.map(\.offset)
    let first = try #require(news.first { $0 >= 1500 })
    #expect(first == 1500)
    // While the hour around it swells it is rarer by the row: the one burst brought up to date, no other.
    #expect(news.filter { (1500..<1932).contains($0) }.allSatisfy { $0 < 1512 })
  }

  @Test func quietRowsAreSeldomNews() {
    let news = judge(quiet(8000, mean: 5)).filter { $0.score >= BurstDetector.threshold }.count
    // At a rarity of 2.7, once in 500 rows by chance; a day and a half of silence after each.
    #expect(news <= 24)
  }

  @Test func noRowLooksAhead() {
    let counts = quiet(900, mean: 6)
    var other = counts
    for index in 600..<900 { other[index] = 500 }
    #expect(Array(judge(counts)[..<600]) == Array(judge(other)[..<600]))
  }

  @Test func aCrisisOfDaysDoesNotBecomeWhatIsUsual() throws {
    var counts = quiet(3000, mean: 10)
    for index in 2000..<2600 { counts[index] += 200 }
    let judged = judge(counts)
    #expect(judged[2599].usual < 60)
  }

  @Test func theHourOfTheDayIsKnown() {
    // Ten days: nights of 2, days of 40.
    let counts = quiet(2880, mean: 2).enumerated().map { index, low in
      (index / 12) % 24 < 8 ? low : low + 38
    }
    let judged = judge(counts)
    let noon = judged[2736..<2880].map(\.usual).max() ?? 0
    let night = judged[2736..<2880].map(\.usual).min() ?? 0
    #expect(noon > night + 15)
  }

  @Test func whatIsNewHasNoVoiceYet() {
    #expect(judge(quiet(BurstDetector.warmUp, mean: 3)).allSatisfy { $0.score == 0 })
  }
}

import Glibc
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
      } while product > exp(-mean)
      return Double(count - 1)
    }
  }

  private func judge(_ counts: [Double]) -> [BurstDetector.Judgement] {
    var detector = BurstDetector(spacing: 300)
    return counts.enumerated().map { detector.learn($1, at: 1_700_000_000 + Double($0) * 300) }
  }

  private func news(_ judged: [BurstDetector.Judgement]) -> [Int] {
    var bursts = Bursts()
    return judged.indices.filter { bursts.hear(judged[$0].rarity, at: Double($0) * 300) == .burst }
  }

  @Test func aPeakIsNewsOnceAndItsAfterglowIsNot() throws {
    var counts = quiet(2000, mean: 8)
    for index in 1500..<1530 { counts[index] += 60 }
    #expect(news(judge(counts)).filter { $0 >= 1400 } == [1500])
  }

  @Test func aSecondWaveIsNewsByItself() throws {
    var counts = quiet(2600, mean: 8)
    for index in 2000..<2036 { counts[index] += 60 }
    for index in 2180..<2216 { counts[index] += 30 }
    #expect(news(judge(counts)).filter { $0 >= 1900 }.count == 2)
  }

  @Test func aSwellingShowsThoughNoRowIsRemarkable() throws {
    var counts = quiet(4000, mean: 0.2)
    for index in 3500..<3600 { counts[index] += index % 2 == 0 ? 1 : 0 }
    let judged = judge(counts)
    let first = try #require(news(judged).first { $0 >= 3500 })
    #expect(first < 3600 && judged[first].rows > 3)
    #expect(judged[3500..<3600].allSatisfy { $0.counted < 60 })
  }

  /// One false alarm a subject in thirty days is what is promised.
  @Test(arguments: [0.2, 5, 50]) func quietSeriesHaveNoMoreAlarmsThanPromised(mean: Double) {
    let alarms = (1...6).reduce(0) { $0 + news(judge(quiet(30 * 288, mean: mean, seed: UInt64($1)))).count }
    #expect(alarms <= 12, "\(alarms) in 180 days")
  }

  /// One mention in sixteen is carried on by ten others soon after, and so are those.
  private func cascades(_ rows: Int, mean: Double, seed: UInt64) -> [Double] {
    var dice = SplitMix(state: seed)
    var counts = quiet(rows, mean: mean * 6 / 16, seed: seed &+ 100)
    for row in counts.indices {
      var new = counts[row]
      counts[row] = 0
      while new > 0 {
        new -= 1
        counts[row] += 1
        guard Int.random(in: 0..<16, using: &dice) == 0 else { continue }
        for _ in 0..<10 {
          let later = Int(-2 * log(Double.random(in: 1e-9..<1, using: &dice)))
          if later == 0 { new += 1 } else if row + later < rows { counts[row + later] += 1 }
        }
      }
    }
    return counts
  }

  /// Who watches a subject of which everything is carried on by many is told as often as anybody.
  @Test func aSubjectWhoseCountsJumpIsNotToldOfEachOfItsJumps() {
    let alarms = (1...4).reduce(0) { alarms, seed in
      alarms + news(judge(cascades(58 * 288, mean: 1, seed: UInt64(seed)))).filter { $0 >= 28 * 288 }.count
    }
    #expect(alarms <= 8, "\(alarms) in 120 days")
  }

  @Test func aCrisisOfASubjectWhoseCountsJumpIsTold() {
    var counts = cascades(30 * 288, mean: 1, seed: 5)
    for row in 8000..<8072 { counts[row] += 30 }
    #expect(news(judge(counts)).contains { (8000..<8072).contains($0) })
  }

  /// Excesses over 4 in three of ten blocks: exponential, or with a tail of the power given.
  private func tail(power: Double? = nil, crisisEvery: Int? = nil) -> Tail {
    var dice = SplitMix(state: 11)
    var tail = Tail(limit: 4)
    for block in 0..<700 {
      let chance = Double.random(in: 1e-9..<1, using: &dice)
      let isCrisis = crisisEvery.map { block % $0 == 0 } ?? false
      let excess = power.map { 2 * $0 * (pow(chance, -1 / $0) - 1) } ?? (-1.2 * log(chance))
      tail.learn(block % 3 != 0 ? 2 : isCrisis ? 30 : 4 + excess)
    }
    return tail
  }

  @Test func aTailIsLearntFromWhatIsOftenAndNotFromCrises() {
    let thin = tail()
    let heavy = tail(power: 2)
    let troubled = tail(crisisEvery: 36)
    #expect(thin.logBlocks(4) == 0 && thin.logBlocks(3) == 0)
    // Exponential, with a scale of 1.2: 12 comes once in 3 · exp(8 / 1.2) blocks.
    #expect(abs(thin.logBlocks(12) - (log(3) + 8 / 1.2)) < 1)
    #expect(abs(heavy.logBlocks(12) - (log(3) + 2 * log1p(8.0 / 4))) < 1)
    #expect(abs(troubled.logBlocks(12) - thin.logBlocks(12)) < 1.5)
  }

  @Test func aTailIsNotLearntTwiceFromWhatGoesOn() {
    var once = Tail(limit: 4)
    var often = once
    for block in 0..<120 {
      once.learn(block % 24 == 0 ? 20 : 2)
      often.learn(block % 24 < 6 ? 20 : 2)
    }
    #expect(once.logBlocks(15) == often.logBlocks(15))
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

  @Test func aDaysRhythmIsNoBurstOnTheFirstMorning() {
    let counts = quiet(576, mean: 2).enumerated().map { index, low in (index / 12) % 24 < 8 ? low : low * 4 }
    #expect(news(judge(counts)).count <= 1)
  }

  @Test func aSilentSourceTeachesNothingAndItsReturnIsNoBurst() {
    var counts = quiet(3000, mean: 20)
    for index in 2000..<2100 { counts[index] = 0 }
    let judged = judge(counts)
    #expect(news(judged).filter { $0 >= 2000 }.isEmpty)
    #expect(judged[2160].usual > 15)
  }

  @Test func whatIsNewHasNoVoiceYet() {
    #expect(judge(quiet(BurstDetector.warmUp, mean: 3)).allSatisfy { $0.rarity == 0 })
  }

  // MARK: rows that still grow

  private func taught(mean: Double) -> BurstDetector {
    var detector = BurstDetector(spacing: 300)
    for (index, count) in quiet(2880, mean: mean).enumerated() {
      detector.learn(count, at: 1_700_000_000 + Double(index) * 300)
    }
    return detector
  }

  @Test func aYoungRowIsJudgedBesideWhatHasArrivedByThen() {
    let detector = taught(mean: 10)
    let whole = detector.judge(recent: [(count: 10, share: 1)])[0]
    let young = detector.judge(recent: [(count: 2, share: 0.2)])[0]
    #expect(abs(whole.usual - 10) < 2 && abs(young.usual - 2) < 0.5)
    // All of a row at once is what a poll brings.
    #expect(detector.judge(recent: [(count: 10, share: 0.2)])[0].rarity < BurstDetector.threshold)
    #expect(detector.judge(recent: [(count: 150, share: 0.2)])[0].rarity > BurstDetector.threshold)
  }

  @Test func aRowThatIsWholeIsJudgedAsWhenItIsLearnt() {
    var detector = taught(mean: 10)
    let recent = quiet(24, mean: 10, seed: 3).map { $0 + 5 }
    let early = detector.judge(recent: recent.map { (count: $0, share: 1) })
    #expect(early.count == 24)
    for (index, count) in recent.enumerated() {
      let late = detector.learn(count, at: 1_700_000_000 + Double(2880 + index) * 300)
      #expect(late.usual == early[index].usual && late.counted == early[index].counted)
    }
  }

  @Test func whatGrowsIsToldOnce() {
    var bursts = Bursts()
    #expect(bursts.hear(3, at: 0) == .none)
    #expect(bursts.hear(4.2, at: 300) == .burst)
    #expect(bursts.hear(4.4, at: 300) == .none)
    #expect(bursts.hear(4.8, at: 600) == .rarer)
    // An earlier row of the same burst, known late.
    #expect(bursts.hear(4.2, at: -300) == .none)
    #expect(bursts.hear(4, at: 600 + 6 * 3600) == .none)
    #expect(bursts.hear(4, at: 601 + 12 * 3600) == .burst)
  }

  @Test func sharesAreWhatWasSeen() {
    var push = Arrivals()
    var feed = Arrivals()
    var archive = Arrivals()
    for mention in 0..<900 {
      push.learn(delay: 5)
      feed.learn(delay: Double(mention % 300))
      archive.learn(delay: Double(mention) * 86400)
    }
    let ages = [60.0, 300, 600, 7200]
    #expect(push.shares(ages: ages) == [0.2, 1, 1, 1])
    // Evenly over the five minutes until the next poll: half has come when they are over, all five minutes later.
    let shares = feed.shares(ages: ages)
    #expect(shares[0] < 0.1 && abs(shares[1] - 0.6) < 0.02 && shares[2...] == [1, 1])
    // A single mention of the archive was published just now.
    #expect(archive.shares(ages: ages) == Arrivals().shares(ages: ages))
  }
}

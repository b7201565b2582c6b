import Dice
import Analysis
import Fuzz
import Glibc

/// The same series, of which mentions become known some time after they are published; Levee looks every minute, judges what
/// grew in the last two hours again, and tells once, as the service does.
struct Late {
  enum Source: String, CaseIterable {
    case push = "pushed within seconds"
    case feed = "a feed, asked every five minutes"
    case slow = "half by a feed, half after half an hour on average"
    /// Beside the feed, every week 500 mentions that were published in the months before.
    case archive = "a feed, and an archive of months"
  }

  struct Result {
    /// Of series without crises, in thirty days.
    let falseAlarms: Double
    let found: Double
    /// Minutes from the start of a crisis until it is told; nil when half of them are not.
    let delay: Double?
  }

  private struct Mention {
    let row: Int
    /// In minutes.
    let published: Double
  }

  private static let settling = 24

  let source: Source
  let trial: Trial

  func run() -> Result {
    let days = Double(trial.calm.count * (Company.rows - Company.learning)) / Double(Company.day)
    let alarms = trial.calm.enumerated().reduce(0) { $0 + told($1.element, seed: UInt64($1.offset)).count }
    let delays = trial.troubled.enumerated().flatMap { number, company in
      let told = told(company, seed: UInt64(number))
      return company.crises.map { crisis in
        let start = Double(crisis.start) * 5
        let first = told.first { $0 >= start && $0 < Double(crisis.end + Trial.grace) * 5 + 120 }
        return first.map { $0 - start } ?? .infinity
      }
    }.sorted()
    let middle = delays[(delays.count - 1) / 2]
    return Result(
      falseAlarms: Double(alarms) / days * 30, found: Double(delays.count { $0.isFinite }) / Double(delays.count),
      delay: middle.isFinite ? middle : nil)
  }

  /// The minutes at which something is told, in the judged weeks.
  private func told(_ company: Company, seed: UInt64) -> [Double] {
    var dice = Dice(seed: seed ^ 0x1A7E)
    let minutes = Company.rows * 5
    var coming = [[Mention]](repeating: [], count: minutes + 1)
    let poll = dice.below(5)
    for (row, count) in company.counts.enumerated() {
      for _ in 0..<Int(count) {
        let published = Double(row) * 5 + 5 * dice.uniform()
        let known = arrival(published, poll: poll, &dice)
        if known < minutes { coming[known].append(Mention(row: row, published: published)) }
      }
      if source == .archive, row % Company.week == 700, row > Company.week {
        for _ in 0..<500 {
          let old = dice.below(row - 1000)
          coming[row * 5].append(Mention(row: old, published: Double(old) * 5))
        }
      }
    }
    return listen(to: coming)
  }

  private func arrival(_ published: Double, poll: Int, _ dice: inout Dice) -> Int {
    let minute = Int(published) + 1
    let polled = minute + (poll - minute % 5 + 5) % 5
    switch source {
    case .push: return minute
    case .feed, .archive: return polled
    case .slow: return dice.below(2) == 0 ? polled : minute + Int(-30 * log(dice.uniform()))
    }
  }

  private func listen(to coming: [[Mention]]) -> [Double] {
    var detector = BurstDetector(spacing: 300)
    var arrivals = Arrivals()
    var bursts = Bursts()
    var recent: [Double] = []
    var settled = 0
    var told: [Double] = []
    for (minute, mentions) in coming.enumerated() where minute > 0 {
      while recent.count < minute / 5 - settled + 1 { recent.append(0) }
      while settled + Self.settling < minute / 5 {
        let judged = detector.learn(recent.removeFirst(), at: Company.seconds(settled))
        _ = bursts.hear(judged.rarity, at: Company.seconds(settled))
        settled += 1
      }
      var hasGrown = false
      for mention in mentions {
        arrivals.learn(delay: (Double(minute) - mention.published) * 60)
        guard mention.row >= settled else { continue }
        recent[mention.row - settled] += 1
        hasGrown = true
      }
      guard hasGrown, minute >= Company.learning * 5 else { continue }
      let shares = arrivals.shares(ages: recent.indices.map { Double(minute * 60) - Company.seconds(settled + $0) })
      let judged = detector.judge(recent: zip(recent, shares).map { (count: $0, share: $1) })
      for (index, judgement) in judged.enumerated()
      where bursts.hear(judgement.rarity, at: Company.seconds(settled + index)) == .burst {
        told.append(Double(minute))
      }
    }
    return told
  }
}

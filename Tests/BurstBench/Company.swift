import Dice
import Fuzz
import Glibc

/// Eight weeks of five-minute counts as a company has them: four to learn from and four that are judged.
///
/// The mean is the product of a level, a trend, the hours of the day (which differ at weekends), the days of the week, two
/// holidays, and a mood that wanders for hours; counts are negative binomial. A source falls silent now and then. In a
/// series with crises there is one in each of the judged weeks.
struct Company {
  static let day = 288
  static let week = 7 * day
  static let learning = 4 * week
  static let rows = 8 * week

  struct Crisis {
    enum Kind: String, CaseIterable {
      case step = "step", ramp = "ramp of an hour", slow = "slow day", spike = "spike", second = "second wave"
    }
    let kind: Kind
    /// Beside the others of its kind: 1, 2 or 4.
    let size: Int
    /// The first row, and the first after it. Of a second wave, those of the second.
    let start: Int
    let end: Int
  }

  /// What makes counts stray beyond the hours and the mood.
  enum Temper: String, CaseIterable {
    /// Nothing but what each row's negative binomial count has.
    case even
    /// Gusts of minutes to an hour: the mean is multiplied by lognormal noise that passes quickly.
    case gusts
    /// Most mentions carry on another, and few of them a great many: a branching process close to where it would not end.
    case cascades
  }

  private(set) var counts: [Double] = []
  private(set) var crises: [Crisis] = []

  /// Where the first row lies, in rows since the beginning of a week: midnight between Wednesday and Thursday, as 1970 began.
  static func seconds(_ row: Int) -> Double { Double(row) * 300 }

  init(rate: Double, temper: Temper = .even, seed: UInt64, isCalm: Bool) {
    var dice = Dice(seed: seed)
    let means = Self.means(rate, &dice)
    let dispersion = exp(dice.uniform(log(0.03), log(0.3)))
    let silent = Self.gaps(&dice)
    var extra = [Double](repeating: 0, count: Self.rows)
    if !isCalm {
      for week in 0..<4 { crises.append(Self.crisis(week, rate, &dice, &extra)) }
    }
    let shares = (0..<Self.rows).map { extra[$0] > 0 ? 1 : silent[$0] }
    // Of its own chance, so that the same seed has the same hours, crises and gaps in each temper.
    var own = Dice(seed: seed ^ 0x7E3B_E4)
    switch temper {
    case .even, .gusts:
      let gusts = temper == .even ? nil : Self.gusts(&own)
      counts = (0..<Self.rows).map { row in
        let mean = (means[row] + extra[row]) * (gusts?[row] ?? 1)
        return Double(dice.count(mean: mean * shares[row], dispersion: dispersion))
      }
    case .cascades:
      counts = Self.cascades((0..<Self.rows).map { means[$0] + extra[$0] }, shares, &own)
    }
  }

  /// Noise with a mean of 1, half of which has passed after ten minutes to an hour.
  private static func gusts(_ dice: inout Dice) -> [Double] {
    let size = dice.uniform(0.4, 0.8)
    let pace = exp2(-1 / dice.uniform(2, 12))
    var height = dice.normal()
    return (0..<rows).map { _ in
      height = pace * height + (1 - pace * pace).squareRoot() * dice.normal()
      return exp(size * height - size * size / 2)
    }
  }

  /// Each mention is carried on by some others, soon after: by how many on average differs from one to the next as the reach
  /// of accounts does.
  /// - Source: A. G. Hawkes, "Spectra of some self-exciting and mutually exciting point processes", Biometrika 58 (1971); for
  ///   reposts, Q. Zhao et al., "SEISMIC: a self-exciting point process model for predicting tweet popularity", KDD (2015).
  private static func cascades(_ means: [Double], _ shares: [Double], _ dice: inout Dice) -> [Double] {
    let branching = dice.uniform(0.6, 0.95)
    let exponent = dice.uniform(1.5, 2.5)
    let delay = dice.uniform(1, 4)
    let least = branching * (exponent - 1) / exponent
    var counts = [Int](repeating: 0, count: rows)
    var coming = counts
    for row in 0..<rows {
      var new = coming[row] + dice.poisson(means[row] * (1 - branching))
      while new > 0 {
        counts[row] += new
        var reach = 0.0
        for _ in 0..<new { reach += least * pow(dice.uniform(), -1 / exponent) }
        new = 0
        for _ in 0..<dice.poisson(reach) {
          let then = Double(row) + dice.uniform() - delay * log(dice.uniform())
          if then < Double(row + 1) { new += 1 } else if then < Double(rows) { coming[Int(then)] += 1 }
        }
      }
    }
    return (0..<rows).map { Double(dice.binomial(counts[$0], shares[$0])) }
  }

  private static func means(_ rate: Double, _ dice: inout Dice) -> [Double] {
    let night = dice.uniform(0.5, 1.6)
    let peak = dice.uniform(0, 24)
    let second = dice.uniform(0, 0.4)
    let weekend = dice.uniform(-0.6, 0.1)
    let flat = dice.uniform(0.5, 1)
    let firstSaturday = dice.below(7)
    let trend = dice.normal() * 0.25 / Double(4 * week)
    let holidays = [dice.below(4 * 7), 4 * 7 + dice.below(4 * 7)].map { ($0, dice.uniform(-1, 0)) }
    let wander = dice.uniform(0.05, 0.25)
    let pace = exp(-1 / dice.uniform(24, 144))
    var mood = dice.normal() * wander
    var logs = (0..<rows).map { row -> Double in
      let hour = Double(row % day) / 12
      let dayOfWeek = (row / day) % 7
      let isWeekend = (dayOfWeek - firstSaturday + 7) % 7 < 2
      let angle = 2 * Double.pi * (hour - peak - (isWeekend ? 1.5 : 0)) / 24
      mood = pace * mood + (1 - pace * pace).squareRoot() * wander * dice.normal()
      var value = night * (isWeekend ? flat : 1) * cos(angle) + second * cos(2 * angle) + trend * Double(row) + mood
      if isWeekend { value += weekend }
      for (holiday, depth) in holidays where row / day == holiday { value += depth }
      return value
    }
    let mean = logs.reduce(0) { $0 + exp($1) } / Double(rows)
    for row in 0..<rows { logs[row] = rate * exp(logs[row]) / mean }
    return logs
  }

  /// What share of the sources speaks, by row: now and then one that carries a part, or all, is silent for hours.
  private static func gaps(_ dice: inout Dice) -> [Double] {
    var share = [Double](repeating: 1, count: rows)
    for _ in 0..<4 {
      let start = dice.below(rows - day)
      let length = 12 + dice.below(day / 2)
      let lost = dice.below(2) == 0 ? 1 : dice.uniform(0.2, 0.6)
      for row in start..<(start + length) { share[row] *= 1 - lost }
    }
    return share
  }

  /// Adds one crisis to a judged week, of a random kind and size.
  private static func crisis(_ week: Int, _ rate: Double, _ dice: inout Dice, _ extra: inout [Double]) -> Crisis {
    let kind = Crisis.Kind.allCases[dice.below(5)]
    let size = [1, 2, 4][dice.below(3)]
    // What comes to a subject of which hardly anybody speaks is more beside its rate.
    let unit = Double(size) * (0.5 * rate + 0.3 * rate.squareRoot())
    var start = learning + week * Self.week + day + dice.below(4 * day)
    let shape: [Double]
    switch kind {
    case .step: shape = [Double](repeating: unit, count: 72)
    case .ramp:
      shape = (0..<72).map { (row: Int) -> Double in
        let height = row < 12 ? Double(row + 1) / 12 : row < 36 ? 1.0 : Double(72 - row) / 36
        return unit * 1.3 * height
      }
    case .slow: shape = [Double](repeating: unit * 0.4, count: 288)
    case .spike: shape = [2 * unit, 4 * unit, 2 * unit, unit]
    case .second:
      shape = [Double](repeating: unit * 1.3, count: 36)
      for row in start..<(start + 36) { extra[row] += unit * 2.6 }
      start += 36 + 144
    }
    for (index, value) in shape.enumerated() { extra[start + index] += value }
    return Crisis(kind: kind, size: size, start: start, end: start + shape.count)
  }
}

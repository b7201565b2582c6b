/// What a method finds in series with crises, at a threshold at which it raises one false alarm a subject in thirty days in
/// series of the same kind without any.
struct Trial: Sendable {
  /// A row is an alarm when it is burst and none was in the six hours before it: what goes on is told once.
  static let quiet = 72
  /// An alarm counts for a crisis until an hour after its end.
  static let grace = 12

  struct Outcome {
    let crisis: Company.Crisis
    /// Minutes from the start of the crisis to the end of the row that is told; nil when it was missed.
    let delay: Double?
    let weight: Double
  }

  let calm: [Company]
  let troubled: [Company]

  init(rate: Double, temper: Company.Temper = .even, series: Int, seed: UInt64) {
    let seed = seed &* 1_000_003 &+ UInt64(rate * 1000)
    calm = (0..<series).map { Company(rate: rate, temper: temper, seed: seed &* 31 &+ UInt64($0) &* 2, isCalm: true) }
    troubled = (0..<series).map {
      Company(rate: rate, temper: temper, seed: seed &* 31 &+ UInt64($0) &* 2 &+ 1, isCalm: false)
    }
  }

  static func alarms(_ isBurst: [Bool], in rows: Range<Int> = Company.learning..<Company.rows) -> [Int] {
    var alarms: [Int] = []
    var last = Int.min / 2
    for row in rows where isBurst[row] {
      if row - last > quiet { alarms.append(row) }
      last = row
    }
    return alarms
  }

  /// False alarms a subject in thirty days.
  static func falseAlarms(
    _ method: any Method, _ scores: [[Float]], _ threshold: Float,
    in rows: Range<Int> = Company.learning..<Company.rows
  ) -> Double {
    let alarms = scores.reduce(0) { $0 + Self.alarms(method.isBurst($1, threshold), in: rows).count }
    return Double(alarms) / Double(scores.count) * 30 * Double(Company.day) / Double(rows.count)
  }

  /// Two thresholds around one false alarm, and how much the lower one weighs to make it exactly one.
  static func thresholds(_ method: any Method, _ scores: [[Float]]) -> (high: Float, low: Float, weight: Double) {
    let judged = scores.flatMap { $0[Company.learning...].filter { !$0.isNaN && $0 > 0 } }.sorted(by: >)
    guard let top = judged.first else { return (0, 0, 0) }
    func rate(_ threshold: Float) -> Double { falseAlarms(method, scores, threshold) }
    // From the rarest down, until there are more than one.
    var high = max(top, 1) * (method is Kleinberg ? 100 : 1) + 1
    var low = high
    var place = 4.0
    while rate(low) <= 1 {
      high = low
      if method is Kleinberg { low *= 0.8 } else { low = judged[min(judged.count - 1, Int(place))] }
      if place > Double(judged.count) || low < 1e-4 { return (low, low, 1) }
      place *= 1.3
    }
    for _ in 0..<30 {
      let middle = (high + low) / 2
      if middle == high || middle == low { break }
      if rate(middle) > 1 { low = middle } else { high = middle }
    }
    let few = rate(high)
    return (high, low, (1 - few) / max(1e-9, rate(low) - few))
  }

  func outcomes(_ method: any Method, _ scores: [[Float]], _ threshold: Float, weight: Double) -> [Outcome] {
    zip(troubled, scores).flatMap { company, scores in
      let alarms = Self.alarms(method.isBurst(scores, threshold))
      return company.crises.map { crisis in
        let first = alarms.first { $0 >= crisis.start && $0 < crisis.end + Self.grace }
        return Outcome(crisis: crisis, delay: first.map { Double($0 + 1 - crisis.start) * 5 }, weight: weight)
      }
    }
  }

  func run(_ method: any Method) -> Result {
    let quiet = calm.map { method.scores($0.counts) }
    let (high, low, weight) = Self.thresholds(method, quiet)
    let scores = troubled.map { method.scores($0.counts) }
    return Result(
      name: method.name, threshold: high,
      outcomes: outcomes(method, scores, high, weight: 1 - weight) + outcomes(method, scores, low, weight: weight))
  }

  struct Result {
    let name: String
    let threshold: Float
    let outcomes: [Outcome]

    func of(_ kind: Company.Crisis.Kind) -> Result {
      Result(name: name, threshold: threshold, outcomes: outcomes.filter { $0.crisis.kind == kind })
    }

    func of(size: Int) -> Result {
      Result(name: name, threshold: threshold, outcomes: outcomes.filter { $0.crisis.size == size })
    }

    var found: Double {
      let all = outcomes.reduce(0) { $0 + $1.weight }
      return outcomes.reduce(0) { $0 + ($1.delay == nil ? 0 : $1.weight) } / max(all, 1e-9)
    }

    /// The median in minutes, where what was missed is never told; nil when that is half of them.
    var delay: Double? {
      let all = outcomes.reduce(0) { $0 + $1.weight }
      var seen = 0.0
      for outcome in outcomes.sorted(by: { ($0.delay ?? .infinity) < ($1.delay ?? .infinity) }) {
        seen += outcome.weight
        if seen >= all / 2 { return outcome.delay }
      }
      return nil
    }

    func isBetter(than other: Result) -> Bool {
      (found, -(delay ?? .infinity)) > (other.found, -(other.delay ?? .infinity))
    }
  }
}

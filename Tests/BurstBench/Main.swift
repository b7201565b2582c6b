import Analysis
import FoundationEssentials

/// `burst-bench [--series N] [--seed N] [--rate R] [--levee]` on made series, `burst-bench heavy` on subjects whose counts
/// jump without any crisis, `burst-bench late` on series of which mentions become known late; `burst-bench tweets DIRECTORY`
/// on the benchmark's.
@main struct Main {
  static let rates = [0.05, 0.2, 1, 5, 20, 100, 500]

  /// The field's methods, each in several settings, of which the better counts at each rate.
  static var rivals: [[any Method]] {
    let ears = (1...3).map { version in
      settings([EARS.Baseline.rows, .days]) { EARS(version: version, joined: $0, baseline: $1) }
    }
    let farrington =
      settings([true, false]) { Farrington(joined: $0, byWeek: $1, threshold: .twoThirds) }
      + settings([true, false]) { Farrington(joined: $0, byWeek: $1, threshold: .negativeBinomial) }
    let kleinberg =
      settings([1.5, 2, 4]) { Kleinberg(joined: $0, ratio: $1, hasSeason: true) }
      + settings([1.5, 2, 4]) { Kleinberg(joined: $0, ratio: $1, hasSeason: false) }
    return ears + [farrington, kleinberg, settings([true, false]) { SeasonalHybridESD(joined: $0, isWeekly: $1) }]
  }

  /// Each setting on rows of five minutes and on hours.
  private static func settings<Setting>(
    _ settings: [Setting], _ method: (Int, Setting) -> any Method
  ) -> [any Method] {
    [1, 12].flatMap { joined in settings.map { method(joined, $0) } }
  }

  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var series = 60
    var seed: UInt64 = 1
    var rates = Self.rates
    var isAlone = false
    var isLate = false
    var tempers = [Company.Temper.even]
    func number() -> Double {
      arguments.isEmpty ? 0 : Double(arguments.removeFirst()) ?? 0
    }
    while !arguments.isEmpty {
      switch arguments.removeFirst() {
      case "--series": series = max(1, Int(number()))
      case "--seed": seed = UInt64(number())
      case "--rate": rates = [number()]
      case "--levee": isAlone = true
      case "late": isLate = true
      case "heavy": tempers = [.gusts, .cascades]
      case "tweets": return try Tweets.report(directory: arguments.first ?? ".")
      default: break
      }
    }
    if isLate { return await late(rates, series: series, seed: seed) }
    for temper in tempers {
      for rate in rates {
        let trial = Trial(rate: rate, temper: temper, series: series, seed: seed)
        await report(trial, "\(rate) mentions in five minutes, \(temper.rawValue)", against: isAlone ? [] : rivals)
      }
    }
  }

  private static func report(_ trial: Trial, _ subjects: String, against rivals: [[any Method]]) async {
    let groups = [[Levee()]] + rivals
    let results = await withTaskGroup(of: (Int, Trial.Result).self) { tasks in
      for (place, group) in groups.enumerated() {
        for method in group { tasks.addTask { (place, trial.run(method)) } }
      }
      var best: [Int: Trial.Result] = [:]
      for await (place, result) in tasks where best[place].map({ result.isBetter(than: $0) }) ?? true {
        best[place] = result
      }
      return groups.indices.compactMap { best[$0] }
    }
    print("\n\(subjects); share found, median delay in minutes (missed: never)")
    print(
      "| method | found | delay | " + Company.Crisis.Kind.allCases.map(\.rawValue).joined(separator: " | ")
        + " | size 1 | 2 | 4 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for result in results {
      print(
        "| \(result.name) | \(percent(result.found)) | \(minutes(result.delay)) | "
          + Company.Crisis.Kind.allCases.map { kind in
            "\(percent(result.of(kind).found)), \(minutes(result.of(kind).delay))"
          }.joined(separator: " | ") + " | "
          + [1, 2, 4].map { percent(result.of(size: $0).found) }.joined(separator: " | ") + " |")
    }
    let quiet = trial.calm.map { Levee().rarities($0.counts) }
    let weeks = [3 * Company.day..<Company.learning, Company.learning..<Company.rows].map { rows in
      (Trial.falseAlarms(Levee(), quiet, Float(BurstDetector.threshold), in: rows) * 100).rounded() / 100
    }
    print(
      "Levee at its own threshold, \((BurstDetector.threshold * 100).rounded() / 100): \(weeks[1]) false alarms in 30 days; "
        + "from the fourth day to the end of the fourth week: \(weeks[0])")
  }

  private static func late(_ rates: [Double], series: Int, seed: UInt64) async {
    print(
      "| mentions in five minutes | how they come | false alarms in 30 days | found | delay |\n|---|---|---|---|---|")
    let trials = rates.flatMap { rate -> [(Double, Late)] in
      let trial = Trial(rate: rate, series: series, seed: seed)
      return Late.Source.allCases.map { (rate, Late(source: $0, trial: trial)) }
    }
    let results = await withTaskGroup(of: (Int, Late.Result).self) { tasks in
      for (place, (_, trial)) in trials.enumerated() { tasks.addTask { (place, trial.run()) } }
      return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (place, (rate, trial)) in trials.enumerated() {
      guard let result = results[place] else { continue }
      let alarms = (result.falseAlarms * 100).rounded() / 100
      print(
        "| \(rate) | \(trial.source.rawValue) | \(alarms) | \(percent(result.found)) | \(minutes(result.delay)) |")
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
  private static func minutes(_ delay: Double?) -> String { delay.map { "\(Int($0))" } ?? "–" }
}

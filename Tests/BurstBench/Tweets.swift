import Analysis
import FoundationEssentials
import Glibc

/// The Numenta Anomaly Benchmark's score, standard profile, of series in its format.
///
/// A detection in a window counts by how early in it is the first; later ones in it count nothing; one outside counts against,
/// the more the further it is behind the last window; a missed window costs one. The first 15 % of the rows, 750 at most, are
/// not judged. 0 is what detecting nothing scores, 100 is perfect.
/// - Source: A. Lavin, S. Ahmad, "Evaluating real-time anomaly detection algorithms: the Numenta Anomaly Benchmark", ICMLA
///   (2015), with the scoring of the benchmark's published code.
struct Tweets {
  let name: String
  let rarities: [Double]
  /// When each row began, since 1970.
  let times: [Double]
  /// The rows of each window, both ends in it.
  let windows: [ClosedRange<Int>]

  private static let falsePositive = 0.11

  /// - Parameter y: 0 at the right end of a window, -1 at its left; above 0 behind it.
  private static func sigmoid(_ y: Double) -> Double { y > 3 ? -1 : 2 / (1 + exp(5 * y)) - 1 }

  private var probation: Int { min(rarities.count * 15 / 100, 750) }

  /// Not normalised: true detections, less what false ones and missed windows cost.
  func raw(_ threshold: Double) -> Double {
    var total = 0.0
    var found = Set<Int>()
    var bursts = Bursts(threshold: threshold)
    for row in rarities.indices where bursts.hear(rarities[row], at: times[row]) == .burst && row >= probation {
      if let window = windows.firstIndex(where: { $0.contains(row) }) {
        guard found.insert(window).inserted else { continue }
        let range = windows[window]
        let place = -Double(range.upperBound - row + 1) / Double(range.count)
        total += Self.sigmoid(place) / Self.sigmoid(-1)
      } else if let last = windows.last(where: { $0.upperBound < row }) {
        total += Self.falsePositive * Self.sigmoid(Double(row - last.upperBound) / Double(last.count - 1))
      } else {
        total -= Self.falsePositive
      }
    }
    return total - Double(windows.count - found.count)
  }

  static func score(_ series: [Tweets], _ threshold: Double) -> Double {
    let windows = Double(series.reduce(0) { $0 + $1.windows.count })
    let raw = series.reduce(0) { $0 + $1.raw(threshold) }
    return 100 * (raw + windows) / (2 * windows)
  }

  // MARK: reading

  static func report(directory: String) throws {
    let data = try Data(contentsOf: URL(filePath: directory + "/windows.json"))
    let windows = try JSONDecoder().decode([String: [[String]]].self, from: data)
    let all = try windows.sorted { $0.key < $1.key }.map { name, spans in
      try Tweets(directory: directory, name: name, spans: spans)
    }
    print(
      "at the service's threshold, \(rounded(BurstDetector.threshold)): \(rounded(score(all, BurstDetector.threshold)))"
    )
    for factor in [0.7, 0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.3] {
      let threshold = BurstDetector.threshold * factor
      print("\(rounded(factor)) × threshold: \(rounded(score(all, threshold)))")
    }
    let candidates = (200...800).map { Double($0) / 100 }
    var left = 0.0
    for out in all.indices {
      let others = all.indices.filter { $0 != out }.map { all[$0] }
      let values = candidates.map { score(others, $0) }
      let best = values.max() ?? 0
      let plateau = candidates.indices.filter { values[$0] == best }
      let chosen = candidates[plateau[plateau.count / 2]]
      left += all[out].raw(chosen) + Double(all[out].windows.count)
      print(
        "without \(all[out].name): \(chosen), \(rounded(score([all[out]], chosen))); at the service's threshold "
          + "\(rounded(score([all[out]], BurstDetector.threshold)))")
    }
    print("leaving one out: \(rounded(50 * left / Double(all.reduce(0) { $0 + $1.windows.count })))")
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private init(directory: String, name: String, spans: [[String]]) throws {
    let text = try String(contentsOf: URL(filePath: "\(directory)/\(name).csv"), encoding: .utf8)
    var detector = BurstDetector(spacing: 300)
    var times: [Double] = []
    var rarities: [Double] = []
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",")
      guard fields.count == 2, let count = Double(fields[1]) else { continue }
      times.append(Self.seconds(fields[0]))
      rarities.append(detector.learn(count, at: times[times.count - 1]).rarity)
    }
    self.name = name
    self.rarities = rarities
    self.times = times
    windows = spans.compactMap { span in
      guard let first = times.firstIndex(where: { $0 >= Self.seconds(Substring(span[0])) }),
        let last = times.lastIndex(where: { $0 <= Self.seconds(Substring(span[1])) }), first <= last
      else { return nil }
      return first...last
    }
  }

  /// Of `2015-02-26 21:42:53`, since 1970, in UTC.
  private static func seconds(_ text: Substring) -> Double {
    let parts = text.split { "- :.".contains($0) }.compactMap { Int($0) }
    guard parts.count >= 6 else { return 0 }
    // Days since 1970, by counting years from March.
    let year = parts[1] > 2 ? parts[0] : parts[0] - 1
    let month = (parts[1] + 9) % 12
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2] - 1 - 719_468
    return Double(days * 86400 + parts[3] * 3600 + parts[4] * 60 + parts[5])
  }
}

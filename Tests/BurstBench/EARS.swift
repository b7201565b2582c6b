/// The Early Aberration Reporting System's C1, C2 and C3.
///
/// C1 compares a count with the mean and standard deviation of the seven before it; C2 leaves two rows between; C3 adds up
/// what the last three C2 lie over 1.
/// - Source: L. Hutwagner, W. Thompson, G. M. Seeman, T. Treadwell, "The bioterrorism preparedness and response Early
///   Aberration Reporting System (EARS)", Journal of Urban Health 80 (2003).
struct EARS: Method {
  enum Baseline: String {
    /// The seven rows before, as published (of days).
    case rows = "rows"
    /// The same time of the seven days before: the weekly rhythm of counts within a day, which the daily counts lack.
    case days = "days"
  }

  let version: Int
  let joined: Int
  let baseline: Baseline

  var name: String { "EARS C\(version)" }

  func scores(_ counts: [Double]) -> [Float] {
    let series = Joined(counts, by: joined)
    let first = series.judged - 3
    let step = baseline == .rows ? 1 : series.day
    let lag = version == 1 ? 0 : 2
    var single = [Double](repeating: 0, count: series.counts.count)
    for row in first..<series.counts.count {
      var sum = 0.0
      var squares = 0.0
      for back in 1...7 {
        let count = series.counts[row - (back + lag) * step]
        sum += count
        squares += count * count
      }
      let mean = sum / 7
      let deviation = max(0, (squares - sum * mean) / 6).squareRoot()
      // A week without a mention has no deviation: as much as half a mention is assumed.
      single[row] = (series.counts[row] - mean) / max(deviation, 0.5)
    }
    var scores = [Float](repeating: 0, count: series.counts.count)
    for row in series.judged..<series.counts.count {
      scores[row] = Float(
        version < 3 ? single[row] : (0...2).reduce(0) { $0 + max(0, single[row - $1] - 1) })
    }
    return series.spread(scores)
  }
}

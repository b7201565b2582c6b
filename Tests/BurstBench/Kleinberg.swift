import Glibc

/// Kleinberg's automaton of two states for batched arrivals, online: the state in which the best sequence of states up to now
/// ends.
///
/// A batch of `d` documents, of which a share `p` is usual, costs in state 0 what a Poisson count with mean `p·d` costs, and in
/// state 1 with mean `s·p·d`; going up costs `γ·ln n`, going down nothing. How many documents there are at a time of the week
/// is that of the four weeks before.
/// - Source: J. Kleinberg, "Bursty and hierarchical structure in streams", KDD (2002).
struct Kleinberg: Method {
  let joined: Int
  let ratio: Double
  /// Whether the number of documents follows the time of the week.
  let hasSeason: Bool

  var name: String { "Kleinberg" }

  /// The scores are the differences of cost of a row in state 0 and in state 1.
  func scores(_ counts: [Double]) -> [Float] {
    let series = Joined(counts, by: joined)
    let hour = series.day / 24
    let week = 7 * series.day
    var scores = [Float](repeating: 0, count: series.counts.count)
    for day in (series.judged / series.day)..<(series.counts.count / series.day) {
      let first = day * series.day
      let overall = series.counts[(first - series.judged)..<first].reduce(0, +) / Double(series.judged)
      for start in stride(from: first, to: first + series.day, by: hour) {
        // An hour of the week was seen four times: it is drawn a little to the mean.
        let same =
          hasSeason
          ? (1...4).reduce(0) { sum, back in
            sum + series.counts[(start - back * week)..<(start - back * week + hour)].reduce(0, +)
          } : 0
        let mean = hasSeason ? (same / Double(hour) + 0.5 * overall) / 4.5 : overall
        for row in start..<(start + hour) {
          scores[row] = Float(series.counts[row] * log(ratio) - (ratio - 1) * max(mean, 1e-3))
        }
      }
    }
    // Only the last row of a batch moves the automaton.
    var spread = [Float](repeating: .nan, count: counts.count)
    for (index, score) in scores.enumerated() { spread[index * joined + joined - 1] = score }
    return spread
  }

  /// - Parameter threshold: what going up costs.
  func isBurst(_ scores: [Float], _ threshold: Float) -> [Bool] {
    // How much more the best sequence that ends in state 0 costs than the best that ends in state 1.
    var lead = -threshold
    var isUp = false
    return scores.enumerated().map { row, score in
      guard row >= Company.learning, !score.isNaN else { return isUp }
      lead = max(-threshold, min(0, lead)) + score
      isUp = lead > 0
      return isUp
    }
  }
}

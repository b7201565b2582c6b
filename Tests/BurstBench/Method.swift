/// A way to notice bursts, judged on rows of five minutes.
protocol Method: Sendable {
  var name: String { get }
  /// What is judged of each row, looking at no later one; 0 before the judged weeks. A method that works on hours says it at
  /// the last row of each, and says nothing at the others.
  func scores(_ counts: [Double]) -> [Float]
}

extension Method {
  /// Whether each row is burst: where its score reaches a threshold.
  func isBurst(_ scores: [Float], _ threshold: Float) -> [Bool] { scores.map { $0 >= threshold } }
}

/// Rows joined: `rows` of five minutes are one.
struct Joined {
  let rows: Int
  let counts: [Double]

  init(_ counts: [Double], by rows: Int) {
    self.rows = rows
    self.counts = stride(from: 0, to: counts.count - rows + 1, by: rows).map { counts[$0..<($0 + rows)].reduce(0, +) }
  }

  var day: Int { Company.day / rows }
  /// The first joined row that is judged.
  var judged: Int { Company.learning / rows }

  /// Scores of joined rows as scores of rows: known at the last of them, and still true until the next is known.
  func spread(_ scores: [Float]) -> [Float] {
    var spread = [Float](repeating: 0, count: counts.count * rows)
    for (index, score) in scores.enumerated() {
      for row in (index * rows + rows - 1)..<min(index * rows + 2 * rows - 1, spread.count) { spread[row] = score }
    }
    return spread
  }
}

/// The median; 0 of nothing.
func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

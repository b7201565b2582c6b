import Analysis

/// Levee's own detector, as the service has it.
struct Levee: Method {
  var name: String { "Levee" }

  func scores(_ counts: [Double]) -> [Float] {
    var detector = BurstDetector(spacing: 300)
    return counts.enumerated().map { row, count in
      let judged = detector.learn(count, at: Company.seconds(row))
      return row < Company.learning ? 0 : Float(judged.rarity)
    }
  }
}

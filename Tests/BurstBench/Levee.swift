import Analysis

/// Levee's own detector, as the service has it.
struct Levee: Method {
  var name: String { "Levee" }

  func scores(_ counts: [Double]) -> [Float] {
    rarities(counts).enumerated().map { $0 < Company.learning ? 0 : $1 }
  }

  /// Of all rows.
  func rarities(_ counts: [Double]) -> [Float] {
    var detector = BurstDetector(spacing: 300)
    return counts.enumerated().map { Float(detector.learn($1, at: Company.seconds($0)).rarity) }
  }
}

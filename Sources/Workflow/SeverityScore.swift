import Wording

/// The seven factors of an assessment, each from 0 to 4, or unknown.
public enum Factor: String, Sendable, CaseIterable, Named {
  case harm, reach, speed, negativity, regulatory, business, responsibility

  /// The factor's share of the score; the shares add up to 1.
  /// - Source: the default playbook's severity formula.
  public var weight: Double {
    switch self {
    case .harm: 0.25
    case .reach: 0.20
    case .speed, .regulatory: 0.15
    case .negativity, .business: 0.10
    case .responsibility: 0.05
    }
  }

  public var name: Bilingual {
    switch self {
    case .harm: Bilingual("harm to people or data", "对人员或个人信息的损害")
    case .reach: Bilingual("reach", "传播范围")
    case .speed: Bilingual("speed", "传播速度")
    case .negativity: Bilingual("negative sentiment", "负面占比")
    case .regulatory: Bilingual("regulatory or legal", "监管与法律")
    case .business: Bilingual("business", "经营影响")
    case .responsibility: Bilingual("responsibility", "公司责任程度")
    }
  }
}

/// What the factors say about severity: advice beside the level that a person gives.
public struct SeverityScore: Sendable, Equatable {
  /// From 0 to 100.
  public let value: Double
  /// The level of that value.
  public var severity: Severity { Severity(score: value) }

  /// S = 100 · Σ wᵢ·sᵢ / 4. Unknown harm or reach counts 2; any other unknown factor 0.
  /// - Source: the default playbook's severity formula.
  public init(_ factors: [Factor: Int]) {
    value = Factor.allCases.reduce(0) { sum, factor in
      let unknown = factor == .harm || factor == .reach ? 2 : 0
      return sum + 100 * factor.weight * Double(factors[factor] ?? unknown) / 4
    }
  }
}

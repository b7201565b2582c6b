public import Wording

/// How far an outlet is heard, by which the trade grades a crisis.
public enum OutletRank: String, Sendable, CaseIterable, Named {
  /// The state's own: what it says, others repeat.
  case central
  /// Of a whole country, or heard in many.
  case national
  /// Read by an industry.
  case trade
  /// Of a city or a region.
  case local

  public var name: Bilingual {
    switch self {
    case .central: Bilingual("central", "中央级")
    case .national: Bilingual("national", "全国性")
    case .trade: Bilingual("trade", "行业")
    case .local: Bilingual("local", "地方")
    }
  }
}

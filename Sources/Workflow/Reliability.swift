public import Wording

/// What is known of a fact: each is recorded as unverified, and a check says more.
public enum Reliability: String, Sendable, CaseIterable, Named {
  case unverified, verified, refuted
  /// A newer fact says it better.
  case superseded

  public var name: Bilingual {
    switch self {
    case .unverified: Bilingual("unverified", "未核实")
    case .verified: Bilingual("verified", "已核实")
    case .refuted: Bilingual("refuted", "已查明不实")
    case .superseded: Bilingual("superseded", "已更新")
    }
  }
}

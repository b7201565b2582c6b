import Wording

/// The six stages of an incident, in their order. A stage is never skipped.
public enum Stage: String, Sendable, CaseIterable, Comparable, Named {
  case assessing, commanding, planning, responding, reviewing, closed

  public var name: Bilingual {
    switch self {
    case .assessing: Bilingual("collecting and assessing", "信息收集与研判")
    case .commanding: Bilingual("commanding", "指令下达")
    case .planning: Bilingual("planning", "制定方案")
    case .responding: Bilingual("responding", "应急响应")
    case .reviewing: Bilingual("standing down and reviewing", "现场清理与总结评估")
    case .closed: Bilingual("archived", "归档")
    }
  }

  /// The stage that follows; nil after the last.
  public var next: Stage? {
    let all = Self.allCases
    guard let index = all.firstIndex(of: self), index + 1 < all.count else { return nil }
    return all[index + 1]
  }

  public static func < (left: Stage, right: Stage) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

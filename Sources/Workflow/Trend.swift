public import Wording

/// Where the attention to an incident is going.
public enum Trend: String, Sendable, CaseIterable, Named {
  case rising, steady, falling, unknown

  public var name: Bilingual {
    switch self {
    case .rising: Bilingual("rising", "上升")
    case .steady: Bilingual("steady", "平稳")
    case .falling: Bilingual("falling", "下降")
    case .unknown: Bilingual("unknown", "未知")
    }
  }

  /// The same as a sentence, without its full stop.
  public var sentence: Bilingual {
    switch self {
    case .rising: Bilingual("It is rising", "仍在上升")
    case .steady: Bilingual("It is steady", "基本平稳")
    case .falling: Bilingual("It is falling", "正在回落")
    case .unknown: Bilingual("Where it goes is not known", "走势尚不明确")
    }
  }
}

public import Wording

/// What a reviewer says of one revision of a text.
public enum Verdict: String, Sendable, CaseIterable, Named {
  case approve
  /// Back to its author, with a reason.
  case `return`
  /// Back to its author, with words that they may adopt.
  case propose

  /// What the reviewer did.
  public var name: Bilingual {
    switch self {
    case .approve: Bilingual("approved", "批准")
    case .return: Bilingual("returned", "退回修改")
    case .propose: Bilingual("proposed a text", "建议修改")
    }
  }
}

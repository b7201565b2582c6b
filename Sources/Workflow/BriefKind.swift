public import Wording

/// The forms in which briefs are filed.
public enum BriefKind: String, Sendable, CaseIterable, Named {
  /// Ten lines, within minutes of opening.
  case flash
  /// How the day was.
  case daily
  /// One subject in full, when it is asked for.
  case special
  /// The whole, once the response is over.
  case closing

  public var name: Bilingual {
    switch self {
    case .flash: Bilingual("Flash brief", "舆情快报")
    case .daily: Bilingual("Daily brief", "舆情日报")
    case .special: Bilingual("Special brief", "舆情专报")
    case .closing: Bilingual("Closing brief", "舆情复盘报告")
    }
  }

  /// The trade's own words for it.
  public var word: Bilingual {
    switch self {
    case .flash: Bilingual("flash", "快报")
    case .daily: Bilingual("daily", "日报")
    case .special: Bilingual("special", "专报")
    case .closing: Bilingual("closing", "复盘报告")
    }
  }
}

/// How far a brief may be shown.
public enum Confidentiality: String, Sendable, CaseIterable, Named {
  case `internal`, confidential, secret

  public var name: Bilingual {
    switch self {
    case .internal: Bilingual("Internal", "内部")
    case .confidential: Bilingual("Confidential", "秘密")
    case .secret: Bilingual("Secret", "机密")
    }
  }

}

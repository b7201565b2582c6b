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

  /// What people type for it: its name, or the trade's own word.
  public static let typed: [(word: String, kind: BriefKind)] =
    allCases.map { ($0.rawValue, $0) } + [
      ("快报", .flash), ("日报", .daily), ("专报", .special), ("复盘报告", .closing),
    ]
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

  /// What people type for it.
  public static let typed: [(word: String, level: Confidentiality)] =
    allCases.map { ($0.rawValue, $0) } + allCases.map { ($0.name.chinese, $0) }
}

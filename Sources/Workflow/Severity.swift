import Wording

/// How grave an incident is; I is the gravest.
public enum Severity: String, Sendable, CaseIterable, Comparable, Named {
  case one = "I"
  case two = "II"
  case three = "III"
  case four = "IV"

  public var name: Bilingual {
    switch self {
    case .one: Bilingual("I (red)", "I 级（特别重大，红）")
    case .two: Bilingual("II (orange)", "II 级（重大，橙）")
    case .three: Bilingual("III (yellow)", "III 级（较大，黄）")
    case .four: Bilingual("IV (blue)", "IV 级（一般，蓝）")
    }
  }

  public var word: Bilingual {
    switch self {
    case .one: Bilingual("red", "特别重大")
    case .two: Bilingual("orange", "重大")
    case .three: Bilingual("yellow", "较大")
    case .four: Bilingual("blue", "一般")
    }
  }

  public var otherWords: [String] {
    switch self {
    case .one: ["一级", "I级", "红色", "红"]
    case .two: ["二级", "II级", "橙色", "橙"]
    case .three: ["三级", "III级", "黄色", "黄"]
    case .four: ["四级", "IV级", "蓝色", "蓝"]
    }
  }

  /// The level of a score from 0 to 100.
  /// - Source: the default playbook's severity table: 80, 60 and 35 are the lowest scores of I, II and III.
  public init(score: Double) {
    switch score {
    case 80...: self = .one
    case 60..<80: self = .two
    case 35..<60: self = .three
    default: self = .four
    }
  }

  /// Smaller means less grave: IV < III < II < I.
  public static func < (left: Severity, right: Severity) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) > (allCases.firstIndex(of: right) ?? 0)
  }
}

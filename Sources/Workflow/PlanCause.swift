public import Wording

/// Why the plan in force has to be looked at again, in words.
public enum PlanCause {
  /// What a cause is about, in words: a person, an incident, and of a risk which one it is.
  public static func about(_ subject: String) -> Bilingual {
    let words = subject.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return Bilingual(same: subject) }
    let number = words[0].split(separator: "-").last ?? ""
    let place =
      words[0].hasPrefix("case-") ? Bilingual("case of others \(number)", "外部案例 \(number)") : Bilingual(same: words[0])
    return place + Bilingual(": ", "：") + (IncidentKind(rawValue: words[1])?.name ?? risk(words[1]))
  }

  private static func risk(_ code: String) -> Bilingual {
    switch code {
    case "brand": Bilingual("brand", "品牌")
    case "market": Bilingual("market", "市场")
    case "legal": Bilingual("legal", "法律")
    case "morale": Bilingual("morale", "员工士气")
    default: Bilingual(same: code)
    }
  }

  /// - Parameter cause: as the table has it.
  public static func name(_ cause: String) -> Bilingual {
    switch cause {
    case "review_day": Bilingual("the day of its review", "到了修订日")
    case "seat": Bilingual("a seat changed", "人员职务变动")
    case "risk": Bilingual("a new risk", "出现新的风险")
    case "resource": Bilingual("a resource is gone", "资源缺失")
    case "drill": Bilingual("a drill showed a gap", "演练发现不足")
    default: Bilingual("a case showed a gap", "实战发现不足")
    }
  }
}

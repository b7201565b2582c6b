public import Wording

/// Why the plan in force has to be looked at again, in words.
public enum PlanCause {
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

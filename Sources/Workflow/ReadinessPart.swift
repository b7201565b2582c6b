public import Wording

/// What a house's readiness is made of, before a crisis; the names are those of the playbook's `readiness_rule`.
public enum ReadinessPart: String, Sendable, CaseIterable, Named {
  case seats, reach, reading, training, resources, tools, drills, improvements, holding, restore, wake

  public var name: Bilingual {
    switch self {
    case .seats: Bilingual("seats and substitutes", "职务和代班人")
    case .reach: Bilingual("people who can be reached", "人员能通知到")
    case .reading: Bilingual("the plan is read", "预案阅知")
    case .training: Bilingual("training", "培训")
    case .resources: Bilingual("resources", "资源")
    case .tools: Bilingual("tools and ways", "工具和通知方式")
    case .drills: Bilingual("drills", "演练")
    case .improvements: Bilingual("improvements", "整改")
    case .holding: Bilingual("holding statement", "首发稿模板")
    case .restore: Bilingual("restoring a backup", "备份恢复")
    case .wake: Bilingual("waking up at night", "夜间叫醒")
    }
  }
}

import Wording

/// Who works: the four teams of the plan, the supervisor, and the roles around them.
public enum Team: String, Sendable, CaseIterable, Named {
  case monitoring, leadership, response, logistics, supervisor, staff, admin

  public var name: Bilingual {
    switch self {
    case .monitoring: Bilingual("monitoring", "信息收集与分析小组")
    case .leadership: Bilingual("leadership", "舆情应急领导小组")
    case .response: Bilingual("response", "应急响应小组")
    case .logistics: Bilingual("logistics", "后勤保障小组")
    case .supervisor: Bilingual("supervisor", "流程监督")
    case .staff: Bilingual("everyone", "全体员工")
    case .admin: Bilingual("administrator", "管理员")
    }
  }

  public var otherWords: [String] {
    switch self {
    case .monitoring: ["信息小组"]
    case .leadership: ["领导小组"]
    case .response: ["响应小组"]
    case .logistics: ["后勤小组"]
    case .supervisor, .staff, .admin: []
    }
  }

  /// The PostgreSQL role that a member takes with SET ROLE.
  public var role: String { "levee_" + rawValue }

  /// The teams of the plan, which have a program and members.
  public static let working: [Team] = [.monitoring, .leadership, .response, .logistics]

  /// The teams that receive an assignment and report at the end.
  public static let assigned: [Team] = [.monitoring, .response, .logistics]
}

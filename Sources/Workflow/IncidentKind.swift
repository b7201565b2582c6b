import Wording

/// What an incident is about.
public enum IncidentKind: String, Sendable, CaseIterable, Named {
  case productQuality = "product_quality"
  case negativePress = "negative_press"
  case userComplaint = "user_complaint"
  case dataBreach = "data_breach"
  case serviceOutage = "service_outage"
  case employeeConduct = "employee_conduct"
  case rumour, regulatory, other

  public var name: Bilingual {
    switch self {
    case .productQuality: Bilingual("product quality", "产品质量")
    case .negativePress: Bilingual("negative press", "负面报道")
    case .userComplaint: Bilingual("user complaint", "用户投诉")
    case .dataBreach: Bilingual("data breach", "数据泄露")
    case .serviceOutage: Bilingual("service outage", "服务中断")
    case .employeeConduct: Bilingual("employee conduct", "员工言行")
    case .rumour: Bilingual("rumour", "谣言")
    case .regulatory: Bilingual("regulatory", "监管")
    case .other: Bilingual("other", "其他")
    }
  }
}

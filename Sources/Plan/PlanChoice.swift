import Wording
import Workflow

/// A value that has a name in a plan: what the tables hold, what people read, what they may write besides.
struct PlanChoice: Sendable {
  let code: String
  let name: Bilingual
  var others: [String] = []

  init(_ code: String, _ name: Bilingual, others: [String] = []) {
    self.code = code
    self.name = name
    self.others = others
  }

  private init<Value: Named & RawRepresentable<String>>(_ value: Value) {
    self.init(value.rawValue, value.name, others: value.otherWords + [value.word.english, value.word.chinese])
  }

  static let kinds = IncidentKind.allCases.map { PlanChoice($0) }
  static let severities = Severity.allCases.map { PlanChoice($0) }
  static let targets = TargetText.all.map { PlanChoice($0, TargetText.name($0)) }
  static let senders = SenderText.all.map { PlanChoice($0, SenderText.name($0)) }
  static let risks = [
    PlanChoice("brand", Bilingual("brand", "品牌")), PlanChoice("market", Bilingual("market", "市场")),
    PlanChoice("legal", Bilingual("legal", "法律")), PlanChoice("morale", Bilingual("morale", "士气")),
  ]
  static let sizes = [
    PlanChoice("small", Bilingual("small", "小型"), others: ["小"]),
    PlanChoice("medium", Bilingual("medium", "中型"), others: ["中"]),
    PlanChoice("large", Bilingual("large", "大型"), others: ["大"]),
  ]
  static let signing = [
    PlanChoice("never", Bilingual("no", "不签")), PlanChoice("enrolled", Bilingual("with a key", "有密钥的签")),
    PlanChoice("always", Bilingual("always", "都签")),
  ]
  /// Whom a rule on enrolling is about.
  static let enrolled = [
    PlanChoice("leader", Bilingual("leader", "组长"), others: ["领导小组组长"]),
    PlanChoice("legal", Bilingual("legal", "法务"), others: ["法务审核"]),
    PlanChoice("deputy", Bilingual("deputy leader", "副组长"), others: ["领导小组副组长"]),
    PlanChoice("head", Bilingual("head of a team", "小组负责人")), PlanChoice("member", Bilingual("member", "小组成员")),
    PlanChoice("leadership", Bilingual("leadership", "领导小组")),
    PlanChoice("monitoring", Bilingual("information team", "信息小组")),
    PlanChoice("response", Bilingual("response team", "响应小组")),
    PlanChoice("logistics", Bilingual("logistics team", "后勤小组")),
    PlanChoice("administrator", Bilingual("administrator", "管理员")),
    PlanChoice("everyone", Bilingual("everyone", "全体人员")),
  ]
  static let operators = [
    PlanChoice("critical", Bilingual("critical infrastructure", "关键信息基础设施")),
    PlanChoice("state", Bilingual("body of the state", "中央和国家机关")),
    PlanChoice("other", Bilingual("other operator", "其他网络运营者")),
  ]
  static let operatorsOrAny = [PlanChoice("", Bilingual("any", "不限"))] + operators
  static let rings = [
    PlanChoice("owner", Bilingual("who owes it", "责任人")), PlanChoice("substitute", Bilingual("stand-in", "代班人")),
    PlanChoice("leader", Bilingual("leader", "组长")), PlanChoice("all_heads", Bilingual("all heads", "各组负责人")),
  ]
  static let lists = [
    PlanChoice("readiness", Bilingual("readiness", "保障事项")), PlanChoice("stand_down", Bilingual("stand-down", "收尾事项")),
  ]
  static let templateKinds = [
    PlanChoice("holding", Bilingual("holding statement", "首发稿")), PlanChoice("reply", Bilingual("reply", "回复")),
    PlanChoice("plan_part", Bilingual("part of a plan", "方案")), PlanChoice("statement", Bilingual("statement", "声明")),
    PlanChoice("assignment", Bilingual("assignment", "任务")),
    PlanChoice("form", Bilingual("form", "文书"), others: ["对外文书"]),
  ]
  static let drills = DrillKind.allCases.map { PlanChoice($0) }
  static let teams = Team.working.map { PlanChoice($0) }
  static let purposes = [
    PlanChoice("", Bilingual("what is registered", "登记的数量")), PlanChoice("media", Bilingual("media contacts", "媒体联系人")),
    PlanChoice("counselling", Bilingual("places of counselling", "心理辅导名额")),
  ]
  static let yesOrNo = [
    PlanChoice("true", Bilingual("yes", "是"), others: ["y"]), PlanChoice("false", Bilingual("no", "否"), others: ["n"]),
  ]
  /// Seats, as a post has them.
  static let seats = [
    PlanChoice("leadership:leader", Bilingual("leader", "领导小组组长"), others: ["组长"]),
    PlanChoice("leadership:deputy", Bilingual("deputy leader", "领导小组副组长"), others: ["副组长"]),
    PlanChoice("leadership:legal", Bilingual("legal", "法务审核"), others: ["法务"]),
    PlanChoice("leadership:member", Bilingual("member of leadership", "领导小组成员")),
    PlanChoice("monitoring:head", Bilingual("head of information", "信息小组负责人")),
    PlanChoice("monitoring:member", Bilingual("member of information", "信息小组成员")),
    PlanChoice("response:head", Bilingual("head of response", "响应小组负责人")),
    PlanChoice("response:member", Bilingual("member of response", "响应小组成员")),
    PlanChoice("logistics:head", Bilingual("head of logistics", "后勤小组负责人")),
    PlanChoice("logistics:member", Bilingual("member of logistics", "后勤小组成员")),
  ]

  /// The only one that a text can mean: by its code, a name in either language, or another word for it; nil otherwise.
  static func meant(by typed: String, among choices: [PlanChoice]) -> PlanChoice? {
    let typed = typed.trimmingCharacters().lowercased()
    let meant = choices.filter {
      ([$0.code, $0.name.english, $0.name.chinese] + $0.others).contains { $0.lowercased() == typed }
    }
    return meant.count == 1 ? meant[0] : nil
  }
}

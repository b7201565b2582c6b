public import CommandLine
import Ledger
import Wording

/// Values that several commands take, with the words for them in both languages.
extension [Choice] {
  public static let languages: [Choice] = [
    Choice("en", Bilingual("English", "英文"), or: ["英语"]),
    Choice("zh-CN", Bilingual("Chinese", "中文"), or: ["汉语", "简体中文"]),
  ]

  /// Whether something is so: yes, no, or nobody knows.
  public static let yesOrNo: [Choice] = [
    Choice("yes", Bilingual("yes", "是"), or: ["满意"]), Choice("no", Bilingual("no", "否"), or: ["不满意"]), .unknown,
  ]

  public static let levels: [Choice] = [
    Choice("low", Bilingual("low", "低")), Choice("medium", Bilingual("medium", "中")),
    Choice("high", Bilingual("high", "高")),
    .unknown,
  ]

  /// For whom something is written that goes out.
  public static let audiences: [Choice] = Deliveries.Reach.knownAudiences.map { audience in
    let chinese = [
      "public": "公众", "customers": "用户", "employees": "员工", "partners": "合作方", "investors": "投资者", "media": "媒体",
      "regulators": "监管部门",
    ]
    return Choice(audience, Bilingual(audience, chinese[audience] ?? audience))
  }

  /// Who can write to the company.
  public static let senders: [Choice] = [
    Choice("customer", Bilingual("customer", "用户"), or: ["客户", "消费者"]),
    Choice("journalist", Bilingual("journalist", "记者"), or: ["媒体"]),
    Choice("regulator", Bilingual("regulator", "监管部门"), or: ["监管", "主管部门"]),
    Choice("employee", Bilingual("employee", "员工")), Choice("investor", Bilingual("investor", "投资者"), or: ["股东"]),
  ]
}

extension Choice {
  public static let unknown = Choice("unknown", Bilingual("unknown", "不详"), or: ["未知"])
}

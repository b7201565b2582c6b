import Wording

/// A short id that people read and type: a letter for the kind and a number, unique across the whole house.
/// `I3` is incident 3; `S7.2` is statement 7, revision 2.
public struct Reference: Sendable, Hashable {
  /// What a short id can stand for; the raw value is its letter.
  public enum Kind: Character, Sendable, CaseIterable, Named {
    case incident = "I"
    case plan = "P"
    case statement = "S"
    case waiver = "W"
    case lowering = "L"
    case withdrawal = "X"
    case delivery = "D"
    case fact = "F"
    case feedback = "Q"
    case task = "T"
    case mention = "M"
    case notice = "N"
    case signal = "A"
    case report = "R"
    case improvement = "V"
    case attachment = "E"
    case brief = "B"
    case remark = "K"
    case drill = "Y"
    case resource = "Z"
    case contact = "C"
    case shift = "H"
    case form = "U"

    public var name: Bilingual {
      switch self {
      case .incident: Bilingual("incident", "事件")
      case .plan: Bilingual("plan", "应对方案")
      case .statement: Bilingual("statement", "官方声明")
      case .waiver: Bilingual("waiver of readiness", "批准先行")
      case .lowering: Bilingual("lowering of severity", "降级")
      case .withdrawal: Bilingual("withdrawal", "撤回")
      case .delivery: Bilingual("delivery", "发布")
      case .fact: Bilingual("fact", "情况")
      case .feedback: Bilingual("feedback", "用户反馈")
      case .task: Bilingual("task", "交办事项")
      case .mention: Bilingual("mention", "信息")
      case .notice: Bilingual("notice", "提醒")
      case .signal: Bilingual("signal", "预警")
      case .attachment: Bilingual("attached file", "附件")
      case .improvement: Bilingual("improvement", "整改措施")
      case .report: Bilingual("report by somebody of the company", "员工上报的线索")
      case .brief: Bilingual("brief", "舆情简报")
      case .remark: Bilingual("leader's remark", "领导批示")
      case .drill: Bilingual("drill", "演练")
      case .resource: Bilingual("resource", "资源")
      case .contact: Bilingual("contact of the media", "媒体联系人")
      case .shift: Bilingual("shift", "班次")
      case .form: Bilingual("form that goes out", "对外文书")
      }
    }

    /// The kind's name in the database, for texts under review; nil for other kinds.
    public var documentKind: String? {
      switch self {
      case .plan: "plan"
      case .statement: "statement"
      case .waiver: "waiver"
      case .lowering: "lowering"
      case .withdrawal: "withdrawal"
      default: nil
      }
    }
  }

  public let kind: Kind
  /// From 1; incident 0 is the house itself.
  public let number: Int
  /// The revision, for a text under review.
  public let revision: Int?

  public init(_ kind: Kind, _ number: Int, revision: Int? = nil) {
    self.kind = kind
    self.number = number
    self.revision = revision
  }

  /// Reads `S7.2`, `s7`, or, when a kind is expected, `7`.
  public init?(_ text: some StringProtocol, expecting kind: Kind? = nil) {
    var rest = text[...]
    var found = kind
    if let letter = rest.first, let named = Kind.allCases.first(where: { String($0.rawValue) == letter.uppercased() }) {
      found = named
      rest = rest.dropFirst()
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard let found, kind == nil || kind == found, (1...2).contains(parts.count), let number = Int(parts[0]),
      number > 0
    else { return nil }
    self.kind = found
    self.number = number
    if parts.count == 2 {
      guard let revision = Int(parts[1]), revision > 0, found.documentKind != nil else { return nil }
      self.revision = revision
    } else {
      revision = nil
    }
  }
}

extension Reference {
  /// As a sentence says it: in Chinese 声明三第 2 稿（S3.2）, where the short id alone says nothing to who has not typed it.
  public var called: Bilingual {
    guard kind == .statement || kind == .plan else { return Bilingual(same: description) }
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    let count = number <= digits.count ? digits[number - 1] : " \(number) "
    let draft = revision.map { "第 \($0) 稿" } ?? ""
    return Bilingual(description, (kind == .statement ? "声明" : "方案") + count + draft + "（\(description)）")
  }
}

extension Reference: CustomStringConvertible {
  public var description: String {
    String(kind.rawValue) + String(number) + (revision.map { ".\($0)" } ?? "")
  }
}

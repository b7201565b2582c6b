public import Ledger
public import Wording
import Workflow

/// The questions of an attempt that are still to be answered, for a face that has a form for them.
public struct TrainingSheet: Sendable {
  public let questions: [Trainings.Question]

  public init(_ questions: [Trainings.Question]) { self.questions = questions }
}

/// Says a question of the training in words: the tables draw it as values, which are right in every language.
public enum TrainingText {
  /// A question as a person reads it.
  public struct Asked: Sendable {
    public let section: Bilingual
    /// What happened, of a case; nil of others.
    public let story: Bilingual?
    public let question: Bilingual
    public let options: [Bilingual]
    /// Whether more than one may be right; whether they are put into an order.
    public let isMultiple: Bool
    public let isOrder: Bool
  }

  public static func asked(_ question: Trainings.Question) -> Asked {
    let kind = question.subject["kind"]?.text ?? ""
    guard question.topic == "bank" else {
      return Asked(
        section: section(question.section), story: nil,
        question: sentence(question.topic, question.subject),
        options: question.options.map { option(question.topic, $0) }, isMultiple: false, isOrder: false)
    }
    let story = question.subject["story"]?.text ?? ""
    return Asked(
      section: Bilingual(same: SafeText.line(question.section)),
      story: story.isEmpty ? nil : Bilingual(same: SafeText.block(story)),
      question: Bilingual(same: SafeText.block(question.subject["question"]?.text ?? "")),
      options: question.options.map { Bilingual(same: SafeText.line($0.text ?? "")) },
      // Of a case, nobody is told how many are right.
      isMultiple: kind == "multiple" || kind == "case", isOrder: kind == "order")
  }

  /// The part of the plan that it is about.
  public static func section(_ name: String) -> Bilingual {
    switch name {
    case "targets": Bilingual("times of the steps", "各步骤时限")
    case "feedback": Bilingual("answers to feedback", "反馈回复")
    case "reviews": Bilingual("review of texts", "稿件审核")
    case "escalation": Bilingual("escalation", "超时上报")
    case "clocks": Bilingual("times set by law", "法定时限")
    case "checklists": Bilingual("checklists", "检查清单")
    case "statements": Bilingual("statements", "声明发布")
    case "steps": Bilingual("the six steps", "六个步骤")
    case "organisation": Bilingual("organisation", "组织机构")
    default: Bilingual(same: SafeText.line(name))
    }
  }

  /// What is asked.
  public static func sentence(_ topic: String, _ subject: [String: JSONValue]) -> Bilingual {
    func text(_ key: String) -> String { subject[key]?.text ?? "" }
    let level = Severity(rawValue: text("severity"))?.name ?? Bilingual(same: text("severity"))
    switch topic {
    case "within":
      let target = TargetText.name(text("target"))
      return Bilingual(
        "At level \(level.english), how much time is there for: \(target.english)?",
        "\(level.chinese)事件，“\(target.chinese)”的时限是多久？")
    case "reply":
      let sender = SenderText.name(text("sender"))
      return Bilingual(
        "At level \(level.english), by when does a \(sender.english) get a first reply?",
        "\(level.chinese)事件，须多久内首次回复\(sender.chinese)？")
    case "reviews":
      return Bilingual(
        "At level \(level.english), who has to approve a text before it goes out?", "\(level.chinese)事件，稿件发布前须由谁审核批准？")
    case "valid":
      return Bilingual(
        "At level \(level.english), for how long does the approval of a statement stand?",
        "\(level.chinese)事件，声明的批准多久内有效？")
    case "escalation":
      let percent = subject["percent"]?.number.map { Int($0) } ?? 0
      return Bilingual(
        "Something is still owed when \(percent)% of its time is over. Who is told?", "事项到时限的 \(percent)% 仍未办完，通知谁？")
    case "clock":
      return Bilingual("Where is this written: \(text("en"))?", "“\(text("zh"))”出自哪里？")
    case "checklist":
      return text("list") == "readiness"
        ? Bilingual("What does logistics certify before the response begins?", "响应开始前，后勤小组须确认哪一项？")
        : Bilingual("What is done once the response is over?", "响应终止后，须完成哪一项收尾？")
    case "before_plan":
      return Bilingual("What may go out before the plan is approved?", "方案批准之前，可以对外发布什么？")
    case "next":
      let stage = Stage(rawValue: text("stage"))?.name ?? Bilingual(same: text("stage"))
      return Bilingual("Which stage follows: \(stage.english)?", "“\(stage.chinese)”之后是哪一步？")
    case "owes":
      let duty = DutyKind(rawValue: text("duty"))?.name ?? Bilingual(same: text("duty"))
      return Bilingual("Whose task is it: \(duty.english)?", "“\(duty.chinese)”由哪个小组负责？")
    case "stands_in":
      let seat = seat(text("seat"))
      return Bilingual("Who stands in for the seat: \(seat.english)?", "\(seat.chinese)不在时，由谁代行？")
    default: return Bilingual(same: SafeText.line(topic))
    }
  }

  /// One of the answers to choose from.
  public static func option(_ topic: String, _ value: JSONValue) -> Bilingual {
    switch topic {
    case "within", "reply", "valid": return TimeFormat.span(value.number ?? 0)
    case "reviews":
      guard case .object(let rule) = value, let count = rule["reviews"]?.number.map({ Int($0) }) else { break }
      let isLegal = rule["legal"] == .bool(true)
      return isLegal
        ? Bilingual("\(count) of leadership, legal among them", "领导小组 \(count) 人，须含法务")
        : Bilingual("\(count) of leadership, legal or not", "领导小组 \(count) 人，不要求法务")
    case "escalation":
      switch value.text {
      case "owner": return Bilingual("whoever owes it", "责任人")
      case "substitute": return Bilingual("deputies and standing substitutes", "副组长和固定代班人")
      case "leader": return Bilingual("the leader", "组长")
      case "all_heads": return Bilingual("the heads of all teams", "各小组负责人")
      default: break
      }
    case "clock", "checklist":
      guard case .object(let words) = value else { break }
      return Bilingual(SafeText.line(words["en"]?.text ?? ""), SafeText.line(words["zh"]?.text ?? ""))
    case "before_plan":
      switch value.text {
      case "holding":
        return Bilingual("a holding statement, from a template that leadership approved before", "首发稿，用领导小组事先批准的模板")
      case "statement": return Bilingual("any statement of the response team", "响应小组起草的任何声明")
      case "spokesperson": return Bilingual("whatever the spokesperson thinks right", "发言人认为合适的内容")
      case "plan_part": return Bilingual("the draft of the plan", "方案草稿")
      case "nothing": return Bilingual("nothing at all", "什么都不能发布")
      default: break
      }
    case "next":
      if let stage = value.text.flatMap(Stage.init(rawValue:)) { return stage.name }
    case "owes":
      if let team = value.text.flatMap(Team.init(rawValue:)) { return team.name }
    default: break
    }
    return Bilingual(same: SafeText.line(value.text ?? ""))
  }

  private static func seat(_ seat: String) -> Bilingual {
    switch seat {
    case "leader": Bilingual("leader", "组长")
    case "deputy": Bilingual("deputy leader", "副组长")
    case "legal": Bilingual("legal", "法务")
    default: Bilingual(same: seat)
    }
  }
}

extension JSONValue {
  /// Of a string, its text.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// Of a number.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
}

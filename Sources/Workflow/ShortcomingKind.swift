public import Wording

/// Kinds of things that an incident shows and that could have gone better; the names are the database's.
public enum ShortcomingKind: String, Sendable, CaseIterable, Named {
  case missedDeadline = "missed_deadline"
  case lateReply = "late_reply"
  case lateResolution = "late_resolution"
  case gap, waiver
  case urgentDecision = "urgent_decision"
  case correction, unreached
  case refusedAttempt = "refused_attempt"
  case lowPart = "low_part"
  case openQuestion = "open_question"
  case substitute
  case outsidePublication = "outside_publication"
  case unmetGoal = "unmet_goal"
  case unreviewedReply = "unreviewed_reply"
  case wrongReply = "wrong_reply"

  public var name: Bilingual {
    switch self {
    case .missedDeadline: Bilingual("missed deadline", "超时")
    case .lateReply: Bilingual("late replies to feedback", "反馈回复超时")
    case .lateResolution: Bilingual("feedback resolved late", "反馈办结超时")
    case .gap: Bilingual("something was not ready", "保障缺项")
    case .waiver: Bilingual("readiness was waived", "免保障确认，批准先行")
    case .urgentDecision: Bilingual("decided before the meeting", "未经会议的紧急决定")
    case .correction: Bilingual("a published claim was corrected", "已发布内容作过更正")
    case .unreached: Bilingual("somebody was not reached", "有人没通知到")
    case .refusedAttempt: Bilingual("attempts that were refused", "未获放行的操作")
    case .lowPart: Bilingual("low score", "得分偏低")
    case .openQuestion: Bilingual("open questions never answered", "没有核实清楚的情况")
    case .substitute: Bilingual("done by a substitute", "由代行人办理")
    case .outsidePublication: Bilingual("published outside the system", "系统外发布")
    case .unmetGoal: Bilingual("goal not met", "目标未达成")
    case .unreviewedReply: Bilingual("answers in own words that nobody reviewed", "自拟答复没有审看")
    case .wrongReply: Bilingual("answers in own words that were wrong", "自拟答复有误")
    }
  }

  /// What it is about, as people call it; "" for none.
  public func about(_ subject: String) -> Bilingual {
    switch self {
    case .missedDeadline: DutyKind(rawValue: subject)?.name ?? Bilingual(same: subject)
    case .lowPart: EvaluationPart(rawValue: subject)?.name ?? Bilingual(same: subject)
    case .substitute:
      switch subject {
      case "command": DutyKind.command.name
      case "response_over": DutyKind.declareOver.name
      case "review": DutyKind.review.name
      default: Bilingual(same: subject)
      }
    default: Bilingual(same: subject)
    }
  }
}

public import Wording

/// The four parts of an evaluation.
public enum EvaluationPart: String, Sendable, CaseIterable, Named {
  case timeliness, accuracy, feedback, outcome

  public var name: Bilingual {
    switch self {
    case .timeliness: Bilingual("timeliness", "及时性")
    case .accuracy: Bilingual("accuracy of information", "信息准确性")
    case .feedback: Bilingual("handling of feedback", "反馈处理")
    case .outcome: Bilingual("outcome", "处置结果")
    }
  }
}

/// What a part is made of; the names are those of the playbook's `evaluation_rule`.
public enum EvaluationShare: String, Sendable, CaseIterable, Named {
  case duties
  case claimsStand = "claims_stand"
  case handoversMatch = "handovers_match"
  case claimsVerified = "claims_verified"
  case firstReplies = "first_replies"
  case resolvedInTime = "resolved_in_time"
  case resolved, satisfied
  case heatFallen = "heat_fallen"
  case sentimentRecovered = "sentiment_recovered"
  case goalsMet = "goals_met"
  case noSecondCrisis = "no_second_crisis"

  public var name: Bilingual {
    switch self {
    case .duties: Bilingual("what was due, done in time", "到期事项按时完成")
    case .claimsStand: Bilingual("published claims never refuted or corrected", "已发布的说法未查明不实")
    case .handoversMatch: Bilingual("hand-overs that agree with the facts", "交接材料与情况清单一致")
    case .claimsVerified: Bilingual("claims verified when published", "发布时已核实")
    case .firstReplies: Bilingual("first replies in time", "按时首次回复")
    case .resolvedInTime: Bilingual("resolved in time", "按时办结")
    case .resolved: Bilingual("resolved", "已办结")
    case .satisfied: Bilingual("satisfied", "表示满意")
    case .heatFallen: Bilingual("heat fallen back", "热度回落")
    case .sentimentRecovered: Bilingual("sentiment recovered", "负面占比恢复")
    case .goalsMet: Bilingual("goals of the command met", "指令目标达成")
    case .noSecondCrisis: Bilingual("no secondary crisis", "无次生舆情")
    }
  }
}

/// How the whole was: by the four letters of HSEEP.
public enum EvaluationBand: String, Sendable, CaseIterable, Named {
  case performed = "P"
  case someChallenges = "S"
  case majorChallenges = "M"
  case unable = "U"

  public var name: Bilingual {
    switch self {
    case .performed: Bilingual("P, performed", "优秀（P）")
    case .someChallenges: Bilingual("S, performed with some challenges", "良好（S）")
    case .majorChallenges: Bilingual("M, performed with major challenges", "合格（M）")
    case .unable: Bilingual("U, unable to be performed", "不合格（U）")
    }
  }
}

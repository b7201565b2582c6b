import Wording

/// What a stage waits for. The names are those of the database's gate view, which alone decides whether one is met.
public enum Gate: String, Sendable, CaseIterable, Named {
  case assessmentSubmitted = "assessment_submitted"
  case assessmentReceived = "assessment_received"
  case decisionRecorded = "decision_recorded"
  case commandIssued = "command_issued"
  case commandAcknowledged = "command_acknowledged"
  case planSubmitted = "plan_submitted"
  case planApproved = "plan_approved"
  case readinessThere = "readiness_there"
  case statementDelivered = "statement_delivered"
  case deliveriesSettled = "deliveries_settled"
  case feedbackResolved = "feedback_resolved"
  case responseDeclaredOver = "response_declared_over"
  case withdrawalsCarriedOut = "withdrawals_carried_out"
  case correctionsDelivered = "corrections_delivered"
  case meetingRecorded = "meeting_recorded"
  case stoodDown = "stood_down"
  case reportsReceived = "reports_received"
  case reviewAccepted = "review_accepted"

  public var name: Bilingual {
    switch self {
    case .assessmentSubmitted: Bilingual("the assessment is submitted", "研判报告已提交")
    case .assessmentReceived: Bilingual("leadership has received the assessment", "领导小组已签收研判报告")
    case .decisionRecorded: Bilingual("the decision is recorded", "决定已记录")
    case .commandIssued: Bilingual("the command is issued", "应急指令已下达")
    case .commandAcknowledged: Bilingual("every team has acknowledged the command", "各组都已确认应急指令")
    case .planSubmitted: Bilingual("the plan is submitted", "应对方案已提交")
    case .planApproved: Bilingual("the plan is approved", "应对方案已批准")
    case .readinessThere: Bilingual("readiness is certified, or waived", "已确认保障到位，或领导批准先行")
    case .statementDelivered: Bilingual("a statement is delivered", "官方声明已发布")
    case .deliveriesSettled: Bilingual("every delivery has its receipt, or is given up", "每项发布都有发布记录，或已取消")
    case .feedbackResolved: Bilingual("all feedback is resolved", "用户反馈全部办结")
    case .responseDeclaredOver: Bilingual("the leader has declared the response over", "组长已终止响应")
    case .withdrawalsCarriedOut: Bilingual("every withdrawal is carried out", "批准的撤回都已办完")
    case .correctionsDelivered: Bilingual("every wrong claim that is out is corrected", "已发布的错误内容都已更正")
    case .meetingRecorded: Bilingual("each urgent decision has its meeting's record", "紧急决定都已补会议记录")
    case .stoodDown: Bilingual("logistics has stood down", "收尾已完成")
    case .reportsReceived: Bilingual("leadership has received the three reports", "三份处置情况报告都已签收")
    case .reviewAccepted: Bilingual("the leader has accepted the review", "组长已审定复盘报告")
    }
  }
}

public import Wording

/// Words for the targets of the playbook.
public enum TargetText {
  /// The steps that a playbook gives a time, in their order.
  public static let all = [
    "acknowledge", "assess", "report_up", "command", "meeting_record", "acknowledge_command", "ready", "plan",
    "review_plan",
    "review_statement", "first_statement", "update", "correction", "reach", "feedback_reply", "feedback_resolution",
    "report",
    "after_action",
  ]

  /// What people read for a target's name in the playbook; a name that is not known stands for itself.
  public static func name(_ target: String) -> Bilingual {
    switch target {
    case "acknowledge": Bilingual("log the incident", "事件登记")
    case "assess": Bilingual("submit the assessment", "提交研判报告")
    case "report_up": Bilingual("receive the assessment", "签收研判报告")
    case "command": Bilingual("issue the command", "下达应急指令")
    case "acknowledge_command": Bilingual("acknowledge the command", "确认收到指令")
    case "ready": Bilingual("certify readiness", "确认保障到位")
    case "plan": Bilingual("submit the plan", "提交应对方案")
    case "review_plan": Bilingual("review the plan", "审核应对方案")
    case "review_statement": Bilingual("review the statement", "审核声明")
    case "first_statement": Bilingual("first statement", "首次回应")
    case "update": Bilingual("update cadence", "滚动更新间隔")
    case "feedback_reply": Bilingual("first reply to feedback", "首次回复反馈")
    case "feedback_resolution": Bilingual("resolve feedback", "办结反馈")
    case "report": Bilingual("result report", "处置情况报告")
    case "after_action": Bilingual("accept the after-action review", "审定复盘报告")
    case "meeting_record": Bilingual("record the meeting", "补会议记录")
    case "reach": Bilingual("reach the person another way", "改用其他方式通知本人")
    case "form_receipt": Bilingual("receipt for a form", "文书受理")
    case "revise_playbook": Bilingual("look at the plan again", "修订预案")
    case "file_playbook": Bilingual("file the plan", "预案备案")
    case "improvement": Bilingual("the day of an improvement", "整改期限")
    case "correction": Bilingual("correct what is out", "更正已发布内容")
    default: Bilingual(same: target)
    }
  }
}

import FoundationEssentials
public import Ledger
public import Wording
import Workflow

/// Words for the events of a timeline.
public enum EventText {
  /// By the event's kind: the table of the step.
  private static let names: [String: Bilingual] = [
    "incident": Bilingual("incident opened", "立案"),
    "restriction": Bilingual("restricted, or opened again", "限制或解除限制"),
    "named_person": Bilingual("person named", "指定人员"),
    "incident_link": Bilingual("incidents linked", "关联事件"),
    "meeting_record": Bilingual("meeting recorded", "补会议记录"),
    "authority_notice": Bilingual("authority told", "报告监管机构"),
    "proposal_text": Bilingual("words proposed", "提出修改文字"),
    "adoption": Bilingual("proposal adopted", "采纳修改建议"),
    "revocation": Bilingual("approval taken back", "收回批准"),
    "delivery_abandonment": Bilingual("delivery given up", "放弃发布"),
    "delivery_resumption": Bilingual("delivery taken up again", "恢复发布"),
    "withdrawal_receipt": Bilingual("taken down", "已撤下"),
    "correction": Bilingual("correction owed", "须更正"),
    "correcting_statement": Bilingual("correction begun", "起草更正"),
    "late_refutation": Bilingual("refuted after archiving", "归档后证伪"),
    "late_correction": Bilingual("late correction begun", "起草归档后更正"),
    "improvement_done": Bilingual("improvement done", "整改措施完成"),
    "improvement_judgement": Bilingual("improvement judged", "整改验收"),
    "note": Bilingual("note", "备注"),
    "attachment": Bilingual("file kept", "附件"),
    "undoing": Bilingual("taken back", "撤销"),
    "discard": Bilingual("draft discarded", "作废草稿"),
    "route": Bilingual("where it goes", "发往渠道设定"),
    "erasure": Bilingual("text erased", "删除文字"),
    "watch": Bilingual("word watched", "监测关键词"),
    "fact": Bilingual("fact recorded", "登记事实"),
    "fact_check": Bilingual("fact checked", "核查事实"),
    "assessment": Bilingual("assessment submitted", "提交研判报告"),
    "assessment_receipt": Bilingual("assessment received", "签收研判报告"),
    "decision": Bilingual("decision recorded", "记录决定"),
    "command": Bilingual("command issued", "下达指令"),
    "assignment": Bilingual("assignment given", "分派任务"),
    "acknowledgement": Bilingual("assignment acknowledged", "确认任务"),
    "task": Bilingual("task given", "分派工作"),
    "task_done": Bilingual("task done", "工作完成"),
    "document": Bilingual("text begun", "开始起草"),
    "revision": Bilingual("revision written", "撰写修订稿"),
    "plan": Bilingual("plan begun", "制定方案"),
    "plan_part": Bilingual("plan part written", "撰写方案部分"),
    "rendition": Bilingual("rendition written", "撰写版本"),
    "citation": Bilingual("fact cited", "引用事实"),
    "submission": Bilingual("text handed in", "提交审核"),
    "review": Bilingual("reviewed", "审核"),
    "approval": Bilingual("approved", "批准"),
    "approval_void": Bilingual("approval void", "批准失效"),
    "readiness_certificate": Bilingual("readiness certified", "证明就绪"),
    "readiness_item": Bilingual("readiness item", "就绪条目"),
    "readiness": Bilingual("readiness there", "保障就绪"),
    "waiver": Bilingual("waiver proposed", "提请豁免"),
    "lowering": Bilingual("lowering proposed", "提请下调等级"),
    "allocation": Bilingual("resource allocated", "分配资源"),
    "counselling_offer": Bilingual("counselling offered", "提供心理辅导"),
    "mandate": Bilingual("basis for publishing", "发布依据"),
    "plan_mandate": Bilingual("basis: approved plan", "依据：已批准方案"),
    "holding_mandate": Bilingual("basis: holding template", "依据：初步声明模板"),
    "statement": Bilingual("statement begun", "起草声明"),
    "delivery": Bilingual("sent to a channel", "发往渠道"),
    "delivery_receipt": Bilingual("delivered", "已发布"),
    "withdrawal": Bilingual("withdrawal proposed", "提请撤回"),
    "feedback": Bilingual("feedback received", "收到反馈"),
    "reply": Bilingual("feedback answered", "回复反馈"),
    "reply_from_template": Bilingual("reply from template", "按模板回复"),
    "reply_from_answer": Bilingual("reply from the Q&A sheet", "按问答口径答复"),
    "reply_from_statement": Bilingual("reply from statement", "以声明回复"),
    "resolution": Bilingual("feedback resolved", "办结反馈"),
    "response_over": Bilingual("response declared over", "宣布响应结束"),
    "stand_down": Bilingual("stood down", "现场清理"),
    "stand_down_item": Bilingual("stand-down item", "清理条目"),
    "result_report": Bilingual("report submitted", "提交报告"),
    "report_receipt": Bilingual("report received", "签收报告"),
    "after_action_review": Bilingual("review written", "撰写总结评估"),
    "improvement_action": Bilingual("improvement decided", "确定改进措施"),
    "closure": Bilingual("review accepted", "认可总结评估"),
    "stop": Bilingual("incident stopped", "终止事件"),
    "stop_agreement": Bilingual("stop agreed on", "同意终止"),
    "brief": Bilingual("brief filed", "报送简报"),
    "brief_draft": Bilingual("brief drafted", "起草简报"),
    "remark": Bilingual("leader's remark", "领导批示"),
    "remark_done": Bilingual("remark done", "批示办结"),
    "mentions_attached": Bilingual("mentions attached", "关联提及"),
    "transition": Bilingual("stage opened", "开启阶段"),
    "escalation": Bilingual("deadline escalated", "时限升级"),
  ]

  /// What happened, in words; the kind itself where it has none.
  public static func name(_ kind: String) -> Bilingual { names[kind] ?? Bilingual(same: kind) }

  /// Kinds whose details are worth a reader's time, in their words.
  public static func details(_ event: History.Event) -> Bilingual {
    guard case .object(let data)? = try? JSONDecoder().decode(JSONValue.self, from: Data(event.data.utf8)) else {
      return Bilingual(same: "")
    }
    func text(_ key: String) -> String {
      switch data[key] {
      case .string(let string): string
      case .integer(let integer): String(integer)
      default: ""
      }
    }
    func reference() -> String {
      let letter = Reference.Kind.allCases.first { $0.documentKind == text("kind") }?.rawValue ?? "S"
      return "\(letter)\(text("document_id")).\(text("number"))"
    }
    switch event.kind {
    case "transition": return Stage(rawValue: text("to_stage"))?.name ?? Bilingual(same: "")
    case "incident", "assessment": return Bilingual(same: text("severity"))
    case "fact_check":
      return Bilingual(same: "F\(text("fact_id")) → ")
        + (Reliability(rawValue: text("reliability")) ?? .unverified).name
    case "fact": return Bilingual(same: "F\(text("id"))")
    case "submission", "approval", "approval_void", "revocation", "adoption", "proposal_text":
      return Bilingual(same: reference())
    case "review":
      return Bilingual(same: reference() + " ")
        + (Verdict(rawValue: text("verdict")) ?? .propose).name
    case "delivery": return Bilingual(same: "D\(text("id")) → \(text("channel"))")
    case "mentions_attached": return Bilingual(same: text("mentions"))
    case "delivery_receipt", "delivery_abandonment", "delivery_resumption", "withdrawal_receipt":
      return Bilingual(same: "D\(text("delivery_id"))")
    case "correction", "correcting_statement":
      return Bilingual(same: "S\(text("document_id"))")
    case "late_refutation": return Bilingual(same: "I\(text("predecessor")) F\(text("fact_id"))")
    case "named_person": return Bilingual(same: text("handle"))
    case "improvement_done", "improvement_judgement": return Bilingual(same: "V\(text("improvement_id"))")
    case "attachment": return Bilingual(same: "E\(text("id"))")
    case "undoing": return name(text("what"))
    case "discard": return Bilingual(same: reference())
    case "route": return Bilingual(same: "S\(text("document_id")).\(text("number")) → \(text("channel"))")
    case "authority_notice": return Bilingual(same: text("clock"))
    case "incident_link": return Bilingual(same: "I\(text("other"))")
    case "feedback": return Bilingual(same: "Q\(text("id"))")
    case "reply", "resolution": return Bilingual(same: "Q\(text("feedback_id"))")
    case "acknowledgement", "assignment", "result_report", "report_receipt":
      return Team(rawValue: text("for_team"))?.name ?? Bilingual(same: "")
    case "escalation":
      return (DutyKind(rawValue: text("kind"))?.name ?? Bilingual(same: text("kind")))
        + Bilingual(same: " \(text("subject")) \(text("percent")) %")
    default: return Bilingual(same: "")
    }
  }
}

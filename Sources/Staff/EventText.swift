import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Words for the events of a timeline.
enum EventText {
  static func name(_ kind: String) -> Bilingual {
    switch kind {
    case "incident": Bilingual("incident opened", "立案")
    case "restriction": Bilingual("restricted, or opened again", "限制或解除限制")
    case "named_person": Bilingual("person named", "指定人员")
    case "incident_link": Bilingual("incidents linked", "关联事件")
    case "meeting_record": Bilingual("meeting recorded", "补会议记录")
    case "authority_notice": Bilingual("authority told", "报告监管机构")
    case "proposal_text": Bilingual("words proposed", "提出修改文字")
    case "adoption": Bilingual("proposal adopted", "采纳修改建议")
    case "revocation": Bilingual("approval taken back", "收回批准")
    case "delivery_abandonment": Bilingual("delivery given up", "放弃发布")
    case "withdrawal_receipt": Bilingual("taken down", "已撤下")
    case "correction": Bilingual("correction owed", "须更正")
    case "correcting_statement": Bilingual("correction begun", "起草更正")
    case "late_refutation": Bilingual("refuted after archiving", "归档后证伪")
    case "late_correction": Bilingual("late correction begun", "起草归档后更正")
    case "erasure": Bilingual("text erased", "删除文字")
    case "watch": Bilingual("word watched", "监测关键词")
    case "fact": Bilingual("fact recorded", "登记事实")
    case "fact_check": Bilingual("fact checked", "核查事实")
    case "assessment": Bilingual("assessment submitted", "提交研判报告")
    case "assessment_receipt": Bilingual("assessment received", "签收研判报告")
    case "decision": Bilingual("decision recorded", "记录决定")
    case "command": Bilingual("command issued", "下达指令")
    case "assignment": Bilingual("assignment given", "分派任务")
    case "acknowledgement": Bilingual("assignment acknowledged", "确认任务")
    case "task": Bilingual("task given", "分派工作")
    case "task_done": Bilingual("task done", "工作完成")
    case "document": Bilingual("text begun", "开始起草")
    case "revision": Bilingual("revision written", "撰写修订稿")
    case "plan": Bilingual("plan begun", "制定方案")
    case "plan_part": Bilingual("plan part written", "撰写方案部分")
    case "rendition": Bilingual("rendition written", "撰写版本")
    case "citation": Bilingual("fact cited", "引用事实")
    case "submission": Bilingual("text handed in", "提交审核")
    case "review": Bilingual("reviewed", "审核")
    case "approval": Bilingual("approved", "批准")
    case "approval_void": Bilingual("approval void", "批准失效")
    case "readiness_certificate": Bilingual("readiness certified", "证明就绪")
    case "readiness_item": Bilingual("readiness item", "就绪条目")
    case "readiness": Bilingual("readiness there", "保障就绪")
    case "waiver": Bilingual("waiver proposed", "提请豁免")
    case "lowering": Bilingual("lowering proposed", "提请下调等级")
    case "allocation": Bilingual("resource allocated", "分配资源")
    case "counselling_offer": Bilingual("counselling offered", "提供心理辅导")
    case "mandate": Bilingual("basis for publishing", "发布依据")
    case "plan_mandate": Bilingual("basis: approved plan", "依据：已批准方案")
    case "holding_mandate": Bilingual("basis: holding template", "依据：初步声明模板")
    case "statement": Bilingual("statement begun", "起草声明")
    case "delivery": Bilingual("sent to a channel", "发往渠道")
    case "delivery_receipt": Bilingual("delivered", "已发布")
    case "withdrawal": Bilingual("withdrawal proposed", "提请撤回")
    case "feedback": Bilingual("feedback received", "收到反馈")
    case "reply": Bilingual("feedback answered", "回复反馈")
    case "reply_from_template": Bilingual("reply from template", "按模板回复")
    case "reply_from_statement": Bilingual("reply from statement", "以声明回复")
    case "resolution": Bilingual("feedback resolved", "办结反馈")
    case "response_over": Bilingual("response declared over", "宣布响应结束")
    case "stand_down": Bilingual("stood down", "现场清理")
    case "stand_down_item": Bilingual("stand-down item", "清理条目")
    case "result_report": Bilingual("report submitted", "提交报告")
    case "report_receipt": Bilingual("report received", "签收报告")
    case "after_action_review": Bilingual("review written", "撰写总结评估")
    case "improvement_action": Bilingual("improvement decided", "确定改进措施")
    case "closure": Bilingual("review accepted", "认可总结评估")
    case "stop": Bilingual("incident stopped", "终止事件")
    case "stop_agreement": Bilingual("stop agreed on", "同意终止")
    case "mentions_attached": Bilingual("mentions attached", "关联提及")
    case "transition": Bilingual("stage opened", "开启阶段")
    case "escalation": Bilingual("deadline escalated", "时限升级")
    default: Bilingual(same: kind)
    }
  }

  /// Kinds whose details are worth a reader's time, in their words.
  static func details(_ event: History.Event) -> Bilingual {
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
    case "delivery_receipt", "delivery_abandonment", "withdrawal_receipt":
      return Bilingual(same: "D\(text("delivery_id"))")
    case "correction", "correcting_statement":
      return Bilingual(same: "S\(text("document_id"))")
    case "late_refutation": return Bilingual(same: "I\(text("predecessor")) F\(text("fact_id"))")
    case "named_person": return Bilingual(same: text("handle"))
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

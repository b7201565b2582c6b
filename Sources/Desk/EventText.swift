import FoundationEssentials
public import Ledger
public import Wording
import Workflow

/// Words for the events of a timeline.
public enum EventText {
  /// By the event's kind: the table of the step.
  private static let names: [String: Bilingual] = [
    "incident": Bilingual("incident opened", "登记事件"),
    "command_goal": Bilingual("goal of the command", "指令目标"),
    "goal_judgement": Bilingual("goal judged", "评判目标"),
    "outside_publication": Bilingual("published outside the system", "系统外发布"),
    "shortcoming": Bilingual("shortcoming found", "发现不足"),
    "shortcoming_accepted": Bilingual("shortcoming accepted", "接受不足"),
    "shortcoming_improved": Bilingual("shortcoming answered by an improvement", "不足已有整改措施"),
    "improvement_change": Bilingual("change proposed", "拟改动"),
    "improvement_retest": Bilingual("improvement tried again", "复查整改"),
    "improvement_patch": Bilingual("change of the plan kept", "登记预案改动"),
    "outside_case": Bilingual("case of others kept", "收录案例"),
    "restriction": Bilingual("restricted, or opened again", "限制或放开知悉范围"),
    "named_person": Bilingual("person named", "增加知情人"),
    "incident_link": Bilingual("incidents linked", "关联事件"),
    "meeting_record": Bilingual("meeting recorded", "补会议记录"),
    "authority_notice": Bilingual("authority told", "向主管部门报告"),
    "proposal_text": Bilingual("words proposed", "建议修改"),
    "adoption": Bilingual("proposal adopted", "采纳"),
    "revocation": Bilingual("approval taken back", "撤销批准"),
    "delivery_abandonment": Bilingual("delivery given up", "取消发布"),
    "delivery_resumption": Bilingual("delivery taken up again", "恢复发布"),
    "withdrawal_receipt": Bilingual("taken down", "已删除原帖"),
    "correction": Bilingual("correction owed", "须更正"),
    "correcting_statement": Bilingual("correction begun", "起草更正"),
    "late_refutation": Bilingual("refuted after archiving", "归档后查明不实"),
    "late_correction": Bilingual("late correction begun", "起草归档后更正"),
    "improvement_done": Bilingual("improvement done", "整改措施完成"),
    "improvement_judgement": Bilingual("improvement judged", "整改验收"),
    "note": Bilingual("note", "备注"),
    "meeting": Bilingual("meeting called", "召集会议"),
    "sign_in": Bilingual("signed in", "签到"),
    "attachment": Bilingual("file kept", "附件"),
    "undoing": Bilingual("taken back", "撤销"),
    "discard": Bilingual("draft discarded", "作废草稿"),
    "route": Bilingual("where it goes", "发往渠道设定"),
    "erasure": Bilingual("text erased", "彻底删除内容"),
    "watch": Bilingual("word watched", "监测关键词"),
    "fact": Bilingual("fact recorded", "登记情况"),
    "fact_check": Bilingual("fact checked", "核查情况"),
    "assessment": Bilingual("assessment submitted", "提交研判报告"),
    "assessment_receipt": Bilingual("assessment received", "签收研判报告"),
    "decision": Bilingual("decision recorded", "记录决定"),
    "command": Bilingual("command issued", "下达指令"),
    "assignment": Bilingual("assignment given", "分派任务"),
    "acknowledgement": Bilingual("assignment acknowledged", "确认本组任务"),
    "task": Bilingual("task given", "交办事项"),
    "task_done": Bilingual("task done", "交办事项完成"),
    "document": Bilingual("text begun", "开始起草"),
    "revision": Bilingual("revision written", "撰写新一稿"),
    "plan": Bilingual("plan begun", "制定方案"),
    "plan_part": Bilingual("plan part written", "撰写方案部分"),
    "rendition": Bilingual("text for a channel written", "撰写渠道稿"),
    "citation": Bilingual("fact cited", "列明依据"),
    "submission": Bilingual("text handed in", "报审"),
    "review": Bilingual("reviewed", "审核"),
    "review_signature": Bilingual("signed", "签名"),
    "signing_key": Bilingual("signing key", "签名密钥"),
    "code_request": Bilingual("code asked for to enrol a device", "申请设备验证码"),
    "sign_on_provider": Bilingual("identity provider", "身份提供方"),
    "sign_on_key": Bilingual("identity provider's key", "身份提供方密钥"),
    "sign_on_binding": Bilingual("company account", "公司账号绑定"),
    "approval": Bilingual("approved", "批准"),
    "approval_void": Bilingual("approval void", "批准已失效，须重新报审"),
    "readiness_certificate": Bilingual("readiness certified", "确认保障到位"),
    "readiness_item": Bilingual("readiness item", "保障事项"),
    "readiness": Bilingual("readiness there", "保障到位"),
    "waiver": Bilingual("waiver proposed", "提请批准先行"),
    "lowering": Bilingual("lowering proposed", "提请降级"),
    "allocation": Bilingual("resource allocated", "分配资源"),
    "counselling_offer": Bilingual("counselling offered", "提供心理辅导"),
    "resource_use": Bilingual("resource taken", "领用资源"),
    "resource_return": Bilingual("resource handed back", "归还资源"),
    "mandate": Bilingual("basis for publishing", "可以发布的依据"),
    "plan_mandate": Bilingual("basis: approved plan", "依据：已批准方案"),
    "holding_mandate": Bilingual("basis: holding template", "依据：首发稿模板"),
    "statement": Bilingual("statement begun", "起草声明"),
    "delivery": Bilingual("sent to a channel", "送往发布渠道"),
    "delivery_receipt": Bilingual("delivered", "已发布"),
    "withdrawal": Bilingual("withdrawal proposed", "提请撤回"),
    "feedback": Bilingual("feedback received", "收到反馈"),
    "reply": Bilingual("feedback answered", "回复反馈"),
    "reply_from_template": Bilingual("reply from template", "按模板回复"),
    "reply_from_answer": Bilingual("reply from the Q&A sheet", "按问答口径答复"),
    "reply_from_statement": Bilingual("reply from statement", "以声明回复"),
    "resolution": Bilingual("feedback resolved", "反馈办结"),
    "response_over": Bilingual("response declared over", "终止响应"),
    "stand_down": Bilingual("stood down", "完成收尾"),
    "stand_down_item": Bilingual("stand-down item", "收尾事项"),
    "result_report": Bilingual("report submitted", "提交报告"),
    "report_receipt": Bilingual("report received", "签收报告"),
    "after_action_review": Bilingual("review written", "撰写复盘报告"),
    "improvement_action": Bilingual("improvement decided", "确定整改措施"),
    "closure": Bilingual("review accepted", "审定复盘报告"),
    "stop": Bilingual("incident stopped", "终止事件"),
    "stop_agreement": Bilingual("stop agreed on", "同意终止"),
    "brief": Bilingual("brief filed", "报送简报"),
    "brief_draft": Bilingual("brief drafted", "起草简报"),
    "remark": Bilingual("leader's remark", "领导批示"),
    "remark_done": Bilingual("remark done", "批示办结"),
    "mentions_attached": Bilingual("mentions attached", "关联信息"),
    "transition": Bilingual("stage opened", "开启阶段"),
    "clock_segment": Bilingual("clock moved", "调整演练时钟"),
    "drill": Bilingual("drill", "演练"),
    "drill_person": Bilingual("signed in", "演练签到"),
    "drill_inject": Bilingual("inject written", "编写情景"),
    "drill_delivered": Bilingual("inject delivered", "情景注入"),
    "drill_steer": Bilingual("inject steered", "导调情景"),
    "drill_note": Bilingual("observed", "观察记录"),
    "drill_message": Bilingual("message in a drill", "导调消息"),
    "drill_word": Bilingual("self-assessment", "参演自评"),
    "form": Bilingual("form written", "撰写文书"),
    "form_review": Bilingual("form reviewed", "审核文书"),
    "form_submission": Bilingual("form handed in", "报送文书"),
    "form_outcome": Bilingual("form answered", "文书受理"),
    "reply_in_own_words": Bilingual("answered in own words", "自拟答复"),
    "reply_review": Bilingual("answer reviewed", "审看自拟答复"),
    "reply_correction": Bilingual("answer put right", "更正答复"),
    "escalation": Bilingual("deadline escalated", "超时上报"),
  ]

  /// What happened, in words; the kind itself where it has none.
  public static func name(_ kind: String) -> Bilingual { names[kind] ?? Bilingual(same: kind) }

  /// What the event holds: ids, codes and checksums; null where it holds nothing.
  public static func values(_ event: History.Event) -> JSONValue {
    (try? JSONDecoder().decode(JSONValue.self, from: Data(event.data.utf8))) ?? .null
  }

  /// Kinds whose details are worth a reader's time, in their words.
  /// - Parameter clocks: the statutory clocks of the incident's playbook, by which a code gets its name.
  public static func details(_ event: History.Event, clocks: [StatutoryClock]) -> Bilingual {
    guard case .object(let data) = values(event) else { return Bilingual(same: "") }
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
    /// A statutory clock under its name; what is none, as it is.
    func named(_ key: String) -> Bilingual {
      let code = text(key)
      return clocks.first { $0.code == code }?.name ?? Bilingual(same: code)
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
    case "named_person", "sign_in": return Bilingual(same: text("handle"))
    case "improvement_done", "improvement_judgement": return Bilingual(same: "V\(text("improvement_id"))")
    case "attachment": return Bilingual(same: "E\(text("id"))")
    case "undoing": return name(text("what"))
    case "discard": return Bilingual(same: reference())
    case "route": return Bilingual(same: "S\(text("document_id")).\(text("number")) → \(text("channel"))")
    case "authority_notice": return named("clock")
    case "form": return Bilingual(same: "U\(text("id"))")
    case "form_review", "form_submission", "form_outcome": return Bilingual(same: "U\(text("form_id"))")
    case "incident_link": return Bilingual(same: "I\(text("other"))")
    case "feedback": return Bilingual(same: "Q\(text("id"))")
    case "reply", "reply_in_own_words", "reply_review", "reply_correction", "resolution":
      return Bilingual(same: "Q\(text("feedback_id"))")
    case "acknowledgement", "assignment", "result_report", "report_receipt":
      return Team(rawValue: text("for_team"))?.name ?? Bilingual(same: "")
    case "escalation":
      return (DutyKind(rawValue: text("kind"))?.name ?? Bilingual(same: text("kind")))
        + Bilingual(same: " ") + named("subject") + Bilingual(same: " \(text("percent")) %")
    default: return Bilingual(same: "")
    }
  }
}

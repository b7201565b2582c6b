import Wording

/// Everything that somebody can owe: what it is called, and the command that does it.
///
/// The names are those of the database's `duty_kind`, which says who owes it, until when, and which gate waits for it. Here is what
/// people read: inboxes, help, forms, `why`, notices and pages take their words from this one description.
public enum DutyKind: String, Sendable, CaseIterable, Named {
  case assess, receive, decide, command, acknowledge, plan, ready, review, revise, submit, statement, send, post
  case deliver, repair, reply, resolve, task, adopt, renew, correct, retract, unpost, reach, report, close
  case recordMeeting = "record_meeting"
  case notifyAuthority = "notify_authority"
  case declareOver = "declare_over"
  case standDown = "stand_down"
  case receiveReport = "receive_report"
  case reviewIncident = "review_incident"
  case agreeToStop = "agree_to_stop"
  case decideSeat = "decide_seat"
  case repairWork = "repair_work"
  case answerReport = "answer_report"
  case improve
  case acceptImprovement = "accept_improvement"
  case mendWay = "mend_way"
  case fileBrief = "file_brief"
  case approvePlaybook = "approve_playbook"
  case revisePlaybook = "revise_playbook"
  case filePlaybook = "file_playbook"
  case remark
  case planDrill = "plan_drill"
  case readPlaybook = "read_playbook"
  case train
  case verifyResource = "verify_resource"
  case renewResource = "renew_resource"
  case mendResource = "mend_resource"
  case fillGap = "fill_gap"
  case agreeToExchange = "agree_to_exchange"
  case reviewForm = "review_form"
  case submitForm = "submit_form"
  case rewriteForm = "rewrite_form"
  case formReceipt = "form_receipt"
  case reviewReply = "review_reply"
  case correctReply = "correct_reply"

  // Aims: reached when others do what they owe, and in nobody's inbox.
  case log, update, corrected
  case decisionMade = "decision_made"
  case commandGiven = "command_given"
  case planApproved = "plan_approved"
  case firstStatement = "first_statement"
  case feedbackResolution = "feedback_resolution"
  case responseOver = "response_over"
  case reportReceived = "report_received"
  case afterAction = "after_action"

  public var name: Bilingual {
    switch self {
    case .assess: Bilingual("submit the assessment", "提交研判报告")
    case .receive: Bilingual("receive the assessment", "签收研判报告")
    case .decide: Bilingual("record the decision", "记录决定")
    case .command: Bilingual("issue the command", "下达应急指令")
    case .acknowledge: Bilingual("acknowledge the assignment", "确认本组任务")
    case .plan: Bilingual("submit the plan", "提交应对方案")
    case .ready: Bilingual("certify readiness", "确认保障到位")
    case .review: Bilingual("review the text", "审核稿件")
    case .revise: Bilingual("revise the returned text", "修改退回的稿件")
    case .submit: Bilingual("hand in the draft", "把草稿报审")
    case .statement: Bilingual("write the statement", "起草官方声明")
    case .send: Bilingual("send the approved statement", "发布已批准的声明")
    case .post: Bilingual("post it and record the receipt", "人工发布并登记发布记录")
    case .deliver: Bilingual("the service is delivering", "系统正在发布")
    case .repair: Bilingual("a delivery failed for good: repair and retry", "没有发成：排除故障后重新发布")
    case .reply: Bilingual("reply to feedback", "回复用户反馈")
    case .resolve: Bilingual("resolve feedback", "办结用户反馈")
    case .task: Bilingual("do the task", "完成交办事项")
    case .adopt: Bilingual("adopt the proposed words, or write others", "采纳修改建议，或另写一稿")
    case .renew: Bilingual("its approval stands no more: hand it in again", "批准已失效，须重新报审")
    case .correct: Bilingual("correct what is out", "更正已发布的错误内容")
    case .retract: Bilingual("the service is taking it down", "系统正在删除原帖")
    case .unpost: Bilingual("take it down and record that", "删除原帖并登记")
    case .reach: Bilingual("a notice reached nobody: reach the person another way", "没通知到本人：请改用其他方式")
    case .report: Bilingual("submit the result report", "提交处置情况报告")
    case .close: Bilingual("accept the review", "审定复盘报告")
    case .recordMeeting: Bilingual("record the meeting that an urgent decision owes", "补紧急决定的会议记录")
    case .notifyAuthority: Bilingual("tell the authority, and record it (confirm with counsel)", "向主管部门报告并登记（请与法务确认）")
    case .declareOver: Bilingual("declare the response over, if it is", "响应如已结束，请终止响应")
    case .standDown: Bilingual("record the stand-down", "完成收尾")
    case .receiveReport: Bilingual("receive the team's report", "签收处置情况报告")
    case .reviewIncident: Bilingual("write the after-action review", "撰写复盘报告")
    case .agreeToStop:
      Bilingual("the leader wants to stop it: a second member of leadership agrees", "组长拟终止事件，请领导小组另一成员同意")
    case .decideSeat: Bilingual("decide on a change of leadership's seats", "决定领导小组职务变更")
    case .repairWork: Bilingual("a service's work failed for good: repair and retry", "系统任务已停止重试：排除故障后重新执行")
    case .answerReport: Bilingual("answer what somebody of the company told", "答复员工上报的线索")
    case .mendWay: Bilingual("a way to reach people fails: mend it, then try it again", "通知方式故障：请修复后重试")
    case .improve: Bilingual("make the improvement, and say that it is done", "落实整改措施并登记完成")
    case .acceptImprovement: Bilingual("accept the improvement, or send it back", "验收整改措施")
    case .approvePlaybook: Bilingual("review the proposed plan", "审核提出的预案")
    case .revisePlaybook: Bilingual("look at the plan again: propose a new version, or keep it", "修订预案：提出新的一版，或说明不改的理由")
    case .filePlaybook: Bilingual("file the plan, and record the receipt", "办理预案备案并登记备案号")
    case .fileBrief: Bilingual("file the brief that is drafted", "核对并报送已起草的简报")
    case .remark: Bilingual("do what a leader's remark asks for", "办理领导批示")
    case .planDrill: Bilingual("plan the next drill", "安排下一次演练")
    case .readPlaybook: Bilingual("read the playbook in force, and say so", "阅读现行预案并确认阅知")
    case .train: Bilingual("take the training on the playbook in force", "完成现行预案培训测验")
    case .verifyResource: Bilingual("look whether it is as the registry says", "核对资源是否与清单一致")
    case .renewResource: Bilingual("it runs out: renew it", "即将到期或额度不足：请续期")
    case .mendResource: Bilingual("a tool or platform fails: mend it", "工具或平台异常：请修复")
    case .fillGap: Bilingual("less is there than the playbook requires: fill the gap", "资源少于预案要求：请补足")
    case .agreeToExchange: Bilingual("a colleague wants to exchange shifts: agree, or leave it", "同事提出换班：请确认或不予理会")
    case .reviewForm: Bilingual("review a form that goes out", "审核对外文书")
    case .submitForm: Bilingual("hand the form in, and record how", "报送文书并登记")
    case .rewriteForm: Bilingual("the form came back: write it anew", "领导小组退回了文书，请重写")
    case .formReceipt: Bilingual("get the receipt for the form", "跟进文书受理情况")
    case .reviewReply: Bilingual("review an answer that was given in own words", "审看自拟答复")
    case .correctReply: Bilingual("tell who asked what is right: the answer was wrong", "答复有误，请向提问者更正")
    case .log: Bilingual("log the incident", "事件登记")
    case .update: Bilingual("the next update", "下一次通报")
    case .corrected: Bilingual("have the correction out", "把更正都发出去")
    case .decisionMade: Bilingual("come to a decision", "作出决定")
    case .commandGiven: Bilingual("give the command", "下达指令")
    case .planApproved: Bilingual("approve the plan", "批准应对方案")
    case .firstStatement: Bilingual("have the first statement out", "发布首次回应")
    case .feedbackResolution: Bilingual("have feedback resolved", "办结反馈")
    case .responseOver: Bilingual("bring the response to its end", "终止响应")
    case .reportReceived: Bilingual("have the report received", "报告签收")
    case .afterAction: Bilingual("have the after-action review accepted", "复盘报告审定")
    }
  }

  /// The command that does it, as far as it is known; nil when a service does it, or when others reach it by what they owe.
  /// - Parameters:
  ///   - subject: the short id that it is about, if any.
  public func command(team: Team, incident: Reference, subject: String) -> DutyCommand? {
    let on = incident.description
    func command(_ words: String..., missing: DutyCommand.Missing...) -> DutyCommand {
      DutyCommand(program: "levee-" + team.rawValue, words: words, missing: missing)
    }
    switch self {
    case .assess: return command("assess", on, missing: .option("severity"), .option("summary"))
    case .receive: return command("receive", on)
    case .decide: return command("decide", on, missing: .words)
    case .command:
      return command(
        "command", on, missing: .words, .option("monitoring"), .option("response"), .option("logistics"))
    case .acknowledge: return command("acknowledge", on)
    case .plan: return command("plan", on)
    case .ready: return command("certify", on)
    case .review: return command("examine", subject)
    case .revise: return subject.hasPrefix("P") ? command("plan", on) : command("revise", subject, missing: .words)
    case .submit: return command("submit", subject)
    case .statement: return command("statement", on, missing: .option("title"), .option("body"))
    case .send: return command("send", subject, missing: .option("to", "CHANNEL"))
    case .post: return command("claim", subject)
    case .repair: return command("retry", subject)
    case .reply: return command("reply", subject)
    case .resolve: return command("resolve", subject, missing: .words)
    case .task: return command("done", subject, missing: .words)
    case .adopt:
      var adopt = command("adopt", subject, missing: .option("from", "PERSON"))
      adopt.first = ["read", subject]
      return adopt
    case .renew: return command("renew", subject)
    case .correct:
      // F: refuted after its case was archived; the correction is an ordinary statement of this incident.
      return subject.hasPrefix("F")
        ? command("statement", on, "--corrects-archived", missing: .option("title"), .option("body"))
        : command("correct", subject, missing: .option("title"), .option("body"))
    case .unpost: return command("take-down", subject)
    case .reach: return command("reached", subject, missing: .words)
    case .report: return command("report", on, missing: .words)
    case .close: return command("close", on)
    case .recordMeeting: return command("record-meeting", on, missing: .option("attendee"), .option("record"))
    case .notifyAuthority: return command("notified", on, subject, missing: .option("reference"))
    case .declareOver: return command("declare-over", on, missing: .words)
    case .standDown: return command("stand-down", on)
    case .receiveReport: return command("receive-report", on)
    case .reviewIncident:
      return command(
        "review", on, missing: .option("course"), .option("effectiveness"), .option("lessons"), .option("improvement"))
    case .agreeToStop: return command("agree-to-stop", on)
    case .decideSeat: return command("decide-seat", subject)
    case .repairWork: return command("retry-work", subject)
    case .answerReport:
      var answer = command("answer", subject, missing: .words)
      answer.first = ["reports"]
      return answer
    case .mendWay:
      var retry = command("retry-way", subject)
      retry.first = ["ways"]
      return retry
    case .improve:
      return DutyCommand(program: "levee", words: ["improvement", "done", subject], missing: [.words])
    case .acceptImprovement: return command("improvement", "accept", subject)
    case .approvePlaybook: return command("approve-playbook", subject)
    case .revisePlaybook: return command("keep-playbook", missing: .option("reason"))
    case .filePlaybook:
      let words = subject.split(separator: " ").map(String.init)
      return command("file-playbook", words.first ?? subject, words.last ?? "", missing: .option("receipt"))
    case .fileBrief: return command("brief", on, "--kind", subject)
    case .remark:
      var done = command("done", subject, missing: .words)
      done.first = ["remarks", on]
      return done
    case .planDrill:
      return DutyCommand(
        program: "levee", words: ["drill", "plan", "--kind", subject],
        missing: [.words, .option("at"), .option("people")])
    case .readPlaybook:
      let version = subject.prefix { $0 != "." }
      return DutyCommand(program: "levee", words: ["playbook", "read", String(version)], missing: [])
    case .train: return DutyCommand(program: "levee", words: ["training", "take"], missing: [])
    case .verifyResource: return DutyCommand(program: "levee", words: ["verify", subject], missing: [])
    case .renewResource: return command("resource", "put", subject, missing: .option("valid-until"))
    case .mendResource: return command("tools")
    case .fillGap: return command("resources")
    case .agreeToExchange:
      return DutyCommand(
        program: "levee", words: ["roster", "swap"] + subject.split(separator: " ").map(String.init), missing: [])
    case .reviewForm: return command("form", "approve", subject)
    case .submitForm: return command("form", "submit", subject, missing: .option("via"))
    case .rewriteForm: return command("form", "write", on, "--instead", subject)
    case .formReceipt: return command("form", "receipt", subject, missing: .option("number"))
    case .reviewReply: return command("review-reply", subject)
    case .correctReply: return command("correct-reply", subject, missing: .words)
    case .deliver, .retract, .log, .update, .corrected, .decisionMade, .commandGiven, .planApproved, .firstStatement,
      .feedbackResolution, .responseOver, .reportReceived, .afterAction:
      return nil
    }
  }
}

/// One thing that somebody owes, as the database's obligations name it: a sentence, and the command that does it.
public enum Action: String, Sendable, CaseIterable, Named {
  case assess, receive, decide, command, acknowledge, plan, ready, review, revise, submit, statement, send, post
  case deliver, repair, reply, resolve, task, adopt, renew, correct, unpost, reach
  case recordMeeting = "record_meeting"
  case notifyAuthority = "notify_authority"
  case declareOver = "declare_over"
  case standDown = "stand_down"
  case report
  case receiveReport = "receive_report"
  case reviewIncident = "review_incident"
  case close, advance
  case agreeToStop = "agree_to_stop"
  case decideSeat = "decide_seat"
  case repairWork = "repair_work"

  public var name: Bilingual {
    switch self {
    case .assess: Bilingual("submit the assessment", "提交研判报告")
    case .receive: Bilingual("receive the assessment", "签收研判报告")
    case .decide: Bilingual("record the decision", "记录决定")
    case .command: Bilingual("issue the command", "下达应急指令")
    case .acknowledge: Bilingual("acknowledge the assignment", "确认任务")
    case .plan: Bilingual("submit the plan", "提交应对方案")
    case .ready: Bilingual("certify readiness", "证明保障就绪")
    case .review: Bilingual("review the text", "审核文本")
    case .revise: Bilingual("revise the returned text", "修订被退回的文本")
    case .submit: Bilingual("hand in the draft", "提交草稿")
    case .statement: Bilingual("write the statement", "起草官方声明")
    case .send: Bilingual("send the approved statement", "发布已批准的声明")
    case .post: Bilingual("post it and record the receipt", "人工发布并登记回执")
    case .deliver: Bilingual("the service is delivering", "服务正在发布")
    case .repair: Bilingual("a delivery failed for good: repair and retry", "发布失败：排除故障后重试")
    case .reply: Bilingual("reply to feedback", "回复用户反馈")
    case .resolve: Bilingual("resolve feedback", "办结用户反馈")
    case .task: Bilingual("do the task", "完成工作")
    case .adopt: Bilingual("adopt the proposed words, or write others", "采纳修改建议，或另写修订稿")
    case .renew: Bilingual("its approval stands no more: hand it in again", "批准已失效：重新提交审核")
    case .correct: Bilingual("correct what is out", "更正已发布的错误内容")
    case .unpost: Bilingual("take it down and record that", "撤下已发布内容并登记")
    case .reach: Bilingual("a notice reached nobody: reach the person another way", "提醒未送达：请以其他方式联系本人")
    case .recordMeeting: Bilingual("record the meeting that an urgent decision owes", "补紧急决定的会议记录")
    case .notifyAuthority: Bilingual("tell the authority, and record it (confirm with counsel)", "向监管机构报告并登记（请与法务确认）")
    case .declareOver: Bilingual("declare the response over, if it is", "响应如已结束，请宣布")
    case .standDown: Bilingual("record the stand-down", "登记现场清理")
    case .report: Bilingual("submit the result report", "提交处置结果报告")
    case .receiveReport: Bilingual("receive the team's report", "签收处置结果报告")
    case .reviewIncident: Bilingual("write the after-action review", "撰写总结评估")
    case .close: Bilingual("accept the review", "认可总结评估")
    case .advance: Bilingual("open the next stage", "开启下一阶段")
    case .agreeToStop:
      Bilingual("the leader wants to stop it: a second member of leadership agrees", "组长拟终止事件：须由领导小组另一成员同意")
    case .decideSeat: Bilingual("decide on a change of leadership's seats", "决定领导小组席位变更")
    case .repairWork: Bilingual("a service's work failed for good: repair and retry", "服务的工作彻底失败：排除故障后重试")
    }
  }

  /// The command line that does it, ready to be completed; nil when a service does it.
  /// - Parameters:
  ///   - subject: the short id that it is about, if any.
  public func commandLine(team: Team, incident: Reference, subject: String) -> String? {
    let program = "levee-" + team.rawValue
    switch self {
    case .assess: return "\(program) assess \(incident) --severity … --summary …"
    case .receive: return "\(program) receive \(incident)"
    case .decide: return "\(program) decide \(incident) …"
    case .command: return "\(program) command \(incident) … --monitoring … --response … --logistics …"
    case .acknowledge: return "\(program) acknowledge \(incident)"
    case .plan: return "\(program) plan \(incident)"
    case .ready: return "\(program) certify \(incident)"
    case .review: return "\(program) examine \(subject)"
    case .revise:
      return subject.hasPrefix("P") ? "\(program) plan \(incident)" : "\(program) revise \(subject) …"
    case .submit: return "\(program) submit \(subject)"
    case .statement: return "\(program) statement \(incident) --title … --body …"
    case .send: return "\(program) send \(subject) --to CHANNEL"
    case .post: return "\(program) claim \(subject)"
    case .repair: return "\(program) retry \(subject)"
    case .reply: return "\(program) reply \(subject) --template reply"
    case .resolve: return "\(program) resolve \(subject) …"
    case .task: return "\(program) done \(subject) …"
    case .adopt: return "\(program) read \(subject) ; \(program) adopt \(subject) --from PERSON"
    case .renew: return "\(program) renew \(subject)"
    case .correct:
      // F: refuted after its case was archived; the correction is an ordinary statement of this incident.
      return subject.hasPrefix("F")
        ? "\(program) statement \(incident) --corrects-archived --title … --body …"
        : "\(program) correct \(subject) --title … --body …"
    case .unpost: return "\(program) take-down \(subject)"
    case .reach: return "\(program) reached \(subject) …"
    case .recordMeeting: return "\(program) record-meeting \(incident) --attendee … --record …"
    case .notifyAuthority: return "\(program) notified \(incident) \(subject) --reference …"
    case .declareOver: return "\(program) declare-over \(incident) …"
    case .standDown: return "\(program) stand-down \(incident)"
    // Monitoring's `report` writes the daily brief; its result report has a name of its own.
    case .report: return "\(program) \(team == .monitoring ? "result" : "report") \(incident) …"
    case .receiveReport: return "\(program) receive-report \(incident) \(subject)"
    case .reviewIncident:
      return "\(program) review \(incident) --course … --effectiveness … --lessons … --improvement …"
    case .close: return "\(program) close \(incident)"
    case .agreeToStop: return "\(program) agree-to-stop \(incident)"
    case .decideSeat: return "\(program) decide-seat \(subject)"
    case .repairWork: return "\(program) retry-work \(subject)"
    case .deliver, .advance: return nil
    }
  }

  /// What to type after the program's name, as far as it is known: a form asks for the rest. Nil when a service does it.
  public func arguments(team: Team, incident: Reference, subject: String) -> [String]? {
    guard let line = commandLine(team: team, incident: incident, subject: subject) else { return nil }
    var words: [String] = []
    var rest = line.split(separator: ";")[0].split(separator: " ").dropFirst()[...]
    while let word = rest.popFirst() {
      if word == "…" { continue }
      // A placeholder: CHANNEL, PERSON, or anything.
      if word.hasPrefix("--"), let next = rest.first, next == "…" || next.allSatisfy(\.isUppercase) {
        rest.removeFirst()
        continue
      }
      words.append(String(word))
    }
    return words
  }
}

import FoundationEssentials
import Ledger
import Papers
import Wording
import Workflow

// What happened, how grave it was, what was decided.

extension CaseReport {
  /// One thing that happened.
  private struct Entry {
    let at: Date
    let who: String
    let what: String
  }

  var timeline: Block {
    let entries = (course + said + closing).sorted { $0.at < $1.at }
    return .table(
      Table(
        [say("When", "时间"), say("Who", "谁"), say("What", "做了什么")],
        entries.map { [time($0.at), $0.who, $0.what] }, whenEmpty: none))
  }

  private func entry(_ mark: CaseFile.Mark, _ what: String) -> Entry {
    Entry(at: mark.at, who: name(mark.person), what: what)
  }

  /// Up to the plan.
  private var course: [Entry] {
    let summary = file.summary
    var entries = [
      Entry(at: summary.openedAt, who: name(file.openedBy), what: say("The incident was logged", "登记事件"))
    ]
    for fact in file.facts {
      entries += fact.checks.map {
        entry(
          $0.by,
          say("\($0.reliability.name.english): ", "\($0.reliability.name.chinese)：") + fact.claim
            + say(" (\($0.reason))", "（\($0.reason)）"))
      }
    }
    for assessment in file.assessments {
      entries.append(
        entry(
          assessment.by,
          say("Assessed as \(assessment.severity.name.english): ", "研判为 \(assessment.severity.name.chinese)：")
            + firstLine(assessment.summary)))
      if let received = assessment.received {
        entries.append(entry(received, say("Received the assessment", "签收研判报告")))
      }
    }
    entries += file.decisions.map {
      entry($0.by, ($0.isUrgent ? say("Decided at once: ", "紧急决定：") : say("Decided: ", "会商决定：")) + $0.sentence)
    }
    for command in file.commands {
      entries.append(entry(command.by, say("Commanded: ", "下达应急指令：") + firstLine(command.text)))
      entries += command.assignments.compactMap { assignment in
        assignment.acknowledged.map {
          entry(
            $0,
            say("\(assignment.team.name.english) acknowledged its assignment", "\(assignment.team.name.chinese)确认任务"))
        }
      }
    }
    if let ready = file.ready { entries.append(entry(ready, say("Logistics is ready", "确认保障到位"))) }
    return entries
  }

  /// What was approved, and what went out.
  private var said: [Entry] {
    var entries = file.approvals.map { approval in
      let what = "\(say(approval.reference.kind.name)) \(approval.reference)"
      return Entry(
        at: approval.at, who: names(approval.reviewers),
        what: say("Approved: ", "批准：") + what + (approval.note.isEmpty ? "" : say(": ", "：") + approval.note))
    }
    for delivery in file.published {
      let what = "\(delivery.statement) \(delivery.title) → \(delivery.channel)"
      if let at = delivery.postedAt {
        let words = delivery.corrects.isEmpty ? say("Published: ", "发布：") : say("Correction published: ", "发布更正：")
        entries.append(Entry(at: at, who: name(delivery.sent.person), what: words + what))
      }
      if let at = delivery.withdrawnAt {
        entries.append(
          Entry(
            at: at, who: "",
            what: say("Withdrawn: ", "撤回：") + what + say(" (\(delivery.withdrawnFor))", "（\(delivery.withdrawnFor)）")))
      }
    }
    entries += file.authorities.map { clock, reference, by in
      entry(by, say("Told the authority (\(clock)): \(reference)", "向主管部门报告（\(clock)）：\(reference)"))
    }
    return entries
  }

  private var closing: [Entry] {
    var entries: [Entry] = []
    if let over = file.responseOver {
      entries.append(entry(over.by, say("Declared the response over: ", "终止响应：") + over.reason))
    }
    if let stop = file.stop { entries.append(entry(stop.by, say("Stopped it: ", "终止事件：") + stop.reason)) }
    if let down = file.stoodDown { entries.append(entry(down, say("Stood down", "完成收尾"))) }
    entries += file.reports.map {
      entry($0.by, say("Report of \($0.team.name.english)", "提交\($0.team.name.chinese)处置情况报告"))
    }
    if let review = file.review {
      entries.append(entry(review.by, say("Wrote the after-action review", "提交复盘报告")))
      if let accepted = review.accepted { entries.append(entry(accepted, say("Accepted the review", "审定复盘报告"))) }
    }
    return entries
  }

  func firstLine(_ text: String) -> String {
    text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
  }

  var assessments: Block {
    let lowered = file.approvals.compactMap { approval in
      approval.severity.map {
        [
          time(approval.at), say($0.name), "–", names(approval.reviewers),
          say("Lowered by leadership: ", "领导小组决定降级：") + approval.note,
        ]
      }
    }
    let rows = file.assessments.map {
      [time($0.by.at), say($0.severity.name), say($0.trend.name), name($0.by.person), $0.summary]
    }
    return .table(
      Table(
        [say("When", "时间"), say("Level", "等级"), say("Trend", "趋势"), say("Who", "谁"), say("What they said", "研判要点")],
        (rows + lowered).sorted { $0[0] < $1[0] }, whenEmpty: say("It was not assessed.", "没有研判记录。")))
  }

  /// Decisions and commands, each with its words.
  public var decisions: [Block] {
    guard !file.decisions.isEmpty else { return [.paragraph(say("Nothing was decided yet.", "尚无决定。"))] }
    var blocks: [Block] = []
    for decision in file.decisions {
      blocks.append(
        .heading(
          2,
          (decision.isUrgent ? say("Urgent decision, ", "紧急决定，") : say("Decision of a meeting, ", "会商决定，"))
            + signed(decision.by)))
      blocks.append(.paragraph(decision.sentence))
      if !decision.attendees.isEmpty {
        blocks.append(.paragraph(say("Present: ", "参会：") + names(decision.attendees)))
      }
      if !decision.record.isEmpty { blocks.append(.quotation(Quotation(decision.record, language: language))) }
    }
    for command in file.commands {
      blocks.append(
        .heading(2, say("Command \(command.revision), ", "第 \(command.revision) 号指令，") + signed(command.by)))
      blocks.append(.paragraph(command.text))
      blocks.append(
        .table(
          Table(
            [say("Team", "小组"), say("Assignment", "任务"), say("Acknowledged", "确认")],
            command.assignments.map { [say($0.team.name), $0.text, signed($0.acknowledged)] }, whenEmpty: none)))
    }
    return blocks
  }

  var tasks: Block {
    .table(
      Table(
        [say("Task", "事项"), say("Owner", "负责人"), say("Due", "时限"), say("Done", "完成"), say("Result", "结果")],
        file.tasks.map {
          [
            "\($0.reference) \($0.title)", name($0.owner), time($0.dueAt), $0.doneAt.map(time) ?? say("open", "未完成"),
            $0.result,
          ]
        }, whenEmpty: none))
  }
}

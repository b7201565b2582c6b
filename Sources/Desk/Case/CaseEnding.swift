import Ledger
public import Papers
import Wording
import Workflow

// What the teams report, what is learned, who has read it.

extension CaseReport {
  /// The three reports, word for word.
  public var reports: [Block] {
    file.reports.flatMap { report in
      [
        Block.heading(2, say(report.team.name)),
        .paragraph(
          say(
            "By \(signed(report.by)); received: \(signed(report.received)).",
            "\(signed(report.by)) 提交；签收：\(signed(report.received))。")),
        .quotation(Quotation(report.body, language: language)),
      ]
    }
  }

  /// The after-action review, and who makes what better until when.
  public var lessons: [Block] { file.review.map(lessons) ?? [] }

  func lessons(_ review: CaseFile.Review) -> [Block] {
    [
      .paragraph(
        say(
          "By \(signed(review.by)); accepted: \(signed(review.accepted)).",
          "\(signed(review.by)) 提交；审定：\(signed(review.accepted))。")),
      .heading(2, say("The course", "处置经过")), .paragraph(review.course),
      .heading(2, say("How effective it was", "处置成效")), .paragraph(review.effectiveness),
      .heading(2, say("Lessons", "经验教训")), .paragraph(review.lessons),
      .heading(2, say("Improvements", "整改措施")),
      .table(
        Table(
          [say("What", "措施"), say("Owner", "负责人"), say("Until", "完成时限")],
          review.improvements.map { [$0.title, name($0.owner), $0.dueOn] }, whenEmpty: none)),
    ]
  }

  var told: Block {
    .table(
      Table(
        [say("Who", "人员"), say("Notices", "收到提醒"), say("Acknowledged", "确认已读")],
        file.told.map { [name($0.person), "\($0.notices)", "\($0.acknowledged)"] },
        whenEmpty: say("Nobody was told by a notice.", "没有发出提醒。")))
  }
}

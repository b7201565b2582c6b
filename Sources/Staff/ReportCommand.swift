import CommandLine
import Desk
import Ledger
import Wording

/// Anybody in the company may tell monitoring of something, and sees what became of it.
enum ReportCommand {
  static let report = Command(
    "report", "上报线索", Bilingual("tell the monitoring team of something", "上报线索：向信息小组报告您看到的情况"),
    [.positional("TEXT", Bilingual("what you saw", "所见情况"), repeats: true)], as: .staff
  ) { invocation in
    let report = try await invocation.ledger.staffReports.tell(try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Monitoring has your report \(report), and answers it. The answer: levee reports",
        "信息小组已收到您上报的线索 \(report)，会给您答复。查看答复：levee reports"),
      fields: [Reply.Field("report", Bilingual("Report", "线索"), .code(report.description))])
  }

  static let reports = Command(
    "reports", "我的线索", Bilingual("what you told the monitoring team, and what became of it", "您上报的线索和处理结果"), as: .staff,
    to: .show
  ) { invocation in
    Reply(
      tables: [
        Reply.Table(
          "reports",
          columns: [
            ("report", Bilingual("Report", "线索")), ("at", Bilingual("At", "时间")), ("text", Bilingual("Text", "内容")),
            ("answer", Bilingual("Answer", "答复")), ("answered_at", Bilingual("Answered", "答复时间")),
          ],
          rows: try await invocation.ledger.staffReports.own(most: 50).map {
            [
              .code($0.reference.description), .time($0.at), .text($0.text), .text($0.answer),
              $0.answeredAt.map(Cell.time) ?? .none,
            ]
          }, whenEmpty: Bilingual("You have told nothing yet: levee report TEXT", "您还没有上报线索：levee report 文字"))
      ])
  }
}

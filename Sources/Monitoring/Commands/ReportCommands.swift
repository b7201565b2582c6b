import CommandLine
import Desk
import Ledger
import Wording

/// What people of the company told with `levee report`, and the answers.
enum ReportCommands {
  static let list = Command(
    "reports", "线索", Bilingual("what people of the company told, and waits for an answer", "员工上报、等着答复的线索"), to: .show
  ) { invocation in
    Reply(
      tables: [
        Reply.Table(
          "reports",
          columns: [
            ("report", Bilingual("Report", "线索")), ("at", Bilingual("At", "时间")), ("person", Bilingual("By", "上报人")),
            ("mention", Bilingual("Mention", "信息")), ("text", Bilingual("Text", "内容")),
          ],
          rows: try await invocation.ledger.staffReports.waiting().map {
            [
              .code($0.reference.description), .time($0.at), .text($0.person),
              $0.mention.map { .code($0.description) } ?? .none, .text($0.text),
            ]
          }, whenEmpty: Bilingual("Everything that was told is answered.", "线索都已答复。"))
      ])
  }

  static let answer = Command(
    "answer", "答复", Bilingual("answer a report: who told reads it", "答复线索，上报人能看到"),
    [
      .positional("REPORT", Bilingual("the report, for example R3", "线索编号，如 R3")),
      .positional("WORDS", Bilingual("what becomes of it", "处理情况"), repeats: true),
      .option("incident", "INCIDENT", Bilingual("the incident that it belongs to", "所属事件")),
    ], reading: { try await told($0) }
  ) { invocation in
    let report = try invocation.reference("REPORT", .report)
    let incident = invocation["incident"] == nil ? nil : try invocation.reference("incident", .incident)
    try await invocation.ledger.staffReports.answer(report, words: try invocation.words("WORDS"), incident: incident)
    return Reply(
      Bilingual("\(report) is answered; who told is notified.", "\(report) 已答复，并已通知上报人。"),
      values: ["report": .id(report)])
  }

  /// What was told, by whom, and the line that opens an incident from it.
  private static func told(_ invocation: Invocation) async throws -> Reading {
    guard invocation.isAsked else { return Reading() }
    let report = try await invocation.ledger.staffReports.find(try invocation.reference("REPORT", .report))
    return Reading(
      page: Reply(fields: [
        Reply.Field("person", Bilingual("Told by", "上报人"), .text(report.person)),
        Reply.Field("at", Bilingual("At", "时间"), .time(report.at)),
        Reply.Field("text", Bilingual("Told", "所报情况"), .block(report.text)),
        Reply.Field(
          "open", Bilingual("To open an incident from it", "据此登记事件"),
          .code("levee-monitoring open --report \(report.reference)")),
      ]))
  }
}

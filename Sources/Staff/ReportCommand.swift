import CommandLine
import Desk
import Ledger
import Wording

/// Anybody in the company may tell monitoring of something.
enum ReportCommand {
  static let report = Command(
    "report", Bilingual("tell the monitoring team of something", "向信息组报告情况"),
    [.positional("TEXT", Bilingual("what you saw", "所见情况"), repeats: true)], as: .staff
  ) { invocation in
    try await invocation.ledger.people.report(try invocation.words("TEXT"))
    return Reply(Bilingual("Monitoring has your report. Thank you.", "信息组已收到您的报告，谢谢。"))
  }
}

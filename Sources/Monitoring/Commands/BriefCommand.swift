import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording

/// `report`: the brief of an incident while it runs, and, with a text, the team's own report at its end.
enum BriefCommand {
  static let report = Command(
    "report",
    Bilingual(
      "write the brief of an incident as Markdown and HTML; with a text: submit your team's result report",
      "生成舆情简报（Markdown 与 HTML）；附正文则提交本组处置结果报告"),
    [
      TeamCommands.incident,
      .positional(
        "TEXT", Bilingual("your team's result report; @FILE or - for a long one", "本组处置结果报告正文；长文可用 @文件 或 -"),
        required: false, repeats: true),
      .option("out", "DIR", Bilingual("where the brief is written; here if not said", "简报输出目录，默认为当前目录")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard invocation.all("TEXT").isEmpty else { return try await TeamCommands.submitReport(invocation) }
    let ledger = invocation.ledger
    async let summary = ledger.incidents.find(incident)
    async let picture = ledger.pictures.of(incident)
    async let facts = ledger.facts.list(incident)
    let brief = Brief(
      incident: try await summary, proposal: SeverityProposal(try await picture, kind: try await summary.kind),
      facts: try await facts, language: invocation.language)
    let folder = invocation["out"] ?? "."
    try OutputFile.makeFolder(folder)
    let name = "\(folder)/\(incident)-brief"
    try OutputFile.write(Array(brief.markdown(chart: "\(incident)-brief.svg").utf8), to: name + ".md")
    try OutputFile.write(Array(brief.html.utf8), to: name + ".html")
    try OutputFile.write(
      Array(TrendChart.svg(brief.proposal.picture, invocation.language).utf8), to: name + ".svg")
    return Reply(
      Bilingual("The brief is written.", "简报已生成。"),
      fields: [
        Reply.Field("markdown", Bilingual("Markdown", "Markdown"), .code(name + ".md")),
        Reply.Field("html", Bilingual("HTML", "HTML"), .code(name + ".html")),
        Reply.Field("chart", Bilingual("Chart", "图表"), .code(name + ".svg")),
      ])
  }
}

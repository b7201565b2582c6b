import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// What the mentions suggest, for a person to make an assessment of.
enum ProposalCommands {
  static let propose = Command(
    "propose", "建议等级",
    Bilingual(
      "what the mentions say of severity, factor by factor; --submit makes it the assessment",
      "按信息逐项提出等级建议；--submit 作为研判报告提交"),
    [
      TeamCommands.incident,
      .flag("submit", Bilingual("submit it, as it is or as changed", "按建议（或修改后）提交")),
      .option(
        "severity", "LEVEL", Bilingual("another level than the proposed one", "不同于建议的等级"),
        choices: .of(Severity.allCases)),
      .option("summary", "TEXT", Bilingual("another summary than the draft", "另写的研判要点")),
      .option(
        "because", "FACTOR=REASON",
        Bilingual("why a factor, or severity, is changed", "修改某项因素或等级（severity）的理由"), repeats: true),
    ]
      + Factor.allCases.map {
        .option(
          $0.rawValue, "0-4", $0.name + Bilingual(", changed", "，修改为"), choices: ["0", "1", "2", "3", "4", .unknown])
      }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let summary = try await invocation.ledger.incidents.find(incident)
    let proposal = SeverityProposal(try await invocation.ledger.pictures.of(incident), kind: summary.kind)
    let draft = AssessmentDraft(proposal: proposal, language: invocation.language)
    let reasons = try reasons(invocation)
    let changes = try changes(invocation, to: proposal, reasons)
    guard invocation.has("submit") else { return reply(proposal, draft, changes) }
    var factors = proposal.values
    for (factor, change) in changes { factors[factor] = change.value }
    let severity =
      invocation["severity"].flatMap(Severity.init(rawValue:))
      ?? max(SeverityScore(factors).severity, changes[.harm] == nil ? proposal.atLeast?.severity ?? .four : .four)
    var text = try invocation.text("summary", default: draft.summary)
    for (factor, change) in changes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let value = change.value.map(String.init) ?? Bilingual("unknown", "未知")[invocation.language]
      text +=
        "\n"
        + (factor.name + Bilingual(": \(value), since \(change.reason)", "：\(value)，理由：\(change.reason)"))[
          invocation.language]
    }
    let revision = try await invocation.ledger.assessments.submit(
      Assessments.Assessment(
        severity: severity, summary: text, trend: proposal.trend, factors: factors, proposed: proposal.severity,
        departure: reasons["severity"] ?? ""), to: incident)
    return try await invocation.done(
      Bilingual(
        "Assessment \(revision) is submitted at \(severity.name.english).",
        "研判报告第 \(revision) 版已提交，等级 \(severity.name.chinese)。"),
      on: incident)
  }

  private typealias Change = (value: Int?, reason: String)

  /// Why the analyst departs from the proposal, by factor; and of the level itself, as `severity`.
  private static func reasons(_ invocation: Invocation) throws -> [String: String] {
    var reasons: [String: String] = [:]
    for because in invocation.all("because") {
      let sides = because.split(separator: "=", maxSplits: 1).map { String($0).trimmingCharacters() }
      guard sides.count == 2, !sides[1].isEmpty, sides[0] == "severity" || Factor(rawValue: sides[0]) != nil else {
        throw Failure(
          .usage, Bilingual("\"\(because)\" gives no reason for a factor.", "“\(because)”没有写明哪项因素的理由。"),
          advice: Bilingual("Write it as --because harm=REASON.", "请写作 --because harm=理由。"))
      }
      reasons[sides[0]] = sides[1]
    }
    return reasons
  }

  /// What the analyst changes, each with a reason.
  private static func changes(
    _ invocation: Invocation, to proposal: SeverityProposal, _ reasons: [String: String]
  ) throws -> [Factor: Change] {
    var changes: [Factor: Change] = [:]
    for (factor, judged) in proposal.factors {
      guard let typed = invocation[factor.rawValue], Int(typed) != judged.value || typed == "unknown" else { continue }
      guard let reason = reasons[factor.rawValue] else {
        throw Failure(
          .usage, Bilingual("Say why \(factor.rawValue) is changed.", "请说明修改“\(factor.name.chinese)”的理由。"),
          advice: Bilingual("--because \(factor.rawValue)=REASON", "--because \(factor.rawValue)=理由"))
      }
      changes[factor] = (Int(typed), reason)
    }
    return changes
  }

  private static func reply(_ proposal: SeverityProposal, _ draft: AssessmentDraft, _ changes: [Factor: Change])
    -> Reply
  {
    var reply = Reply(
      values: [
        "score": .number(proposal.score.value),
        "at_least": (proposal.atLeast?.severity.rawValue).map(JSONValue.string) ?? .null,
      ],
      fields: [
        Reply.Field(
          "severity", Bilingual("Proposed", "建议等级"),
          .named(
            proposal.severity.rawValue,
            proposal.severity.name + Bilingual(same: " · \(Int(proposal.score.value.rounded()))"))),
        Reply.Field("trend", Bilingual("Trend", "趋势"), .named(proposal.trend.rawValue, proposal.trend.sentence)),
      ],
      tables: [
        Reply.Table(
          "factors", Bilingual("Factors:", "因素："),
          columns: [
            ("factor", Bilingual("Factor", "因素")), ("value", Bilingual("0–4", "0–4")),
            ("reason", Bilingual("Because", "依据")),
          ],
          rows: proposal.factors.map { factor, judged in
            let value = changes[factor].map(\.value) ?? judged.value
            return [
              .named(factor.rawValue, factor.name),
              value.map(Cell.number) ?? .values(.null, Bilingual("unknown", "未知")),
              changes[factor].map { .text($0.reason) } ?? .words(judged.reason),
            ]
          }), SignalCommands.storyTable(proposal.picture.stories),
      ])
    if let atLeast = proposal.atLeast {
      reply.fields.append(Reply.Field("override", Bilingual("Note", "注意"), .words(atLeast.reason)))
    }
    if let lacking = proposal.lacking {
      reply.fields.append(Reply.Field("lacking", Bilingual("Not in the data", "数据中缺少"), .words(lacking)))
    }
    reply.tables.append(VoiceTable.table(proposal.picture.voices))
    reply.fields.append(Reply.Field("draft", Bilingual("Draft", "草稿"), .block(draft.summary)))
    return reply
  }
}

import CommandLine
import Ledger
import Workflow

/// Reviews of texts: statements, plans, waivers, lowerings of severity, withdrawals.
enum ReviewCommands {
  private static let text = Parameter.positional(
    "TEXT", Bilingual("the text, for example S3.1 or P2.1", "文本编号，如 S3.1 或 P2.1"))

  static let read = Command(
    "read", Bilingual("read a text exactly as it would go out", "逐字阅读待审文本"), [text]
  ) { invocation in
    try await DocumentReply.make(invocation, try invocation.document("TEXT"))
  }

  static let approve = Command(
    "approve", Bilingual("approve exactly one revision", "批准指定的修订稿"), [text]
  ) { invocation in
    try await verdict("approve", reason: "", invocation)
  }

  static let `return` = Command(
    "return", Bilingual("return a text to its author, with a reason", "退回文本并说明原因"),
    [text, .option("reason", "TEXT", Bilingual("what has to change", "需要修改的内容"), required: true)]
  ) { invocation in
    try await verdict("return", reason: try invocation.text("reason"), invocation)
  }

  private static func verdict(_ verdict: String, reason: String, _ invocation: Invocation) async throws -> Reply {
    let reference = try invocation.document("TEXT")
    guard reference.revision != nil else {
      throw Failure(
        .usage, Bilingual("Say which revision, for example \(reference).1.", "请注明修订稿，如 \(reference).1。"),
        advice: Bilingual("An approval is of exactly one revision.", "批准只针对一份确定的修订稿。"))
    }
    let isApproved = try await invocation.ledger.documents.review(reference, verdict: verdict, reason: reason)
    let incident = try await invocation.ledger.incidents.owning(reference)
    let sentence =
      if isApproved {
        Bilingual("\(reference) is approved: this was the last review needed.", "\(reference) 已获批准：所需审核已齐。")
      } else if verdict == "approve" {
        Bilingual("Your review of \(reference) is recorded; more are needed.", "您对 \(reference) 的审核已登记，尚需其他审核。")
      } else {
        Bilingual("\(reference) is returned to its author.", "\(reference) 已退回作者。")
      }
    return try await invocation.done(sentence, on: incident)
  }

  static let waive = Command(
    "waive", Bilingual("propose to go on without the readiness certificate", "提请在没有就绪证明的情况下继续"),
    [TeamCommands.incidentParameter, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let waiver = try await invocation.ledger.documents.waive(incident, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Waiver \(waiver) waits for review.", "豁免 \(waiver) 等待审核。"), on: incident)
  }

  static let lower = Command(
    "lower", Bilingual("propose a lower severity", "提请下调等级"),
    [
      TeamCommands.incidentParameter,
      .option(
        "severity", "LEVEL", Bilingual("the new level", "新等级"), required: true,
        choices: Severity.allCases.map(\.rawValue)),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    guard let severity = Severity(rawValue: try invocation.value("severity")) else { return Reply() }
    let lowering = try await invocation.ledger.documents.lower(
      incident, to: severity, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("Lowering \(lowering) waits for review.", "等级下调 \(lowering) 等待审核。"), on: incident)
  }
}

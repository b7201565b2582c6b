import CommandLine
import Desk
import Wording
import Workflow

/// What leadership does with the plan: approves a version or sends it back, keeps the one in force, files it.
enum PlanCommands {
  private static let version = Parameter.positional("VERSION", Bilingual("for example 1", "如 1"))

  static let approve = Command(
    "approve-playbook", "批准预案", Bilingual("approve a version of the playbook", "批准某一版预案"), [version],
    confirmation: Confirmation(Bilingual("Approve this playbook?", "确认批准该预案？"), page: PlaybookPage.page)
  ) { invocation in
    let version = try await PlaybookPage.version(invocation).version
    let isApproved = try await invocation.ledger.playbooks.approve(version: version)
    return Reply(
      isApproved
        ? Bilingual("Playbook \(version) is approved.", "预案第 \(version) 版已批准。")
        : Bilingual(
          "Your review of playbook \(version) is recorded; others of leadership, the leader and legal among them, have to give theirs.",
          "预案第 \(version) 版您已签。还要领导小组其他成员签（须含组长和法务）。"),
      values: ["version": .integer(version), "approved": .bool(isApproved)])
  }

  static let sendBack = Command(
    "return-playbook", "退回预案", Bilingual("send a proposed version back, with the reason", "退回提出的预案并说明理由"),
    [
      version,
      .option("reason", "TEXT", Bilingual("what has to change", "需要修改什么"), required: true),
    ],
    confirmation: Confirmation(Bilingual("Send this version back?", "确认退回这一版？"), page: PlaybookPage.page)
  ) { invocation in
    let version = try await PlaybookPage.version(invocation)
    try await invocation.ledger.playbooks.sendBack(version: version.version, reason: try invocation.text("reason"))
    return Reply(
      Bilingual(
        "Playbook \(version.version) is sent back to \(version.proposedBy).",
        "预案第 \(version.version) 版已退回 \(version.proposedBy)。"),
      values: ["version": .integer(version.version), "proposed_by": .string(version.proposedBy)])
  }

  static let keep = Command(
    "keep-playbook", "维持预案",
    Bilingual("look at what asks for a new plan, and keep the one in force", "处理修订原因，维持现行预案不改"),
    [.option("reason", "TEXT", Bilingual("why it stays as it is", "为什么不用改"), required: true)],
    confirmation: Confirmation(Bilingual("Keep the plan as it is?", "确认维持现行预案？")) { invocation in
      let causes = try await invocation.ledger.playbooks.causes()
      return Reply(
        tables: [
          Reply.Table(
            "causes", Bilingual("Why it should be looked at", "修订原因"),
            columns: [
              ("cause", Bilingual("Cause", "原因")), ("subject", Bilingual("About", "对象")),
              ("at", Bilingual("Since", "时间")),
            ],
            rows: causes.map {
              [
                .named($0.cause, PlanCause.name($0.cause)), .named($0.subject, PlanCause.about($0.subject)),
                .time($0.at),
              ]
            },
            whenEmpty: Bilingual("Nothing asks for a new plan.", "没有需要处理的修订原因。"))
        ])
    }
  ) { invocation in
    let count = try await invocation.ledger.playbooks.keep(why: try invocation.text("reason"))
    return Reply(
      Bilingual("The plan stays; answered: \(count).", "预案不改，已处理 \(count) 项修订原因。"),
      values: ["answered": .integer(count)])
  }

  static let file = Command(
    "file-playbook", "预案备案", Bilingual("record that a version was filed, and the receipt for it", "登记预案已备案及备案号"),
    [
      version,
      .positional(
        "FILING",
        Bilingual(
          "its code in the plan; see: levee playbook show --section 7", "备案代码，见 levee playbook show --section 7")),
      .option("receipt", "TEXT", Bilingual("number or words of the receipt", "备案号"), required: true),
    ]
  ) { invocation in
    let version = try await PlaybookPage.version(invocation)
    let code = try invocation.value("FILING")
    let filings = try await invocation.ledger.playbooks.filings(version: version.version)
    guard let filing = filings.first(where: { $0.code == code }) else {
      let known = filings.map(\.code).joined(separator: ", ")
      throw Failure(
        .noInput, Bilingual("This version is filed with nobody of that code.", "这一版没有这个备案代码。"),
        advice: Bilingual("Known: \(known.isEmpty ? "none" : known)", "可用：\(known.isEmpty ? "无" : known)"))
    }
    try await invocation.ledger.playbooks.file(
      version: version.version, with: code, receipt: try invocation.text("receipt"))
    return Reply(
      Bilingual(
        "Playbook \(version.version) is filed with \(filing.authority.english).",
        "预案第 \(version.version) 版已向\(filing.authority.chinese)备案。"),
      values: [
        "version": .integer(version.version), "filing": .string(code), "authority": filing.authority.values,
      ])
  }
}

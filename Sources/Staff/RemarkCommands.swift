import CommandLine
import Desk
import Ledger
import Wording

/// Remarks on a case: what is worth keeping and is no step.
enum RemarkCommands {
  static let note = Command(
    "note", Bilingual("add a remark to an incident; @person tells them", "为事件添加备注；@账号 可通知对方"),
    [TeamCommands.incident, .positional("TEXT", Bilingual("the remark", "备注内容"), repeats: true)], as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let told = try await invocation.ledger.remarks.add(try invocation.words("TEXT"), to: incident)
    let names = told.joined(separator: ", ")
    return Reply(
      told.isEmpty
        ? Bilingual("The remark is kept.", "备注已保存。")
        : Bilingual("The remark is kept; told: \(names).", "备注已保存，已通知：\(names)。"))
  }

  static let notes = Command(
    "notes", Bilingual("the remarks on an incident", "查看事件备注"), [TeamCommands.incident], as: .reader
  ) { invocation in
    let remarks = try await invocation.ledger.remarks.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "remarks",
          columns: [
            ("at", Bilingual("When", "时间")), ("person", Bilingual("Who", "人员")), ("text", Bilingual("Remark", "备注")),
          ],
          rows: remarks.map { [.time($0.at), .text($0.person), .text($0.text)] },
          whenEmpty: Bilingual("No remarks.", "暂无备注。"))
      ])
  }
}

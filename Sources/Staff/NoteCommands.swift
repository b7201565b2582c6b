import CommandLine
import Desk
import Ledger
import Wording

/// Notes on a case: what is worth keeping and is no step.
enum NoteCommands {
  static let note = Command(
    "note", "备注", Bilingual("add a note to an incident; @person tells them", "为事件添加备注；@账号 可通知对方"),
    [TeamCommands.incident, .positional("TEXT", Bilingual("the note", "备注内容"), repeats: true)], as: .reader
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let told = try await invocation.ledger.notes.add(try invocation.words("TEXT"), to: incident)
    let names = told.joined(separator: ", ")
    return Reply(
      told.isEmpty
        ? Bilingual("The note is kept.", "备注已保存。")
        : Bilingual("The note is kept; told: \(names).", "备注已保存，已通知：\(names)。"),
      values: ["incident": .id(incident), "told": .array(told.map(JSONValue.string))])
  }

  static let notes = Command(
    "notes", "查看备注", Bilingual("the notes on an incident", "查看事件备注"), [TeamCommands.incident], as: .reader, to: .show
  ) { invocation in
    let notes = try await invocation.ledger.notes.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "notes",
          columns: [
            ("at", Bilingual("When", "时间")), ("person", Bilingual("Who", "人员")), ("text", Bilingual("Note", "备注")),
          ],
          rows: notes.map { [.time($0.at), .text($0.person), .text($0.text)] },
          whenEmpty: Bilingual("No notes.", "暂无备注。"))
      ])
  }
}

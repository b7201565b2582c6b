import CommandLine
import Desk
import Wording

/// Texts that somebody began and that are not recorded: on their own machine, nobody else sees them.
enum DraftCommands {
  static let list = Command(
    "drafts", "草稿", Bilingual("what you wrote and is not recorded", "您写了但还没有保存的文字"), to: .runAtTerminals
  ) {
    invocation in
    Reply(
      tables: [
        Reply.Table(
          "drafts",
          columns: [
            ("name", Bilingual("Name", "名称")), ("saved_at", Bilingual("Saved", "保存时间")),
            ("path", Bilingual("File", "文件")),
          ],
          rows: invocation.drafts.all.map { [.text($0.name), .time($0.savedAt), .text($0.path)] },
          whenEmpty: Bilingual("Nothing is kept.", "没有保留的文字。"))
      ])
  }

  static let discard = Command(
    "discard-draft", "丢弃草稿", Bilingual("throw away what you wrote and is not recorded", "丢弃还没有保存的文字"),
    [.positional("NAME", Bilingual("as levee drafts lists it", "levee drafts 所列的名称"))], to: .runAtTerminals,
    confirmation: Confirmation(Bilingual("Throw it away?", "确认丢弃？")) { invocation in
      let name = try invocation.value("NAME")
      guard let draft = invocation.drafts.draft(name) else { throw unknown(name) }
      return Reply(fields: [Reply.Field("draft", Bilingual("Draft", "草稿"), .block(draft.text))])
    }
  ) { invocation in
    let name = try invocation.value("NAME")
    guard invocation.drafts.discard(name) else { throw unknown(name) }
    return Reply(Bilingual("Thrown away.", "已丢弃。"))
  }

  private static func unknown(_ name: String) -> Failure {
    Failure(
      .noInput, Bilingual("Nothing is kept under the name \(name).", "没有名为 \(name) 的文字。"),
      advice: Bilingual("See: levee drafts", "请查看：levee drafts"))
  }
}

import CommandLine
import Desk
import Ledger
import Wording

/// Looking at the playbook.
enum PlaybookCommands {
  static let list = Command("playbook list", "预案列表", Bilingual("the versions of the playbook", "各版预案"), as: .reader) {
    invocation in
    let playbooks = try await invocation.ledger.playbooks.list()
    return Reply(
      tables: [
        Reply.Table(
          "playbooks",
          columns: [
            ("version", Bilingual("Version", "第几版")), ("title", Bilingual("Title", "名称")),
            ("approved_by", Bilingual("Approved by", "批准人")),
          ],
          rows: playbooks.map {
            [
              .number($0.version), .values($0.title.values, $0.title),
              $0.approvedBy.isEmpty
                ? .none
                : .values(
                  .array($0.approvedBy.map(JSONValue.string)), Bilingual(same: $0.approvedBy.joined(separator: ", "))),
            ]
          })
      ])
  }

  static let show = Command(
    "playbook show", "查看预案", Bilingual("the targets of a version, per severity", "查看某一版预案：各等级的时限"),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))], as: .reader
  ) { invocation in try await PlaybookPage.page(invocation) }
}

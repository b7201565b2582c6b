import CommandLine
import Desk
import Ledger
import Wording

/// Looking at the playbook.
enum PlaybookCommands {
  static let list = Command("playbook list", "预案列表", Bilingual("the versions of the playbook", "各版预案"), as: .everyone) {
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
              .number($0.version), .words($0.title),
              $0.approvedBy.isEmpty ? .none : .text($0.approvedBy.joined(separator: ", ")),
            ]
          })
      ])
  }

  static let show = Command(
    "playbook show", "查看预案", Bilingual("the targets of a version, per severity", "查看某一版预案：各等级的时限"),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))], as: .everyone
  ) { invocation in try await PlaybookPage.page(invocation) }

  static let read = Command(
    "playbook read", "阅知预案", Bilingual("read a version, and say that you have", "阅读某一版预案并确认阅知"),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))], as: .staff,
    confirmation: Confirmation(Bilingual("Have you read it?", "已阅读并知悉？")) { try await PlaybookPage.page($0) }
  ) { invocation in
    let version = try PlaybookPage.version(invocation)
    if let at = try await invocation.ledger.playbookReadings.acknowledged(version) {
      let time = TimeFormat.local(at)
      return Reply(
        Bilingual("You acknowledged playbook \(version) at \(time).", "您已于 \(time) 确认阅知预案第 \(version) 版。"))
    }
    try await invocation.ledger.playbookReadings.acknowledge(version)
    return Reply(
      Bilingual("You have read playbook \(version); that is on record.", "您已确认阅知预案第 \(version) 版。"))
  }
}

import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Looking at the playbook.
enum PlaybookCommands {
  static let list = Command("playbook list", Bilingual("the versions of the playbook", "预案版本列表"), as: .reader) {
    invocation in
    let playbooks = try await invocation.ledger.playbooks.list()
    return Reply(
      tables: [
        Reply.Table(
          "playbooks",
          columns: [
            ("version", Bilingual("Version", "版本")), ("title", Bilingual("Title", "名称")),
            ("approved_by", Bilingual("Approved by", "批准人")),
          ],
          rows: playbooks.map { [.number($0.version), .words($0.title), $0.approvedBy.map(Cell.text) ?? .none] })
      ])
  }

  static let show = Command(
    "playbook show", Bilingual("the targets of a version, per severity", "查看某版本各等级的时限"),
    [.positional("VERSION", Bilingual("for example 1", "如 1"))], as: .reader
  ) { invocation in
    guard let version = Int(try invocation.value("VERSION")) else {
      throw Failure(.usage, Bilingual("A version is a number.", "版本为数字。"))
    }
    let targets = try await invocation.ledger.playbooks.targets(version: version)
    return Reply(
      tables: [
        Reply.Table(
          "targets",
          columns: [("target", Bilingual("Step", "步骤"))] + Severity.allCases.map { ($0.rawValue, $0.name) },
          rows: targets.map {
            [.words(TargetText.name($0.name))] + $0.within.map { .words(TimeFormat.span($0.inSeconds)) }
          })
      ])
  }
}

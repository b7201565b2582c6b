import CommandLine
import Ledger
import Wording
import Workflow

/// A version of the playbook, as whoever looks at it or approves it sees it.
public enum PlaybookPage {
  /// The version that a line names.
  public static func version(_ invocation: Invocation) throws -> Int {
    guard let version = Int(try invocation.value("VERSION")) else {
      throw Failure(.usage, Bilingual("A version is a number.", "请写第几版，如 1。"))
    }
    return version
  }

  /// Its title, who approved it, and its targets.
  /// - Throws: `Failure` for a version that is not there.
  public static func page(_ invocation: Invocation) async throws -> Reply {
    let version = try version(invocation)
    let versions = try await invocation.ledger.playbooks.list()
    guard let playbook = versions.first(where: { $0.version == version }) else {
      throw Failure(
        .noInput, Bilingual("There is no playbook \(version).", "没有预案第 \(version) 版。"),
        advice: Bilingual("See: levee playbook list", "请查看：levee playbook list"))
    }
    let targets = try await invocation.ledger.playbooks.targets(version: version)
    return Reply(
      fields: [
        Reply.Field("version", Bilingual("Version", "第几版"), .number(version)),
        Reply.Field("title", Bilingual("Title", "名称"), .values(playbook.title.values, playbook.title)),
        Reply.Field(
          "approved_by", Bilingual("Approved by", "批准人"),
          playbook.approvedBy.isEmpty
            ? .values(.array([]), Bilingual("nobody yet", "尚未批准"))
            : .values(
              .array(playbook.approvedBy.map(JSONValue.string)),
              Bilingual(same: playbook.approvedBy.joined(separator: ", ")))),
        Reply.Field("brief_at", Bilingual("Daily brief at", "日报时间"), .text(playbook.briefAt)),
      ],
      tables: [
        Reply.Table(
          "targets",
          columns: [("target", Bilingual("Step", "步骤"))] + Severity.allCases.map { ($0.rawValue, $0.name) },
          rows: targets.map {
            [.named($0.name, TargetText.name($0.name))]
              + $0.within.map { .values(.number($0.inSeconds), TimeFormat.span($0.inSeconds)) }
          })
      ])
  }
}

import CommandLine
import Desk
import Ledger
import Wording

/// Installing and upgrading the schema.
enum DatabaseCommands {
  static let install = apply("install", fresh: true)
  static let upgrade = apply("upgrade", fresh: false)

  static let status = Command(
    "database status", Bilingual("which migrations are applied", "查看已应用的迁移"), as: .administrator
  ) { invocation in
    let report = try await Installation(connection: invocation.database).status()
    return Reply(
      report.applied.isEmpty
        ? Bilingual("Nothing is installed: levee database install", "尚未安装：levee database install")
        : report.pending.isEmpty
          ? Bilingual("The schema is up to date.", "库结构已是最新。")
          : Bilingual("An upgrade is pending: levee database upgrade", "有待升级：levee database upgrade"),
      fields: [
        Reply.Field("applied", Bilingual("Applied", "已应用"), .number(report.applied.count)),
        Reply.Field("pending", Bilingual("Pending", "待应用"), .number(report.pending.count)),
        Reply.Field("newest", Bilingual("Newest", "最新"), report.applied.last.map(Cell.code) ?? .none),
      ], code: report.pending.isEmpty ? .success : .configuration)
  }

  private static func apply(_ name: String, fresh: Bool) -> Command {
    Command(
      "database \(name)",
      fresh
        ? Bilingual("install the schema into an empty database", "在空数据库中安装库结构")
        : Bilingual("apply the migrations that are pending", "应用待处理的迁移"), as: .administrator
    ) { invocation in
      let report = try await Installation(connection: invocation.database).apply(fresh: fresh)
      return Reply(
        report.newlyApplied.isEmpty
          ? Bilingual("Nothing to do: the schema is up to date.", "无需操作：库结构已是最新。")
          : Bilingual("\(report.newlyApplied.count) migrations applied.", "已应用 \(report.newlyApplied.count) 个迁移。"),
        tables: [
          Reply.Table(
            "applied", columns: [("migration", Bilingual("Migration", "迁移"))],
            rows: report.newlyApplied.map { [.code($0)] }, whenEmpty: Bilingual(same: ""))
        ])
    }
  }
}

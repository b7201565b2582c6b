import CommandLine
import Desk
import Ledger
import Wording

/// Installing and upgrading the schema.
enum DatabaseCommands {
  static let install = apply("install", fresh: true)
  static let upgrade = apply("upgrade", fresh: false)

  static let status = Command(
    "database status", "数据库状态", Bilingual("which migrations are applied", "查看数据库版本和升级步骤"), as: .administrator
  ) { invocation in
    let report = try await Installation(connection: invocation.database).status()
    return Reply(
      report.applied.isEmpty
        ? Bilingual("Nothing is installed: levee database install", "尚未安装：levee database install")
        : report.pending.isEmpty
          ? Bilingual("The schema is up to date.", "数据库版本已是最新。")
          : Bilingual("An upgrade is pending: levee database upgrade", "有待升级：levee database upgrade"),
      fields: [
        Reply.Field("applied", Bilingual("Applied", "已完成的升级步骤"), .number(report.applied.count)),
        Reply.Field("pending", Bilingual("Pending", "待完成的升级步骤"), .number(report.pending.count)),
        Reply.Field("newest", Bilingual("Newest", "最新"), report.applied.last.map(Cell.code) ?? .none),
      ], code: report.pending.isEmpty ? .success : .configuration)
  }

  private static func apply(_ name: String, fresh: Bool) -> Command {
    Command(
      "database \(name)", fresh ? "安装" : "升级",
      fresh
        ? Bilingual("install the schema into an empty database", "在空数据库中安装 Levee")
        : Bilingual("apply the migrations that are pending", "升级数据库版本"), as: .administrator
    ) { invocation in
      let report = try await Installation(connection: invocation.database).apply(fresh: fresh)
      return Reply(
        report.newlyApplied.isEmpty
          ? Bilingual("Nothing to do: the schema is up to date.", "无需操作：数据库版本已是最新。")
          : Bilingual("\(report.newlyApplied.count) migrations applied.", "已完成 \(report.newlyApplied.count) 个升级步骤。"),
        tables: [
          Reply.Table(
            "applied", columns: [("migration", Bilingual("Migration", "升级步骤"))],
            rows: report.newlyApplied.map { [.code($0)] }, whenEmpty: Bilingual(same: ""))
        ])
    }
  }
}

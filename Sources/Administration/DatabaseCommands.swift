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

  /// Without a name libpq takes the database that is called like the login: a superuser's is seldom the one that is meant.
  private static let whereNobodySaidWhere = Confirmation(Bilingual("Install here?", "确认安装在这里？")) { invocation in
    let installation = Installation(connection: invocation.database)
    guard !installation.namesDatabase else { return nil }
    let (database, login) = try await installation.target()
    guard invocation.terminal != nil else {
      throw Failure(
        .usage,
        Bilingual(
          "No database is named. This would install Levee into the database \(database), which is called like the login.",
          "没有指定数据库。这样会把 Levee 装进与账号同名的数据库 \(database)。"),
        advice: Bilingual(
          "Name it: PGDATABASE=levee, or --database dbname=levee. If \(database) is meant, add --yes.",
          "请指定：PGDATABASE=levee 或 --database dbname=levee。确实要装进 \(database)，请加 --yes。"))
    }
    return Reply(
      Bilingual(
        "No database is named: this is the one that is called like the login.", "没有指定数据库，这是与账号同名的数据库。"),
      fields: [
        Reply.Field("database", Bilingual("Database", "数据库"), .code(database)),
        Reply.Field("login", Bilingual("Login", "账号"), .code(login)),
      ])
  }

  private static func apply(_ name: String, fresh: Bool) -> Command {
    Command(
      "database \(name)", fresh ? "安装" : "升级",
      fresh
        ? Bilingual("install the schema into an empty database", "在空数据库中安装 Levee")
        : Bilingual("apply the migrations that are pending", "升级数据库版本"), as: .administrator,
      confirmation: fresh ? whereNobodySaidWhere : nil
    ) { invocation in
      let installation = Installation(connection: invocation.database)
      let report = try await installation.apply(fresh: fresh)
      let database = try await installation.target().database
      return Reply(
        report.newlyApplied.isEmpty
          ? Bilingual("Nothing to do: the schema is up to date.", "无需操作：数据库版本已是最新。")
          : Bilingual(
            "\(report.newlyApplied.count) migrations applied in the database \(database).",
            "已在数据库 \(database) 中完成 \(report.newlyApplied.count) 个升级步骤。"),
        tables: [
          Reply.Table(
            "applied", columns: [("migration", Bilingual("Migration", "升级步骤"))],
            rows: report.newlyApplied.map { [.code($0)] }, whenEmpty: Bilingual(same: ""))
        ])
    }
  }
}

import CommandLine
import Desk
import Ledger
import Secrets
import Wording

/// Where mentions come from, and how those sources are.
enum SourceCommands {
  static let add = Command(
    "source add", "添加信息源",
    Bilingual("add a feed, a watched folder, or an inbox that others push to", "添加订阅源、监测目录或接收入口"),
    [
      .positional("NAME", Bilingual("its name", "名称")),
      .positional("LOCATION", Bilingual("an http(s) URL, a folder, or the word inbox", "网址、目录，或 inbox（接收入口）")),
      .option("every", "SECONDS", Bilingual("how often to look; 300 if not said", "每隔多少秒查看一次，默认 300")),
      .option(
        "columns", "MAP", Bilingual("of tables: part=column, with commas between", "表格哪一列是什么：部分=列名，用逗号隔开")),
      .option(
        "silent-after", "HOURS",
        Bilingual(
          "when logistics is told that nothing new came; 24 if not said, 0 for never", "多少小时无新内容即提醒后勤小组，默认 24，0 表示不提醒")),
      .option(
        "time-zone", "ZONE",
        Bilingual(
          "of its times that name none, for example Asia/Shanghai; the house's if not said",
          "时间没写时区时按哪个时区，如 Asia/Shanghai；默认为公司时区")),
      .flag("reach-private", Bilingual("let it be of the own machine or network", "允许访问本机或内网地址")),
    ]
  ) { invocation in
    let location = try invocation.value("LOCATION")
    let isFeed = location.hasPrefix("http://") || location.hasPrefix("https://")
    let isInbox = location == "inbox"
    let name = try invocation.value("NAME")
    var source = Sources.Addition(
      name: name, kind: isInbox ? .inbox : isFeed ? .feed : .folder, location: isInbox ? "" : location,
      every: .seconds(try invocation.number("every") ?? 300))
    source.columns = invocation["columns"] ?? ""
    source.timeZone = invocation["time-zone"] ?? ""
    source.reachesPrivate = invocation.has("reach-private")
    source.silentAfter = try invocation.number("silent-after").map { .seconds($0 * 3600) }
    if isInbox { source.token = token() }
    try await invocation.ledger.sources.add(source)
    guard isInbox else {
      return Reply(Bilingual("The source is added; the service polls it.", "信息源已添加，系统开始定时查看。"))
    }
    return Reply(
      Bilingual(
        "The inbox is open. Its token is shown this once: keep it where the sender's secrets are.",
        "接收入口已开通。密钥只显示这一次，请交给发送方妥善保管。"),
      fields: [
        Reply.Field("token", Bilingual("Token", "密钥"), .code(source.token)),
        Reply.Field(
          "example", Bilingual("Try it", "试用"),
          .code(
            "curl -H 'Authorization: Bearer …' -H 'Content-Type: application/x-ndjson' --data-binary @FILE.jsonl http://127.0.0.1:9411/mentions"
          )),
      ])
  }

  /// 256 bits, as text that survives any shell.
  private static func token() -> String {
    Chance.text(43, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
  }

  static let list = Command("source list", "信息源列表", Bilingual("all sources and their health", "全部信息源及其状态"), to: .show) {
    invocation in
    let sources = try await invocation.ledger.sources.list()
    return Reply(
      tables: [
        Reply.Table(
          "sources",
          columns: [
            ("name", Bilingual("Name", "名称")), ("kind", Bilingual("Kind", "类型")),
            ("health", Bilingual("Health", "状况")), ("location", Bilingual("Location", "位置")),
            ("checked_at", Bilingual("Checked", "最近检查")), ("last_item_at", Bilingual("Last new", "最近新增")),
            ("failures", Bilingual("Failures", "连续失败")), ("problem", Bilingual("Problem", "问题")),
            ("doubt", Bilingual("Doubt", "存疑")), ("time_zone", Bilingual("Time zone", "时区")),
          ],
          rows: sources.map {
            [
              .text($0.name), .named($0.kind.rawValue, $0.kind.name), health($0), .text($0.location),
              $0.checkedAt.map(Cell.time) ?? .none, $0.lastItemAt.map(Cell.time) ?? .none, .number($0.failures),
              .text($0.problem), .text($0.doubt), .text($0.timeZone),
            ]
          })
      ])
  }

  static func health(_ source: Sources.Source) -> Cell {
    if source.isIll {
      return source.failures > 0
        ? .named("failing", Bilingual("failing", "出错")) : .named("silent", Bilingual("silent", "没有新内容"))
    }
    return source.failures > 0
      ? .named("retrying", Bilingual("retrying", "重试中")) : .named("well", Bilingual("well", "正常"))
  }

  static let remove = Command(
    "source remove", "移除信息源", Bilingual("remove a source", "移除信息源"), [.positional("NAME", Bilingual("its name", "名称"))]
  ) { invocation in
    let name = try invocation.value("NAME")
    guard try await invocation.ledger.sources.remove(name: name) else {
      throw Failure(
        .noInput, Bilingual("There is no source \"\(name)\".", "没有信息源“\(name)”。"),
        advice: Bilingual("See: levee-monitoring source list", "请查看：levee-monitoring source list"))
    }
    return Reply(Bilingual("The source is removed; its mentions stay.", "信息源已移除，已收录的信息保留。"))
  }
}

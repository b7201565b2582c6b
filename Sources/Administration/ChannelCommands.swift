import CommandLine
import Ledger
import Workflow

/// Where texts go.
enum ChannelCommands {
  static let add = Command(
    "channel add", Bilingual("add a channel", "添加发布渠道"),
    [
      .positional("NAME", Bilingual("a short name", "简短名称")),
      .option(
        "kind", "KIND", Bilingual("a newsroom folder, or posted by a person", "通报页面目录，或人工发布"), required: true,
        choices: ["newsroom", "manual"]),
      .option("title", "TEXT", Bilingual("the name that people read", "显示名称"), required: true),
      .option("folder", "PATH", Bilingual("the newsroom's folder", "通报页面目录")),
      .flag("inside", Bilingual("the public cannot see it: for exercises", "公众不可见：用于演练")),
    ], as: .administrator
  ) { invocation in
    let name = try invocation.value("NAME")
    try await invocation.ledger.deliveries.addChannel(
      Deliveries.Channel(
        name: name, kind: try invocation.value("kind"), isOutside: !invocation.has("inside"),
        title: try invocation.value("title"), folder: invocation["folder"] ?? ""))
    return Reply(Bilingual("Channel \(name) is there.", "渠道 \(name) 已添加。"))
  }

  static let list = Command("channel list", Bilingual("all channels", "全部渠道"), as: .reader) { invocation in
    let channels = try await invocation.ledger.deliveries.channels()
    return Reply(
      tables: [
        Reply.Table(
          "channels",
          columns: [
            ("name", Bilingual("Name", "名称")), ("kind", Bilingual("Kind", "类型")),
            ("outside", Bilingual("Public", "对外")),
            ("title", Bilingual("Title", "显示名称")), ("folder", Bilingual("Folder", "目录")),
          ],
          rows: channels.map {
            [.code($0.name), .code($0.kind), .flag($0.isOutside), .text($0.title), .text($0.folder)]
          })
      ])
  }
}

import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// Where texts go.
enum ChannelCommands {
  /// `a newsroom folder, a webhook, or posted by a person`.
  private static var kinds: Bilingual {
    let names = ChannelKind.allCases.map(\.name)
    return Bilingual(
      names.dropLast().map(\.english).joined(separator: ", ") + ", or " + names[names.count - 1].english,
      names.dropLast().map(\.chinese).joined(separator: "、") + "，或" + names[names.count - 1].chinese)
  }

  static let add = Command(
    "channel add", "添加渠道", Bilingual("add a channel, or change it", "添加或修改发布渠道"),
    [
      .positional("NAME", Bilingual("a short name", "简短名称")),
      .option(
        "kind", "KIND", kinds,
        required: true, choices: .of(ChannelKind.allCases)),
      .option("title", "TEXT", Bilingual("the name that people read", "显示名称"), required: true),
      .option(
        "transport", "NAME", Bilingual("the webhook; see: levee transport list", "群机器人（Webhook）；见 levee transport list")
      ),
      .option("folder", "PATH", Bilingual("the newsroom's folder", "官网通报页目录"), holds: .ofMachine),
      .option(
        "address", "URL",
        Bilingual("where the world sees that folder, for feeds and receipts", "该目录对外的网址，用于订阅与发布记录")),
      .flag("inside", Bilingual("the public cannot see it: for exercises", "公众不可见：用于演练")),
      .option(
        "audience", "AUDIENCE", Bilingual("whom it reaches; the public if not said", "面向的受众，默认公众"), repeats: true,
        choices: .audiences),
      .option(
        "text-language", "LANGUAGE", Bilingual("a language that it takes; both if not said", "接收的语言，默认两种"),
        repeats: true,
        choices: .languages),
      .option(
        "takes", "KIND",
        Bilingual(
          "the channel_kind of the renditions that it takes; if not said, newsroom and its own kind",
          "接收哪类渠道稿（channel_kind），默认 newsroom 和本渠道的类型"),
        repeats: true),
    ], as: .administrator
  ) { invocation in
    let name = try invocation.value("NAME")
    try await invocation.ledger.deliveries.put(
      Deliveries.Channel(
        name: name, kind: ChannelKind(rawValue: try invocation.value("kind")) ?? .manual,
        isOutside: !invocation.has("inside"),
        title: try invocation.value("title"), folder: invocation["folder"] ?? "",
        address: invocation["address"] ?? "", transport: invocation["transport"],
        reach: Deliveries.Reach(
          kinds: invocation.all("takes"), audiences: invocation.all("audience"),
          languages: invocation.all("text-language"))
      ))
    return Reply(Bilingual("Channel \(name) is there.", "发布渠道 \(name) 已添加。"))
  }

  static let list = Command("channel list", "渠道列表", Bilingual("all channels", "全部发布渠道"), as: .reader, to: .show) {
    invocation in
    let channels = try await invocation.ledger.deliveries.channels()
    return Reply(
      tables: [
        Reply.Table(
          "channels",
          columns: [
            ("name", Bilingual("Name", "名称")), ("kind", Bilingual("Kind", "类型")),
            ("outside", Bilingual("Public", "对外")),
            ("title", Bilingual("Title", "显示名称")), ("folder", Bilingual("Folder", "目录")),
            ("address", Bilingual("Address", "网址")), ("transport", Bilingual("Webhook", "群机器人")),
            ("audiences", Bilingual("Reaches", "受众")),
            ("languages", Bilingual("Languages", "语言")), ("takes", Bilingual("Takes", "接收类型")),
          ],
          rows: channels.map {
            [
              .code($0.name), .code($0.kind.rawValue), .flag($0.isOutside), .text($0.title), .text($0.folder),
              .text($0.address),
              $0.transport.map(Cell.code) ?? .none, .code($0.reach.audiences.joined(separator: " ")),
              .code($0.reach.languages.joined(separator: " ")), .code($0.reach.kinds.joined(separator: " ")),
            ]
          })
      ])
  }
}

import CommandLine
import Desk
import Ledger
import Wording

/// What the company wants to hear about.
enum NameCommands {
  static let add = Command(
    "name add", "跟踪名称", Bilingual("track a product, service, person or the company", "跟踪公司、产品、服务或人物的名称"),
    [
      .positional("NAME", Bilingual("the name; mentions of it have it as their subject", "名称；提到它的信息归在它名下")),
      .option(
        "kind", "KIND", Bilingual("what it is", "类别"), required: true,
        choices: ["company", "product", "service", "person"].map { Choice($0, Self.kind($0)) }),
      .option(
        "word", "WORD", Bilingual("another word that stands for it", "代表该名称的其他词"), repeats: true),
      .flag("alerts", Bilingual("whoever says it is told of at once", "有人提到就预警")),
    ]
  ) { invocation in
    let name = try invocation.value("NAME").trimmingCharacters()
    try await invocation.ledger.trackedNames.put(
      name, kind: try invocation.value("kind"), words: [name] + invocation.all("word"), alerts: invocation.has("alerts")
    )
    return Reply(Bilingual("Tracked; what is taken in from now on is filed under it.", "已开始跟踪，此后收录的信息据此归类。"))
  }

  static let list = Command("name list", "名称列表", Bilingual("the names that are tracked", "已跟踪的名称"), to: .show) {
    invocation in
    let names = try await invocation.ledger.trackedNames.list()
    return Reply(
      tables: [
        Reply.Table(
          "names",
          columns: [
            ("name", Bilingual("Name", "名称")), ("kind", Bilingual("Kind", "类别")), ("words", Bilingual("Words", "词语")),
            ("alerts", Bilingual("Alerts", "提到就预警")),
          ],
          rows: names.map {
            [.text($0.name), .named($0.kind, kind($0.kind)), .text($0.words.joined(separator: ", ")), .flag($0.alerts)]
          },
          whenEmpty: Bilingual(
            "No name is tracked: levee-monitoring name add NAME --kind product",
            "尚未跟踪名称：levee-monitoring name add 名称 --kind product"))
      ])
  }

  static let remove = Command(
    "name remove", "停止跟踪", Bilingual("track a name no more", "停止跟踪名称"),
    [.positional("NAME", Bilingual("the name", "名称"))]
  ) { invocation in
    let name = try invocation.value("NAME")
    guard try await invocation.ledger.trackedNames.remove(name) else {
      throw Failure(
        .noInput, Bilingual("\"\(name)\" is not tracked.", "未跟踪“\(name)”。"),
        advice: Bilingual("See: levee-monitoring name list", "请查看：levee-monitoring name list"))
    }
    return Reply(Bilingual("Tracked no more; what was filed under it stays.", "已停止跟踪，已归类的信息保留。"))
  }

  private static func kind(_ kind: String) -> Bilingual {
    switch kind {
    case "company": Bilingual("company", "公司")
    case "product": Bilingual("product", "产品")
    case "service": Bilingual("service", "服务")
    default: Bilingual("person", "人物")
    }
  }
}

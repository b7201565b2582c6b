import CommandLine
import Desk
import Ledger
import Wording

/// The inventory, allocation, counselling.
enum ResourceCommands {
  static let put = Command(
    "resource put", "登记资源", Bilingual("add a resource to the inventory, or change it", "登记或更新资源"),
    [
      .positional("NAME", Bilingual("its name", "名称")),
      .option(
        "item", "ITEM",
        Bilingual("which item of the playbook, for example publishing-platforms", "对应预案的哪一项，如 publishing-platforms"),
        required: true),
      .option("amount", "N", Bilingual("how many; 1 if not said", "数量，默认 1")),
      .option(
        "probe", "PROBE", Bilingual("folder:PATH or a URL, to be probed by the service", "“folder:目录”或网址，由服务定时检查")),
    ]
  ) { invocation in
    let name = try invocation.value("NAME")
    try await invocation.ledger.readiness.put(
      name: name, item: try invocation.value("item"), amount: Int(try invocation.number("amount") ?? 1),
      probe: invocation["probe"] ?? "none")
    return Reply(Bilingual("\(name) is in the inventory.", "\(name) 已登记。"))
  }

  static let list = Command("resource list", "资源清单", Bilingual("the inventory and its health", "资源清单及状态")) {
    invocation in
    let resources = try await invocation.ledger.readiness.resources()
    return Reply(
      tables: [
        Reply.Table(
          "resources",
          columns: [
            ("item", Bilingual("Item", "事项")), ("name", Bilingual("Name", "名称")), ("amount", Bilingual("Amount", "数量")),
            ("healthy", Bilingual("Healthy", "正常")), ("detail", Bilingual("Problem", "问题")),
          ],
          rows: resources.map {
            [
              .code($0.item), .text($0.name), .number($0.amount), $0.isHealthy.map(Cell.flag) ?? .none,
              .text($0.detail),
            ]
          })
      ])
  }

  static let allocate = Command(
    "allocate", "调配", Bilingual("allocate what the playbook requires and the inventory has", "按预案要求和现有资源调配"),
    [TeamCommands.incident]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let allocated = try await invocation.ledger.readiness.allocate(incident)
    return try await invocation.done(
      Bilingual("Allocated.", "已调配。"), on: incident,
      tables: [
        Reply.Table(
          "allocations",
          columns: [
            ("item", Bilingual("Item", "事项")), ("required", Bilingual("Required", "需要")),
            ("amount", Bilingual("Allocated", "已调配")),
          ], rows: allocated.map { [.code($0.item), .number($0.required), .number($0.available)] })
      ])
  }

  static let counselling = Command(
    "counselling", "心理辅导", Bilingual("offer counselling: when, and how many places", "提供心理辅导：时间与名额"),
    [
      TeamCommands.incident,
      .positional("AVAILABILITY", Bilingual("when and where", "时间与地点"), repeats: true),
      .option("places", "N", Bilingual("how many", "名额"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.readiness.offerCounselling(
      incident, availability: try invocation.words("AVAILABILITY"), places: Int(try invocation.number("places") ?? 0))
    return try await invocation.done(
      Bilingual("The offer is recorded; who takes it is not.", "已登记。谁来辅导不作记录。"), on: incident)
  }
}

import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// What an incident takes from the registry and hands back, and counselling.
enum SupplyCommands {
  static let allocate = Command(
    "allocate", "调配",
    Bilingual("take from the registry what the playbook requires, or one thing for a team", "按预案从清单调配资源，或单独调给某组"),
    [
      TeamCommands.incident,
      .option("resource", "RESOURCE", Bilingual("only this, by its number or name", "只调这一项：编号或名称"), repeats: true),
      .option("of", "TEAM", Bilingual("for which team", "调给哪个小组"), choices: .of(Team.working)),
      .option("amount", "N", Bilingual("how many; 1 if not said", "数量，默认 1")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let named = invocation.all("resource")
    if !named.isEmpty {
      let team = invocation["of"].flatMap(Team.init(rawValue:)) ?? .logistics
      let amount = Int(try invocation.number("amount") ?? 1)
      // All of them or none.
      try await invocation.ledger.atomically { ledger in
        for name in named {
          let found = try await ledger.resources.find(name)
          try await ledger.resources.take(found.reference, amount: amount, for: team, of: incident)
        }
      }
      return try await invocation.done(
        Bilingual("Allocated.", "已调配。"), on: incident, tables: [try await uses(incident, invocation)])
    }
    let allocated = try await invocation.ledger.resources.allocate(incident)
    let names = try await names(invocation)
    return try await invocation.done(
      Bilingual("Allocated.", "已调配。"), on: incident,
      tables: [
        Reply.Table(
          "allocations",
          columns: [
            ("item", Bilingual("Kind", "类别")), ("required", Bilingual("Required", "需要")),
            ("amount", Bilingual("Allocated", "已调配")),
          ],
          rows: allocated.map {
            [.named($0.kind, names[$0.kind] ?? Bilingual(same: $0.kind)), .number($0.required), .number($0.amount)]
          }), try await uses(incident, invocation),
      ])
  }

  static let handBack = Command(
    "hand-back", "归还",
    Bilingual("hand back what an incident uses; the stand-down hands back the rest", "归还资源；收尾时其余资源一并归还"),
    [
      TeamCommands.incident,
      .positional("RESOURCE", Bilingual("its number or name", "编号或名称"), repeats: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.atomically { ledger in
      for name in invocation.all("RESOURCE") {
        let found = try await ledger.resources.find(name)
        guard try await ledger.resources.handBack(found.reference, of: incident) > 0 else {
          throw Failure(
            .data, Bilingual("\(incident) does not use \(found.entry.name).", "\(incident) 没有使用 \(found.entry.name)。"))
        }
      }
    }
    return try await invocation.done(
      Bilingual("It is free again.", "已归还，可以另行调配。"), on: incident, tables: [try await uses(incident, invocation)])
  }

  private static func names(_ invocation: Invocation) async throws -> [String: Bilingual] {
    Dictionary(
      try await invocation.ledger.resources.kinds().map { ($0.kind, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private static func uses(_ incident: Reference, _ invocation: Invocation) async throws -> Reply.Table {
    Reply.Table(
      "uses", Bilingual("In use:", "使用中："),
      columns: [
        ("resource", Bilingual("Id", "编号")), ("name", Bilingual("Name", "名称")), ("team", Bilingual("Team", "小组")),
        ("amount", Bilingual("Amount", "数量")),
      ],
      rows: try await invocation.ledger.resources.uses(of: incident).filter { !$0.isBack }.map {
        [
          .code($0.resource.description), .text($0.name), .named($0.team.rawValue, $0.team.name), .number($0.amount),
        ]
      })
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
      Bilingual("The offer is recorded, and everybody is told; who takes it is not recorded.", "已登记并告知全体同事。谁来辅导不作记录。"),
      on: incident)
  }
}

import CommandLine
import Desk
import Ledger
import Wording

/// The readiness certificate and the stand-down, item by item of the playbook's lists.
enum ChecklistCommands {
  static let certify = Command(
    "certify", "保障到位",
    Bilingual("certify readiness; what is not said comes from the registry", "确认保障到位；没有说明的事项取自资源清单"),
    [
      TeamCommands.incident,
      .option("ready", "ITEM", Bilingual("an item that is ready", "已到位的事项"), repeats: true),
      .option("gap", "ITEM=NOTE", Bilingual("an item with a gap, and why", "缺项和说明"), repeats: true),
      .option("not-needed", "ITEM", Bilingual("an item that is not needed", "不需要的事项"), repeats: true),
      .option("counselling", "TEXT", Bilingual("when and where counselling is offered", "心理辅导的时间与地点")),
      .option("places", "N", Bilingual("how many places it has", "心理辅导名额")),
    ],
    confirmation: Confirmation(Bilingual("Certify these gaps?", "有缺项，仍确认保障到位？")) { invocation in
      let (entries, items) = try await readiness(invocation)
      // What the person named they have said; what the registry says for them is shown.
      let said = invocation.all("gap").count
      guard entries.count(where: { $0.status == "gap" }) > said else { return nil }
      return Reply(tables: [table(entries, items)])
    }, reading: TeamCommands.assignment
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let (entries, items) = try await readiness(invocation)
    let offer = try invocation["counselling"].map { _ in
      (availability: try invocation.text("counselling"), places: Int(try invocation.number("places") ?? 1))
    }
    try await invocation.ledger.atomically { ledger in
      // Before the certificate, which else offers what the registry has.
      if let offer {
        try await ledger.readiness.offerCounselling(incident, availability: offer.availability, places: offer.places)
      }
      try await ledger.readiness.certify(incident, entries, onCommand: invocation.readNumber)
    }
    let gaps = entries.count { $0.status == "gap" }
    return try await invocation.done(
      gaps == 0
        ? Bilingual("Readiness is certified.", "已确认保障到位。")
        : Bilingual("Readiness is certified with \(counted(gaps, "gap")).", "已确认保障到位，还有 \(gaps) 个缺项。"), on: incident,
      values: ["gaps": .integer(gaps)],
      tables: [table(entries, items)])
  }

  /// Each item as the line says it, or as the registry has it.
  @Sendable private static func readiness(
    _ invocation: Invocation
  ) async throws -> (entries: [Readiness.Entry], items: [Readiness.ChecklistItem]) {
    let incident = try invocation.reference("INCIDENT", .incident)
    let items = try await invocation.ledger.readiness.checklist("readiness", of: incident)
    let supplies = Dictionary(
      try await invocation.ledger.resources.supplies(of: incident).map { ($0.kind, $0) },
      uniquingKeysWith: { first, _ in first })
    let gaps = Dictionary(
      invocation.all("gap").map { text in
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count == 2 ? parts[1] : "")
      }, uniquingKeysWith: { $1 })
    try checkItems(invocation.all("ready") + invocation.all("not-needed") + gaps.keys, items)
    let entries = items.map { item in
      if invocation.all("ready").contains(item.item) { return Readiness.Entry(item: item.item, status: "ready") }
      if let note = gaps[item.item] { return Readiness.Entry(item: item.item, status: "gap", note: note) }
      if invocation.all("not-needed").contains(item.item) {
        return Readiness.Entry(item: item.item, status: "not_needed")
      }
      return registered(item.item, supplies[item.item], invocation.language)
    }
    return (entries, items)
  }

  /// What the registry says of an item: ready when as much of it works, and is not another incident's, as the playbook requires.
  private static func registered(_ item: String, _ supply: Resources.Supply?, _ language: Language) -> Readiness.Entry {
    func gap(_ note: Bilingual) -> Readiness.Entry { Readiness.Entry(item: item, status: "gap", note: note[language]) }
    guard let supply else { return gap(Bilingual("nothing in the registry", "资源清单中没有")) }
    let why: [Bilingual] = [
      supply.failing.isEmpty ? nil : Bilingual("failing: ", "异常：") + Bilingual(same: supply.failing),
      supply.ended.isEmpty ? nil : Bilingual("run out: ", "到期或额度不足：") + Bilingual(same: supply.ended),
      supply.elsewhere.isEmpty ? nil : Bilingual("in use elsewhere: ", "其他事件占用：") + Bilingual(same: supply.elsewhere),
    ].compactMap { $0 }
    let reasons = why.dropFirst().reduce(why.first) { ($0 ?? Bilingual(same: "")) + Bilingual("; ", "；") + $1 }
    if supply.available == 0, reasons == nil { return gap(Bilingual("nothing in the registry", "资源清单中没有")) }
    guard supply.available >= supply.required, supply.failing.isEmpty else {
      let count = Bilingual(
        "\(supply.available) of \(supply.required)", "需要 \(supply.required)，现有 \(supply.available)")
      if supply.available >= supply.required, let reasons { return gap(reasons) }
      return gap(reasons.map { count + Bilingual("; ", "；") + $0 } ?? count)
    }
    return Readiness.Entry(item: item, status: "ready")
  }

  private static let standingDown: [Parameter] = [
    .option("done", "ITEM", Bilingual("an item that is done", "已完成的事项"), repeats: true),
    .option("not-needed", "ITEM", Bilingual("an item that is not needed", "不需要的事项"), repeats: true),
    .option("note", "TEXT", Bilingual("a note", "备注")),
  ]

  // Nothing is marked for a person who did not say it.
  private static let isAllDone = Confirmation(Bilingual("Is all of this done?", "以上各项是否均已完成？")) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    if try await invocation.ledger.readiness.hasStoodDown(incident) { return nil }
    let (entries, items) = try await stoodDown(invocation)
    let said = Set(invocation.all("done") + invocation.all("not-needed"))
    return entries.allSatisfy { said.contains($0.item) } ? nil : Reply(tables: [table(entries, items)])
  }

  /// Logistics' result report: the stand-down is part of it, where nobody has recorded it by itself.
  static let report = TeamCommands.resultReport(
    more: standingDown, confirmation: isAllDone
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    if try await invocation.ledger.readiness.hasStoodDown(incident) { return [] }
    let (entries, items) = try await stoodDown(invocation)
    try await invocation.ledger.readiness.standDown(incident, note: try invocation.text("note", default: ""), entries)
    return [table(entries, items)]
  }

  static let standDown = Command(
    "stand-down", "收尾", Bilingual("record the stand-down by itself, before the report", "在报告之前单独登记现场清理"),
    [TeamCommands.incident] + standingDown, confirmation: isAllDone
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let (entries, items) = try await stoodDown(invocation)
    try await invocation.ledger.readiness.standDown(
      incident, note: try invocation.text("note", default: ""), entries)
    return try await invocation.done(
      Bilingual("The stand-down is recorded.", "收尾已登记。"), on: incident, tables: [table(entries, items)])
  }

  @Sendable private static func stoodDown(
    _ invocation: Invocation
  ) async throws -> (entries: [Readiness.Entry], items: [Readiness.ChecklistItem]) {
    let incident = try invocation.reference("INCIDENT", .incident)
    let items = try await invocation.ledger.readiness.checklist("stand_down", of: incident)
    let unneeded = invocation.all("not-needed")
    try checkItems(unneeded + invocation.all("done"), items)
    return (
      items.map { Readiness.Entry(item: $0.item, status: unneeded.contains($0.item) ? "not_needed" : "done") }, items
    )
  }

  private static func checkItems(_ named: [String], _ items: [Readiness.ChecklistItem]) throws {
    for name in named where !items.contains(where: { $0.item == name }) {
      let known = items.map(\.item).joined(separator: ", ")
      throw Failure(
        .noInput, Bilingual("The list has no item \"\(name)\".", "清单中没有“\(name)”。"),
        advice: Bilingual("It has: \(known)", "清单上有：\(known)"))
    }
  }

  private static func table(_ entries: [Readiness.Entry], _ items: [Readiness.ChecklistItem]) -> Reply.Table {
    Reply.Table(
      "items",
      columns: [
        ("item", Bilingual("Item", "事项")), ("name", Bilingual("Name", "名称")), ("status", Bilingual("State", "状态")),
        ("note", Bilingual("Note", "说明")),
      ],
      rows: zip(entries, items).map { entry, item in
        [.code(entry.item), .words(item.name), .named(entry.status, status(entry.status)), .text(entry.note)]
      })
  }

  private static func status(_ status: String) -> Bilingual {
    switch status {
    case "ready": Bilingual("ready", "已到位")
    case "gap": Bilingual("gap", "缺项")
    case "done": Bilingual("done", "完成")
    default: Bilingual("not needed", "不需要")
    }
  }
}

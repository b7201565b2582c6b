import CommandLine
import Ledger
import Wording
import Workflow

/// Who is in the circle of an incident, and what belongs to it: commands that monitoring and leadership share.
public enum CircleCommands {
  private static let people = Parameter.positional("PERSON", Bilingual("logins", "账号"), repeats: true)

  /// Restricts at once. Whoever does it is named; the leader and legal always read.
  public static let restrict = Command(
    "restrict", "限制知悉", Bilingual("let only named people read an incident's texts", "限制知悉范围：只有知情人能看事件的稿件"),
    [TeamCommands.incident, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.incidents.restrict(incident, true, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual(
        "\(incident) is restricted; name those who work on it with: \(invocation.program) name \(incident) PERSON …",
        "\(incident) 已限制知悉范围。请写明知情人：\(invocation.program) name \(incident) 账号 …"), on: incident)
  }

  /// Lifts a restriction: the leader or legal alone may.
  public static let unrestrict = Command(
    "unrestrict", "放开知悉", Bilingual("let every team read an incident's texts again", "放开知悉范围：各组都能看事件的稿件"),
    [TeamCommands.incident, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    try await invocation.ledger.incidents.restrict(incident, false, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("\(incident) is open to all teams.", "\(incident) 已对各组开放。"), on: incident)
  }

  /// What an incident is called, what it is about and where it plays, known better than when it was opened.
  public static let reclassify = Command(
    "reclassify", "改类型", Bilingual("change an incident's title, kind or jurisdictions", "修改事件的标题、类型或适用法律的地区"),
    [
      TeamCommands.incident,
      .option("title", "TEXT", Bilingual("its new title", "新标题")),
      .option("kind", "KIND", Bilingual("what it is about", "事件类型"), choices: .of(IncidentKind.allCases)),
      .option(
        "jurisdiction", "CODE",
        Bilingual("where statutory clocks run: CN, EU, US; all of them", "适用法定时限的地区：CN、EU、US；请全部列出"), repeats: true),
      .option("reason", "TEXT", Bilingual("why", "理由"), required: true),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let jurisdictions = invocation.all("jurisdiction")
    guard invocation["title"] != nil || invocation["kind"] != nil || !jurisdictions.isEmpty else {
      throw Failure(
        .usage, Bilingual("Nothing is changed.", "未保存，未改动。"),
        advice: Bilingual("Give --title, --kind or --jurisdiction.", "请给出 --title、--kind 或 --jurisdiction。"))
    }
    try await invocation.ledger.incidents.reclassify(
      incident, title: invocation["title"], kind: invocation["kind"].flatMap(IncidentKind.init(rawValue:)),
      jurisdictions: jurisdictions.isEmpty ? nil : jurisdictions, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual(
        "Changed. Statutory clocks that run already run on until the authority was told.", "已修改。已开始计时的法定时限照常计时，直到您完成报告。"
      ),
      on: incident)
  }

  /// Whoever is in the circle names others. Only the leader or legal takes a name off (`--no-longer`), and neither of
  /// them is ever taken off.
  public static let name = Command(
    "name", "知情人", Bilingual("name people who may read a restricted incident", "写明事件的知情人"),
    [
      TeamCommands.incident, people,
      .flag("no-longer", Bilingual("take it back instead", "改为取消")),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let names = invocation.all("PERSON")
    try await invocation.ledger.incidents.name(names, in: incident, mayRead: !invocation.has("no-longer"))
    let list = names.joined(separator: ", ")
    return try await invocation.done(
      invocation.has("no-longer")
        ? Bilingual("No longer named: \(list).", "不再是知情人：\(list)。") : Bilingual("Named: \(list).", "已列为知情人：\(list)。"),
      on: incident)
  }

  /// Links two incidents, of which both are exercises or neither is; the link is seen from either side.
  public static let link = Command(
    "link", "关联事件", Bilingual("say that two incidents belong together", "关联两起事件"),
    [
      TeamCommands.incident, .positional("OTHER", Bilingual("the other incident", "另一起事件")),
      .option(
        "relation", "KIND", Bilingual("how", "关系"), required: true,
        choices: [
          Choice("related", Bilingual("related", "相关")), Choice("caused_by", Bilingual("caused by", "因果"), or: ["起因"]),
          Choice("same_source", Bilingual("same source", "同源")),
        ]),
    ]
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let other = try invocation.reference("OTHER", .incident)
    try await invocation.ledger.incidents.link(incident, to: other, relation: try invocation.value("relation"))
    return try await invocation.done(
      Bilingual("\(incident) and \(other) are linked.", "\(incident) 与 \(other) 已关联。"), on: incident,
      values: ["other": .id(other)])
  }
}

import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// The registry: what there is, who owns it, how it is, and how much is asked for.
enum ResourceCommands {
  static let put = Command(
    "resource put", "登记资源", Bilingual("add a resource to the registry, or change what is said", "登记或更新资源"),
    [
      .positional("NAME", Bilingual("its name; of one that is there its number too, such as Z3", "名称；已登记的也可写编号，如 Z3")),
      .option(
        "item", "KIND",
        Bilingual("which kind of the playbook, for example publishing-platforms", "预案中的资源类别，如 publishing-platforms")),
      .option("amount", "N", Bilingual("how many; 1 if not said", "数量，默认 1")),
      .option("owner", "PERSON", Bilingual("who sees to it; you if not said", "负责人，默认为本人")),
      .option("place", "TEXT", Bilingual("where it is, and how to get at it", "存放位置或取用方式")),
      .option("valid-until", "DAY", Bilingual("the last day of its licence: 2027-01-31", "许可最后一天，如 2027-01-31")),
      .option("token-until", "TIME", Bilingual("the last moment of its token", "密钥到期时间")),
      .option("quota-left", "N", Bilingual("how much of its quota is left", "剩余额度")),
      .option("quota-floor", "N", Bilingual("from how much on that is too little", "额度低于多少即告不足")),
      .option(
        "probe", "PROBE", Bilingual("folder:PATH or a URL, to be probed by the service", "“folder:目录”或网址，由服务定时检查")),
    ]
  ) { invocation in
    let name = try invocation.value("NAME")
    let known = try await invocation.ledger.resources.list().first {
      $0.entry.name == name || $0.reference == Reference(name)
    }
    guard let kind = invocation["item"] ?? known?.entry.kind else {
      let kinds = try await invocation.ledger.resources.kinds()
      throw Failure(
        .usage, Bilingual("Say of which kind it is: --item KIND", "请写明资源类别：--item 类别"),
        advice: Bilingual(
          "The kinds are: \(kinds.map(\.kind).joined(separator: ", "))",
          "类别有：\(kinds.map { "\($0.kind)（\($0.name.chinese)）" }.joined(separator: "、"))"))
    }
    var entry = known?.entry ?? Resources.Entry(name: name, kind: kind)
    entry.kind = kind
    if let amount = try invocation.number("amount") { entry.amount = Int(amount) }
    entry.owner = invocation["owner"] ?? entry.owner
    entry.reach = try invocation.text("place", default: entry.reach)
    if let day = invocation["valid-until"] { entry.validUntil = try ResourceSheet.day(day) }
    if let until = try invocation.date("token-until") { entry.tokenUntil = TimeFormat.iso(until) }
    if let left = try invocation.number("quota-left") { entry.quotaLeft = Int(left) }
    if let floor = try invocation.number("quota-floor") { entry.quotaFloor = Int(floor) }
    entry.probe = invocation["probe"] ?? entry.probe
    try await invocation.ledger.resources.put(entry)
    let kept = try await invocation.ledger.resources.list().first { $0.entry.name == entry.name }
    return Reply(
      Bilingual("\(entry.name) is in the registry.", "\(entry.name) 已登记。"),
      values: ["name": .string(entry.name), "resource": kept.map { .id($0.reference) } ?? .null])
  }

  static let list = Command(
    "resource list", "资源清单", Bilingual("the registry: what there is, whose it is, and how it is", "资源清单、负责人及状态"),
    [.option("item", "KIND", Bilingual("of this kind only", "仅该类别"))], to: .show
  ) { invocation in
    let resources = try await invocation.ledger.resources.list().filter {
      invocation["item"] == nil || invocation["item"] == $0.entry.kind
    }
    return Reply(
      tables: [
        Reply.Table(
          "resources",
          columns: [
            ("resource", Bilingual("Id", "编号")), ("item", Bilingual("Kind", "类别")), ("name", Bilingual("Name", "名称")),
            ("amount", Bilingual("Amount", "数量")), ("owner", Bilingual("Owner", "负责人")),
            ("reach", Bilingual("Where", "存放及取用")), ("healthy", Bilingual("Usable", "可用")),
            ("detail", Bilingual("Problem", "问题")), ("ends", Bilingual("Until", "有效期至")),
            ("verified", Bilingual("Looked at", "最近核对")), ("used", Bilingual("Used by", "使用中")),
          ],
          rows: resources.map {
            [
              .code($0.reference.description), .code($0.entry.kind), .text($0.entry.name), .number($0.entry.amount),
              .code($0.entry.owner), .text($0.entry.reach), .flag($0.works), .values(figures($0), problem($0)),
              $0.endsAt.map(Cell.time) ?? .none, .time($0.verifiedAt),
              users($0),
            ]
          },
          whenEmpty: Bilingual(
            "The registry is empty: levee-logistics resource put NAME --item KIND",
            "清单为空。登记：levee-logistics resource put 名称 --item 类别"))
      ])
  }

  /// The incidents that use it, each with its team.
  private static func users(_ resource: Resources.Resource) -> Cell {
    resource.users.isEmpty
      ? .values(.array([]), Bilingual(same: "–"))
      : .values(
        .array(resource.users.map(JSONValue.string)), Bilingual(same: resource.users.joined(separator: ", ")))
  }

  /// What is wrong with something, for a program.
  private static func figures(_ resource: Resources.Resource) -> JSONValue {
    .object([
      "fails_since": resource.failsSince.map { .string(TimeFormat.iso($0)) } ?? .null,
      "said": .string(resource.problem), "quota_too_low": .bool(resource.runsLow),
      "look_again": .bool(resource.lookIsOwed),
      "has_run_out": .bool(!resource.works && resource.failsSince == nil && !resource.runsLow),
    ])
  }

  /// What is wrong with something; empty where nothing is.
  static func problem(_ resource: Resources.Resource) -> Bilingual {
    var said: [Bilingual] = []
    if let since = resource.failsSince {
      said.append(
        Bilingual("fails since \(TimeFormat.local(since)): ", "\(TimeFormat.local(since)) 起异常：")
          + Bilingual(same: SafeText.line(resource.problem)))
    } else if !resource.works, !resource.runsLow {
      said.append(Bilingual("has run out", "已到期"))
    }
    if resource.runsLow { said.append(Bilingual("quota too low", "额度不足")) }
    if resource.lookIsOwed { said.append(Bilingual("look at it again", "待核对")) }
    return said.dropFirst().reduce(said.first ?? Bilingual(same: "")) { $0 + Bilingual("; ", "；") + $1 }
  }

  /// Of each kind at each severity: asked for, there, usable, missing.
  static let standing = Command(
    "resources", "资源达标",
    Bilingual("of each kind: required, there, usable, missing, at each severity", "各类资源在各等级下的应有、实有、可用和缺项"), to: .show
  ) { invocation in
    let standing = try await invocation.ledger.resources.standing()
    let kinds = standing.reduce(into: [String]()) { if !$0.contains($1.kind) { $0.append($1.kind) } }
    let severities = Severity.allCases.sorted { $0 > $1 }
    let rows: [[Cell]] = kinds.compactMap { kind in
      let lines = standing.filter { $0.kind == kind }
      guard let first = lines.first else { return nil }
      let gaps = severities.map { severity in lines.first { $0.severity == severity } }
      var row: [Cell] = [.named(kind, first.name), .number(first.there), .number(first.healthy)]
      row += gaps.map { Cell.number($0?.required ?? 0) }
      row += gaps.map { Cell.number($0?.gap ?? 0) }
      row += [.number(first.stale), first.owner.isEmpty ? .none : .code(first.owner)]
      return row
    }
    var columns = [
      ("item", Bilingual("Kind", "类别")), ("there", Bilingual("There", "实有")), ("healthy", Bilingual("Usable", "可用")),
    ]
    columns += severities.map {
      ("required-\($0.rawValue)", Bilingual("Required \($0.rawValue)", "应有 \($0.rawValue)"))
    }
    columns += severities.map { ("gap-\($0.rawValue)", Bilingual("Gap \($0.rawValue)", "缺 \($0.rawValue)")) }
    columns += [("stale", Bilingual("To look at", "待核对")), ("owner", Bilingual("Owner", "负责人"))]
    let missing = standing.filter { $0.gap > 0 }
    return Reply(
      missing.isEmpty
        ? Bilingual("Nothing is missing at any severity.", "各等级所需资源齐备。")
        : Bilingual("Something is missing; it is owed.", "有缺项，已列入待办。"),
      values: ["complete": .bool(missing.isEmpty)],
      tables: [Reply.Table("standing", columns: columns, rows: rows)])
  }

  static let owner = Command(
    "resource owner", "资源负责人", Bilingual("say who sees to it that there is enough of a kind", "指定某类资源的负责人"),
    [
      .positional("KIND", Bilingual("the kind", "类别")), .positional("PERSON", Bilingual("a login", "账号")),
    ]
  ) { invocation in
    let kind = try invocation.value("KIND")
    let kinds = try await invocation.ledger.resources.kinds()
    guard kinds.contains(where: { $0.kind == kind }) else {
      throw Failure(
        .noInput, Bilingual("The playbook has no kind \"\(kind)\".", "预案中没有“\(kind)”这一类。"),
        advice: Bilingual(
          "It has: \(kinds.map(\.kind).joined(separator: ", "))", "有：\(kinds.map(\.kind).joined(separator: "、"))"))
    }
    let owner = try invocation.value("PERSON")
    try await invocation.ledger.resources.setOwner(of: kind, to: owner)
    return Reply(
      Bilingual("What is missing of \(kind) is theirs from now on.", "\(kind) 的缺项今后由其负责。"),
      values: ["item": .string(kind), "owner": .string(owner)])
  }

  static let retire = Command(
    "resource retire", "注销资源", Bilingual("say that it is there no more; its past stays", "注销不再使用的资源，历史保留"),
    [.positional("RESOURCE", Bilingual("its number or name", "编号或名称"))]
  ) { invocation in
    let found = try await invocation.ledger.resources.find(try invocation.value("RESOURCE"))
    let name = try await invocation.ledger.resources.retire(found.reference)
    return Reply(
      Bilingual("\(name) is out of the registry.", "\(name) 已注销。"),
      values: ["resource": .id(found.reference), "name": .string(name)])
  }

  /// What is probed, on one page: since when it fails, who relies on it, and what runs out next.
  static let tools = Command(
    "tools", "工具状态", Bilingual("tools and platforms that are probed: how each is, since when", "监测工具和发布平台的状态，从何时起异常"),
    to: .show
  ) { invocation in
    let probed = try await invocation.ledger.resources.list().filter { $0.entry.probe != "none" }
      .sorted { ($0.failsSince != nil ? 0 : 1, $0.entry.name) < ($1.failsSince != nil ? 0 : 1, $1.entry.name) }
    return Reply(
      tables: [
        Reply.Table(
          "tools",
          columns: [
            ("resource", Bilingual("Id", "编号")), ("name", Bilingual("Name", "名称")), ("state", Bilingual("State", "状态")),
            ("since", Bilingual("Since", "开始时间")), ("problem", Bilingual("Why", "原因")),
            ("ends", Bilingual("Until", "有效期至")), ("quota", Bilingual("Quota left", "剩余额度")),
            ("used", Bilingual("Used by", "使用中")), ("checked", Bilingual("Probed", "最近检查")),
          ],
          rows: probed.map {
            [
              .code($0.reference.description), .text($0.entry.name),
              $0.failsSince != nil
                ? .named("fails", Bilingual("fails", "异常"))
                : $0.isHealthy == nil
                  ? .named("not_probed", Bilingual("not probed yet", "未检查"))
                  : .named("works", Bilingual("works", "正常")),
              $0.failsSince.map(Cell.time) ?? .none, .text($0.problem), $0.endsAt.map(Cell.time) ?? .none,
              $0.entry.quotaLeft.map(Cell.number) ?? .none,
              users($0), $0.checkedAt.map(Cell.time) ?? .none,
            ]
          },
          whenEmpty: Bilingual(
            "Nothing is probed: levee-logistics resource put NAME --probe https://…",
            "没有定时检查的资源：levee-logistics resource put 名称 --probe https://…"))
      ])
  }
}

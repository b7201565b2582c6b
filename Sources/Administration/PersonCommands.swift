import CommandLine
import Desk
import Ledger
import Staff
import Wording
import Workflow

/// People and services: their logins, teams and seats.
enum PersonCommands {
  static let add = Command(
    "person add", "添加员工", Bilingual("add a person or a service", "添加员工或服务账号"),
    [
      .positional("HANDLE", Bilingual("the login: small letters, digits, underscores, dots", "账号：小写字母、数字、下划线、点号")),
      .option("name", "NAME", Bilingual("the name that people read", "显示姓名"), required: true),
      .option(
        "seat", "TEAM[:SEAT]",
        Bilingual(
          "a team and the seat in it: leadership:leader, leadership:deputy, leadership:legal, response:head, …",
          "小组和职务：leadership:leader、leadership:deputy、leadership:legal、response:head 等"), repeats: true),
      .option(
        "speaks", "LANGUAGE", Bilingual("the person's language", "使用语言"), choices: .languages),
      .flag("service", Bilingual("a service, not a person", "服务账号")),
    ], as: .administrator
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    let seats = try seats(invocation.all("seat"))
    let proposal = try await invocation.ledger.people.add(
      handle: handle, displayName: try invocation.value("name"), teams: seats.map(\.team), seats: seats.map(\.seat),
      language: invocation["speaks"].flatMap(Language.init(rawValue:)) ?? invocation.language,
      isService: invocation.has("service"))
    return Reply(
      Bilingual("\(handle) can log in.", "\(handle) 已可登录。") + proposed(proposal),
      values: ["handle": .string(handle), "proposal": proposal.map(JSONValue.integer) ?? .null])
  }

  /// What `TEAM` and `TEAM:SEAT` say.
  static func seats(_ typed: [String]) throws -> [(team: String, seat: String)] {
    try typed.map { seat in
      let parts = seat.split(separator: ":", maxSplits: 1).map(String.init)
      guard let team = parts.first.flatMap(Team.init(rawValue:)) else {
        throw Failure(
          .usage, Bilingual("There is no team \"\(parts.first ?? "")\".", "没有“\(parts.first ?? "")”这个小组。"),
          advice: Bilingual(
            "Teams: \((Team.working + [.supervisor]).map(\.rawValue).joined(separator: ", "))",
            "小组：\((Team.working + [.supervisor]).map(\.rawValue).joined(separator: "、"))"))
      }
      return (team.rawValue, parts.count == 2 ? parts[1] : "member")
    }
  }

  /// What is said when leadership has to decide first.
  static func proposed(_ proposal: Int?) -> Bilingual {
    guard let proposal else { return Bilingual(same: "") }
    return Bilingual(
      " The seat in leadership waits for its decision: levee-leadership decide-seat \(proposal)",
      "领导小组的职务由领导小组决定：levee-leadership decide-seat \(proposal)")
  }

  static let list = Command(
    "person list", "员工列表", Bilingual("everyone, with teams and seats", "全部员工、小组和职务"), as: .reader, to: .show
  ) {
    invocation in
    let people = try await invocation.ledger.people.list()
    let substitutes = try await invocation.ledger.people.substitutes()
    return Reply(
      fields: substitutes.isEmpty
        ? []
        : [
          Reply.Field(
            "substitutes", Bilingual("Standing substitutes", "固定代班人"), .code(substitutes.joined(separator: " ")))
        ],
      tables: [
        Reply.Table(
          "people",
          columns: [
            ("handle", Bilingual("Login", "账号")), ("name", Bilingual("Name", "姓名")), ("kind", Bilingual("Kind", "类型")),
            ("seats", Bilingual("Seats", "职务")), ("language", Bilingual("Language", "语言")),
            ("removed", Bilingual("Removed", "已移除")),
          ],
          rows: people.map {
            [
              .code($0.handle), .text($0.displayName),
              .named($0.kind, $0.kind == "service" ? Bilingual("service", "服务") : Bilingual("person", "人员")),
              .code($0.seats.joined(separator: " ")), .code($0.language.rawValue), .flag($0.isRemoved),
            ]
          })
      ])
  }

  static let signOut = Command(
    "person sign-out", "停用员工设备",
    Bilingual("end the devices of somebody: a phone is lost", "停用某人的设备，例如手机丢失"),
    [
      .positional("HANDLE", Bilingual("whose", "员工账号")),
      .option("device", "LABEL", Bilingual("only this one", "只停用这一台")),
    ], as: .administrator
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    let ended = try await invocation.ledger.devices.end(invocation["device"], of: handle)
    return Reply(
      Bilingual(
        "\(handle) comes in no more with: \(ended.joined(separator: ", "))",
        "\(handle) 的设备已停用：\(ended.joined(separator: "、"))"),
      values: ["handle": .string(handle), "devices": .array(ended.map { .string($0) })])
  }

  static let confirmKey = Command(
    "person confirm-key", "确认员工密钥",
    Bilingual(
      "confirm somebody's signing key, once they have read its fingerprint to you", "听本人念过指纹后，确认某人的签名密钥"), ofKey,
    as: .administrator,
    confirmation: Confirmation(
      Bilingual("Is this the fingerprint that they read to you?", "指纹与本人念的一致吗？")
    ) { invocation in
      let (handle, label) = (try invocation.value("HANDLE"), try invocation.value("LABEL"))
      return Reply(tables: [
        KeyCommands.table(try await invocation.ledger.signingKeys.list(of: handle).filter { $0.label == label })
      ])
    }
  ) { invocation in
    let (handle, label) = (try invocation.value("HANDLE"), try invocation.value("LABEL"))
    try await invocation.ledger.signingKeys.confirm(label, of: handle)
    return Reply(
      Bilingual("\(label) signs for \(handle) from now on.", "\(handle) 的密钥 \(label) 已确认，今后可用来签名。"),
      values: ["handle": .string(handle), "label": .string(label)])
  }

  static let endKey = Command(
    "person end-key", "停用员工密钥",
    Bilingual("end a signing key of somebody's: it is lost; what it signed stands", "停用某人的签名密钥，例如遗失；已签的仍有效"), ofKey,
    as: .administrator
  ) { invocation in
    let (handle, label) = (try invocation.value("HANDLE"), try invocation.value("LABEL"))
    try await invocation.ledger.signingKeys.end(label, of: handle)
    return Reply(
      Bilingual("\(label) signs for \(handle) no more.", "\(handle) 的密钥 \(label) 已停用。"),
      values: ["handle": .string(handle), "label": .string(label)])
  }

  private static let ofKey: [Parameter] = [
    .positional("HANDLE", Bilingual("whose", "员工账号")), .positional("LABEL", Bilingual("which key", "密钥名")),
  ]

  static let substitute = Command(
    "person substitute", "代班人", Bilingual("name a standing substitute for a seat of leadership", "指定领导小组职务的固定代班人"),
    [
      .positional("HANDLE", Bilingual("who stands in", "代班人")),
      .option(
        "for", "SEAT", Bilingual("for which seat", "职务"), required: true,
        choices: [
          Choice("leader", Bilingual("leader", "组长")), Choice("deputy", Bilingual("deputy", "副组长")),
          Choice("legal", Bilingual("legal", "法务")),
        ]),
      .flag("no-longer", Bilingual("take it back instead", "改为取消")),
    ], as: .administrator
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    let seat = try invocation.value("for")
    let stands = !invocation.has("no-longer")
    if let proposal = try await invocation.ledger.people.setSubstitute(handle, for: seat, stands: stands) {
      return Reply(
        Bilingual("This is proposed.", "已提出。") + proposed(proposal), values: ["proposal": .integer(proposal)])
    }
    return Reply(
      stands
        ? Bilingual(
          "\(handle) stands in for the seat \(seat) while its holder is away or overdue.",
          "本人缺席或超时未办时，由 \(handle) 代行 \(seat) 职务。")
        : Bilingual("\(handle) no longer stands in for \(seat).", "\(handle) 不再代行 \(seat) 职务。"))
  }

  static let remove = Command(
    "person remove", "停用账号", Bilingual("take a login away; what the person did stays on record", "停用账号；本人的历史记录保留"),
    [.positional("HANDLE", Bilingual("the login", "账号"))], as: .administrator,
    confirmation: PersonChanges.removal
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    if let proposal = try await invocation.ledger.people.remove(handle: handle) {
      return Reply(
        Bilingual("\(handle) sits in leadership, and is not removed yet.", "\(handle) 是领导小组成员，尚未停用。")
          + proposed(proposal), values: ["proposal": .integer(proposal)])
    }
    return Reply(Bilingual("\(handle) can no longer log in.", "\(handle) 已停用。"))
  }
}

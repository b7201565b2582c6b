import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// What those do who are in a drill: sign in, look, note what they see.
extension DrillCommands {
  static let join = Command(
    "drill join", "演练签到", Bilingual("sign in to a drill", "演练签到"), [drill], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    let role = try await invocation.ledger.drills.join(drill)
    return Reply(
      Bilingual("You are signed in.", "签到成功。"), values: ["drill": .id(drill)],
      fields: [Reply.Field("role", Bilingual("Role", "角色"), .named(role.rawValue, role.name))])
  }

  static let note = Command(
    "drill note", "观察记录", Bilingual("note what you observe, against an objective or without one", "记录观察情况，可对照演练目标评定"),
    [
      drill, text, .option("objective", "NUMBER", Bilingual("the objective, O-1", "演练目标编号，如 O-1")),
      .option("mark", "MARK", Bilingual("how well it was met", "达成情况"), choices: marks),
    ], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.note(
      drill, objective: (invocation["objective"] ?? "").uppercased(),
      rating: invocation["mark"] ?? "", reason: try invocation.words("TEXT"))
    return Reply(Bilingual("Noted.", "已记录。"), values: ["drill": .id(drill)])
  }

  /// As HSEEP has them.
  static let marks = [
    Choice("P", Bilingual("performed", "完成")), Choice("S", Bilingual("some difficulty", "基本完成")),
    Choice("M", Bilingual("major difficulty", "勉强完成")), Choice("U", Bilingual("unable", "未完成")),
  ]

  static let show = Command(
    "drill show", "演练情况", Bilingual("a drill: what it is about, who is in it, what was said to you", "查看演练背景、人员和收到的消息"),
    [drill],
    as: .staff, to: .show
  ) { invocation in
    let reference = try invocation.reference("DRILL", .drill)
    let drill = try await invocation.ledger.drills.find(reference)
    let content = try JSONDecoder().decode(
      JSONValue.self, from: Data(try await invocation.ledger.drills.content(reference).utf8))
    return Reply(
      fields: [
        Reply.Field("title", Bilingual("Drill", "演练"), .text(drill.title)),
        Reply.Field("state", Bilingual("State", "状态"), .named(drill.state.rawValue, drill.state.name)),
        Reply.Field("incident", Bilingual("Incident", "事件"), drill.incident.map { .code($0.description) } ?? .none),
        Reply.Field("shown", Bilingual("Its clock", "演练时钟"), drill.incident == nil ? .none : .time(drill.now)),
        Reply.Field(
          "rate", Bilingual("Runs", "倍率"),
          .values(.number(drill.rate), Bilingual(same: drill.rate == 0 ? "0" : "\(drill.rate)×"))),
        Reply.Field("background", Bilingual("Background", "背景"), .passage(content.said("background"))),
      ]
        + (content.said("knows").english.isEmpty
          ? []
          : [
            Reply.Field("knows", Bilingual("For the facilitator", "导调须知"), .passage(content.said("knows")))
          ]),
      tables: [
        Reply.Table(
          "people", Bilingual("People", "人员"),
          columns: [
            ("login", Bilingual("Login", "账号")), ("role", Bilingual("Role", "角色")),
            ("joined", Bilingual("Signed in", "签到")),
          ],
          rows: try await invocation.ledger.drills.people(reference).map {
            [.text($0.handle), .named($0.role.rawValue, $0.role.name), $0.joinedAt.map(Cell.time) ?? .none]
          }),
        Reply.Table(
          "messages", Bilingual("Said to you", "收到的消息"),
          columns: [
            ("at", Bilingual("At", "时间")), ("code", Bilingual("No.", "编号")), ("text", Bilingual("What", "内容")),
          ],
          rows: try await invocation.ledger.drills.messages(reference).map {
            [.time($0.at), .code($0.code), .text($0.text)]
          }),
      ])
  }
}

extension JSONValue {
  /// A text of an object that has it in both languages; "" where there is none.
  func said(_ key: String) -> Bilingual {
    guard case .object(let fields) = self, case .object(let texts)? = fields[key] else { return Bilingual(same: "") }
    return Bilingual(
      texts[Language.english.rawValue]?.string ?? "", texts[Language.chinese.rawValue]?.string ?? "")
  }
}

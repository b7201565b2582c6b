import CommandLine
import Ledger
import Wording

/// What is to be better next time: its owner says that it is done, leadership accepts it.
public enum ImprovementCommands {
  private static let improvement = Parameter.positional(
    "IMPROVEMENT", Bilingual("the improvement, for example V3", "整改措施编号，如 V3"))

  /// What the person owes, whoever they are.
  public static let own = Command(
    "improvement list", "我的整改", Bilingual("the improvements that you owe", "由您负责的整改措施"), as: .staff, to: .show
  ) { invocation in
    let items = try await invocation.ledger.improvements.own()
    return Reply(
      tables: [
        Reply.Table(
          "improvements",
          columns: [
            ("improvement", Bilingual("Id", "编号")), ("time_left", Bilingual("Time", "时限")),
            ("title", Bilingual("Improvement", "措施")), ("due_on", Bilingual("By", "期限")),
            ("incident", Bilingual("Of", "来自事件")), ("command", Bilingual("When done", "完成后执行")),
          ],
          rows: items.map {
            [
              .code($0.reference.description), .span($0.timeLeft), .text($0.title), .code($0.dueOn),
              .code($0.incident.description), .code("levee improvement done \($0.reference) …"),
            ]
          }, whenEmpty: Bilingual("You owe none.", "暂无由您负责的整改措施。"))
      ])
  }

  /// For its owner, in whatever program they work.
  public static let done = make(as: .staff)
  /// The same in a team's own program, where `watch` begins it.
  public static let doneInTeam = make(as: .team)

  private static func make(as access: Ledger.Access) -> Command {
    Command(
      "improvement done", "整改完成", Bilingual("say that your improvement is done, and how", "登记整改措施完成及结果"),
      [improvement, .positional("RESULT", Bilingual("what came of it", "结果"), repeats: true)], as: access
    ) { invocation in
      let improvement = try invocation.reference("IMPROVEMENT", .improvement)
      try await invocation.ledger.improvements.finish(improvement, result: try invocation.words("RESULT"))
      return Reply(
        Bilingual(
          "\(improvement) is done; somebody of leadership accepts it.", "\(improvement) 已登记完成，等待领导小组验收。"),
        values: ["improvement": .id(improvement)])
    }
  }

  /// All that is not accepted yet; or one incident's.
  public static let all = Command(
    "improvements", "整改台账",
    Bilingual(
      "what is still to be better, by whom, the oldest first; or all of one incident", "未复查有效的整改措施，最早的在前；或某一事件的全部措施"),
    [.option("incident", "INCIDENT", Bilingual("of this one only", "仅该事件"))], to: .show
  ) { invocation in
    let items = try await invocation.ledger.improvements.list(
      of: invocation["incident"] == nil ? nil : try invocation.reference("incident", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "improvements",
          columns: [
            ("improvement", Bilingual("Id", "编号")), ("incident", Bilingual("Incident", "事件")),
            ("title", Bilingual("Improvement", "措施")), ("owner", Bilingual("Owner", "负责人")),
            ("due_on", Bilingual("By", "期限")), ("age", Bilingual("Age, days", "已过天数")),
            ("state", Bilingual("State", "状态")), ("tried_in", Bilingual("Tried again in", "复查于")),
            ("result", Bilingual("Result", "结果")), ("change", Bilingual("Wants changed", "拟改动")),
            ("version", Bilingual("In the plan since", "已写入预案")),
          ],
          rows: items.map {
            [
              .code($0.reference.description), .code($0.incident.description), .text($0.title), .text($0.owner),
              .code($0.dueOn), .number($0.age), .named($0.state, state($0)),
              ($0.triedIn?.description).map(Cell.code) ?? .none,
              $0.result.map(Cell.text) ?? .none,
              $0.changes.isEmpty ? .none : .text($0.changes.map { "\($0.what): \($0.text)" }.joined(separator: "; ")),
              $0.version.map(Cell.number) ?? .none,
            ]
          })
      ])
  }

  /// 待整改, 已整改, 已复查.
  public static func state(_ item: Improvements.Item) -> Bilingual {
    switch item.state {
    case "held": Bilingual("tried again, and held", "已复查，有效")
    case "came_back": Bilingual("tried again, and came back", "已复查，问题复发")
    case "accepted": Bilingual("done and accepted", "已整改")
    case "done": Bilingual("waits to be accepted", "待验收")
    default: item.isAccepted == false ? Bilingual("sent back", "已退回，待整改") : Bilingual("to be done", "待整改")
    }
  }

  /// Whether it held when it was tried again.
  public static let retest = Command(
    "improvement retest", "复查整改",
    Bilingual(
      "say how an improvement did in a drill or another incident: it held, or came back", "登记整改措施在演练或其他事件中的复查结果：有效或复发"),
    [
      improvement, .option("in", "INCIDENT", Bilingual("where it was tried again", "在哪起演练或事件中复查"), required: true),
      .flag("held", Bilingual("it held", "有效")),
      .flag("came-back", Bilingual("it came back, and is owed again", "问题复发，重新整改")),
      .option("note", "TEXT", Bilingual("what was seen", "复查情况")),
    ]
  ) { invocation in
    let improvement = try invocation.reference("IMPROVEMENT", .improvement)
    guard invocation.has("held") != invocation.has("came-back") else {
      throw Failure(.usage, Bilingual("Say one of --held and --came-back.", "请写明 --held（有效）或 --came-back（复发）其中一项。"))
    }
    try await invocation.ledger.improvements.retest(
      improvement, in: try invocation.reference("in", .incident), held: invocation.has("held"),
      note: try invocation.text("note", default: ""))
    return Reply(
      invocation.has("held")
        ? Bilingual("\(improvement) held.", "\(improvement) 复查有效。")
        : Bilingual("\(improvement) came back; its owner owes it again.", "\(improvement) 问题复发，由负责人重新整改。"),
      values: ["improvement": .id(improvement), "held": .bool(invocation.has("held"))])
  }

  /// Leadership's word that it is so.
  public static let accept = Command(
    "improvement accept", "验收整改", Bilingual("accept that an improvement is done", "验收整改措施"), [improvement],
    confirmation: Confirmation(Bilingual("Accept this as done?", "确认验收？")) { invocation in
      let reference = try invocation.reference("IMPROVEMENT", .improvement)
      let incident = try await invocation.ledger.incidents.owning(reference)
      guard
        let item = try await invocation.ledger.improvements.list(of: incident).first(where: {
          $0.reference == reference
        })
      else { throw LedgerError.unknown(reference) }
      return Reply(fields: [
        Reply.Field("title", Bilingual("Improvement", "措施"), .text(item.title)),
        Reply.Field("owner", Bilingual("Owner", "负责人"), .text(item.owner)),
        Reply.Field("result", Bilingual("Result", "结果"), item.result.map(Cell.block) ?? .none),
      ])
    }
  ) { invocation in
    let improvement = try invocation.reference("IMPROVEMENT", .improvement)
    try await invocation.ledger.improvements.judge(improvement, accepts: true, reason: "")
    return Reply(
      Bilingual("\(improvement) is accepted.", "\(improvement) 已验收。"), values: ["improvement": .id(improvement)])
  }

  /// Not yet.
  public static let sendBack = Command(
    "improvement return", "退回整改", Bilingual("send an improvement back to its owner, with the reason", "退回整改措施并说明原因"),
    [improvement, .option("reason", "TEXT", Bilingual("what is missing", "还缺什么"), required: true)]
  ) { invocation in
    let improvement = try invocation.reference("IMPROVEMENT", .improvement)
    try await invocation.ledger.improvements.judge(improvement, accepts: false, reason: try invocation.text("reason"))
    return Reply(
      Bilingual("\(improvement) is sent back to its owner.", "\(improvement) 已退回负责人。"),
      values: ["improvement": .id(improvement)])
  }
}

import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// After a drill: remarks, own words, the judgement, and what is to be better.
extension DrillCommands {
  static let remark = Command(
    "drill remark", "演练点评",
    Bilingual("remark on a drill that is over; then each participant says their own word", "演练结束后先点评，参演人员再自评"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.remark(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. Whoever took part is asked for their own word: levee drill word \(drill)",
        "点评已登记，已提醒参演人员自评：levee drill word \(drill)"), values: ["drill": .id(drill)])
  }

  static let evaluate = Command(
    "drill evaluate", "演练评估",
    Bilingual("the evaluators' judgement, once everybody has said their word or said no", "评估组意见，在参演人员都已自评之后填写"),
    [drill, text], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.evaluate(drill, try invocation.words("TEXT"))
    return Reply(
      Bilingual(
        "Noted. The figures beside it: levee evaluate --drill \(drill)", "已登记。评估得分请看：levee evaluate --drill \(drill)"),
      values: ["drill": .id(drill)])
  }

  static let word = Command(
    "drill word", "参演自评",
    Bilingual("what you say of your part in a drill, once; left out: nothing", "填写参演自评，只填一次；不填内容即表示不作自评"),
    [
      drill,
      .positional("TEXT", Bilingual("what went well, what did not", "哪些做得好，哪些没做好"), required: false, repeats: true),
    ],
    as: .staff
  ) { invocation in
    let text = invocation.all("TEXT").isEmpty ? "" : try invocation.words("TEXT")
    let drill = try invocation.reference("DRILL", .drill)
    try await invocation.ledger.drills.word(drill, text)
    return Reply(
      text.isEmpty ? Bilingual("You say nothing; noted.", "已登记：不作自评。") : Bilingual("Thank you; noted.", "自评已登记，谢谢。"),
      values: ["drill": .id(drill)])
  }

  static let improve = Command(
    "drill improve", "演练整改",
    Bilingual(
      "after a drill that ended early: what it showed; with a text, what is to be better", "演练提前结束时：查看暴露的不足；填写内容即登记整改措施"
    ),
    [
      drill,
      .positional(
        "TEXT", Bilingual("what is to be better; left out: what it showed", "整改措施；不填则列出不足"), required: false,
        repeats: true),
      .option("owner", "LOGIN", Bilingual("who does it", "负责人账号")),
      .option("due", "DATE", Bilingual("by when, 2027-01-31", "期限，如 2027-01-31")),
      .option(
        "shortcoming", "NAME", Bilingual("which shortcoming it answers, as listed", "针对哪项不足，按列表填写"), repeats: true),
    ], as: .staff
  ) { invocation in
    let drill = try invocation.reference("DRILL", .drill)
    if invocation.all("TEXT").isEmpty {
      return Reply(tables: [shortcomings(try await invocation.ledger.drills.shortcomings(drill))])
    }
    let improvement = try await invocation.ledger.drills.improve(
      drill, try invocation.words("TEXT"), owner: try invocation.value("owner"), dueOn: try invocation.value("due"),
      answers: invocation.all("shortcoming"))
    return Reply(
      Bilingual(
        "\(improvement) is asked for; its owner is told.", "已登记整改措施 \(improvement)，并通知负责人。"),
      values: ["drill": .id(drill)],
      fields: [Reply.Field("improvement", Bilingual("Improvement", "措施"), .code(improvement.description))])
  }

  private static func shortcomings(_ found: [Drills.Shortcoming]) -> Reply.Table {
    Reply.Table(
      "shortcomings", Bilingual("What it showed", "暴露的不足"),
      columns: [
        ("shortcoming", Bilingual("Name", "名称")), ("kind", Bilingual("What", "不足")),
        ("times", Bilingual("Times", "次数")), ("improvement", Bilingual("Answered by", "整改措施")),
      ],
      rows: found.map {
        [
          .code($0.subject.isEmpty ? $0.kind.rawValue : "\($0.kind.rawValue)/\($0.subject)"),
          .named($0.kind.rawValue, $0.kind.name), .number($0.times),
          ($0.improvement?.description).map(Cell.code) ?? .none,
        ]
      }, whenEmpty: Bilingual("It showed none.", "没有发现不足。"))
  }
}

import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// `levee case`: crises of others, kept for what they teach.
enum CaseCommands {
  static let add = Command(
    "case add", "收录案例", Bilingual("keep a crisis of somebody else, with its timeline and lessons", "收录外部案例：经过、时间线和借鉴"),
    [
      .positional("TITLE", Bilingual("what it is called", "案例名称"), repeats: true),
      .option("company", "NAME", Bilingual("whose crisis it was", "哪家公司"), required: true),
      .option("kind", "KIND", Bilingual("of what kind", "类型"), required: true, choices: .of(IncidentKind.allCases)),
      .option(
        "happened-on", "DATE", Bilingual("the day it began, for example 2023-11-08", "发生日期，如 2023-11-08"),
        required: true),
      .option("timeline", "TEXT", Bilingual("what happened, and when", "时间线"), required: true),
      .option("lessons", "TEXT", Bilingual("what it teaches", "借鉴和教训"), required: true),
      .option("source", "TEXT", Bilingual("where it is written", "资料来源"), required: true),
    ], as: .reader,
    draft: Draft(
      [
        ("timeline", Bilingual("what happened, and when", "时间线")), ("lessons", Bilingual("what it teaches", "借鉴和教训")),
      ], note: Bilingual("A case outside.", "外部案例。"))
  ) { invocation in
    let kind = IncidentKind(rawValue: try invocation.value("kind")) ?? .other
    let id = try await invocation.ledger.outsideCases.add(
      company: try invocation.text("company"), title: try invocation.words("TITLE"), kind: kind,
      happenedOn: try invocation.value("happened-on"), timeline: try invocation.text("timeline"),
      lessons: try invocation.text("lessons"), source: try invocation.text("source"))
    return Reply(Bilingual("Case \(id) is kept.", "案例 \(id) 已收录。"), values: ["case": .integer(id)])
  }

  static let list = Command(
    "case list", "案例列表", Bilingual("the cases that are kept, the newest crisis first", "已收录的案例，最近发生的在前"),
    [.option("kind", "KIND", Bilingual("only of this kind", "仅该类型的"), choices: .of(IncidentKind.allCases))],
    as: .reader, to: .show
  ) { invocation in
    Reply(tables: [
      table(
        try await invocation.ledger.outsideCases.find(kind: invocation["kind"].flatMap(IncidentKind.init(rawValue:))))
    ])
  }

  static let search = Command(
    "case search", "查找案例", Bilingual("cases that hold all of these words", "查找同时包含这些词的案例"),
    [.positional("WORDS", Bilingual("all of them stand in what is found", "须同时包含的词"), repeats: true)], as: .reader,
    to: .show
  ) { invocation in
    Reply(tables: [
      table(
        try await invocation.ledger.outsideCases.find(
          words: try invocation.words("WORDS").split(separator: " ").map(String.init)))
    ])
  }

  static let show = Command(
    "case show", "查看案例", Bilingual("one case: its timeline and its lessons", "查看一个案例的时间线和借鉴"),
    [.positional("NUMBER", Bilingual("the case, for example 1", "案例编号，如 1"))], as: .reader, to: .show
  ) { invocation in
    let typed = try invocation.value("NUMBER")
    guard let id = Int(typed) else {
      throw Failure(.usage, Bilingual("A case is a number: 1.", "案例请写编号，如 1。"))
    }
    guard let kept = try await invocation.ledger.outsideCases.find(id) else {
      throw Failure(
        .noInput, Bilingual("There is no case \"\(typed)\".", "没有案例“\(typed)”。"),
        advice: Bilingual("See: levee case list", "请查看：levee case list"))
    }
    return Reply(fields: [
      Reply.Field("case", Bilingual("Case", "案例"), .number(kept.id)),
      Reply.Field("company", Bilingual("Company", "公司"), .text(kept.company)),
      Reply.Field("title", Bilingual("Title", "名称"), .text(kept.title)),
      Reply.Field("kind", Bilingual("Kind", "类型"), .named(kept.kind.rawValue, kept.kind.name)),
      Reply.Field("happened_on", Bilingual("Began", "发生日期"), .code(kept.happenedOn)),
      Reply.Field("timeline", Bilingual("Timeline", "时间线"), .block(kept.timeline)),
      Reply.Field("lessons", Bilingual("Lessons", "借鉴和教训"), .block(kept.lessons)),
      Reply.Field("source", Bilingual("Source", "资料来源"), .text(kept.source)),
      Reply.Field("person", Bilingual("Kept by", "收录人"), .text(kept.person)),
    ])
  }

  private static func table(_ cases: [OutsideCases.OutsideCase]) -> Reply.Table {
    Reply.Table(
      "cases",
      columns: [
        ("case", Bilingual("No.", "编号")), ("happened_on", Bilingual("Began", "发生日期")),
        ("company", Bilingual("Company", "公司")), ("title", Bilingual("Title", "名称")), ("kind", Bilingual("Kind", "类型")),
        ("lessons", Bilingual("Lessons", "借鉴和教训")),
      ],
      rows: cases.map {
        [
          .number($0.id), .code($0.happenedOn), .text($0.company), .text($0.title),
          .named($0.kind.rawValue, $0.kind.name),
          .text($0.lessons.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""),
        ]
      }, whenEmpty: Bilingual("No case is kept that fits.", "没有符合条件的案例。"))
  }
}

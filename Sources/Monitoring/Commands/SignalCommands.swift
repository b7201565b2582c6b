import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// What monitoring noticed, and what a person makes of it.
enum SignalCommands {
  static let list = Command(
    "signals", "预警", Bilingual("what is unusual now", "当前的预警"),
    [.flag("all", Bilingual("also what was answered or is over", "包括已处理和已结束的"))], to: .show
  ) { invocation in
    let signals = try await invocation.ledger.signals.list(open: !invocation.has("all"))
    return Reply(
      tables: [
        Reply.Table(
          "signals",
          columns: [
            ("signal", Bilingual("Id", "编号")), ("subject", Bilingual("Subject", "主体")),
            ("what", Bilingual("What", "情况")), ("since", Bilingual("Since", "开始")),
            ("mentions", Bilingual("Mentions", "信息量")), ("negative", Bilingual("Negative", "负面")),
            ("expected", Bilingual("Expected", "异常程度")), ("state", Bilingual("State", "状态")),
          ],
          rows: signals.map {
            [
              .code($0.reference.description), SignalText.subject($0.subject), .named($0.cue, SignalText.cue($0.cue)),
              .time($0.since), .number($0.mentions), .number($0.negative),
              .values(.number($0.rarity), SignalText.rarity($0.rarity)),
              .named($0.state, SignalText.state($0.state)),
            ]
          },
          whenEmpty: Bilingual("Nothing is unusual.", "没有异常。"))
      ])
  }

  static let show = Command(
    "signal", "查看预警", Bilingual("one signal: why it fired, its stories and sources", "查看一条预警：为什么预警、主要话题和来源"),
    [signalParameter], to: .show
  ) { invocation in
    let signal = try await invocation.ledger.signals.find(try invocation.reference("SIGNAL", .signal))
    // One after the other: a page looks at both in one transaction.
    let stories = try await invocation.ledger.signals.stories(signal.subject, since: signal.since, most: 5)
    let sources = try await invocation.ledger.signals.sources(signal.subject, since: signal.since, most: 5)
    return reply(signal, stories: stories, sources: sources)
  }

  static let snooze = Command(
    "snooze", "推迟", Bilingual("put a signal off", "推迟处理预警"),
    [signalParameter, .option("until", "TIME", Bilingual("until when; an hour if not said", "推迟到何时，默认一小时"))]
  ) { invocation in
    let signal = try invocation.reference("SIGNAL", .signal)
    try await invocation.ledger.signals.snooze(signal, until: try invocation.date("until"))
    return Reply(
      Bilingual("\(signal) is put off.", "\(signal) 已推迟。"), values: ["signal": .id(signal)])
  }

  static let dismiss = Command(
    "dismiss", "排除",
    Bilingual("say that a signal is nothing; for a month the same has to be rarer", "排除预警；一个月内同类情况调高预警门槛"),
    [signalParameter, .option("reason", "TEXT", Bilingual("why", "理由"), required: true)]
  ) { invocation in
    let signal = try invocation.reference("SIGNAL", .signal)
    try await invocation.ledger.signals.dismiss(signal, reason: try invocation.text("reason"))
    return Reply(
      Bilingual("\(signal) is dismissed.", "\(signal) 已排除。"), values: ["signal": .id(signal)])
  }

  static let signalParameter = Parameter.positional("SIGNAL", Bilingual("the signal, for example A3", "预警编号，如 A3"))

  static func reply(_ signal: Signals.Signal, stories: [Signals.Story], sources: [(source: String, mentions: Int)])
    -> Reply
  {
    var fields = [
      Reply.Field("signal", Bilingual("Signal", "预警"), .code(signal.reference.description)),
      Reply.Field("subject", Bilingual("Subject", "主体"), SignalText.subject(signal.subject)),
      Reply.Field("what", Bilingual("What", "情况"), .named(signal.cue, SignalText.cue(signal.cue))),
      Reply.Field("state", Bilingual("State", "状态"), .named(signal.state, SignalText.state(signal.state))),
      Reply.Field("since", Bilingual("Since", "开始"), .time(signal.since)),
      Reply.Field(
        "rarity", Bilingual("Expected", "异常程度"), .values(.number(signal.rarity), SignalText.rarity(signal.rarity))),
      Reply.Field(
        "reasons", Bilingual("Because of", "预警原因"),
        .values(
          .array(signal.reasons.map(JSONValue.string)), SignalText.reasons(signal))),
      Reply.Field("mentions", Bilingual("Mentions", "信息量"), .number(signal.mentions)),
      Reply.Field("negative", Bilingual("Negative", "负面"), .number(signal.negative)),
    ]
    if signal.rarity > 0 {
      fields.append(
        Reply.Field(
          "peak", Bilingual("At its rarest", "最异常的时段"),
          .values(
            .object([
              "mentions": .integer(signal.peak), "usual": .number(signal.usual), "seconds": .number(signal.span),
            ]), SignalText.peak(signal))))
    }
    if let kind = IncidentKind(rawValue: signal.kind) {
      fields.append(Reply.Field("kind", Bilingual("Kind", "类型"), .named(kind.rawValue, kind.name)))
    }
    if let until = signal.snoozedUntil {
      fields.append(Reply.Field("snoozed_until", Bilingual("Put off until", "推迟至"), .time(until)))
    }
    if !signal.reason.isEmpty {
      fields.append(Reply.Field("reason", Bilingual("Dismissed because", "排除理由"), .text(signal.reason)))
    }
    if signal.incident != 0 {
      fields.append(Reply.Field("incident", Bilingual("Incident", "事件"), .code("I\(signal.incident)")))
    }
    return Reply(
      fields: fields, tables: [storyTable(stories), sourceTable(sources)])
  }

  static func storyTable(_ stories: [Signals.Story]) -> Reply.Table {
    Reply.Table(
      "stories", Bilingual("Stories that drive it:", "主要话题："),
      columns: [
        ("mention", Bilingual("First", "首条")), ("copies", Bilingual("Copies", "转载量")),
        ("sources", Bilingual("Sources", "来源数")), ("first_seen", Bilingual("First seen", "首次出现")),
        ("text", Bilingual("Text", "内容")),
      ],
      rows: stories.map {
        [
          .code("M\($0.id)"), .number($0.copies), .number($0.sources), .time($0.firstSeen),
          .text(Columns.cut($0.line, to: 100)),
        ]
      })
  }

  private static func sourceTable(_ sources: [(source: String, mentions: Int)]) -> Reply.Table {
    Reply.Table(
      "sources", Bilingual("Sources:", "来源："),
      columns: [("source", Bilingual("Source", "来源")), ("mentions", Bilingual("Mentions", "信息量"))],
      rows: sources.map { [.text($0.source), .number($0.mentions)] })
  }
}

import CommandLine
import Desk
import Ledger
import Wording

/// The feedback queue: register, reply, resolve.
enum FeedbackCommands {
  private static let satisfied = Parameter.option(
    "satisfied", "ANSWER", Bilingual("whether they are satisfied", "是否满意"), choices: ["yes", "no", "unknown"])
  private static let item = Parameter.positional("FEEDBACK", Bilingual("for example Q3", "如 Q3"))

  static let list = Command(
    "feedback list", Bilingual("the feedback of an incident, the open ones first", "事件的反馈，未办结的在前"),
    [TeamCommands.incident]
  ) { invocation in
    let items = try await invocation.ledger.feedback.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "feedback",
          columns: [
            ("feedback", Bilingual("Id", "编号")), ("from", Bilingual("From", "来源")), ("at", Bilingual("Received", "收到")),
            ("replied_at", Bilingual("Replied", "回复")), ("resolved_at", Bilingual("Resolved", "办结")),
            ("text", Bilingual("Text", "内容")),
          ],
          rows: items.map {
            [
              .code($0.reference.description), .words(sender($0.sender)), .time($0.at),
              $0.repliedAt.map(Cell.time) ?? .none,
              $0.resolvedAt.map(Cell.time) ?? .none, .text($0.text),
            ]
          })
      ])
  }

  private static func sender(_ sender: String) -> Bilingual {
    switch sender {
    case "customer": Bilingual("customer", "用户")
    case "journalist": Bilingual("journalist", "记者")
    case "regulator": Bilingual("regulator", "监管")
    case "employee": Bilingual("employee", "员工")
    default: Bilingual("investor", "投资者")
    }
  }

  static let reply = Command(
    "reply", Bilingual("reply with an approved text: a reply template, or a statement", "用已批准的文本回复：回复模板或声明"),
    [
      item, .option("template", "NAME", Bilingual("a reply template of the playbook", "预案中的回复模板")),
      .option("statement", "STATEMENT", Bilingual("an approved statement", "已批准的声明")),
      .option(
        "text-language", "LANGUAGE", Bilingual("the template's language", "模板语言"),
        choices: Language.allCases.map(\.rawValue)),
      .option("resolved", "OUTCOME", Bilingual("what came of it: resolves it too", "办结结果：回复并办结")), satisfied,
    ]
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    var fields: [Reply.Field] = []
    if let template = invocation["template"] {
      let language = invocation["text-language"].flatMap(Language.init(rawValue:)) ?? invocation.language
      let text = try await invocation.ledger.feedback.reply(feedback, template: template, language: language)
      fields = [Reply.Field("text", Bilingual("Send exactly this", "请原样发送"), .block(text))]
    } else if invocation["statement"] != nil {
      try await invocation.ledger.feedback.reply(feedback, statement: try invocation.reference("statement", .statement))
    } else {
      throw Failure(
        .usage, Bilingual("Say with which approved text.", "请指定已批准的文本。"),
        advice: Bilingual("--template reply, or --statement S3.1", "--template reply，或 --statement S3.1"))
    }
    if invocation["resolved"] != nil {
      try await invocation.ledger.feedback.resolve(
        feedback, outcome: try invocation.text("resolved"), satisfied: invocation["satisfied"] ?? "unknown")
    }
    return try await invocation.done(
      Bilingual("The reply to \(feedback) is recorded.", "对 \(feedback) 的回复已登记。"),
      on: try await invocation.ledger.incidents.owning(feedback), fields: fields)
  }

  static let resolve = Command(
    "resolve", Bilingual("say how feedback was resolved", "登记反馈的办结结果"),
    [
      item, .positional("OUTCOME", Bilingual("what came of it", "办结结果"), repeats: true), satisfied,
    ]
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    try await invocation.ledger.feedback.resolve(
      feedback, outcome: try invocation.words("OUTCOME"), satisfied: invocation["satisfied"] ?? "unknown")
    return try await invocation.done(
      Bilingual("\(feedback) is resolved.", "\(feedback) 已办结。"),
      on: try await invocation.ledger.incidents.owning(feedback))
  }
}

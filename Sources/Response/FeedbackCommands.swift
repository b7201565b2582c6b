import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// The feedback queue: register, reply, resolve.
enum FeedbackCommands {
  private static let satisfied = Parameter.option(
    "satisfied", "ANSWER", Bilingual("whether they are satisfied", "是否满意"), choices: .yesOrNo)
  private static let item = Parameter.positional("FEEDBACK", Bilingual("for example Q3", "如 Q3"))

  static let list = Command(
    "feedback list", "反馈列表", Bilingual("the feedback of an incident, the most urgent first", "事件的反馈，最紧急的在前"),
    [TeamCommands.incident], to: .show
  ) { invocation in
    let items = try await invocation.ledger.feedback.list(try invocation.reference("INCIDENT", .incident))
    return Reply(
      tables: [
        Reply.Table(
          "feedback",
          columns: [
            ("feedback", Bilingual("Id", "编号")), ("from", Bilingual("From", "来源")), ("at", Bilingual("Received", "收到")),
            ("replied_at", Bilingual("Replied", "回复")), ("resolved_at", Bilingual("Resolved", "办结")),
            ("due_at", Bilingual("Due", "时限")), ("text", Bilingual("Text", "内容")),
          ],
          rows: items.map {
            [
              .code($0.reference.description), .named($0.sender, SenderText.name($0.sender)), .time($0.at),
              $0.repliedAt.map(Cell.time) ?? .none,
              $0.resolvedAt.map(Cell.time) ?? .none, $0.dueAt.map(Cell.time) ?? .none, .text($0.text),
            ]
          })
      ])
  }

  static let reply = Command(
    "reply", "回复",
    Bilingual(
      "reply with an approved text: an answer of the Q&A sheet, a template for who asks, or a statement",
      "用审定的文字答复：问答口径、按提问者选的模板，或声明"),
    [
      item, .option("answer", "N", Bilingual("an answer of the Q&A sheet; see: answers", "问答口径的序号；见 answers")),
      .option(
        "template", "NAME",
        Bilingual("a reply template of the playbook; if not said, the one for who asks", "预案中的回复模板，默认按提问者选取")),
      .option("statement", "STATEMENT", Bilingual("an approved statement", "已批准的声明")),
      .option(
        "text-language", "LANGUAGE", Bilingual("the language of the answer or template", "答复或模板的语言"),
        choices: .languages),
      .option(
        "words", "TEXT", Bilingual("an answer in your own words; leadership reviews it afterwards", "您自拟的答复，事后由领导小组审看")),
      .option("resolved", "OUTCOME", Bilingual("what came of it: resolves it too", "办结结果：回复并办结")), satisfied,
    ], questions: Questions(Bilingual("Reply with this answer?", "用这一条答复？")) { try await questions($0) },
    reading: { try await reading($0) }
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    if invocation["words"] != nil { return try await OwnWordsCommands.record(feedback, invocation) }
    let language = invocation["text-language"].flatMap(Language.init(rawValue:)) ?? invocation.language
    if invocation["statement"] != nil {
      try await invocation.ledger.feedback.reply(feedback, statement: try invocation.reference("statement", .statement))
      return try await replied(invocation, feedback, nil)
    }
    let message = try await invocation.ledger.feedback.find(feedback)
    if let number = try invocation.number("answer") {
      let answer = try await answer(Int(number), message.incident, language, invocation)
      return try await replied(
        invocation, feedback, try await invocation.ledger.feedback.reply(feedback, answer: answer))
    }
    if isOpen(invocation), let proposal = proposal(message, try await fitting(message, invocation)) { return proposal }
    let template = try await template(for: message, language, invocation)
    return try await replied(
      invocation, feedback,
      try await invocation.ledger.feedback.reply(feedback, template: template, language: language))
  }

  /// The answer; and where the line says what came of it, the message is resolved with it.
  private static func replied(_ invocation: Invocation, _ feedback: Reference, _ text: String?) async throws -> Reply {
    if invocation["resolved"] != nil {
      try await invocation.ledger.feedback.resolve(
        feedback, outcome: try invocation.text("resolved"), satisfied: invocation["satisfied"] ?? "unknown")
    }
    return try await invocation.done(
      Bilingual("The reply to \(feedback) is recorded.", "对 \(feedback) 的答复已登记。"),
      on: try await invocation.ledger.incidents.owning(feedback), values: ["feedback": .id(feedback)],
      fields: text.map { [Reply.Field("text", Bilingual("Send exactly this", "请原样发送"), .block($0))] } ?? [])
  }

  /// The template that was named, or the playbook's for who asks; the general one where it has none.
  private static func template(
    for message: FeedbackQueue.Item, _ language: Language, _ invocation: Invocation
  ) async throws -> String {
    if let named = invocation["template"] { return named }
    return name(
      for: message,
      among: try await invocation.ledger.playbooks.templates("reply", of: message.incident, language: language))
  }

  private static func name(for message: FeedbackQueue.Item, among known: [Playbooks.Template]) -> String {
    let own = "reply-" + message.sender
    return known.contains { $0.name == own } ? own : "reply"
  }

  /// The rendition of the sheet that has a number: in the language that was asked for, or the one there is.
  private static func answer(
    _ number: Int, _ incident: Reference, _ language: Language, _ invocation: Invocation
  ) async throws -> String {
    let answers = try await invocation.ledger.answers.approved(of: incident)?.answers ?? []
    let numbered = answers.filter { AnswerSheet.number(of: $0) == number }
    guard let answer = numbered.first(where: { $0.language == language.rawValue }) ?? numbered.first else {
      throw Failure(
        .noInput, Bilingual("No approved answer has the number \(number).", "审定的口径中没有第 \(number) 条。"),
        advice: Bilingual("See: levee-response answers \(incident)", "请看：levee-response answers \(incident)"))
    }
    return answer.name
  }

  /// What was asked, the answers that fit, and the template that is sent where none is chosen; nothing where the line says which.
  private static func reading(_ invocation: Invocation) async throws -> Reading {
    guard invocation.isAsked, isOpen(invocation) else { return Reading() }
    let message = try await invocation.ledger.feedback.find(try invocation.reference("FEEDBACK", .feedback))
    let fitting = try await fitting(message, invocation)
    guard fitting.isEmpty else { return Reading(page: Reply(fields: asked(message), tables: [table(fitting)])) }
    let language = invocation["text-language"].flatMap(Language.init(rawValue:)) ?? invocation.language
    let known = try await invocation.ledger.playbooks.templates("reply", of: message.incident, language: language)
    let name = name(for: message, among: known)
    let template = known.first { $0.name == name }.map {
      [Reply.Field("template", Bilingual("Sent, unless you choose another", "不另选时发送"), .block($0.body))]
    }
    return Reading(page: Reply(fields: asked(message) + (template ?? [])))
  }

  /// Of the answers that fit, the best: Enter takes it, and on a page it stands there already.
  private static func questions(_ invocation: Invocation) async throws -> [Questions.Question] {
    guard invocation.isAsked, isOpen(invocation) else { return [] }
    let message = try await invocation.ledger.feedback.find(try invocation.reference("FEEDBACK", .feedback))
    guard let best = try await fitting(message, invocation).first, let number = AnswerSheet.number(of: best) else {
      return []
    }
    return [Questions.Question("answer", String(number)), Questions.Question("text-language", best.language)]
  }

  /// Whether the line leaves to us with which text is replied.
  private static func isOpen(_ invocation: Invocation) -> Bool {
    ["answer", "template", "statement", "words"].allSatisfy { invocation[$0] == nil }
  }

  /// In a script nothing is chosen for anybody: what fits is shown, and the lines that use it.
  private static func proposal(_ message: FeedbackQueue.Item, _ fitting: [Documents.Piece]) -> Reply? {
    guard let best = fitting.first, let number = AnswerSheet.number(of: best) else { return nil }
    let line = "levee-response reply \(message.reference) --answer \(number) --text-language \(best.language)"
    return Reply(
      Bilingual(
        "Nothing is recorded yet. These approved answers fit. To use the first: \(line). For the template instead: --template reply-\(message.sender)",
        "尚未登记。以下审定的口径可用。使用第一条：\(line)。如改用模板：--template reply-\(message.sender)"),
      fields: asked(message), tables: [table(fitting)])
  }

  private static func asked(_ message: FeedbackQueue.Item) -> [Reply.Field] {
    [Reply.Field("asked", Bilingual("Asked", "来问"), .block(message.text))]
  }

  private static func table(_ fitting: [Documents.Piece]) -> Reply.Table {
    AnswerCommands.table(fitting, Bilingual("Answers that fit:", "可用的口径："))
  }

  /// The approved answers that fit a message and may be given to who asked, the best first; none once it is replied to.
  private static func fitting(
    _ message: FeedbackQueue.Item, _ invocation: Invocation
  ) async throws -> [Documents.Piece] {
    guard message.repliedAt == nil, let sheet = try await invocation.ledger.answers.approved(of: message.incident),
      sheet.hindrance == nil
    else { return [] }
    let mine = AnswerSheet.sorted(sheet.answers).filter {
      ["public", audience(of: message.sender)].contains($0.audience)
    }
    return AnswerSheet.fitting(message.text, mine)
  }

  /// Whom a text is meant for that this sender is given, beside what is for everybody.
  private static func audience(of sender: String) -> String {
    switch sender {
    case "customer": "customers"
    case "journalist": "media"
    case "regulator": "regulators"
    case "employee": "employees"
    default: "investors"
    }
  }

  static let resolve = Command(
    "resolve", "办结", Bilingual("say how feedback was resolved", "登记反馈怎样办结"),
    [
      item, .positional("OUTCOME", Bilingual("what came of it", "办结结果"), repeats: true), satisfied,
    ]
  ) { invocation in
    let feedback = try invocation.reference("FEEDBACK", .feedback)
    try await invocation.ledger.feedback.resolve(
      feedback, outcome: try invocation.words("OUTCOME"), satisfied: invocation["satisfied"] ?? "unknown")
    return try await invocation.done(
      Bilingual("\(feedback) is resolved.", "\(feedback) 已办结。"),
      on: try await invocation.ledger.incidents.owning(feedback), values: ["feedback": .id(feedback)])
  }
}

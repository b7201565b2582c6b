import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Plans and statements: writing, revising, handing in.
enum StatementCommands {
  private static let renditionParameters: [Parameter] = [
    .option("title", "TEXT", Bilingual("the title", "标题")),
    .option("body", "TEXT", Bilingual("the text", "正文")),
    .option("text-language", "LANGUAGE", Bilingual("its language", "稿件语言"), choices: .languages),
    .option(
      "renditions", "FILE",
      Bilingual(
        "a JSON list of renditions: name, channel_kind, audience, language, title, body",
        "多份渠道稿（JSON 列表）：name、channel_kind、audience、language、title、body"),
      holds: .file(["json"])),
    .option("fact", "FACT", Bilingual("a fact that it cites, for example F3", "依据的情况，如 F3"), repeats: true),
    .option(
      "to", "CHANNEL", Bilingual("where it goes with its last approval", "审批齐备后自动发往的渠道"), repeats: true),
  ]

  private static let submitFlag = Parameter.flag(
    "submit", Bilingual("hand it in for review at once", "起草后马上报审"))

  static let plan = Command(
    "plan", "方案",
    Bilingual(
      "submit the plan; parts not given come from the newest plan, or the playbook", "提交应对方案；没写的部分取自最新方案或预案"),
    [TeamCommands.incident]
      + (1...4).map { .option("part-\($0)", "TEXT", Bilingual("part \($0)", "第 \($0) 部分")) },
    draft: Draft(
      (1...4).map { "part-\($0)" }, note: Bilingual("The response plan, in its four parts.", "应对方案的四个部分。")
    ) { invocation in
      try await planParts(try invocation.reference("INCIDENT", .incident), invocation).enumerated().map {
        Draft.Section("part-\($0.offset + 1)", Bilingual(same: $0.element.title), $0.element.body)
      }
    }, reading: TeamCommands.assignment
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let defaults = try await planParts(incident, invocation)
    // What somebody deleted in the editor is missing; only what a line does not mention comes from where the plan begins.
    let isWritten = !invocation.drafted.isEmpty
    let parts = try (1...4).map { part in
      let begun = isWritten ? "" : defaults.first { $0.name == "plan-\(part)" }?.body ?? ""
      let text = try invocation.text("part-\(part)", default: begun)
      guard !text.isEmpty else {
        let title = defaults.first { $0.name == "plan-\(part)" }?.title ?? ""
        throw Failure(
          .data, Bilingual("Part \(part) of the plan is missing: \(title)", "应对方案缺少第 \(part) 部分：\(title)"),
          advice: Bilingual("Write it, or give it with --part-\(part).", "请填写，或用 --part-\(part) 给出。"))
      }
      return text
    }
    let plan = try await invocation.ledger.documents.plan(
      incident, parts: parts, onCommand: invocation.readNumber)
    return try await invocation.done(
      Bilingual("Plan \(plan) is submitted for review.", "应对\(plan.called.chinese)已报审。"), on: incident,
      fields: [Reply.Field("plan", Bilingual("Plan", "方案"), .code(plan.description))])
  }

  /// Where a plan begins: the incident's newest plan, or the playbook's part texts.
  private static func planParts(
    _ incident: Reference, _ invocation: Invocation
  ) async throws -> [Playbooks.Template] {
    let parts = try await invocation.ledger.playbooks.templates(
      "plan_part", of: incident, language: invocation.language)
    guard let plan = try await invocation.ledger.documents.newestPlan(of: incident) else { return parts }
    return parts.map { part in
      let number = part.name.dropFirst("plan-".count)
      return Playbooks.Template(
        name: part.name, title: part.title, body: plan.pieces.first { $0.name == number }?.body ?? part.body)
    }
  }

  static let statement = Command(
    "statement", "声明",
    Bilingual("draft a statement on the approved plan, or from a holding template", "起草声明：依据已批准的方案，或用首发稿模板"),
    [TeamCommands.incident] + renditionParameters + [
      .option("holding", "TEMPLATE", Bilingual("a holding template of the playbook", "预案中的首发稿模板")),
      .option("purpose", "TEXT", Bilingual("what it is for", "用途")),
      .flag(
        "corrects-archived",
        Bilingual("it corrects what was refuted after the case before was archived", "更正上一起事件归档后查明不实的内容")),
      submitFlag,
    ],
    draft: StatementDraft.new
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    var renditions = try renditions(invocation)
    if let holding = invocation["holding"], renditions.isEmpty {
      for language in Language.allCases where (invocation["text-language"] ?? language.rawValue) == language.rawValue {
        for template in try await invocation.ledger.playbooks.templates("holding", of: incident, language: language)
        where template.name == holding {
          renditions.append(
            Statements.Rendition(
              name: "web-" + language.rawValue.lowercased(), language: language.rawValue, title: template.title,
              body: template.body))
        }
      }
    }
    let draft = try await invocation.ledger.statements.draft(
      incident, holding: invocation["holding"], purpose: try invocation.text("purpose", default: ""),
      renditions: renditions, facts: try StatementDraft.facts(invocation), submit: invocation.has("submit"),
      channels: invocation.all("to"),
      correctsArchived: invocation.has("corrects-archived"))
    return try await drafted(draft, incident, invocation)
  }

  private static func channelsInError(_ invocation: Invocation) async throws -> [String] {
    try await invocation.ledger.statements.channelsInError(of: try invocation.reference("STATEMENT", .statement))
  }

  static let correct = Command(
    "correct", "更正",
    Bilingual(
      "correct a statement that is out and rests on a refuted fact; it goes where the error stands, unless --to says otherwise",
      "起草更正：已发布的声明依据了查明不实的情况；默认发往有误稿件所在的渠道"),
    [.positional("STATEMENT", Bilingual("the wrong one, for example S3", "有误的声明，如 S3"))] + renditionParameters + [
      .option("purpose", "TEXT", Bilingual("what it is for", "用途")), submitFlag,
    ],
    draft: StatementDraft.next,
    questions: Questions { invocation in
      // The law asks for it wherever the error stands.
      let channels = try await channelsInError(invocation)
      return channels.isEmpty ? [] : [Questions.Question("to", channels.joined(separator: ", "))]
    }
  ) { invocation in
    let wrong = try invocation.reference("STATEMENT", .statement)
    let said = invocation.all("to")
    let channels = said.isEmpty ? try await channelsInError(invocation) : said
    let draft = try await invocation.ledger.statements.correct(
      wrong, purpose: try invocation.text("purpose", default: ""),
      renditions: try await renditions(invocation, following: wrong), facts: try StatementDraft.facts(invocation),
      submit: invocation.has("submit"), channels: channels)
    return try await drafted(draft, try await invocation.ledger.incidents.owning(wrong), invocation)
  }

  static let revise = Command(
    "revise", "改稿", Bilingual("write the next revision of a statement", "撰写声明的下一稿"),
    [.positional("STATEMENT", Bilingual("for example S3", "如 S3"))] + renditionParameters + [submitFlag],
    draft: StatementDraft.next
  ) { invocation in
    let statement = try invocation.reference("STATEMENT", .statement)
    let revision = try await invocation.ledger.statements.revise(
      statement, renditions: try await renditions(invocation, following: statement),
      facts: try StatementDraft.facts(invocation), submit: invocation.has("submit"), channels: invocation.all("to"))
    return try await drafted(revision, try await invocation.ledger.incidents.owning(statement), invocation)
  }

  private static func drafted(
    _ draft: Reference, _ incident: Reference, _ invocation: Invocation
  ) async throws -> Reply {
    let field = Reply.Field("statement", Bilingual("Statement", "声明"), .code(draft.description))
    guard invocation.has("submit") else {
      return try await invocation.done(
        Bilingual(
          "Draft \(draft) is saved; hand it in with: levee-response submit \(draft)",
          "草稿 \(draft) 已保存。报审：levee-response submit \(draft)"),
        on: incident, fields: [field])
    }
    return try await invocation.done(
      Bilingual("\(draft) is submitted for review.", "\(draft.called.chinese)已报审。"), on: incident, fields: [field])
  }

  private static func renditions(
    _ invocation: Invocation, following before: Reference
  ) async throws -> [Statements.Rendition] {
    guard !invocation.drafted.isEmpty else { return try renditions(invocation) }
    return try StatementDraft.renditions(invocation, following: try await invocation.ledger.documents.read(before))
  }

  private static func renditions(_ invocation: Invocation) throws -> [Statements.Rendition] {
    if !invocation.drafted.isEmpty { return try StatementDraft.renditions(invocation) }
    if let file = invocation["renditions"] {
      do {
        return try JSONDecoder().decode([Statements.Rendition].self, from: Data(try Input.bytes(file)))
      } catch is DecodingError {
        throw Failure(
          .data, Bilingual("\(file) is not a JSON list of renditions.", "\(file) 不是渠道稿的 JSON 列表。"),
          advice: Bilingual(
            "Each has name, language, title and body; see --help.", "每份渠道稿要有 name、language、title 和 body；见 --help。"))
      }
    }
    guard invocation["title"] != nil || invocation["body"] != nil else { return [] }
    let language = invocation["text-language"] ?? invocation.language.rawValue
    return [
      Statements.Rendition(
        name: "web-" + language.lowercased(), language: language, title: try invocation.text("title"),
        body: try invocation.text("body"))
    ]
  }

  static let submit = Command(
    "submit", "报审", Bilingual("hand a draft in for review", "把草稿报审"),
    [.positional("TEXT", Bilingual("for example S3.1", "如 S3.1"))]
  ) { invocation in
    let submitted = try await invocation.ledger.documents.submit(try invocation.document("TEXT"))
    let incident = try await invocation.ledger.incidents.owning(submitted)
    return try await invocation.done(
      Bilingual("\(submitted) is submitted for review.", "\(submitted.called.chinese)已报审。"), on: incident,
      values: ["text": .id(submitted)])
  }

  static let discard = Command(
    "discard", "作废", Bilingual("discard a draft of your own that was not handed in", "作废本人尚未报审的草稿"),
    [.positional("TEXT", Bilingual("for example S3.1", "如 S3.1"))],
    confirmation: Confirmation(Bilingual("Discard this draft?", "确认作废该草稿？")) { invocation in
      try await DocumentReply.make(invocation, try invocation.document("TEXT"))
    }
  ) { invocation in
    let discarded = try await invocation.ledger.documents.discard(try invocation.document("TEXT"))
    return try await invocation.done(
      Bilingual("\(discarded) is discarded.", "\(discarded) 已作废。"),
      on: try await invocation.ledger.incidents.owning(discarded), values: ["text": .id(discarded)])
  }

  static let read = Command(
    "read", "阅读", Bilingual("read a text, its reviews and its state", "阅读稿件、审核意见和状态"),
    [.positional("TEXT", Bilingual("for example S3.1", "如 S3.1")), DocumentReply.against], to: .show
  ) { invocation in
    try await DocumentReply.make(invocation, try invocation.document("TEXT"))
  }
}

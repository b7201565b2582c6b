import CommandLine
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// Forms that go out: written by response or leadership, approved by leadership, handed in, and answered.
public enum OutgoingFormCommands {
  /// For both teams.
  public static let all = [list, show, write, submit, receipt]
  /// For leadership besides.
  public static let reviews = [approve, sendBack]

  private static let form = Parameter.positional("FORM", Bilingual("for example U3", "如 U3"))

  private static let list = Command(
    "form list", "文书列表", Bilingual("the forms of an incident, and those that the playbook has", "事件的对外文书，以及预案中的文书模板"),
    [TeamCommands.incident], to: .show
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let forms = try await invocation.ledger.forms.list(incident)
    let rules = try await invocation.ledger.forms.rules(of: incident, language: .english)
    let chinese = try await invocation.ledger.forms.rules(of: incident, language: .chinese)
    let titles = Dictionary(uniqueKeysWithValues: chinese.map { ($0.form, $0.template.title) })
    return Reply(tables: [
      OutgoingFormText.table(forms),
      Reply.Table(
        "templates", Bilingual("Of the playbook:", "预案中的模板："),
        columns: [
          ("template", Bilingual("Template", "模板")), ("title", Bilingual("Title", "标题")),
          ("to", Bilingual("Goes to", "报送对象")), ("receipt_within", Bilingual("Receipt within", "受理时限")),
        ],
        rows: rules.map { rule in
          let title = Bilingual(rule.template.title, titles[rule.form] ?? rule.template.title)
          return [
            .code(rule.form), .values(title.values, title), .values(rule.goesTo.values, rule.goesTo),
            .span(rule.receiptWithin),
          ]
        }),
    ])
  }

  private static let show = Command(
    "form show", "查看文书", Bilingual("read a form, and where it is on its way", "查看文书内容和办理情况"), [form], to: .show
  ) { invocation in
    page(try await invocation.ledger.forms.find(try invocation.reference("FORM", .form)))
  }

  private static func page(_ form: OutgoingForms.Form) -> Reply {
    var fields = [
      Reply.Field("form", Bilingual("Form", "文书"), .code(form.reference.description)),
      Reply.Field("incident", Bilingual("Incident", "事件"), .code(form.incident.description)),
      Reply.Field("state", Bilingual("State", "状态"), .named(form.state.rawValue, OutgoingFormText.state(form.state))),
      Reply.Field("person", Bilingual("Written by", "撰写人"), .text(form.person)),
      Reply.Field("to", Bilingual("To", "收文单位"), .text(form.recipient)),
    ]
    if !form.reviewedBy.isEmpty {
      fields.append(Reply.Field("reviewed_by", Bilingual("Reviewed by", "审核人"), .text(form.reviewedBy)))
    }
    if !form.returnedFor.isEmpty {
      fields.append(Reply.Field("reason", Bilingual("Because", "理由"), .block(form.returnedFor)))
    }
    fields += [
      Reply.Field("title", Bilingual("Title", "标题"), .text(form.title)),
      Reply.Field("body", Bilingual("Text", "正文"), .block(form.body)),
    ]
    return Reply(
      fields: fields,
      tables: [
        Reply.Table(
          "submissions", Bilingual("Handed in:", "报送："),
          columns: [
            ("at", Bilingual("When", "时间")), ("person", Bilingual("By", "报送人")), ("via", Bilingual("How", "途径")),
            ("reference", Bilingual("Reference", "编号")), ("outcome", Bilingual("Answer", "答复")),
            ("number", Bilingual("Receipt", "受理号")), ("given_by", Bilingual("Given by", "签收人")),
            ("day", Bilingual("Day", "日期")), ("reason", Bilingual("Because", "理由")),
          ],
          rows: form.submissions.map { once in
            [
              .time(once.at), .text(once.person), .text(once.via), .text(once.reference),
              once.outcome.map {
                $0.isReceived
                  ? .named("received", Bilingual("receipt", "受理")) : .named("refused", Bilingual("refused", "未受理"))
              } ?? .none, .text(once.outcome?.number ?? ""), .text(once.outcome?.givenBy ?? ""),
              .text(once.outcome?.day ?? ""), .text(once.outcome?.reason ?? ""),
            ]
          }, whenEmpty: Bilingual("Not yet.", "尚未报送。"))
      ])
  }

  private static let write = Command(
    "form write", "撰写文书",
    Bilingual("write a form from a template of the playbook, for leadership to review", "按预案模板撰写对外文书，交领导小组审核"),
    [
      TeamCommands.incident,
      .option("template", "NAME", Bilingual("the template; see: form list", "模板名称，见 form list")),
      .option("recipient", "TEXT", Bilingual("to whom; if not said, as the playbook says", "收文单位；不写则按预案")),
      .option("title", "TEXT", Bilingual("its title", "标题")),
      .option("body", "TEXT", Bilingual("all of its text", "全文")),
      .option("text-language", "LANGUAGE", Bilingual("its language", "文书语言"), choices: .languages),
      .option("instead", "FORM", Bilingual("the form that it replaces, for example U3", "替换哪一份文书，如 U3")),
    ],
    draft: Draft(
      ["body"],
      note: Bilingual("The form. What is to be filled in is yours; nothing of it may be left.", "文书正文。标明“请填写”的地方都要写完。")
    ) { invocation in
      let before = try await replaced(invocation)
      if let before {
        return [
          Draft.Section("recipient", Bilingual("to", "收文单位"), before.recipient),
          Draft.Section("title", Bilingual("title", "标题"), before.title),
          Draft.Section("body", Bilingual("text", "正文"), before.body),
        ]
      }
      let incident = try invocation.reference("INCIDENT", .incident)
      let rule = try await rule(incident, invocation)
      let filled = try await OutgoingFormBlanks.read(incident, recipient: recipient(rule, invocation), invocation)
      return [
        Draft.Section("recipient", Bilingual("to", "收文单位"), recipient(rule, invocation)),
        Draft.Section("title", Bilingual("title", "标题"), filled.filling(rule.template.title)),
        Draft.Section("body", Bilingual("text", "正文"), filled.filling(rule.template.body)),
      ]
    }
  ) { invocation in
    let incident = try invocation.reference("INCIDENT", .incident)
    let before = try await replaced(invocation)
    let template: String
    let title: String
    let to: String
    if let before {
      template = before.template
      title = try invocation.text("title", default: before.title)
      to = try invocation.text("recipient", default: before.recipient)
    } else {
      let rule = try await rule(incident, invocation)
      template = rule.form
      to = try invocation.text("recipient", default: recipient(rule, invocation))
      let filled = try await OutgoingFormBlanks.read(incident, recipient: to, invocation)
      title = try invocation.text("title", default: filled.filling(rule.template.title))
    }
    let form = try await invocation.ledger.forms.write(
      incident, from: template, language: before?.language ?? language(invocation), to: to, title: title,
      body: try invocation.text("body"), insteadOf: before?.reference)
    return try await invocation.done(
      Bilingual("The form \(form) waits for leadership's review.", "文书 \(form) 已交领导小组审核。"), on: incident,
      values: ["form": .id(form)])
  }

  private static func language(_ invocation: Invocation) -> Language {
    invocation["text-language"].flatMap(Language.init(rawValue:)) ?? invocation.language
  }

  private static func recipient(_ rule: OutgoingForms.Rule, _ invocation: Invocation) -> String {
    invocation["recipient"] ?? rule.goesTo[language(invocation)]
  }

  private static func replaced(_ invocation: Invocation) async throws -> OutgoingForms.Form? {
    guard invocation["instead"] != nil else { return nil }
    return try await invocation.ledger.forms.find(try invocation.reference("instead", .form))
  }

  private static func rule(_ incident: Reference, _ invocation: Invocation) async throws -> OutgoingForms.Rule {
    let rules = try await invocation.ledger.forms.rules(of: incident, language: language(invocation))
    if let rule = rules.first(where: { $0.form == invocation["template"] }) { return rule }
    let known = rules.map(\.form).joined(separator: ", ")
    throw Failure(
      .usage, Bilingual("Name a template of the playbook: --template", "请用 --template 指定预案中的文书模板。"),
      advice: Bilingual("Known: \(known.isEmpty ? "none" : known)", "可用：\(known.isEmpty ? "无" : known)"))
  }

  private static let approve = Command(
    "form approve", "批准文书", Bilingual("approve a form that goes out", "批准对外文书"), [form],
    confirmation: Confirmation(Bilingual("Approve exactly this form?", "批准这份文书？")) { invocation in
      page(try await invocation.ledger.forms.find(try invocation.reference("FORM", .form)))
    }
  ) { invocation in
    let form = try await invocation.ledger.forms.find(try invocation.reference("FORM", .form))
    try await invocation.ledger.forms.review(form.reference, approves: true)
    return try await invocation.done(
      Bilingual(
        "\(form.reference) is approved; \(form.person) hands it in.", "\(form.reference) 已批准，由 \(form.person) 报送。"),
      on: form.incident, values: ["form": .id(form.reference)])
  }

  private static let sendBack = Command(
    "form return", "退回文书", Bilingual("send a form back, with the reason", "退回对外文书并说明理由"),
    [form, .option("reason", "TEXT", Bilingual("what has to change", "需要修改什么"), required: true)]
  ) { invocation in
    let form = try await invocation.ledger.forms.find(try invocation.reference("FORM", .form))
    try await invocation.ledger.forms.review(form.reference, approves: false, reason: try invocation.text("reason"))
    return try await invocation.done(
      Bilingual("\(form.reference) is sent back to \(form.person).", "\(form.reference) 已退回 \(form.person)。"),
      on: form.incident, values: ["form": .id(form.reference)])
  }

  private static let submit = Command(
    "form submit", "报送文书", Bilingual("say that an approved form was handed in, and how", "登记已批准的文书如何报送"),
    [
      form,
      .option("via", "TEXT", Bilingual("by which way: a portal, a mail, a person", "途径：平台入口、邮件、当面"), required: true),
      .option("reference", "TEXT", Bilingual("the number that it got", "报送编号")),
    ]
  ) { invocation in
    let form = try await invocation.ledger.forms.find(try invocation.reference("FORM", .form))
    try await invocation.ledger.forms.submit(
      form.reference, via: try invocation.text("via"), reference: try invocation.text("reference", default: ""))
    return try await invocation.done(
      Bilingual(
        "\(form.reference) is handed in. Its receipt is yours to get: form receipt \(form.reference)",
        "\(form.reference) 已报送，请跟进受理情况：form receipt \(form.reference)"), on: form.incident,
      values: ["form": .id(form.reference)])
  }

  private static let receipt = Command(
    "form receipt", "文书受理", Bilingual("record the receipt for a form, or that it was refused", "登记文书已受理，或对方未受理"),
    [
      form, .option("number", "TEXT", Bilingual("the number of the receipt", "受理号")),
      .option("given-by", "TEXT", Bilingual("who gave it", "谁签收的")),
      .option("on", "DAY", Bilingual("on which day, 2026-11-28; today if not said", "受理日期，如 2026-11-28，默认今天")),
      .option("refused", "TEXT", Bilingual("it was refused, for this reason", "对方未受理的理由")),
    ]
  ) { invocation in
    let form = try await invocation.ledger.forms.find(try invocation.reference("FORM", .form))
    let reason = try invocation.text("refused", default: "")
    try await invocation.ledger.forms.record(
      outcomeOf: form.reference, number: try invocation.text("number", default: ""),
      givenBy: try invocation.text("given-by", default: ""), day: invocation["on"], refusedFor: reason)
    return try await invocation.done(
      reason.isEmpty
        ? Bilingual("The receipt for \(form.reference) is recorded.", "\(form.reference) 已登记受理。")
        : Bilingual(
          "\(form.reference) was refused. Hand it in again, or write another: form write \(form.incident) --instead \(form.reference)",
          "\(form.reference) 未受理。可再次报送，或重写：form write \(form.incident) --instead \(form.reference)"),
      on: form.incident, values: ["form": .id(form.reference)])
  }
}

/// What fills the blanks of a form, from the company and its incident.
struct OutgoingFormBlanks {
  private let values: [String: String]

  static func read(_ incident: Reference, recipient: String, _ invocation: Invocation) async throws -> Self {
    let language = invocation["text-language"].flatMap(Language.init(rawValue:)) ?? invocation.language
    let company = try await invocation.ledger.company.read()
    let found = try await invocation.ledger.incidents.find(incident)
    let facts = try await invocation.ledger.facts.list(incident).filter { $0.reliability == .verified }
    return Self(values: [
      "recipient": recipient, "company": company?.name(in: language) ?? "", "contact": company?.contact ?? "",
      "title": found.title, "kind": found.kind.name[language], "severity": found.severity.name[language],
      "detected": TimeFormat.local(found.detectedAt),
      "facts": facts.isEmpty
        ? Bilingual("(to be filled in)", "（请填写）")[language] : facts.map { "- " + $0.claim }.joined(separator: "\n"),
    ])
  }

  /// What the company has not said is left to be filled in.
  func filling(_ text: String) -> String {
    values.reduce(text) { text, blank in
      text.replacing("{\(blank.key)}", with: blank.value)
    }
  }
}

import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// Any command as a page: its form, made from what the command says of itself; whether it is meant; what came of it.
struct StepPage {
  let sheet: Sheet
  private var request: Front.Request { sheet.request }

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// Of fields that are no parameter's: the form's own begin with a line, a draft's sections with `text:`.
  static let drafted = "text:"
  /// What is pasted in place of a file.
  static let pasted = "paste:"

  func answer(_ path: String) async throws -> Server.Answer? {
    guard let step = Catalogue.step(path) else { return nil }
    let filled = filled()
    guard request.isPosted else {
      if let file = try await FilePages(sheet).download(step, filled) { return file }
      return try await form(step, filled)
    }
    if step.onlyShows, step.takesFiles { return try await read(step, filled) }
    guard !step.onlyShows, let key = UUID(uuidString: request.value("_key")) else {
      return Notice.unreadable(sheet.language)
    }
    switch await step.take(filled, key: key, await sheet.sitting(step)) {
    case .done(let reply):
      if path == OwnPage.language { await sheet.visitor.visits.forget(sheet.visitor.credential) }
      return done(step, filled, reply)
    case .asks(let page, let question): return asks(step, filled, page, question, key: key)
    case .wasDone:
      return sheet.page(
        step.title[sheet.language],
        [
          .heading(1, step.title[sheet.language]),
          .element(
            "p", ["class": "done", "role": "status"],
            [.text(sheet.say("This is recorded already, once. Nothing was recorded twice.", "此操作已保存过一次，没有重复保存。"))]),
        ] + back(filled))
    case .refused(let failure, let next): return try await form(step, filled, after: (failure, next))
    }
  }

  private func filled() -> Step.Filled {
    var filled = Step.Filled()
    for (name, values) in request.fields where !name.hasPrefix("_") {
      if name.hasPrefix(TrainingPages.answer) {
        // A question's own field, as the command has it: number and choices.
        let chosen = values.filter { !$0.isEmpty }.joined(separator: ",")
        let number = name.dropFirst(TrainingPages.answer.count)
        if !chosen.isEmpty { filled.values["answer", default: []].append("\(number):\(chosen)") }
      } else if name.hasPrefix(Self.pasted) {
        filled.pasted[String(name.dropFirst(Self.pasted.count))] = values.last ?? ""
      } else if name.hasPrefix(Self.drafted) {
        filled.drafted[String(name.dropFirst(Self.drafted.count))] = values.last ?? ""
      } else {
        filled.values[name] = values
        if values.contains("yes") { filled.flags.insert(name) }
      }
    }
    filled.files = request.files
    filled.read = request.fields["_read"] ?? []
    filled.isMeant = request.value("_meant") == "yes"
    return filled
  }

  // MARK: before

  private func form(
    _ step: Step, _ filled: Step.Filled, after refusal: (failure: Failure, next: Reply.Next?)? = nil
  ) async throws -> Server.Answer {
    let sitting = await sheet.sitting(step)
    var main: [Markup] = [
      .heading(1, step.title[sheet.language]), .paragraph(step.summary[sheet.language], class: "lead"),
    ]
    if let refusal { main += sheet.failure(step.onPages(refusal.failure), next: refusal.next) }
    let form = try await step.form(filled, sitting)
    if let reading = form.reading { main += sheet.reply.markup(reading) }
    if step.onlyShows, !step.takesFiles {
      main += try await shown(step, filled, form, sitting)
    } else if let (page, question) = form.confirmation, refusal == nil {
      main += try await confirming(step, filled, form, page, question, sitting.ledger)
    } else {
      if let note = form.note { main.append(.paragraph(note[sheet.language], class: "help")) }
      // What the page was opened for is not asked again.
      let known = form.questions.filter {
        form.knowsSubject && $0.isRequired && Reference($0.values.first ?? "") != nil
      }
      main += known.map { question in
        .element(
          "p", [:],
          [
            .text(question.label[sheet.language] + sheet.say(": ", "：")),
            .element("b", [:], sheet.reply.inline(.code(question.values[0]))),
          ])
      }
      // The texts are what it is about, and come first.
      let asked = form.questions.filter { question in !known.contains { $0.name == question.name } }
      main.append(
        FormMarkup(
          "/do/" + step.path, isPosted: form.knowsSubject,
          known.map { .hidden($0.name, $0.values[0]) } + asked.filter(\.isDrafted).flatMap(fields)
            + asked.filter { !$0.isDrafted }.flatMap(fields)
            // What is known already goes along, so that it is not asked for in turn with the rest.
            + (form.knowsSubject
              ? hidden(form.read, key: request.value("_key"))
              : carried(filled, without: Set(form.questions.map(\.name)))),
          button: form.knowsSubject ? step.title[sheet.language] : sheet.say("Go on", "下一步"), language: sheet.language
        ).markup)
    }
    return sheet.page(
      step.title[sheet.language], main + back(filled), status: refusal == nil ? 200 : 422,
      isExercise: await isExercise(filled))
  }

  /// A step's form alone, for a page that has it among other things.
  /// - Parameter fixed: what is known, and not asked for again.
  /// - Parameters:
  ///   - mark: tells its fields from those of other forms of the page.
  ///   - choices: of a parameter that anything may be said for, what is known.
  func blank(
    _ step: Step, _ filled: Step.Filled, fixed: Set<String>, mark: String = "s",
    choices: [String: [(value: String, label: String)]] = [:]
  ) async throws -> Markup {
    let form = try await step.form(filled, await sheet.sitting(step))
    return FormMarkup(
      "/do/" + step.path, isPosted: true,
      form.questions.filter { !fixed.contains($0.name) }.flatMap { fields($0, choices[$0.name]) }
        + filled.values.filter { fixed.contains($0.key) }.map {
          FormField($0.key, label: "", kind: .hidden, values: $0.value)
        }
        + hidden(form.read, key: ""),
      button: step.title[sheet.language], language: sheet.language, mark: mark
    ).markup
  }

  /// What a step shows, under the form that asks for it.
  private func shown(
    _ step: Step, _ filled: Step.Filled, _ form: Step.Form, _ sitting: Step.Sitting
  ) async throws -> [Markup] {
    let choice = step.onlyMakes ? FilePages(sheet).choice(step) : []
    let asking: [Markup] =
      form.questions.isEmpty && choice.isEmpty
      ? []
      : [
        FormMarkup(
          "/do/" + step.path, isPosted: false, form.questions.flatMap(fields) + choice,
          button: step.onlyMakes ? sheet.say("Save as a file", "下载") : sheet.say("Show", "查看"),
          language: sheet.language
        ).markup
      ]
    let isAsked = form.questions.allSatisfy { !$0.isRequired || !$0.values.isEmpty }
    guard form.knowsSubject, isAsked else { return asking }
    if step.onlyMakes { return asking }
    let reply = try await step.look(filled, sitting)
    let optional = form.questions.isEmpty ? [] : [details(sheet.say("Other questions", "筛选条件"), asking)]
    return sheet.markup(reply) + FilePages(sheet).offer(step, filled) + optional
  }

  private func details(_ words: String, _ content: [Markup]) -> Markup {
    .element("details", [:], [.element("summary", [:], [.text(words)])] + content)
  }

  /// What the step is about, the question, and the button that answers it with yes; what may still be said stands there unsaid.
  private func confirming(
    _ step: Step, _ filled: Step.Filled, _ form: Step.Form, _ page: Reply, _ question: Bilingual,
    _ ledger: Ledger
  ) async throws -> [Markup] {
    let text = step.path == "leadership/approve" ? filled.values["TEXT"]?.first.flatMap { Reference($0) } : nil
    let signing: (fields: [FormField], note: [Markup]) =
      if let text { try await Passkeys(sheet).signing(text, ledger) } else { ([], []) }
    let unsaid = form.questions.filter { question in
      if case .flag = question.kind { return true }
      return !question.isRequired && !question.isDrafted && question.values.allSatisfy(\.isEmpty)
    }
    return sheet.reply.markup(page) + [
      .element("p", ["class": "note"], [.text(step.onPages(question)[sheet.language])])
    ] + signing.note + [
      FormMarkup(
        "/do/" + step.path, isPosted: true,
        signing.fields + unsaid.flatMap(fields) + carried(filled, without: Set(unsaid.map(\.name)))
          + hidden(form.read, key: "")
          + [.hidden("_meant", "yes")],
        button: step.title[sheet.language], language: sheet.language, look: "go"
      ).markup
    ]
  }

  private func asks(
    _ step: Step, _ filled: Step.Filled, _ page: Reply, _ question: Bilingual, key: UUID
  ) -> Server.Answer {
    sheet.page(
      step.title[sheet.language],
      [.heading(1, step.title[sheet.language])] + sheet.reply.markup(page) + [
        .element("p", ["class": "note"], [.text(step.onPages(question)[sheet.language])]),
        FormMarkup(
          "/do/" + step.path, isPosted: true,
          carried(filled) + hidden(filled.read, key: key.uuidString) + [.hidden("_meant", "yes")],
          button: step.title[sheet.language], language: sheet.language, look: "go"
        ).markup,
      ] + back(filled))
  }

  /// What was filled in goes along to the page that asks whether it is meant.
  private func carried(_ filled: Step.Filled, without left: Set<String> = []) -> [FormField] {
    filled.values.filter { !left.contains($0.key) }.sorted { $0.key < $1.key }
      .map { FormField($0.key, label: "", kind: .hidden, values: $0.value) }
      + filled.drafted.sorted { $0.key < $1.key }.map { .hidden(Self.drafted + $0.key, $0.value) }
  }

  /// What a form needs to be taken, once.
  func hidden(_ read: [String], key: String) -> [FormField] {
    [
      .hidden("_token", sheet.visitor.credential.token),
      .hidden("_key", UUID(uuidString: key)?.uuidString ?? UUID().uuidString),
    ] + (read.isEmpty ? [] : [FormField("_read", label: "", kind: .hidden, values: read)])
  }

  /// What a step makes of a file that is handed to it: nothing is recorded.
  private func read(_ step: Step, _ filled: Step.Filled) async throws -> Server.Answer {
    do {
      let (reply, files) = try await step.make(filled, nil, await sheet.sitting(step))
      return sheet.page(
        step.title[sheet.language],
        [.heading(1, step.title[sheet.language])] + FilePages(sheet).made(files) + sheet.markup(reply) + back(filled))
    } catch let error where !Sheet.isOfTheHouse(error) {
      return try await form(step, filled, after: (Failure(error), nil))
    }
  }

  // MARK: after

  private func done(_ step: Step, _ filled: Step.Filled, _ reply: Reply) -> Server.Answer {
    sheet.page(
      step.title[sheet.language],
      [.heading(1, step.title[sheet.language])]
        + (link(reply) ?? sheet.markup(reply, isDone: true)) + back(filled))
  }

  /// A link that is shown once: with a square that another device scans. Nil for any other answer.
  private func link(_ reply: Reply) -> [Markup]? {
    guard let field = reply.fields.first(where: { $0.key == "link" }), case .code(let link) = field.value else {
      return nil
    }
    let address = link.hasPrefix("/") ? request.pages + link : link
    let fields = reply.fields.map { $0.key == "link" ? Reply.Field($0.key, $0.label, .text(address)) : $0 }
    return [
      .element(
        "p", ["class": "done", "role": "status"],
        [.text(sheet.say("Good once. Show it to nobody.", "只能用一次，请勿给他人看。"))]),
      QRMarkup.markup(address, words: sheet.say("The link, to be scanned", "链接的二维码")) ?? .text(""),
      sheet.reply.fields(fields),
    ]
  }

  private func back(_ filled: Step.Filled) -> [Markup] {
    var links: [Markup] = []
    for name in ["DRILL", "SIGNAL", "MENTION"] {
      guard let reference = filled.values[name]?.first.flatMap({ Reference($0) }),
        let target = Catalogue.target(reference)
      else { continue }
      links += [.link(target, sheet.say("To \(reference)", "回到 \(reference)")), .text(" · ")]
    }
    if let incident = filled.values["INCIDENT"]?.first, let reference = Reference(incident, expecting: .incident) {
      links += [
        .link("/incident/\(reference)", sheet.say("To incident \(reference)", "回到事件 \(reference)")), .text(" · "),
      ]
    }
    return [.element("p", ["class": "small"], links + [.link("/", sheet.say("To what waits for you", "回到我的待办"))])]
  }

  private func isExercise(_ filled: Step.Filled) async -> Bool {
    let named = filled.values.values.joined().compactMap { Reference($0) }.first
    guard let named else { return false }
    let ledger = await sheet.visitor.ledger(sheet.visitor.person.teams.first ?? .staff, .reader)
    guard let incident = try? await ledger.incidents.owning(named) else { return false }
    return (try? await ledger.incidents.find(incident).isExercise) ?? false
  }
}

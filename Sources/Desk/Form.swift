import CommandLine
import Glibc
import Ledger
import Wording
import Workflow

/// Asks a person at a terminal for what a command line left out: one question for each argument, an editor for long texts,
/// with what is known already as the answer that Enter gives.
struct Form {
  let terminal: Terminal
  let renderer: Renderer
  let editor: Editor
  let ledger: Ledger
  /// Whose forms these are, as people type it.
  let program: String
  /// Where the text that was written lies, until it is recorded.
  private(set) var draftPath: String?
  /// What was shown before anything was asked.
  private(set) var reading: Reading?

  init(terminal: Terminal, renderer: Renderer, editor: Editor, ledger: Ledger, program: String) {
    self.program = program
    self.terminal = terminal
    self.renderer = renderer
    self.editor = editor
    self.ledger = ledger
  }

  private var language: Language { renderer.language }

  /// Asks for everything that is missing from a line.
  /// - Parameter invocation: the line so far, as the command sees it.
  mutating func complete(
    _ line: inout ParsedLine, of command: Command, _ invocation: (ParsedLine) -> Invocation
  ) async throws {
    let drafted = Set(command.draft?.parameters ?? [])
    if !line.missing.isEmpty || command.draft.map({ opensEditor($0, line) }) ?? false { await head(line) }
    let subject = line.missing.filter { $0.shape == .positional(repeats: false) && !drafted.contains($0.name) }
    for parameter in subject { try await ask(parameter, &line) }
    reading = try await command.reading?(invocation(line))
    if let page = reading?.page { terminal.write(renderer.text(page) + "\n\n") }
    for parameter in line.missing where !drafted.contains(parameter.name) {
      try await ask(parameter, &line)
    }
    if let questions = command.questions {
      let asked = try await questions.questions(invocation(line))
      if !asked.isEmpty, asked.allSatisfy({ line.values[$0.parameter] == nil }) {
        for question in asked {
          guard let parameter = line.command.parameters.first(where: { $0.name == question.parameter }) else {
            continue
          }
          try await ask(parameter, &line, offering: question.answer)
        }
        if let last = questions.last, try !asks(last) { throw Self.givenUp }
      }
    }
    if let draft = command.draft, opensEditor(draft, line) {
      let sections = try await draft.sections(invocation(line)).filter { line.values[$0.name] == nil }
      try write(sections, note: draft.note, &line, isAskedLater: command.confirmation != nil)
      if line.command.parameters.contains(where: { $0.name == "submit" }), !line.flags.contains("submit"),
        try asks(Bilingual("Hand it in for review now?", "现在就报审？"))
      {
        line.flags.insert("submit")
        // Where it goes once it is approved: what is said now, nobody has to do then.
        if let place = line.command.parameters.first(where: { $0.name == "to" }), line.values["to"] == nil {
          try await ask(place, &line, offering: "")
        }
      }
    }
    // What an editor left empty is asked for by itself.
    for parameter in line.missing { try await ask(parameter, &line) }
  }

  private func opensEditor(_ draft: Draft, _ line: ParsedLine) -> Bool {
    draft.parameters.allSatisfy { line.values[$0] == nil }
      || line.missing.contains { draft.parameters.contains($0.name) }
  }

  /// What is being done, and in which incident; and how one leaves.
  private func head(_ line: ParsedLine) async {
    var parts = [line.command.name + ": " + line.command.summary[language]]
    if let place = line.command.parameters.first(where: \.isPositional), let typed = line.values[place.name]?.first,
      let reference = Reference(typed, expecting: place.name == "INCIDENT" ? .incident : nil),
      let incident = try? await ledger.incidents.owning(reference),
      let summary = try? await ledger.incidents.find(incident)
    {
      let mark = Bilingual.drillMark(of: summary.isExercise)[language]
      parts.append("\(incident) \(mark)\(SafeText.line(summary.title))")
    }
    parts.append(Bilingual("Esc leaves, nothing is recorded", "按 Esc 退出，不保存")[language])
    terminal.write(parts.joined(separator: " · ") + "\n")
  }

  /// What is edited: the draft of the same form that was kept, if the person goes on with it.
  private func begun(_ name: String, otherwise template: String) throws -> String {
    guard let kept = editor.drafts.draft(name), kept.text != template else { return template }
    let time = TimeFormat.local(kept.savedAt)
    if try asks(Bilingual("What you wrote at \(time) is kept. Go on with it?", "您 \(time) 写的文字仍保留，是否接着写？")) {
      return kept.text
    }
    editor.drafts.putAside(kept)
    return template
  }

  /// - Parameter isAskedLater: whether the step shows itself and asks before it is done.
  private mutating func write(
    _ sections: [Draft.Section], note: Bilingual, _ line: inout ParsedLine, isAskedLater: Bool
  ) throws {
    let help = Bilingual(
      "Write under each line that begins with >>>. An empty file records nothing.", "请在每个 >>> 行的下面填写。清空文件就不保存。")
    let file = EditedSections(
      note: (note + Bilingual(same: "\n") + help)[language],
      sections: sections.map { .init(name: $0.name, label: $0.label[language], text: $0.text) })
    let subject = line.command.parameters.filter(\.isPositional).compactMap { line.values[$0.name]?.first }
    let name = Drafts.name([program, line.command.name] + subject.filter { Reference($0) != nil })
    let before = try begun(name, otherwise: file.file)
    let edited = try editor.edit(before, name: name)
    draftPath = edited.path
    guard edited.isSaved else {
      // What was kept before stays; the template by itself is nothing.
      if edited.text == file.file { dropDraft() }
      throw Failure(
        .unhealthy, Bilingual("The editor was left without saving; nothing was recorded.", "您没有保存就退出了编辑器。未保存，未改动。"))
    }
    let texts = EditedSections.read(edited.text).filter { !$0.value.isEmpty }
    guard !texts.isEmpty else {
      dropDraft()
      throw Failure(.unhealthy, Bilingual("The text is empty; nothing was recorded.", "没有填写文字。未保存，未改动。"))
    }
    line.drafted.merge(texts) { $1 }
    guard !isAskedLater else { return }
    show(texts, in: sections.map(\.name), isUnchanged: edited.text == file.file)
    guard try asks(Bilingual("Record this?", "确认保存？")) else { throw Self.givenUp }
  }

  /// What is about to be recorded, as it was written.
  private func show(_ texts: [String: String], in order: [String], isUnchanged: Bool) {
    for name in order + texts.keys.filter({ !order.contains($0) }).sorted() {
      guard let text = texts[name] else { continue }
      terminal.write("── \(SafeText.line(name))\n\(SafeText.block(text))\n")
    }
    if isUnchanged {
      terminal.write(
        Bilingual("Nothing was changed: these are the words that the form began with.", "未保存，未改动：以上是原有的文字。")[language]
          + "\n")
    }
  }

  /// - Parameter offered: what Enter gives, "" for leaving it out; nil when there has to be an answer.
  private func ask(_ parameter: Parameter, _ line: inout ParsedLine, offering offered: String? = nil) async throws {
    let choices = parameter.choices
    let known = choices.isEmpty ? await Suggestions(ledger).values(for: parameter, line.command) : choices.map(\.value)
    let shownChoices = choices.isEmpty ? known : choices.map { $0.shown(language) }
    while true {
      let shown = parameter.isPositional ? parameter.name : "--" + parameter.name
      if !known.isEmpty {
        for (index, value) in shownChoices.enumerated() { terminal.write("  \(index + 1)  \(SafeText.line(value))\n") }
      }
      let given = offered ?? (known.count == 1 ? known[0] : nil)
      let enter = given.map { " [\(SafeText.line($0))]" } ?? ""
      terminal.write("\(shown), \(parameter.help[language])\(enter): ")
      guard let typed = terminal.line() else { throw Self.givenUp }
      let answer = typed.trimmingCharacters()
      if answer.isEmpty, let given {
        if !given.isEmpty { line.values[parameter.name] = several(given, of: parameter, known) ?? [given] }
      } else if let number = Int(answer), known.indices.contains(number - 1), !known.contains(answer) {
        line.values[parameter.name] = [known[number - 1]]
      } else if let several = several(answer, of: parameter, known) {
        line.values[parameter.name] = several
      } else if !answer.isEmpty, let value = choices.isEmpty ? answer : choices.value(of: answer) {
        line.values[parameter.name] = [value]
      } else {
        continue
      }
      return
    }
  }

  /// Of what may be said more than once and is known: several numbers or names, with blanks or commas between.
  private func several(_ answer: String, of parameter: Parameter, _ known: [String]) -> [String]? {
    guard case .option(_, repeats: true) = parameter.shape, parameter.choices.isEmpty else { return nil }
    let words = answer.split { " ,，、".contains($0) }.map(String.init)
    guard words.count > 1 else { return nil }
    let values = words.compactMap { word in
      known.contains(word) ? word : Int(word).flatMap { known.indices.contains($0 - 1) ? known[$0 - 1] : nil }
    }
    return values.count == words.count ? values : nil
  }

  /// A question that one key answers: y, or anything else.
  func asks(_ question: Bilingual) throws -> Bool {
    terminal.write(question[language] + " [y/N] ")
    let key = terminal.key()
    let isYes = key == .character("y") || key == .character("Y") || key == .character("是")
    terminal.write((isYes ? "y" : "n") + "\n")
    if key == .interrupt || key == .end || key == .escape { throw Self.givenUp }
    return isYes
  }

  /// Shows what a step is about and asks once.
  func confirm(_ page: Reply, _ question: Bilingual) throws -> Bool {
    terminal.write(renderer.text(page) + "\n\n")
    return try asks(question)
  }

  private static let givenUp = Failure(
    .unhealthy, Bilingual("Given up; nothing was recorded.", "已放弃。未保存，未改动。"))

  /// It is recorded: the file in which it was written goes.
  func dropDraft() {
    if let draftPath { unlink(draftPath) }
  }

  /// It was not recorded: says where the text is.
  func keepDraft(_ print: (String) -> Void) {
    guard let draftPath else { return }
    print(
      Bilingual("What you wrote is kept in \(draftPath)", "您写的文字保留在 \(draftPath)")[language])
  }
}

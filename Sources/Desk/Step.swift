public import CommandLine
public import FoundationEssentials
public import Ledger
public import Wording
public import Workflow

/// A command as somebody takes it who sits at no terminal: all that it asks for at once, what has to be read before, whether it is
/// meant, and what came of it. It is the command itself that runs, with the same sentences, defaults and refusals.
public struct Step: Sendable {
  let program: Program
  let command: Command

  /// Whose role it takes.
  public var team: Team { program.team }
  /// Which rights its sessions take.
  public var access: Ledger.Access { command.access }
  /// `incident show`.
  public var name: String { command.name }
  /// What people call it: one word of the trade, and in English its name.
  public var title: Bilingual {
    Bilingual(command.name.prefix(1).uppercased() + command.name.dropFirst(), command.chinese)
  }
  /// What it is for.
  public var summary: Bilingual { command.summary }
  /// `leadership/approve`: under which it is found.
  public var path: String { team.rawValue + "/" + name.replacing(" ", with: "-") }

  /// What a person has filled in so far, by the names of parameters and of a draft's sections.
  public struct Filled: Sendable {
    public var values: [String: [String]] = [:]
    public var flags: Set<String> = []
    public var drafted: [String: String] = [:]
    /// Files that they chose, by the names of parameters.
    public var files: [String: HandedFile] = [:]
    /// Text that they pasted where a file is asked for.
    public var pasted: [String: String] = [:]
    /// What they have read.
    public var read: [String] = []
    /// Whether they have said that it is meant.
    public var isMeant = false

    public init() {}
  }

  /// One thing that it asks for.
  public struct Question: Sendable {
    public enum Kind: Sendable {
      case line, text, several, flag, choice([Choice])
      /// Any of these.
      case choices([Choice])
      /// A file with one of these endings, or any; one that is text may be pasted too, which is then the question's value.
      case file([String], isText: Bool)
    }
    /// The parameter, or the section of a draft.
    public let name: String
    public let label: Bilingual
    public let help: Bilingual
    public let kind: Kind
    /// What stands there already.
    public internal(set) var values: [String]
    public let isRequired: Bool
    /// A text that a terminal would have opened an editor for.
    public let isDrafted: Bool
    /// What is probably meant.
    public let suggestions: [String]
  }

  /// What stands before a person who is about to take it.
  public struct Form: Sendable {
    /// What is to be read first, and is received with the step.
    public let reading: Reply?
    public let read: [String]
    /// What the step is about, and what is asked, once the line is complete.
    public let confirmation: (page: Reply, question: Bilingual)?
    public let note: Bilingual?
    public let questions: [Question]
    /// Whether what it is about is known: if not, only that is asked for.
    public let knowsSubject: Bool
  }

  /// Who takes it.
  public struct Sitting: Sendable {
    let language: Language
    public let ledger: Ledger
    let now: Date

    /// - Parameter ledger: of the step's team and access.
    public init(language: Language, ledger: Ledger, now: Date) {
      self.language = language
      self.ledger = ledger
      self.now = now
    }
  }

  /// What came of it.
  public enum Outcome: Sendable {
    case done(Reply)
    /// It asks first whether it is meant.
    case asks(Reply, Bilingual)
    /// The same form was sent before, and its step is recorded.
    case wasDone
    /// Why it was not done, and what is owed on the incident instead.
    case refused(Failure, Reply.Next)
  }

  // MARK: what it asks for

  /// What the step is told on a page: nothing of the machine, and nothing that only a terminal has. A file that it makes is asked for
  /// by the page that offers it.
  var parameters: [Parameter] {
    command.parameters.filter {
      if case .newFile = $0.content { return false }
      return $0.content != .ofMachine && $0.name != "yes" && !($0.shape == .flag && $0.name == "watch")
        && $0.placeholder != "SECONDS"
    }
  }

  /// Whether it can be taken on a page at all. A browser sends a file once, so that no step with one can ask first whether it is meant.
  public var isForPages: Bool {
    if case .administrator = command.access { return false }
    let isOfMachine = command.parameters.contains { parameter in
      guard parameter.isRequired else { return false }
      if case .newFile = parameter.content { return !onlyShows }
      return parameter.content == .ofMachine
    }
    return !isOfMachine && command.purpose != .runAtTerminals && !(takesFiles && command.confirmation != nil)
  }

  /// Whether the first thing that it asks for is an incident.
  public var isAboutAnIncident: Bool {
    parameters.first.map { $0.isPositional && $0.placeholder == "INCIDENT" } ?? false
  }

  /// Whether it only shows something: then it is looked at in a transaction that can record nothing.
  public var onlyShows: Bool { command.purpose == .show }

  /// The form, as far as it is known what the step is about.
  public func form(_ filled: Filled, _ sitting: Sitting) async throws -> Form {
    try await Machine.$isOpen.withValue(false) {
      // No browser fills a file in anew: it is chosen once more.
      var typed = filled
      typed.files = [:]
      let line = try line(typed).line
      let drafted = Set(command.draft?.parameters ?? [])
      let subject = line.missing.filter {
        $0.shape == .positional(repeats: false) && !$0.content.isFile && !drafted.contains($0.name)
      }
      if !subject.isEmpty {
        var questions: [Question] = []
        for parameter in subject { questions.append(await question(parameter, line, sitting, default: nil)) }
        return Form(reading: nil, read: [], confirmation: nil, note: nil, questions: questions, knowsSubject: false)
      }
      let invocation = invocation(line, filled, sitting)
      let reading = try await command.reading?(invocation)
      var defaults: [String: String] = [:]
      for asked in try await command.questions?.questions(invocation) ?? [] { defaults[asked.parameter] = asked.answer }
      let sections = try await self.sections(line, invocation)
      let written = Set(sections.map(\.name))
      // A draft stands in place of the parameters that say the same on a line.
      let hidden = sections.isEmpty ? [] : drafted
      var questions: [Question] = []
      for parameter in parameters where !hidden.contains(parameter.name) && !written.contains(parameter.name) {
        var asked = await question(parameter, line, sitting, default: defaults[parameter.name])
        if parameter.content.isFile { asked.values = [filled.pasted[parameter.name] ?? ""] }
        questions.append(asked)
      }
      questions += sections.map { section in
        Question(
          name: section.name, label: section.label,
          // Two of one label are told apart by their names.
          help: Bilingual(same: sections.count { $0.label == section.label } > 1 ? section.name : ""), kind: .text,
          values: [filled.drafted[section.name] ?? section.text],
          isRequired: command.parameters.contains { $0.name == section.name && $0.isRequired }, isDrafted: true,
          suggestions: [])
      }
      let confirmation =
        line.missing.isEmpty ? try await self.confirmation(invocation) : nil
      return Form(
        reading: reading?.page, read: reading?.names ?? [], confirmation: confirmation,
        note: sections.isEmpty ? nil : command.draft?.note, questions: questions, knowsSubject: true)
    }
  }

  private func sections(_ line: ParsedLine, _ invocation: Invocation) async throws -> [Draft.Section] {
    guard let draft = command.draft else { return [] }
    let isSaid = !draft.parameters.allSatisfy { line.values[$0] == nil }
    let isMissing = line.missing.contains { draft.parameters.contains($0.name) } || !line.drafted.isEmpty
    guard !isSaid || isMissing else { return [] }
    return try await draft.sections(invocation).filter { line.values[$0.name] == nil }
  }

  func confirmation(_ invocation: Invocation) async throws -> (page: Reply, question: Bilingual)? {
    guard let confirmation = command.confirmation, let page = try await confirmation.page(invocation) else {
      return nil
    }
    return (page, confirmation.question)
  }

  private func question(
    _ parameter: Parameter, _ line: ParsedLine, _ sitting: Sitting, default given: String?
  ) async -> Question {
    let kind: Question.Kind =
      switch parameter.shape {
      case _ where parameter.content.isFile:
        .file(Self.endings(parameter), isText: parameter.content.textEndings != nil)
      case .flag: .flag
      case .positional(repeats: true) where !parameter.choices.isEmpty,
        .option(_, repeats: true) where !parameter.choices.isEmpty:
        .choices(parameter.choices)
      case .positional(repeats: true) where Self.lists.contains(parameter.name): .several
      case .positional(repeats: true): .text
      case .option(_, repeats: true): .several
      default:
        if !parameter.choices.isEmpty {
          .choice(parameter.choices)
        } else if parameter.placeholder == "TEXT", !parameter.isPositional {
          .text
        } else {
          .line
        }
      }
    let isFlag = if case .flag = parameter.shape { true } else { false }
    var values = isFlag ? (line.flags.contains(parameter.name) ? ["yes"] : []) : line.values[parameter.name] ?? []
    // What the page was opened for is not asked for again.
    let isKnown = isFlag || parameter.isRequired && Reference(values.first ?? "") != nil
    let known = isKnown ? [] : await Suggestions(sitting.ledger).values(for: parameter, line.command)
    if values.isEmpty, let given, !given.isEmpty { values = [given] }
    if values.isEmpty, parameter.isRequired, known.count == 1 { values = known }
    return Question(
      name: parameter.name, label: Self.label(parameter), help: Self.help(parameter), kind: kind, values: values,
      isRequired: parameter.isRequired, isDrafted: false, suggestions: known)
  }

  /// What is said of it: of a file nothing that only a terminal has.
  private static func help(_ parameter: Parameter) -> Bilingual {
    guard parameter.content.isFile else { return parameter.help }
    func shortened(_ help: String, at sign: String) -> String {
      help.ranges(of: sign).last.map { String(help[..<$0.lowerBound]) } ?? help
    }
    return Bilingual(shortened(parameter.help.english, at: "; - "), shortened(parameter.help.chinese, at: "；- "))
  }

  /// Places that take several words of which each is a thing.
  static let lists: Set = ["PERSON", "PEOPLE", "MENTION", "WORD", "RESOURCE"]

  /// What a field is called: an option's word, or what help says of a place.
  static func label(_ parameter: Parameter) -> Bilingual {
    guard !parameter.isPositional else {
      return Bilingual(
        parameter.name.prefix(1) + parameter.name.dropFirst().lowercased(), PlaceWords.chinese(parameter.name))
    }
    let words = parameter.name.replacing("-", with: " ")
    return Bilingual(
      words.prefix(1).uppercased() + words.dropFirst(), OptionWords.chinese[parameter.name] ?? parameter.name)
  }
}

extension Program {
  /// The commands that can be taken on a page.
  public var steps: [Step] { commands.map { Step(program: self, command: $0) }.filter(\.isForPages) }

  /// One of them.
  public func step(named name: String) -> Step? { steps.first { $0.name == name } }

  /// Where a line of this program leads on pages: the step, and what is known of it. Nil for a line of another program.
  public func step(of line: String) -> (step: Step, filled: Step.Filled)? {
    var words = line.split(separator: " ").map(String.init)
    guard words.first == name else { return nil }
    // Of two lines the first is looked at before.
    if let end = words.firstIndex(of: ";") { words = Array(words[..<end]) }
    words.removeFirst()
    if let blank = words.firstIndex(of: "…") { words = Array(words[..<blank]) }
    while let last = words.last, last == "…" || last.hasPrefix("--") { words.removeLast() }
    guard let read = try? Parser(syntax).read(words),
      let command = commands.first(where: { $0.name == read.command.name })
    else { return nil }
    let step = Step(program: self, command: command)
    guard step.isForPages else { return nil }
    var filled = Step.Filled()
    filled.values = read.values
    filled.flags = read.flags
    return (step, filled)
  }
}

public import CommandLine
import FoundationEssentials
import Glibc
import Ledger
public import Wording
public import Workflow

/// One executable: its team, its commands, and how it is run.
public struct Program: Sendable {
  let name: String
  let team: Team
  let summary: Bilingual
  let commands: [Command]

  /// - Parameters:
  ///   - name: as people type it.
  ///   - team: whose role its commands take in the database.
  ///   - commands: its own; the completion script and the manual page are added.
  public init(_ name: String, team: Team, _ summary: Bilingual, _ commands: [Command]) {
    self.name = name
    self.team = team
    self.summary = summary
    let syntax = Self.syntax(name, summary, commands)
    self.commands = commands + [CompletionCommand.make(syntax), ManualCommand.make(syntax)]
  }

  /// What the program understands.
  package var syntax: ProgramSyntax { Self.syntax(name, summary, commands) }

  private static func syntax(_ name: String, _ summary: Bilingual, _ commands: [Command]) -> ProgramSyntax {
    ProgramSyntax(
      name: name, summary: summary, commands: commands.map(\.syntax), common: Parameter.common,
      optionWords: OptionWords.chinese)
  }

  /// Runs the process's command line and ends the process.
  public func main() async -> Never {
    var lost: Int32 = 0
    let code = await run(
      Array(Swift.CommandLine.arguments.dropFirst()), environment: Self.environment,
      terminal: Terminal.atKeyboard(environment: Self.environment),
      out: { if !Output.write($0, to: STDOUT_FILENO) { lost = errno } },
      error: { Output.write($0, to: STDERR_FILENO) })
    // What was to be read was not: no script may take that for an empty answer.
    if lost != 0, code == .success {
      let language = Self.language([], Self.environment) ?? Self.localeLanguage(Self.environment) ?? .english
      let reason = String(cString: strerror(lost))
      Output.write(
        Bilingual(
          "The answer could not be written (\(reason)); what was asked for was done.", "结果没能显示出来（\(reason)），但您要办的已经办好。")[
            language], to: STDERR_FILENO)
      exit(ExitCode.cannotCreate.rawValue)
    }
    exit(code.rawValue)
  }

  /// Runs one command line. A failure is explained there and becomes its exit code.
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - environment: the variables that language, colour and editor are read from.
  ///   - terminal: where a person can be asked for what is missing; nil in a script.
  ///   - out: takes what goes to standard output.
  ///   - error: takes what goes to standard error.
  public func run(
    _ arguments: [String], environment: [String: String], terminal keyboard: Terminal? = nil, out: (String) -> Void,
    error printError: (String) -> Void
  ) async -> ExitCode {
    let sitting = Sitting(arguments, environment, keyboard)
    let syntax = syntax
    let help = Help(syntax, language: sitting.renderer.language)
    if arguments.isEmpty || ["--help", "-h", "help", "--帮助", "帮助"].contains(arguments[0]) {
      out(help.overview)
      return arguments.isEmpty ? .usage : .success
    }
    let parser = Parser(syntax)
    let line: ParsedLine
    do {
      line = sitting.terminal == nil ? try parser.parse(arguments) : try parser.read(arguments)
    } catch {
      explain(error, next: nil, sitting, printError)
      return error.code
    }
    guard let command = commands.first(where: { $0.name == line.command.name }), !line.flags.contains("help") else {
      out(help.text(for: line.command))
      return .success
    }
    if (try? Ledger.Address(Self.database(of: line)).values["password"]) != nil {
      explain(Self.passwordOnTheLine, next: nil, sitting, printError)
      return .usage
    }
    return await act(on: line, command, parser, sitting, out: out, error: printError)
  }

  /// How one command line is run: what stands around it, and how it is answered.
  private struct Sitting: Sendable {
    let environment: [String: String]
    let wantsJSON: Bool
    /// Where a person can be asked; nil in a script, and for a program that wants JSON, which is no person to ask.
    let terminal: Terminal?
    /// The language that was asked for; nil leaves it to the person's own setting.
    let language: Language?
    var renderer: Renderer
    let now = Date.now
    var drafts: Drafts { Drafts(environment: environment, product: "levee") }

    init(_ arguments: [String], _ environment: [String: String], _ keyboard: Terminal?) {
      let language = Program.language(arguments, environment)
      let wantsJSON = arguments.contains("--json")
      let terminal = wantsJSON ? nil : keyboard
      var renderer = Renderer(
        language: language ?? .english, isVerbose: arguments.contains("--verbose") || arguments.contains("--详细"))
      if let terminal {
        renderer.width = terminal.size.columns
        renderer.foldsTables = isatty(STDOUT_FILENO) == 1
        renderer.isColored = isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil
      }
      self.environment = environment
      self.wantsJSON = wantsJSON
      self.terminal = terminal
      self.language = language
      self.renderer = renderer
    }
  }

  /// Does what a line says: asks for what is missing, and whether it is meant, then shows the answer.
  private func act(
    on typed: ParsedLine, _ command: Command, _ parser: Parser, _ surroundings: Sitting, out: (String) -> Void,
    error printError: (String) -> Void
  ) async -> ExitCode {
    var line = typed
    var sitting = surroundings
    let ledger = Ledger(team: team, access: command.access, connection: Self.database(of: line))
    if sitting.language == nil {
      let own = try? await ledger.people.language()
      sitting.renderer.language = own ?? Self.localeLanguage(sitting.environment) ?? .english
    }
    var form: Form?
    do {
      if let terminal = sitting.terminal {
        var asking = Form(
          terminal: terminal, renderer: sitting.renderer,
          editor: Editor(environment: sitting.environment, drafts: sitting.drafts), ledger: ledger, program: name)
        defer { form = asking }
        try await asking.complete(&line, of: command) { self.invocation($0, ledger, sitting) }
      }
      try parser.require(line)
      var invocation = self.invocation(line, ledger, sitting)
      let reading = if let form { form.reading } else { try await command.reading?(invocation) }
      invocation.read = reading?.names ?? []
      if let confirmation = command.confirmation, !line.flags.contains("yes"),
        let page = try await confirmation.page(invocation)
      {
        guard let form else { throw Self.unconfirmed(command, name) }
        guard try form.confirm(page, confirmation.question) else {
          await ledger.close()
          form.keepDraft(printError)
          printError(Bilingual("Nothing was done.", "未保存，未改动。")[sitting.renderer.language])
          return .unhealthy
        }
      }
      var reply = try await command.run(invocation)
      try await refuseNothing(reply, line, ledger)
      if form == nil, let page = reading?.page {
        reply.fields += page.fields
        reply.tables += page.tables
      }
      let text = sitting.wantsJSON ? try sitting.renderer.json(reply) : sitting.renderer.text(reply)
      if !text.isEmpty { out(text) }
      form?.dropDraft()
      await ledger.close()
      return reply.code
    } catch let thrown {
      let (failure, owed) = await explanation(of: thrown, line, command, ledger)
      explain(failure, next: Reply.Next(owed, .first), sitting, printError)
      form?.keepDraft(printError)
      await ledger.close()
      return failure.code
    }
  }

  /// An empty answer about something that is not there is no answer.
  func refuseNothing(_ reply: Reply, _ line: ParsedLine, _ ledger: Ledger) async throws {
    if reply.fields.isEmpty, !reply.tables.isEmpty, reply.tables.allSatisfy(\.rows.isEmpty),
      let missing = await ledger.incidents.missing(among: named(by: line))
    {
      throw LedgerError.unknown(missing)
    }
  }

  /// Why a command did not do what a line says, and what is owed on its incident; a refusal is kept for the evaluation.
  func explanation(
    of thrown: any Error, _ line: ParsedLine, _ command: Command, _ ledger: Ledger
  ) async -> (failure: Failure, owed: [Duties.Item]) {
    var failure =
      LedgerError.isMissingRight(thrown) && command.access == .administrator
      ? onlyForAdministrators(command) : Failure(thrown)
    // Whatever the law says of something that is not there: it is not there.
    if [.data, .noPermission].contains(failure.code),
      let missing = await ledger.incidents.missing(among: named(by: line))
    {
      failure = Failure(LedgerError.unknown(missing))
    }
    let owed = await owed(after: thrown, line, ledger)
    if case LedgerError.refused(let refusal)? = thrown as? LedgerError {
      await ledger.evaluations.recordRefused(refusal, of: await incident(of: line, ledger))
    }
    return (failure, owed)
  }

  /// The short ids that a line gives where it names a thing; a text may hold one too, and means nothing by it.
  private func named(by line: ParsedLine) -> [Reference] {
    let things = Set([
      "INCIDENT", "OTHER", "FACT", "TEXT", "STATEMENT", "DELIVERY", "FEEDBACK", "TASK", "SIGNAL", "REPORT", "BRIEF",
      "IMPROVEMENT",
      "MENTION", "ATTACHMENT", "WHAT",
    ])
    return line.command.parameters.filter { things.contains($0.placeholder) }.flatMap { parameter in
      let typed = line.values[parameter.name] ?? []
      guard parameter.placeholder != "TEXT" || parameter.isPositional && typed.count == 1 else { return [Reference]() }
      return typed.compactMap { Reference($0, expecting: parameter.placeholder == "INCIDENT" ? .incident : nil) }
    }
  }

  /// The connection string that a line names; "" for libpq's environment.
  private static func database(of line: ParsedLine) -> String { line.values["database"]?.last ?? "" }

  private func invocation(_ line: ParsedLine, _ ledger: Ledger, _ sitting: Sitting) -> Invocation {
    let database = Self.database(of: line)
    return Invocation(
      values: line.values, flags: line.flags, drafted: line.drafted, database: database, team: team, ledger: ledger,
      renderer: sitting.renderer, terminal: sitting.terminal, now: sitting.now, drafts: sitting.drafts
    ) { arguments in
      // The same database and language as the command that asks.
      let common =
        (database.isEmpty ? [] : ["--database", database]) + ["--language", sitting.renderer.language.rawValue]
      _ = await run(
        arguments + common, environment: sitting.environment, terminal: sitting.terminal,
        out: { Output.write($0, to: STDOUT_FILENO) }, error: { Output.write($0, to: STDERR_FILENO) })
    }
  }

  /// Everybody on the machine can read a command line.
  private static let passwordOnTheLine = Failure(
    .usage,
    Bilingual(
      "A password does not stand on a command line: everybody on this machine can read it there.",
      "请不要在命令行里写密码，本机的人都看得到。"),
    advice: Bilingual(
      "Put it into a password file (~/.pgpass, mode 0600), or name one: passfile=FILE",
      "请放入密码文件（~/.pgpass，权限 0600），或指定：passfile=文件"))

  private func onlyForAdministrators(_ command: Command) -> Failure {
    Failure(
      .noPermission,
      Bilingual(
        "Only an administrator of the database can run: \(name) \(command.name)", "只有数据库管理员可以执行：\(name) \(command.name)"
      ),
      advice: Bilingual(
        "Ask ops to run it. What waits for you is shown by your team's program: levee-TEAM inbox",
        "请联系运维执行。您的待办请在本组程序中查看：levee-小组 inbox"))
  }

  /// Nobody is there to be asked.
  private static func unconfirmed(_ command: Command, _ program: String) -> Failure {
    Failure(
      .usage,
      Bilingual(
        "\(command.name) asks before it acts, and nobody is at a terminal.", "执行 \(command.name) 前要您确认，但当前没有终端。"),
      advice: Bilingual("If it is meant, add --yes.", "如确需执行，请加 --yes。"))
  }

  private func explain(_ failure: Failure, next: Reply.Next?, _ sitting: Sitting, _ print: (String) -> Void) {
    if sitting.wantsJSON, let text = try? sitting.renderer.json(failure, next: next) {
      print(text)
    } else {
      print(sitting.renderer.text(failure, next: next))
    }
  }

  /// What is owed on the incident of a refused step: the reason why it was refused, in most cases.
  private func owed(after error: any Error, _ line: ParsedLine, _ ledger: Ledger) async -> [Duties.Item] {
    guard case LedgerError.refused(let refusal)? = error as? LedgerError, !refusal.isAboutTheActor,
      let incident = await incident(of: line, ledger)
    else { return [] }
    return (try? await ledger.duties.waiting(incident).items) ?? []
  }

  /// The incident that a line is about, by the short id that it begins with; nil where it names none.
  private func incident(of line: ParsedLine, _ ledger: Ledger) async -> Reference? {
    guard let place = line.command.parameters.first(where: \.isPositional), let typed = line.values[place.name]?.first,
      let reference = Reference(typed, expecting: place.name == "INCIDENT" ? .incident : nil)
    else { return nil }
    return try? await ledger.incidents.owning(reference)
  }

  // MARK: the environment

  /// The language that a flag or `LEVEE_LANGUAGE` asks for; nil leaves it to the person's own setting.
  private static func language(_ arguments: [String], _ environment: [String: String]) -> Language? {
    func language(_ typed: String) -> Language? {
      [Choice].languages.value(of: typed).flatMap { Language(rawValue: $0) }
    }
    for option in ["--language", "--语言"] {
      if let index = arguments.firstIndex(of: option), index + 1 < arguments.count {
        return language(arguments[index + 1])
      }
      if let joined = arguments.first(where: { $0.hasPrefix(option + "=") }) {
        return language(String(joined.dropFirst(option.count + 1)))
      }
    }
    return environment["LEVEE_LANGUAGE"].flatMap { Language(rawValue: $0) ?? Language(locale: $0) }
  }

  private static func localeLanguage(_ environment: [String: String]) -> Language? {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
      .flatMap(Language.init(locale:))
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
}

import FoundationEssentials
import Glibc
import Ledger
public import Workflow

/// One executable: its team, its commands, and how it is run.
public struct Program: Sendable {
  let name: String
  let team: Team
  let summary: Bilingual
  let commands: [Command]

  public init(_ name: String, team: Team, _ summary: Bilingual, _ commands: [Command]) {
    self.name = name
    self.team = team
    self.summary = summary
    self.commands = commands
  }

  /// Runs the process's command line and ends the process.
  public func main() async -> Never {
    let code = await run(
      Array(Swift.CommandLine.arguments.dropFirst()), environment: Self.environment,
      out: { Output.write($0, to: STDOUT_FILENO) }, error: { Output.write($0, to: STDERR_FILENO) })
    exit(code.rawValue)
  }

  /// Runs one command line.
  /// - Parameters:
  ///   - out: takes what goes to standard output.
  ///   - error: takes what goes to standard error.
  public func run(
    _ arguments: [String], environment: [String: String], out: (String) -> Void, error printError: (String) -> Void
  ) async -> ExitCode {
    var language = Self.language(arguments, environment)
    let wantsJSON = arguments.contains("--json")
    var renderer = Renderer(language: language ?? .english, isVerbose: arguments.contains("--verbose"))
    let help = Help(program: name, summary: summary, commands: commands, language: renderer.language)
    if arguments.isEmpty || ["--help", "-h", "help"].contains(arguments[0]) {
      out(help.overview)
      return arguments.isEmpty ? .usage : .success
    }
    let line: ParsedLine
    do {
      line = try Parser(program: name, commands: commands).parse(arguments)
    } catch {
      explain(error, owed: [], renderer, json: wantsJSON, printError)
      return error.code
    }
    if line.flags.contains("help") {
      out(help.text(for: line.command))
      return .success
    }
    let database = line.values["database"]?.last ?? ""
    let ledger = Ledger(team: team, access: line.command.access, connection: database)
    do {
      if language == nil {
        language = try? await ledger.people.language()
        renderer = Renderer(
          language: language ?? Self.localeLanguage(environment) ?? .english, isVerbose: renderer.isVerbose)
      }
      let invocation = Invocation(
        values: line.values, flags: line.flags, database: database, team: team, ledger: ledger,
        language: renderer.language, isVerbose: renderer.isVerbose)
      let reply = try await line.command.run(invocation)
      let text = wantsJSON ? try renderer.json(reply) : renderer.text(reply)
      if !text.isEmpty { out(text) }
      await ledger.close()
      return reply.code
    } catch let thrown {
      let failure = Failure(thrown)
      let owed = await owed(after: thrown, line, ledger)
      explain(failure, owed: owed, renderer, json: wantsJSON, printError)
      await ledger.close()
      return failure.code
    }
  }

  private func explain(
    _ failure: Failure, owed: [Obligations.Item], _ renderer: Renderer, json: Bool, _ print: (String) -> Void
  ) {
    if json, let text = try? renderer.json(failure, owed: owed) {
      print(text)
    } else {
      print(renderer.text(failure, owed: owed))
    }
  }

  /// What is owed on the incident of a refused step: the reason why it was refused, in most cases.
  private func owed(after error: any Error, _ line: ParsedLine, _ ledger: Ledger) async -> [Obligations.Item] {
    guard case LedgerError.refused(let refusal)? = error as? LedgerError, !refusal.isAboutTheActor,
      let place = line.command.parameters.first(where: \.isPositional), let typed = line.values[place.name]?.first,
      let reference = Reference(typed, expecting: place.name == "INCIDENT" ? .incident : nil),
      let incident = try? await ledger.incidents.owning(reference)
    else { return [] }
    return (try? await ledger.obligations.waiting(incident).items) ?? []
  }

  // MARK: the environment

  /// The language that a flag or `LEVEE_LANGUAGE` asks for; nil leaves it to the person's own setting.
  private static func language(_ arguments: [String], _ environment: [String: String]) -> Language? {
    if let index = arguments.firstIndex(of: "--language"), index + 1 < arguments.count {
      return Language(rawValue: arguments[index + 1])
    }
    if let joined = arguments.first(where: { $0.hasPrefix("--language=") }) {
      return Language(rawValue: String(joined.dropFirst("--language=".count)))
    }
    return environment["LEVEE_LANGUAGE"].flatMap { Language(rawValue: $0) ?? Language(locale: $0) }
  }

  private static func localeLanguage(_ environment: [String: String]) -> Language? {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
      .flatMap(Language.init(locale:))
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
}

public import CommandLine
public import FoundationEssentials
import Ledger
import Wording

/// Taking a step, and looking at what it shows.
extension Step {
  /// Takes the step, once for a key: all of it, or nothing.
  public func take(_ filled: Filled, key: UUID, _ sitting: Sitting) async -> Outcome {
    await away(filled) { typed, _ in
      var line = ParsedLine(command: command.syntax)
      do {
        line = try typed.get()
        try Parser(program.syntax).require(line)
        let asked = invocation(line, filled, sitting)
        if !filled.isMeant, let (page, question) = try await confirmation(asked) { return .asks(page, question) }
        let known = line
        let reply = try await sitting.ledger.atomically { part -> Reply? in
          guard try await part.sentForms.send(key) else { return nil }
          let within = Sitting(language: sitting.language, ledger: part, now: sitting.now)
          return try await command.run(invocation(known, filled, within))
        }
        guard let reply else { return .wasDone }
        try await program.refuseNothing(reply, line, sitting.ledger)
        return .done(reply)
      } catch {
        let (failure, owed) = await program.explanation(of: error, line, command, sitting.ledger)
        return .refused(failure, Reply.Next(owed, .first))
      }
    }
  }

  /// Shows what it shows: nothing can be recorded by it.
  public func look(_ filled: Filled, _ sitting: Sitting) async throws -> Reply {
    try await make(filled, nil, sitting).reply
  }

  /// Shows what it shows, and makes the file that it makes, in a form by its ending: nothing can be recorded by it.
  /// - Parameter ending: nil makes none where there need be none, and the only form where there is but one.
  public func make(
    _ filled: Filled, _ ending: String?, _ sitting: Sitting
  ) async throws -> (reply: Reply, files: [Tray.File]) {
    try await away(filled) { typed, tray in
      let line = try making(ending, try typed.get(), sitting.language)
      try Parser(program.syntax).require(line)
      let reply = try await sitting.ledger.looking { part in
        try await command.run(
          invocation(line, filled, Sitting(language: sitting.language, ledger: part, now: sitting.now)))
      }
      try await program.refuseNothing(reply, line, sitting.ledger)
      return (reply, tray.made)
    }
  }

  /// Runs where no file of the machine may be touched: only those that were handed over.
  /// - Parameter body: gets what was filled in as a line, or why it is none.
  private func away<Value: Sendable>(
    _ filled: Filled, _ body: (_ typed: Result<ParsedLine, any Error>, Tray) async throws -> Value
  ) async rethrows -> Value {
    let typed = Result { try line(filled) }
    let tray = Tray((try? typed.get().files) ?? [])
    return try await Machine.$isOpen.withValue(false) {
      try await Machine.$tray.withValue(tray) { try await body(typed.map(\.line), tray) }
    }
  }

  func invocation(_ line: ParsedLine, _ filled: Filled, _ sitting: Sitting) -> Invocation {
    var invocation = Invocation(
      values: line.values, flags: line.flags, drafted: line.drafted, database: "", team: program.team,
      ledger: sitting.ledger, renderer: Renderer(language: sitting.language, isVerbose: false), terminal: nil,
      now: sitting.now, drafts: Drafts(environment: [:], product: "levee"), perform: { _ in })
    invocation.read = filled.read
    return invocation
  }

  /// What was filled in as a line: only what the form asks for, and of few values only one of them; and the files that it names.
  func line(_ filled: Filled) throws -> (line: ParsedLine, files: [Tray.File]) {
    var line = ParsedLine(command: command.syntax)
    var files: [Tray.File] = []
    for parameter in parameters {
      if parameter.content.isFile {
        if let file = try file(parameter, filled, beside: files) {
          files.append(file)
          line.values[parameter.name] = [file.name]
        }
        continue
      }
      if case .flag = parameter.shape {
        if filled.flags.contains(parameter.name) { line.flags.insert(parameter.name) }
        continue
      }
      var values = filled.values[parameter.name] ?? []
      switch parameter.shape {
      case .positional(repeats: true) where Self.lists.contains(parameter.name):
        let isOfWords = parameter.name != "RESOURCE"
        values = values.flatMap { $0.split { $0.isNewline || isOfWords && (" ,，、".contains($0)) }.map(String.init) }
      case .option(_, repeats: true): values = values.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
      case .positional(repeats: true) where !parameter.choices.isEmpty: break
      default: values = Array(values.suffix(1))
      }
      values = values.map { $0.trimmingCharacters() }.filter { !$0.isEmpty }
      if !parameter.choices.isEmpty {
        values = try values.map { typed in
          guard let value = parameter.choices.value(of: typed) else {
            throw Failure(
              .usage, Bilingual("\"\(typed)\" is none of the values of: ", "“\(typed)”不可选：") + Self.label(parameter))
          }
          return value
        }
      }
      if !values.isEmpty { line.values[parameter.name] = values }
    }
    if command.draft != nil {
      line.drafted = filled.drafted.mapValues { $0.trimmingCharacters() }.filter { !$0.value.isEmpty }
    }
    return (line, files)
  }
}

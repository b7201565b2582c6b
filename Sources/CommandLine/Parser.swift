import Wording

/// What a command line says, before any of it is acted on.
package struct ParsedLine {
  package var command: CommandSyntax
  package var values: [String: [String]] = [:]
  package var flags: Set<String> = []
  /// Texts written in an editor.
  package var drafted: [String: String] = [:]

  package init(command: CommandSyntax) { self.command = command }

  /// What the command needs and was not given.
  package var missing: [Parameter] {
    command.parameters.filter { $0.isRequired && values[$0.name] == nil && drafted[$0.name] == nil }
  }
}

/// Reads a command line against the commands of a program. Pure: no file is read, nothing is printed.
package struct Parser {
  let program: ProgramSyntax

  package init(_ program: ProgramSyntax) { self.program = program }

  /// Reads a line that is complete.
  /// - Throws: `Failure` with exit code 64, a sentence, and what was probably meant.
  package func parse(_ arguments: [String]) throws(Failure) -> ParsedLine {
    let line = try read(arguments)
    if !line.flags.contains("help") { try require(line) }
    return line
  }

  /// Reads a line from which required arguments may be missing: a form asks for them.
  package func read(_ arguments: [String]) throws(Failure) -> ParsedLine {
    let (command, rest) = try command(in: arguments)
    var line = ParsedLine(command: command)
    let known = command.parameters + program.common
    var places = command.parameters.filter { if case .positional = $0.shape { true } else { false } }[...]
    var rests = rest[...]
    var onlyPlaces = false
    while let word = rests.popFirst() {
      if word == "--", !onlyPlaces {
        onlyPlaces = true
      } else if word.hasPrefix("--"), !onlyPlaces {
        try option(word, &rests, known, into: &line)
      } else if word == "-h", !onlyPlaces {
        line.flags.insert("help")
      } else if let place = places.first {
        line.values[place.name, default: []].append(try value(word, of: place))
        if place.shape == .positional(repeats: false) { places.removeFirst() }
      } else {
        throw usage(
          Bilingual("There is one word too many: \(word)", "多了一个词：\(word)"), command)
      }
    }
    return line
  }

  /// - Throws: `Failure` that names the first argument missing.
  package func require(_ line: ParsedLine) throws(Failure) {
    for parameter in line.missing {
      let shown = parameter.isPositional ? parameter.name : "--" + parameter.name
      throw usage(
        Bilingual("Missing: \(shown), \(parameter.help.english)", "缺少：\(shown)，\(parameter.help.chinese)"), line.command
      )
    }
  }

  /// The command, and what else stands on the line; options may stand before it.
  private func command(in typed: [String]) throws(Failure) -> (CommandSyntax, [String]) {
    var before: [String] = []
    var arguments = typed[...]
    while let word = arguments.first, word.hasPrefix("--"), word != "--" {
      before.append(arguments.removeFirst())
      if takesNextWord(word), let value = arguments.popFirst() { before.append(value) }
    }
    let words = arguments.prefix { !$0.hasPrefix("-") }
    for count in [2, 1] where words.count >= count {
      let name = words.prefix(count).joined(separator: " ")
      if let command = program.commands.first(where: { $0.name == name || $0.chinese == name }) {
        return (command, before + arguments.dropFirst(count))
      }
    }
    let names = program.commands.map(\.name)
    let candidates = names + program.commands.map(\.chinese)
    let group = names.filter { name in words.first.map { name.hasPrefix($0 + " ") } ?? false }
    let pair = words.prefix(2).joined(separator: " ")
    let asked = group.isEmpty ? words.first ?? "" : pair
    let close = Suggestion.closest(to: pair, among: candidates) ?? Suggestion.closest(to: asked, among: candidates)
    let advice: Bilingual =
      if let close {
        Bilingual("Did you mean: \(program.name) \(close)", "您是否想输入：\(program.name) \(close)")
      } else if !group.isEmpty {
        Bilingual("There is: \(group.joined(separator: ", "))", "可用：\(group.joined(separator: "、"))")
      } else {
        Bilingual("See: \(program.name) --help", "请查看：\(program.name) --help")
      }
    throw Failure(
      .usage,
      words.isEmpty
        ? Bilingual("Say what to do.", "请说明要执行的操作。")
        : Bilingual("There is no command \"\(asked)\".", "没有“\(asked)”这个命令。"), advice: advice)
  }

  /// Whether an option's value is the word after it: in any command, since which one it is of is not known yet.
  private func takesNextWord(_ word: String) -> Bool {
    let name = String(word.dropFirst(2))
    guard !name.contains("=") else { return false }
    let all = program.common + program.commands.flatMap(\.parameters)
    return all.contains { if isCalled($0, name), case .option = $0.shape { true } else { false } }
  }

  /// Whether an option or a flag is written so, in English or in Chinese.
  private func isCalled(_ parameter: Parameter, _ typed: String) -> Bool {
    !parameter.isPositional && (parameter.name == typed || program.optionWords[parameter.name] == typed)
  }

  private func option(
    _ word: String, _ rest: inout ArraySlice<String>, _ known: [Parameter], into line: inout ParsedLine
  ) throws(Failure) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let typed = String(parts[0])
    guard let parameter = known.first(where: { isCalled($0, typed) }) else {
      let names = known.filter { !$0.isPositional }.map(\.name)
      let close = Suggestion.closest(to: typed, among: names + names.compactMap { program.optionWords[$0] })
      throw Failure(
        .usage, Bilingual("There is no option --\(typed).", "没有 --\(typed) 这个选项。"),
        advice: close.map { Bilingual("Did you mean: --\($0)", "您是否想输入：--\($0)") }
          ?? Bilingual(
            "See: \(program.name) \(line.command.name) --help", "请查看：\(program.name) \(line.command.name) --help"))
    }
    let name = parameter.name
    switch parameter.shape {
    case .flag:
      guard parts.count == 1 else {
        throw usage(Bilingual("--\(name) takes no value.", "--\(name) 不带值。"), line.command)
      }
      line.flags.insert(name)
    case .option(_, let repeats):
      guard let written = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        throw usage(Bilingual("--\(name) needs a value.", "--\(name) 需要一个值。"), line.command)
      }
      if !repeats, line.values[name] != nil {
        throw usage(Bilingual("--\(name) is given twice.", "--\(name) 重复了。"), line.command)
      }
      line.values[name, default: []].append(try value(written, of: parameter))
    case .positional: break
    }
  }

  /// What the command is given of what was typed: of few values, the one that is meant.
  private func value(_ typed: String, of parameter: Parameter) throws(Failure) -> String {
    try TypedText.check(typed)
    let choices = parameter.choices
    if choices.isEmpty { return typed }
    if let value = choices.value(of: typed) { return value }
    let close = Suggestion.closest(to: typed, among: choices.flatMap(\.meanings))
    throw Failure(
      .usage,
      Bilingual(
        "\(parameter.name) cannot be \"\(typed)\"; it is one of: \(choices.shown(.english)).",
        "\(parameter.name) 不能是“\(typed)”，可以是：\(choices.shown(.chinese))。"),
      advice: close.map { Bilingual("Did you mean: \($0)", "您是否想输入：\($0)") })
  }

  private func usage(_ sentence: Bilingual, _ command: CommandSyntax) -> Failure {
    let line = "\(program.name) \(command.name) --help"
    return Failure(.usage, sentence, advice: Bilingual("See: \(line)", "请查看：\(line)"))
  }
}

import Wording

/// What a command line says, before any of it is acted on.
package struct ParsedLine {
  package var command: CommandSyntax
  package var values: [String: [String]] = [:]
  package var flags: Set<String> = []
  /// Texts written in an editor.
  package var drafted: [String: String] = [:]

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
        try check(word, for: place)
        line.values[place.name, default: []].append(word)
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
      if let command = program.commands.first(where: { $0.name == name }) {
        return (command, before + arguments.dropFirst(count))
      }
    }
    let candidates = program.commands.map(\.name)
    let group = candidates.filter { name in words.first.map { name.hasPrefix($0 + " ") } ?? false }
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
    let name = word.dropFirst(2)
    guard !name.contains("=") else { return false }
    let all = program.common + program.commands.flatMap(\.parameters)
    return all.contains { if $0.name == name, case .option = $0.shape { true } else { false } }
  }

  private func option(
    _ word: String, _ rest: inout ArraySlice<String>, _ known: [Parameter], into line: inout ParsedLine
  ) throws(Failure) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let parameter = known.first(where: { $0.name == name && !$0.isPositional }) else {
      let close = Suggestion.closest(to: name, among: known.filter { !$0.isPositional }.map(\.name))
      throw Failure(
        .usage, Bilingual("There is no option --\(name).", "没有 --\(name) 这个选项。"),
        advice: close.map { Bilingual("Did you mean: --\($0)", "您是否想输入：--\($0)") }
          ?? Bilingual(
            "See: \(program.name) \(line.command.name) --help", "请查看：\(program.name) \(line.command.name) --help"))
    }
    switch parameter.shape {
    case .flag:
      guard parts.count == 1 else {
        throw usage(Bilingual("--\(name) takes no value.", "--\(name) 不带值。"), line.command)
      }
      line.flags.insert(name)
    case .option(_, let repeats):
      guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        throw usage(Bilingual("--\(name) needs a value.", "--\(name) 需要一个值。"), line.command)
      }
      if !repeats, line.values[name] != nil {
        throw usage(Bilingual("--\(name) is given twice.", "--\(name) 重复了。"), line.command)
      }
      try check(value, for: parameter)
      line.values[name, default: []].append(value)
    case .positional: break
    }
  }

  private func check(_ value: String, for parameter: Parameter) throws(Failure) {
    try TypedText.check(value)
    guard !parameter.choices.isEmpty, !parameter.choices.contains(value) else { return }
    let choices = parameter.choices.joined(separator: ", ")
    let close = Suggestion.closest(to: value, among: parameter.choices)
    throw Failure(
      .usage,
      Bilingual(
        "\(parameter.name) cannot be \"\(value)\"; it is one of: \(choices).",
        "\(parameter.name) 不能是“\(value)”，可选值：\(choices)。"),
      advice: close.map { Bilingual("Did you mean: \($0)", "您是否想输入：\($0)") })
  }

  private func usage(_ sentence: Bilingual, _ command: CommandSyntax) -> Failure {
    let line = "\(program.name) \(command.name) --help"
    return Failure(.usage, sentence, advice: Bilingual("See: \(line)", "请查看：\(line)"))
  }
}

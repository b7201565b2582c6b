import Wording

/// The text of a completion script. Pure.
package struct CompletionScript {
  private let syntax: ProgramSyntax
  private let language: Language
  private var program: String { syntax.name }
  /// Whoever reads Chinese may type either name of a command.
  private var commands: [CommandSyntax] {
    syntax.commands
      + (language == .chinese
        ? syntax.commands.map {
          CommandSyntax(name: $0.chinese, chinese: $0.chinese, summary: $0.summary, parameters: $0.parameters)
        } : [])
  }

  package init(_ program: ProgramSyntax, language: Language) {
    syntax = program
    self.language = language
  }

  /// Words after the program: the first words of commands, each with the second ones and a line on what it is for.
  private var groups: [(word: String, second: [String], summary: String)] {
    var groups: [(word: String, second: [String], summary: String)] = []
    for command in commands {
      let words = command.name.split(separator: " ").map(String.init)
      if let index = groups.firstIndex(where: { $0.word == words[0] }) {
        groups[index].second += words.dropFirst()
      } else {
        groups.append((words[0], Array(words.dropFirst()), String(command.summary[language].prefix { $0 != "\n" })))
      }
    }
    return groups
  }

  private func options(_ command: CommandSyntax) -> [Parameter] {
    (command.parameters + syntax.common).filter { !$0.isPositional }
  }

  /// All that a command can be followed by, without looking at what stands before: options, and positional choices.
  private func words(_ command: CommandSyntax) -> String {
    (options(command).flatMap(names).map { "--" + $0 }
      + command.parameters.filter(\.isPositional).flatMap { $0.choices.completions(language) })
      .joined(separator: " ")
  }

  /// How an option is called: in English, and in Chinese for whoever reads it.
  private func names(_ option: Parameter) -> [String] {
    [option.name] + (language == .chinese ? syntax.optionWords[option.name].map { [$0] } ?? [] : [])
  }

  package var bash: String {
    let function = "_" + program.replacing("-", with: "_")
    var lines = [
      "# bash completion of \(program): source it, or put it into /usr/share/bash-completion/completions/\(program)",
      "\(function)() {",
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
      "  local one=${COMP_WORDS[1]-} pair=\"${COMP_WORDS[1]-} ${COMP_WORDS[2]-}\" words=",
      "  COMPREPLY=()",
      "  if ((COMP_CWORD == 1)); then words=\"\(groups.map(\.word).joined(separator: " "))\"; fi",
    ]
    let choices = Dictionary(
      commands.flatMap { options($0) }.filter { !$0.choices.isEmpty }.flatMap { option in
        names(option).map { ($0, option.choices.completions(language)) }
      },
      uniquingKeysWith: { first, second in first + second.filter { !first.contains($0) } })
    lines.append("  case $before in")
    for (name, values) in choices.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "    --\(name)) COMPREPLY=($(compgen -W \"\(values.joined(separator: " "))\" -- \"$word\")); return ;;")
    }
    lines += ["  esac", "  if ((COMP_CWORD == 2)); then case $one in"]
    for group in groups where !group.second.isEmpty {
      lines.append("    \(group.word)) words=\"\(group.second.joined(separator: " "))\" ;;")
    }
    lines += ["  esac; fi", "  if ((COMP_CWORD >= 2)); then case $pair in"]
    for command in commands where command.name.contains(" ") {
      lines.append("    \"\(command.name)\") words+=\" \(words(command))\" ;;")
    }
    lines.append("    *) case $one in")
    for command in commands where !command.name.contains(" ") {
      lines.append("      \(command.name)) words+=\" \(words(command))\" ;;")
    }
    lines += [
      "    esac ;;", "  esac; fi",
      "  if [[ $word == @* ]]; then COMPREPLY=($(compgen -f -P @ -- \"${word#@}\")); return; fi",
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))", "}", "complete -F \(function) \(program)",
    ]
    return lines.joined(separator: "\n")
  }

  package var zsh: String {
    let function = "_" + program.replacing("-", with: "_")
    var lines = [
      "#compdef \(program)", "# zsh completion of \(program): put it into a folder of $fpath as _\(program)", "",
    ]
    lines += ["\(function)() {", "  local -a commands", "  commands=("]
    for group in groups {
      lines.append("    '\(quoted(group.word)):\(quoted(group.summary))'")
    }
    lines += [
      "  )", "  if ((CURRENT == 2)); then _describe -t commands command commands; return; fi",
      "  case \"$words[2] ${words[3]-}\" in",
    ]
    for command in commands where command.name.contains(" ") {
      lines.append("    '\(command.name)') shift 2 words; ((CURRENT -= 2)); \(arguments(command)) ;;")
    }
    for group in groups where !group.second.isEmpty {
      lines.append("    '\(group.word) '*) compadd -- \(group.second.joined(separator: " ")) ;;")
    }
    for command in commands where !command.name.contains(" ") {
      lines.append("    '\(command.name) '*) shift words; ((CURRENT -= 1)); \(arguments(command)) ;;")
    }
    lines += ["  esac", "}", "", "\(function) \"$@\""]
    return lines.joined(separator: "\n")
  }

  private func arguments(_ command: CommandSyntax) -> String {
    var specs = options(command).flatMap { parameter in names(parameter).map { (parameter, $0) } }.map {
      parameter, name in
      let help = "[\(bracketed(parameter.help[language]))]"
      switch parameter.shape {
      case .option(let placeholder, let repeats):
        let values =
          parameter.choices.isEmpty ? "_files" : "(\(parameter.choices.completions(language).joined(separator: " ")))"
        return "'\(repeats ? "*" : "")--\(name)\(help):\(bracketed(placeholder)):\(values)'"
      default: return "'--\(name)\(help)'"
      }
    }
    for parameter in command.parameters where parameter.isPositional {
      let values =
        parameter.choices.isEmpty ? "" : "(\(parameter.choices.completions(language).joined(separator: " ")))"
      specs.append(
        "'\(parameter.shape == .positional(repeats: true) ? "*" : ""):\(bracketed(parameter.name)):\(values)'")
    }
    return "_arguments " + specs.joined(separator: " ")
  }

  package var fish: String {
    var lines = [
      "# fish completion of \(program): put it into ~/.config/fish/completions/\(program).fish",
      "complete -c \(program) -f",
    ]
    let firsts = groups.map(\.word).joined(separator: " ")
    for group in groups {
      lines.append(
        "complete -c \(program) -n 'not __fish_seen_subcommand_from \(firsts)' -a \(group.word) -d '\(quoted(group.summary))'"
      )
      for second in group.second {
        lines.append(
          "complete -c \(program) -n '__fish_seen_subcommand_from \(group.word); and not __fish_seen_subcommand_from \(group.second.joined(separator: " "))' -a \(second)"
        )
      }
    }
    for command in commands {
      let seen = command.name.split(separator: " ").map { "__fish_seen_subcommand_from \($0)" }.joined(
        separator: "; and ")
      for (parameter, name) in options(command).flatMap({ parameter in names(parameter).map { (parameter, $0) } }) {
        var line = "complete -c \(program) -n '\(seen)' -l \(name) -d '\(quoted(parameter.help[language]))'"
        if case .option = parameter.shape {
          line +=
            parameter.choices.isEmpty
            ? " -r -F" : " -x -a '\(parameter.choices.completions(language).joined(separator: " "))'"
        }
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }

  private func quoted(_ text: String) -> String { text.replacing("'", with: "’").replacing(":", with: " –") }

  /// Text inside the brackets and colons of a zsh specification.
  private func bracketed(_ text: String) -> String {
    text.replacing("'", with: "’").replacing("[", with: "(").replacing("]", with: ")").replacing(":", with: " –")
  }
}

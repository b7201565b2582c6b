import Wording

/// Help of a program and of each command, in one language.
package struct Help {
  let program: ProgramSyntax
  let language: Language

  package init(_ program: ProgramSyntax, language: Language) {
    self.program = program
    self.language = language
  }

  package var overview: String {
    var lines = [
      program.summary[language], "", Bilingual("Usage:", "用法：")[language], "  \(program.name) COMMAND …", "",
    ]
    lines.append(Bilingual("Commands:", "命令：")[language])
    lines += Columns.align(
      program.commands.map { ["  " + $0.name] + (language == .chinese ? [$0.chinese] : []) + [$0.summary[language]] })
    lines += ["", Bilingual("Options of every command:", "通用选项：")[language]]
    lines += options(program.common)
    lines += ["", Self.inputNote[language]]
    return lines.joined(separator: "\n")
  }

  package func text(for command: CommandSyntax) -> String {
    var usage = ""
    for parameter in command.parameters {
      let shown: String =
        switch parameter.shape {
        case .positional(let repeats): parameter.name + (repeats ? "…" : "")
        case .option(let placeholder, let repeats): "--\(parameter.name) \(placeholder)" + (repeats ? " …" : "")
        case .flag: "--\(parameter.name)"
        }
      usage += parameter.isRequired ? " " + shown : " [\(shown)]"
    }
    // In Chinese the command has two names, and both lines do the same.
    let names = [command.name] + (language == .chinese ? [command.chinese] : [])
    var lines = [command.summary[language], "", Bilingual("Usage:", "用法：")[language]]
    lines += names.map { "  \(program.name) \($0)" + usage } + [""]
    if !command.parameters.isEmpty {
      lines.append(Bilingual("Arguments:", "参数：")[language])
      lines += options(command.parameters)
      lines.append("")
    }
    lines.append(Bilingual("Options of every command:", "通用选项：")[language])
    lines += options(program.common)
    lines += ["", Self.inputNote[language]]
    return lines.joined(separator: "\n")
  }

  private static let inputNote = Bilingual(
    "A text may be @FILE (read from the file) or - (read from standard input).", "文字可写作 @文件（从文件读取）或 -（从标准输入读取）。")

  private func options(_ parameters: [Parameter]) -> [String] {
    Columns.align(
      parameters.map { parameter in
        let left =
          switch parameter.shape {
          case .positional: parameter.name
          case .option(let placeholder, _): program.option(parameter, language) + " " + placeholder
          case .flag: program.option(parameter, language)
          }
        let choices = parameter.choices.isEmpty ? "" : " (\(parameter.choices.shown(language)))"
        return ["  " + left, parameter.help[language] + choices]
      })
  }
}

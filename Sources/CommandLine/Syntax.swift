import Wording

/// What one command is called, what it is for, and what it is told.
package struct CommandSyntax: Sendable {
  /// One word, or two: `open`, `incident list`.
  package let name: String
  /// One word that means the same: 登记事件.
  package let chinese: String
  package let summary: Bilingual
  package let parameters: [Parameter]

  package init(name: String, chinese: String, summary: Bilingual, parameters: [Parameter]) {
    self.name = name
    self.chinese = chinese
    self.summary = summary
    self.parameters = parameters
  }
}

/// What a program understands: enough to read a line, and to write help, a manual page and completions.
package struct ProgramSyntax: Sendable {
  package let name: String
  package let summary: Bilingual
  package let commands: [CommandSyntax]
  /// What every command takes.
  package let common: [Parameter]
  /// The Chinese word for each option, the same in every command.
  package let optionWords: [String: String]

  package init(
    name: String, summary: Bilingual, commands: [CommandSyntax], common: [Parameter],
    optionWords: [String: String] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.commands = commands
    self.common = common
    self.optionWords = optionWords
  }

  /// How an option is written, by whoever reads this language: `--severity`, `--severity／--等级`.
  func option(_ parameter: Parameter, _ language: Language) -> String {
    let word = language == .chinese ? optionWords[parameter.name] : nil
    return "--" + parameter.name + (word.map { "／--" + $0 } ?? "")
  }
}

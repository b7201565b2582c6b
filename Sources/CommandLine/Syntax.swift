import Wording

/// What one command is called, what it is for, and what it is told.
package struct CommandSyntax: Sendable {
  /// One word, or two: `open`, `incident list`.
  package let name: String
  package let summary: Bilingual
  package let parameters: [Parameter]

  package init(name: String, summary: Bilingual, parameters: [Parameter]) {
    self.name = name
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

  package init(name: String, summary: Bilingual, commands: [CommandSyntax], common: [Parameter]) {
    self.name = name
    self.summary = summary
    self.commands = commands
    self.common = common
  }
}

import Wording

/// A program's manual page in man's own language (man-pages(7), groff_man(7)). Pure.
package struct ManualPage {
  /// What stands on the manual pages of all programs of one product.
  package struct Product {
    let name: String
    let release: String
    /// All its programs: the others are named at the end.
    let programs: [String]
    let environment: [(String, Bilingual)]
    let note: Bilingual

    package init(
      name: String, release: String, programs: [String], environment: [(String, Bilingual)], note: Bilingual
    ) {
      self.name = name
      self.release = release
      self.programs = programs
      self.environment = environment
      self.note = note
    }
  }

  private let product: Product
  private let syntax: ProgramSyntax
  private let language: Language
  private var program: String { syntax.name }

  package init(_ program: ProgramSyntax, of product: Product, language: Language) {
    syntax = program
    self.product = product
    self.language = language
  }

  package var text: String {
    let title = program.uppercased()
    var lines = [
      ".\\\" Made by \(program) manual; do not edit.",
      ".TH \(title) 1 \"\" \"\(product.name) \(product.release)\" \"\(product.name)\"",
      ".SH \(Bilingual("NAME", "名称")[language])", escape("\(program) - \(shortSummary)"),
      ".SH \(Bilingual("SYNOPSIS", "用法")[language])", ".B \(escape(program))", ".I COMMAND", "…",
      ".SH \(Bilingual("DESCRIPTION", "说明")[language])",
    ]
    lines += syntax.summary[language].split(separator: "\n").flatMap { [escape(String($0)), ".br"] }
    lines += [".PP", escape(product.note[language])]
    lines.append(".SH \(Bilingual("COMMANDS", "命令")[language])")
    for command in syntax.commands {
      let also = language == .chinese ? "（\(command.chinese)）" : ""
      lines += [".SS \(escape(command.name + also + usage(command)))", escape(String(command.summary[language]))]
      lines += command.parameters.flatMap(item)
    }
    lines.append(".SH \(Bilingual("OPTIONS OF EVERY COMMAND", "通用选项")[language])")
    lines += syntax.common.flatMap(item)
    lines.append(".SH \(Bilingual("ENVIRONMENT", "环境变量")[language])")
    for (name, meaning) in product.environment {
      lines += [".TP", ".B \(escape(name))", escape(meaning[language])]
    }
    lines.append(".SH \(Bilingual("EXIT STATUS", "退出码")[language])")
    for code in ExitCode.allCases {
      lines += [".TP", ".B \(code.rawValue)", escape(code.meaning[language])]
    }
    lines += [
      ".SH \(Bilingual("SEE ALSO", "另见")[language])",
      product.programs.filter { $0 != program }.map { ".BR \(escape($0)) (1)" }.joined(separator: ",\n"),
    ]
    return lines.joined(separator: "\n")
  }

  /// What follows the program's name in its summary's first line.
  private var shortSummary: String {
    let first = String(syntax.summary[language].prefix { $0 != "\n" })
    for separator in [": ", "："] {
      if let range = first.firstRange(of: separator) { return String(first[range.upperBound...]) }
    }
    return first
  }

  private func usage(_ command: CommandSyntax) -> String {
    command.parameters.filter(\.isPositional).map { parameter in
      let repeats = parameter.shape == .positional(repeats: true)
      let shown = parameter.name + (repeats ? "…" : "")
      return parameter.isRequired ? " " + shown : " [\(shown)]"
    }.joined()
  }

  private func item(_ parameter: Parameter) -> [String] {
    let shown: String =
      switch parameter.shape {
      case .positional: parameter.name
      case .option(let placeholder, _): syntax.option(parameter, language) + " " + placeholder
      case .flag: syntax.option(parameter, language)
      }
    let choices = parameter.choices.isEmpty ? "" : " (\(parameter.choices.shown(language)))"
    return [".TP", ".B \(escape(shown))", escape(parameter.help[language] + choices)]
  }

  /// A dash is a minus that can be copied; a dot or an apostrophe in front is no request.
  private func escape(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}

import Workflow

/// A program's manual page in man's own language (man-pages(7), groff_man(7)). Pure.
struct ManualPage {
  let program: String
  let summary: Bilingual
  let commands: [Command]
  let language: Language

  var text: String {
    let title = program.uppercased()
    var lines = [
      ".\\\" Made by \(program) manual; do not edit.",
      ".TH \(title) 1 \"\" \"Levee \(Release.name)\" \"Levee\"",
      ".SH \(Bilingual("NAME", "名称")[language])", escape("\(program) - \(shortSummary)"),
      ".SH \(Bilingual("SYNOPSIS", "用法")[language])", ".B \(escape(program))", ".I COMMAND", "…",
      ".SH \(Bilingual("DESCRIPTION", "说明")[language])",
    ]
    lines += summary[language].split(separator: "\n").flatMap { [escape(String($0)), ".br"] }
    lines += [".PP", escape(Self.note[language])]
    lines.append(".SH \(Bilingual("COMMANDS", "命令")[language])")
    for command in commands {
      lines += [".SS \(escape(command.name + usage(command)))", escape(String(command.summary[language]))]
      lines += command.parameters.flatMap(item)
    }
    lines.append(".SH \(Bilingual("OPTIONS OF EVERY COMMAND", "通用选项")[language])")
    lines += Parameter.common.flatMap(item)
    lines.append(".SH \(Bilingual("ENVIRONMENT", "环境变量")[language])")
    for (name, meaning) in Self.environment {
      lines += [".TP", ".B \(escape(name))", escape(meaning[language])]
    }
    lines.append(".SH \(Bilingual("EXIT STATUS", "退出码")[language])")
    for (code, meaning) in Self.codes {
      lines += [".TP", ".B \(code.rawValue)", escape(meaning[language])]
    }
    lines += [
      ".SH \(Bilingual("SEE ALSO", "另见")[language])",
      Self.programs.filter { $0 != program }.map { ".BR \(escape($0)) (1)" }.joined(separator: ",\n"),
    ]
    return lines.joined(separator: "\n")
  }

  private static let programs = ["levee"] + (Team.working + [.supervisor]).map { "levee-" + $0.rawValue }

  private static let note = Bilingual(
    "A text may be @FILE (read from the file) or - (read from standard input). The database is found as libpq finds it.",
    "文字可写作 @文件（从文件读取）或 -（从标准输入读取）。数据库的连接方式遵循 libpq 的惯例。")

  private static let environment: [(String, Bilingual)] = [
    ("PGHOST, PGUSER, PGDATABASE, PGSERVICE, PGPASSFILE …", Bilingual("libpq's own", "libpq 的环境变量")),
    ("LEVEE_LANGUAGE", Bilingual("zh-CN or en, instead of the person's own setting", "zh-CN 或 en，优先于本人的设置")),
    ("LEVEE_CREDENTIALS", Bilingual("a folder with secrets, one a file", "密钥所在目录，每个密钥一个文件")),
    ("LEVEE_PROGRAMS", Bilingual("a folder with programs that send messages", "用于发送消息的程序所在目录")),
    ("NO_COLOR, TERM, TZ, VISUAL, EDITOR", Bilingual("as everywhere", "含义同惯例")),
  ]

  private static let codes: [(ExitCode, Bilingual)] = [
    (.success, Bilingual("done", "完成")),
    (.unhealthy, Bilingual("found, but not well; for health: WARNING", "检查发现问题；health 为 WARNING")),
    (.critical, Bilingual("for health: CRITICAL", "health 为 CRITICAL")),
    (.unknown, Bilingual("for health: UNKNOWN", "health 为 UNKNOWN")),
    (.usage, Bilingual("the command line was wrong", "命令行有误")),
    (.data, Bilingual("the data was wrong, or the law refused the step", "数据有误，或规则拒绝该步骤")),
    (.noInput, Bilingual("a file cannot be read, or there is no such thing", "文件无法读取，或没有该对象")),
    (.unavailable, Bilingual("the database cannot be reached", "无法连接数据库")),
    (.software, Bilingual("something went wrong inside", "程序内部出错")),
    (.cannotCreate, Bilingual("a file cannot be written", "文件无法写入")),
    (.temporary, Bilingual("try again", "请重试")),
    (.noPermission, Bilingual("this person may not do this", "无权执行")),
    (.configuration, Bilingual("the installation or a setting is wrong", "安装或配置有误")),
  ]

  /// What follows the program's name in its summary's first line.
  private var shortSummary: String {
    let first = String(summary[language].prefix { $0 != "\n" })
    for separator in [": ", "："] {
      if let range = first.firstRange(of: separator) { return String(first[range.upperBound...]) }
    }
    return first
  }

  private func usage(_ command: Command) -> String {
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
      case .option(let placeholder, _): "--\(parameter.name) \(placeholder)"
      case .flag: "--\(parameter.name)"
      }
    let choices = parameter.choices.isEmpty ? "" : " (\(parameter.choices.joined(separator: ", ")))"
    return [".TP", ".B \(escape(shown))", escape(parameter.help[language] + choices)]
  }

  /// A dash is a minus that can be copied; a dot or an apostrophe in front is no request.
  private func escape(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}

/// `manual`: the manual page, for whoever packages the program.
enum ManualCommand {
  static func make(program: String, summary: Bilingual, commands: [Command]) -> Command {
    Command("manual", Bilingual("print the manual page, for man", "输出手册页（man 格式）"), as: .staff) { invocation in
      let page = ManualPage(program: program, summary: summary, commands: commands, language: invocation.language)
      return Reply(verbatim: page.text)
    }
  }
}

import CommandLine
import Wording
import Workflow

/// `manual`: the manual page, for whoever packages the program.
enum ManualCommand {
  static func make(_ program: ProgramSyntax) -> Command {
    Command(
      "manual", "手册", Bilingual("print the manual page, for man", "输出手册页（man 格式）"), as: .staff, to: .runAtTerminals
    ) { invocation in
      Reply(verbatim: ManualPage(program, of: product, language: invocation.language).text)
    }
  }

  private static let product = ManualPage.Product(
    name: "Levee", release: Release.name,
    programs: ["levee"] + (Team.working + [.supervisor]).map { "levee-" + $0.rawValue }, environment: environment,
    note: Bilingual(
      "A text may be @FILE (read from the file) or - (read from standard input). The database is found as libpq finds it.",
      "文字可写作 @文件（从文件读取）或 -（从标准输入读取）。数据库的连接方式与 libpq 相同。"))

  private static let environment: [(String, Bilingual)] = [
    ("PGHOST, PGUSER, PGDATABASE, PGSERVICE, PGPASSFILE …", Bilingual("libpq's own", "libpq 的环境变量")),
    ("LEVEE_LANGUAGE", Bilingual("zh-CN or en, instead of the person's own setting", "zh-CN 或 en，优先于本人的设置")),
    ("LEVEE_CREDENTIALS", Bilingual("a folder with secrets, one a file", "密钥所在目录，每个密钥一个文件")),
    ("LEVEE_PROGRAMS", Bilingual("a folder with programs that send messages", "用于发送消息的程序所在目录")),
    ("NO_COLOR, TERM, TZ, VISUAL, EDITOR", Bilingual("as everywhere", "含义同惯例")),
  ]
}

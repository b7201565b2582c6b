import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Plan
import Wording

/// `levee setup`: a company from one file, or from a few questions that write that file. Run again with a changed file, it
/// changes what is different and nothing else.
enum SetupCommand {
  static let setup = Command(
    "setup", "公司设置", Bilingual("set a company up: from a YAML file, or by questions", "设置公司：读取 YAML 文件，或逐项提问"),
    [
      .positional(
        "FILE", Bilingual("the YAML file; without it you are asked", "YAML 文件；不填则逐项提问"), required: false,
        holds: .file(["yaml", "yml"])),
      .flag("check", Bilingual("only say what is wrong with the file", "仅检查文件")),
      .flag("example", Bilingual("print a file to begin from", "输出示例文件")),
      .option(
        "out", "FILE", Bilingual("where the answers are written; levee.yaml if not said", "问答结果写入的文件，默认 levee.yaml"),
        holds: .newFile(["yaml"])),
    ], as: .administrator
  ) { invocation in
    if invocation.has("example") { return Reply(verbatim: CompanyExample.text(invocation.language)) }
    let path: String
    if let given = invocation["FILE"] {
      path = given
    } else if let terminal = invocation.terminal {
      path = invocation["out"] ?? "levee.yaml"
      let answers = try SetupQuestions(
        terminal: terminal, language: invocation.language,
        secondsBeforeFirstStatement: try await secondsBeforeFirstStatement(invocation)
      ).ask()
      try OutputFile.write(Array(answers.utf8), to: path)
    } else {
      throw Failure(
        .usage, Bilingual("Name the company's YAML file.", "请指定公司的 YAML 文件。"),
        advice: Bilingual(
          "Begin from: levee setup --example > levee.yaml", "可从示例开始：levee setup --example > levee.yaml"))
    }
    let company = try read(path)
    if invocation.has("check") {
      return try await rehearsed(company, path, invocation)
    }
    let done = try await carryOut(company, path, invocation, rehearses: false)
    return Reply(
      done.isEmpty
        ? Bilingual("Nothing to change: all of \(path) is so already.", "不用改：\(path) 的内容都已生效。")
        : Bilingual("The company is set up from \(path).", "已按 \(path) 完成设置。"),
      tables: [
        table(done)
      ]
        + [
          Reply.Table(
            "then", Bilingual("Then:", "接下来："), columns: [("command", Bilingual("Command", "命令"))],
            rows: next(done).map { [.code($0)] })
        ])
  }

  private static func read(_ path: String) throws -> CompanySettings {
    do {
      return try CompanyFile.read(try Input.bytes(path))
    } catch let faults as CompanyFile.Faults {
      throw failure(faults, path)
    }
  }

  /// By the newest playbook; 0 before the schema is installed.
  private static func secondsBeforeFirstStatement(_ invocation: Invocation) async throws -> Int {
    guard try await !Installation(connection: invocation.database).status().applied.isEmpty,
      let newest = try await invocation.ledger.playbooks.list().last(where: { $0.sentBack == nil })?.version,
      let content = try await invocation.ledger.playbooks.content(version: newest)
    else { return 0 }
    return PlanChecks.secondsBeforeFirstStatement(content, .one)
  }

  private static func failure(_ faults: CompanyFile.Faults, _ path: String) -> Failure {
    let lines = faults.faults.map { fault in
      Bilingual(same: "\(path):\(fault.line): ") + fault.reason
    }
    return Failure(
      .data,
      Bilingual(
        lines.map(\.english).joined(separator: "; "), lines.map(\.chinese).joined(separator: "；")),
      advice: Bilingual(
        "Nothing was changed. Mend the file and run it again.", "未保存，未改动。请改好文件再执行。"))
  }

  /// All of the file, or nothing of it.
  private static func carryOut(
    _ company: CompanySettings, _ path: String, _ invocation: Invocation, rehearses: Bool
  ) async throws -> [CompanySetup.Change] {
    do {
      return try await invocation.ledger.atomically(rehearses: rehearses) { ledger in
        try await CompanySetup.carryOut(company, in: ledger)
      }
    } catch let faults as CompanyFile.Faults {
      throw failure(faults, path)
    }
  }

  /// Carries the file out and undoes it: whatever the database would refuse, it refuses now.
  private static func rehearsed(
    _ company: CompanySettings, _ path: String, _ invocation: Invocation
  ) async throws -> Reply {
    let done: [CompanySetup.Change]
    do {
      let installation = Installation(connection: invocation.database)
      guard try await !installation.status().applied.isEmpty else { throw Installation.Fault.notInstalled }
      done = try await carryOut(company, path, invocation, rehearses: true)
    } catch let failure as Failure {
      throw failure
    } catch {
      return Reply(
        Bilingual(
          "\(path) is in order. It was not tried in a database: ", "\(path) 的写法没有问题，但没有在数据库中试过：")
          + Failure(error).sentence)
    }
    return Reply(
      done.isEmpty
        ? Bilingual("\(path) is in order: all of it is so already.", "\(path) 没有问题：内容均已生效。")
        : Bilingual(
          "\(path) is in order. It would change this; nothing was changed yet.", "\(path) 没有问题。执行后将有以下变更，目前尚未改动。"),
      tables: [table(done)])
  }

  private static func table(_ done: [CompanySetup.Change]) -> Reply.Table {
    Reply.Table(
      "changes",
      columns: [("what", Bilingual("What", "内容")), ("name", Bilingual("Name", "名称"))],
      rows: done.map { [.named($0.what.english.replacing(" ", with: "_"), $0.what), .code($0.name)] },
      whenEmpty: Bilingual(same: ""))
  }

  private static func next(_ done: [CompanySetup.Change]) -> [String] {
    let version = done.first { $0.what.english == "playbook version" }?.name
    return (version.map { ["levee-leadership approve-playbook \($0)"] } ?? []) + ["levee doctor"]
  }
}

import CommandLine
import Desk
import Ledger
import Records
import Wording

/// The company's people: those whom a plan concerns, most of them without a login.
enum EmployeeCommands {
  static let all = [take, export, list, show, leave, erase]

  /// Rows of a list at most.
  private static let most = 200_000
  private static let number = Parameter.positional("NUMBER", Bilingual("the staff number", "工号"))

  private static let take = Command(
    "employee import", "导入员工名单", Bilingual("take in the company's list of staff, from a table", "从表格导入公司员工名单"),
    [
      .positional(
        "FILE", Bilingual("a CSV file, in UTF-8 or GB18030; - for standard input", "CSV 文件，UTF-8 或 GB18030；- 表示标准输入"),
        holds: .file(["csv"])),
      .option(
        "transport", "NAME", Bilingual("by which way they are reached, where the table does not say", "表格未写明时，用哪种通知方式")),
      .option(
        "speaks", "LANGUAGE", Bilingual("their language, where the table does not say", "表格未写明时的语言"),
        choices: .languages),
      .flag("leavers", Bilingual("who is not in the list leaves", "名单上没有的人视为离职")),
      .flag("check", Bilingual("say what would change, and change nothing", "只检查会有哪些变化，不改动")),
    ], as: .administrator
  ) { invocation in
    let sheet = try OpenSheet(path: try invocation.value("FILE"), most: most)
    let ledger = invocation.ledger
    let transport = invocation["transport"]
    let house = StaffList.House(
      transports: Set(try await ledger.transports.list().map(\.name)), logins: try await ledger.employees.logins(),
      transport: transport, language: invocation["speaks"].flatMap(Language.init(rawValue:)) ?? invocation.language)
    if let transport, !house.transports.contains(transport) {
      throw Failure(
        .noInput, Bilingual("There is no way \"\(transport)\" to reach people.", "没有“\(transport)”这种通知方式。"),
        advice: Bilingual("See: levee transport list", "请查看：levee transport list"))
    }
    let list = StaffList(sheet, in: house)
    guard list.faults.isEmpty else {
      let shown = list.faults.prefix(200).map(\.text)
      let rest = list.faults.count - shown.count
      throw Failure(
        .data,
        Bilingual(
          "\(list.faults.count) thing(s) in the list are wrong; nothing was changed.",
          "名单有 \(list.faults.count) 处错误。未保存，未改动。"),
        list: shown + (rest > 0 ? [Bilingual("and \(rest) more", "另有 \(rest) 处")] : []),
        advice: Bilingual("Mend these lines and import the list again.", "请改好这些行，再重新导入。"))
    }
    guard !list.entries.isEmpty else {
      throw Failure(.data, Bilingual("There is nobody in the list.", "名单里没有人。"))
    }
    let leavers = try await asksForLeavers(invocation, list.entries)
    let isCheck = invocation.has("check")
    let outcome = try await ledger.employees.take(list.entries, leavers: leavers, rehearses: isCheck)
    var sentence =
      isCheck
      ? Bilingual("Nothing is wrong; nothing was changed.", "名单没有问题。未保存，未改动。")
      : Bilingual("The list is taken in.", "名单已导入。")
    if outcome.missing > 0, !leavers {
      sentence =
        sentence
        + Bilingual(
          " \(outcome.missing) here are not in the list; they leave with --leavers.",
          "有 \(outcome.missing) 人不在名单上；加 --leavers 视为离职。")
    }
    if !list.unknown.isEmpty {
      let names = list.unknown.map { SafeText.line($0) }
      sentence =
        sentence
        + Bilingual(
          " Columns that mean nothing here: \(names.joined(separator: ", ")).", "未使用的列：\(names.joined(separator: "、"))。"
        )
    }
    return Reply(
      sentence,
      fields: [
        Reply.Field("added", Bilingual("New", "新增"), .number(outcome.added)),
        Reply.Field("returned", Bilingual("Came back", "回任"), .number(outcome.returned)),
        Reply.Field("changed", Bilingual("Changed", "变更"), .number(outcome.changed)),
        Reply.Field("left", Bilingual("Left", "离职"), .number(leavers ? outcome.missing : 0)),
        Reply.Field("unchanged", Bilingual("As before", "未变"), .number(outcome.unchanged)),
      ])
  }

  /// Whether who is not in the list leaves: as the line says it, or as somebody at a terminal answers.
  private static func asksForLeavers(_ invocation: Invocation, _ entries: [Employees.Entry]) async throws -> Bool {
    if invocation.has("leavers") || invocation.has("check") { return invocation.has("leavers") }
    guard let terminal = invocation.terminal else { return false }
    let missing = try await invocation.ledger.employees.take(entries, leavers: false, rehearses: true).missing
    guard missing > 0 else { return false }
    let question = Bilingual(
      "\(missing) people are here and not in the list. Do they leave?", "有 \(missing) 人不在名单上，是否视为离职？")
    terminal.write(question[invocation.language] + " [y/N] ")
    let key = terminal.key()
    let isYes = key == .character("y") || key == .character("Y") || key == .character("是")
    terminal.write((isYes ? "y" : "n") + "\n")
    if key == .interrupt || key == .end || key == .escape {
      throw Failure(.usage, Bilingual("Given up; nothing was recorded.", "已放弃。未保存，未改动。"))
    }
    return isYes
  }

  private static let export = Command(
    "employee export", "导出员工名单", Bilingual("write the list of staff as a table, as it is taken in", "导出员工名单，格式与导入相同"),
    [.option("out", "FILE", Bilingual("a new file; else it is printed", "写入新文件；缺省直接输出"), holds: .newFile(["csv"]))],
    as: .administrator
  ) { invocation in
    let entries = try await invocation.ledger.employees.list().map(\.entry)
    let text = StaffList.written(entries, invocation.language)
    guard let path = invocation["out"] else {
      return Reply(verbatim: text, figures: .object(["csv": .string(text), "people": .integer(entries.count)]))
    }
    try OutputFile.refuseExisting(path)
    try OutputFile.create(Array(text.utf8), at: path)
    return Reply(
      Bilingual("Written: \(path)", "已写入：\(path)"),
      fields: [Reply.Field("people", Bilingual("People", "人数"), .number(entries.count))])
  }

  private static let list = Command(
    "employee list", "员工名单", Bilingual("the company's people, by department", "公司员工，按部门排列"),
    [
      .option("department", "NAME", Bilingual("of this one only", "仅该部门")),
      .flag("all", Bilingual("with those who left", "包括已离职的")),
    ], as: .administrator, to: .show
  ) { invocation in
    let people = try await invocation.ledger.employees.list(
      department: invocation["department"], whoLeft: invocation.has("all"))
    return Reply(
      tables: [
        Reply.Table(
          "employees",
          columns: [
            ("number", Bilingual("Number", "工号")), ("name", Bilingual("Name", "姓名")),
            ("department", Bilingual("Department", "部门")), ("post", Bilingual("Post", "岗位")),
            ("head", Bilingual("Head", "负责人")), ("contact", Bilingual("Contact", "联系方式")),
            ("login", Bilingual("Login", "账号")), ("read", Bilingual("Has read", "已阅知")),
            ("left", Bilingual("Left", "离职时间")),
          ],
          rows: people.map {
            [
              .code($0.entry.number), .text($0.entry.name), .text($0.entry.department), .text($0.entry.post),
              .flag($0.entry.isHead),
              $0.entry.address.isEmpty ? .none : .text($0.entry.transport + ":" + $0.entry.address),
              $0.entry.login.isEmpty ? .none : .code($0.entry.login), $0.read.map { .number($0.version) } ?? .none,
              $0.leftAt.map(Cell.time) ?? .none,
            ]
          })
      ])
  }

  private static func found(_ invocation: Invocation) async throws -> Employees.Employee {
    let number = try invocation.value("NUMBER")
    guard let employee = try await invocation.ledger.employees.find(number) else { throw unknown(number) }
    return employee
  }

  private static func unknown(_ number: String) -> Failure {
    Failure(
      .noInput,
      Bilingual("There is no employee \"\(SafeText.line(number))\".", "没有工号为“\(SafeText.line(number))”的员工。"),
      advice: Bilingual("See: levee employee list", "请查看：levee employee list"))
  }

  private static func page(_ employee: Employees.Employee) -> Reply {
    let entry = employee.entry
    return Reply(fields: [
      Reply.Field("number", Bilingual("Number", "工号"), .code(entry.number)),
      Reply.Field("name", Bilingual("Name", "姓名"), .text(entry.name)),
      Reply.Field("department", Bilingual("Department", "部门"), .text(entry.department)),
      Reply.Field("post", Bilingual("Post", "岗位"), entry.post.isEmpty ? .none : .text(entry.post)),
      Reply.Field("head", Bilingual("Heads it", "部门负责人"), .flag(entry.isHead)),
      Reply.Field("language", Bilingual("Language", "语言"), .code(entry.language.rawValue)),
      Reply.Field(
        "contact", Bilingual("Contact", "联系方式"),
        entry.address.isEmpty ? .none : .text(entry.transport + ":" + entry.address)),
      Reply.Field(
        "problem", Bilingual("Not reached", "未通知到"), employee.problem.isEmpty ? .none : .text(employee.problem)),
      Reply.Field("login", Bilingual("Login", "账号"), entry.login.isEmpty ? .none : .code(entry.login)),
      Reply.Field("read", Bilingual("Has read", "已阅知"), employee.read.map { .number($0.version) } ?? .none),
      Reply.Field("read_at", Bilingual("Read at", "阅知时间"), employee.read.map { .time($0.at) } ?? .none),
      Reply.Field("since", Bilingual("Here since", "登记时间"), .time(employee.since)),
      Reply.Field("left", Bilingual("Left", "离职时间"), employee.leftAt.map(Cell.time) ?? .none),
    ])
  }

  private static let show = Command(
    "employee show", "查看员工", Bilingual("one of the company's people", "查看一名员工"), [number], as: .administrator, to: .show
  ) { page(try await found($0)) }

  private static let leave = Command(
    "employee leave", "员工离职", Bilingual("say that somebody left; what they read stays on record", "登记员工离职；阅知记录保留"),
    [number], as: .administrator,
    confirmation: Confirmation(Bilingual("Do they leave?", "确认离职？")) { page(try await found($0)) }
  ) { invocation in
    let number = try invocation.value("NUMBER")
    guard try await invocation.ledger.employees.dismiss(number) else { throw unknown(number) }
    return Reply(
      Bilingual("\(number) has left.", "\(number) 已登记离职。"), values: ["number": .string(number)])
  }

  private static let erase = Command(
    "employee erase", "删除员工资料", Bilingual("erase what is known of somebody, for good", "彻底删除员工资料"),
    [number, .option("reason", "TEXT", Bilingual("why; it stays on record", "原因，会记录在案"), required: true)],
    as: .administrator,
    confirmation: Confirmation(Bilingual("Erase this for good? It cannot be undone.", "确认彻底删除？此操作不能撤销。")) {
      page(try await found($0))
    }
  ) { invocation in
    let number = try invocation.value("NUMBER")
    guard try await invocation.ledger.employees.erase(number, reason: try invocation.text("reason")) else {
      throw unknown(number)
    }
    return Reply(
      Bilingual("What was known of \(number) is erased.", "\(number) 的资料已彻底删除。"),
      values: ["number": .string(number)])
  }
}

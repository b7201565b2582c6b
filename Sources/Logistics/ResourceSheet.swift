import CommandLine
import Desk
import Ledger
import Records
import Wording
import Workflow

/// The registry and the contacts of the media as tables for a spreadsheet: out and in again.
enum ResourceSheet {
  static let columns = [
    Sheet.Column("item", Bilingual("Kind", "类别"), or: ["资源类别"], required: true),
    Sheet.Column("name", Bilingual("Name", "名称"), or: ["资源名称"], required: true),
    Sheet.Column("amount", Bilingual("Amount", "数量")),
    Sheet.Column("owner", Bilingual("Owner", "负责人")),
    Sheet.Column("reach", Bilingual("Where", "存放及取用"), or: ["存放地点", "联系方式", "取用方式"]),
    Sheet.Column("valid_until", Bilingual("Valid until", "有效期至"), or: ["有效期", "到期日"]),
    Sheet.Column("token_until", Bilingual("Token until", "密钥到期")),
    Sheet.Column("quota_left", Bilingual("Quota left", "剩余额度")),
    Sheet.Column("quota_floor", Bilingual("Quota floor", "额度下限")),
    Sheet.Column("probe", Bilingual("Probe", "检测")),
  ]

  static let importing = Command(
    "resource import", "导入资源",
    Bilingual("take the registry from a CSV file: all of it, or nothing", "从 CSV 导入资源清单：要么全部登记，要么都不登记"),
    [file]
  ) { invocation in
    let people = try await people(invocation)
    let kinds = try await invocation.ledger.resources.kinds()
    return try await take(try invocation.value("FILE"), columns, invocation) { ledger, row in
      let entry = try entry(row, kinds: kinds, people: people)
      return try await ledger.resources.put(entry)
    }
  }

  static let exporting = Command(
    "resource export", "导出资源", Bilingual("write the registry as CSV", "把资源清单导出为 CSV"), [output], to: .show
  ) { invocation in
    let names = Dictionary(
      try await invocation.ledger.resources.kinds().map { ($0.kind, $0.name[invocation.language]) },
      uniquingKeysWith: { first, _ in first })
    let rows = try await invocation.ledger.resources.list().map { row($0.entry, names) }
    return try give(Sheet.csv(columns, rows, language: invocation.language), rows.count, invocation)
  }

  private static func row(_ entry: Resources.Entry, _ names: [String: String]) -> [String] {
    func text(_ number: Int?) -> String { number.map(String.init) ?? "" }
    let kind = names[entry.kind] ?? entry.kind
    let probe = entry.probe == "none" ? "" : entry.probe
    return [
      kind, entry.name, String(entry.amount), entry.owner, entry.reach, entry.validUntil, entry.tokenUntil,
      text(entry.quotaLeft), text(entry.quotaFloor), probe,
    ]
  }

  /// A row of the registry.
  static func entry(
    _ row: Sheet.Row, kinds: [Resources.Kind], people: [String: String]
  ) throws -> Resources.Entry {
    let typed = row["item"]
    guard let kind = kinds.first(where: { [$0.kind, $0.name.english, $0.name.chinese].contains(typed) }) else {
      throw Failure(.data, Bilingual("the playbook has no kind \"\(typed)\"", "预案中没有“\(typed)”这一类"))
    }
    return Resources.Entry(
      name: row["name"], kind: kind.kind, amount: try number(row["amount"]) ?? 1,
      owner: try person(row["owner"], people), reach: row["reach"],
      validUntil: row["valid_until"].isEmpty ? "" : try day(row["valid_until"]),
      tokenUntil: try moment(row["token_until"]), quotaLeft: try number(row["quota_left"]),
      quotaFloor: try number(row["quota_floor"]), probe: row["probe"].isEmpty ? "none" : row["probe"])
  }

  // MARK: Shared with the contacts

  static let output = Parameter.option(
    "out", "FILE", Bilingual("a new file; without it the text is printed", "写入新文件；不写则直接显示"),
    holds: .newFile(["csv"]))

  static let file = Parameter.positional(
    "FILE", Bilingual("a CSV file; - is standard input", "CSV 文件；- 为标准输入"), holds: .file(["csv"]))

  /// Takes a table row by row: with one broken row nothing is recorded, and every broken row is named.
  static func take(
    _ path: String, _ columns: [Sheet.Column], _ invocation: Invocation,
    row take: @escaping @Sendable (Ledger, Sheet.Row) async throws -> Bool
  ) async throws -> Reply {
    let sheet = try Sheet(path: path, columns: columns)
    let changed = try await SheetIntake.take(
      sheet.rows, broken: sheet.broken, line: \.line, invocation.ledger, row: take)
    let count = sheet.rows.count
    return Reply(
      Bilingual(
        "\(counted(count, "row")) read; \(changed) of them new or changed.", "读入 \(count) 行，其中新增或更新 \(changed) 行。"),
      values: ["read": .integer(count), "changed": .integer(changed)])
  }

  static func give(_ bytes: [UInt8], _ count: Int, _ invocation: Invocation) throws -> Reply {
    guard let path = invocation["out"] else {
      let text = String(decoding: bytes, as: UTF8.self)
      return Reply(verbatim: text, figures: .object(["csv": .string(text), "rows": .integer(count)]))
    }
    try OutputFile.create(bytes, at: path)
    return Reply(
      Bilingual("\(counted(count, "row")) written to \(path).", "已写入 \(path)，共 \(count) 行。"),
      values: ["file": .string(path), "rows": .integer(count)])
  }

  /// Logins by themselves and by names, where a name is one person's.
  static func people(_ invocation: Invocation) async throws -> [String: String] {
    let members = try await invocation.ledger.roster.members()
    let named = Dictionary(grouping: members, by: \.name).filter { Set($0.value.map(\.login)).count == 1 }
    return Dictionary(members.map { ($0.login, $0.login) }, uniquingKeysWith: { first, _ in first })
      .merging(named.compactMapValues { $0.first?.login }, uniquingKeysWith: { first, _ in first })
  }

  static func person(_ typed: String, _ people: [String: String]) throws -> String {
    if typed.isEmpty { return "" }
    guard let login = people[typed] else {
      throw Failure(
        .data, Bilingual("\"\(typed)\" is nobody's login, and no name of one person", "“\(typed)”不是账号，也不是唯一的姓名"))
    }
    return login
  }

  static func number(_ typed: String) throws -> Int? {
    if typed.isEmpty { return nil }
    guard let number = Int(typed), (0...1_000_000_000).contains(number) else {
      throw Failure(.data, Bilingual("\"\(typed)\" is no number from 0 on", "“\(typed)”不是 0 或正整数"))
    }
    return number
  }

  /// `2027-01-31`, and what spreadsheets make of it.
  static func day(_ typed: String) throws -> String {
    let plain = typed.replacing("/", with: "-").replacing("年", with: "-").replacing("月", with: "-").replacing(
      "日", with: "")
    guard let moment = CalendarFile.moment(plain), moment.hasSuffix("00:00:00") else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is no day such as 2027-01-31", "“\(typed)”不是日期，请写作 2027-01-31"))
    }
    return String(moment.prefix(10))
  }

  private static func moment(_ typed: String) throws -> String {
    if typed.isEmpty { return "" }
    if TimeFormat.date(typed) != nil { return typed }
    // With a zone, as PostgreSQL writes it: 2027-01-31 09:00:00+08.
    let clock = typed.prefix { $0 != "+" && $0 != "Z" }
    let plain = clock.split(separator: ".").first.map(String.init) ?? ""
    guard CalendarFile.moment(plain) != nil,
      typed.dropFirst(clock.count).allSatisfy({ $0.isNumber || "+:Z".contains($0) })
    else { throw Failure(.data, Bilingual("\"\(typed)\" is no time", "“\(typed)”不是时间")) }
    return typed
  }
}

import Ledger
import Records
import Wording

/// A list of staff as a company writes it: one row for each of its people, under headings in Chinese or English.
struct StaffList {
  /// What a column says.
  enum Column: String, CaseIterable {
    case number, name, department, post, language, head, transport, contact, login

    /// What is written above it when it is exported, in each language.
    var heading: Bilingual {
      switch self {
      case .number: Bilingual("Staff number", "工号")
      case .name: Bilingual("Name", "姓名")
      case .department: Bilingual("Department", "部门")
      case .post: Bilingual("Post", "岗位")
      case .language: Bilingual("Language", "语言")
      case .head: Bilingual("Head of department", "部门负责人")
      case .transport: Bilingual("Way", "通知方式")
      case .contact: Bilingual("Contact", "联系方式")
      case .login: Bilingual("Login", "账号")
      }
    }

    /// Further names that people give it.
    private var others: [String] {
      switch self {
      case .number: ["number", "id", "staff id", "employee id", "employee number", "no", "员工编号", "编号", "员工号", "人员编号"]
      case .name: ["full name", "employee", "名字", "员工姓名", "员工"]
      case .department: ["dept", "team", "unit", "所属部门", "部门名称", "所在部门", "单位"]
      case .post: ["position", "title", "job title", "job", "职位", "职务", "岗位名称"]
      case .language: ["lang", "语种", "使用语言"]
      case .head: ["head", "is head", "manager", "负责人", "是否负责人", "是否部门负责人", "主管"]
      case .transport: ["transport", "by", "渠道", "方式"]
      case .contact:
        [
          "address", "mail", "email", "e-mail", "phone", "mobile", "telephone", "邮箱", "电子邮箱", "邮件", "手机", "手机号", "电话",
          "联系电话",
        ]
      case .login: ["handle", "account", "user", "用户名", "levee 账号"]
      }
    }

    static let byName: [String: Column] = Dictionary(
      allCases.flatMap { column in
        ([column.heading.english, column.heading.chinese] + column.others).map { (OpenSheet.fold($0), column) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Something that is wrong: where, and what.
  struct Fault {
    let line: Int
    let column: String
    let sentence: Bilingual

    var text: Bilingual {
      column.isEmpty
        ? Bilingual("line \(line): ", "第 \(line) 行：") + sentence
        : Bilingual("line \(line), \(column): ", "第 \(line) 行“\(column)”：") + sentence
    }
  }

  private(set) var entries: [Employees.Entry] = []
  private(set) var faults: [Fault] = []
  /// Headings that mean nothing here.
  private(set) var unknown: [String] = []

  /// What a list may take for granted.
  struct House {
    let transports: Set<String>
    let logins: Set<String>
    /// By which way whoever names none is reached; nil where nothing is said.
    let transport: String?
    /// In which language whoever names none reads.
    let language: Language
  }

  init(_ sheet: OpenSheet, in house: House) {
    var places: [Column: Int] = [:]
    for (place, heading) in sheet.heading.enumerated() where !heading.isEmpty {
      guard let column = Column.byName[OpenSheet.fold(heading)] else {
        unknown.append(heading)
        continue
      }
      if places[column] != nil {
        faults.append(
          Fault(
            line: sheet.headingLine, column: SafeText.line(heading),
            sentence: Bilingual("this column is there twice", "这一列出现了两次")))
      } else {
        places[column] = place
      }
    }
    for needed in [Column.name, .department] where places[needed] == nil {
      faults.append(
        Fault(
          line: sheet.headingLine, column: "",
          sentence: Bilingual(
            "there is no column for the \(needed.heading.english.lowercased())", "缺少“\(needed.heading.chinese)”这一列")))
    }
    if places[.number] == nil, places[.contact] == nil {
      faults.append(
        Fault(
          line: sheet.headingLine, column: "",
          sentence: Bilingual("there is neither a staff number nor a contact", "“工号”和“联系方式”至少要有一列")))
    }
    guard faults.isEmpty else { return }
    let reader = RowReader(heading: sheet.heading, places: places, house: house)
    var lines: [String: Int] = [:]
    var logins: [String: Int] = [:]
    for row in sheet.rows {
      if let problem = row.problem {
        faults.append(Fault(line: row.line, column: "", sentence: problem))
        continue
      }
      let read = reader.read(row)
      faults += read.faults
      guard let entry = read.entry else { continue }
      if let before = lines[entry.number] {
        faults.append(
          Fault(
            line: row.line, column: reader.title(places[.number] == nil ? .contact : .number),
            sentence: Bilingual(
              "\"\(SafeText.line(entry.number))\" is on line \(before) already",
              "“\(SafeText.line(entry.number))”已在第 \(before) 行出现")))
        continue
      }
      if !entry.login.isEmpty, let before = logins[entry.login] {
        faults.append(
          Fault(
            line: row.line, column: reader.title(.login),
            sentence: Bilingual("this login is on line \(before) already", "该账号已在第 \(before) 行出现")))
        continue
      }
      lines[entry.number] = row.line
      if !entry.login.isEmpty { logins[entry.login] = row.line }
      entries.append(entry)
    }
  }

  /// The list as it is exported: what is read again gives the same.
  static func written(_ entries: [Employees.Entry], _ language: Language) -> String {
    let yes = Bilingual("yes", "是")[language]
    let rows = entries.map { entry in
      Column.allCases.map { column in
        switch column {
        case .number: entry.number
        case .name: entry.name
        case .department: entry.department
        case .post: entry.post
        case .language: entry.language.rawValue
        case .head: entry.isHead ? yes : ""
        case .transport: entry.transport
        case .contact: entry.address
        case .login: entry.login
        }
      }
    }
    // Spreadsheets take UTF-8 for what it is only with its mark.
    return "\u{FEFF}"
      + ([Column.allCases.map { $0.heading[language] }] + rows)
      .map { $0.map(OpenSheet.field).joined(separator: ",") + "\n" }.joined()
  }
}

/// Reads one row of a list of staff.
private struct RowReader {
  let heading: [String]
  let places: [StaffList.Column: Int]
  let house: StaffList.House

  /// What a column is called in this file.
  func title(_ column: StaffList.Column) -> String {
    places[column].map { SafeText.line(heading[$0]) } ?? column.heading.english
  }

  func read(_ row: OpenSheet.Row) -> (entry: Employees.Entry?, faults: [StaffList.Fault]) {
    var faults: [StaffList.Fault] = []
    func fault(_ column: StaffList.Column?, _ english: String, _ chinese: String) {
      faults.append(
        StaffList.Fault(
          line: row.line, column: column.map(title) ?? "", sentence: Bilingual(english, chinese)))
    }
    func field(_ column: StaffList.Column) -> String {
      guard let place = places[column], place < row.fields.count else { return "" }
      return OpenSheet.unescaped(row.fields[place])
    }
    if row.fields.count > heading.count, row.fields[heading.count...].contains(where: { !$0.isEmpty }) {
      fault(nil, "the row has more fields than the heading", "该行的列数比表头多")
    }
    let address = field(.contact)
    let number = field(.number).isEmpty && places[.number] == nil ? address : field(.number)
    if number.isEmpty {
      fault(places[.number] == nil ? .contact : .number, "is missing", "没有填")
    } else if !Self.isWord(number, most: 100) {
      fault(.number, "is one word of up to 100 characters", "应为一个词，最多 100 个字符")
    }
    for (column, isNeeded) in [(StaffList.Column.name, true), (.department, true), (.post, false)] {
      let text = field(column)
      if text.isEmpty, isNeeded { fault(column, "is missing", "没有填") }
      if text.unicodeScalars.count > 200 || text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
        fault(column, "is one line of up to 200 characters", "应为一行，最多 200 字")
      }
    }
    let language = Self.language(field(.language), otherwise: house.language)
    if language == nil { fault(.language, "is zh-CN or en", "应为 zh-CN 或 en（中文、英文）") }
    let isHead = Self.isYes(field(.head))
    if isHead == nil { fault(.head, "is yes or empty", "应为“是”或留空") }
    let transport = field(.transport).isEmpty ? house.transport ?? "" : field(.transport)
    if !address.isEmpty {
      if address.utf8.count > 200 || !Self.isAddress(address) {
        fault(.contact, "is one word, such as a mail address or a telephone number", "应为一个词，如邮箱或手机号")
      }
      if transport.isEmpty {
        fault(
          .transport, "is missing: say it in a column, or for all with --transport",
          "没有填：请加“通知方式”一列，或用 --transport 统一指定")
      } else if !house.transports.contains(transport) {
        let known = house.transports.sorted().joined(separator: ", ")
        fault(
          .transport, "there is no \"\(SafeText.line(transport))\"; there are: \(known)",
          "没有“\(SafeText.line(transport))”；可用的有：\(known)")
      }
    }
    let login = field(.login)
    if !login.isEmpty, !house.logins.contains(login) {
      fault(.login, "there is no login \"\(SafeText.line(login))\"", "没有账号“\(SafeText.line(login))”")
    }
    guard faults.isEmpty, let language, let isHead else { return (nil, faults) }
    return (
      Employees.Entry(
        number: number, name: field(.name), department: field(.department), post: field(.post), language: language,
        isHead: isHead, transport: address.isEmpty ? "" : transport, address: address, login: login), []
    )
  }

  private static func isWord(_ text: String, most: Int) -> Bool {
    text.unicodeScalars.count <= most
      && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 && !$0.properties.isWhitespace }
  }

  private static func isAddress(_ text: String) -> Bool {
    isWord(text, most: 200) && !text.contains { "<>,;\"".contains($0) }
  }

  private static func language(_ text: String, otherwise language: Language) -> Language? {
    switch text.lowercased() {
    case "": language
    case "zh-cn", "zh", "chinese", "中文", "汉语", "简体中文": .chinese
    case "en", "english", "英文", "英语": .english
    default: nil
    }
  }

  private static func isYes(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "", "no", "n", "0", "false", "否", "-": false
    case "yes", "y", "1", "true", "是", "√", "head", "负责人": true
    default: nil
    }
  }
}

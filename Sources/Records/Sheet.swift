import CommandLine
public import Wording

/// A table that people keep in a spreadsheet: known columns, with headings in either language; read whole and strictly, since what it
/// says becomes the company's own record. UTF-8 with a mark or without, UTF-16 and GB18030 are read.
public struct Sheet: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// What the program calls it.
    public let key: String
    /// The heading in both languages; either is read.
    public let heading: Bilingual
    let others: [String]
    let isRequired: Bool

    /// - Parameters:
    ///   - others: further headings that mean it.
    ///   - required: whether a table without it is none, and a row without it is broken.
    public init(_ key: String, _ heading: Bilingual, or others: [String] = [], required: Bool = false) {
      self.key = key
      self.heading = heading
      self.others = others
      isRequired = required
    }

    func isMeant(by heading: String) -> Bool {
      ([key, self.heading.english, self.heading.chinese] + others).contains { $0.lowercased() == heading.lowercased() }
    }
  }

  /// One row that can be read.
  public struct Row: Sendable {
    /// Where it begins in the file, from 1.
    public let line: Int
    private let values: [String: String]

    fileprivate init(line: Int, values: [String: String]) {
      self.line = line
      self.values = values
    }

    /// What stands in a column; "" where nothing does, or the table has no such column.
    public subscript(key: String) -> String { values[key] ?? "" }
  }

  /// A row that is none, and why.
  public struct Broken: Sendable, Equatable {
    public let line: Int
    public let reason: Bilingual

    public init(line: Int, reason: Bilingual) {
      self.line = line
      self.reason = reason
    }
  }

  public private(set) var rows: [Row] = []
  public private(set) var broken: [Broken] = []

  /// Larger files are no tables that people keep.
  public static let mostBytes = 32 << 20
  public static let mostRows = 100_000
  static let longest = 1 << 20

  /// Reads a file; `-` is standard input.
  /// - Throws: `Failure` where the heading is not understood or the table is too large; `UnreadableInput`.
  public init(path: String, columns: [Column]) throws {
    try self.init(try Self.bytes(path), columns: columns)
  }

  /// The bytes of a file that may be a table; `-` is standard input.
  public static func bytes(_ path: String) throws -> [UInt8] {
    var bytes = try ByteStream(path: path)
    guard let all = try bytes.rest(most: Self.mostBytes) else {
      throw Failure(
        .data, Bilingual("The table is larger than 32 MB.", "表格超过 32 MB。"),
        advice: Bilingual("Split it.", "请拆成几个文件。"))
    }
    return all
  }

  public init(_ bytes: [UInt8], columns: [Column]) throws {
    var table = try TableRows.open(Lines(bytes, longest: Self.longest), longest: Self.longest, isStrict: true)
    let places = try Self.places(table.heading, columns)
    while let row = try table.next() {
      guard rows.count + broken.count < Self.mostRows else {
        throw Failure(.data, Bilingual("The table has more than 100,000 rows.", "表格超过 100000 行。"))
      }
      take(row, count: table.heading.count, places, columns)
    }
  }

  /// Which column stands where. A heading that is not known is named: a column that is quietly left out would be lost.
  private static func places(_ heading: [String], _ columns: [Column]) throws -> [String: Int] {
    var places: [String: Int] = [:]
    var unknown: [String] = []
    for (place, name) in heading.enumerated() {
      guard let column = columns.first(where: { $0.isMeant(by: name) }) else {
        unknown.append(name)
        continue
      }
      guard places.updateValue(place, forKey: column.key) == nil else {
        throw Failure(.data, Bilingual("Two columns are called \"\(name)\".", "有两列都叫“\(name)”。"))
      }
    }
    let known = columns.map(\.heading)
    let advice = Bilingual(
      "The headings are: \(known.map(\.english).joined(separator: ", "))",
      "表头应为：\(known.map(\.chinese).joined(separator: "、"))")
    if !unknown.isEmpty {
      let names = unknown.prefix(20).joined(separator: ", ")
      throw Failure(.data, Bilingual("Unknown headings: \(names)", "不认识的表头：\(names)"), advice: advice)
    }
    let missing = columns.filter { $0.isRequired && places[$0.key] == nil }
    if !missing.isEmpty {
      throw Failure(
        .data,
        Bilingual(
          "Missing columns: \(missing.map(\.heading.english).joined(separator: ", "))",
          "缺少这些列：\(missing.map(\.heading.chinese).joined(separator: "、"))"), advice: advice)
    }
    return places
  }

  private mutating func take(_ row: TableRows.Row, count: Int, _ places: [String: Int], _ columns: [Column]) {
    func breaks(_ reason: Bilingual) { broken.append(Broken(line: row.line, reason: reason)) }
    if let fault = row.fault { return breaks(fault.reason) }
    var fields = row.fields
    while fields.count > count, fields.last?.isEmpty == true { fields.removeLast() }
    guard fields.count <= count else {
      return breaks(
        Bilingual("\(fields.count) fields under \(count) headings", "有 \(fields.count) 个字段，表头只有 \(count) 列"))
    }
    var values: [String: String] = [:]
    for (key, place) in places where place < fields.count {
      values[key] = Self.plain(fields[place].trimmingCharacters())
    }
    for column in columns where column.isRequired && (values[column.key] ?? "").isEmpty {
      return breaks(column.heading + Bilingual(" is missing", "没有填写"))
    }
    if values.values.contains(where: { $0.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" } }) {
      return breaks(Bilingual("a control character", "含有控制字符"))
    }
    rows.append(Row(line: row.line, values: values))
  }

  // MARK: Writing

  /// A table as spreadsheets open it: UTF-8 with its mark, one heading, CRLF. What a spreadsheet would compute begins with an
  /// apostrophe, which reading takes away again.
  public static func csv(_ columns: [Column], _ rows: [[String]], language: Language) -> [UInt8] {
    var text = "\u{FEFF}"
    for row in [columns.map { $0.heading[language] }] + rows {
      text += row.map(quoted).joined(separator: ",") + "\r\n"
    }
    return Array(text.utf8)
  }

  private static let formulas: Set<Character> = ["=", "+", "-", "@", "'"]

  private static func quoted(_ value: String) -> String {
    var value = value
    if let first = value.first, formulas.contains(first), value.count > 1 { value = "'" + value }
    guard value.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline || $0 == ";" || $0 == "\t" }) else {
      return value
    }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }

  private static func plain(_ value: String) -> String {
    guard value.first == "'", let second = value.dropFirst().first, formulas.contains(second) else { return value }
    return String(value.dropFirst())
  }

  /// The failure that names every broken row, where there are some: nothing of the table was taken then.
  public static func failure(_ broken: [Broken]) -> Failure? {
    guard !broken.isEmpty else { return nil }
    let lines = broken.sorted { $0.line < $1.line }
    let shown = lines.prefix(50).map {
      Bilingual("line \($0.line): ", "第 \($0.line) 行：") + $0.reason
    }
    let rest = lines.count - shown.count
    return Failure(
      .data,
      Bilingual(
        "\(counted(lines.count, "row")) cannot be read; nothing was recorded.", "有 \(lines.count) 行读不懂，整个文件都没有登记。"),
      list: shown + (rest > 0 ? [Bilingual("… and \(rest) more", "……另有 \(rest) 行")] : []),
      advice: Bilingual("Put these lines right, and import the file again.", "请改正这些行，再导入一次。"))
  }
}

import CommandLine
public import Wording

/// A table that a company keeps by itself, such as its list of staff: headings, and rows under them, in CSV, in UTF-8 or GB18030.
public struct OpenSheet: Sendable {
  /// One row.
  public struct Row: Sendable {
    /// Where it begins, from 1.
    public let line: Int
    /// As many as it has; without the blanks around them.
    public let fields: [String]
    /// Why it cannot be read as one; nil when it can.
    public let problem: Bilingual?
  }

  public let heading: [String]
  /// The line of the heading.
  public let headingLine: Int
  public let rows: [Row]

  /// Reads a whole file.
  /// - Parameters:
  ///   - path: `-` for standard input.
  ///   - most: rows at most.
  /// - Throws: `UnreadableInput`; `Failure` for a heading that is none, or too many rows.
  public init(path: String, most: Int) throws {
    try self.init(Lines(TextStream(try ByteStream(path: path)), longest: Self.longest), most: most)
  }

  /// The same of bytes that are there already.
  public init(_ bytes: [UInt8], most: Int) throws {
    try self.init(Lines(bytes, longest: Self.longest), most: most)
  }

  private init(_ lines: consuming Lines, most: Int) throws {
    var table = try TableRows.open(lines, longest: Self.longest)
    heading = table.heading
    headingLine = table.headingLine
    var rows: [Row] = []
    while let row = try table.next() {
      guard rows.count < most else {
        throw Failure(.data, Bilingual("The table has more than \(most) rows.", "表格超过 \(most) 行。"))
      }
      rows.append(
        Row(line: row.line, fields: row.fields.map { $0.trimmingCharacters() }, problem: row.fault?.reason))
    }
    self.rows = rows
  }

  private static let longest = 1 << 16

  /// A heading as it is looked up: without case, width, blanks and what stands in brackets.
  public static func fold(_ heading: String) -> String { FieldNames.fold(heading) }

  /// A field as it is written into a table: in quotes where it needs them. What a spreadsheet would take for a formula is
  /// written as text.
  public static func field(_ text: String) -> String {
    let text = text.first.map({ "=+-@\t".contains($0) }) == true ? "'" + text : text
    return text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// What `field` wrote, read back.
  public static func unescaped(_ field: String) -> String {
    guard field.first == "'", let second = field.dropFirst().first, "=+-@\t".contains(second) else { return field }
    return String(field.dropFirst())
  }
}

import CommandLine
import Wording

/// The rows of a table, one after another, in bounded memory. A field in quotes may hold separators and line breaks. A quote that
/// does not close as quotes do is text of its row: the next line is read as a row again.
struct TableRows: ~Copyable {
  struct Row {
    let line: Int
    var fields: [String]
    /// How it begins, for inspection.
    let raw: ArraySlice<UInt8>
    /// Why it is no row; nil when it is one.
    let fault: Fault?
  }

  private struct Text {
    let line: Int
    let bytes: ArraySlice<UInt8>
    let isTooLong: Bool
  }

  private var lines: Lines
  private let longest: Int
  /// Whether quotes are what the standard says of them, and nothing is guessed from how a line looks.
  private let isStrict: Bool
  /// Lines that were read ahead, from `first` on.
  private var ahead: [Text] = []
  private var first = 0
  private let charset: String?
  let shape: TableShape
  /// The names of the columns; empty when there is no line at all.
  private(set) var heading: [String] = []
  private(set) var headingLine = 1
  private(set) var doubts = Doubts()
  /// Lines without anything.
  private(set) var blank = 0
  /// Lines that may be read twice because of quotes that do not close. Each row gives a few back, so that no input takes long.
  private var credit = TableRows.mostCredit

  /// A record that spans more lines than this is a quote that nobody closed.
  static let mostLines = 2000
  private static let mostCredit = 20_000
  /// A heading with more names is none.
  static let mostColumns = 10_000
  /// Bytes that are looked at to see how a table is written.
  private static let sample = 1 << 18

  /// Reads the beginning and the heading.
  /// - Parameter isStrict: whether a quote that is not closed is a fault of its row, and no text.
  static func open(_ lines: consuming Lines, longest: Int, isStrict: Bool = false) throws -> TableRows {
    var lines = lines
    var read: [Lines.Line] = []
    var count = 0
    while read.count < TableShape.sample, count < Self.sample, let line = try lines.next() {
      read.append(line)
      count += line.bytes.count
    }
    var rows = TableRows(lines, read, longest: longest, isStrict: isStrict)
    try rows.readHeading()
    return rows
  }

  private init(_ lines: consuming Lines, _ read: [Lines.Line], longest: Int, isStrict: Bool) {
    charset = LineText.charset(Array(read.map(\.bytes).joined(separator: [UInt8(ascii: "\n")])))
    self.longest = longest
    self.isStrict = isStrict
    var doubts = Doubts()
    var ahead: [Text] = []
    for line in read { ahead.append(Self.text(line, charset, &doubts)) }
    if let charset { doubts.add(.encoding, line: 1, example: charset) }
    let filled = ahead.drop { Self.isBlank($0.bytes) }
    blank = ahead.count - filled.count
    first = blank
    shape = TableShape(filled.map(\.bytes))
    self.doubts = doubts
    self.ahead = ahead
    self.lines = lines
  }

  private mutating func readHeading() throws {
    if shape.namesSeparator { first += 1 }
    for _ in 0..<shape.before {
      guard let text = try text() else { return }
      doubts.add(.beforeHeading, line: text.line, example: String(decoding: text.bytes.prefix(200), as: UTF8.self))
    }
    guard let row = try next(count: nil) else { return }
    if let fault = row.fault { throw Failure(.data, Bilingual("The heading: ", "表头：") + fault.reason) }
    headingLine = row.line
    heading = row.fields.map { $0.trimmingCharacters() }
    while heading.count > 1, heading.last == "" { heading.removeLast() }
    guard heading.count <= Self.mostColumns else {
      throw Failure(
        .data, Bilingual("The heading has more than \(Self.mostColumns) columns.", "表头超过 \(Self.mostColumns) 列。"))
    }
  }

  /// Makes the heading a row, where it is none.
  func unreadHeading() -> Row {
    Row(line: headingLine, fields: heading, raw: Array(heading.joined(separator: ",").utf8)[...], fault: nil)
  }

  /// Rows that were read ahead, as far as they are whole.
  var sampleRows: [[String]] {
    ahead[first...].compactMap { shape.splitter.bestFields($0.bytes, count: heading.count) }
  }

  /// The next row; nil at the end.
  mutating func next() throws -> Row? { try next(count: heading.count) }

  private mutating func next(count: Int?) throws -> Row? {
    while let text = try text() {
      if Self.isBlank(text.bytes) || text.bytes.allSatisfy({ $0 == shape.splitter.separator || $0 <= 0x20 }) {
        blank += 1
        continue
      }
      credit = min(Self.mostCredit, credit + 4)
      return try row(text, count: count)
    }
    return nil
  }

  private mutating func row(_ text: Text, count: Int?) throws -> Row {
    if text.isTooLong {
      return Row(line: text.line, fields: [], raw: text.bytes, fault: .tooLong(longest))
    }
    let splitter = shape.splitter
    func row(_ fields: [String]) -> Row { Row(line: text.line, fields: fields, raw: text.bytes, fault: nil) }
    guard let count else {
      if let fields = splitter.fields(text.bytes) { return row(fields) }
      if let (fields, raw) = try joined(text, count: nil) {
        return Row(line: text.line, fields: fields, raw: raw, fault: nil)
      }
      return row(splitter.literalFields(text.bytes))
    }
    if let fields = splitter.strictFields(text.bytes, count: count) { return row(fields) }
    var progress = RowSplitter.Progress()
    splitter.follow(text.bytes, &progress)
    let isOpen = progress.isQuoted && !progress.isMalformed
    if isOpen, let (fields, raw) = try joined(text, count: count) {
      return Row(line: text.line, fields: fields, raw: raw, fault: nil)
    }
    if let fields = splitter.forgivingFields(text.bytes, count: count) { return row(fields) }
    if !isOpen, let fields = splitter.fields(text.bytes), splitter.literalCount(text.bytes) != count {
      return row(fields)
    }
    if isStrict { return Row(line: text.line, fields: [], raw: text.bytes, fault: .strayQuote) }
    doubts.add(.strayQuote, line: text.line, example: Self.beginning(text.bytes))
    return row(splitter.literalFields(text.bytes))
  }

  /// The fields of a record that spans lines, if its quotes close as they should and it has as many as the heading.
  private mutating func joined(_ text: Text, count: Int?) throws -> (fields: [String], raw: ArraySlice<UInt8>)? {
    let splitter = shape.splitter
    var progress = RowSplitter.Progress()
    splitter.follow(text.bytes, &progress)
    var record = Array(text.bytes)
    var used = 0
    let patience = min(Self.mostLines, credit)
    while used < patience {
      guard let more = try peek(used), !more.isTooLong, record.count + more.bytes.count < longest else { break }
      used += 1
      // What looks like a row is one: the quote was astray.
      if !isStrict, let count, shape.looksLikeRow(more.bytes, count: count) { break }
      record.append(UInt8(ascii: "\n"))
      record += more.bytes
      splitter.follow(more.bytes, &progress)
      if progress.isMalformed { break }
      if progress.isQuoted { continue }
      guard let fields = splitter.fields(record[...]), count == nil || fields.count == count else { break }
      for _ in 0..<used { _ = try self.text() }
      return (fields, record[...])
    }
    credit = max(4, credit - used)
    return nil
  }

  static func beginning(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(120), as: UTF8.self) }

  // MARK: Lines, read ahead

  private mutating func text() throws -> Text? {
    guard let text = try peek(0) else { return nil }
    ahead[first] = Text(line: 0, bytes: [], isTooLong: false)
    first += 1
    if first > 256, first * 2 > ahead.count {
      ahead.removeFirst(first)
      first = 0
    }
    return text
  }

  /// A line that is not read yet, from 0.
  private mutating func peek(_ count: Int) throws -> Text? {
    while first + count >= ahead.count {
      guard let line = try lines.next() else { return nil }
      ahead.append(Self.text(line, charset, &doubts))
    }
    return ahead[first + count]
  }

  private static func text(_ line: Lines.Line, _ charset: String?, _ doubts: inout Doubts) -> Text {
    let (bytes, isMended) = LineText.mended(line.bytes, charset: charset)
    if isMended { doubts.add(.bytesMended, line: line.number) }
    return Text(line: line.number, bytes: bytes, isTooLong: line.isTooLong)
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 <= 0x20 } }
}

import CommandLine
import Wording

/// Reads records from a table.
struct TableRecords: ~Copyable {
  private var rows: TableRows
  private let map: ColumnMap
  private var maker: RecordMaker
  private var doubts: Doubts
  /// A first row that is no heading.
  private var first: TableRows.Row?
  private var count = 0
  private let isEmpty: Bool

  /// - Parameter columns: `part=column` with commas between; "" guesses by the headings.
  /// - Throws: `Failure` when no column holds a text.
  static func open(_ lines: consuming Lines, longest: Int, columns: String, maker: RecordMaker) throws -> TableRecords {
    let rows = try TableRows.open(lines, longest: longest)
    let map =
      rows.heading.isEmpty ? ColumnMap() : try ColumnMap(columns, heading: rows.heading, rows: rows.sampleRows)
    return TableRecords(rows, map, maker)
  }

  private init(_ rows: consuming TableRows, _ map: ColumnMap, _ maker: RecordMaker) {
    self.map = map
    self.maker = maker
    let heading = rows.heading
    isEmpty = heading.isEmpty
    first = map.isByNumber ? rows.unreadHeading() : nil
    var doubts = Doubts()
    if heading.isEmpty { doubts.add(.empty, line: 1) }
    if !map.guesses.isEmpty { doubts.add(.guessed, line: rows.headingLine, example: map.guesses) }
    let known = Set(map.places.values.joined())
    let others = heading.indices.filter { !known.contains($0) && !heading[$0].isEmpty }
    if !others.isEmpty {
      doubts.add(
        .unknownNames, line: rows.headingLine, count: others.count,
        example: others.prefix(40).map { heading[$0] }.joined(separator: ", "))
    }
    self.doubts = doubts
    self.rows = rows
  }

  /// What came up so far.
  var allDoubts: Doubts {
    var all = doubts
    all.add(rows.doubts)
    return all
  }

  /// Lines without anything.
  var blank: Int { rows.blank }

  /// The next record or refusal; nil at the end.
  mutating func next() throws -> Reading? {
    guard !isEmpty else { return nil }
    let row: TableRows.Row
    if let first {
      self.first = nil
      row = first
    } else if let next = try rows.next() {
      row = next
    } else {
      if count == 0 { doubts.add(.onlyHeading, line: 1) }
      count += 1
      return nil
    }
    count += 1
    do throws(Fault) {
      if let fault = row.fault { throw fault }
      return .record(try record(row))
    } catch {
      return .refused(Refusal(line: row.line, reason: error.reason, raw: row.raw))
    }
  }

  private mutating func record(_ row: TableRows.Row) throws(Fault) -> Record {
    let fields = fitted(row)
    var values = RecordMaker.Values()
    values.isDocumented = map.isDocumented
    values.countsSource = map.isDocumented
    values.isSourceNamed = map.isSourceNamed
    var used: Set<Int> = []
    func filled(_ part: Part) -> [Int] {
      (map.places[part] ?? []).filter { $0 < fields.count && fields[$0].utf8.contains { $0 > 0x20 } }
    }
    for part in Part.allCases where part != .published {
      guard let place = filled(part).first else { continue }
      values.parts[part] = fields[place]
      if part != .source { used.insert(place) }
    }
    let times = filled(.published)
    values.times = times.map { fields[$0] }
    var made: (record: Record, time: Int?)
    do throws(Fault) {
      made = try maker.record(values, line: row.line, doubts: &doubts)
    } catch .noText where row.fields.count < map.heading.count {
      throw Fault(
        "no text: the row has \(row.fields.count) of \(map.heading.count) fields",
        "没有正文：该行有 \(row.fields.count) 个字段，表头有 \(map.heading.count) 个")
    }
    if let time = made.time { used.insert(times[time]) }
    if !made.record.source.isEmpty, let place = filled(.source).first { used.insert(place) }
    made.record.extra = extra(fields, used)
    return made.record
  }

  /// The fields, as many as the heading has at most. Where a row has more, the text had the separator in it.
  private mutating func fitted(_ row: TableRows.Row) -> [String] {
    var fields = row.fields
    let count = map.heading.count
    while fields.count > count, fields.last?.isEmpty == true { fields.removeLast() }
    if fields.count < count {
      let described = "\(fields.count) < \(count): " + TableRows.beginning(row.raw)
      doubts.add(.shortRow, line: row.line, example: described)
    }
    guard fields.count > count, let text = (map.places[.text] ?? map.places[.title])?.first else { return fields }
    doubts.add(
      .longRow, line: row.line, example: count == 1 ? "" : "\(fields.count) > \(count): " + TableRows.beginning(row.raw)
    )
    let after = count - text - 1
    let separator = String(Character(Unicode.Scalar(rows.shape.splitter.separator)))
    let joined = fields[text..<(fields.count - after)].joined(separator: separator)
    return Array(fields[..<text]) + [joined] + Array(fields.suffix(after))
  }

  /// What became no part, as a JSON object.
  private func extra(_ fields: [String], _ used: Set<Int>) -> String {
    var members: [JSONMember] = []
    for (place, field) in fields.enumerated() where place < map.heading.count && !used.contains(place) {
      let value = RecordMaker.trimmed(field)
      guard !value.isEmpty else { continue }
      let name = map.heading[place].isEmpty ? "column \(place + 1)" : map.heading[place]
      members.append(JSONMember(key: name, value: .string(value)))
    }
    guard !members.isEmpty else { return "{}" }
    var text: [UInt8] = []
    JSONNode.object(members).append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}

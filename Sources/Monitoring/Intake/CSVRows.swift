import CommandLine
import Feeds
import Wording

/// A CSV file with a heading: fields in quotes may hold commas, quotes and line breaks; a semicolon or a tab may stand for
/// the comma.
/// - Source: RFC 4180.
struct CSVRows: ~Copyable {
  /// One record: where it began, and its fields by the names of the heading.
  struct Record {
    let line: Int
    let fields: [String: String]
    /// What was read, for inspection.
    let raw: String
    /// What is wrong with the record; nil when nothing is.
    let fault: String?
  }

  /// A record that spans more lines than this is a quote that nobody closed.
  private static let mostLines = 200
  private var lines: Lines
  private let separator: Character
  private let heading: [String]

  /// - Throws: `Failure` when there is no heading.
  init(_ lines: consuming Lines) throws {
    var lines = lines
    guard let first = try lines.next() else { throw Failure(.data, Bilingual("The table is empty.", "表格为空。")) }
    let head = Self.text(first.bytes)
    separator = head.contains("\t") ? "\t" : head.contains(";") && !head.contains(",") ? ";" : ","
    heading = Self.split(head, separator)?.map { $0.trimmingCharacters() } ?? []
    self.lines = lines
  }

  /// The names of the columns.
  var columns: [String] { heading }

  /// The next record; nil at the end.
  mutating func next() throws -> Record? {
    guard let first = try lines.next() else { return nil }
    var text = Self.text(first.bytes)
    var count = 1
    var isTooLong = first.isTooLong
    while Self.split(text, separator) == nil, count < Self.mostLines, !isTooLong, let more = try lines.next() {
      text += "\n" + Self.text(more.bytes)
      isTooLong = more.isTooLong
      count += 1
    }
    guard let values = Self.split(text, separator), !isTooLong else {
      return Record(
        line: first.number, fields: [:], raw: text, fault: isTooLong ? "the line is too long" : "a quote is not closed")
    }
    var fields: [String: String] = [:]
    for (name, value) in zip(heading, values) { fields[name] = value }
    return Record(line: first.number, fields: fields, raw: text, fault: nil)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var text = String(decoding: DocumentText.decode(Array(bytes)), as: UTF8.self)
    if text.hasSuffix("\r") { text.removeLast() }
    if text.hasSuffix("\r\n") { text.removeLast() }
    return text
  }

  /// nil when a quote is not closed.
  private static func split(_ text: String, _ separator: Character) -> [String]? {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var place = text.startIndex
    while place < text.endIndex {
      let character = text[place]
      let next = text.index(after: place)
      if isQuoted {
        if character == "\"" {
          if next < text.endIndex, text[next] == "\"" {
            field.append("\"")
            place = text.index(after: next)
            continue
          }
          isQuoted = false
        } else {
          field.append(character)
        }
      } else if character == "\"", field.isEmpty {
        isQuoted = true
      } else if character == separator {
        fields.append(field)
        field = ""
      } else {
        field.append(character)
      }
      place = next
    }
    if isQuoted { return nil }
    fields.append(field)
    return fields
  }
}

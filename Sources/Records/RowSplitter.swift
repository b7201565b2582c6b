/// Cuts a record of a table into its fields.
/// - Source: RFC 4180; a backslash before a quote as MySQL and Python's `csv` write it.
struct RowSplitter {
  /// How a quote inside of quotes is written.
  enum Style {
    case doubled
    case backslashed
  }

  let separator: UInt8
  var style = Style.doubled

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// Where a scan of lines stands.
  struct Progress: Equatable {
    var isQuoted = false
    var isAtFieldStart = true
    /// A quote stands where none can.
    var isMalformed = false
  }

  /// Follows the quotes through another line of a record.
  func follow(_ line: ArraySlice<UInt8>, _ progress: inout Progress) {
    var place = line.startIndex
    if !progress.isQuoted { progress.isAtFieldStart = true }
    while place < line.endIndex {
      let byte = line[place]
      if progress.isQuoted {
        place = inQuotes(line, place, &progress)
        if progress.isMalformed { return }
        continue
      }
      if byte == Self.quote, progress.isAtFieldStart {
        progress.isQuoted = true
      } else if byte == separator {
        progress.isAtFieldStart = true
      } else if byte != UInt8(ascii: " ") {
        progress.isAtFieldStart = false
      }
      place += 1
    }
  }

  /// Passes over one letter inside of quotes.
  private func inQuotes(_ line: ArraySlice<UInt8>, _ place: Int, _ progress: inout Progress) -> Int {
    let next = place + 1
    if style == .backslashed, line[place] == Self.backslash, next < line.endIndex { return next + 1 }
    guard line[place] == Self.quote else { return next }
    if next < line.endIndex, line[next] == Self.quote { return next + 1 }
    guard ends(line, next) else {
      progress.isMalformed = true
      return next
    }
    progress.isQuoted = false
    progress.isAtFieldStart = false
    return next
  }

  /// Whether a field may end here: a separator or the end of the line follows, after spaces.
  private func ends(_ line: ArraySlice<UInt8>, _ place: Int) -> Bool {
    var place = place
    while place < line.endIndex, line[place] == UInt8(ascii: " ") { place += 1 }
    return place == line.endIndex || line[place] == separator || line[place] == UInt8(ascii: "\n")
  }

  /// The fields of a whole record.
  /// - Parameter isForgiving: whether a quote inside of quotes that is not doubled is read as itself.
  /// - Returns: nil when a quote is not closed, or stands where none can.
  func fields(_ record: ArraySlice<UInt8>, isForgiving: Bool = false) -> [String]? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var isBlank = true
    var place = record.startIndex
    while place < record.endIndex {
      let byte = record[place]
      let next = place + 1
      if isQuoted {
        if style == .backslashed, byte == Self.backslash, next < record.endIndex {
          if record[next] != Self.quote && record[next] != Self.backslash { field.append(byte) }
          field.append(record[next])
          place += 2
          continue
        }
        if byte != Self.quote {
          field.append(byte)
        } else if next < record.endIndex, record[next] == Self.quote, !(isForgiving && ends(record, next + 1)) {
          field.append(Self.quote)
          place += 1
        } else if ends(record, next) {
          isQuoted = false
          isBlank = false
        } else if isForgiving {
          field.append(byte)
        } else {
          return nil
        }
      } else if byte == Self.quote, isBlank {
        isQuoted = true
        field = []
      } else if byte == separator {
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        isBlank = true
      } else {
        if byte != UInt8(ascii: " ") { isBlank = false }
        field.append(byte)
      }
      place += 1
    }
    if isQuoted { return nil }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }

  /// The fields of a line whose quotes mean nothing, but where they stand around a whole field.
  func literalFields(_ line: ArraySlice<UInt8>) -> [String] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { field in
      var field = field
      if field.count >= 2, field.first == Self.quote, field.last == Self.quote {
        field = field.dropFirst().dropLast()
        return String(decoding: field, as: UTF8.self).replacing("\"\"", with: "\"")
      }
      return String(decoding: field, as: UTF8.self)
    }
  }

  /// How many fields a line has if quotes mean nothing.
  func literalCount(_ line: ArraySlice<UInt8>) -> Int {
    var count = 1
    for byte in line where byte == separator { count += 1 }
    return count
  }

  /// The fields of a single line whose quotes close as they should, with doubled quotes or with backslashes, whichever gives as
  /// many as the heading has.
  /// - Returns: nil when neither does.
  func strictFields(_ line: ArraySlice<UInt8>, count: Int) -> [String]? {
    if let fields = fields(line), fields.count == count { return fields }
    var other = self
    other.style = style == .doubled ? .backslashed : .doubled
    if let fields = other.fields(line), fields.count == count { return fields }
    return nil
  }

  /// The same where quotes stand inside of quotes by themselves.
  func forgivingFields(_ line: ArraySlice<UInt8>, count: Int) -> [String]? {
    fields(line, isForgiving: true).flatMap { $0.count == count ? $0 : nil }
  }

  /// The fields of a single line, read in the way that gives as many as the heading has.
  /// - Returns: nil when none does.
  func bestFields(_ line: ArraySlice<UInt8>, count: Int) -> [String]? {
    strictFields(line, count: count) ?? forgivingFields(line, count: count)
  }
}

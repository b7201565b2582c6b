/// How a table is written, by its first lines: what separates fields, how quotes are written, where the heading stands, and what
/// its columns look like.
struct TableShape {
  private(set) var splitter: RowSplitter
  /// Lines that stand before the heading.
  private(set) var before = 0
  /// Whether the first line only names the separator, as spreadsheets write it: `sep=;`.
  private(set) var namesSeparator = false
  /// What every value of a column is, as far as the first rows show it.
  private(set) var columns: [Look] = []

  enum Look {
    case digits
    case time
    case anything
  }

  /// Lines that are looked at.
  static let sample = 50
  private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

  init(_ lines: [ArraySlice<UInt8>]) {
    var lines = lines[...]
    if let first = lines.first, let named = Self.named(first) {
      splitter = RowSplitter(separator: named)
      namesSeparator = true
      lines = lines.dropFirst()
    } else {
      splitter = RowSplitter(separator: Self.guess(Array(lines.prefix(Self.sample))))
    }
    splitter.style = Self.style(lines)
    before = Self.linesBefore(lines, splitter)
    let rows = lines.dropFirst(before)
    guard let heading = rows.first else { return }
    let count = splitter.literalCount(heading)
    let read = rows.dropFirst().compactMap { line in
      splitter.fields(line).flatMap { $0.count == count ? $0 : nil }
    }
    columns = (0..<count).map { place in Self.look(read.lazy.map { $0[place] }) }
  }

  /// Whether a line by itself looks like a row: as many fields, and digits and times where the others have them.
  func looksLikeRow(_ line: ArraySlice<UInt8>, count: Int) -> Bool {
    guard count > 1, splitter.literalCount(line) == count else { return false }
    let fields = splitter.literalFields(line)
    let telling = columns.indices.filter { columns[$0] != .anything && $0 < count }
    if telling.isEmpty { return count > 2 }
    return telling.allSatisfy { Self.fits(fields[$0], columns[$0]) }
  }

  private static func named(_ line: ArraySlice<UInt8>) -> UInt8? {
    let text = String(decoding: line, as: UTF8.self).lowercased().filter { $0 != "\"" }
    guard text.hasPrefix("sep="), let separator = text.utf8.dropFirst(4).first, text.utf8.count == 5 else { return nil }
    return separator
  }

  /// The separator that gives known headings, and as many fields in most lines as in the first.
  private static func guess(_ lines: [ArraySlice<UInt8>]) -> UInt8 {
    var best = (score: 0.0, separator: UInt8(ascii: ","))
    for separator in separators {
      let splitter = RowSplitter(separator: separator)
      let counts = lines.map { splitter.fields($0)?.count ?? splitter.literalCount($0) }
      guard let most = counts.max(), most > 1 else { continue }
      var known = 0
      var usual = counts.first ?? 1
      for (place, line) in lines.prefix(10).enumerated() {
        let here = ColumnMap.known(splitter.fields(line) ?? splitter.literalFields(line)).count
        if here > known, counts[place] > 1 {
          known = here
          usual = counts[place]
        }
      }
      guard usual > 1 else { continue }
      let share = Double(counts.count { $0 == usual }) / Double(counts.count)
      let score = share + 0.5 * Double(min(known, 6)) + 0.01 * Double(min(usual, 20))
      if score > best.score { best = (score, separator) }
    }
    return best.separator
  }

  /// Backslashes stand before quotes, and no quote is doubled.
  private static func style(_ lines: ArraySlice<ArraySlice<UInt8>>) -> RowSplitter.Style {
    var backslashed = 0
    var doubled = 0
    for line in lines {
      var previous: UInt8 = 0
      for (place, byte) in zip(line.indices, line) {
        if byte == UInt8(ascii: "\"") {
          if previous == UInt8(ascii: "\\") { backslashed += 1 }
          // An empty field is no doubled quote.
          if previous == byte, place >= line.startIndex + 2, Self.isLetter(line[place - 2]) { doubled += 1 }
        }
        previous = byte
      }
    }
    return backslashed > doubled ? .backslashed : .doubled
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: " ") || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  /// Titles that people write above a table.
  private static func linesBefore(_ lines: ArraySlice<ArraySlice<UInt8>>, _ splitter: RowSplitter) -> Int {
    func known(_ line: ArraySlice<UInt8>) -> (count: Int, hasText: Bool) {
      ColumnMap.known(splitter.fields(line) ?? splitter.literalFields(line))
    }
    guard let first = lines.first, known(first).count == 0 else { return 0 }
    for (place, line) in lines.prefix(10).enumerated().dropFirst() {
      let found = known(line)
      if found.hasText, found.count >= 2 { return place }
    }
    return 0
  }

  private static func look(_ values: some Sequence<String>) -> Look {
    let values = values.filter { !$0.isEmpty }
    guard values.count >= 2 else { return .anything }
    for look in [Look.digits, .time] where values.allSatisfy({ fits($0, look) }) { return look }
    return .anything
  }

  private static func fits(_ value: String, _ look: Look) -> Bool {
    switch look {
    case .anything: true
    case .digits: !value.isEmpty && value.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    case .time:
      value.utf8.count { $0 >= 0x30 && $0 <= 0x39 } >= 6 && value.utf8.count <= 40
        && value.unicodeScalars.allSatisfy { "0123456789-/.:+TZ年月日时分秒 ".unicodeScalars.contains($0) }
    }
  }
}

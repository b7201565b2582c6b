import Wording

/// Which column of a table is which part of a record.
struct ColumnMap: Sendable {
  /// By their places in a row, best first.
  private(set) var places: [Part: [Int]] = [:]
  let heading: [String]
  /// Whether every part goes by its documented name, or a person named its column.
  private(set) var isDocumented = true
  /// Whether a person named the column of the source.
  private(set) var isSourceNamed = false
  /// Whether columns were named by number only, so that the table needs no heading.
  private(set) var isByNumber = false
  /// What was guessed, in words; "" when nothing was.
  private(set) var guesses = ""

  /// Of a table without columns.
  init() { heading = [] }

  /// - Parameters:
  ///   - mapping: `part=column` with commas between, a column by its heading or its number; "" guesses by the headings.
  ///   - rows: some rows, by which a column of long text is found whose heading is unknown.
  /// - Throws: `Failure` that names what is not a part, or that no column holds the text.
  init(_ mapping: String, heading: [String], rows: [[String]] = []) throws(Failure) {
    self.heading = heading
    try name(mapping)
    guess()
    if places[.text] == nil, places[.title] == nil, !Self.isData(heading), let place = Self.longText(heading, rows) {
      places[.text] = [place]
      isDocumented = false
    }
    guard places[.text] != nil || places[.title] != nil else { throw missing }
    let guessed = Part.allCases.compactMap { part in places[part]?.first.map { (part, heading[$0]) } }
      .filter { $0.0.rawValue != $0.1 && $0.0 != .source }
    guesses = guessed.map { "\($0.0.rawValue)=\($0.1)" }.joined(separator: ", ")
  }

  private mutating func name(_ mapping: String) throws(Failure) {
    let isData = Self.isData(heading)
    var numbers = 0
    var named = 0
    for pair in mapping.split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1).map { String($0).trimmingCharacters() }
      guard sides.count == 2, let part = Part(rawValue: sides[0]) else {
        let parts = Part.allCases.map(\.rawValue)
        throw Failure(
          .usage, Bilingual("\"\(pair)\" does not map a column.", "“\(pair)”没有写对列的对应关系。"),
          advice: Bilingual(
            "Write part=column; the parts are \(parts.joined(separator: ", ")).",
            "请写作“部分=列名”，如 text=正文。部分可以是：\(parts.joined(separator: "、"))。"))
      }
      named += 1
      let folded = FieldNames.fold(sides[1])
      let alike = heading.firstIndex { FieldNames.fold($0) == folded && !folded.isEmpty }
      let number = Int(sides[1]).flatMap { (1...heading.count).contains($0) ? $0 : nil }
      // Where the first row is data, what stands in it is no name.
      if let number, isData || alike == nil {
        places[part] = [number - 1]
        numbers += 1
      } else if let place = heading.firstIndex(of: sides[1]) ?? alike {
        places[part] = [place]
      } else {
        throw Failure(
          .noInput, Bilingual("There is no column \"\(sides[1])\".", "没有名为“\(sides[1])”的列。"),
          advice: Bilingual("There is: \(list(", "))", "现有的列：\(list("、"))"))
      }
    }
    isSourceNamed = places[.source] != nil
    isByNumber = named > 0 && numbers == named && isData
  }

  /// Finds the parts that nobody named, by the headings.
  private mutating func guess() {
    guard !isByNumber else { return }
    let named = Set(places.keys)
    let taken = Set(places.values.joined())
    let folded = heading.map { FieldNames.fold($0) }
    // The documented name is best, but beside the whole text or the digits of an id.
    let hasBetter = folded.contains(where: FieldNames.betterThanDocumented.contains)
    var fitting: [Part: [(rank: Int, place: Int)]] = [:]
    for (place, name) in heading.enumerated() where !taken.contains(place) {
      guard let fit = FieldNames.fit(folded: folded[place]), !named.contains(fit.part) else { continue }
      let rank = !hasBetter && name == fit.part.rawValue ? -1 : fit.rank
      fitting[fit.part, default: []].append((rank, place))
    }
    for (part, found) in fitting { places[part] = found.sorted { $0 < $1 }.map(\.place) }
    isDocumented = !hasBetter && fitting.keys.allSatisfy { heading[places[$0]?.first ?? 0] == $0.rawValue }
  }

  private func list(_ comma: String) -> String {
    let shown = heading.prefix(40).map { SafeText.line(String($0.prefix(40))) }.joined(separator: comma)
    return heading.count > 40 ? shown + comma + "…" : shown
  }

  private var missing: Failure {
    if Self.isData(heading) {
      return Failure(
        .data, Bilingual("The table has no heading: its first row reads like data.", "表格没有表头，第一行看起来已经是数据。"),
        advice: Bilingual(
          "Put a heading above it, or name the columns by number: --columns text=3,published_at=2. The first row is: \(list(", "))",
          "请加上表头，或用列号指明：--columns text=3,published_at=2。第一行是：\(list("、"))"))
    }
    return Failure(
      .data, Bilingual("No column holds the text.", "没有找到正文所在的列。"),
      advice: Bilingual(
        "Name it: --columns text=COLUMN. There is: \(list(", "))", "请指明：--columns text=列名。现有的列：\(list("、"))"))
  }

  /// How many headings are known, and whether one of them is for a text.
  static func known(_ heading: [String]) -> (count: Int, hasText: Bool) {
    var parts: Set<Part> = []
    for name in heading {
      if let fit = FieldNames.fit(folded: FieldNames.fold(name)) { parts.insert(fit.part) }
    }
    return (parts.count, parts.contains(.text) || parts.contains(.title))
  }

  /// Whether a row cannot be a heading: no name in it is known, and it holds a number, an address or a long text.
  static func isData(_ row: [String]) -> Bool {
    guard known(row).count == 0 else { return false }
    return row.contains { field in
      let field = field.trimmingCharacters()
      let digits = field.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
      return digits >= 6 && digits * 2 >= field.utf8.count || !field.isEmpty && digits == field.utf8.count
        || field.hasPrefix("http://") || field.hasPrefix("https://") || field.count > 40
    }
  }

  /// The one column that holds long text; nil when none does, or more than one.
  private static func longText(_ heading: [String], _ rows: [[String]]) -> Int? {
    guard rows.count >= 2 else { return nil }
    var lengths = [Double](repeating: 0, count: heading.count)
    for row in rows {
      for (place, field) in row.enumerated() where place < heading.count && field.firstRange(of: "://") == nil {
        // An ideograph says as much as three letters.
        lengths[place] += Double(field.utf8.count) / Double(rows.count)
      }
    }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
    guard let best = order.first, lengths[best] >= 24 else { return nil }
    return order.count == 1 || lengths[order[1]] * 2 <= lengths[best] ? best : nil
  }
}

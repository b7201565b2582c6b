import CommandLine

/// What an input is, by its name and its beginning.
public enum InputFormat: Sendable, Hashable {
  /// RSS, Atom and their kin, and JSON Feed.
  case feed
  /// CSV and its kin.
  case table
  /// JSON, a value in each line.
  case lines
  /// JSON: a list, an object that holds one, or values over several lines.
  case document

  /// How much of the beginning is looked at.
  public static let sample = 1 << 16

  /// - Parameters:
  ///   - head: the first bytes, as many as `sample` where there are as many.
  ///   - name: the name of the file; "" when there is none.
  public init(_ head: ArraySlice<UInt8>, name: String = "") {
    let isWhole = head.count < Self.sample
    let text = TextStream.sample(head)
    let first = text.first { $0 > 0x20 }
    let lines = text.split(separator: UInt8(ascii: "\n"), maxSplits: 40)
    let name = name.lowercased()
    if first == UInt8(ascii: "<") {
      self = .feed
    } else if first == UInt8(ascii: "[") {
      self = .document
    } else if first == UInt8(ascii: "{") {
      self = Self.isJSONFeed(text) ? .feed : Self.isWholeLine(lines, isWhole) ? .lines : .document
    } else if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
      self = .table
    } else if lines.contains(where: { $0.first { $0 > 0x20 } == UInt8(ascii: "{") }) {
      self = .lines
    } else {
      let shape = TableShape(lines.prefix(40).map { $0 })
      let heading = lines.dropFirst(shape.before + (shape.namesSeparator ? 1 : 0)).first ?? []
      self = ColumnMap.known(shape.splitter.fields(heading) ?? []).hasText ? .table : .lines
    }
  }

  /// Whether the first line is a whole object, as in JSON Lines.
  private static func isWholeLine(_ lines: [ArraySlice<UInt8>], _ isWhole: Bool) -> Bool {
    let filled = lines.filter { $0.contains { $0 > 0x20 } }
    guard let first = filled.first, filled.count > 1 || isWhole else { return false }
    var scan = JSONScan()
    for place in first.indices where scan.take(first[place], isDoubleByte: false) == .ends {
      // Another value on the same line makes it none.
      return first[(place + 1)...].allSatisfy { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
    }
    // A first line that is broken, if the next one begins another object.
    return filled.count > 1 && filled[1].first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  /// `"version": "https://jsonfeed.org/version/1.1"`.
  private static func isJSONFeed(_ text: ArraySlice<UInt8>) -> Bool {
    let head = text.prefix(1 << 12)
    guard let key = head.firstRange(of: Array("\"version\"".utf8)),
      let host = head[key.upperBound...].firstRange(of: Array("jsonfeed.org".utf8))
    else { return false }
    return head[key.upperBound..<host.lowerBound].count < 40
  }
}

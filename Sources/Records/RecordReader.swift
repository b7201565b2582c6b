public import CommandLine
public import FoundationEssentials
import Wording

/// Reads records from CSV, JSON Lines and JSON, one after another, in bounded memory. What is not understood is refused by itself,
/// or mended and said: every line of the input becomes a record, a refusal, or is blank.
public struct RecordReader: ~Copyable {
  // One of these is there.
  private var table: TableRecords?
  private var lines: Lines?
  private var units: JSONUnits?
  private var json: JSONRecords
  private let longest: Int
  private var waiting: [Reading] = []
  private var handed = 0
  /// Lines without anything; counted once the end is reached.
  public private(set) var blank = 0
  /// What was mended, guessed or left out; known once the end is reached.
  public private(set) var doubts = Doubts()
  private var hasEnded = false
  private var countReadings = 0

  /// - Parameters:
  ///   - bytes: the input from its beginning.
  ///   - format: anything but a feed.
  ///   - columns: of a table: `part=column` with commas between; "" guesses by the headings.
  ///   - longest: a longer line or element is refused, in bytes.
  ///   - dates: reads a time, or the digits of one; nil when it is none.
  /// - Throws: `Failure` when a table has no column for a text; `UnreadableInput`.
  public init(
    _ bytes: consuming ByteStream, format: InputFormat, columns: String = "", longest: Int = 1 << 20,
    dates: @escaping @Sendable (String) -> Date?
  ) throws {
    self.longest = longest
    let maker = RecordMaker(dates: dates)
    json = JSONRecords(maker: maker)
    switch format {
    case .table:
      let lines = Lines(TextStream(bytes), longest: longest)
      table = try TableRecords.open(lines, longest: longest, columns: columns, maker: maker)
    case .lines, .feed: lines = Lines(TextStream(bytes), longest: longest)
    case .document:
      var bytes = bytes
      let charset = LineText.charset(ofBeginning: TextStream.sample(try bytes.head(InputFormat.sample)))
      units = JSONUnits(TextStream(bytes), longest: longest, isDoubleByte: charset != nil)
    }
  }

  /// The next record or refusal; nil at the end.
  public mutating func next() throws -> Reading? {
    if table != nil {
      if let reading = try table?.next() ?? nil { return reading }
      endTable()
      return nil
    }
    while handed == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      handed = 0
      guard try readMore() else {
        end()
        return nil
      }
    }
    handed += 1
    countReadings += 1
    return waiting[handed - 1]
  }

  /// Reads one line or value; false at the end.
  private mutating func readMore() throws -> Bool {
    if units != nil {
      guard let unit = try units?.next() ?? nil else { return false }
      if let fault = unit.fault {
        waiting = [
          .refused(Refusal(line: unit.line, reason: JSONRecords.reason(fault, unit.element), raw: unit.bytes))
        ]
      } else {
        let isJSON = json.read(unit.bytes[...], line: unit.line, element: unit.element, into: &waiting)
        // One bad element of a list in an object does not take the others with it.
        if !isJSON, units?.enterList(of: unit) == true { waiting = [] }
      }
      return true
    }
    guard let line = try lines?.next() ?? nil else { return false }
    if line.isTooLong {
      waiting = [.refused(Refusal(line: line.number, reason: Fault.tooLong(longest).reason, raw: line.bytes))]
    } else if line.bytes.contains(where: { $0 > 0x20 }) {
      json.read(line.bytes, line: line.number, into: &waiting)
    } else {
      blank += 1
    }
    return true
  }

  private mutating func endTable() {
    guard !hasEnded else { return }
    hasEnded = true
    if let all = table?.allDoubts { doubts = all }
    blank = table?.blank ?? 0
  }

  private mutating func end() {
    guard !hasEnded else { return }
    hasEnded = true
    if let line = units?.besides ?? nil {
      json.doubts.add(.besideTheList, line: line, example: "…")
    }
    if units?.isCut == true { json.doubts.add(.looseJSON, line: 1, example: "the list does not end") }
    if countReadings == 0, json.doubts.isEmpty { json.doubts.add(.empty, line: 1) }
    doubts = json.doubts
  }
}

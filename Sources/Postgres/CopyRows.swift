public import FoundationEssentials

/// Rows for `COPY … FROM STDIN` in the binary format: nothing is escaped, and nothing is parsed on the other side.
///
/// The order and the types of the values are the columns': what does not fit fails the whole COPY.
/// - Source: PostgreSQL documentation, COPY, "Binary Format".
public struct CopyRows: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Rows that were begun.
  public private(set) var count = 0
  private let columns: Int16

  /// - Parameter columns: how many values a row has.
  public init(columns: Int) {
    self.columns = Int16(columns)
    bytes += Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
  }

  /// Bytes that wait to be sent.
  public var size: Int { bytes.count }

  /// Begins a row; its values follow.
  public mutating func beginRow() {
    count += 1
    number(columns)
  }

  /// A NULL, of whatever type the column is.
  public mutating func appendNull() { number(Int32(-1)) }

  /// A text without NUL characters, which PostgreSQL cannot hold: they are left out.
  public mutating func append(_ text: String) {
    var text = text
    let isPlain = text.withUTF8 { buffer -> Bool in
      guard !buffer.contains(0) else { return false }
      number(Int32(buffer.count))
      bytes.append(contentsOf: buffer)
      return true
    }
    if isPlain { return }
    let kept = text.utf8.filter { $0 != 0 }
    number(Int32(kept.count))
    bytes.append(contentsOf: kept)
  }

  /// A `jsonb` from its text.
  public mutating func append(json: String) {
    number(Int32(json.utf8.count + 1))
    bytes.append(1)
    bytes.append(contentsOf: json.utf8)
  }

  /// A `smallint`.
  public mutating func append(_ value: Int16) {
    number(Int32(2))
    number(value)
  }

  /// An `int`.
  public mutating func append(_ value: Int32) {
    number(Int32(4))
    number(value)
  }

  /// A `bigint`.
  public mutating func append(_ value: Int64) {
    number(Int32(8))
    number(value)
  }

  /// A `real`.
  public mutating func append(_ value: Float) {
    number(Int32(4))
    number(Int32(bitPattern: value.bitPattern))
  }

  /// A `timestamptz`: microseconds since 2000.
  public mutating func append(_ date: Date) {
    append(Int64(((date.timeIntervalSinceReferenceDate + 31_622_400) * 1_000_000).rounded()))
  }

  /// An `int[]`.
  public mutating func append(_ values: [Int32]) {
    number(Int32(values.isEmpty ? 12 : 20 + 8 * values.count))
    number(Int32(values.isEmpty ? 0 : 1))
    number(Int32(0))
    number(Int32(23))
    guard !values.isEmpty else { return }
    number(Int32(values.count))
    number(Int32(1))
    for value in values {
      number(Int32(4))
      number(value)
    }
  }

  /// Ends the rows.
  mutating func end() { number(Int16(-1)) }

  private mutating func number(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

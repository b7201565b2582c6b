import CommandLine
import Feeds
import FoundationEssentials

@testable import Records

/// Everything that a reader finds in an input.
struct Found {
  var records: [Record] = []
  var refused: [Refusal] = []
  var blank = 0
  var doubts = Doubts()

  var count: Int { records.count + refused.count }
  var texts: [String] { records.map(\.text) }
  var reasons: [String] { refused.map { "\($0.line) \($0.reason.english)" } }

  /// Times are read as of a feed; digits alone are seconds since 1970.
  init(_ bytes: [UInt8], _ format: InputFormat? = nil, columns: String = "", longest: Int = 1 << 20) throws {
    var reader = try RecordReader(
      ByteStream(bytes), format: format ?? InputFormat(bytes.prefix(InputFormat.sample)), columns: columns,
      longest: longest,
      dates: { text in
        if let seconds = Double(text), seconds > 1e8 { return Date(timeIntervalSince1970: seconds) }
        return DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)).date(text)
      })
    while let reading = try reader.next() {
      switch reading {
      case .record(let record): records.append(record)
      case .refused(let refusal): refused.append(refusal)
      }
    }
    blank = reader.blank
    doubts = reader.doubts
  }

  init(_ text: String, _ format: InputFormat? = nil, columns: String = "", longest: Int = 1 << 20) throws {
    try self.init(Array(text.utf8), format, columns: columns, longest: longest)
  }
}

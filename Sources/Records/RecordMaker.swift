import Feeds
import FoundationEssentials
import Wording

/// Makes a record of the values that were found for its parts, from a table or from JSON.
struct RecordMaker {
  let dates: @Sendable (String) -> Date?
  /// What was last asked of a source: most records of an input name the same.
  private var judged = (source: "", isDevice: false)

  init(dates: @escaping @Sendable (String) -> Date?) { self.dates = dates }

  /// The values of the parts; of a time, all that may be it, best first.
  struct Values {
    var parts = PartValues()
    var times: [String] = []
    /// Whether every part goes by its documented name: then its text is no markup.
    var isDocumented = false
    /// Whether what the record says of its source counts, unless that is a phone.
    var countsSource = false
    /// Whether a person said which column is the source.
    var isSourceNamed = false
  }

  /// - Returns: the record, and the place of the time that was taken; nil when there is none.
  mutating func record(_ values: Values, line: Int, doubts: inout Doubts) throws(Fault) -> (record: Record, time: Int?)
  {
    var record = Record(line: line)
    func value(_ part: Part) -> String { values.parts[part].map(Self.trimmed) ?? "" }
    record.text = value(.text)
    record.title = value(.title)
    if !values.isDocumented {
      record.text = Self.plain(record.text)
      record.title = Self.plain(record.title)
    }
    guard !record.text.isEmpty || !record.title.isEmpty else { throw .noText }
    var taken: Int?
    if !values.times.isEmpty {
      for (place, time) in values.times.enumerated() {
        guard let date = dates(Self.trimmed(time)) else { continue }
        record.published = date
        taken = place
        break
      }
      if taken == nil { throw .notATime(Part.published.rawValue) }
    }
    (record.id, record.isIDDoubtful) = Identifier.read(value(.id))
    if record.isIDDoubtful { doubts.add(.doubtfulID, line: line, example: record.id) }
    record.language = value(.language)
    record.subject = value(.subject)
    record.author = value(.author)
    record.url = value(.url)
    // Reddit writes the address of a post without its host.
    if record.url.hasPrefix("/r/") { record.url = "https://www.reddit.com" + record.url }
    let source = value(.source)
    if !source.isEmpty {
      if values.isSourceNamed || values.countsSource && !isDevice(source) {
        record.source = source
      } else {
        doubts.add(.sourceKept, line: line, example: source)
      }
    }
    return (record, taken)
  }

  private mutating func isDevice(_ source: String) -> Bool {
    if judged.source != source { judged = (source, DeviceNames.isDevice(source)) }
    return judged.isDevice
  }

  /// Without white space at both ends.
  static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return text }
    // Nothing to trim, and nothing that a wide space could hide in.
    if first > 0x20, first < 0x80 || first >= 0xE4, last > 0x20, last < 0x80 || last > 0x8A { return text }
    return text.trimmingCharacters()
  }

  /// Zhihu, WeChat and Weibo write markup for text.
  private static func plain(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "<")),
      ["</", "<br", "<img", "<p>"].contains(where: { text.firstRange(of: $0) != nil })
    else { return text }
    let plain = Markup.plain(text)
    return plain.isEmpty ? text : plain
  }
}

import Analysis
import CommandLine
import Feeds
import FoundationEssentials
import Wording

/// A file of counts over time, `timestamp,value` with a heading.
struct VolumeSeries {
  struct Row {
    /// As the file writes it.
    let timestamp: String
    /// Since 1970.
    let seconds: Double
    let count: Double
  }

  private(set) var rows: [Row] = []

  /// A series names its days in full: nothing in it is told from now.
  private static let dates = DateReader(now: Date(timeIntervalSince1970: 0))

  /// - Throws: `Failure` that names the line which is not as it should be.
  init(path: String) throws {
    var lines = try Lines(path: path, longest: 1 << 10)
    while let line = try lines.next() {
      let text = String(decoding: line.bytes, as: UTF8.self).split { $0 == "\r" || $0 == "\n" }.first ?? ""
      if text.isEmpty || (line.number == 1 && text.hasPrefix("timestamp")) { continue }
      let fields = text.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count >= 2, let date = Self.dates.date(String(fields[0])), let count = Double(fields[1]), count >= 0,
        count.isFinite
      else {
        throw Failure(
          .data,
          Bilingual(
            "\(path), line \(line.number), is not timestamp,value.", "\(path) 第 \(line.number) 行不是 timestamp,value。"),
          advice: Bilingual("For example: 2015-02-26 21:42:53,104", "例如：2015-02-26 21:42:53,104"))
      }
      rows.append(Row(timestamp: String(fields[0]), seconds: date.timeIntervalSince1970, count: count))
    }
  }

  /// Seconds between two rows, as most of the first rows have it.
  private var spacing: Double {
    let gaps = zip(rows.dropFirst(), rows).prefix(50).map { $0.seconds - $1.seconds }.sorted()
    return gaps.isEmpty ? 300 : max(1, gaps[gaps.count / 2])
  }

  func judge() -> [BurstDetector.Judgement] {
    var detector = BurstDetector(spacing: spacing)
    return rows.map { detector.judge($0.count, at: $0.seconds) }
  }

  /// `timestamp,score`, as text.
  func scored(_ judged: [BurstDetector.Judgement]) -> String {
    var text = "timestamp,score\n"
    for (row, judgement) in zip(rows, judged) { text += "\(row.timestamp),\(judgement.score)\n" }
    return text
  }
}

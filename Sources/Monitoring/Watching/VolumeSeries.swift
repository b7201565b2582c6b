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

  /// The rarity of each row; 0 where it belongs to a burst that was told.
  func judge() -> [Double] {
    var detector = BurstDetector(spacing: spacing)
    var bursts = Bursts()
    return rows.map { row in
      let rarity = detector.learn(row.count, at: row.seconds).rarity
      return bursts.hear(rarity, at: row.seconds) == .burst ? rarity : rarity < BurstDetector.threshold ? rarity : 0
    }
  }

  /// `timestamp,score`, as text.
  func scored(_ scores: [Double]) -> String {
    var text = "timestamp,score\n"
    for (row, score) in zip(rows, scores) { text += "\(row.timestamp),\(score)\n" }
    return text
  }
}

import CommandLine
import Feeds
import FoundationEssentials
import Fuzz
import Records

/// What must hold of any table and any JSON that is read.
enum RowsTrial {
  static func complaints(_ rows: FuzzedRows) -> [String] {
    let head = rows.bytes.prefix(InputFormat.sample)
    _ = InputFormat(head)
    let format: InputFormat =
      switch rows.kind {
      case .table: .table
      case .lines: .lines
      case .document: .document
      }
    var records: [Record] = []
    var refused: [Refusal] = []
    do {
      let dates = DateReader(now: Date(timeIntervalSince1970: TextTrial.now))
      var reader = try RecordReader(ByteStream(rows.bytes), format: format, dates: { dates.date($0) })
      while let reading = try reader.next() {
        switch reading {
        case .record(let record): records.append(record)
        case .refused(let refusal): refused.append(refusal)
        }
      }
    } catch {
      return rows.texts.isEmpty ? [] : ["refused, though rows are whole: \(error)"]
    }
    return complaints(records, refused, rows)
  }

  private static func complaints(_ records: [Record], _ refused: [Refusal], _ rows: FuzzedRows) -> [String] {
    var complaints: [String] = []
    // The elements of a list in an object are on the line of the object.
    let isInOne = rows.kind == .document
    let all = Set(records.map { isInOne ? $0.text : "\($0.line) \($0.text)" })
    for (line, text) in rows.texts where !all.contains(isInOne ? text : "\(line) \(text)") {
      complaints.append("line \(line) is lost: \(text.debugDescription)")
    }
    if rows.isWhole, records.count != rows.texts.count || !refused.isEmpty {
      complaints.append("\(rows.texts.count) are read as \(records.count), and \(refused.count) refused")
    }
    // A line ends with a return, too, where most do.
    let last = rows.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    for line in records.map(\.line) + refused.map(\.line) where !(1...last).contains(line) {
      complaints.append("line \(line) of \(last)")
    }
    for record in records {
      complaints += TextTrial.complaints(of: record.published)
      let parts = [
        record.id, record.source, record.language, record.subject, record.author, record.url, record.title, record.text,
        record.extra,
      ]
      if parts.contains(where: { $0.utf8.contains(0) }) { complaints.append("NUL in line \(record.line)") }
      if record.text.isEmpty, record.title.isEmpty { complaints.append("no text in line \(record.line)") }
      if (try? JSONDecoder().decode([String: Anything].self, from: Data(record.extra.utf8))) == nil {
        complaints.append("no JSON: \(record.extra)")
      }
    }
    for refusal in refused where refusal.reason.english.isEmpty || refusal.raw.utf8.contains(0) {
      complaints.append("line \(refusal.line) is refused without a reason, or with NUL")
    }
    return complaints
  }

  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}

import CommandLine
import Wording

extension Sheet {
  /// Whether a table begins with these columns: with every one that it must have.
  public static func hasHeading(_ bytes: [UInt8], columns: [Column]) -> Bool {
    guard let heading = try? TableRows.open(Lines(bytes, longest: longest), longest: longest).heading else {
      return false
    }
    return columns.allSatisfy { column in !column.isRequired || heading.contains(where: column.isMeant) }
  }

  /// The lines of a text that is no table, in any encoding that tables are read in; those with nothing on them are left out.
  /// - Throws: `Failure` for one that is too long, or too many.
  public static func lines(_ bytes: [UInt8]) throws -> [(line: Int, text: String)] {
    let charset = LineText.charset(ofBeginning: bytes.prefix(1 << 18))
    var lines = Lines(bytes, longest: longest)
    var read: [(line: Int, text: String)] = []
    while let line = try lines.next() {
      let text = String(decoding: LineText.mended(line.bytes, charset: charset).text, as: UTF8.self)
        .trimmingCharacters()
      guard !text.isEmpty else { continue }
      guard !line.isTooLong else {
        throw Failure(
          .data, Bilingual("Line \(line.number) is longer than 1 MB.", "第 \(line.number) 行超过 1 MB。"))
      }
      guard read.count < mostRows else {
        throw Failure(.data, Bilingual("There are more than 100,000 lines.", "超过 100000 行。"))
      }
      read.append((line.number, text))
    }
    return read
  }
}

import Dice
import FoundationEssentials
import Fuzz
import Testing

@testable import Records

@Suite struct HostileTests {
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func ofLinesOfAnyBytesNoneIsLost(_ seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let pieces =
      [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u0000", "\\ud800", "\"text\"", "\"id\"", "1e999", "null", "断",
        "\u{2028}", "\0",
        " ", "\t", "a", "{\"text\":\"a\"}", "\u{FEFF}", "\r", "-", "0", "true",
      ].map { Array($0.utf8) } + [[0xFF], [0xE4, 0xBD], [0x81]]
    var bytes = Array("{\"text\": \"first\"}\n".utf8)
    var blank = 0
    var filled = 1
    for _ in 0..<200 {
      var line: [UInt8] = []
      for _ in 0..<Int.random(in: 0...12, using: &dice) { line += pieces.randomElement(using: &dice) ?? [] }
      if line.contains(where: { $0 > 0x20 }) { filled += 1 } else { blank += 1 }
      bytes += line + [0x0A]
    }
    let found = try Found(bytes, .lines)
    // A line may hold a list of several; none may hold nothing.
    let places = Set(found.records.map(\.line) + found.refused.map(\.line))
    #expect(found.blank == blank)
    let isEmptyList = found.doubts[.empty]?.count ?? 0
    #expect(places.count + isEmptyList == filled)
    for record in found.records { #expect(try isHeld(record)) }
    _ = try Found(bytes, .document)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func ofDocumentsOfAnyBytesTheWholeElementsAreRead(_ seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var document = "["
    var good = 0
    for place in 0..<100 {
      if place > 0 { document += ",\n" }
      if Int.random(in: 0...4, using: &dice) == 0 {
        document +=
          [
            "{\"text\": \"x", "{\"text\": }", "nonsense", "{\"text\": \"x\" \"y\"}", "[1", "\"", "{\"text\": \"\\x\"}",
            "{{}", "}",
          ].randomElement(using: &dice) ?? ""
      } else {
        document += "{\"text\": \"good \(place)\"}"
        good += 1
      }
    }
    let found = try Found(document + "]")
    let read = found.texts.count { $0.hasPrefix("good") }
    #expect(read == good)
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func ofTablesWithStrayQuotesNoRowIsLost(_ seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var table = "id,published_at,text,author\n"
    let count = 300
    for row in 1...count {
      var text =
        ["plain", "he is 5\" tall", "a; b", "\"quoted, text\"", "\"say \"\"hi\"\"\"", "\"two\nlines\"", "x\"y\"z"]
        .randomElement(using: &dice) ?? ""
      if Int.random(in: 0...20, using: &dice) == 0 {
        text = ["\"open", "open\"", "\"", "\"\"\"", "\"a\" b"].randomElement(using: &dice) ?? ""
      }
      table += "\(row),2026-11-26 06:44:44,\(text),who\n"
    }
    let found = try Found(table, .table)
    #expect(found.records.map(\.id) == (1...count).map(String.init))
    #expect(found.refused.isEmpty)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func ofRowsOfAnyBytesNoneIsLost(_ seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let pieces =
      [",", "\"", "a", "断", " ", "\\", ";", "\t", "\0", "\"\"", "1", "2026-11-26"].map { Array($0.utf8) } + [
        [0xFF], [0xB1, 0xE0],
      ]
    var bytes = Array("id,text,when\n".utf8)
    for _ in 0..<200 {
      for _ in 0..<Int.random(in: 0...10, using: &dice) { bytes += pieces.randomElement(using: &dice) ?? [] }
      bytes.append(0x0A)
    }
    let found = try Found(bytes, .table)
    let places = found.records.map(\.line) + found.refused.map(\.line)
    #expect(places == places.sorted() || Set(places).count == places.count)
    #expect(found.count + found.blank <= 200)
    for record in found.records { #expect(try isHeld(record)) }
  }

  /// Whether PostgreSQL can hold it: no NUL, and JSON that JSON's own reader reads.
  private func isHeld(_ record: Record) throws -> Bool {
    let parts = [record.id, record.author, record.url, record.title, record.text, record.extra, record.source]
    guard !parts.contains(where: { $0.utf8.contains(0) }) else { return false }
    _ = try JSONDecoder().decode([String: Anything].self, from: Data(record.extra.utf8))
    return record.extra.firstRange(of: "\\u0000") == nil
  }

  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {}
  }

  private static let tables = [
    "text\n" + String(repeating: "\"\n", count: 100_000), "text,a\n\"" + String(repeating: "x\n", count: 200_000),
    "text,a\n" + String(repeating: ",", count: 900_000) + "\n", String(repeating: "a,", count: 200_000) + "text\n",
    "text\n" + String(repeating: "\"\"", count: 400_000) + "\n",
    "id,text\n" + String(repeating: "1,\"a\n,\"b\n", count: 50_000),
  ]

  @Test(.timeLimit(.minutes(2)), arguments: tables.indices)
  func hostileTablesTakeLinearTime(_ place: Int) {
    _ = try? Found(Self.tables[place], .table)
  }

  private static let documents = [
    String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 300_000),
    String(repeating: "{\"a\":[", count: 200_000), "[" + String(repeating: "{\"text\":\"a\",", count: 100_000),
    "{" + String(repeating: "\"a\":[{\"b\":1}],", count: 100_000), String(repeating: "\"", count: 1_000_001),
    String(repeating: "{\"a\":1\n", count: 200_000),
    "{\"text\":\"a\"" + String(repeating: ",\"k\":1", count: 150_000) + "}",
  ]

  @Test(.timeLimit(.minutes(2)), arguments: documents.indices)
  func hostileDocumentsTakeLinearTime(_ place: Int) throws {
    _ = try Found(Self.documents[place], .document)
    _ = try Found(Self.documents[place], .lines)
  }
}

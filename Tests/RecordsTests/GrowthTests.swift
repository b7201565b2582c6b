import Fuzz
import Testing

@testable import Records

/// What a hostile table or JSON could make slow.
@Suite struct GrowthTests {
  private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  struct Shape: Sendable, CustomStringConvertible {
    let description: String
    let format: InputFormat
    var size = 800
    let make: @Sendable (Int) -> String
  }

  private static let tables = [
    Shape(description: "quotes", format: .table, size: 5000) { "text,a\n" + times("\"", $0) },
    Shape(description: "open quotes", format: .table) { "id,text,a\n" + times("1,\"a\nbb\n", $0) },
    Shape(description: "separators", format: .table, size: 5000) { "text,a\n" + times(",", $0) },
    Shape(description: "spaces behind quotes", format: .table, size: 5000) { "text,a\n\"" + times("\" ", $0) },
    Shape(description: "short rows under a wide heading", format: .table) {
      "text," + times("a,", 500) + "\n" + times("x\n", $0)
    },
    Shape(description: "blank lines", format: .table) { times("\n", $0) + "text\n" + times("\n", $0) },
    Shape(description: "markup", format: .table) { "内容\n" + times("<b", $0) + "</\n" },
  ]
  private static let documents = [
    Shape(description: "lists", format: .document, size: 5000) { times("[", $0) },
    Shape(description: "objects", format: .document) { times("{\"a\":", $0) },
    Shape(description: "broken objects with lists", format: .document) { times("{\"a\":[{\"text\":1}]]", $0) },
    Shape(description: "broken elements", format: .document) { times("{\"a\":[{\"text\":1},{]}}", $0) },
    Shape(description: "lists beside", format: .document) { "{" + times("\"a\":[{\"b\":1}],", $0) + "}" },
    Shape(description: "escapes", format: .lines, size: 5000) { "{\"text\":\"" + times("\\ud800", $0) + "\"}" },
    Shape(description: "keys", format: .lines) { count in
      "{\"text\":\"a\"" + (0..<count).map { ",\"k\($0)\":1" }.joined() + "}"
    },
    Shape(description: "lists in lists", format: .lines) { "[" + times("[{\"text\":\"a\"}],", $0) + "{}]" },
    Shape(description: "digits", format: .lines, size: 5000) { "{\"text\":\"a\",\"n\":\(times("1", $0))}" },
  ]

  @Test(arguments: tables + documents)
  func anInputOfFourTimesTheSizeTakesFourTimesAsLong(_ shape: Shape) {
    let ratio = Growth.ratio(
      shape.size, make: { Array(shape.make($0).utf8) }, read: { _ = try? Found($0, shape.format) })
    #expect(ratio < 10)
  }
}

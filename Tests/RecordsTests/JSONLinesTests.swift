import FoundationEssentials
import Testing

@testable import Records

@Suite struct JSONLinesTests {
  @Test func theDocumentedFormIsReadAndOtherKeysAreKept() throws {
    let found = try Found(
      #"{"id": 7, "source": "forum", "published_at": "2023-11-08T04:12:00+11:00", "text": " down ", "likes": 3}"#)
    let record = try #require(found.records.first)
    #expect(record.id == "7")
    #expect(record.source == "forum")
    #expect(record.text == "down")
    #expect(record.published == Date(timeIntervalSince1970: 1_699_377_120))
    #expect(record.extra == #"{"likes": 3}"#)
    #expect(found.doubts[.unknownNames]?.count == 1)
    #expect(found.doubts.list.allSatisfy { $0.isNote })
  }

  @Test(arguments: [
    #"{"text": "ok", "k": "a\u0000b"}"#, #"{"text": "o\u0000k"}"#, #"{"id": "\u0000", "text": "ok"}"#,
    #"{"text": "ok", "a\u0000": {"b\u0000": ["\u0000", {"\u0000": "\ud800"}]}}"#,
    #"{"text": "ok", "author": "\udc00"}"#,
    #"{"text": "ok", "source": "\u0000iPhone 15"}"#, "{\"text\": \"ok\", \"k\": \"a\0b\"}",
  ])
  func nulAndHalvesOfPairsAreMendedEverywhereAndSaid(_ line: String) throws {
    let found = try Found(line + "\n" + #"{"text": "next"}"#)
    #expect(found.texts == ["ok", "next"])
    #expect(found.doubts[.bytesMended]?.count == 1)
    for record in found.records {
      for part in [record.id, record.author, record.text, record.extra] {
        #expect(!part.utf8.contains(0))
        #expect(part.firstRange(of: "\\u0000") == nil && part.firstRange(of: "\\ud800") == nil)
      }
    }
  }

  @Test func aWholePairIsACharacter() throws {
    let found = try Found(#"{"text": "\ud83d\ude00 \u4e2d"}"#)
    #expect(found.texts == ["😀 中"])
    #expect(found.doubts.isEmpty)
  }

  @Test func bytesThatAreNoCharactersAreMendedByTheLineAndCounted() throws {
    var bytes = Array("{\"text\": \"caf".utf8) + [0xFF, 0xFE] + Array("\"}\n{\"text\": \"b\"}\n".utf8)
    bytes += Array("{\"text\": \"好的，已经没有问题了".utf8) + [0xE4] + Array("\"}\n".utf8)
    let found = try Found(bytes)
    #expect(found.count == 3)
    #expect(found.refused.isEmpty)
    #expect(found.texts[1] == "b")
    #expect(found.doubts[.bytesMended]?.count == 2)
    #expect(found.doubts[.bytesMended]?.line == 1)
  }

  struct Wrong {
    let line: String
    let reason: String
  }

  @Test(arguments: [
    Wrong(line: #"{"text": "cut in ha"#, reason: "not JSON: a text does not end, at byte 20"),
    Wrong(line: #"{"text": "x" "id": 1}"#, reason: "not JSON: a comma is missing, at byte 14"),
    Wrong(line: "[1]", reason: "not a JSON object"),
    Wrong(line: #""text""#, reason: "not a JSON object"),
    Wrong(line: #"{"id": 1}"#, reason: "no text; the keys are: id"),
    Wrong(line: #"{"text": "  "}"#, reason: "no text"),
    Wrong(line: #"{"text": "x", "published_at": "someday"}"#, reason: "published_at is not a time"),
    Wrong(line: #"{"text": "x", "a": 01}"#, reason: "not JSON: a number begins with 0, at byte 22"),
    Wrong(
      line: "{\"text\": \"x\", \"a\": " + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        + "}",
      reason: "nested deeper than 100"),
    Wrong(line: "garbage", reason: "not JSON: this is no value, at byte 1"),
  ])
  func whatIsWrongIsRefusedByItself(_ wrong: Wrong) throws {
    let found = try Found("{\"text\": \"a\"}\n" + wrong.line + "\n{\"text\": \"b\"}\n", .lines)
    #expect(found.texts == ["a", "b"])
    #expect(found.reasons == ["2 " + wrong.reason])
  }

  @Test func looseFormsAreReadAndSaid() throws {
    let found = try Found(
      "\u{FEFF}{\"text\": \"a\"},\r\n\r\n{\"text\": \"b\", \"n\": NaN, \"l\": [1,],}\r\n{\"text\": \"c\u{2028}d\"}\r\n")
    #expect(found.texts == ["a", "b", "c\u{2028}d"])
    #expect(found.blank == 1)
    #expect(found.doubts[.looseJSON]?.count == 2)
    #expect(found.records[1].extra == #"{"n":null,"l":[1]}"#)
  }

  @Test func ofARepeatedKeyTheLastCounts() throws {
    let found = try Found(#"{"text": "a", "text": "b", "k": 1, "k": 2}"#)
    #expect(found.texts == ["b"])
    #expect(found.records[0].extra == #"{"k":2}"#)
    #expect(found.doubts[.repeatedKey] != nil)
  }

  @Test func numbersKeepTheirDigits() throws {
    let found = try Found(
      #"{"id": 12345678901234567890123, "text": "a", "n": 1e999, "m": 0.10, "z": 1e-400000}"# + "\n"
        + #"{"id": -9007199254740993, "text": "b"}"#)
    #expect(found.records[0].id == "12345678901234567890123")
    #expect(!found.records[0].isIDDoubtful)
    #expect(found.records[0].extra == #"{"n":"1e999","m":0.10,"z":"1e-400000"}"#)
    #expect(found.records[1].id == "-9007199254740993")
  }

  @Test(arguments: [
    ("4.75E+15", true), ("4.75e15", true), ("1E+05", true), ("4980000000000000000", true), ("0", true), ("-1", true),
    ("4982341234567890.0", true), ("12e5", false), ("4982341234567890", false), ("t3_1abc", false), ("1000", false),
    ("2026.11", false), ("O0xyz", false),
  ])
  func anIDThatASpreadsheetRoundedIsDoubted(_ id: String, _ isDoubtful: Bool) throws {
    let found = try Found("{\"id\": \"\(id)\", \"text\": \"a\"}")
    #expect(found.records[0].id == id)
    #expect(found.records[0].isIDDoubtful == isDoubtful)
    #expect((found.doubts[.doubtfulID] != nil) == isDoubtful)
  }

  @Test(arguments: ["null", "NaN", "None", "#N/A"])
  func whatStandsForNoIDIsNone(_ id: String) throws {
    #expect(try Found("{\"id\": \"\(id)\", \"text\": \"a\"}").records[0].id == "")
  }

  @Test func nothingIsSaid() throws {
    #expect(try Found("").doubts[.empty] != nil)
    #expect(try Found("\n\n", .lines).doubts[.empty] != nil)
    #expect(try Found("[]").doubts[.empty] != nil)
    #expect(try Found(#"{"data": [], "ok": 1}"#).doubts[.empty] != nil)
    #expect(try Found(#"{"text": "a"}"#).doubts[.empty] == nil)
  }

  @Test func aLineThatIsTooLongIsRefused() throws {
    let long = "{\"text\": \"" + String(repeating: "x", count: 5000) + "\"}"
    let found = try Found("{\"text\": \"a\"}\n" + long + "\n{\"text\": \"b\"}", .lines, longest: 1000)
    #expect(found.texts == ["a", "b"])
    #expect(found.reasons == ["2 longer than 1000 bytes"])
  }
}

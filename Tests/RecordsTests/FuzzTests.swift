import Fuzz
import FuzzTrials
import Testing

@testable import Records

/// What `scripts/fuzz` reads for as long as one likes, for two seconds; and what it found.
@Suite struct FuzzTests {
  @Test(arguments: [Trial.Subject.table, .lines, .document])
  func whateverIsReadHoldsWhatMustHold(_ subject: Trial.Subject) {
    for seed in 1...40 as ClosedRange<UInt64> {
      let complaints = Trial(subject, seed: seed).read()
      #expect(complaints == [], "scripts/fuzz --subject \(subject.rawValue) --seed \(seed) --count 1 --show")
    }
  }

  @Test func aFieldInQuotesGoesOnBehindAQuotedWordAndASeparator() throws {
    let found = try Found("id,text,author\n1,\"he said \"\"no\"\",\nand left\",Ann\n2,b,Bob\n", .table)
    #expect(found.texts == ["he said \"no\",\nand left", "b"])
    #expect(found.records.map(\.line) == [2, 4])
  }

  @Test(
    "One bad element of a list in an object leaves the others",
    arguments: [
      "{\"text\": \"\\x\"}", "{\"text\": 01}", "{\"text\" \"x\"}",
      "{\"a\":\(String(repeating: "[", count: 200))\(String(repeating: "]", count: 200))}",
    ]
  )
  func badElement(_ bad: String) throws {
    let found = try Found(
      "{\"ok\": true, \"data\": {\"list\": [{\"text\": \"a\"},\n\(bad),\n{\"text\": \"b\"}]}}", .document)
    #expect(found.texts == ["a", "b"])
    #expect(found.refused.map(\.line) == [2])
  }

  @Test(arguments: ["00{\"b\":null}", "1234567890123456{\"b\":null}", "01\"x\"", "\"\\4\"6"])
  func aValueThatIsNoneIsNotPassedOver(_ value: String) throws {
    let found = try Found("{\"text\":\"x\",\"a\":\(value)}", .lines)
    #expect(found.records.isEmpty && found.refused.count == 1)
  }

  @Test func whatIsKeptBesideTheTextIsJSON() throws {
    let found = try Found("{\"text\":\"x\",\"a\":{\"b\":1,\u{1E}\"c\":\u{1}null}}", .lines)
    #expect(found.records.map(\.extra) == ["{\"a\":{\"b\":1,\"c\":null}}"])
  }

  @Test func aShortDocumentIsReadToItsLastLetter() throws {
    let found = try Found("[{\"text\":\"\u{1F469}\"}]", .document)
    #expect(found.texts == ["\u{1F469}"])
  }

  @Test func theEncodingOfALongDocumentIsTold() throws {
    let element = "{\"text\":\"大面积断网，用户投诉不断\"}"
    for shift in 0...3 {
      let text =
        "[" + String(repeating: " ", count: shift) + String(repeating: element + ",", count: 3000) + element + "]"
      let found = try Found(try #require(Encoding.bytes(text, in: "GB18030")), .document)
      #expect(found.texts.count == 3001)
      #expect(Set(found.texts) == ["大面积断网，用户投诉不断"])
    }
  }
}

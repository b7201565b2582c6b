import FoundationEssentials
import Testing
import Wording

@testable import Records

@Suite struct TableTests {
  private func rows(_ count: Int, _ row: (Int) -> String) -> String {
    "id,published_at,text\n" + (1...count).map(row).joined(separator: "\n") + "\n"
  }

  @Test(arguments: ["\"he said it broke", "it \"broke", "he is 5\" tall", "\"quoted\" and more", "\"a\"b\"c"])
  func oneStrayQuoteLosesNoRow(_ odd: String) throws {
    let table = rows(400) { row in
      let text = row == 200 ? odd : row % 7 == 0 ? "\"fine, text\"" : "plain"
      return "\(row),2026-11-26 06:44:\(row % 50 + 10),\(text)"
    }
    let found = try Found(table, .table)
    #expect(found.records.count == 400)
    #expect(found.refused.isEmpty)
    #expect(found.records[199].id == "200")
    #expect(found.records[199].text.contains("\""))
    #expect(found.records[200].id == "201")
    #expect(found.records[6].text == "fine, text")
    let isSaid = found.doubts[.strayQuote]
    if odd.hasPrefix("\"he") { #expect(isSaid?.line == 201 && isSaid?.count == 1) }
  }

  @Test func aStrayQuoteThatClosesByChanceSwallowsNoRow() throws {
    let table = rows(20) { "\($0),2026-11-26 06:44:11,\($0 == 5 ? "\"stray" : $0 == 8 ? "he is 5\"" : "plain")" }
    let found = try Found(table, .table)
    #expect(found.records.map(\.id) == (1...20).map(String.init))
  }

  @Test func fieldsInQuotesHoldBreaksSeparatorsAndQuotes() throws {
    let found = try Found("id,text\n1,\"two\nlines, and \"\"quotes\"\"\"\r\n2, \"x\" \n3,\"\"\n4,\"y\"\n", .table)
    #expect(found.texts == ["two\nlines, and \"quotes\"", "x", "y"])
    #expect(found.reasons == ["4 no text"] || found.reasons == ["5 no text"])
    let long = (1...1500).map { "paragraph \($0)" }.joined(separator: "\n")
    #expect(try Found("id,text\n1,\"\(long)\"\n2,b\n", .table).texts == [long, "b"])
  }

  @Test func quotesMayBeBackslashed() throws {
    let found = try Found(
      #"""
      id,text
      1,"he said \"hi\", then left"
      2,"she said \"no\""
      3,"plain, text"
      """#, .table)
    #expect(found.texts == [#"he said "hi", then left"#, #"she said "no""#, "plain, text"])
    #expect(found.doubts[.strayQuote] == nil)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func everyLineEndIsRead(_ end: String) throws {
    let found = try Found(["id,text", "1,a", "", "2,\"b, c\"", ""].joined(separator: end), .table)
    #expect(found.texts == ["a", "b, c"])
    #expect(found.blank == 1)
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func theSeparatorIsSeen(_ separator: String) throws {
    let rows = [["编号", "正文", "数"], ["1", "好，真的; 1,5 | x", "3"], ["2", "a,b;c", "4"]]
    let table = rows.map { $0.map { $0.contains(separator) ? "\"\($0)\"" : $0 }.joined(separator: separator) }
    let found = try Found(table.joined(separator: "\n"), .table)
    #expect(found.texts == ["好，真的; 1,5 | x", "a,b;c"])
    #expect(found.records.map(\.id) == ["1", "2"])
  }

  @Test func aLineThatNamesTheSeparatorIsObeyed() throws {
    let found = try Found("sep=;\nid;text\n1;a, b\n2;c\n", .table)
    #expect(found.texts == ["a, b", "c"])
    #expect(found.doubts.isEmpty)
  }

  @Test(arguments: [true, false], [true, false])
  func wideLettersAreRead(_ isBig: Bool, _ hasMark: Bool) throws {
    func wide(_ text: String) -> [UInt8] {
      ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
        let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
        return isBig ? bytes : bytes.reversed()
      }
    }
    let table = try Found(wide("编号\t正文\r\n1\t断网了😀\r\n2\t又断网了\r\n"), .table)
    #expect(table.texts == ["断网了😀", "又断网了"])
    #expect(try Found(wide(#"[{"text": "断网了😀"}, {"text": "b"}]"#)).texts == ["断网了😀", "b"])
    #expect(try Found(wide("{\"text\": \"断网了😀\"}\n{\"text\": \"b\"}\n")).texts == ["断网了😀", "b"])
  }

  @Test func chineseCodePagesAreRead() throws {
    // 编号,正文 / 1,断网了 in GB18030
    let heading: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xD5, 0xFD, 0xCE, 0xC4, 0x0A]
    let bytes = heading + [0x31, 0x2C, 0xB6, 0xCF, 0xCD, 0xF8, 0xC1, 0xCB, 0x0A]
    let found = try Found(bytes, .table)
    #expect(found.texts == ["断网了"])
    #expect(found.doubts[.encoding]?.example == "GB18030")
    #expect(found.doubts[.bytesMended] == nil)
  }

  @Test func rowsOfAnotherLengthAreSaid() throws {
    let found = try Found("id,text,author\n1,a,x\n2,b\n3,c, with commas,y\n4,d,z,,\n5\n", .table)
    #expect(found.texts == ["a", "b", "c, with commas", "d"])
    #expect(found.records[2].author == "y")
    #expect(found.doubts[.shortRow]?.count == 2)
    #expect(found.doubts[.longRow]?.count == 1)
    #expect(found.doubts[.longRow]?.line == 4)
    #expect(found.reasons == ["6 no text: the row has 1 of 3 fields"])
  }

  @Test func aTableWithoutAHeadingSaysSo() throws {
    let table = "1,2026-11-26 06:44:44,the app is down\n2,2026-11-26 06:45:44,still down\n"
    #expect {
      try Found(table, .table)
    } throws: {
      ($0 as? Failure)?.sentence.english == "The table has no heading: its first row reads like data."
    }
    let found = try Found(table, .table, columns: "id=1,published_at=2,text=3")
    #expect(found.texts == ["the app is down", "still down"])
  }

  @Test func nothingIsSaid() throws {
    #expect(try Found("", .table).doubts[.empty] != nil)
    #expect(try Found("\n \n", .table).doubts[.empty] != nil)
    let found = try Found("id,text\n", .table)
    #expect(found.doubts[.onlyHeading] != nil)
    #expect(found.count == 0)
  }

  @Test func aTitleAboveTheHeadingIsLeftOutAndSaid() throws {
    let found = try Found("微博导出,,\n,,\n编号,正文,发布时间\n1,好,2026-11-26\n", .table)
    #expect(found.texts == ["好"])
    #expect(found.doubts[.beforeHeading]?.line == 1)
  }

  @Test func aColumnOfLongTextIsFoundAndSaid() throws {
    let rows = [
      "nr,what happened", "1,The whole service has been down since noon", "2,It is still down and nobody answers",
    ]
    let found = try Found(rows.joined(separator: "\n"), .table)
    #expect(found.records.count == 2)
    #expect(found.doubts[.guessed]?.example == "text=what happened")
    #expect(throws: Failure.self) { try Found("nr,kind\n1,a\n2,b\n", .table) }
  }

  @Test func columnsAreNamedByAPerson() throws {
    let table = "a,b,来源\nx,the text,iPhone 15\n"
    let found = try Found(table, .table, columns: "text=b,source=来源")
    #expect(found.records[0].source == "iPhone 15")
    #expect(found.records[0].extra == #"{"a":"x"}"#)
    for wrong in ["text=c", "colour=a", "text"] {
      #expect(throws: Failure.self) { try Found(table, .table, columns: wrong) }
    }
  }
}

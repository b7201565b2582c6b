import Records
import Testing
import Wording

/// Tables that people keep: read whole and strictly, written so that they come back.
@Suite struct SheetTests {
  private static let columns = [
    Sheet.Column("name", Bilingual("Name", "名称"), or: ["资源名称"], required: true),
    Sheet.Column("amount", Bilingual("Amount", "数量")),
    Sheet.Column("note", Bilingual("Note", "备注")),
  ]

  private func read(_ text: String) throws -> Sheet { try Sheet(Array(text.utf8), columns: Self.columns) }

  @Test(arguments: [Language.english, .chinese])
  func whatIsWrittenComesBackAsItWas(_ language: Language) throws {
    let rows = [
      ["舆情监测平台", "3", "a, b; \"c\""], ["=1+1", "0", "-5"], ["'quoted", "", "two\nlines"], ["@x", "1", "+86 10 1234"],
      ["-", "2", "="], ["first\nand last", "5", "x"],
    ]
    let bytes = Sheet.csv(Self.columns, rows, language: language)
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    // A spreadsheet computes nothing.
    #expect(String(decoding: bytes, as: UTF8.self).contains("'=1+1"))
    let sheet = try Sheet(bytes, columns: Self.columns)
    #expect(sheet.broken == [])
    #expect(sheet.rows.map { [$0["name"], $0["amount"], $0["note"]] } == rows)
  }

  @Test func headingsAreReadInEitherLanguageInAnyOrderAndWithOtherWords() throws {
    let sheet = try read("数量,资源名称\n2,平台\n")
    #expect(sheet.rows.map { [$0["name"], $0["amount"], $0["note"]] } == [["平台", "2", ""]])
    #expect(try read("NAME;Amount\na;1\n").rows.first?["amount"] == "1")
  }

  @Test func gb18030IsRead() throws {
    // 名称,数量\n监测平台,2\n西安日报,1\n
    let bytes: [UInt8] =
      [0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xCA, 0xFD, 0xC1, 0xBF, 0x0A]
      + [0xBC, 0xE0, 0xB2, 0xE2, 0xC6, 0xBD, 0xCC, 0xA8, 0x2C, 0x32, 0x0A]
      + [0xCE, 0xF7, 0xB0, 0xB2, 0xC8, 0xD5, 0xB1, 0xA8, 0x2C, 0x31, 0x0A]
    let sheet = try Sheet(bytes, columns: Self.columns)
    #expect(sheet.rows.map { $0["name"] } == ["监测平台", "西安日报"])
  }

  @Test func everyBrokenRowIsNamedByItsLine() throws {
    let sheet = try read("Name,Amount\na,1\n,2\nb,1,2,3\nc,\u{1},\nd,4\n\"e,5\nf,6\n")
    #expect(sheet.rows.map(\.line) == [2, 6, 8])
    #expect(sheet.broken.map(\.line) == [3, 4, 5, 7])
    let failure = try #require(Sheet.failure(sheet.broken))
    #expect(failure.list.count == 4 && failure.list[0].english == "line 3: Name is missing")
    #expect(Sheet.failure([]) == nil)
  }

  @Test(arguments: [
    ("Name,Colour\na,red\n", "Unknown headings: Colour"), ("Amount\n1\n", "Missing columns: Name"),
    ("Name,名称\na,b\n", "Two columns"), ("", "Missing columns"),
  ])
  func aHeadingThatIsNotUnderstoodIsNamed(_ text: String, _ said: String) throws {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.sentence.english.contains(said) == true)
  }

  @Test func thousandsOfRowsAreReadAndTooManyAreRefused() throws {
    let many = "Name,Amount\n" + (1...20_000).map { "r\($0),\($0)\n" }.joined()
    #expect(try read(many).rows.count == 20_000)
    let failure = #expect(throws: Failure.self) {
      try read("Name\n" + String(repeating: "a\n", count: Sheet.mostRows + 1))
    }
    #expect(failure?.sentence.english.contains("more than 100,000 rows") == true)
  }
}

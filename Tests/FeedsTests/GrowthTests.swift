import Fuzz
import Testing

@testable import Feeds

/// What a hostile document could make slow, deep or large.
@Suite struct GrowthTests {
  private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  private static func each(_ count: Int, _ make: (Int) -> String) -> String { (0..<count).map(make).joined() }

  private static func item(_ inner: String) -> String {
    "<rss><channel><item>\(inner)</item><item><title>good</title></item></channel></rss>"
  }

  private static func title(_ inner: String) -> String { item("<title>\(inner)</title>") }

  private static func read(_ document: [UInt8]) -> [Feed.Entry] {
    (try? Feed(document, from: "http://a/b", dates: DateReader(now: aDay)))?.entries ?? []
  }

  struct Shape: Sendable, CustomStringConvertible {
    let description: String
    var size = 2500
    let make: @Sendable (Int) -> String
  }

  private static let tags = [
    Shape(description: "nested") { title(times("<b>", $0) + times("</b>", $0)) },
    Shape(description: "nested and unclosed") { title(times("<b>", $0)) },
    Shape(description: "ends of other names") { title(times("<b></c>", $0)) },
    Shape(description: "ends without a beginning") { title(times("<b>", 150) + times("</c>", $0)) },
    Shape(description: "nested groups") { item(times("<media:group>", $0) + "x" + times("</media:group>", $0)) },
    Shape(description: "many names") { count in title(each(count) { "<t\($0)/>" }) },
    Shape(description: "many prefixes") { count in title(each(count) { "<p\($0):x/>" }) },
    Shape(description: "unfinished") { title(times("<a ", $0)) },
    Shape(description: "items in items") { "<rss><channel>" + times("<item><title>x", $0) + title("x") },
    Shape(description: "instructions") { title(times("<?a b?>x", $0)) },
  ]
  private static let attributes = [
    Shape(description: "many") { count in item("<title \(each(count) { "a\($0)=\"1\" " })>x</title>") },
    Shape(description: "many without quotes") { count in item("<title \(each(count) { "a\($0)=1 " })>x</title>") },
    Shape(description: "many without values") { count in item("<title \(each(count) { "a\($0) " })>x</title>") },
    Shape(description: "name spaces of one element") { count in
      item("<title \(each(count) { "xmlns:a\($0)=\"u\($0)\" " })>x</title>")
    },
    Shape(description: "name spaces that are used") { count in
      "<rss \(each(count) { "xmlns:a\($0)=\"u\" " })><channel>" + times("<a0:x/>", count) + title("x")
    },
    Shape(description: "a long name space", size: 8000) {
      "<rss xmlns=\"\(times("x", $0))\"><channel>" + times("<a/>", $0 / 4) + "<item><title>good</title>"
    },
    Shape(description: "open quotes") { item("<title \(times("a=\"", $0))>x</title>") },
  ]
  private static let sections = [
    Shape(description: "open sections") { title(times("<![CDATA[", $0)) },
    Shape(description: "closed sections") { title(times("<![CDATA[x]]>", $0)) },
    Shape(description: "ends of sections") { title(times("]]>", $0)) },
    Shape(description: "open comments") { title("x") + times("<!--", $0) },
    Shape(description: "comments") { title(times("<!---->", $0)) },
    Shape(description: "declarations") { times("<!DOCTYPE x [", $0) + times("]>", $0) + title("x") },
    Shape(description: "entities") { title(times("&amp;&#65;&nbsp;&x", $0)) },
    Shape(description: "less than", size: 8000) { title(times("<", $0)) },
    Shape(description: "HTML in a section") { title("<![CDATA[\(times("<a <!-- <script> &lt;", $0))<b>]]>") },
    Shape(description: "base 64", size: 8000) { item("<content mode=\"base64\">\(times("QUJD", $0))</content>") },
  ]

  @Test(arguments: tags + attributes + sections)
  func aDocumentOfFourTimesTheSizeTakesFourTimesAsLong(_ shape: Shape) {
    let ratio = Growth.ratio(shape.size, make: { Array(shape.make($0).utf8) }, read: { _ = Self.read($0) })
    #expect(ratio < 10)
  }

  @Test(arguments: ["UTF-7", "utf7", "UNICODE-1-1-UTF-7"])
  func anEncodingThatTakesLongIsNotBelieved(_ name: String) {
    let run = Self.times("+CST", 9000) + Self.times("halfam", 9000)
    let document = Array("<?xml version=\"1.0\" encoding=\"\(name)\"?>\(Self.title(run))".utf8)
    let seconds = Growth.seconds { _ = DocumentText.decode(document, charset: name) }
    #expect(seconds < 1)
    #expect(Self.read(document).map(\.title) == [run, "good"])
  }

  private static let hostile = [
    times("<b>", 5000) + times("</b>", 5000), times("<b>", 5000), times("</b>", 5000), times("<p><b></p>", 5000),
    each(5000) { "<t\($0)>x</t\($0)>" }, each(5000) { "<t a\($0)=\"1\">" }, times("<b ", 5000), times("<title>", 300),
    times("<![CDATA[", 5000), "<" + times("a", 60_000) + ">", times("<?a?>", 5000),
    "<a xmlns=\"\(times("x", 60_000))\">", times("<a:b xmlns:a=\"u\">", 2000),
  ]

  @Test(arguments: hostile.indices)
  func ofTheEntriesBesideAHostileOneNoneIsLost(_ place: Int) {
    for element in ["title", "x"] {
      let entries = Self.read(Array(Self.item("<\(element)>\(Self.hostile[place])</\(element)>").utf8))
      #expect(entries.count == 2)
      #expect(entries.last?.title == "good")
    }
  }

  @Test func whatLiesTooDeepIsReadAsText() {
    let deep = Self.times("<b>", 1000) + "one<p>two</p>three" + Self.times("</b>", 1000)
    let entries = Self.read(Array(Self.title("before \(deep) after").utf8))
    #expect(entries.map(\.title) == ["before one two three after", "good"])
  }

  @Test func anEntryIsReadHoweverDeepItLies() {
    let document = "<rss><channel><title>C</title>" + Self.times("<x>", 1000) + Self.title("deep")
    #expect(Self.read(Array(document.utf8)).map(\.title) == ["deep", "good"])
  }

  @Test func aTextThatIsTooLongIsCutAtALetter() throws {
    let tree = try #require(XMLTree(Array(Self.title(Self.times("断网 &amp; ", 800_000)).utf8)))
    defer { tree.free() }
    let items = try #require(tree.root?.elements.first?.elements)
    #expect(items.map { $0.elements.map(\.name) } == [["title"], ["title"]])
    #expect(items[1].text == "good")
    let text = items[0].text.utf8
    // Here an entity is as long as a letter and a half.
    #expect((XMLBounds.longestText / 2...XMLBounds.longestText).contains(text.count))
    #expect(["断", "网", " ", "&"].contains(String(decoding: text.suffix(3), as: UTF8.self).suffix(1)))
  }

  @Test func ofMoreThanADocumentMayHoldTheBeginningIsRead() {
    let document = Array(("<rss>" + Self.times("<item a=\"1\"/>", 100)).utf8)
    #expect(XMLBounds.hold(document + Array("</rss>".utf8)))
    let kept = "<rss>" + Self.times("<item a=\"1\"/>", 10) + "</rss>"
    #expect(String(decoding: XMLBalancing.balanced(document, mostNodes: 20), as: UTF8.self) == kept)
  }

  @Test func inJSONWhatLiesTooDeepIsLeftOut() throws {
    for depth in [10, 600, 20_000] {
      for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = Self.times(open, depth) + "\"]}[\"" + Self.times(close, depth)
        let document = "{\"items\":[{\"id\":1,\"_x\":\(deep),\"title\":\"a\"},{\"id\":2}]}"
        #expect(Self.read(Array(document.utf8)).map(\.id) == ["1", "2"])
        #expect(Self.read(Array(document.dropLast(depth + 20).utf8)).isEmpty)
      }
    }
  }

  @Test func jsonOfTooManyValuesIsRefused() {
    let values = Self.times(",", JSONBounds.mostValues)
    #expect(JSONBounds.kept(Array("[\(values.dropLast())]".utf8)) != nil)
    #expect(JSONBounds.kept(Array("[\(values)]".utf8)) == nil)
  }
}

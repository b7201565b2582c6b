import FoundationEssentials
import Testing

@testable import Feeds

/// What is called like an element of a feed and is none, and texts in other clothes.
@Suite struct NameSpaceTests {
  private func feed(_ text: String) throws -> Feed { try Feed(Array(text.utf8), dates: DateReader(now: aDay)) }

  private static let foreign = """
    <x:id>no</x:id><x:guid>no</x:guid><x:title>no</x:title><x:link>http://no/</x:link><x:link href="http://no/"/>
    <x:author>no</x:author><x:pubDate>2001-01-01T00:00:00Z</x:pubDate><x:published>2001-01-01T00:00:00Z</x:published>
    <x:updated>2001-01-01T00:00:00Z</x:updated><x:description>no</x:description><x:summary>no</x:summary>
    <x:content>no</x:content><x:encoded>no</x:encoded><x:name>no</x:name><x:item><title>no</title></x:item>
    """

  @Test(
    "An element of another name space does not replace one of the feed",
    arguments: [
      "http://example.com/mine", "urn:x", "http://purl.org/rss/1.0/modules/link/", "http://www.w3.org/2000/svg",
    ],
    [true, false])
  func foreignElements(_ address: String, _ isFirst: Bool) throws {
    let before = isFirst ? Self.foreign : ""
    let after = isFirst ? "" : Self.foreign
    let rss = try feed(
      """
      <rss version="2.0" xmlns:x="\(address)"><channel>\(before)<title>C</title><item>\(before)<guid isPermaLink="false">g</guid>
      <title>T</title><link>http://l/</link><author>A</author><pubDate>Thu, 26 Nov 2026 14:30:00 GMT</pubDate>
      <description>D</description>\(after)</item></channel></rss>
      """)
    let rdf = try feed(
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="\(address)"><channel>\(before)<title>C</title></channel>
      <item rdf:about="g">\(before)<title>T</title><link>http://l/</link><dc:creator>A</dc:creator>
      <dc:date>2026-11-26T14:30:00Z</dc:date><description>D</description>\(after)</item></rdf:RDF>
      """)
    let atom = try feed(
      """
      <a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="\(address)">\(before)<a:title>C</a:title><a:entry>\(before)
      <a:id>g</a:id><a:title>T</a:title><a:link href="http://l/"/><a:author><x:name>no</x:name><a:name>A</a:name><x:name>no</x:name>
      </a:author><a:published>2026-11-26T14:30:00Z</a:published><a:summary>D</a:summary>\(after)</a:entry></a:feed>
      """)
    for feed in [rss, rdf, atom] {
      let entry = try #require(feed.entries.first)
      #expect(feed.entries.count == 1 && feed.title == "C")
      #expect(entry.id == "g" && entry.title == "T" && entry.link == "http://l/" && entry.author == "A")
      #expect(entry.published == aDay && entry.text == "D")
    }
  }

  @Test func anotherDefaultNameSpaceInsideAnEntryIsAnotherNameSpace() throws {
    let entry = try feed(
      "<rss><channel><item><title>T</title><description>D</description><description xmlns=\"urn:x\">no</description><title xmlns=\"urn:x\">no</title></item></channel></rss>"
    ).entries[0]
    #expect(entry.title == "T" && entry.summary == "D")
    #expect(
      try feed("<rss><channel><item><description xmlns=\"urn:x\">no</description></item></channel></rss>").entries[0]
        .text == "")
  }

  @Test(
    "A known vocabulary fills what the feed leaves out, and replaces nothing",
    arguments: [
      ("media", "http://search.yahoo.com/mrss/", "title"), ("dc", "http://purl.org/dc/elements/1.1/", "title"),
      ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd", "summary"),
      ("m", "http://search.yahoo.com/mrss/", "description"),
      ("d", "http://purl.org/dc/elements/1.1/", "description"),
    ])
  func knownVocabularies(_ prefix: String, _ address: String, _ name: String) throws {
    let foreign = "<\(prefix):\(name)>F</\(prefix):\(name)>"
    let core = name == "title" ? "<title>T</title>" : "<description>T</description>"
    func text(_ inner: String) throws -> String {
      try feed("<rss xmlns:\(prefix)=\"\(address)\"><channel><item>\(inner)</item></channel></rss>").entries[0].text
    }
    #expect(try text(foreign) == "F")
    #expect(try text(core + foreign) == "T")
    #expect(try text(foreign + core) == "T")
  }

  @Test func customaryPrefixesCountWithoutADeclaration() throws {
    let entry = try feed(
      "<rss><channel><item><dc:creator>A</dc:creator><content:encoded>&lt;p&gt;whole&lt;/p&gt;</content:encoded><description>D</description><x:title>no</x:title></item></channel></rss>"
    ).entries[0]
    #expect(entry.author == "A" && entry.text == "whole" && entry.title == "")
  }

  @Test(
    "Every name space that feeds had is the feed's",
    arguments: [
      "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/net/rss1.1#",
      "http://purl.org/atom/ns#",
      "http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom/", "http://backend.userland.com/rss2",
      "http://nobody.knows/this",
    ])
  func feedsOwn(_ address: String) throws {
    #expect(
      try feed("<rss xmlns=\"\(address)\"><channel><item><title>T</title></item></channel></rss>").entries[0].title
        == "T")
    #expect(
      try feed("<r:rss xmlns:r=\"\(address)\"><r:channel><r:item><r:title>T</r:title></r:item></r:channel></r:rss>")
        .entries[0]
        .title == "T")
  }

  private func entry(_ inner: String) throws -> Feed.Entry {
    try feed("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>\(inner)</entry></feed>").entries[0]
  }

  /// `<p>Outage <b>everywhere</b></p>`
  private static let encoded = "PHA+T3V0YWdlIDxiPmV2\n  ZXJ5d2hlcmU8L2I+PC9wPg=="

  @Test(
    "Content of a type that is neither text nor XML is in base 64",
    arguments: [
      "application/octet-stream", "application/xhtml", "application/x-html", "application/octet-stream; charset=utf-8",
    ])
  func base64(_ type: String) throws {
    #expect(try entry("<content type=\"\(type)\">\(Self.encoded)</content>").content == "Outage everywhere")
    #expect(try entry("<title type=\"\(type)\">\(Self.encoded)</title>").title == "Outage everywhere")
    #expect(try entry("<summary type=\"\(type)\">\(Self.encoded)</summary>").summary == "Outage everywhere")
  }

  @Test(
    "What is not in base 64, or no text in it, is not decoded",
    arguments: [
      ("image/png", encoded, ""), ("application/octet-stream", "iVBORw0KGgoAAAANSUhEUgAA", ""),
      ("text/plain", "QUJD", "QUJD"),
      ("text/html", "QUJD", "QUJD"), ("html", "QUJD", "QUJD"), ("application/xml", "QUJD", "QUJD"),
      ("image/svg+xml", "QUJD", "QUJD"),
      ("application/html", "Said in plain words.", "Said in plain words."), ("", "QUJD", "QUJD"),
    ])
  func notBase64(_ type: String, _ text: String, _ expected: String) throws {
    let type = type.isEmpty ? "" : " type=\"\(type)\""
    #expect(try entry("<content\(type)>\(text)</content>").content == expected)
  }

  @Test func atom03SaysItsMode() throws {
    func entry(_ inner: String) throws -> Feed.Entry {
      try feed("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry>\(inner)</entry></feed>").entries[0]
    }
    #expect(
      try entry("<content type=\"text/html\" mode=\"base64\">\(Self.encoded)</content>").content == "Outage everywhere")
    #expect(try entry("<content type=\"text/plain\" mode=\"base64\">MSA8IDI</content>").content == "1 < 2")
    #expect(try entry("<content type=\"image/png\" mode=\"base64\">\(Self.encoded)</content>").content == "")
    #expect(
      try entry("<content type=\"application/xhtml+xml\" mode=\"escaped\">&lt;b&gt;x&lt;/b&gt;</content>").content
        == "x")
  }

  @Test func entriesThatHaveOneIdStayApart() throws {
    let items = (1...4).map { "<item><guid>0</guid><title>t\($0)</title><link>http://l/\($0)</link></item>" }.joined()
    let entries = try feed("<rss><channel>\(items)</channel></rss>").entries
    #expect(entries.map(\.id) == ["0", "0", "0", "0"] && entries.map(\.title) == ["t1", "t2", "t3", "t4"])
  }

  @Test func theFeedsOwnLanguageTellsWhatLettersMean() throws {
    func published(_ language: String) throws -> Date? {
      try feed(
        "<rss><channel>\(language)<item><pubDate>Thu, 26 Nov 2026 22:30:00 CST</pubDate></item></channel></rss>"
      ).entries[0].published
    }
    #expect(try published("<language>zh-cn</language>") == aDay)
    #expect(try published("<language>en-us</language>") == aDay + 14 * 3600)
    #expect(try published("") == aDay + 14 * 3600)
  }

  @Test func aNumberInJSONIsATime() throws {
    let entries = try feed(
      #"{"version":"https://jsonfeed.org/version/1","items":[{"id":12345678901234567890123,"date_published":1795703400},{"id":"b","date_published":"soon","date_modified":1795703400000},{"id":3,"date_published":1.7957034E+12},{"id":4,"date_published":{}}]}"#
    ).entries
    #expect(entries.map(\.id).prefix(3) == ["12345678901234567890123", "b", "3"])
    #expect(entries.prefix(3).allSatisfy { $0.published == aDay })
  }
}

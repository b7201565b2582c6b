import FoundationEssentials
import Glibc
import Testing

@testable import Feeds

/// Feeds as they are in the wild: dialects, encodings, and what is broken.
@Suite struct DialectTests {
  private func feed(_ text: String, from address: String = "") throws -> Feed {
    try Feed(Array(text.utf8), from: address, dates: DateReader(now: aDay))
  }
  private func item(_ inner: String) -> String {
    "<rss version=\"2.0\"><channel><title>C</title><item>\(inner)</item></channel></rss>"
  }

  @Test func rdfHasItsItemsBesideItsChannel() throws {
    let feed = try feed(
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://c/"><title>C</title></channel>
      <item rdf:about="http://i/1"><title>I</title><link>http://i/l</link><dc:creator>Ann</dc:creator>
        <dc:date>2004-01-02T03:04:05Z</dc:date><description>D</description></item></rdf:RDF>
      """)
    let entry = try #require(feed.entries.first)
    #expect(feed.title == "C" && entry.id == "http://i/1" && entry.link == "http://i/l" && entry.author == "Ann")
    #expect(entry.published == Date(timeIntervalSince1970: 1_073_012_645))
  }

  @Test func cdfAndJSONFeedAreFeedsToo() throws {
    let cdf = try feed(
      "<CHANNEL HREF=\"http://c/\"><TITLE>C</TITLE><ITEM HREF=\"http://i/1\" LASTMOD=\"1998-11-05\"><TITLE>I</TITLE><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>"
    )
    #expect(cdf.entries.map(\.link) == ["http://i/1"] && cdf.entries[0].text == "A")
    let json = try feed(
      """
      {"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [
        {"id": 7, "url": "/a", "content_html": "<p>One &amp; two</p>", "date_published": "2023-11-08T04:05:00+11:00",
         "authors": [{"name": "Ann"}]}, 3, {"id": "8", "content_text": "plain <b>"}]}
      """, from: "https://example.com/feed.json")
    #expect(json.entries.map(\.id) == ["7", "8"])
    #expect(json.entries[0].link == "https://example.com/a" && json.entries[0].text == "One & two")
    #expect(json.entries[1].text == "plain <b>")
  }

  @Test(
    "Any encoding, said, unsaid or wrongly said",
    arguments: [
      ("GB18030", "gb2312"), ("GB18030", nil), ("BIG5", "big5"), ("UTF-16LE", "utf-16"), ("UTF-16BE", "utf-8"),
      ("UTF-8", "utf-16"),
      ("UTF-8", "gb2312"), ("EUC-KR", "euc-kr"),
    ])
  func encodings(_ real: String, _ said: String?) throws {
    let title = real == "EUC-KR" ? "한국 통신 장애" : real == "BIG5" ? "大面積斷網，用戶投訴" : "大面积断网，用户投诉不断"
    let declaration = said.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
    let document = try #require(
      Self.convert("\(declaration)<rss><channel><item><title>\(title)</title></item></channel></rss>", to: real))
    #expect(try Feed(document, dates: DateReader(now: aDay)).entries.first?.title == title)
  }

  private static func convert(_ text: String, to name: String) -> [UInt8]? {
    guard let converter = iconv_open(name, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = Array(text.utf8)
    var output = [CChar](repeating: 0, count: input.count * 4)
    let written = input.withUnsafeMutableBytes { bytes -> Int in
      output.withUnsafeMutableBufferPointer { room -> Int in
        var from = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = bytes.count
        var to = room.baseAddress
        var free = room.count
        iconv(converter, &from, &left, &to, &free)
        return room.count - free
      }
    }
    return output[..<written].map { UInt8(bitPattern: $0) }
  }

  @Test(
    "What is broken loses no good item beside it",
    arguments: [
      "<rss><channel><item><title>A</title><description>x<item><title>B</title></item></channel></rss>",
      "<rss><channel><item><title>A</titel><link>http://a/</link></item><item><title>B</title></item></channel></rss>",
      "<rss><channel><item><title>A</title><description><p>one<br>two</p></description></item><item><title>B</title></item></channel></rss>",
      "<rss version=2.0><channel><item><title>A</title><guid isPermaLink=false>g</guid></item><item><title>B</title></item>",
      "Warning: a script failed<br>\n<?xml version=\"1.0\"?><rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>junk",
      "<rss><channel><item><title>A</title><dc:creator>x</dc:creator><media:title>M</media:title></item><item><title>B</title></item></channel></rss>",
      "<rss><channel><item><title>A</title><link>http://a/?x=1&y=2</link></item><item><title>B\u{0B}\u{01}</title></item></channel></rss>",
      "<rss><channel><item><title>A</title><description><![CDATA[never closed</description></item><item><title>B</title></item></channel></rss>",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title><link href=\"http://a/\"></entry><entry><title>B</title></entry></feed>",
    ])
  func broken(_ text: String) throws { #expect(try feed(text).entries.map(\.title) == ["A", "B"]) }

  @Test func aTruncatedDocumentKeepsWhatCameBefore() throws {
    let whole = "<rss><channel>" + (0..<50).map { "<item><title>t\($0)</title></item>" }.joined() + "</channel></rss>"
    for length in stride(from: 60, to: whole.utf8.count, by: 97) {
      let count = try Feed(Array(whole.utf8.prefix(length)), dates: DateReader(now: aDay)).entries.count
      #expect(count >= (length - 60) / 31, "\(length)")
    }
  }

  @Test func anEnormousAndDeepDocumentEnds() throws {
    let deep = item("<title>t</title><description>" + String(repeating: "<b>", count: 100_000) + "</description>")
    _ = try? feed(deep)
    let wide =
      "<rss><channel>" + String(repeating: "<item><title>x</title></item>", count: 100_000) + "</channel></rss>"
    #expect(try feed(wide).entries.count == 100_000)
    let endless = item("<title a" + String(repeating: "a", count: 2_000_000) + "=1>x</title>")
    _ = try? feed(endless)
  }

  @Test func relativeAddressesAreResolvedFromWhereTheyStand() throws {
    let feed = try feed(
      """
      <feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.org/dir/"><entry xml:base="sub/"><link href="../a.html"/>
      <id>x</id></entry></feed>
      """)
    #expect(feed.entries[0].link == "http://base.org/dir/a.html")
    for (reference, resolved) in [
      ("b", "http://h/d/b"), ("/b", "http://h/b"), ("?q", "http://h/d/e?q"), ("#f", "http://h/d/e?x#f"),
      ("//o/p", "http://o/p"),
      ("../../../b", "http://h/b"), ("mailto:a@b", "mailto:a@b"),
    ] {
      #expect(Address.resolve(reference, against: "http://h/d/e?x") == resolved)
    }
  }

  @Test(
    "Dates of every habit",
    arguments: [
      ("Sun Jan  4 16:29:06 PST 2004", 1_073_262_546.0), ("2003-335", 1_070_236_800), ("20031231", 1_072_828_800),
      ("2003-12", 1_070_236_800), ("Sep 7, 2008 5:06 PM", 1_220_807_160), ("2023年11月8日 04:05", 1_699_387_500),
      ("2004-05-25 오후 11:23:17", 1_085_494_997), ("Fri, 2006/09/15 08:19:53 EDT", 1_158_322_793),
      ("12/31/2003 5:14 PM", 1_072_890_840), ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", 1_089_565_200),
    ])
  func dates(_ text: String, _ seconds: Double) {
    #expect(DateReader(now: aDay).date(text)?.timeIntervalSince1970 == seconds)
  }

  @Test func markupIsReadAsAReaderSeesIt() throws {
    #expect(Markup.plain("<p>a</p><p>b</p>") == "a b")
    #expect(Markup.plain("a<b>b</b>c") == "abc")
    #expect(Markup.plain("x<script>if (a<b) alert('</p>')</script>y<style>p{}</style>z") == "x y z")
    #expect(Markup.plain("1 < 2 &amp; 3 &#151; &#x4e2d; &bogus;") == "1 < 2 & 3 — 中 &bogus;")
    #expect(try feed(item("<title>1 &lt; 2</title>")).entries[0].title == "1 < 2")
    #expect(try feed(item("<title>&lt;b&gt;bold&lt;/b&gt; move</title>")).entries[0].title == "bold move")
  }
}

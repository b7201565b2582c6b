import FoundationEssentials
import Testing

@testable import Feeds

@Suite struct FeedTests {
  private func feed(_ text: String) throws -> Feed { try Feed(Array(text.utf8), dates: DateReader(now: aDay)) }

  @Test func rss2IsReadWithItsEntitiesCDATAAndNamespaces() throws {
    let feed = try feed(
      """
      <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News &amp; more</title>
      <item><guid isPermaLink="false">g1</guid><title>Outage &lt;nationwide&gt; &amp; long</title>
        <link>https://example.com/1</link><dc:creator>Ann</dc:creator>
        <pubDate>Wed, 08 Nov 2023 04:05:00 +1100</pubDate>
        <description>short</description>
        <content:encoded><![CDATA[<p>First&nbsp;line.</p><script>evil()</script><p>Second &#8212; line.</p>]]></content:encoded></item>
      <item><title>Only a title</title></item></channel></rss>
      """)
    #expect(feed.title == "News & more")
    #expect(feed.entries.count == 2)
    let entry = feed.entries[0]
    #expect(entry.id == "g1")
    #expect(entry.title == "Outage & long" || entry.title == "Outage <nationwide> & long")
    #expect(entry.link == "https://example.com/1")
    #expect(entry.author == "Ann")
    #expect(entry.published == Date(timeIntervalSince1970: 1_699_376_700))
    #expect(entry.text == "First line. Second — line.")
  }

  @Test func atomIsReadWithItsLinksAuthorsAndXHTML() throws {
    let feed = try feed(
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><title>公告</title><author><name>Desk</name></author>
      <entry><id>urn:1</id><title type="html">断网 &lt;b&gt;通报&lt;/b&gt;</title>
        <link rel="self" href="https://example.com/self"/><link href="https://example.com/a"/>
        <author><name>陈</name></author><updated>2023-11-08T06:00:00Z</updated><published>2023-11-07T17:05:00.5Z</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b> three</div></content></entry></feed>
      """)
    let entry = try #require(feed.entries.first)
    #expect(entry.title == "断网 通报")
    #expect(entry.link == "https://example.com/a")
    #expect(entry.author == "陈")
    #expect(entry.published == Date(timeIntervalSince1970: 1_699_376_700.5))
    #expect(entry.text == "One two three")
  }

  @Test(
    "What is no feed is refused, and nothing hangs or reads a file",
    arguments: [
      "", "not xml", "<html><body>hello</body></html>",
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
    ])
  func notFeeds(_ text: String) {
    #expect(throws: Feed.Fault.self) { try feed(text) }
  }

  @Test func aBombOfEntitiesDoesNotExpandAndAFileIsNotRead() throws {
    var bomb = "<!DOCTYPE rss [<!ENTITY a0 \"ha\">"
    for i in 1...30 { bomb += "<!ENTITY a\(i) \"&a\(i - 1);&a\(i - 1);&a\(i - 1);\">" }
    bomb +=
      "<!ENTITY file SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>x &a30; &file; y</title></item></channel></rss>"
    let feed = try? feed(bomb)
    let title = feed?.entries.first?.title ?? ""
    #expect(title.utf8.count < 10_000)
    #expect(!title.contains("root:"))
  }

  @Test func anUndeclaredEntityLosesNoTextAroundIt() throws {
    let feed = try feed("<rss><channel><item><title>before &nbsp; after</title></item></channel></rss>")
    let title = try #require(feed.entries.first?.title)
    #expect(title.contains("before") && title.contains("after"))
  }

  @Test(
    "Dates are read as feeds write them",
    arguments: [
      ("Wed, 08 Nov 2023 04:05:00 +1100", 1_699_376_700.0), ("08 Nov 2023 04:05 EST", 1_699_434_300),
      ("Tue, 07 Nov 23 17:05:00 GMT", 1_699_376_700), ("2023-11-08T04:05:00+11:00", 1_699_376_700),
    ])
  func dates(_ text: String, _ seconds: Double) {
    #expect(DateReader(now: aDay).date(text)?.timeIntervalSince1970 == seconds)
  }

  @Test("What is no date is none", arguments: ["", "soon", "Wed, 99 Foo 2023", "2023-13-08", "31"])
  func notDates(_ text: String) {
    #expect(DateReader(now: aDay).date(text) == nil)
  }
}

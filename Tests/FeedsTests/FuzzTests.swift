import Fuzz
import FuzzTrials
import Testing

@testable import Feeds

/// What `scripts/fuzz` reads for as long as one likes, for two seconds; and what it found.
@Suite struct FuzzTests {
  @Test(arguments: [Trial.Subject.feed, .jsonFeed, .date, .markup])
  func whateverIsReadHoldsWhatMustHold(_ subject: Trial.Subject) {
    for seed in 1...40 as ClosedRange<UInt64> {
      let complaints = Trial(subject, seed: seed).read()
      #expect(complaints == [], "scripts/fuzz --subject \(subject.rawValue) --seed \(seed) --count 1 --show")
    }
  }

  private func entries(_ text: String) throws -> [Feed.Entry] {
    try Feed(Array(text.utf8), from: "http://a/b", dates: DateReader(now: aDay)).entries
  }

  @Test func spacesAroundOneThatDoesNotBreakAreOne() {
    #expect(Markup.plain("one \u{A0} two&nbsp; &nbsp;three \u{A0}") == "one two three")
    #expect(Markup.plain("\u{A0}one\u{A0}") == "one")
  }

  @Test(arguments: ["2014-06-17T12:55:46.", "2014-06-17 12:55:46", "2014-06-17T12:55:46Z"])
  func spaceAroundADateMeansNothing(_ text: String) {
    let reader = DateReader(now: aDay)
    #expect(reader.date(text) != nil && reader.date("\n \(text) ") == reader.date(text))
  }

  @Test func anAddressAndAnIDHoldNoControlCharacters() throws {
    let rss = try entries(
      "<rss><channel><item><guid isPermaLink='false'>a\nb&#127;</guid><link>http://a/\n\tb&#x7F;</link><author><email>a\u{7F}@b</email></author></item></channel></rss>"
    )
    let json = try entries(
      "{\"items\":[{\"id\":\"a\\u0000b\",\"url\":\"http://a/\\u0007b\",\"author\":{\"name\":\"a\\u0000@b\"}}]}")
    for entry in rss + json { #expect(entry.id == "ab" && entry.link == "http://a/b" && entry.author == "a@b") }
  }

  @Test(
    "A broken tag costs no entry beside it",
    arguments: [
      "<titl<-->e>x", "<a -=1>x", "<a :=1>x", "<a b:1=c>x", "<dc:a:5 +e>x", "<a:>x", "<!DOCTYPE ", "<![CDATA\u{8}[x",
      "<!\u{8}--", "</rss>",
      "</feed></channel></rss>", "</channel><channel>",
      "<x></rss></x>",
    ])
  func brokenTags(_ inner: String) throws {
    let document = "<rss><channel><item>\(inner)</item><item><title>last</title></item></channel></rss>"
    #expect(try entries(document).last?.title == "last")
  }

  @Test(
    "What somebody left open beside the entries holds none of them",
    arguments: ["<image>", "<author><name>", "<textinput><title>x", "<x:y><b>"])
  func openBesideEntries(_ inner: String) throws {
    let atom =
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry></entry>\(inner)<entry><title>last</title></entry></feed>"
    #expect(try entries(atom).last?.title == "last")
    let rss = "<rss><channel><item></item>\(inner)<item><title>last</title></item></channel></rss>"
    #expect(try entries(rss).last?.title == "last")
  }
}

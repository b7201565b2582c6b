/// The vocabularies that feeds are written in.
enum Space {
  /// The feed's own: RSS, Atom, CDF, or no name space at all.
  case feed
  case dublinCore, content, media, itunes, xhtml, rdf, feedburner
  /// Anybody else's: what is called like an element of a feed means something else there.
  case other

  /// nil for an address that is in no list here.
  /// - Parameter address: of a name space, in small letters.
  init?(address: String) {
    if Self.own.contains(Self.core(of: address)) {
      self = .feed
      return
    }
    guard let known = Self.marks.first(where: { address.contains($0.mark) }) else { return nil }
    self = known.space
  }

  /// What a prefix means that nobody declared, or declared for an address that nobody knows.
  init(prefix: String, isDeclared: Bool) {
    self =
      switch prefix {
      case "dc", "dcterms": .dublinCore
      case "content": .content
      case "media": .media
      case "itunes": .itunes
      case "xhtml", "body", "div": .xhtml
      case "rdf": .rdf
      case "feedburner": .feedburner
      case "atom", "rss", "a", "atom10", "atom03": isDeclared ? .other : .feed
      default: .other
      }
  }

  /// Without what people get wrong: the protocol, `www.`, the mark at the end.
  private static func core(of address: String) -> Substring {
    var core = address[...]
    for beginning in ["http://", "https://"] where core.hasPrefix(beginning) { core.removeFirst(beginning.count) }
    if core.hasPrefix("www.") { core.removeFirst(4) }
    while let last = core.last, last == "/" || last == "#" { core.removeLast() }
    return core
  }

  /// Those of RSS 0.9, 0.91, 0.92, 1.0, 1.1 and 2.0, of Atom from its first drafts on, and of CDF.
  private static let own: Set<Substring> = [
    "my.netscape.com/rdf/simple/0.9", "channel.netscape.com/rdf/simple/0.9",
    "my.netscape.com/publish/formats/rss-0.91.dtd", "purl.org/rss/1.0", "purl.org/rss/1.0/modules/rss091",
    "purl.org/net/rss1.1", "backend.userland.com/rss", "backend.userland.com/rss2", "backend.userland.com/rss091",
    "backend.userland.com/rss092", "blogs.law.harvard.edu/tech/rss", "cyber.law.harvard.edu/rss",
    "rssboard.org/rss-specification",
    "purl.org/atom/ns", "w3.org/2005/atom", "example.com/newformat", "example.com/necho", "purl.org/echo",
    "uri/of/echo/namespace", "purl.org/pie", "w3.org/tr/note-cdf",
  ]

  private static let marks: [(mark: String, space: Space)] = [
    ("purl.org/dc/", .dublinCore), ("rss/1.0/modules/dcterms", .dublinCore), ("dublincore.org", .dublinCore),
    ("rss/1.0/modules/content", .content), ("search.yahoo.com/mrss", .media), ("itunes.com", .itunes),
    ("/dtds/podcast-1.0.dtd", .itunes), ("w3.org/1999/xhtml", .xhtml), ("22-rdf-syntax-ns", .rdf),
    ("feedburner", .feedburner),
  ]
}

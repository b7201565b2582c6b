public import Dice

/// A feed in some dialect and encoding, with an entry that is broken between two that are whole.
public struct FuzzedFeed: Sendable {
  public let document: [UInt8]
  /// What the server says of it.
  public let charset: String?
  /// Titles of entries that no broken one beside them may take along.
  public let titles: [String]

  public init(_ dice: inout Dice) {
    let dialect = dice.pick(Dialect.all)
    var inner = ""
    for _ in 0..<dice.number(0...6) { inner += dialect.element(&dice) }
    if !dice.once(in: 3) {
      inner = String(
        decoding: Mutation.broken(Array(inner.utf8), pieces: Self.pieces, &dice), as: UTF8.self)
    }
    let broken = dialect.begin + inner + (dice.once(in: 3) ? "" : dialect.end)
    func whole(_ title: String) -> String { "\(dialect.begin)<title>\(title)</title>\(dialect.end)" }
    let name = dice.pick(Encoding.names)
    let declared = dice.once(in: 3) ? nil : dice.once(in: 6) ? dice.pick(Encoding.names) : name
    let declaration = declared.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
    let text = declaration + dialect.head + whole("first") + broken + whole("last") + dialect.tail
    var bytes = Encoding.bytes(text, in: name) ?? Array(text.utf8)
    let isAsSaid = name == "UTF-8" && (declared ?? name) == name
    let isBroken = dice.once(in: 4)
    if isBroken { bytes = Mutation.broken(bytes, pieces: Self.pieces, &dice) }
    // In another encoding, or with half letters in it, the whole may be read as something else.
    titles = isAsSaid && !isBroken && !inner.unicodeScalars.contains("\u{FFFD}") ? ["first", "last"] : []
    document = bytes
    charset = dice.once(in: 3) ? dice.pick(Encoding.names) : nil
  }

  static let pieces = [
    "<", ">", "</", "/>", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x [", "]>", "<?", "?>", "&", "&amp;",
    "&#", "&#x0;",
    "&lt;", "\"", "'", "=", " ", "<b>", "</b>", "<a ", "<a b=\"", "<a b=c>", "<item>", "</item>", "<entry>", "</entry>",
    "<title>",
    "</title>", "<channel>", "</channel>", "</rss>", "</feed>", "<link>", "<link href=x>", "<author>", "<image>",
    "<div>", "<p>", "<br>",
    "<script>", "<media:group>", "xmlns=\"\"", "xmlns:a=\"b\"", "xml:base=\"//\"", "type=\"xhtml\"", "mode=\"base64\"",
    "\u{0}",
    "\u{FFFE}", "1 ", "2023-11-08", "http://", "../", "<x:y/>", "<title type=html>",
  ]

  private struct Dialect: Sendable {
    let head: String
    let tail: String
    let begin: String
    let end: String
    let elements: [String]

    /// An element that entries of the dialect have, or another.
    func element(_ dice: inout Dice) -> String {
      let name =
        dice.once(in: 8) ? dice.pick(["b", "x:y", "media:group", "div", "A", "_", "body"]) : dice.pick(elements)
      let text: String
      switch dice.number(0...5) {
      case 0: text = "<![CDATA[\(FuzzedMarkup.text(&dice))]]>"
      case 1: text = FuzzedDate(&dice).text
      case 2: text = dice.pick(["http://a/b", "/c?d#e", "//h/i", "../../x", "mailto:a", "tag:a,2023:b", "?q", "#f"])
      case 3: text = "<name>\(dice.words())</name><email>a@b</email><p>\(dice.words())</p>"
      default: text = dice.words()
      }
      var attributes = ""
      for _ in 0..<(dice.once(in: 3) ? dice.number(1...3) : 0) {
        attributes += " " + dice.pick(Self.attributes)
      }
      return dice.once(in: 10) ? "<\(name)\(attributes)/>" : "<\(name)\(attributes)>\(text)</\(name)>"
    }

    private static let attributes = [
      "type=\"html\"", "type=\"xhtml\"", "type=\"text/plain\"", "type=\"image/png\"", "mode=\"base64\"", "href=\"/a\"",
      "rel='self'",
      "xml:base=\"http://b/c/\"", "xmlns=\"http://www.w3.org/1999/xhtml\"", "isPermaLink=\"false\"", "xml:lang='zh'",
      "a=\"&amp;\"",
    ]

    static let all = [
      Dialect(
        head: "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>C</title>",
        tail: "</channel></rss>", begin: "<item>", end: "</item>",
        elements: [
          "title", "link", "guid", "pubDate", "description", "author", "dc:creator", "dc:date", "content:encoded",
          "source",
        ]),
      Dialect(
        head: "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>C</title>", tail: "</feed>", begin: "<entry>",
        end: "</entry>",
        elements: [
          "title", "link", "id", "published", "updated", "summary", "content", "author", "contributor", "category",
        ]),
      Dialect(
        head:
          "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel><title>C</title></channel>",
        tail: "</rdf:RDF>", begin: "<item>", end: "</item>",
        elements: ["title", "link", "description", "dc:date", "dc:title"]),
      Dialect(
        head: "<channel><title>C</title>", tail: "</channel>", begin: "<item>", end: "</item>",
        elements: ["title", "abstract", "link", "date"]),
    ]
  }
}

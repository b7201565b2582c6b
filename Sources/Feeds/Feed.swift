import CXML
public import FoundationEssentials

/// A document of entries as sites publish them: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, JSON Feed.
///
/// No network, no external entities, no expansion of declared entities, bounds on depth and size (`XMLBounds`,
/// `JSONBounds`): a document can be wrong, but it cannot reach out or blow up, and takes no more than linear time. What is
/// broken is mended as far as it can be; the entries before and after stay whole.
public struct Feed: Sendable {
  /// One entry, its texts without markup.
  public struct Entry: Equatable, Sendable {
    /// The entry's own id: Atom's id, RSS' guid or `rdf:about`. "" here and below: the entry does not say.
    public var id = ""
    public var title = ""
    /// Absolute, where the document says what it is relative to, or was fetched from an address.
    public var link = ""
    public var author = ""
    /// When it was changed last, where it does not say when it came out; nil when no date in it can be read.
    public var published: Date?
    public var summary = ""
    public var content = ""
    public init() {}

    /// What is no text and was taken as it stands, made fit to be shown.
    mutating func clean() {
      id = id.withoutControls
      link = link.withoutControls
      author = author.withoutControls
    }

    /// The fullest text that the entry has.
    public var text: String { content.isEmpty ? summary.isEmpty ? title : summary : content }
  }

  /// Of the whole document; "" where it does not say.
  public internal(set) var title = ""
  public internal(set) var link = ""
  /// In the order of the document; empty for a feed that has none.
  public internal(set) var entries: [Entry] = []

  /// Why a document is no feed.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
  }

  /// - Parameters:
  ///   - address: where the document was fetched; what relative addresses in it begin with.
  ///   - charset: what the server said of the body.
  ///   - dates: how its times are read. Where its language is not known, the document's own counts.
  /// - Throws: `Fault` when the document is no feed, or is broken before its first entry.
  public init(_ document: [UInt8], from address: String = "", charset: String? = nil, dates: DateReader) throws(Fault) {
    let text = DocumentText.decode(document, charset: charset)
    guard let first = text.first(where: { $0 > 0x20 }) else { throw Fault(description: "the document is empty") }
    if first == UInt8(ascii: "{") {
      try read(json: text, from: address, dates: dates)
      clean()
      return
    }
    guard let tree = XMLTree(XMLMending.mended(text)) else {
      throw Fault(description: "neither RSS, Atom nor JSON Feed")
    }
    defer { tree.free() }
    guard let root = tree.root, Self.begins(root) else { throw Fault(description: "neither RSS, Atom nor JSON Feed") }
    FeedReader(root, from: address, dates: dates).read(root, into: &self)
    clean()
  }

  private mutating func clean() {
    link = link.withoutControls
    for place in entries.indices { entries[place].clean() }
  }

  /// Whether a root element is a feed's. A page of HTML is not, whatever it holds.
  private static func begins(_ root: XMLElement) -> Bool {
    ["rss", "feed", "rdf", "channel", "entry", "item"].contains(root.name)
  }
}

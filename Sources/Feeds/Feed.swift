import CXML
import FoundationEssentials
import Ledger

/// An RSS 2.0 or Atom document, read with libxml2.
///
/// No network, no external entities, no expansion of declared entities, libxml2's own limits on depth and size: a
/// document can be wrong, but it cannot reach out or blow up.
struct Feed {
  /// One entry, its texts without markup.
  struct Entry: Equatable {
    var id = ""
    var title = ""
    var link = ""
    var author = ""
    var published: Date?
    var text = ""
  }

  let title: String
  let entries: [Entry]

  /// Why a document is no feed.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: `Fault` when the document is neither RSS nor Atom, or is broken before its first entry.
  init(_ document: [UInt8]) throws(Fault) {
    let options = Int32(
      XML_PARSE_NONET.rawValue | XML_PARSE_RECOVER.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let document = Self.withoutUndeclaredEntities(document)
    let reader = document.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        xmlReaderForMemory($0.baseAddress, Int32($0.count), nil, nil, options)
      }
    }
    guard let reader else { throw Fault(description: "the document is empty") }
    defer { xmlFreeTextReader(reader) }
    var walk = Walk()
    // The reader keeps pointing into the document: it must outlive the walk.
    withExtendedLifetime(document) {
      while xmlTextReaderRead(reader) == 1 { walk.visit(reader) }
    }
    guard walk.isFeed else { throw Fault(description: "neither RSS nor Atom") }
    title = walk.title
    entries = walk.entries
  }

  /// Named entities other than XML's own five become text: feeds use HTML's names without declaring them, which ends a
  /// strict parser; and no declared entity is ever expanded. `Markup` resolves the names afterwards.
  private static func withoutUndeclaredEntities(_ document: [UInt8]) -> [UInt8] {
    let own = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"].map { Array($0.utf8) }
    let opening = Array("<![CDATA[".utf8)
    let closing = Array("]]>".utf8)
    var escaped: [UInt8] = []
    escaped.reserveCapacity(document.count)
    var rest = document[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "<"), rest.starts(with: opening) {
        let end = rest.firstRange(of: closing)?.upperBound ?? rest.endIndex
        escaped += rest[..<end]
        rest = rest[end...]
        continue
      }
      escaped.append(byte)
      rest.removeFirst()
      if byte == UInt8(ascii: "&"), !own.contains(where: { rest.starts(with: $0) }) { escaped += Array("amp;".utf8) }
    }
    return escaped
  }
}

/// Where a reader stands in a document, and what it has collected.
private struct Walk {
  private(set) var isFeed = false
  private(set) var title = ""
  private(set) var entries: [Feed.Entry] = []
  private var path: [String] = []
  private var entry: Feed.Entry?
  private var text = ""
  /// The depth of the element whose text is being collected; nil outside of one.
  private var collecting: Int?

  private static let fields: Set<String> = [
    "title", "link", "guid", "id", "pubDate", "published", "updated", "date", "description", "summary", "content",
    "encoded", "name", "author", "creator",
  ]

  mutating func visit(_ reader: xmlTextReaderPtr) {
    let name = xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? ""
    switch xmlTextReaderNodeType(reader) {
    case 1:
      let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
      begin(name, reader)
      if isEmpty { end() }
    case 3, 4, 14:
      if collecting != nil, let value = xmlTextReaderConstValue(reader) { text += String(cString: value) }
    case 15: end()
    default: break
    }
  }

  private mutating func begin(_ name: String, _ reader: xmlTextReaderPtr) {
    path.append(name)
    if path.count == 1 { isFeed = name == "rss" || name == "feed" || name == "RDF" }
    if name == "item" || name == "entry" {
      entry = Feed.Entry()
      collecting = nil
    } else if collecting == nil, Self.fields.contains(name), !(name == "author" && path.first == "feed") {
      collecting = path.count
      text = ""
    }
    if name == "link", entry != nil, let href = attribute("href", reader) {
      let relation = attribute("rel", reader) ?? "alternate"
      if relation == "alternate", entry?.link.isEmpty == true { entry?.link = href }
    }
  }

  private func attribute(_ name: String, _ reader: xmlTextReaderPtr) -> String? {
    guard let value = xmlTextReaderGetAttribute(reader, name) else { return nil }
    defer { levee_xml_free(value) }
    return String(cString: value)
  }

  private mutating func end() {
    let name = path.last ?? ""
    if collecting == path.count {
      keep(name)
      collecting = nil
    }
    if name == "item" || name == "entry", let done = entry {
      entries.append(done)
      entry = nil
    }
    if !path.isEmpty { path.removeLast() }
  }

  private mutating func keep(_ name: String) {
    let value = Markup.plain(text)
    guard var entry else {
      if name == "title", title.isEmpty { title = value }
      return
    }
    switch name {
    case "title": entry.title = value
    case "link": if entry.link.isEmpty { entry.link = value }
    case "guid", "id": entry.id = value
    case "pubDate", "published": entry.published = FeedDate.parse(value) ?? entry.published
    case "updated", "date": if entry.published == nil { entry.published = FeedDate.parse(value) }
    case "content", "encoded": if !value.isEmpty { entry.text = value }
    case "description", "summary": if entry.text.isEmpty { entry.text = value }
    case "name", "author", "creator": entry.author = value
    default: break
    }
    self.entry = entry
  }
}

/// Text out of HTML: tags dropped, the common entities resolved, white space folded.
enum Markup {
  static func plain(_ html: String) -> String {
    var text = ""
    var rest = html[...]
    while let character = rest.first {
      if character == "<", let close = rest.firstIndex(of: ">") {
        let tag = rest[..<close].dropFirst().prefix { $0.isLetter }.lowercased()
        rest = rest[rest.index(after: close)...]
        if tag == "script" || tag == "style", let end = rest.firstRange(of: "</" + tag) {
          rest = rest[end.upperBound...].drop { $0 != ">" }.dropFirst()
        }
        text += " "
      } else if character == "&", let semicolon = rest.prefix(12).firstIndex(of: ";"),
        let resolved = entity(rest[rest.index(after: rest.startIndex)..<semicolon])
      {
        text += resolved
        rest = rest[rest.index(after: semicolon)...]
      } else {
        text.append(character)
        rest.removeFirst()
      }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func entity(_ name: Substring) -> String? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return " "
    case "mdash": return "—"
    case "ndash": return "–"
    case "hellip": return "…"
    case "lsquo": return "‘"
    case "rsquo": return "’"
    case "ldquo": return "“"
    case "rdquo": return "”"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let value =
        digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
  }
}

import CXML

/// A document read with libxml2, mended where it is broken. The holder frees it.
struct XMLTree {
  private let document: xmlDocPtr

  /// nil when there is nothing in it that could be an element. What is not well-formed is balanced first.
  init?(_ text: [UInt8]) {
    guard
      let parsed = Self.parse(text, mending: 0)
        ?? Self.parse(XMLBalancing.balanced(text), mending: XML_PARSE_RECOVER.rawValue)
    else { return nil }
    document = parsed
  }

  private static func parse(_ text: [UInt8], mending: UInt32) -> xmlDocPtr? {
    let options = Int32(
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue | XML_PARSE_NOCDATA.rawValue
        | mending)
    return text.withUnsafeBytes {
      xmlReadMemory($0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, "UTF-8", options)
    }
  }

  var root: XMLElement? { xmlDocGetRootElement(document).map(XMLElement.init) }

  func free() { xmlFreeDoc(document) }
}

/// An element of a tree that is still there.
struct XMLElement {
  let node: xmlNodePtr

  init(_ node: xmlNodePtr) { self.node = node }

  /// The name without its prefix, in small letters.
  var name: String { Self.local(node).lowercased() }

  /// The address of the element's name space, in small letters; a prefix that nobody declared counts by its usual meaning.
  var space: Space {
    if let href = node.pointee.ns?.pointee.href { return Space(String(cString: href).lowercased()) }
    let whole = String(cString: node.pointee.name)
    if let colon = whole.firstIndex(of: ":") { return Space(prefix: whole[..<colon].lowercased()) }
    return .feed
  }

  private static func local(_ node: xmlNodePtr) -> String {
    let whole = String(cString: node.pointee.name)
    guard let colon = whole.lastIndex(of: ":") else { return whole }
    return String(whole[whole.index(after: colon)...])
  }

  /// The elements inside, in order.
  var elements: [XMLElement] {
    var found: [XMLElement] = []
    var next = node.pointee.children
    while let child = next {
      if child.pointee.type == XML_ELEMENT_NODE { found.append(XMLElement(child)) }
      next = child.pointee.next
    }
    return found
  }

  var parent: XMLElement? {
    node.pointee.parent.flatMap { $0.pointee.type == XML_ELEMENT_NODE ? XMLElement($0) : nil }
  }

  /// An attribute by its name without a prefix, whatever the case of its letters.
  func attribute(_ name: String) -> String? {
    var next = node.pointee.properties
    while let attribute = next {
      let whole = String(cString: attribute.pointee.name)
      if whole.lowercased() == name || whole.lowercased().hasSuffix(":" + name) {
        guard let value = xmlNodeListGetString(node.pointee.doc, attribute.pointee.children, 1) else { return "" }
        defer { levee_xml_free(value) }
        return String(cString: value)
      }
      next = attribute.pointee.next
    }
    return nil
  }

  /// All text inside.
  var text: String {
    guard let content = xmlNodeGetContent(node) else { return "" }
    defer { levee_xml_free(content) }
    return String(cString: content)
  }

  /// What is inside as markup: text escaped, elements with their tags.
  var markup: String {
    let buffer = xmlBufferCreate()
    defer { xmlBufferFree(buffer) }
    var next = node.pointee.children
    while let child = next {
      xmlNodeDump(buffer, node.pointee.doc, child, 0, 0)
      next = child.pointee.next
    }
    guard let content = xmlBufferContent(buffer) else { return "" }
    return String(cString: content)
  }

  /// Where relative addresses inside begin, as `xml:base` around it says; each resolved against the one around it.
  func base(_ outer: String) -> String {
    var bases: [String] = []
    var element: XMLElement? = self
    while let here = element {
      if let base = here.attribute("base") { bases.append(base) }
      element = here.parent
    }
    return bases.reversed().reduce(outer) { Address.resolve($1, against: $0) }
  }
}

/// The vocabularies that feeds are written in.
enum Space {
  case feed, dublinCore, content, media, itunes, xhtml, rdf, feedburner, other

  init(_ address: String) {
    self =
      switch address {
      case let a where a.contains("purl.org/dc/"): .dublinCore
      case let a where a.contains("purl.org/rss/1.0/modules/content"): .content
      case let a where a.contains("search.yahoo.com/mrss"): .media
      case let a where a.contains("itunes"): .itunes
      case let a where a.contains("w3.org/1999/xhtml"): .xhtml
      case let a where a.contains("22-rdf-syntax-ns"): .rdf
      case let a where a.contains("feedburner"): .feedburner
      case let a
      where a.contains("purl.org/rss/1.0/modules") || a.contains("w3.org/2003") || a.contains("freshmeat.net")
        || a.contains("postneo.com") || a.contains("wellformedweb") || a.contains("opensearch") || a.contains("geo"):
        .other
      default: .feed
      }
  }

  init(prefix: String) {
    self =
      switch prefix {
      case "dc", "dcterms": .dublinCore
      case "content": .content
      case "media": .media
      case "itunes": .itunes
      case "xhtml", "body", "div": .xhtml
      case "rdf": .rdf
      case "feedburner": .feedburner
      case "atom", "rss", "a", "atom10", "atom03": .feed
      default: .other
      }
  }
}

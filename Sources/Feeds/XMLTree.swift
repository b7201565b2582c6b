import CXML

/// A document read with libxml2, mended where it is broken. The holder frees it.
struct XMLTree {
  private let document: xmlDocPtr

  /// nil when there is nothing in it that could be an element. What is not well-formed, or goes beyond `XMLBounds`, is
  /// balanced first.
  init?(_ text: [UInt8]) {
    guard
      let parsed = (XMLBounds.hold(text) ? Self.parse(text, mending: 0) : nil)
        ?? Self.parse(XMLBalancing.balanced(text), mending: XML_PARSE_RECOVER.rawValue)
    else { return nil }
    document = parsed
  }

  private static func parse(_ text: [UInt8], mending: UInt32) -> xmlDocPtr? {
    let options = Int32(
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue | XML_PARSE_NOCDATA.rawValue
        | mending)
    guard let count = Int32(exactly: text.count) else { return nil }
    return text.withUnsafeBytes {
      xmlReadMemory($0.baseAddress?.assumingMemoryBound(to: CChar.self), count, nil, "UTF-8", options)
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
  var name: String { Self.local(String(cString: node.pointee.name)).lowercased() }

  /// The address of the element's name space, in small letters; nil for none, also when nobody declared its prefix.
  var spaceAddress: String? { node.pointee.ns.map { Self.address($0) } }

  /// The address that names without a prefix have from here on, where this element says so.
  var defaultSpace: String? {
    var next = node.pointee.nsDef
    while let space = next {
      if space.pointee.prefix == nil { return Self.address(space) }
      next = space.pointee.next
    }
    return nil
  }

  /// In small letters; nil for none.
  var prefix: String? {
    if let space = node.pointee.ns { return space.pointee.prefix.map { String(cString: $0).lowercased() } }
    let whole = String(cString: node.pointee.name)
    return whole.firstIndex(of: ":").map { whole[..<$0].lowercased() }
  }

  /// Every element of a document may ask: no more of it is read than an address has.
  private static let longestAddress = 300

  private static func address(_ space: xmlNsPtr) -> String {
    guard let address = space.pointee.href else { return "" }
    let length = (0..<longestAddress).first { address[$0] == 0 } ?? longestAddress
    return String(decoding: UnsafeBufferPointer(start: address, count: length), as: UTF8.self).lowercased()
  }

  private static func local(_ whole: String) -> Substring {
    whole.lastIndex(of: ":").map { whole[whole.index(after: $0)...] } ?? whole[...]
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

  /// An attribute by its name, whatever the case of its letters.
  /// - Parameter prefix: of the vocabulary that it belongs to; nil for the element's own.
  func attribute(_ name: String, of prefix: String? = nil) -> String? {
    var next = node.pointee.properties
    while let attribute = next {
      let whole = String(cString: attribute.pointee.name).lowercased()
      let space = attribute.pointee.ns?.pointee.prefix.map { String(cString: $0).lowercased() }
      if space == prefix && whole == name || space == nil && prefix.map({ whole == "\($0):\(name)" }) == true {
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
    // Left to itself it grows by what is added, and copies everything each time.
    xmlBufferSetAllocationScheme(buffer, XML_BUFFER_ALLOC_DOUBLEIT)
    defer { xmlBufferFree(buffer) }
    var next = node.pointee.children
    while let child = next {
      xmlNodeDump(buffer, node.pointee.doc, child, 0, 0)
      next = child.pointee.next
    }
    guard let content = xmlBufferContent(buffer) else { return "" }
    return String(cString: content)
  }
}

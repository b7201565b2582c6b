/// Makes a broken document's tags match, knowing how feeds are built: an item does not hold an item, a title no link. A
/// value without quotes gets them, HTML's elements without an end are ended, an end without a beginning is dropped. What lies
/// beyond `XMLBounds` loses its tags, and keeps its text; what is more than the whole document may hold is cut off.
struct XMLBalancing {
  /// - Parameter mostNodes: elements and attributes; a document that has more is cut off.
  static func balanced(_ text: [UInt8], mostNodes: Int = XMLBounds.mostNodes) -> [UInt8] {
    var balancing = XMLBalancing(text, mostNodes: mostNodes)
    balancing.run()
    return balancing.out
  }

  private let text: [UInt8]
  private let mostNodes: Int
  private var out: [UInt8] = []
  private var open = OpenElements()
  /// Beginnings that were not written, and whose ends are not to be written either.
  private var unwritten: [String: Int] = [:]
  private static let mostUnwritten = 1000
  private var names = Self.beside.union(Self.frames)
  private var nodes = 0
  /// Since the last entry began.
  private var nodesOfEntry = 0
  /// Whether sections that begin may end.
  private var hasSections = true
  /// Text since the last tag.
  private var textLength = 0

  private init(_ text: [UInt8], mostNodes: Int) {
    self.text = text
    self.mostNodes = mostNodes
    out.reserveCapacity(text.count + 256)
  }

  private mutating func run() {
    var place = 0
    while place < text.count, nodes < mostNodes {
      guard text[place] == UInt8(ascii: "<"), place + 1 < text.count else {
        place = passText(place)
        continue
      }
      let next = text[place + 1]
      if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
        place = passSection(place)
        continue
      }
      let (tag, end) = XMLTag.read(text, place)
      place = end
      if tag.isEnd {
        close(tag.name)
      } else {
        begin(tag)
      }
    }
    while let element = open.popLast() { write(endOf: element) }
  }

  /// Writes what stands before the next tag.
  private mutating func passText(_ start: Int) -> Int {
    let end = text[(start + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
    write(text[start..<end])
    return end
  }

  private mutating func write(_ run: ArraySlice<UInt8>) {
    var end = min(run.endIndex, run.startIndex + max(0, XMLBounds.longestText - textLength))
    // Not in the middle of a letter or an entity.
    if end < run.endIndex {
      while end > run.startIndex, run[end] & 0xC0 == 0x80 { end -= 1 }
      if let mark = run[max(run.startIndex, end - 6)..<end].lastIndex(of: UInt8(ascii: "&")) { end = mark }
    }
    out += run[run.startIndex..<end]
    textLength += run.count
  }

  /// Writes a section of text; leaves out instructions and declarations.
  private mutating func passSection(_ start: Int) -> Int {
    guard text[start...].starts(with: Array("<![CDATA[".utf8)) else { return endOfDeclaration(start) }
    // Mending may have made the mark of one, where it left a letter out that stood inside.
    guard hasSections, let end = text[start...].firstRange(of: Array("]]>".utf8)) else {
      hasSections = false
      return start + 9
    }
    out += Array("<![CDATA[".utf8)
    write(text[(start + 9)..<end.lowerBound])
    out += Array("]]>".utf8)
    return end.upperBound
  }

  /// One that nobody closed does not take the entry behind it along.
  private func endOfDeclaration(_ start: Int) -> Int {
    for place in (start + 1)..<text.count {
      if text[place] == UInt8(ascii: ">") { return place + 1 }
      if text[place] == UInt8(ascii: "<"), XMLTag.isBorderOfEntry(text, place) { return place }
    }
    return text.count
  }

  /// Elements of an entry or a channel that hold text and nothing else.
  private static let texts: Set<String> = [
    "title", "link", "guid", "id", "pubdate", "published", "updated", "issued", "modified", "date", "category",
    "comments",
    "name", "email", "uri", "creator", "language", "copyright", "generator", "docs", "ttl", "url",
  ]
  /// Where a text element ends, though nobody said so: what stands beside it begins.
  private static let beside: Set<String> = texts.union([
    "description", "summary", "content", "encoded", "author", "item", "entry", "channel", "source", "enclosure",
    "image",
  ])
  private static let empty: Set<String> = [
    "br", "hr", "img", "input", "meta", "area", "embed", "param", "wbr", "col", "nbsp",
  ]
  private static let frames = ["channel", "rss", "feed", "rdf:rdf", "rdf"]

  private mutating func begin(_ tag: XMLTag) {
    let spaces = tag.attributes.count { Self.declaresSpace($0.name) }
    let element = OpenElements.Element(tag.name, spaces: spaces)
    if Self.beside.contains(element.local), isInText, open.count > 1 { closeLast() }
    if element.isEntry { makeRoomForEntry() }
    guard open.count < XMLBounds.deepest, nodesOfEntry < XMLBounds.mostNodesOfEntry, XMLTag.isWhole(tag.name.utf8),
      isKnown(tag.name)
    else {
      drop(element, isEmpty: tag.isEmpty || Self.empty.contains(element.local))
      return
    }
    // A link of Atom says all in its attributes.
    let isEmpty = tag.isEmpty || Self.empty.contains(element.local) || (element.local == "link" && tag.has("href"))
    write(tag, isEmpty: isEmpty)
    if !isEmpty { open.append(element) }
  }

  /// Whether the innermost element holds text and nothing else.
  private var isInText: Bool { open.last.map { Self.texts.contains($0.local) } ?? false }

  /// An entry ends the one before it, and whatever else is open inside of the feed: no image or author holds one.
  private mutating func makeRoomForEntry() {
    nodesOfEntry = 0
    if let outer = open.entry {
      closeLast(downTo: outer)
    } else if let frame = Self.frames.compactMap({ open.place($0) }).filter({ $0 < XMLBounds.deepest - 1 }).max() {
      closeLast(downTo: 1 + frame)
    } else if open.count >= XMLBounds.deepest {
      closeLast(downTo: 1)
    }
  }

  private static func declaresSpace(_ name: String) -> Bool { name == "xmlns" || name.hasPrefix("xmlns:") }

  /// Whether a name was written before, or is one more that may be.
  private mutating func isKnown(_ name: String) -> Bool {
    guard name.utf8.count <= XMLBounds.longestName else { return false }
    if names.contains(name) { return true }
    guard names.count < XMLBounds.mostNames else { return false }
    names.insert(name)
    return true
  }

  private mutating func drop(_ element: OpenElements.Element, isEmpty: Bool) {
    writeGap(element.local)
    guard !isEmpty, unwritten[element.whole] != nil || unwritten.count < Self.mostUnwritten else { return }
    unwritten[element.whole, default: 0] += 1
  }

  /// Words stay apart where a tag that is not written stood between them.
  private mutating func writeGap(_ local: String) {
    if !Markup.isInline(local) { write([UInt8(ascii: " ")]) }
  }

  private mutating func write(_ tag: XMLTag, isEmpty: Bool) {
    out += Array("<\(tag.name)".utf8)
    var spaces = open.spaces
    var written = 1
    for (name, value) in tag.attributes {
      if Self.declaresSpace(name) {
        spaces += 1
        guard spaces <= XMLBounds.mostSpaces, isKnown(String(decoding: value, as: UTF8.self)) else { continue }
      }
      guard isKnown(name) else { continue }
      out += Array(" \(name)=\"".utf8)
      for byte in value {
        switch byte {
        case UInt8(ascii: "\""): out += Array("&quot;".utf8)
        case UInt8(ascii: "<"): out += Array("&lt;".utf8)
        default: out.append(byte)
        }
      }
      out.append(UInt8(ascii: "\""))
      written += 1
    }
    out += Array((isEmpty ? "/>" : ">").utf8)
    nodes += written
    nodesOfEntry += written
    textLength = 0
  }

  private mutating func close(_ name: String) {
    let element = OpenElements.Element(name, spaces: 0)
    if let count = unwritten[element.whole] {
      unwritten[element.whole] = count > 1 ? count - 1 : nil
      writeGap(element.local)
      return
    }
    guard let index = open.place(element.whole) else {
      // A slip in the name of the end: `<title>…</titel>`.
      if let inner = open.last, isInText, open.count > 1, !Self.empty.contains(element.whole),
        inner.local.first == element.local.first
      {
        closeLast()
      }
      return
    }
    // The end of something inside an entry does not end the entry around it.
    let isOfFeed = element.whole == "item" || element.whole == "entry" || Self.frames.contains(element.whole)
    // Whatever follows belongs to the document: its own element is closed where that ends.
    guard index > 0, index >= open.entry ?? 0 || isOfFeed else { return }
    closeLast(downTo: index)
  }

  private mutating func closeLast(downTo count: Int) { while open.count > count { closeLast() } }

  private mutating func closeLast() {
    guard let element = open.popLast() else { return }
    unwritten.removeAll()
    write(endOf: element)
  }

  private mutating func write(endOf element: OpenElements.Element) {
    out += Array("</\(element.name)>".utf8)
    textLength = 0
  }
}

/// Makes a broken document's tags match, knowing how feeds are built: an item does not hold an item, a title no link. A
/// value without quotes gets them, HTML's elements without an end are ended, an end without a beginning is dropped.
enum XMLBalancing {
  static func balanced(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 256)
    var open: [String] = []
    var place = 0
    while place < text.count {
      guard text[place] == UInt8(ascii: "<"), place + 1 < text.count else {
        out.append(text[place])
        place += 1
        continue
      }
      let next = text[place + 1]
      if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
        let isSection = text[place...].starts(with: Array("<![CDATA[".utf8))
        let closing = Array((isSection ? "]]>" : ">").utf8)
        let end = text[place...].firstRange(of: closing)?.upperBound ?? text.count
        if isSection { out += text[place..<end] }
        place = end
        continue
      }
      let (tag, end) = Tag.read(text, place)
      place = end
      if tag.isEnd {
        close(tag.name, &open, &out)
      } else {
        begin(tag, &open, &out)
      }
    }
    while let name = open.popLast() { write(end: name, &out) }
    return out
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

  private static func begin(_ tag: Tag, _ open: inout [String], _ out: inout [UInt8]) {
    let name = local(tag.name)
    if beside.contains(name) {
      if let inner = open.last, texts.contains(local(inner)), open.count > 1 { write(end: open.removeLast(), &out) }
    }
    if name == "item" || name == "entry",
      let outer = open.lastIndex(where: { local($0) == "item" || local($0) == "entry" })
    {
      while open.count > outer { write(end: open.removeLast(), &out) }
    }
    // A link of Atom says all in its attributes.
    let isEmpty = tag.isEmpty || empty.contains(name) || (name == "link" && tag.has("href"))
    out += Array("<\(tag.name)".utf8)
    for (key, value) in tag.attributes {
      out += Array(" \(key)=\"".utf8)
      for byte in value {
        switch byte {
        case UInt8(ascii: "\""): out += Array("&quot;".utf8)
        case UInt8(ascii: "<"): out += Array("&lt;".utf8)
        default: out.append(byte)
        }
      }
      out.append(UInt8(ascii: "\""))
    }
    out += Array((isEmpty ? "/>" : ">").utf8)
    if !isEmpty { open.append(tag.name) }
  }

  private static func close(_ name: String, _ open: inout [String], _ out: inout [UInt8]) {
    let wanted = name.lowercased()
    guard let index = open.lastIndex(where: { $0.lowercased() == wanted }) else {
      // A slip in the name of the end: `<title>…</titel>`.
      if let inner = open.last, texts.contains(local(inner)), open.count > 1, !empty.contains(wanted),
        local(inner).first == local(name).first
      {
        write(end: open.removeLast(), &out)
      }
      return
    }
    // The end of something inside an entry does not end the entry around it.
    let border = open.lastIndex { local($0) == "item" || local($0) == "entry" } ?? 0
    let isOfFeed = ["channel", "rss", "feed", "rdf:rdf", "rdf", "item", "entry"].contains(wanted)
    guard index >= border || isOfFeed else { return }
    while open.count > index { write(end: open.removeLast(), &out) }
  }

  private static func write(end name: String, _ out: inout [UInt8]) { out += Array("</\(name)>".utf8) }

  private static func local(_ name: String) -> String {
    (name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name).lowercased()
  }

  /// A tag as it is written, whole or not.
  private struct Tag {
    var name = ""
    var isEnd = false
    var isEmpty = false
    var attributes: [(String, [UInt8])] = []

    func has(_ key: String) -> Bool { attributes.contains { $0.0.lowercased() == key } }

    static func read(_ text: [UInt8], _ start: Int) -> (Tag, Int) {
      var tag = Tag()
      var place = start + 1
      if text[place] == UInt8(ascii: "/") {
        tag.isEnd = true
        place += 1
      }
      tag.name = word(text, &place)
      while place < text.count {
        let byte = text[place]
        if byte == UInt8(ascii: ">") { return (tag, place + 1) }
        // The next tag begins: this one was never closed.
        if byte == UInt8(ascii: "<") { return (tag, place) }
        if byte == UInt8(ascii: "/") {
          tag.isEmpty = true
          place += 1
        } else if isName(byte) {
          tag.isEmpty = false
          let key = word(text, &place)
          let value = value(text, &place)
          if !tag.has(key.lowercased()) { tag.attributes.append((key, value)) }
        } else {
          place += 1
        }
      }
      return (tag, place)
    }

    private static func isName(_ byte: UInt8) -> Bool {
      Markup.isLetter(byte) || Markup.isDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func word(_ text: [UInt8], _ place: inout Int) -> String {
      let start = place
      while place < text.count, isName(text[place]) { place += 1 }
      return String(decoding: text[start..<place], as: UTF8.self)
    }

    private static func value(_ text: [UInt8], _ place: inout Int) -> [UInt8] {
      func skipSpace() { while place < text.count, text[place] <= 0x20 { place += 1 } }
      skipSpace()
      guard place < text.count, text[place] == UInt8(ascii: "=") else { return [] }
      place += 1
      skipSpace()
      guard place < text.count else { return [] }
      let quote = text[place]
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        let start = place + 1
        let end = text[start...].firstIndex(of: quote) ?? text.count
        place = min(end + 1, text.count)
        return Array(text[start..<end])
      }
      let start = place
      while place < text.count, text[place] > 0x20, text[place] != UInt8(ascii: ">") { place += 1 }
      return Array(text[start..<place])
    }
  }
}

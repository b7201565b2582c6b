/// Mends what libxml2 would end at: text before the document begins, HTML's entities without a declaration, ampersands that
/// begin none, characters that XML forbids. Declared entities are not expanded: their names stay as text.
enum XMLMending {
  static func mended(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 64)
    var place = beginning(text)
    // What nobody closed is text like any other. The search for an end fails once, however much of it there is.
    var hasSections = true
    var hasComments = true
    var hasDoctypes = true
    while place < text.count {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "<") where starts(text, place, "<![CDATA["):
        guard hasSections, let end = find(text, "]]>", from: place + 9) else {
          hasSections = false
          place += 9
          continue
        }
        while place < end + 3 { place = pass(text, place, &out) }
      case UInt8(ascii: "<") where starts(text, place, "<!DOCTYPE") || starts(text, place, "<!doctype"):
        let end = hasDoctypes ? afterDoctype(text, place) : nil
        hasDoctypes = end != nil
        place = end ?? place + 9
      case UInt8(ascii: "<") where starts(text, place, "<!--"):
        let end = hasComments ? find(text, "-->", from: place + 4) : nil
        hasComments = end != nil
        place = end.map { $0 + 3 } ?? place + 4
      case UInt8(ascii: "<") where !opensMarkup(text, place):
        out += Array("&lt;".utf8)
        place += 1
      case UInt8(ascii: "&"):
        place = reference(text, place, &out)
      default: place = pass(text, place, &out)
      }
    }
    return out
  }

  /// Writes a byte, or leaves out what XML forbids.
  private static func pass(_ text: [UInt8], _ place: Int, _ out: inout [UInt8]) -> Int {
    if text[place] == 0xEF, isNoncharacter(text[place...]) { return place + 3 }
    if isAllowed(text[place]) { out.append(text[place]) }
    return place + 1
  }

  /// Whether U+FFFE or U+FFFF stands at the beginning. In a section, libxml2 ends there.
  private static func isNoncharacter(_ text: ArraySlice<UInt8>) -> Bool {
    text.starts(with: [0xEF, 0xBF, 0xBE]) || text.starts(with: [0xEF, 0xBF, 0xBF])
  }

  /// Where the first element or declaration begins; an XML declaration is left out, since the text is UTF-8 now.
  private static func beginning(_ text: [UInt8]) -> Int {
    var place = 0
    while place < text.count, !(text[place] == UInt8(ascii: "<") && opensMarkup(text, place)) { place += 1 }
    // What a server wrote before the document, warnings for example, is no part of it.
    let beginnings: [StaticString] = ["<?xml", "<rss", "<feed", "<rdf:", "<RDF:", "<RSS", "<channel", "<CHANNEL"]
    if let first = (place..<min(place + 8192, text.count)).first(where: { here in
      text[here] == UInt8(ascii: "<") && beginnings.contains { starts(text, here, $0) }
    }) {
      place = first
    }
    if starts(text, place, "<?xml") {
      return find(text, "?>", from: place).map { $0 + 2 } ?? place
    }
    return place
  }

  /// nil when it does not end, or not before an entry does.
  private static func afterDoctype(_ text: [UInt8], _ start: Int) -> Int? {
    var depth = 0
    var place = start
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return place + 1
      case UInt8(ascii: "<") where XMLTag.isBorderOfEntry(text, place): return nil
      default: break
      }
      place += 1
    }
    return nil
  }

  private static func reference(_ text: [UInt8], _ place: Int, _ out: inout [UInt8]) -> Int {
    if let (value, next) = Markup.entity(text, place), text[next - 1] == UInt8(ascii: ";") {
      if isNoncharacter(value[...]) { return next }
      for byte in value {
        switch byte {
        case UInt8(ascii: "&"): out += Array("&amp;".utf8)
        case UInt8(ascii: "<"): out += Array("&lt;".utf8)
        case UInt8(ascii: ">"): out += Array("&gt;".utf8)
        case UInt8(ascii: "\""): out += Array("&quot;".utf8)
        case let byte where isAllowed(byte): out.append(byte)
        default: break
        }
      }
      return next
    }
    out += Array("&amp;".utf8)
    return place + 1
  }

  private static func opensMarkup(_ text: [UInt8], _ place: Int) -> Bool {
    guard place + 1 < text.count else { return false }
    let next = text[place + 1]
    return Markup.isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
      || next == UInt8(ascii: "_")
  }

  /// - Source: XML 1.0, production 2 (Char), as far as single bytes go.
  private static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 || byte == 9 || byte == 10 || byte == 13 }

  private static func starts(_ text: [UInt8], _ place: Int, _ word: StaticString) -> Bool {
    guard place + word.utf8CodeUnitCount <= text.count else { return false }
    for index in 0..<word.utf8CodeUnitCount where text[place + index] != word.utf8Start[index] { return false }
    return true
  }

  private static func find(_ text: [UInt8], _ word: StaticString, from: Int) -> Int? {
    var place = from
    while place + word.utf8CodeUnitCount <= text.count {
      if starts(text, place, word) { return place }
      place += 1
    }
    return nil
  }
}

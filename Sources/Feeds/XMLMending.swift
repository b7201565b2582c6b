/// Mends what libxml2 would end at: text before the document begins, HTML's entities without a declaration, ampersands that
/// begin none, characters that XML forbids. Declared entities are not expanded: their names stay as text.
enum XMLMending {
  static func mended(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 64)
    var place = beginning(text)
    // Sections that nobody closed are many in a hostile document: the search for an end fails once.
    var hasSections = true
    while place < text.count {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "<") where starts(text, place, "<![CDATA["):
        guard hasSections, let end = find(text, "]]>", from: place + 9) else {
          // A section that nobody closed is text like any other.
          hasSections = false
          place += 9
          continue
        }
        for byte in text[place..<(end + 3)] where isAllowed(byte) { out.append(byte) }
        place = end + 3
      case UInt8(ascii: "<") where starts(text, place, "<!DOCTYPE") || starts(text, place, "<!doctype"):
        place = afterDoctype(text, place)
      case UInt8(ascii: "<") where starts(text, place, "<!--"):
        place = find(text, "-->", from: place + 4).map { $0 + 3 } ?? text.count
      case UInt8(ascii: "<") where !opensMarkup(text, place):
        out += Array("&lt;".utf8)
        place += 1
      case UInt8(ascii: "&"):
        place = reference(text, place, &out)
      default:
        if isAllowed(byte) { out.append(byte) }
        place += 1
      }
    }
    return out
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

  private static func afterDoctype(_ text: [UInt8], _ start: Int) -> Int {
    var depth = 0
    var place = start
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return place + 1
      default: break
      }
      place += 1
    }
    return text.count
  }

  private static func reference(_ text: [UInt8], _ place: Int, _ out: inout [UInt8]) -> Int {
    if let (value, next) = Markup.entity(text, place), text[next - 1] == UInt8(ascii: ";") {
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

import CXML

/// Text out of HTML: tags dropped, scripts and styles with what they hold, entities resolved, white space folded.
public enum Markup {
  /// Whether a text that may be either is HTML: it closes a tag, breaks a line, or names an entity.
  static func isLikely(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    while let opening = bytes.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
      let rest = bytes[bytes.index(after: opening)...]
      if bytes[opening] == UInt8(ascii: "&") {
        let name = rest.prefix(10).prefix { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "#") }
        if !name.isEmpty, rest[name.endIndex...].first == UInt8(ascii: ";") { return true }
      } else if let next = rest.first {
        if next == UInt8(ascii: "!") { return true }
        let body = next == UInt8(ascii: "/") ? rest.dropFirst() : rest
        let name = String(Substring(body.prefix { isLetter($0) || isDigit($0) })).lowercased()
        if known.contains(name) { return true }
      }
      bytes = rest
    }
    return false
  }

  /// The elements that people write in feeds.
  private static let known: Set<String> = [
    "a", "abbr", "acronym", "address", "article", "b", "big", "blockquote", "br", "center", "cite", "code", "dd", "del",
    "div", "dl", "dt", "em", "figure", "font", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img",
    "ins",
    "kbd", "li", "object", "ol", "p", "pre", "q", "s", "script", "section", "small", "span", "strike", "strong",
    "style",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "video", "embed", "nobr", "body",
    "html",
  ]

  /// Elements that stand inside a line: no space where they begin and end.
  private static let inline: Set<String> = [
    "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "q", "s", "small",
    "span",
    "strike", "strong", "sub", "sup", "tt", "u", "nobr",
  ]

  /// - Parameter name: of an element, in small letters.
  static func isInline(_ name: String) -> Bool { inline.contains(name) }

  /// The text that a reader of the page would see.
  public static func plain(_ html: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(html.utf8.count)
    let bytes = Array(html.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "<"), place + 1 < bytes.count, opensTag(bytes[place + 1]) {
        place = skipTag(bytes, place, &out)
      } else if byte == UInt8(ascii: "&"), let (text, next) = entity(bytes, place) {
        out += text
        place = next
      } else {
        out.append(byte)
        place += 1
      }
    }
    return fold(out)
  }

  /// White space folded to single spaces; control characters left out.
  static func fold(_ text: some Sequence<UInt8>) -> String {
    var out: [UInt8] = []
    var isPending = false
    var previous: UInt8 = 0
    for byte in text {
      // U+00A0 is a space, too.
      if byte == 0xA0, previous == 0xC2 {
        out.removeLast()
        // What was pending before it was written with its first byte.
        if out.last == 0x20 { out.removeLast() }
        isPending = true
        previous = 0
        continue
      }
      previous = byte
      if byte <= 0x20 || byte == 0x7F {
        isPending = isPending || (byte != 0 && byte <= 0x20)
        continue
      }
      if isPending, !out.isEmpty { out.append(0x20) }
      isPending = false
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func opensTag(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
  }

  private static func skipTag(_ bytes: [UInt8], _ start: Int, _ out: inout [UInt8]) -> Int {
    if bytes[start...].starts(with: Array("<!--".utf8)) {
      return find(Array("-->".utf8), in: bytes, from: start + 4).map { $0 + 3 } ?? bytes.count
    }
    if bytes[start...].starts(with: Array("<![CDATA[".utf8)) {
      let end = find(Array("]]>".utf8), in: bytes, from: start + 9) ?? bytes.count
      out += bytes[(start + 9)..<end]
      return min(end + 3, bytes.count)
    }
    var place = start + 1
    if place < bytes.count, bytes[place] == UInt8(ascii: "/") { place += 1 }
    var name: [UInt8] = []
    while place < bytes.count, isLetter(bytes[place]) || isDigit(bytes[place]) {
      name.append(bytes[place] | 0x20)
      place += 1
    }
    let tag = String(decoding: name, as: UTF8.self)
    if !isInline(tag) { out.append(0x20) }
    // A quoted value may hold a `>`.
    var quote: UInt8 = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "\""), bytes[place - 2] == UInt8(ascii: "=") {
        quote = byte
      } else if byte == UInt8(ascii: "'"), bytes[place - 2] == UInt8(ascii: "=") {
        quote = byte
      }
    }
    if ["script", "style", "applet"].contains(tag), bytes[start + 1] != UInt8(ascii: "/") {
      guard let close = findClosing(tag, in: bytes, from: place) else { return bytes.count }
      return close
    }
    return place
  }

  private static func findClosing(_ tag: String, in bytes: [UInt8], from: Int) -> Int? {
    let wanted = Array(("</" + tag).utf8)
    var place = from
    while place + wanted.count <= bytes.count {
      if bytes[place] == wanted[0], (0..<wanted.count).allSatisfy({ bytes[place + $0] | 0x20 == wanted[$0] | 0x20 }) {
        return bytes[place...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
      }
      place += 1
    }
    return nil
  }

  private static func find(_ wanted: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    guard from <= bytes.count else { return nil }
    return bytes[from...].firstRange(of: wanted)?.lowerBound
  }

  /// The entity that begins at a place, and where it ends.
  static func entity(_ bytes: [UInt8], _ start: Int) -> (text: [UInt8], next: Int)? {
    var end = start + 1
    while end < bytes.count, end - start < 12,
      isLetter(bytes[end]) || isDigit(bytes[end]) || bytes[end] == UInt8(ascii: "#")
    {
      end += 1
    }
    guard end > start + 1 else { return nil }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    let next = end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
    if name.hasPrefix("#") {
      let digits = name.dropFirst()
      let value =
        digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let value, value != 0 else { return nil }
      guard let scalar = Unicode.Scalar(windows[value] ?? value) else { return nil }
      return (Array(String(Character(scalar)).utf8), next)
    }
    guard next > end, let value = value(of: name) else { return nil }
    return (Array(String(Character(value)).utf8), next)
  }

  /// The character that HTML names; nil for a name that it does not have.
  static func value(of name: String) -> Unicode.Scalar? {
    if name == "apos" { return "'" }
    guard let found = htmlEntityLookup(name) else { return nil }
    return Unicode.Scalar(found.pointee.value)
  }

  /// What numbers of Windows' code page stand for where pages use them as if they were Unicode's.
  /// - Source: HTML Standard, "Numeric character reference end state".
  private static let windows: [UInt32: UInt32] = [
    0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021, 0x88: 0x2C6,
    0x89: 0x2030, 0x8A: 0x160, 0x8B: 0x2039, 0x8C: 0x152, 0x8E: 0x17D, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C,
    0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x2DC, 0x99: 0x2122, 0x9A: 0x161, 0x9B: 0x203A,
    0x9C: 0x153, 0x9E: 0x17E, 0x9F: 0x178,
  ]

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

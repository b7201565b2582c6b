import Glibc

/// A document's bytes as UTF-8, whatever they were in: a byte order mark counts first, then what the server said, then what
/// the document says of itself, then what the bytes can be.
public enum DocumentText {
  /// - Parameter charset: what the server said of the body; nil when it did not.
  public static func decode(_ document: [UInt8], charset: String? = nil) -> [UInt8] {
    if let (name, length) = byteOrderMark(document), let text = convert(Array(document.dropFirst(length)), from: name) {
      return text
    }
    if let name = wideBeginning(document), let text = convert(document, from: name) { return text }
    for name in [charset, declared(document)].compactMap(\.self) where !isUTF8Name(name) {
      // What cannot be right is not believed: wide letters would have shown in the first bytes.
      if name.uppercased().hasPrefix("UTF-16") || name.uppercased().hasPrefix("UTF-32") || isUTF7Name(name) { continue }
      if isUTF8Beyond(document) { break }
      if let text = convert(document, from: alias(name)) { return text }
    }
    if isUTF8(document) { return document }
    if let text = convert(document, from: "GB18030", strictly: true), looksChinese(text) { return text }
    // Mostly UTF-8 with some broken bytes, or a Western code page.
    if isMostlyUTF8(document) { return Array(String(decoding: document, as: UTF8.self).utf8) }
    return convert(document, from: "CP1252") ?? Array(String(decoding: document, as: UTF8.self).utf8)
  }

  private static func byteOrderMark(_ document: [UInt8]) -> (String, Int)? {
    if document.starts(with: [0xEF, 0xBB, 0xBF]) { return ("UTF-8", 3) }
    if document.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32LE", 4) }
    if document.starts(with: [0, 0, 0xFE, 0xFF]) { return ("UTF-32BE", 4) }
    if document.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
    if document.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
    return nil
  }

  /// How wide the letters of a document without a mark are, by its `<`.
  private static func wideBeginning(_ document: [UInt8]) -> String? {
    guard document.count > 8 else { return nil }
    let head = document.prefix(4)
    if head.elementsEqual([0x3C, 0, 0, 0]) { return "UTF-32LE" }
    if head.elementsEqual([0, 0, 0, 0x3C]) { return "UTF-32BE" }
    if head.starts(with: [0x3C, 0]) { return "UTF-16LE" }
    if head.starts(with: [0, 0x3C]) { return "UTF-16BE" }
    if head.elementsEqual([0x4C, 0x6F, 0xA7, 0x94]) { return "CP037" }
    return nil
  }

  /// The encoding that an XML declaration names.
  private static func declared(_ document: [UInt8]) -> String? {
    let head = String(decoding: document.prefix(400), as: UTF8.self)
    guard let start = head.firstRange(of: "<?xml"), let end = head[start.upperBound...].firstRange(of: "?>"),
      let key = head[start.upperBound..<end.lowerBound].firstRange(of: "encoding")
    else { return nil }
    let rest = head[key.upperBound..<end.lowerBound].drop { $0 == " " || $0 == "=" }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    return String(rest.dropFirst().prefix { $0 != quote })
  }

  private static func isUTF8Name(_ name: String) -> Bool { ["UTF-8", "UTF8"].contains(name.uppercased()) }

  /// The C library's reader takes quadratic time for it, and browsers do not read it either.
  private static func isUTF7Name(_ name: String) -> Bool {
    ["UTF-7", "UTF7"].contains { name.uppercased().firstRange(of: $0) != nil }
  }

  /// What web pages call by a narrower name than they write: browsers read them so, too.
  /// - Source: WHATWG, Encoding, "Names and labels".
  private static func alias(_ name: String) -> String {
    switch name.uppercased() {
    case "GB2312", "GBK", "X-GBK", "GB_2312-80", "CSGB2312", "HZ-GB", "GB-2312": "GB18030"
    case "BIG5", "BIG5-HKSCS", "CN-BIG5", "X-X-BIG5": "BIG5-HKSCS"
    case "ISO-8859-1", "LATIN1", "LATIN-1", "ISO8859-1", "ISO-8859-1:1987", "US-ASCII", "ASCII", "L1": "CP1252"
    case "SHIFT_JIS", "SHIFT-JIS", "SJIS", "X-SJIS": "CP932"
    case "EUC-KR", "KS_C_5601-1987": "CP949"
    case "WINDOWS-1252": "CP1252"
    default: name
    }
  }

  /// Letters beyond ASCII that are valid UTF-8, and enough of them that this is no chance.
  private static func isUTF8Beyond(_ document: [UInt8]) -> Bool {
    var beyond = 0
    for byte in document where byte >= 0x80 { beyond += 1 }
    return beyond >= 3 && isUTF8(document)
  }

  private static func isUTF8(_ document: [UInt8]) -> Bool { String(validating: document, as: UTF8.self) != nil }

  private static func isMostlyUTF8(_ document: [UInt8]) -> Bool {
    let beyond = document.count { $0 >= 0x80 }
    let broken = String(decoding: document, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
    return broken * 4 < beyond
  }

  private static func looksChinese(_ text: [UInt8]) -> Bool {
    var ideographs = 0
    var others = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
      if (0x4E00...0x9FFF).contains(scalar.value) || (0x3000...0x303F).contains(scalar.value)
        || (0xFF00...0xFFEF).contains(scalar.value)
      {
        ideographs += 1
      } else {
        others += 1
      }
    }
    return ideographs > 3 * others
  }

  /// With iconv of the C library; what it cannot read becomes U+FFFD, or makes the whole fail.
  /// - Returns: nil when there is no such encoding.
  private static func convert(_ document: [UInt8], from name: String, strictly: Bool = false) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var result: [UInt8] = []
    result.reserveCapacity(document.count * 2)
    var input = document
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    let isRead = input.withUnsafeMutableBytes { bytes -> Bool in
      var place = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = bytes.count
      while left > 0 {
        let isDone = buffer.withUnsafeMutableBufferPointer { room -> Bool in
          var to = room.baseAddress
          var free = room.count
          let outcome = iconv(converter, &place, &left, &to, &free)
          let failed = outcome == Int.max || outcome == -1
          let reason = errno
          result.append(
            contentsOf: UnsafeRawBufferPointer(start: room.baseAddress, count: room.count - free))
          guard failed, reason != E2BIG else { return false }
          if strictly { return true }
          result.append(contentsOf: [0xEF, 0xBF, 0xBD])
          place = place?.advanced(by: 1)
          left -= 1
          return false
        }
        if isDone { return false }
      }
      return true
    }
    return isRead ? result : nil
  }
}

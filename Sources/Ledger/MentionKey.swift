import FoundationEssentials

/// By what a mention is known: the id that its source gave, and hashes of what it says and of where it stands.
///
/// An id alone is not enough: a spreadsheet rounds ids, a feed gives the same to all, an author edits. The hashes are kept with
/// the mention; what they are made of may not change.
struct MentionKey: Sendable {
  /// One made of the content, for input that has none of its own.
  let id: String
  /// Of title and text.
  let content: Int64
  /// 0 without an address.
  let link: Int64

  init(_ mention: Mentions.Mention) {
    id = mention.externalID.isEmpty ? mention.contentID : mention.externalID
    content = Int64(bitPattern: Self.hash(mention.title, seed: Self.hash(mention.text, seed: 0)))
    link = mention.url.isEmpty ? 0 : Int64(bitPattern: Self.hash(mention.url, seed: 0) | 1)
  }

  /// Eight bytes at a time, multiplied and folded: every bit of the text reaches every bit of the hash.
  /// - Source: the mixing step of W. Yi's wyhash (64 × 64 → 128 bits, both halves by exclusive or), with its first two secrets.
  static func hash(_ text: String, seed: UInt64) -> UInt64 {
    var text = text
    return text.withUTF8 { bytes in
      var hash = seed ^ 0xA076_1D64_78BD_642F
      var place = 0
      while place < bytes.count {
        var word: UInt64 = 0
        withUnsafeMutableBytes(of: &word) {
          $0.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[place..<min(place + 8, bytes.count)]))
        }
        hash = mixed(hash ^ UInt64(littleEndian: word), 0xE703_7ED1_A0B4_28DB)
        place += 8
      }
      return mixed(hash ^ UInt64(bytes.count), 0xA076_1D64_78BD_642F)
    }
  }

  private static func mixed(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}

extension Mentions.Mention {
  /// The same within what a mention may hold: what is longer is cut, and a key that is longer is the hash of itself.
  var bounded: Self {
    var mention = self
    if externalID.utf8.count > 500 { mention.externalID = "long:" + contentHash([externalID]) }
    mention.source = source.prefix(bytes: 400)
    mention.subject = subject.prefix(bytes: 400)
    mention.language = language.prefix(bytes: 100)
    mention.author = author.prefix(bytes: 2_000)
    mention.url = url.prefix(bytes: 8_000)
    mention.title = title.prefix(bytes: 20_000)
    mention.text = text.prefix(bytes: 400_000)
    return mention
  }

  /// An id made of the content, for input that has none of its own: the same words by the same author are one mention.
  var contentID: String { "content:" + contentHash([author, url, title, text]) }

  private func contentHash(_ fields: [String]) -> String {
    var hash: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F)
    for field in fields {
      for byte in field.utf8 {
        hash.0 = (hash.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        hash.1 = (hash.1 &+ UInt64(byte) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        hash.1 ^= hash.1 >> 29
      }
      hash.0 = (hash.0 ^ 0x1F) &* 0x0000_0100_0000_01B3
    }
    return String(hash.0, radix: 16) + String(hash.1, radix: 16)
  }
}

extension String {
  /// The beginning that fits into so many bytes, and ends with a whole character.
  fileprivate func prefix(bytes most: Int) -> String {
    guard utf8.count > most else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: most)
    while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}

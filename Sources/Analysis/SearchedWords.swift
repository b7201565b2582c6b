/// Words that somebody looks for, however a text writes them: in Traditional or Simplified signs, in full or half width, in
/// capital or small letters.
public struct SearchedWords: Sendable {
  /// Folded, as `signs` makes a text.
  public let words: [String]
  /// What such a text has to have; without any (a single ideograph) it has to be looked through.
  public let terms: [Int32]
  /// Other writings of the signs in the words, and beside each in `plain` the sign that it becomes: what a text is translated
  /// by before it is compared.
  public let signs: String
  public let plain: String

  /// - Parameter typed: as they were typed.
  public init(_ typed: [String]) {
    words = typed.map { Self.folded($0) }
    terms = SearchTerms.needed(for: FoldedText(typed.joined(separator: "\n")))
    var signs = String.UnicodeScalarView()
    var plain = String.UnicodeScalarView()
    let wanted = Set(words.joined().unicodeScalars.map(\.value))
    for (index, sign) in TraditionalSigns.simplified.enumerated() {
      let value = TraditionalSigns.first + UInt32(index)
      guard value != UInt32(sign), wanted.contains(UInt32(sign)) else { continue }
      Self.append(value, UInt32(sign), &signs, &plain)
    }
    // A text is in small letters when it is translated.
    for value in wanted.sorted() where (0x21...0x7E).contains(value) {
      Self.append(value + 0xFEE0, value, &signs, &plain)
    }
    if wanted.contains(0x27) { Self.append(0x2019, 0x27, &signs, &plain) }
    self.signs = String(signs)
    self.plain = String(plain)
  }

  private static func append(
    _ value: UInt32, _ becomes: UInt32, _ signs: inout String.UnicodeScalarView, _ plain: inout String.UnicodeScalarView
  ) {
    guard let sign = Unicode.Scalar(value), let other = Unicode.Scalar(becomes) else { return }
    signs.append(sign)
    plain.append(other)
  }

  private static func folded(_ word: String) -> String {
    var folded = String.UnicodeScalarView()
    for value in FoldedText(word).written { if let scalar = Unicode.Scalar(value) { folded.append(scalar) } }
    return String(folded)
  }
}

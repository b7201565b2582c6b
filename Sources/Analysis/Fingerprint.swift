/// By what near copies of a text are known: reposts, quotes, the same article on many sites.
///
/// Both parts are taken over pairs of ideographs and runs of four letters; spaces, punctuation, names and addresses do
/// not count.
/// - Source: M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002, for the bits; A. Broder, "On
///   the resemblance and containment of documents", 1997, for the sketch.
public struct Fingerprint: Sendable, Equatable {
  /// 64 bits of which two copies share most (SimHash); 0 for a text that is too short to be told from others.
  public var bits: UInt64
  /// Four numbers of 16 bits; two copies share at least one (MinHash).
  public var sketch: UInt64

  /// Texts with fewer signs than this have none.
  public static let shortest = 12
  /// Bits in which two copies may differ. Unrelated texts differ in 32, give or take 4.
  public static let tolerance = 12

  public init(bits: UInt64, sketch: UInt64) {
    self.bits = bits
    self.sketch = sketch
  }

  /// Of a text, by its first 8000 signs; all 0 when it has fewer than `shortest`.
  public init(_ text: FoldedText) {
    self.init(bits: 0, sketch: 0)
    var signs: [UInt32] = []
    signs.reserveCapacity(text.scalars.count)
    for scalar in text.scalars where FoldedText.isWordSign(scalar) || FoldedText.isIdeograph(scalar) {
      if scalar != 0x27 { signs.append(scalar) }
    }
    guard signs.count >= Self.shortest else { return }
    var tally = BitTally()
    var least = SIMD4<UInt32>(repeating: .max)
    signs.withUnsafeBufferPointer { signs in
      for start in 0..<min(signs.count - 1, 8000) {
        var hash = UInt64(signs[start]) << 21 ^ UInt64(signs[start + 1])
        if !FoldedText.isIdeograph(signs[start]) {
          guard start + 3 < signs.count else { break }
          hash = (hash << 21 ^ UInt64(signs[start + 2])) &* 0xC2B2_AE3D_27D4_EB4F ^ UInt64(signs[start + 3])
        }
        hash = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 32
        tally.add(hash)
        let seed = UInt32(truncatingIfNeeded: hash)
        let permuted =
          SIMD4(repeating: seed) &* SIMD4<UInt32>(0x9E37_79B1, 0x85EB_CA77, 0xC2B2_AE3D, 0x27D4_EB2F)
          ^ SIMD4(repeating: UInt32(hash >> 32))
        least.replace(with: permuted, where: permuted .< least)
      }
    }
    bits = tally.majority
    for index in 0..<4 {
      let mixed = least[index] &* 0x9E37_79B1
      sketch |= UInt64(mixed >> 16) << UInt64(16 * index)
    }
    if bits == 0 { bits = 1 }
  }

  /// Whether two texts are copies of each other, as far as their bits tell.
  public func isCopy(of other: Fingerprint) -> Bool {
    bits != 0 && other.bits != 0 && Self.distance(bits, other.bits) <= Self.tolerance
  }

  /// In how many bits two differ.
  static func distance(_ one: UInt64, _ other: UInt64) -> Int { (one ^ other).nonzeroBitCount }

  /// The four numbers of the sketch, each with its place.
  public var bands: [UInt32] { (0..<4).map { UInt32($0) << 16 | UInt32(sketch >> (16 * UInt64($0)) & 0xFFFF) } }
}

/// Counts for each of 64 bits how often it was set.
private struct BitTally {
  private var sums = SIMD64<Int16>(repeating: 0)
  /// Byte k of word n counts bit 8n + k; emptied before a byte can run over.
  private var pending = SIMD8<UInt64>(repeating: 0)
  private var waiting = 0
  private var added: Int16 = 0

  mutating func add(_ hash: UInt64) {
    let bytes = (SIMD8(repeating: hash) &>> SIMD8<UInt64>(0, 8, 16, 24, 32, 40, 48, 56)) & 0xFF
    // Each bit of a byte goes to the lowest bit of its own byte.
    let copies = bytes &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
    pending &+= ((copies &+ 0x7F7F_7F7F_7F7F_7F7F) | copies) &>> 7 & 0x0101_0101_0101_0101
    added += 1
    waiting += 1
    if waiting == 255 { empty() }
  }

  /// The bits that were set in more than half.
  var majority: UInt64 {
    mutating get {
      empty()
      var bits: UInt64 = 0
      for bit in 0..<64 where sums[bit] * 2 > added { bits |= 1 << UInt64(bit) }
      return bits
    }
  }

  private mutating func empty() {
    for word in 0..<8 {
      for byte in 0..<8 { sums[word * 8 + byte] &+= Int16(pending[word] >> UInt64(8 * byte) & 0xFF) }
    }
    pending = SIMD8(repeating: 0)
    waiting = 0
  }
}

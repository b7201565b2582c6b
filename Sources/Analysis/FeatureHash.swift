/// Makes numbers of words and runs of signs, so that a learner needs no list of them. Two that fall together share a weight.
enum FeatureHash {
  /// How many different numbers `bucket` makes.
  static let count = 1 << 20

  /// Of nothing yet. What is of different kinds is different, though its signs are the same.
  static func empty(_ kind: UInt64) -> UInt64 { 0xCBF2_9CE4_8422_2325 ^ kind }

  /// With one sign more.
  /// - Source: G. Fowler, L. Noll, K. Vo, "FNV-1a".
  static func added(_ hash: UInt64, _ scalar: UInt32) -> UInt64 { (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3 }

  /// Two as one, in this order.
  static func joined(_ one: UInt64, _ other: UInt64, _ kind: UInt64) -> UInt64 {
    let mixed = ((one ^ kind &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9) ^ other
    return (mixed ^ (mixed >> 29)) &* 0x94D0_49BB_1331_11EB
  }

  static func bucket(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 44)
  }
}

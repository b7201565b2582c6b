/// The bytes of a file as UTF-8, piece by piece: a byte order mark is left out, and UTF-16 is converted, with its mark or without.
/// Any other encoding stays as it is.
public struct TextStream: ~Copyable {
  private var bytes: ByteStream
  private var wide: WideText?
  private var hasBegun = false

  /// How many bytes are looked at to tell the encoding.
  private static let sample = 1 << 16

  public init(_ bytes: consuming ByteStream) { self.bytes = bytes }

  /// The next piece, never empty; nil at the end. The first is as long as the sample, where there is as much.
  public mutating func next() throws(UnreadableInput) -> ArraySlice<UInt8>? {
    var marks = 0
    if !hasBegun {
      hasBegun = true
      let head = try bytes.head(Self.sample)
      (wide, marks) = Self.encoding(head)
    }
    while let piece = try bytes.next() {
      let text = piece.dropFirst(marks)
      marks = 0
      let converted = wide?.convert(text)[...] ?? text
      if !converted.isEmpty { return converted }
    }
    guard let rest = wide?.end(), !rest.isEmpty else { return nil }
    return rest[...]
  }

  /// The beginning of a file as UTF-8, without its mark.
  public static func sample(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (wide, mark) = encoding(head)
    return wide?.convert(head.dropFirst(mark))[...] ?? head.dropFirst(mark)
  }

  /// The converter, if one is needed, and the length of the byte order mark.
  static func encoding(_ head: ArraySlice<UInt8>) -> (wide: WideText?, mark: Int) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (nil, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (WideText(isBigEndian: false), 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (WideText(isBigEndian: true), 2) }
    // Without a mark: text has no NUL, but half of each ASCII letter of UTF-16 is one, always the same half.
    var zeros = [0, 0]
    for (place, byte) in head.enumerated() where byte == 0 { zeros[place & 1] += 1 }
    let many = max(zeros[0], zeros[1])
    guard many >= 2, many * 200 >= head.count, min(zeros[0], zeros[1]) * 3 <= many else { return (nil, 0) }
    return (WideText(isBigEndian: zeros[0] > zeros[1]), 0)
  }
}

/// Converts UTF-16 to UTF-8, piece by piece. What is no character becomes U+FFFD.
struct WideText {
  private let isBigEndian: Bool
  /// The first byte of a unit whose second has not come.
  private var half: UInt8?
  /// The first unit of a pair whose second has not come.
  private var high: UInt16?

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  mutating func convert(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 3 / 2 + 4)
    for byte in bytes {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      take(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), into: &text)
    }
    return text
  }

  /// What is left at the end: the mark of a character that was cut.
  mutating func end() -> [UInt8] {
    defer {
      half = nil
      high = nil
    }
    return half != nil || high != nil ? Array("\u{FFFD}".utf8) : []
  }

  private mutating func take(_ unit: UInt16, into text: inout [UInt8]) {
    if let first = high {
      high = nil
      if (0xDC00...0xDFFF).contains(unit) {
        append(0x10000 + UInt32(first - 0xD800) << 10 + UInt32(unit - 0xDC00), to: &text)
        return
      }
      append(0xFFFD, to: &text)
    }
    switch unit {
    case 0xD800...0xDBFF: high = unit
    case 0xDC00...0xDFFF: append(0xFFFD, to: &text)
    default: append(UInt32(unit), to: &text)
    }
  }

  private func append(_ value: UInt32, to text: inout [UInt8]) {
    switch value {
    case ..<0x80: text.append(UInt8(value))
    case ..<0x800:
      text.append(0xC0 | UInt8(value >> 6))
      text.append(0x80 | UInt8(value & 0x3F))
    case ..<0x10000:
      text.append(0xE0 | UInt8(value >> 12))
      text.append(0x80 | UInt8(value >> 6 & 0x3F))
      text.append(0x80 | UInt8(value & 0x3F))
    default:
      text.append(0xF0 | UInt8(value >> 18))
      text.append(0x80 | UInt8(value >> 12 & 0x3F))
      text.append(0x80 | UInt8(value >> 6 & 0x3F))
      text.append(0x80 | UInt8(value & 0x3F))
    }
  }
}

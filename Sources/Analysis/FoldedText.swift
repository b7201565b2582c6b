/// Text made comparable: small letters, half width, plain apostrophes, simplified signs; a name after `@` and an address of
/// the web stand as one sign each, since who is spoken to says nothing about what is said.
public struct FoldedText: Sendable {
  /// Unicode scalars.
  public private(set) var scalars: [UInt32] = []
  /// The same with names and addresses as they were written, for finding.
  private(set) var written: [UInt32] = []
  /// Where in `written` a capital follows a small letter, as in NovaSupport.
  private(set) var humps: [Int] = []
  /// Words of two capital letters and more.
  private(set) var shouted = 0

  /// What stands for `@name`, and for an address.
  static let name: UInt32 = 0xE000
  static let address: UInt32 = 0xE001

  /// A title with its text, which often begins with it.
  public init(title: String, text: String) {
    self.init(title.isEmpty || text.hasPrefix(title) ? text : title + "\n" + text)
  }

  /// One text. What cannot be seen in it (joiners, soft hyphens, variation selectors) is left out.
  public init(_ text: String) {
    scalars.reserveCapacity(text.utf8.count)
    var capitals = 0
    var small = 0
    let simplified = TraditionalSigns.simplified
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if value < 0x80 {
        if value >= 0x41, value <= 0x5A {
          value += 0x20
          if small > 0 { humps.append(scalars.count) }
          capitals += 1
        } else if value >= 0x61, value <= 0x7A {
          small += 1
        } else if value != 0x27 {
          if capitals > 1, small == 0 { shouted += 1 }
          capitals = 0
          small = 0
        }
      } else if value >= TraditionalSigns.first, value <= TraditionalSigns.last {
        value = UInt32(simplified[Int(value - TraditionalSigns.first)])
      } else {
        value = Self.folded(value)
        if value == 0 { continue }
        // An apostrophe, a quotation mark or a letter of full width is what it would be in half width.
        if value < 0x80, value != 0x27, value < 0x61 || value > 0x7A {
          capitals = 0
          small = 0
        }
      }
      scalars.append(value)
    }
    if capitals > 1, small == 0 { shouted += 1 }
    written = scalars
    replaceNamesAndAddresses()
  }

  /// 0 for what is left out.
  private static func folded(_ value: UInt32) -> UInt32 {
    switch value {
    case 0xFF01...0xFF5E:
      let half = value - 0xFEE0
      return half >= 0x41 && half <= 0x5A ? half + 0x20 : half
    case 0x3000, 0xA0, 0x2000...0x200A, 0x2028, 0x2029: return 0x20
    case 0x2018, 0x2019, 0x02BC: return 0x27
    case 0x201C, 0x201D: return 0x22
    case 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: return value + 0x20
    case 0x200B...0x200F, 0xFE00...0xFE0F, 0xFEFF, 0xAD, 0x1F3FB...0x1F3FF: return 0
    default: return value
    }
  }

  private mutating func replaceNamesAndAddresses() {
    let end = scalars.count
    var write = 0
    var read = 0
    while read < end {
      let value = scalars[read]
      if value == 0x40, read + 1 < end, Self.isNameSign(scalars[read + 1]) {
        read += 1
        while read < end, Self.isNameSign(scalars[read]) { read += 1 }
        scalars[write] = Self.name
      } else if value == 0x68, read + 7 < end, scalars[read + 1] == 0x74, scalars[read + 2] == 0x74,
        scalars[read + 3] == 0x70, scalars[read + 4] == 0x3A || scalars[read + 5] == 0x3A
      {
        while read < end, scalars[read] > 0x20, scalars[read] < 0x7F { read += 1 }
        scalars[write] = Self.address
      } else {
        scalars[write] = value
        read += 1
      }
      write += 1
    }
    scalars.removeLast(end - write)
  }

  private static func isNameSign(_ value: UInt32) -> Bool { isWordSign(value) && value < 0x80 || value == 0x5F }

  /// Letters and figures of scripts that put spaces between words, and the apostrophe inside them.
  static func isWordSign(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x61...0x7A, 0x27: true
    case 0xC0...0x24F, 0x370...0x52F: true
    default: false
    }
  }

  /// Chinese, Japanese and Korean writing, where every sign may begin a word.
  static func isIdeograph(_ value: UInt32) -> Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF, 0x3040...0x30FF, 0xAC00...0xD7AF: true
    default: false
    }
  }
}

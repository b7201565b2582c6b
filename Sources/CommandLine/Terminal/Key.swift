/// One keystroke.
public enum Key: Sendable, Equatable {
  case character(Character)
  /// Home and End, or Ctrl-A and Ctrl-E, are `home` and `endOfPage` of a page and of a line.
  case enter, up, down, left, right, pageUp, pageDown, home, endOfPage, escape, backspace, delete, tab
  /// Ctrl-U and Ctrl-W: what stands before the cursor, or its last word.
  case eraseToStart, eraseWord
  /// Ctrl-C.
  case interrupt
  /// Nobody types any more.
  case end
}

/// Turns the bytes that a terminal sends into keys. Pure; bytes may come in pieces.
struct KeyDecoder {
  private var pending: [UInt8] = []

  mutating func take(_ bytes: ArraySlice<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while let first = pending.first {
      switch first {
      case 0x1B:
        guard let (key, length) = Self.escape(pending) else { return keys }
        if let key { keys.append(key) }
        pending.removeFirst(length)
      case 0x01: append(.home, &keys)
      case 0x05: append(.endOfPage, &keys)
      case 0x15: append(.eraseToStart, &keys)
      case 0x17: append(.eraseWord, &keys)
      case 0x03: append(.interrupt, &keys)
      case 0x04: append(.end, &keys)
      case 0x09: append(.tab, &keys)
      case 0x0A, 0x0D: append(.enter, &keys)
      case 0x08, 0x7F: append(.backspace, &keys)
      case 0x00...0x1F: pending.removeFirst()
      default:
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard pending.count >= length else { return keys }
        for character in String(decoding: pending[..<length], as: UTF8.self) { keys.append(.character(character)) }
        pending.removeFirst(length)
      }
    }
    return keys
  }

  private mutating func append(_ key: Key, _ keys: inout [Key]) {
    keys.append(key)
    pending.removeFirst()
  }

  /// The key of an escape sequence and its length; nil while it is not complete.
  private static func escape(_ bytes: [UInt8]) -> (Key?, Int)? {
    // Escape by itself: terminals send a sequence in one piece.
    guard bytes.count > 1 else { return (.escape, 1) }
    guard bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O") else { return (.escape, 1) }
    guard let end = bytes[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
    let key: Key? =
      switch (bytes[end], bytes[2..<end]) {
      case (UInt8(ascii: "A"), _): .up
      case (UInt8(ascii: "B"), _): .down
      case (UInt8(ascii: "C"), _): .right
      case (UInt8(ascii: "D"), _): .left
      case (UInt8(ascii: "H"), _): .home
      case (UInt8(ascii: "F"), _): .endOfPage
      case (UInt8(ascii: "~"), [UInt8(ascii: "1")]), (UInt8(ascii: "~"), [UInt8(ascii: "7")]): .home
      case (UInt8(ascii: "~"), [UInt8(ascii: "4")]), (UInt8(ascii: "~"), [UInt8(ascii: "8")]): .endOfPage
      case (UInt8(ascii: "~"), [UInt8(ascii: "3")]): .delete
      case (UInt8(ascii: "~"), [UInt8(ascii: "5")]): .pageUp
      case (UInt8(ascii: "~"), [UInt8(ascii: "6")]): .pageDown
      default: nil
      }
    return (key, end + 1)
  }
}

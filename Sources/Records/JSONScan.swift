/// Follows a JSON value byte by byte: which brackets are open, and whether a text is.
struct JSONScan {
  enum Step { case goesOn, ends, breaks }

  private var open: [UInt8] = []
  private(set) var isInText = false
  private var isEscaped = false
  /// The second byte of a letter comes next.
  private var isInLetter = false
  private var previous: UInt8 = UInt8(ascii: ":")

  /// Deeper values are broken.
  private static let deepest = 20_000

  init() {}

  /// Inside of objects that are open already.
  init(objects: Int) { open = Array(repeating: UInt8(ascii: "{"), count: objects) }

  var depth: Int { open.count }

  mutating func take(_ byte: UInt8, isDoubleByte: Bool) -> Step {
    if isInText { return inText(byte, isDoubleByte) }
    if byte <= 0x20 { return .goesOn }
    defer { previous = byte }
    switch byte {
    case UInt8(ascii: "\""): isInText = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isInList = open.last == UInt8(ascii: "[")
      guard
        open.isEmpty || previous == UInt8(ascii: ":") || previous == UInt8(ascii: "[")
          || isInList && previous == UInt8(ascii: ","), open.count < Self.deepest
      else { return .breaks }
      open.append(byte)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      // A bracket and its other side differ by two.
      guard let last = open.popLast(), last == byte - 2 else { return .breaks }
      if open.isEmpty { return .ends }
    default: break
    }
    return .goesOn
  }

  private mutating func inText(_ byte: UInt8, _ isDoubleByte: Bool) -> Step {
    if isInLetter {
      isInLetter = false
    } else if isEscaped {
      isEscaped = false
    } else if isDoubleByte, byte >= 0x81 {
      isInLetter = true
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInText = false
      previous = byte
    } else if byte == UInt8(ascii: "\n") {
      return .breaks
    }
    return .goesOn
  }

  /// The list of records in the beginning of an object: after its bracket, and how many objects are open around it.
  static func list(in bytes: [UInt8], isDoubleByte: Bool) -> (start: Int, around: Int)? {
    var scan = JSONScan()
    var tries = 0
    for (place, byte) in bytes.enumerated() {
      let isList =
        byte == UInt8(ascii: "[") && !scan.isInText && scan.previous == UInt8(ascii: ":") && scan.depth <= 4
        && scan.open.allSatisfy { $0 == UInt8(ascii: "{") }
      guard scan.take(byte, isDoubleByte: isDoubleByte) == .goesOn else { return nil }
      guard isList, tries < 10 else { continue }
      tries += 1
      if holdsRecords(bytes[(place + 1)...], isDoubleByte) { return (place + 1, scan.depth - 1) }
    }
    return nil
  }

  /// Whether a list's first object is a record; a broken one may be.
  private static func holdsRecords(_ list: ArraySlice<UInt8>, _ isDoubleByte: Bool) -> Bool {
    guard let start = list.firstIndex(where: { $0 > 0x20 }), list[start] == UInt8(ascii: "{") else { return false }
    var scan = JSONScan()
    for place in list[start...].indices {
      switch scan.take(list[place], isDoubleByte: isDoubleByte) {
      case .goesOn: continue
      case .ends: return JSONRecords.hasText(list[start...place])
      case .breaks: return true
      }
    }
    return true
  }
}

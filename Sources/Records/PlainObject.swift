/// A flat object with documented keys, read in one pass: almost every line of JSON Lines is one, and is read many times faster so
/// than any JSON.
struct PlainObject {
  private(set) var known = PartValues()
  /// The other keys, as JSON.
  private(set) var extra = "{}"

  /// An object with more other keys is read in full.
  private static let mostOthers = 32

  /// nil when the line is anything else; then it is read in full.
  init?(_ line: ArraySlice<UInt8>, _ names: inout NameMemory) {
    let isPlain = line.withUnsafeBufferPointer { bytes -> Bool in
      var cursor = PlainCursor(bytes)
      return read(&cursor, &names)
    }
    guard isPlain else { return nil }
  }

  /// Reads the whole line, key by key; false when it is not plain.
  private mutating func read(_ cursor: inout PlainCursor, _ names: inout NameMemory) -> Bool {
    var rest: [UInt8] = []
    var others: [String] = []
    cursor.skipSpace()
    guard cursor.pass("{") else { return false }
    var goesOn = true
    while goesOn {
      cursor.skipSpace()
      let start = cursor.place
      guard let key = cursor.key() else { return false }
      if let part = Part(rawValue: key) {
        guard known[part] == nil, readKnown(part, &cursor) else { return false }
      } else {
        guard others.count < Self.mostOthers, !others.contains(key), !names.isPart(key) else { return false }
        guard cursor.string() != nil || cursor.word() || cursor.number() != nil || cursor.object() else { return false }
        others.append(key)
        rest.append(UInt8(ascii: rest.isEmpty ? "{" : ","))
        rest.append(contentsOf: cursor.bytes[start..<cursor.place])
      }
      guard let another = cursor.separator() else { return false }
      goesOn = another
    }
    cursor.skipSpace()
    guard cursor.isAtEnd else { return false }
    if !rest.isEmpty { extra = String(decoding: rest, as: UTF8.self) + "}" }
    return true
  }

  /// Reads the value of a documented key: a string, a word, or a short number.
  private mutating func readKnown(_ part: Part, _ cursor: inout PlainCursor) -> Bool {
    if let value = cursor.string() ?? cursor.number() {
      known[part] = value
      return true
    }
    return cursor.word()
  }
}

/// Which keys may be parts of a record under another name, remembered.
struct NameMemory {
  private var isPart: [String: Bool] = [:]
  private static let mostNames = 1000

  mutating func isPart(_ key: String) -> Bool {
    if let known = isPart[key] { return known }
    let folded = FieldNames.fold(key)
    let isOne =
      FieldNames.fit(folded: folded) != nil || FieldNames.betterThanDocumented.contains(folded)
    if isPart.count < Self.mostNames { isPart[key] = isOne }
    return isOne
  }
}

/// A place in a line, which goes on over what is read. After anything that is not plain the place means nothing.
private struct PlainCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// The byte that stands here; nil at the end.
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  /// Passes over what JSON calls space, and nothing else: it is kept as it stands.
  mutating func skipSpace() {
    while let next, next == 0x20 || next == 9 || next == 10 || next == 13 { place += 1 }
  }

  /// Passes over one character; false when it does not stand here.
  mutating func pass(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// A key, with its colon and the space around that.
  mutating func key() -> String? {
    guard let key = string() else { return nil }
    skipSpace()
    guard pass(":") else { return nil }
    skipSpace()
    return key
  }

  /// Passes over what follows a value: true when another does, false at the end of the object, nil for anything else.
  mutating func separator() -> Bool? {
    skipSpace()
    if pass(",") { return true }
    return pass("}") ? false : nil
  }

  /// The text between two quotes; nil when there is none, or an escape beyond the simple ones.
  mutating func string() -> String? {
    guard pass("\"") else { return nil }
    let start = place
    var end = start
    var hasEscape = false
    // What is not read stays to be read as something else.
    place = start - 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] < 0x20 { return nil }
      if bytes[end] == UInt8(ascii: "\\") {
        guard end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "u") else { return nil }
        hasEscape = true
        end += 1
      }
      end += 1
    }
    guard end < bytes.count else { return nil }
    let raw = UnsafeBufferPointer(rebasing: bytes[start..<end])
    guard let text = hasEscape ? Self.unescaped(raw) : String(decoding: raw, as: UTF8.self) else { return nil }
    place = end + 1
    return text
  }

  /// Passes over `null`, `true` or `false`.
  mutating func word() -> Bool {
    for word: StaticString in ["null", "true", "false"] where place + word.utf8CodeUnitCount <= bytes.count {
      if (0..<word.utf8CodeUnitCount).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] }) {
        place += word.utf8CodeUnitCount
        return true
      }
    }
    return false
  }

  /// The digits of a whole number, at most fifteen, without a sign.
  mutating func number() -> String? {
    let start = place
    while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
    guard place > start, place - start <= 15, place - start == 1 || bytes[start] != 0x30 else {
      // What is not read stays to be read as something else.
      place = start
      return nil
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
  }

  /// Passes over an object of words and strings, nothing deeper: {"sentiment": "negative"}.
  mutating func object() -> Bool {
    guard pass("{") else { return false }
    while true {
      skipSpace()
      guard key() != nil, word() || string() != nil, let another = separator() else { return false }
      if !another { return true }
    }
  }

  private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var place = 0
    while place < raw.count {
      if raw[place] != UInt8(ascii: "\\") {
        bytes.append(raw[place])
        place += 1
        continue
      }
      switch raw[place + 1] {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(raw[place + 1])
      default: return nil
      }
      place += 2
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Reads one JSON value. More forgiving than the standard in what cannot be misunderstood: a comma before a closing bracket, a line
/// break inside a text, and what Python writes for numbers that are none.
/// - Source: RFC 8259.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var depth = 0
  /// What was read although it is not JSON; "" when all was.
  private(set) var looseness = ""
  /// A key that an object has twice; "" when none has.
  private(set) var repeated = ""
  /// Whether NUL or half of a pair of surrogates was escaped.
  private(set) var isMended = false

  /// Deeper objects and arrays are refused.
  static let deepest = 100

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The value, when nothing but space stands around it.
  mutating func document() throws(Fault) -> JSONNode {
    let value = try value()
    skipSpace()
    // A line of an array that was cut into lines.
    if next == UInt8(ascii: ",") {
      looseness = "… ,"
      place += 1
      skipSpace()
    }
    guard place == bytes.count else { throw wrong("something follows the value", "值之后还有内容") }
    return value
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
  }

  private func wrong(_ english: String, _ chinese: String) -> Fault {
    Fault(
      "not JSON: \(english), at byte \(place + 1)", "不是 JSON：第 \(place + 1) 字节处\(chinese)")
  }

  private mutating func value() throws(Fault) -> JSONNode {
    skipSpace()
    guard let first = next else { throw wrong("it ends in the middle", "内容不完整") }
    switch first {
    case UInt8(ascii: "{"): return try nested { (parser) throws(Fault) in .object(try parser.members()) }
    case UInt8(ascii: "["): return try nested { (parser) throws(Fault) in .array(try parser.elements()) }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      if passWord("-Infinity") { return notANumber() }
      return .number(try number())
    default:
      if passWord("null") { return .null }
      if passWord("true") { return .bool(true) }
      if passWord("false") { return .bool(false) }
      if passWord("NaN") || passWord("Infinity") { return notANumber() }
      throw wrong("this is no value", "这里应是一个值")
    }
  }

  private mutating func notANumber() -> JSONNode {
    looseness = "NaN, Infinity"
    return .null
  }

  private mutating func nested(_ read: (inout JSONParser) throws(Fault) -> JSONNode) throws(Fault) -> JSONNode {
    depth += 1
    guard depth <= Self.deepest else {
      throw Fault("nested deeper than \(Self.deepest)", "嵌套超过 \(Self.deepest) 层")
    }
    place += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func passWord(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count, (0..<count).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] }) else {
      return false
    }
    place += count
    return true
  }

  /// Passes over a comma or the closing bracket: true when another value follows.
  private mutating func goesOn(until end: UInt8) throws(Fault) -> Bool {
    skipSpace()
    guard let byte = next else { throw wrong("it ends in the middle", "内容不完整") }
    if byte == end {
      place += 1
      return false
    }
    guard byte == UInt8(ascii: ",") else { throw wrong("a comma is missing", "缺少逗号") }
    place += 1
    skipSpace()
    guard next == end else { return true }
    looseness = "…,\(Character(Unicode.Scalar(end)))"
    place += 1
    return false
  }

  private mutating func elements() throws(Fault) -> [JSONNode] {
    let end = UInt8(ascii: "]")
    var values: [JSONNode] = []
    skipSpace()
    if next == end {
      place += 1
      return values
    }
    repeat { values.append(try value()) } while try goesOn(until: end)
    return values
  }

  private mutating func members() throws(Fault) -> [JSONMember] {
    let end = UInt8(ascii: "}")
    var members: [JSONMember] = []
    skipSpace()
    if next == end {
      place += 1
      return members
    }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw wrong("a key is missing", "缺少字段名") }
      let key = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw wrong("a colon is missing", "缺少冒号") }
      place += 1
      members.append(JSONMember(key: key, value: try value()))
    } while try goesOn(until: end)
    return withoutRepetitions(members)
  }

  /// Of a key that occurs twice, the last value counts, at the first place: as everybody reads it.
  private mutating func withoutRepetitions(_ members: [JSONMember]) -> [JSONMember] {
    var places: [String: Int] = [:]
    places.reserveCapacity(members.count)
    var kept: [JSONMember] = []
    kept.reserveCapacity(members.count)
    for member in members {
      if let place = places[member.key] {
        repeated = member.key
        kept[place] = member
      } else {
        places[member.key] = kept.count
        kept.append(member)
      }
    }
    return kept
  }

  private mutating func number() throws(Fault) -> String {
    let start = place
    if next == UInt8(ascii: "-") { place += 1 }
    let whole = place
    passDigits()
    guard place > whole else { throw wrong("this is no number", "不是数字") }
    if place - whole > 1, bytes[whole] == UInt8(ascii: "0") { throw wrong("a number begins with 0", "数字以 0 开头") }
    if next == UInt8(ascii: ".") {
      place += 1
      let fraction = place
      passDigits()
      guard place > fraction else { throw wrong("this is no number", "不是数字") }
    }
    if let letter = next, letter | 0x20 == UInt8(ascii: "e") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      let power = place
      passDigits()
      guard place > power else { throw wrong("this is no number", "不是数字") }
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
  }

  private mutating func passDigits() {
    while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
  }

  private mutating func string() throws(Fault) -> String {
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
      if bytes[place] < 0x20 { looseness = "a line break in a text" }
      place += 1
    }
    guard place < bytes.count else { throw wrong("a text does not end", "文字没有结束") }
    if bytes[place] == UInt8(ascii: "\"") {
      place += 1
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<(place - 1)]), as: UTF8.self)
    }
    var text = Array(bytes[start..<place])
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        try escape(into: &text)
      } else {
        if byte < 0x20 { looseness = "a line break in a text" }
        text.append(byte)
        place += 1
      }
    }
    guard place < bytes.count else { throw wrong("a text does not end", "文字没有结束") }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape(into text: inout [UInt8]) throws(Fault) {
    guard place + 1 < bytes.count else { throw wrong("a text does not end", "文字没有结束") }
    let letter = bytes[place + 1]
    switch letter {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "u"): return try appendUnit(to: &text)
    default: throw wrong("this is no escape", "反斜杠后的写法不对")
    }
    place += 2
  }

  /// `\u4E2D`, `\ud83d\ude00`: without NUL, and with U+FFFD for half of a pair.
  private mutating func appendUnit(to text: inout [UInt8]) throws(Fault) {
    guard let unit = hexadecimal(at: place + 2) else { throw wrong("this is no escape", "反斜杠后的写法不对") }
    place += 6
    var value = unit
    if (0xD800...0xDBFF).contains(unit), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u"), let low = hexadecimal(at: place + 2), (0xDC00...0xDFFF).contains(low)
    {
      value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      place += 6
    }
    if value == 0 {
      isMended = true
    } else if let scalar = Unicode.Scalar(value) {
      text.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
    } else {
      isMended = true
      text += LineText.replacement
    }
  }

  private func hexadecimal(at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for place in start..<(start + 4) {
      switch bytes[place] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(bytes[place] - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(bytes[place] - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(bytes[place] - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value
  }
}

/// PostgreSQL's text form of one-dimensional arrays: `{a,"b c",NULL}`.
enum ArrayLiteral {
  /// The literal of elements that are in text format already; nil is NULL.
  static func text(of elements: [String?]) -> String {
    var literal: [UInt8] = [UInt8(ascii: "{")]
    for (i, element) in elements.enumerated() {
      if i > 0 { literal.append(UInt8(ascii: ",")) }
      guard let element else {
        literal.append(contentsOf: "NULL".utf8)
        continue
      }
      literal.append(UInt8(ascii: "\""))
      for byte in element.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
        literal.append(byte)
      }
      literal.append(UInt8(ascii: "\""))
    }
    literal.append(UInt8(ascii: "}"))
    return String(decoding: literal, as: UTF8.self)
  }

  /// The elements of a literal, or nil when the text is not a one-dimensional array.
  static func elements(of text: String) -> [String?]? {
    var bytes = Array(text.utf8)[...]
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else { return nil }
    bytes = bytes.dropFirst().dropLast()
    if bytes.isEmpty { return [] }
    var elements: [String?] = []
    while true {
      var value: [UInt8] = []
      if bytes.first == UInt8(ascii: "\"") {
        bytes.removeFirst()
        while let byte = bytes.first, byte != UInt8(ascii: "\"") {
          bytes.removeFirst()
          if byte == UInt8(ascii: "\\"), let escaped = bytes.popFirst() {
            value.append(escaped)
          } else {
            value.append(byte)
          }
        }
        guard bytes.popFirst() == UInt8(ascii: "\"") else { return nil }
        elements.append(String(decoding: value, as: UTF8.self))
      } else {
        while let byte = bytes.first, byte != UInt8(ascii: ",") {
          guard byte != UInt8(ascii: "{") else { return nil }
          value.append(byte)
          bytes.removeFirst()
        }
        let element = String(decoding: value, as: UTF8.self)
        elements.append(element == "NULL" ? nil : element)
      }
      guard let separator = bytes.popFirst() else { return elements }
      guard separator == UInt8(ascii: ",") else { return nil }
    }
  }
}

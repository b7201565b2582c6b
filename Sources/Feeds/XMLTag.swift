/// A tag as it is written, whole or not.
struct XMLTag {
  var name = ""
  var isEnd = false
  var isEmpty = false
  /// Each name once, whatever the case of its letters; the first counts.
  private(set) var attributes: [(name: String, value: ArraySlice<UInt8>)] = []
  /// In small letters.
  private var keys: Set<String> = []

  /// - Parameter key: in small letters.
  func has(_ key: String) -> Bool { keys.contains(key) }

  /// The tag that begins at a place, and where it ends.
  static func read(_ text: [UInt8], _ start: Int) -> (XMLTag, Int) {
    var tag = XMLTag()
    var place = start + 1
    if text[place] == UInt8(ascii: "/") {
      tag.isEnd = true
      place += 1
    }
    tag.name = String(decoding: text[word(text, &place)], as: UTF8.self)
    while place < text.count {
      let byte = text[place]
      if byte == UInt8(ascii: ">") { return (tag, place + 1) }
      // The next tag begins: this one was never closed.
      if byte == UInt8(ascii: "<") { return (tag, place) }
      if byte == UInt8(ascii: "/") {
        tag.isEmpty = true
        place += 1
      } else if isName(byte) {
        tag.isEmpty = false
        let key = word(text, &place)
        tag.keep(text[key], value(text, &place))
      } else {
        place += 1
      }
    }
    return (tag, place)
  }

  private mutating func keep(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
    guard Self.isWhole(key), attributes.count < XMLBounds.mostAttributes, key.count <= XMLBounds.longestName,
      value.count <= XMLBounds.longestValue
    else { return }
    let name = String(decoding: key, as: UTF8.self)
    if keys.insert(name.lowercased()).inserted { attributes.append((name, value)) }
  }

  /// Whether a name is one on both sides of each colon. libxml2 loses the whole tag for one that is none.
  static func isWhole(_ name: some Collection<UInt8>) -> Bool {
    name.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .allSatisfy { part in part.first.map { Markup.isLetter($0) || $0 == UInt8(ascii: "_") } ?? false }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    Markup.isLetter(byte) || Markup.isDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func word(_ text: [UInt8], _ place: inout Int) -> Range<Int> {
    let start = place
    while place < text.count, isName(text[place]) { place += 1 }
    return start..<place
  }

  private static func value(_ text: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    func skipSpace() { while place < text.count, text[place] <= 0x20 { place += 1 } }
    skipSpace()
    guard place < text.count, text[place] == UInt8(ascii: "=") else { return [] }
    place += 1
    skipSpace()
    guard place < text.count else { return [] }
    let quote = text[place]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      place += 1
      if let end = endOfValue(text, place, quote) {
        defer { place = end + 1 }
        return text[place..<end]
      }
    }
    let start = place
    while place < text.count, text[place] > 0x20, text[place] != UInt8(ascii: ">"), text[place] != UInt8(ascii: "<") {
      place += 1
    }
    return text[start..<place]
  }

  /// Where a value in quotes ends; nil when nobody closed it before its entry ends or another begins.
  private static func endOfValue(_ text: [UInt8], _ start: Int, _ quote: UInt8) -> Int? {
    for place in start..<text.count {
      if text[place] == quote { return place }
      if text[place] == UInt8(ascii: "<"), isBorderOfEntry(text, place) { return nil }
    }
    return nil
  }

  /// Whether an entry begins or ends at a `<`.
  static func isBorderOfEntry(_ text: [UInt8], _ start: Int) -> Bool {
    var place = start + 1
    if place < text.count, text[place] == UInt8(ascii: "/") { place += 1 }
    let name = text[word(text, &place)]
    return name.elementsEqual("item".utf8) || name.elementsEqual("entry".utf8)
  }
}

/// A string in a source: what it says, with a dot for each interpolation.
struct Literal {
  var text: String
  /// Where it begins and ends, in scalars.
  let start: Int
  var end: Int
  /// Whether it stands in an interpolation of another one.
  let isInside: Bool
  /// Whether nothing but white space and a comma stands before it and after the one before.
  var follows: Int?

  func isNext(to other: Literal) -> Bool { follows == other.start }
}

/// Reads the strings of a source, past comments. Knows as much of the languages as that takes.
struct Literals {
  private let source: [Unicode.Scalar]
  private var place = 0
  private var found: [Literal] = []

  static func ofSwift(_ source: String) -> [Literal] {
    var reader = Literals(source: Array(source.unicodeScalars))
    reader.code(until: nil, isInside: false)
    return reader.inOrder()
  }

  static func ofSQL(_ source: String) -> [Literal] {
    var reader = Literals(source: Array(source.unicodeScalars))
    while reader.place < reader.source.count {
      if reader.stands("--") {
        reader.skipLine()
      } else if reader.stands("'") {
        reader.quoted()
      } else {
        reader.place += 1
      }
    }
    return reader.inOrder()
  }

  private init(source: [Unicode.Scalar]) { self.source = source }

  /// In the order of the source, each outer one with the one that it follows.
  private func inOrder() -> [Literal] {
    var literals = found.sorted { $0.start < $1.start }
    var before: Literal?
    for index in literals.indices where !literals[index].isInside {
      if let before, source[before.end..<literals[index].start].allSatisfy({ $0 == "," || $0.properties.isWhitespace })
      {
        literals[index].follows = before.start
      }
      before = literals[index]
    }
    return literals
  }

  private func stands(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes in
      guard place + bytes.count <= source.count else { return false }
      for (index, byte) in bytes.enumerated() where source[place + index].value != UInt32(byte) { return false }
      return true
    }
  }

  private mutating func skipLine() {
    while place < source.count, source[place] != "\n" { place += 1 }
  }

  /// Swift, up to the parenthesis that closes an interpolation.
  private mutating func code(until close: Unicode.Scalar?, isInside: Bool) {
    var depth = 0
    while place < source.count {
      if stands("//") {
        skipLine()
      } else if stands("#\"") {
        raw()
      } else if stands("\"") {
        string(quote: stands("\"\"\"") ? "\"\"\"" : "\"", isInside: isInside)
      } else {
        let scalar = source[place]
        place += 1
        if scalar == "(" { depth += 1 }
        if scalar == close {
          if depth == 0 { return }
          depth -= 1
        }
      }
    }
  }

  private mutating func raw() {
    place += 2
    while place < source.count, !stands("\"#") { place += 1 }
    place += 2
  }

  private mutating func string(quote: StaticString, isInside: Bool) {
    let start = place
    var text = String.UnicodeScalarView()
    place += quote.utf8CodeUnitCount
    while place < source.count, !stands(quote) {
      if stands("\\(") {
        place += 2
        code(until: ")", isInside: true)
        text.append("·")
      } else if stands("\\n") {
        place += 2
        text.append("\n")
      } else if stands("\\") {
        place += 2
      } else {
        text.append(source[place])
        place += 1
      }
    }
    place += quote.utf8CodeUnitCount
    found.append(Literal(text: String(text), start: start, end: min(place, source.count), isInside: isInside))
  }

  /// A string of SQL, in which a quote is written twice.
  private mutating func quoted() {
    let start = place
    var text = String.UnicodeScalarView()
    place += 1
    while place < source.count, !stands("'") || stands("''") {
      if stands("''") { place += 1 }
      if stands("\\n") {
        text.append("\n")
        place += 2
      } else {
        text.append(source[place])
        place += 1
      }
    }
    place += 1
    found.append(Literal(text: String(text), start: start, end: min(place, source.count), isInside: false))
  }
}

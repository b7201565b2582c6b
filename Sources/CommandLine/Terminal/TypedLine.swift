/// One line while it is typed: characters, and a cursor between them. Pure: keys come in, what is drawn goes out.
struct TypedLine {
  private(set) var text: [Character] = []
  /// How many characters stand before the cursor.
  private(set) var cursor = 0

  /// What a key means for whoever waits for the line.
  enum Outcome: Equatable {
    case goesOn, done, left
  }

  /// Takes one key.
  mutating func take(_ key: Key) -> Outcome {
    switch key {
    case .character(let character) where character.unicodeScalars.allSatisfy(Self.isTyped):
      text.insert(character, at: cursor)
      cursor += 1
    case .backspace where cursor > 0:
      cursor -= 1
      text.remove(at: cursor)
    case .delete where cursor < text.count: text.remove(at: cursor)
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .home: cursor = 0
    case .endOfPage: cursor = text.count
    case .eraseToStart:
      text.removeFirst(cursor)
      cursor = 0
    case .eraseWord: eraseWord()
    case .enter: return .done
    case .escape, .interrupt: return .left
    case .end: return text.isEmpty ? .left : .goesOn
    default: break
    }
    return .goesOn
  }

  /// The word before the cursor, with the blanks behind it.
  private mutating func eraseWord() {
    let end = cursor
    while cursor > 0, text[cursor - 1] == " " { cursor -= 1 }
    while cursor > 0, text[cursor - 1] != " " { cursor -= 1 }
    text.removeSubrange(cursor..<end)
  }

  /// What a keyboard gives for a letter: nothing that controls the terminal or turns the direction of writing.
  private static func isTyped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value)
      && !(0x2066...0x2069).contains(scalar.value)
  }

  /// What turns a row that shows `before` into one that shows this, the cursor where it belongs. A wide character takes two cells, and
  /// two steps back. Only what follows the first difference is written anew.
  func drawn(after before: TypedLine) -> String {
    var same = 0
    while same < min(text.count, before.text.count), text[same] == before.text[same] { same += 1 }
    guard same < text.count || same < before.text.count else {
      return Self.move(from: before.cursor, to: cursor, in: text)
    }
    let rest = String(text[same...])
    let gone = max(0, Self.width(before.text[same...]) - Self.width(text[same...]))
    let clearing = String(repeating: " ", count: gone) + String(repeating: "\u{8}", count: gone)
    return Self.move(from: before.cursor, to: same, in: before.text) + rest + clearing
      + Self.move(from: text.count, to: cursor, in: text)
  }

  private static func width(_ text: ArraySlice<Character>) -> Int { text.reduce(0) { $0 + Columns.width(of: $1) } }

  /// Back by as many cells as there are; forward by writing what stands there again.
  private static func move(from: Int, to: Int, in text: [Character]) -> String {
    to < from ? String(repeating: "\u{8}", count: width(text[to..<from])) : String(text[from..<to])
  }
}

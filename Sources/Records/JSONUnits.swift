import CommandLine

/// Cuts a JSON document into the values that may be records, in bounded memory: the elements of a list, of a list that stands in an
/// object, or values one after another. A value that is broken does not take the next ones with it.
struct JSONUnits: ~Copyable {
  struct Unit {
    /// Where it begins.
    let line: Int
    let bytes: [UInt8]
    /// Which one of its list it is, from 1; nil outside of lists.
    let element: Int?
    /// Why it is no value; nil when it may be one.
    let fault: Fault?
  }

  private var text: TextStream
  /// What was read and not looked at, and how far that was done.
  private var piece: ArraySlice<UInt8> = []
  private var place = 0
  private var line = 1

  /// Lists that are open around the values.
  private var lists = 0
  private var element = 0
  /// Objects that are open around the outermost list.
  private var around = 0
  /// A list was found inside an object: what stands beside it is left out.
  private(set) var besides: Int?
  /// A list is open at the end.
  private(set) var isCut = false

  private enum State {
    case between
    /// In an object.
    case value
    /// In something that is no object.
    case other
    /// After something broken: the next value begins after a comma or at the beginning of a line.
    case lost
    /// After the list in an object.
    case rest
  }
  private var state = State.between
  private var scan = JSONScan()
  private var unit: [UInt8] = []
  private var unitLine = 1
  private var isTooLong = false
  private var previous: UInt8 = 0
  /// Whether letters of two bytes may hold a quote or a backslash, as in GB18030.
  private let isDoubleByte: Bool

  private let longest: Int

  init(_ text: consuming TextStream, longest: Int, isDoubleByte: Bool = false) {
    self.text = text
    self.longest = longest
    self.isDoubleByte = isDoubleByte
  }

  /// The next unit; nil at the end.
  mutating func next() throws(UnreadableInput) -> Unit? {
    while true {
      while place < piece.endIndex {
        if let unit = take(piece[place]) { return unit }
      }
      if let more = try text.next() {
        read(more)
      } else {
        if let unit = end() { return unit }
        if place == piece.endIndex { return nil }
      }
    }
  }

  private mutating func read(_ more: ArraySlice<UInt8>) {
    piece = more
    place = more.startIndex
  }

  /// Looks at the next byte of the piece, and passes over it where it says so.
  private mutating func take(_ byte: UInt8) -> Unit? {
    switch state {
    case .between: return between(byte)
    case .value: return inValue(byte)
    case .other: return inOther(byte)
    case .lost:
      if byte == UInt8(ascii: "{"), [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "[")].contains(previous) {
        begin(.value)
        return nil
      }
      if byte > 0x20 || byte == UInt8(ascii: "\n") { previous = byte }
      pass(byte)
    case .rest:
      pass(byte)
      _ = scan.take(byte, isDoubleByte: isDoubleByte)
      if scan.depth == 0 { state = .between }
    }
    return nil
  }

  private mutating func pass(_ byte: UInt8) {
    if byte == UInt8(ascii: "\n") { line += 1 }
    place += 1
  }

  private mutating func begin(_ next: State) {
    state = next
    scan = JSONScan()
    unit = []
    unitLine = line
    isTooLong = false
    if lists > 0 { element += 1 }
  }

  private mutating func between(_ byte: UInt8) -> Unit? {
    switch byte {
    case 0...0x20, UInt8(ascii: ","): pass(byte)
    case UInt8(ascii: "["):
      if lists == 0 { element = 0 }
      lists += 1
      pass(byte)
    case UInt8(ascii: "]") where lists > 0:
      lists -= 1
      pass(byte)
      if lists == 0, around > 0 {
        state = .rest
        scan = JSONScan(objects: around)
        around = 0
      }
    case UInt8(ascii: "{"): begin(.value)
    default: begin(.other)
    }
    return nil
  }

  private mutating func inValue(_ byte: UInt8) -> Unit? {
    switch scan.take(byte, isDoubleByte: isDoubleByte) {
    case .goesOn:
      keep(byte)
      pass(byte)
      if unit.count >= longest, !isTooLong {
        if enterList() { return nil }
        isTooLong = true
      }
      return nil
    case .ends:
      keep(byte)
      pass(byte)
      state = .between
      return finished(nil)
    case .breaks:
      if byte != UInt8(ascii: "{") {
        keep(byte)
        pass(byte)
      }
      return broken()
    }
  }

  private mutating func keep(_ byte: UInt8) { if unit.count < longest { unit.append(byte) } }

  /// A value that cannot be one. In an object around a list, only the element of the list is broken.
  private mutating func broken() -> Unit? {
    if enterList() { return nil }
    state = .lost
    previous = UInt8(ascii: "\n")
    return finished(.notJSON)
  }

  private mutating func inOther(_ byte: UInt8) -> Unit? {
    let isInText = scan.isInText
    if byte == UInt8(ascii: "\n") || !isInText && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") && lists > 0) {
      state = .between
      return finished(nil)
    }
    if !isInText, byte == UInt8(ascii: "{"), lists > 0 {
      state = .between
      return finished(.notJSON)
    }
    _ = scan.take(byte, isDoubleByte: isDoubleByte)
    keep(byte)
    pass(byte)
    return nil
  }

  private mutating func finished(_ fault: Fault?) -> Unit {
    defer { unit = [] }
    return Unit(
      line: unitLine, bytes: unit, element: element > 0 && lists > 0 ? element : nil,
      fault: isTooLong ? .tooLong(longest) : fault)
  }

  private mutating func end() -> Unit? {
    switch state {
    case .value:
      if enterList() { return nil }
      state = .between
      isCut = isCut || lists > 0
      return finished(Fault("not JSON: it ends in the middle", "不是 JSON：内容不完整"))
    case .other:
      state = .between
      return finished(nil)
    default:
      isCut = isCut || lists > 0
      return nil
    }
  }

  /// If what was kept is no record but holds a list of them, goes back and reads the list.
  private mutating func enterList() -> Bool {
    guard lists == 0, let list = JSONScan.list(in: unit, isDoubleByte: isDoubleByte) else { return false }
    read(unit[list.start...] + piece[place...])
    line = unitLine + unit[..<list.start].count { $0 == UInt8(ascii: "\n") }
    besides = besides ?? unitLine
    around = list.around
    lists = 1
    element = 0
    unit = []
    state = .between
    return true
  }
}

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

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
  /// What comes behind the piece before anything else is read, the nearest last.
  private var behind: [ArraySlice<UInt8>] = []
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
      if let more = behind.popLast() {
        read(more)
      } else if let more = try text.next() {
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
    if byte == UInt8(ascii: "\n") || !isInText && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") && lists > 0)
    {
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
  private mutating func enterList() -> Bool { enterList(in: unit, line: unitLine) }

  /// If a value that was handed out last holds a list of records, goes back and reads the list.
  mutating func enterList(of value: Unit) -> Bool { state == .between && enterList(in: value.bytes, line: value.line) }

  private mutating func enterList(in value: [UInt8], line begin: Int) -> Bool {
    guard lists == 0, let list = JSONScan.list(in: value, isDoubleByte: isDoubleByte) else { return false }
    if place < piece.endIndex { behind.append(piece[place...]) }
    read(value[list.start...])
    line = begin + value[..<list.start].count { $0 == UInt8(ascii: "\n") }
    besides = besides ?? begin
    around = list.around
    lists = 1
    element = 0
    unit = []
    state = .between
    return true
  }
}

/// What libxml2 is given, so that it reads any document in linear time and in a memory that a service has. What lies beyond
/// these bounds is left out by `XMLBalancing`.
enum XMLBounds {
  /// Elements in elements. libxml2 ends at 256, and loses what follows.
  static let deepest = 200
  /// Of an element; it compares each with each.
  static let mostAttributes = 100
  /// Name spaces that are declared around an element; it goes through all of them for each prefix.
  static let mostSpaces = 200
  /// Names of elements, attributes and name spaces; beyond some ten thousand it goes through them one by one.
  static let mostNames = 4000
  static let longestName = 300
  /// Elements and attributes. Each takes up to 260 bytes, from as few as four of the document.
  static let mostNodes = 500_000
  /// From the beginning of an entry to that of the next: what one of them holds does not take the room of the others.
  static let mostNodesOfEntry = 50_000
  /// Of an element, in bytes. At ten million libxml2 ends.
  static let longestText = 8 << 20
  static let longestValue = 1 << 20

  /// Whether a mended document keeps within them. False also for what is not well-formed in the plainest way.
  static func hold(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      var scan = Scan(bytes)
      return scan.run()
    }
  }

  /// Goes over the tags of a document once.
  private struct Scan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var nodes = 0
    private var names: Set<Int> = []
    /// How many name spaces each open element declares.
    private var open: [Int] = []
    private var spaces = 0
    /// Where the text began that stands since the last tag; sections in it count with their marks.
    private var text = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func run() -> Bool {
      while skip(to: UInt8(ascii: "<")) {
        guard place + 1 < bytes.count, place - text <= longestText else { return false }
        switch bytes[place + 1] {
        case UInt8(ascii: "!"): guard passSection() else { return false }
        case UInt8(ascii: "?"):
          place += 2
          nodes += 1
          guard passName(), skip(to: UInt8(ascii: ">")) else { return false }
        case UInt8(ascii: "/"):
          guard let declared = open.popLast(), skip(to: UInt8(ascii: ">")) else { return false }
          spaces -= declared
          text = place
        default:
          guard passBeginning() else { return false }
          text = place
        }
        guard nodes <= mostNodes, names.count <= mostNames, open.count <= deepest, spaces <= mostSpaces else {
          return false
        }
      }
      return true
    }

    private mutating func skip(to byte: UInt8) -> Bool {
      while place < bytes.count, bytes[place] != byte { place += 1 }
      return place < bytes.count
    }

    private mutating func passSection() -> Bool {
      place += 2
      guard place < bytes.count, bytes[place] == UInt8(ascii: "[") else { return skip(to: UInt8(ascii: ">")) }
      while skip(to: UInt8(ascii: ">")) {
        if bytes[place - 1] == UInt8(ascii: "]"), bytes[place - 2] == UInt8(ascii: "]") { return true }
        place += 1
      }
      return false
    }

    private mutating func passName() -> Bool {
      let start = place
      while place < bytes.count, bytes[place] > 0x20, !Self.ends(bytes[place]) { place += 1 }
      guard place > start, place - start <= longestName else { return false }
      note(start..<place)
      return true
    }

    private static func ends(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    private mutating func note(_ name: Range<Int>) {
      var hasher = Hasher()
      hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[name])))
      names.insert(hasher.finalize())
    }

    private mutating func passBeginning() -> Bool {
      place += 1
      guard passName() else { return false }
      nodes += 1
      var declared = 0
      var attributes = 0
      while place < bytes.count {
        switch bytes[place] {
        case UInt8(ascii: ">"):
          if bytes[place - 1] != UInt8(ascii: "/") {
            open.append(declared)
            spaces += declared
          }
          return true
        case 0...0x20, UInt8(ascii: "/"): place += 1
        default:
          attributes += 1
          guard attributes <= mostAttributes, let declares = passAttribute() else { return false }
          if declares { declared += 1 }
        }
      }
      return false
    }

    /// Whether the attribute declares a name space; nil when it is none.
    private mutating func passAttribute() -> Bool? {
      let start = place
      guard passName() else { return nil }
      nodes += 1
      let declares = bytes[start..<place].starts(with: [0x78, 0x6D, 0x6C, 0x6E, 0x73])
      guard skip(to: UInt8(ascii: "=")) else { return nil }
      place += 1
      while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") else {
        return nil
      }
      let quote = bytes[place]
      place += 1
      let value = place
      guard skip(to: quote) else { return nil }
      if declares { note(value..<place) }
      place += 1
      return declares
    }
  }
}

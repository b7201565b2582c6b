/// The lines of a file or of standard input, one after another, in bounded memory. A line ends with a line feed, with a carriage
/// return and a line feed, or, in a file that has no other, with a carriage return. UTF-16 is read as UTF-8.
public struct Lines: ~Copyable {
  /// One line without its break.
  public struct Line: Sendable {
    /// From 1.
    public let number: Int
    /// Without the break.
    public let bytes: ArraySlice<UInt8>
    /// Whether the line was longer than allowed; its bytes are only the beginning.
    public let isTooLong: Bool

    public init(number: Int, bytes: ArraySlice<UInt8>, isTooLong: Bool) {
      self.number = number
      self.bytes = bytes
      self.isTooLong = isTooLong
    }
  }

  private let longest: Int
  private var text: TextStream
  /// What was read and not handed out.
  private var piece: ArraySlice<UInt8> = []
  private var number = 0
  private var hasBegun = false
  private var endsWithReturns = false
  /// After a carriage return that ended a line: a line feed that follows belongs to it.
  private var mayPassFeed = false

  /// Opens a file; `-` is standard input.
  public init(path: String, longest: Int) throws(UnreadableInput) {
    self.init(TextStream(try ByteStream(path: path)), longest: longest)
  }

  /// The lines of what is in memory.
  public init(_ bytes: [UInt8], longest: Int) { self.init(TextStream(ByteStream(bytes)), longest: longest) }

  public init(_ text: consuming TextStream, longest: Int) {
    self.text = text
    self.longest = longest
  }

  /// The next line, or nil at the end.
  public mutating func next() throws(UnreadableInput) -> Line? {
    var line: ArraySlice<UInt8> = []
    var isTooLong = false
    while true {
      if mayPassFeed, let first = piece.first {
        mayPassFeed = false
        if first == UInt8(ascii: "\n") { piece.removeFirst() }
      }
      if let end = endOfLine() {
        append(piece[..<end], to: &line, &isTooLong)
        mayPassFeed = piece[end] == UInt8(ascii: "\r")
        piece = piece[(end + 1)...]
        return finished(line, isTooLong)
      }
      append(piece, to: &line, &isTooLong)
      guard let more = try text.next() else {
        piece = []
        return line.isEmpty ? nil : finished(line, isTooLong)
      }
      piece = more
      if !hasBegun { begin() }
    }
  }

  private mutating func finished(_ line: ArraySlice<UInt8>, _ isTooLong: Bool) -> Line {
    number += 1
    let hasReturn = !isTooLong && line.last == UInt8(ascii: "\r")
    return Line(number: number, bytes: hasReturn ? line.dropLast() : line, isTooLong: isTooLong)
  }

  private func endOfLine() -> Int? {
    endsWithReturns
      ? piece.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      : piece.firstIndex(of: UInt8(ascii: "\n"))
  }

  /// Looks in the first piece how lines end.
  private mutating func begin() {
    hasBegun = true
    var feeds = 0
    var returns = 0
    var previous: UInt8 = 0
    for byte in piece {
      if byte == UInt8(ascii: "\n") {
        feeds += 1
        if previous == UInt8(ascii: "\r") { returns -= 1 }
      } else if byte == UInt8(ascii: "\r") {
        returns += 1
      }
      previous = byte
    }
    endsWithReturns = returns > feeds
  }

  private func append(_ bytes: ArraySlice<UInt8>, to line: inout ArraySlice<UInt8>, _ isTooLong: inout Bool) {
    if line.count + bytes.count > longest {
      isTooLong = true
      line += bytes.prefix(longest - line.count)
    } else if line.isEmpty {
      line = bytes
    } else {
      line += bytes
    }
  }
}

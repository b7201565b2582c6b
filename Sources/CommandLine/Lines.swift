import Glibc

/// The lines of a file or of standard input, one after another, in bounded memory.
public struct Lines: ~Copyable {
  /// One line without its break.
  public struct Line: Sendable {
    /// From 1.
    public let number: Int
    /// Without the line feed; a carriage return before it stays.
    public let bytes: ArraySlice<UInt8>
    /// Whether the line was longer than allowed; its bytes are only the beginning.
    public let isTooLong: Bool

    public init(number: Int, bytes: ArraySlice<UInt8>, isTooLong: Bool) {
      self.number = number
      self.bytes = bytes
      self.isTooLong = isTooLong
    }
  }

  private let path: String
  private let longest: Int
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private var number = 0
  private var isAtEnd = false

  /// Opens a file; `-` is standard input.
  public init(path: String, longest: Int) throws(UnreadableInput) {
    self.path = path
    self.longest = longest
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw UnreadableInput(path: path, reason: String(cString: strerror(errno))) }
  }

  /// The lines of what is in memory.
  public init(_ bytes: [UInt8], longest: Int) {
    path = ""
    self.longest = longest
    descriptor = -1
    buffer = bytes
    isAtEnd = true
  }

  deinit { if path != "-", descriptor >= 0 { close(descriptor) } }

  /// The next line, or nil at the end.
  public mutating func next() throws(UnreadableInput) -> Line? {
    var line: ArraySlice<UInt8> = []
    var isTooLong = false
    while true {
      if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
        append(buffer[position..<end], to: &line, &isTooLong)
        position = end + 1
        number += 1
        return Line(number: number, bytes: line, isTooLong: isTooLong)
      }
      append(buffer[position...], to: &line, &isTooLong)
      position = buffer.count
      if isAtEnd {
        if line.isEmpty { return nil }
        number += 1
        return Line(number: number, bytes: line, isTooLong: isTooLong)
      }
      try fill()
    }
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

  private mutating func fill() throws(UnreadableInput) {
    var next = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &next, next.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw UnreadableInput(path: path, reason: String(cString: strerror(errno)))
      }
      isAtEnd = count == 0
      buffer = Array(next[..<count])
      position = 0
      return
    }
  }
}

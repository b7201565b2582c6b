import Glibc

/// The bytes of a file or of standard input, piece by piece, in bounded memory.
public struct ByteStream: ~Copyable {
  /// As it was named; "" for what was in memory.
  public let path: String
  private let descriptor: Int32
  /// What was read ahead, or was in memory from the start.
  private var ahead: ArraySlice<UInt8>
  private var isAtEnd: Bool

  /// Opens a file; `-` is standard input.
  public init(path: String) throws(UnreadableInput) {
    let handed = Machine.isOpen ? nil : Machine.tray?.bytes(of: path)
    let isShut = !Machine.isOpen
    self.path = path
    ahead = handed?[...] ?? []
    isAtEnd = handed != nil
    descriptor = isShut ? -1 : path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, handed == nil {
      throw UnreadableInput(path: path, reason: String(cString: strerror(isShut ? EACCES : errno)))
    }
  }

  /// The bytes of what is in memory.
  public init(_ bytes: [UInt8]) {
    path = ""
    descriptor = -1
    ahead = bytes[...]
    isAtEnd = true
  }

  deinit { if path != "-", descriptor >= 0 { close(descriptor) } }

  /// The first bytes of what is left, up to `count` of them; they stay to be read.
  public mutating func head(_ count: Int) throws(UnreadableInput) -> ArraySlice<UInt8> {
    while ahead.count < count, !isAtEnd { ahead += try read() }
    return ahead.prefix(count)
  }

  /// The next piece, never empty; nil at the end.
  public mutating func next() throws(UnreadableInput) -> ArraySlice<UInt8>? {
    if !ahead.isEmpty {
      defer { ahead = [] }
      return ahead
    }
    if isAtEnd { return nil }
    let piece = try read()
    return piece.isEmpty ? nil : piece
  }

  /// Everything that is left; nil when that is more than `most` bytes.
  public mutating func rest(most: Int) throws(UnreadableInput) -> [UInt8]? {
    var all: [UInt8] = []
    while let piece = try next() {
      if all.count + piece.count > most { return nil }
      all += piece
    }
    return all
  }

  /// Reads once; empty at the end.
  private mutating func read() throws(UnreadableInput) -> ArraySlice<UInt8> {
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, count in
      repeat {
        let got = Glibc.read(descriptor, room.baseAddress, room.count)
        failure = got < 0 ? errno : 0
        count = max(0, got)
      } while failure == EINTR
    }
    if failure != 0 { throw UnreadableInput(path: path, reason: String(cString: strerror(failure))) }
    isAtEnd = piece.isEmpty
    return piece[...]
  }
}

import Glibc
public import Wording

/// A file or standard input that could not be read.
public struct UnreadableInput: Explained {
  /// As it was named; `-` is standard input.
  public let path: String
  /// The system's own words.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var explanation: Failure {
    Failure(
      .noInput, Bilingual("Cannot read \(path).", "无法读取 \(path)。"),
      advice: Bilingual("Check the path and its permissions.", "请检查路径和权限。"), detail: reason)
  }
}

/// Reading what a person names on the command line: a file, or `-` for standard input.
public enum Input {
  /// All bytes of a file or of standard input.
  public static func bytes(_ path: String) throws(UnreadableInput) -> [UInt8] {
    if let handed = try handed(path) { return handed }
    var all: [UInt8] = []
    try read(path) { all.append(contentsOf: $0) }
    return all
  }

  /// The text of a value that may name its source: `-`, `@FILE`, or itself. `@@…` is a text that begins with `@`.
  /// - Throws: `UnreadableInput`; `Failure` for what is no text.
  public static func text(_ value: String) throws -> String {
    guard Machine.isOpen else { return value }
    if value == "-" { return try TypedText.text(try bytes("-")) }
    if value.hasPrefix("@@") { return String(value.dropFirst()) }
    if value.hasPrefix("@") { return try TypedText.text(try bytes(String(value.dropFirst()))) }
    return value
  }

  /// The text of a file, or of standard input.
  /// - Throws: `UnreadableInput`; `Failure` for what is no text.
  public static func document(_ path: String) throws -> String { try TypedText.text(try bytes(path)) }

  /// What lies on the tray under a name, where the machine's own files may not be touched; nil where they may.
  static func handed(_ path: String) throws(UnreadableInput) -> [UInt8]? {
    if Machine.isOpen { return nil }
    guard let bytes = Machine.tray?.bytes(of: path) else {
      throw UnreadableInput(path: path, reason: String(cString: strerror(EACCES)))
    }
    return bytes
  }

  /// Hands over the bytes piece by piece, so that a file of any size fits.
  public static func read(
    _ path: String, _ take: (ArraySlice<UInt8>) throws(UnreadableInput) -> Void
  ) throws(UnreadableInput) {
    if let handed = try handed(path) { return try take(handed[...]) }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { if path != "-" { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      try take(buffer[0..<count])
    }
  }

  private static func failure(_ path: String) -> UnreadableInput {
    UnreadableInput(path: path, reason: String(cString: strerror(errno)))
  }
}

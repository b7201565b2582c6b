import Glibc

/// Writing to a terminal, a pipe or a file, whole.
public enum Output {
  /// Writes a text and a line break. A reader that has gone ends the process by SIGPIPE, quietly.
  /// - Returns: whether it was written; if not, `errno` says why.
  @discardableResult
  public static func write(_ text: String, to descriptor: Int32) -> Bool {
    writeBytes(Array((text + "\n").utf8)[...], to: descriptor)
  }

  /// Writes all bytes.
  /// - Returns: whether they were written; if not, `errno` says why.
  @discardableResult
  public static func writeBytes(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(written)
    }
    return true
  }
}

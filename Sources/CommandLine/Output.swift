import Glibc

/// Writing to a terminal, a pipe or a file, whole.
public enum Output {
  /// Writes a text and a line break. A reader that has gone ends the process by SIGPIPE, quietly.
  public static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array((text + "\n").utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}

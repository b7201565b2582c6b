import Glibc

/// Lines for who runs a drill: results on standard output, progress on standard error.
enum Report {
  static func result(_ line: String) { write(line, to: STDOUT_FILENO) }
  static func progress(_ line: String) { write(line, to: STDERR_FILENO) }

  private static func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
  }
}

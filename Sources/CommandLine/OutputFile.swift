import Glibc
public import Wording

/// A file or folder that could not be written.
public struct UnwritableOutput: Explained {
  public let path: String
  /// The system's own words.
  public let reason: String

  init(_ path: String) {
    self.path = path
    reason = String(cString: strerror(errno))
  }

  public var explanation: Failure {
    Failure(
      .cannotCreate, Bilingual("Cannot write \(path).", "无法写入 \(path)。"),
      advice: Bilingual("Check the path, its permissions and the room on the disk.", "请检查路径、权限与磁盘空间。"),
      detail: reason)
  }
}

/// Writing what a person names on the command line.
public enum OutputFile {
  /// Writes a file as a whole and flushes it. Only its owner can read it.
  public static func write(_ bytes: [UInt8], to path: String) throws(UnwritableOutput) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw UnwritableOutput(path) }
    guard Output.writeBytes(bytes[...], to: descriptor) else {
      let failure = UnwritableOutput(path)
      close(descriptor)
      throw failure
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw UnwritableOutput(path) }
  }

  /// Makes a folder, if it is not there.
  public static func makeFolder(_ path: String) throws(UnwritableOutput) {
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw UnwritableOutput(path) }
  }
}

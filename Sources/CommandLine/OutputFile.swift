import Glibc
public import Wording

/// A file or folder that could not be written.
public struct UnwritableOutput: Explained {
  public let path: String
  /// The system's own words.
  public let reason: String

  public init(_ path: String) {
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

/// A file that is there already, where a new one was asked for.
public struct ExistingOutput: Explained {
  public let path: String

  public var explanation: Failure {
    Failure(
      .cannotCreate, Bilingual("\(path) is there already; nothing was written.", "\(path) 已经存在，没有写入。"),
      advice: Bilingual("Name another file, or move that one away.", "请换一个文件名，或先移走原文件。"))
  }
}

/// Writing what a person names on the command line.
public enum OutputFile {
  /// Writes a new file: as a whole under its name, or not at all. Only its owner can read it.
  /// - Throws: `ExistingOutput`, `UnwritableOutput`.
  public static func create(_ bytes: [UInt8], at path: String) throws {
    guard Machine.isOpen else { return try write(bytes, to: path) }
    try refuseExisting(path)
    let beside = path + ".\(getpid()).part"
    defer { unlink(beside) }
    try write(bytes, to: beside)
    // A link takes no name that somebody else took meanwhile, as a renaming would.
    guard link(beside, path) == 0 else { throw errno == EEXIST ? ExistingOutput(path: path) : UnwritableOutput(path) }
  }

  /// Says early that a file is there already, before work is done for it.
  public static func refuseExisting(_ path: String) throws(ExistingOutput) {
    if Machine.isOpen, access(path, F_OK) == 0 { throw ExistingOutput(path: path) }
  }

  /// Writes a file as a whole and flushes it. Only its owner can read it. Where the machine's files may not be touched, it lies on
  /// the tray.
  public static func write(_ bytes: [UInt8], to path: String) throws(UnwritableOutput) {
    guard Machine.isOpen else {
      guard let tray = Machine.tray else { throw closed(path) }
      return tray.put(bytes, as: path)
    }
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
    guard Machine.isOpen else { throw closed(path) }
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw UnwritableOutput(path) }
  }

  private static func closed(_ path: String) -> UnwritableOutput {
    errno = EACCES
    return UnwritableOutput(path)
  }
}

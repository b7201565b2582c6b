import CommandLine
import FoundationEssentials
import Glibc

/// A folder of pages and papers, for any web server to show.
///
/// Every file is written beside its place, flushed, and renamed: a reader sees the old file or the new one, never a
/// part. A file that holds these bytes already is left alone.
public struct PublicFolder: Sendable {
  let folder: String

  public init(_ folder: String) { self.folder = folder }

  /// One file; without bytes it is to be gone.
  public struct File: Sendable, Equatable {
    /// Its name, or its path within the folder.
    public let name: String
    let bytes: [UInt8]?

    public init(_ name: String, _ bytes: [UInt8]?) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The folder or a file in it could not be written.
  public struct Fault: Error, CustomStringConvertible {
    public let path: String
    let reason: String
    public var description: String { "\(path): \(reason)" }
  }

  /// Makes the folder hold these files; one without bytes is taken away.
  public func put(_ files: [File]) throws(Fault) {
    if mkdir(folder, 0o755) != 0, errno != EEXIST { throw fault(folder) }
    for file in files {
      let path = folder + "/" + file.name
      if let slash = file.name.lastIndex(of: "/") {
        let inner = folder + "/" + file.name[..<slash]
        if mkdir(inner, 0o755) != 0, errno != EEXIST { throw fault(inner) }
      }
      guard let bytes = file.bytes else {
        if unlink(path) != 0, errno != ENOENT { throw fault(path) }
        continue
      }
      if let old = try? Data(contentsOf: URL(filePath: path)), old.elementsEqual(bytes) { continue }
      try write(bytes, to: path)
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    let temporary = path + ".\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fault(temporary) }
    // Held while it is written, for `clearLeftovers`; nobody waits for it.
    flock(descriptor, LOCK_EX | LOCK_NB)
    guard Output.writeBytes(bytes[...], to: descriptor) else {
      let fault = fault(temporary)
      close(descriptor)
      unlink(temporary)
      throw fault
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
      let fault = fault(path)
      unlink(temporary)
      throw fault
    }
  }

  /// Removes the parts of files that a killed process left: those that nobody holds.
  public func clearLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".part") {
      let descriptor = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + "/" + name) }
      close(descriptor)
    }
  }

  private func fault(_ path: String) -> Fault { Fault(path: path, reason: String(cString: strerror(errno))) }
}

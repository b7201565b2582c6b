import CommandLine
import FoundationEssentials
import Glibc

/// The company's newsroom: a folder of pages and feeds, for any web server to show.
///
/// Every file is written beside its place, flushed, and renamed: a reader sees the old file or the new one, never a
/// part. A file that holds these bytes already is left alone.
struct Newsroom {
  let folder: String

  /// The folder or a file in it could not be written.
  struct Fault: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
  }

  /// Makes the folder hold these files; one without content is taken away.
  func put(_ files: [NewsroomSite.File]) throws(Fault) {
    if mkdir(folder, 0o755) != 0, errno != EEXIST { throw fault(folder) }
    for file in files {
      let path = folder + "/" + file.name
      guard let content = file.content else {
        if unlink(path) != 0, errno != ENOENT { throw fault(path) }
        continue
      }
      let bytes = Array(content.utf8)
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
  func clearLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".part") {
      let descriptor = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + "/" + name) }
      close(descriptor)
    }
  }

  private func fault(_ path: String) -> Fault { Fault(path: path, reason: String(cString: strerror(errno))) }
}

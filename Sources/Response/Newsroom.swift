import CommandLine
import FoundationEssentials
import Glibc
import Ledger

/// The company's newsroom: a folder of HTML pages and an Atom feed, for any web server to show.
///
/// Every file is written beside its place, flushed, and renamed: a reader sees the old file or the new one, never a
/// part. A page's name is made from what it says, so that writing it again changes nothing.
struct Newsroom {
  let folder: String

  /// The folder or a file in it could not be written.
  struct Fault: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
  }

  /// The name of a text's page.
  static func pageName(of text: Deliveries.Text) -> String {
    "\(text.statement)-\(text.rendition)-\(text.digest.prefix(12)).html"
  }

  /// Writes the page of one delivered text.
  /// - Returns: its path.
  func publish(_ text: Deliveries.Text, at date: Date) throws(Fault) -> String {
    let path = folder + "/" + Self.pageName(of: text)
    try write(NewsroomPage.statement(text, at: date), to: path)
    return path
  }

  /// Writes a notice in the place of a withdrawn text.
  /// - Returns: its path.
  func retract(_ text: Deliveries.Text, at date: Date) throws(Fault) -> String {
    let path = folder + "/" + Self.pageName(of: text)
    try write(NewsroomPage.withdrawn(text, at: date), to: path)
    return path
  }

  /// Writes the front page and the feed anew from what is published. A withdrawn text keeps its line, and says so.
  func index(_ published: [Deliveries.Published]) throws(Fault) {
    try write(NewsroomPage.front(published), to: folder + "/index.html")
    try write(NewsroomPage.atom(published), to: folder + "/feed.atom")
  }

  private func write(_ content: String, to path: String) throws(Fault) {
    if mkdir(folder, 0o755) != 0, errno != EEXIST { throw fault(folder) }
    let temporary = path + ".\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fault(temporary) }
    // Held while it is written, for `clearLeftovers`; nobody waits for it.
    flock(descriptor, LOCK_EX | LOCK_NB)
    guard Output.writeBytes(Array(content.utf8)[...], to: descriptor) else {
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

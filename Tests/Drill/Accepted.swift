import FoundationEssentials
import Glibc
import Synchronization

/// What the database said yes to, as the people of the script saw it: kept outside, for the checker to ask for again.
final class Accepted: Sendable {
  private let file: Int32
  private let count = Atomic(0)

  init(path: String) throws {
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { close(file) }

  func record(_ step: String, of incident: Int) {
    let line = Array("\(incident),\(step)\n".utf8)
    _ = write(file, line, line.count)
    count.add(1, ordering: .relaxed)
  }

  var total: Int { count.load(ordering: .relaxed) }
}

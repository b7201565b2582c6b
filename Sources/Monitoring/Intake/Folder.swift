import CommandLine
import FoundationEssentials
import Glibc
import Ledger
import Wording

/// A folder that other tools drop files into: each file is taken in, then moved to `done/`. One that cannot be read is moved to
/// `refused/`, with the reason among what was rejected: it keeps none of the others waiting.
struct Folder {
  let path: String

  private static let endings = [".jsonl", ".json", ".xml", ".rss", ".atom", ".csv", ".tsv"]

  /// - Throws: `UnreadableInput` when the folder cannot be read, or a file cannot be moved.
  func take(_ intake: Intake) async throws -> Intake.Outcome {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw UnreadableInput(path: path, reason: "the folder cannot be read")
    }
    var outcome = Intake.Outcome()
    for name in entries.sorted() where !name.hasPrefix(".") && Self.endings.contains(where: name.hasSuffix) {
      do {
        outcome.add(try await intake.take(path: path + "/" + name))
        try move(name, to: "done")
      } catch {
        guard !(error is LedgerError), let reason = Intake.problem(error) else { throw error }
        outcome.add(try await intake.refuse(reason: "\(name): \(reason)"))
        try move(name, to: "refused")
      }
    }
    return outcome
  }

  private func move(_ name: String, to place: String) throws(UnreadableInput) {
    let target = path + "/" + place
    try? FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    if rename(path + "/" + name, target + "/" + name) != 0 {
      throw UnreadableInput(path: target, reason: "\(name) cannot be moved there: " + String(cString: strerror(errno)))
    }
  }
}

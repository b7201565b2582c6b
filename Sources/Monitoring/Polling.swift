import CommandLine
import FoundationEssentials
import Glibc
import HTTP
import Ledger
import Postgres
import Service
import Workflow

/// Monitoring's service: polls the sources that are due, a few at a time.
struct Polling {
  let service: Service

  /// Polls until nothing is due.
  func look() async throws {
    while true {
      let claims = try await service.claim(.poll, most: 4, lease: .seconds(90))
      if claims.isEmpty { return }
      try await withThrowingTaskGroup { group in
        for claim in claims {
          group.addTask {
            try await poll(claim)
            service.holding.remove([claim])
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private func poll(_ claim: Work.Claim) async throws {
    guard let source = try await service.ledger.sources.find(id: claim.subject) else {
      try await service.ledger.work.fail(claim, reason: "the source is gone", forever: true)
      return
    }
    var etag = source.etag
    var lastModified = source.lastModified
    var problem = ""
    do {
      let intake = Intake(
        ledger: service.ledger, source: source.name, reader: try await Intake.reader(service.ledger))
      var outcome = Intake.Outcome()
      if source.kind == "folder" {
        outcome = try await Folder(path: source.location).take(intake)
      } else {
        let response = try await Request(source.location, etag: etag, lastModified: lastModified).send()
        switch response.status {
        case 304: break
        case 200..<300:
          outcome = try await intake.take(feed: response.body)
          etag = response.etag
          lastModified = response.lastModified
        default: problem = "HTTP \(response.status)"
        }
      }
      if let first = outcome.problems.first { problem = "line \(first.line): \(first.reason)" }
      if outcome.stored.new > 0 || outcome.rejected > 0 {
        service.log.info(
          "polled",
          [
            "source": source.name, "new": outcome.stored.new, "attached": outcome.stored.attached,
            "rejected": outcome.rejected,
          ])
      }
    } catch let fault as Request.Fault {
      problem = fault.description
    } catch let failure as Failure {
      problem = failure.sentence.english
    } catch let input as UnreadableInput {
      problem = input.reason
    }
    if !problem.isEmpty {
      service.log.warning("source_failing", ["source": source.name, "reason": problem])
    }
    try await service.ledger.sources.record(source, etag: etag, lastModified: lastModified, problem: problem)
    // A failing source is asked less and less often, down to once an hour.
    let backoff = problem.isEmpty ? 1 : Double(1 << min(source.failures + 1, 6))
    try await service.ledger.work.finish(
      claim, againIn: .seconds(min(source.every.seconds * backoff, max(source.every.seconds, 3600))))
  }
}

/// A folder that other tools drop files into: each file is taken in, then moved to `done/`.
private struct Folder {
  let path: String

  func take(_ intake: Intake) async throws -> Intake.Outcome {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw UnreadableInput(path: path, reason: "the folder cannot be read")
    }
    var outcome = Intake.Outcome()
    for name in entries.sorted() where [".jsonl", ".json", ".xml", ".rss", ".atom"].contains(where: name.hasSuffix) {
      guard !name.hasPrefix(".") else { continue }
      outcome.add(try await intake.take(path: path + "/" + name))
      try? FileManager.default.createDirectory(atPath: path + "/done", withIntermediateDirectories: true)
      if rename(path + "/" + name, path + "/done/" + name) != 0 {
        throw UnreadableInput(path: path + "/done", reason: String(cString: strerror(errno)))
      }
    }
    return outcome
  }
}

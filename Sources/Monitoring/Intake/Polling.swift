import CommandLine
import FoundationEssentials
import Glibc
import HTTP
import Ledger
import Service
import Wording

/// Monitoring's service: polls the sources that are due, a few at a time, and of one host one after another.
struct Polling {
  let service: Service
  let readers: Readers
  private let examining = Beat(every: .seconds(30))

  init(service: Service, readers: Readers) {
    self.service = service
    self.readers = readers
  }

  /// Polls until nothing is due.
  func look() async throws {
    if examining.isDue(), try await service.ledger.sources.examine() > 0 { try await service.ledger.ring([.logistics]) }
    while true {
      let claims = try await service.claim(.poll, most: 4, lease: .seconds(90))
      if claims.isEmpty { return }
      let found = try await service.ledger.sources.find(ids: claims.map(\.subject))
      var sources: [(claim: Work.Claim, source: Sources.Source)] = []
      for claim in claims {
        if let source = found.first(where: { $0.id == claim.subject }) {
          sources.append((claim, source))
        } else {
          try await service.ledger.work.fail(claim, reason: "the source is gone", forever: true)
          service.holding.remove([claim])
        }
      }
      let hosts = Dictionary(grouping: sources) { Self.host(of: $0.source) }
      try await withThrowingTaskGroup { group in
        for host in hosts.values {
          group.addTask {
            for (claim, source) in host {
              try await poll(claim, source)
              service.holding.remove([claim])
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  /// Whom a source asks: a host of the web; each folder is one of its own.
  private static func host(of source: Sources.Source) -> String {
    guard source.kind == .feed, let scheme = source.location.firstRange(of: "://") else { return source.name }
    return String(source.location[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }).lowercased()
  }

  private func poll(_ claim: Work.Claim, _ source: Sources.Source) async throws {
    var etag = source.etag
    var lastModified = source.lastModified
    var problem = ""
    var retryAfter: Double?
    var outcome = Intake.Outcome()
    do {
      var intake = Intake(
        ledger: service.ledger, source: source.name, reader: try await readers.reader())
      intake.columns = source.columns
      if source.kind == .folder {
        outcome = try await Folder(path: source.location).take(intake)
      } else {
        let response = try await Request(
          source.location, etag: etag, lastModified: lastModified, reachesPrivate: source.reachesPrivate
        ).send()
        retryAfter = response.retryAfter
        switch response.status {
        case 304: break
        case 200..<300:
          outcome = try await intake.take(feed: response.body, from: source.location, charset: response.charset)
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
            "source": source.name, "new": outcome.stored.new,
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
    try await service.ledger.sources.record(
      source, etag: etag, lastModified: lastModified, problem: problem, new: outcome.stored.new)
    try await service.ledger.work.finish(
      claim, againIn: .seconds(Self.pause(source, failed: !problem.isEmpty, retryAfter: retryAfter)))
  }

  /// Seconds until a source is asked again: a failing one less and less often, down to once an hour; never sooner than its
  /// server wants, within a day.
  static func pause(_ source: Sources.Source, failed: Bool, retryAfter: Double?) -> Double {
    let every = source.every.inSeconds
    let backoff = failed ? Double(1 << min(source.failures + 1, 6)) : 1
    return max(min(every * backoff, max(every, 3600)), min(retryAfter ?? 0, 86400))
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
    for name in entries.sorted()
    where [".jsonl", ".json", ".xml", ".rss", ".atom", ".csv", ".tsv"].contains(where: name.hasSuffix) {
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

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

  /// Longer than one source takes: a request, and the storing of what came.
  private static let lease = Duration.seconds(90)

  /// Polls until nothing is due.
  func look(_ holding: Holding) async throws {
    if examining.isDue(), try await service.ledger.sources.examine() > 0 { try await service.ledger.ring([.logistics]) }
    while true {
      let claims = try await holding.claim(.poll, most: 4, lease: Self.lease)
      if claims.isEmpty { return }
      let found = try await service.ledger.sources.find(ids: claims.map(\.subject))
      var sources: [(claim: Work.Claim, source: Sources.Source)] = []
      for claim in claims {
        if let source = found.first(where: { $0.id == claim.subject }) {
          sources.append((claim, source))
        } else {
          try await service.ledger.work.fail(claim, reason: "the source is gone", forever: true)
          holding.remove([claim])
        }
      }
      let hosts = Dictionary(grouping: sources) { Self.host(of: $0.source) }
      try await withThrowingTaskGroup { group in
        for host in hosts.values {
          group.addTask {
            for (claim, source) in host {
              // Those before it on the same host may have taken long: who lost the claim leaves the source to its holder.
              if try await service.ledger.work.extend([claim], by: Self.lease) { try await poll(claim, source) }
              holding.turn()
              holding.remove([claim])
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
    var look = Sources.Look(etag: source.etag, lastModified: source.lastModified)
    var retryAfter: Double?
    do {
      let outcome = try await ask(source, &look, &retryAfter)
      look.add(outcome, since: source.checkedAt)
      if outcome.stored.new > 0 || outcome.rejected > 0 {
        service.log.info(
          "polled",
          [
            "source": source.name, "new": outcome.stored.new, "revised": outcome.stored.revised,
            "rejected": outcome.rejected,
          ])
      }
    } catch {
      guard let problem = Intake.problem(error) else { throw error }
      look.problem = problem
    }
    if !look.problem.isEmpty {
      service.log.warning("source_failing", ["source": source.name, "reason": look.problem])
    }
    try await service.ledger.sources.record(source, look)
    let pause = Self.pause(source, failed: !look.problem.isEmpty, retryAfter: retryAfter)
    try await service.ledger.work.finish(claim, againIn: .seconds(pause))
  }

  /// Asks a source, and takes in what it answers.
  /// - Parameters:
  ///   - look: what is sent with the question, and what the next one sends.
  ///   - retryAfter: seconds for which its server wants to hear nothing.
  private func ask(
    _ source: Sources.Source, _ look: inout Sources.Look, _ retryAfter: inout Double?
  ) async throws -> Intake.Outcome {
    var intake = Intake(
      ledger: service.ledger, source: source.name, dates: try await readers.dates(in: source.timeZone),
      reader: try await readers.reader())
    intake.columns = source.columns
    if source.kind == .folder { return try await Folder(path: source.location).take(intake) }
    let response = try await Request(
      source.location, etag: look.etag, lastModified: look.lastModified, reachesPrivate: source.reachesPrivate
    ).send()
    retryAfter = response.retryAfter
    switch response.status {
    case 304: return Intake.Outcome()
    case 200..<300:
      let outcome = try await intake.take(feed: response.body, from: source.location, charset: response.charset)
      look.etag = response.etag
      look.lastModified = response.lastModified
      return outcome
    default: throw Request.Fault(description: "HTTP \(response.status)")
    }
  }

  /// Seconds until a source is asked again: a failing one less and less often, down to once an hour; never sooner than its
  /// server wants, within a day.
  static func pause(_ source: Sources.Source, failed: Bool, retryAfter: Double?) -> Double {
    let every = source.every.inSeconds
    let backoff = failed ? Double(1 << min(source.failures + 1, 6)) : 1
    return max(min(every * backoff, max(every, 3600)), retryAfter ?? 0)
  }
}

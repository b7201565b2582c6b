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
    var look = Look(etag: source.etag, lastModified: source.lastModified)
    var record = Sources.Look()
    do {
      try await ask(source, into: &look)
    } catch {
      guard let problem = Self.problem(error) else { throw error }
      look.problem = problem
    }
    if look.problem.isEmpty { look.problem = look.outcome.problem }
    if look.outcome.stored.new > 0 || look.outcome.rejected > 0 {
      service.log.info(
        "polled",
        [
          "source": source.name, "new": look.outcome.stored.new, "revised": look.outcome.stored.revised,
          "rejected": look.outcome.rejected,
        ])
    }
    if !look.problem.isEmpty {
      service.log.warning("source_failing", ["source": source.name, "reason": look.problem])
    }
    record.etag = look.etag
    record.lastModified = look.lastModified
    record.problem = look.problem
    record.doubt = look.outcome.doubt
    record.new = look.outcome.stored.new
    try await service.ledger.sources.record(source, record)
    let pause = Self.pause(source, failed: !look.problem.isEmpty, retryAfter: look.retryAfter)
    try await service.ledger.work.finish(claim, againIn: .seconds(pause))
  }

  /// What came of asking a source once.
  private struct Look {
    var etag: String
    var lastModified: String
    var retryAfter: Double?
    var outcome = Intake.Outcome()
    /// "" when all went well.
    var problem = ""
  }

  private func ask(_ source: Sources.Source, into look: inout Look) async throws {
    var intake = Intake(
      ledger: service.ledger, source: source.name, dates: try await readers.dates(in: source.timeZone),
      reader: try await readers.reader())
    intake.columns = source.columns
    if source.kind == .folder {
      look.outcome = try await Folder(path: source.location).take(intake)
      return
    }
    let response = try await Request(
      source.location, etag: look.etag, lastModified: look.lastModified, reachesPrivate: source.reachesPrivate
    ).send()
    look.retryAfter = response.retryAfter
    switch response.status {
    case 304: break
    case 200..<300:
      look.outcome = try await intake.take(feed: response.body, from: source.location, charset: response.charset)
      look.etag = response.etag
      look.lastModified = response.lastModified
    default: look.problem = "HTTP \(response.status)"
    }
  }

  /// What is written on the source; nil when it is not the source's trouble: the database is away.
  private static func problem(_ error: any Error) -> String? {
    switch error {
    case let fault as Request.Fault: fault.description
    case let failure as Failure: failure.sentence.english
    case let input as UnreadableInput: input.reason
    case let error as LedgerError where error.isAboutTheData: "the database refuses it: \(error.inTheLog)"
    default: nil
    }
  }

  /// Seconds until a source is asked again: a failing one less and less often, down to once an hour; never sooner than its
  /// server wants, within a day.
  static func pause(_ source: Sources.Source, failed: Bool, retryAfter: Double?) -> Double {
    let every = source.every.inSeconds
    let backoff = failed ? Double(1 << min(source.failures + 1, 6)) : 1
    return max(min(every * backoff, max(every, 3600)), min(retryAfter ?? 0, 86400))
  }
}

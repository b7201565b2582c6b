import Analysis
import FoundationEssentials
import Ledger
import Service
import Workflow

/// Monitoring's service looks at what was taken in: counts it, groups copies, and says what is unusual.
///
/// Guarantees:
/// - one service at a time looks; what it writes is fenced by its claim;
/// - a batch is counted and grouped once, in the transaction that takes it off the list;
/// - a batch or a signal that the database refuses holds up no other: the batch is put aside, with the reason;
/// - what the service has in mind is thrown away and read again after any failure, and when another service looked meanwhile.
actor Watching {
  private let service: Service
  private var lookout: Lookout?
  /// The bucket that ran when counts were asked for.
  private var counted = 0.0
  /// Whether batches were absorbed since then.
  private var hasMore = true
  /// Mentions of buckets that were learnt already, since then.
  private var late = 0
  /// Of so many the past is read again: somebody took in a source's history.
  private static let mostLate = 200
  /// What was told in batches that were absorbed, and is not raised yet.
  private var unseen: [Analyses.Notice] = []
  /// What waits after the batches that are being absorbed: read meanwhile, so that neither waits for the other.
  private var ahead: (batches: [Int], items: [Analyses.Item])?
  /// The same as `unseen`, of batches that were put aside.
  private var aside: [Analyses.Notice] = []
  private let indexing = Beat(every: .seconds(1))
  private let passing = Beat(every: .seconds(1))

  init(service: Service) { self.service = service }

  private static let batchesAtOnce = 8

  /// Looks until nothing waits; the claim is taken anew for each round, so that a service that dies holds up nobody for long.
  func look(_ holding: Holding) async throws {
    // The bell rings for every step of every incident; without new mentions, once a second is often enough to look at what is
    // over. To ask whether there are any is one statement in place of nine.
    if !passing.isDue() {
      guard try await service.ledger.analyses.isWaiting() else { return }
    }
    var isDone = false
    while !isDone {
      guard let claim = try await holding.claim(.analyse, most: 1, lease: .seconds(30)).first else { return }
      do {
        isDone = try await look(claim)
      } catch {
        lookout = nil
        ahead = nil
        throw error
      }
      holding.remove([claim])
      try await service.ledger.work.finish(claim, againIn: .seconds(0))
    }
    if indexing.isDue(), let name = try await service.ledger.analyses.index() {
      service.log.info("indexed", ["partition": name])
    }
  }

  /// - Returns: whether nothing waits any more.
  private func look(_ claim: Work.Claim) async throws -> Bool {
    let analyses = service.ledger.analyses
    let now = try await analyses.now().timeIntervalSince1970
    if try await !analyses.sitDown(claim, process: service.id) {
      self.lookout = nil
      self.ahead = nil
    }
    let alerting = Set(try await service.ledger.trackedNames.list().filter(\.alerts).map(\.name))
    var lookout = if let known = self.lookout { known } else { try await remembered(now, alerting) }
    // Taken out: what is changed while another holds it is copied first, 200,000 texts and all.
    self.lookout = nil
    let read = self.ahead
    self.ahead = nil
    let (batches, items) = if let read { read } else { try await analyses.pending(most: Self.batchesAtOnce) }
    if let last = batches.last {
      hasMore = true
      do {
        async let next =
          batches.count == Self.batchesAtOnce ? analyses.pending(most: Self.batchesAtOnce, after: last) : ([], [])
        try await analyses.absorb(claim, batches: batches, copies: lookout.copies(items))
        let (more, found) = try await next
        if !more.isEmpty { ahead = (more, found) }
      } catch let error as LedgerError where error.isAboutTheData {
        try await absorbOneByOne(claim, most: batches.count, alerting)
        return false
      }
    }
    unseen += Lookout.cues(items, now: now, alerting: alerting)
    lookout.time(items)
    late += items.count { !$0.isRevision && $0.publishedAt.timeIntervalSince1970 < lookout.settledTo }
    if batches.count == Self.batchesAtOnce {
      // More waits: signals can wait until it is counted.
      self.lookout = lookout
      return false
    }
    // What is settled is learnt as it was counted then: a few that come later are left to the next start. Of the rest, all that
    // grew is judged again; nothing grows but by what was absorbed.
    let running = Lookout.start(of: now)
    if hasMore || running != counted {
      lookout.count(
        try await analyses.counts(
          since: Date(timeIntervalSince1970: lookout.settledTo),
          before: Date(timeIntervalSince1970: running + Lookout.bucket), subjects: Lookout.subjects), now: now)
      counted = running
      hasMore = false
    }
    let judged = lookout.judge(now: now)
    let raised = try await raise(claim, unseen + aside + judged.notices, goingOn: judged.goingOn)
    for signal in raised { service.log.warning("signal_raised", ["signal": signal.description]) }
    if !raised.isEmpty { try await service.ledger.ring([.monitoring]) }
    unseen = []
    aside = []
    // Much that belongs to the past is learnt with the rest of it, at once: what came with it is judged beside it.
    let isHistory = late > Self.mostLate
    self.lookout = isHistory ? nil : lookout
    late = 0
    return !isHistory
  }

  /// Absorbs the next batches each by itself, and puts aside those that the database refuses.
  private func absorbOneByOne(_ claim: Work.Claim, most: Int, _ alerting: Set<String>) async throws {
    let analyses = service.ledger.analyses
    let now = try await analyses.now().timeIntervalSince1970
    var stories: Lookout?
    for _ in 0..<most {
      let (batches, items) = try await analyses.pending(most: 1)
      guard let batch = batches.first else { return }
      var known = if let stories { stories } else { try await remembered(now, alerting) }
      stories = nil
      do {
        try await analyses.absorb(claim, batches: [batch], copies: known.copies(items))
        stories = known
      } catch let error as LedgerError where error.isAboutTheData {
        service.log.error("batch_put_aside", ["batch": batch, "reason": error.inTheLog])
        try await analyses.putAside(claim, batch: batch, reason: error.inTheLog)
        // It is not counted; what it says that is told at once is told.
        aside += Lookout.cues(items, now: now, alerting: alerting)
      }
    }
  }

  /// Raises what was noticed; each by itself where the database refuses them together.
  private func raise(
    _ claim: Work.Claim, _ notices: [Analyses.Notice], goingOn: [(subject: String, cue: String)]
  ) async throws -> [Reference] {
    let analyses = service.ledger.analyses
    do {
      return try await analyses.raise(claim, notices, threshold: BurstDetector.threshold, goingOn: goingOn)
    } catch let error as LedgerError where error.isAboutTheData {
      var raised: [Reference] = []
      for notice in notices {
        do {
          raised += try await analyses.raise(claim, [notice], threshold: BurstDetector.threshold, goingOn: goingOn)
        } catch let error as LedgerError where error.isAboutTheData {
          service.log.error("signal_not_raised", ["cue": notice.cue, "reason": error.inTheLog])
        }
      }
      return raised
    }
  }

  /// What the tables say of the past. What was told of late is raised again: who died in between may not have, and a signal
  /// that is there is only brought up to date.
  private func remembered(_ now: Double, _ alerting: Set<String>) async throws -> Lookout {
    var lookout = Lookout(now: now)
    hasMore = true
    let recent = try await service.ledger.analyses.recent(most: Lookout.texts)
    for (item, story) in recent { lookout.remember(item, story: story) }
    lookout.time(recent.map(\.item))
    unseen = Lookout.cues(recent.map(\.item), now: now, alerting: alerting)
    return lookout
  }
}

import Ledger
import Service

/// The supervisor's work, in the order in which it is done at each look.
///
/// Its input is state, its output compare-and-set in the database: it may be killed and started again at any point. It
/// holds a term by lease; the database checks the term in every transaction, so that a supervisor which was deposed
/// without noticing changes nothing.
struct Supervision {
  let service: Service
  private let term: Term
  private let tenure = Tenure()

  /// Incidents advanced, and events sealed, in one transaction at most.
  private static let batch = 200
  /// Three looks and a bit: one that is missed does not lose the term, and a supervisor that died is replaced soon.
  private let lease: Duration

  init(service: Service) {
    self.service = service
    term = service.ledger.term(candidate: service.id)
    lease = .seconds(min(max(service.interval * 3, 3), 60))
  }

  func look(_ holding: Holding) async throws {
    guard let epoch = try await hold() else { return }
    do {
      if service.slowBeat.isDue() {
        // All that is open, after the seals: an event that has none is then newer than this look.
        try await seal(epoch, holding)
        try await advance(epoch, recent: false, holding)
        try await keepHouse(epoch)
      } else {
        try await advance(epoch, recent: true, holding)
      }
    } catch LedgerError.refused(let refusal) where refusal.name == "term_is_held" {
      tenure.end()
      service.log.warning("term_lost", ["epoch": epoch])
    }
  }

  /// The term, taken or renewed; nil while another supervisor leads. Not every look renews it: the database looks at the
  /// term in each transaction anyway, and a renewal is a commit that an incident would wait for.
  private func hold() async throws -> Int? {
    if let epoch = tenure.epoch(renewedWithin: .seconds(max(service.interval, 1))) { return epoch }
    let asked = ContinuousClock.now
    guard let epoch = try await term.take(host: Service.host, lease: lease) else {
      tenure.end()
      service.say("stands by: another supervisor leads")
      return nil
    }
    tenure.renew(epoch, at: asked)
    service.say("leads term \(epoch)")
    return epoch
  }

  /// What is in no hurry: deadlines are minutes long, leases seconds.
  private func keepHouse(_ epoch: Int) async throws {
    let fired = try await term.sweepDuties(epoch: epoch)
    if fired > 0 {
      service.log.warning("duties_escalated", ["count": fired])
      try await service.ledger.ring([.monitoring, .leadership, .response, .logistics])
    }
    try await term.settleNotices(epoch: epoch)
    let rescued = try await term.rescue(epoch: epoch)
    if rescued > 0 {
      service.log.warning("work_rescued", ["count": rescued])
      try await service.ledger.ring([.monitoring, .response, .logistics])
    }
    try await term.forgetProcesses(epoch: epoch)
  }

  /// Beside the looks, on sessions of its own, for as long as the service runs: what keeps a look waiting is found while it waits.
  func watchOverLocks() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      guard let epoch = tenure.epoch else { continue }
      do {
        for person in try await term.endBlockers(epoch: epoch) {
          service.log.warning("session_ended", ["person": person, "reason": "kept others waiting for over 30 seconds"])
        }
        for advance in try await term.advanceHeld(epoch: epoch) { say(advance, epoch) }
      } catch {
        // A deposed supervisor learns of it in its next look; an incident that is still held is waited for again.
        service.log.info("locks_not_looked_at", ["reason": Service.describe(error)])
      }
    }
  }

  private func say(_ advance: Term.Advance, _ epoch: Int) {
    service.log.info(
      "stage_opened",
      ["incident": advance.incident, "from": advance.from.rawValue, "to": advance.to.rawValue, "epoch": epoch])
  }

  private func seal(_ epoch: Int, _ holding: Holding) async throws {
    while try await term.seal(epoch: epoch, most: 1000) == 1000 { holding.turn() }
  }

  private func advance(_ epoch: Int, recent: Bool, _ holding: Holding) async throws {
    while true {
      holding.turn()
      CrashPoint.beforeCommit.pass()
      let advances = try await term.advance(epoch: epoch, most: Self.batch, recent: recent)
      if !advances.isEmpty { CrashPoint.afterCommit.pass() }
      for advance in advances { say(advance, epoch) }
      if !advances.isEmpty {
        try await service.ledger.ring([.monitoring, .leadership, .response, .logistics])
      }
      if advances.count < Self.batch { return }
    }
  }

  func stop() async {
    tenure.end()
    do { try await term.yield() } catch { service.log.warning("term_not_yielded", ["reason": Service.describe(error)]) }
  }
}

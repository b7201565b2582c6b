import Ledger
import Postgres
import Service
import Workflow

/// The supervisor's work, in the order in which it is done at each look.
///
/// Its input is state, its output compare-and-set in the database: it may be killed and started again at any point. It
/// holds a term by lease; the database checks the term in every transaction, so that a supervisor which was deposed
/// without noticing changes nothing.
struct Supervision {
  let service: Service
  private let term: Term

  /// Incidents advanced, and events sealed, in one transaction at most.
  private static let batch = 200
  /// Three looks and a bit: one that is missed does not lose the term, and a supervisor that died is replaced soon.
  private let lease: Interval

  init(service: Service) {
    self.service = service
    term = service.ledger.term(candidate: service.id)
    lease = .seconds(min(max(service.interval * 3, 3), 60))
  }

  func look() async throws {
    guard let epoch = try await term.take(host: Service.host, lease: lease) else {
      service.say("stands by: another supervisor leads")
      return
    }
    service.say("leads term \(epoch)")
    do {
      try await advance(epoch)
      let fired = try await term.sweepDeadlines(epoch: epoch)
      if fired > 0 {
        service.log.warning("deadlines_fired", ["count": fired])
        try await service.ledger.ring([.monitoring, .leadership, .response, .logistics])
      }
      try await term.settleNotices(epoch: epoch)
      for person in try await term.endBlockers(epoch: epoch) {
        service.log.warning("session_ended", ["person": person, "reason": "held an incident for over 30 seconds"])
      }
      let rescued = try await term.rescue(epoch: epoch)
      if rescued > 0 {
        service.log.warning("work_rescued", ["count": rescued])
        try await service.ledger.ring([.monitoring, .response, .logistics])
      }
      while try await term.seal(epoch: epoch, most: 1000) == 1000 { service.vitals.turn() }
      try await term.forgetProcesses(epoch: epoch)
    } catch LedgerError.refused(let refusal) where refusal.name == "term_is_held" {
      service.log.warning("term_lost", ["epoch": epoch])
    }
  }

  private func advance(_ epoch: Int) async throws {
    while true {
      service.vitals.turn()
      CrashPoint.beforeCommit.pass()
      let advances = try await term.advance(epoch: epoch, most: Self.batch)
      if !advances.isEmpty { CrashPoint.afterCommit.pass() }
      for advance in advances {
        service.log.info(
          "stage_opened",
          [
            "incident": advance.incident, "from": advance.from.rawValue, "to": advance.to.rawValue, "epoch": epoch,
          ])
      }
      if !advances.isEmpty {
        try await service.ledger.ring([.monitoring, .leadership, .response, .logistics])
      }
      if advances.count < Self.batch { return }
    }
  }

  func stop() async {
    do { try await term.yield() } catch { service.log.warning("term_not_yielded", ["reason": Service.describe(error)]) }
  }
}

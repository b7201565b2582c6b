import FoundationEssentials
import Ledger
import Service
import Workflow

/// Response's service: writes approved texts to the newsroom, and takes withdrawn ones down.
///
/// A delivery is claimed, its text fetched (and checked once more by the database), its page written, its receipt
/// recorded with the claim's token. Killed at any point, the claim runs out and another process does it again: the page
/// has the same name and the same bytes, and the receipt is recorded once.
struct Publishing {
  let service: Service
  let holding = Holding()

  func look() async throws {
    for kind in [WorkKind.deliver, .retract] {
      while true {
        let claims = try await service.ledger.work.claim(kind, most: 20, lease: .seconds(10))
        if claims.isEmpty { break }
        for claim in claims { holding.add(claim.token) }
        for claim in claims {
          try await carryOut(kind, claim)
          holding.remove(claim.token)
        }
      }
    }
    try await index()
  }

  private func deliver(_ delivery: Reference, _ claim: Work.Claim) async throws {
    let text = try await service.ledger.deliveries.text(of: delivery, token: claim.token)
    let now = try await service.ledger.incidents.find(text.incident).now
    let path = try Newsroom(folder: text.folder).publish(text, at: text.approvedAt)
    try await service.ledger.deliveries.record(
      delivery, token: claim.token, address: path, postedAt: now, screenshot: nil)
    service.log.info("delivered", ["delivery": delivery, "statement": text.statement, "address": path])
  }

  /// The page stays where it was and says that it was withdrawn; the record of what it said is in the tables.
  private func retract(_ delivery: Reference, _ claim: Work.Claim) async throws {
    guard let text = try await service.ledger.deliveries.withdrawn(delivery) else { return }
    let path = try Newsroom(folder: text.folder).retract(text, at: text.approvedAt)
    try await service.ledger.deliveries.recordTakenDown(delivery, token: claim.token)
    service.log.info("withdrawn", ["delivery": delivery, "statement": text.statement, "address": path])
  }

  private func carryOut(_ kind: WorkKind, _ claim: Work.Claim) async throws {
    let delivery = Reference(.delivery, claim.subject)
    do {
      switch kind {
      case .retract: try await retract(delivery, claim)
      default: try await deliver(delivery, claim)
      }
    } catch let fault as Newsroom.Fault {
      service.log.error("newsroom_not_written", ["delivery": delivery, "reason": fault.description])
      try await service.ledger.work.fail(claim, reason: fault.description)
    } catch LedgerError.refused(let refusal) {
      // What no longer stands, or is no longer ours, is not tried again by itself.
      service.log.warning("delivery_refused", ["delivery": delivery, "refusal": refusal.name])
      try await service.ledger.work.fail(
        claim, reason: refusal.name, forever: refusal.name != "delivery_receipt_holds_the_claim")
    }
  }

  /// The front page and the feed of every newsroom, from what the tables say: also after a crash between a receipt and
  /// its line on the front page.
  private func index() async throws {
    for channel in try await service.ledger.deliveries.channels() where channel.kind == "newsroom" {
      let published = try await service.ledger.deliveries.published(in: channel.folder)
      do {
        try Newsroom(folder: channel.folder).index(published)
      } catch {
        service.log.error("newsroom_not_written", ["channel": channel.name, "reason": error.description])
      }
    }
  }
}

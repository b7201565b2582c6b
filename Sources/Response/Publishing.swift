import FoundationEssentials
import Ledger
import Service
import Workflow

/// Response's service: writes approved texts to the newsroom.
///
/// A delivery is claimed, its text fetched (and checked once more by the database), its page written, its receipt
/// recorded with the claim's token. Killed at any point, the claim runs out and another process does it again: the page
/// has the same name and the same bytes, and the receipt is recorded once.
struct Publishing {
  let service: Service
  let holding = Holding()

  func look() async throws {
    while true {
      let claims = try await service.ledger.work.claim(.deliver, most: 20, lease: .seconds(10))
      if claims.isEmpty { break }
      for claim in claims { holding.add(claim.token) }
      for claim in claims {
        try await deliver(claim)
        holding.remove(claim.token)
      }
    }
    try await index()
  }

  private func deliver(_ claim: Work.Claim) async throws {
    let delivery = Reference(.delivery, claim.subject)
    do {
      let text = try await service.ledger.deliveries.text(of: delivery, token: claim.token)
      let now = try await service.ledger.incidents.find(text.incident).now
      let path = try Newsroom(folder: text.folder).publish(text, at: text.approvedAt)
      try await service.ledger.deliveries.record(
        delivery, token: claim.token, address: path, postedAt: now, screenshot: nil)
      service.log.info("delivered", ["delivery": delivery, "statement": text.statement, "address": path])
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

import FoundationEssentials
import Ledger
import Service
import Transports
import Workflow

/// Response's service: writes approved texts to the newsroom and posts them to webhooks, and takes withdrawn ones down.
///
/// A delivery is claimed, its text fetched (and checked once more by the database), its page written or its webhook
/// posted, its receipt recorded with the claim's token. Killed at any point, the claim runs out and another process does
/// it again: a page has the same name and the same bytes, a post the same key, and the receipt is recorded once.
struct Publishing {
  let service: Service
  private let sender: Sender
  private let front: Beat
  private let everything: Beat
  /// Longer than a receiver that hangs is waited for, so that a claim does not run out meanwhile.
  private static let lease = Duration.seconds(Double(Sender.patience) + 3)

  init(service: Service) {
    self.service = service
    sender = Sender(environment: service.environment)
    front = Beat(every: .seconds(30))
    everything = Beat(every: .seconds(3600))
  }

  /// What is to be taken down goes first; then what goes out. So many are under way at a time: one that is slow, a receiver that
  /// hangs, keeps nothing waiting but its own place.
  func look(_ holding: Holding) async throws {
    var didSomething = false
    try await withThrowingTaskGroup(of: Turn.self) { group in
      var underWay = 0
      var isPausing = false
      repeat {
        for kind in [WorkKind.retract, .deliver] where underWay < Self.places {
          CrashPoint.beforeClaim.pass()
          let claims = try await holding.claim(kind, most: Self.places - underWay, lease: Self.lease)
          if claims.isEmpty { continue }
          didSomething = true
          CrashPoint.afterClaim.pass()
          for claim in claims {
            group.addTask {
              try await carryOut(kind, claim)
              holding.remove([claim])
              return .done
            }
          }
          underWay += claims.count
        }
        if underWay == 0 { break }
        if !isPausing {
          isPausing = true
          group.addTask {
            try await Task.sleep(for: Self.pause)
            return .lookedAway
          }
        }
        // Looks again when half of the places are free, or a moment has passed.
        while isPausing, let turn = try await group.next() {
          if turn == .lookedAway { isPausing = false } else { underWay -= 1 }
          if underWay <= Self.places / 2 { break }
        }
      } while true
      group.cancelAll()
    }
    // Also when another process did something and died: then a little later.
    if front.isDue() || didSomething { try await index() }
  }

  private enum Turn { case done, lookedAway }
  private static let places = 20
  /// How long what comes in waits at most while something slow is under way.
  private static let pause = Duration.milliseconds(500)

  private func deliver(_ delivery: Reference, _ claim: Work.Claim) async throws {
    let text = try await service.ledger.deliveries.text(of: delivery, token: claim.token)
    let address: String
    if let transport = text.transport {
      address = try await post(text, "levee.statement.published", to: transport)
    } else {
      address = try await write(
        Deliveries.Published(delivery: delivery, postedAt: text.approvedAt, text: text), filesBeside: false)
    }
    CrashPoint.afterEffect.pass()
    CrashPoint.beforeCommit.pass()
    try await service.ledger.deliveries.record(
      delivery, token: claim.token, address: address, postedAt: nil, screenshot: nil)
    CrashPoint.afterCommit.pass()
    service.log.info("delivered", ["delivery": delivery, "statement": text.statement, "address": address])
  }

  /// A page stays where it was and says that it was withdrawn, a webhook's receiver is told; the record of what was said
  /// is in the tables.
  private func retract(_ delivery: Reference, _ claim: Work.Claim) async throws {
    guard let text = try await service.ledger.deliveries.withdrawn(delivery, token: claim.token) else { return }
    let address: String
    if let transport = text.transport {
      address = try await post(text, "levee.statement.withdrawn", to: transport)
    } else {
      address = try await write(
        Deliveries.Published(
          delivery: delivery, postedAt: text.approvedAt, withdrawnAt: text.withdrawnAt ?? text.approvedAt, text: text),
        filesBeside: true)
    }
    try await service.ledger.deliveries.recordTakenDown(delivery, token: claim.token)
    service.log.info("withdrawn", ["delivery": delivery, "statement": text.statement, "address": address])
  }

  /// Posts a text to a webhook, as it was approved.
  /// - Returns: the address for the receipt: the transport and the key, no URL that somebody else could post to.
  private func post(_ text: Deliveries.Text, _ event: String, to transport: Transport) async throws -> String {
    if let seconds = try await service.ledger.transports.takeTurn(transport.name) { throw Later(seconds: seconds) }
    let message = StatementMessage.make(text, event: event)
    do throws(TransportFault) {
      try await sender.send(message, over: transport, now: Date.now.timeIntervalSince1970)
    } catch {
      if let seconds = error.retryAfter { try await service.ledger.transports.hush(transport.name, for: seconds) }
      throw error
    }
    return "webhook:\(transport.name)/\(message.key)"
  }

  /// The receiver takes nothing more at this moment.
  private struct Later: Error {
    let seconds: Double
  }

  private func carryOut(_ kind: WorkKind, _ claim: Work.Claim) async throws {
    let delivery = Reference(.delivery, claim.subject)
    do {
      switch kind {
      case .retract: try await retract(delivery, claim)
      default: try await deliver(delivery, claim)
      }
    } catch let fault as PublicFolder.Fault {
      service.log.error("newsroom_not_written", ["delivery": delivery, "reason": fault.description])
      try await service.ledger.work.fail(claim, reason: fault.description)
    } catch let later as Later {
      try await service.ledger.work.postpone(claim, for: later.seconds)
    } catch let fault as TransportFault {
      service.log.error("webhook_not_posted", ["delivery": delivery, "reason": fault.description])
      try await service.ledger.work.fail(claim, reason: fault.description, forever: fault.isFinal)
    } catch LedgerError.refused(let refusal) {
      // What no longer stands, or is no longer ours, is not tried again by itself.
      service.log.warning("delivery_refused", ["delivery": delivery, "refusal": refusal.name])
      try await service.ledger.work.fail(
        claim, reason: refusal.name, forever: refusal.name != "delivery_receipt_holds_the_claim")
    }
  }

  /// Writes the page of one text, as far as it is known before its receipt; `index` adds what stands beside it.
  /// - Parameter filesBeside: also what belongs to the page, and would show the words of a text that is gone.
  /// - Returns: where it can be seen.
  private func write(_ item: Deliveries.Published, filesBeside: Bool) async throws -> String {
    let channels = try await service.ledger.deliveries.channels()
    guard let channel = channels.first(where: { $0.name == item.text.channel }) else { return "" }
    let site = try await site(channel, [item], feeds: false)
    let name = NewsroomSite.pageName(of: item.text)
    let files = site.files(of: item).filter { filesBeside || $0.name == name }
    try PublicFolder(item.text.folder).put(files.map(\.written))
    return site.address.isEmpty ? item.text.folder + "/" + name : site.address + name
  }

  /// The lists, the feeds and the pages of every newsroom, from what the tables say: also after a crash between a receipt and
  /// its line, and where a text was corrected or taken down since. Now and then, and at first, also what is long since there.
  private func index() async throws {
    let isWhole = everything.isDue()
    for channel in try await service.ledger.deliveries.channels() where channel.kind == .newsroom {
      let newsroom = PublicFolder(channel.folder)
      newsroom.clearLeftovers()
      do {
        // Read again once it is written: what another process took down meanwhile must not come back.
        var files = try await files(of: channel, everything: isWhole)
        var written: [NewsroomSite.File] = []
        while files != written {
          try newsroom.put(files.map(\.written))
          written = files
          files = try await self.files(of: channel, everything: isWhole)
        }
      } catch let fault as PublicFolder.Fault {
        service.log.error("newsroom_not_written", ["channel": channel.name, "reason": fault.description])
      }
    }
  }

  private func files(of channel: Deliveries.Channel, everything: Bool) async throws -> [NewsroomSite.File] {
    let published = try await service.ledger.deliveries.published(in: channel.folder, everything: everything)
    return try await site(channel, published, feeds: true).files
  }

  private func site(
    _ channel: Deliveries.Channel, _ items: [Deliveries.Published], feeds: Bool
  ) async throws -> NewsroomSite {
    let company = try await service.ledger.company.read()
    let instants = Set(items.flatMap { [$0.postedAt, $0.withdrawnAt].compactMap { $0 } })
    let clock = NewsroomClock(
      zone: company?.zone ?? "UTC", ahead: try await service.ledger.company.offsets(at: Array(instants)))
    var names: [String: UUID] = [:]
    for language in feeds ? [""] + Set(channel.reach.languages + items.map(\.text.language)).sorted() : [] {
      names[language] = try await service.ledger.deliveries.lastingID(of: "feed:\(channel.name):\(language)")
    }
    return NewsroomSite(
      company: company, title: channel.title, address: channel.address, languages: channel.reach.languages,
      feedNames: names, clock: clock, items: items)
  }
}

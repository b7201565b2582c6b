import Desk
import FoundationEssentials
import Ledger
import Service
import Transports
import Wording

/// Logistics' service: sends the notices of every team to the people they are for.
///
/// A notice is claimed, checked once more (is the thing still to be done?), sent, and recorded as out. Killed in between,
/// it is sent again under the same key. After its last attempt it is owed by a person: `levee-logistics reached`.
struct Reaching {
  let service: Service
  private let sender: Sender
  /// Longer than a receiver that hangs is waited for, so that a claim does not run out meanwhile.
  private static let lease = Duration.seconds(Double(Sender.patience) * 3)

  init(service: Service) {
    self.service = service
    sender = Sender(environment: service.environment)
  }

  func look(_ holding: Holding) async throws {
    while true {
      CrashPoint.beforeClaim.pass()
      let claims = try await holding.claim(.notify, most: 16, lease: Self.lease)
      if claims.isEmpty { return }
      CrashPoint.afterClaim.pass()
      let notices = try await service.ledger.notices.outgoing(claims)
      try await withThrowingTaskGroup { group in
        for notice in notices {
          guard let claim = claims.first(where: { $0.id == notice.work }) else { continue }
          group.addTask { try await send(notice, claim) }
        }
        try await group.waitForAll()
      }
      holding.remove(claims)
    }
  }

  private func send(_ notice: Notices.Outgoing, _ claim: Work.Claim) async throws {
    let key = "notice-\(notice.id)-\(notice.transport.name)"
    do throws(TransportFault) {
      try await sender.send(Self.message(notice, key: key), over: notice.transport, now: Date.now.timeIntervalSince1970)
    } catch {
      service.log.warning(
        "notice_not_sent",
        [
          "notice": notice.id, "transport": notice.transport.name, "attempt": claim.attempt,
          "reason": error.description,
        ])
      try await service.ledger.work.fail(claim, reason: error.description, forever: error.isFinal)
      return
    }
    CrashPoint.afterEffect.pass()
    CrashPoint.beforeCommit.pass()
    if try await service.ledger.notices.recordSent(notice, key: key) {
      CrashPoint.afterCommit.pass()
      service.log.info("notice_sent", ["notice": notice.id, "transport": notice.transport.name])
    } else {
      service.log.warning("notice_claim_lost", ["notice": notice.id, "transport": notice.transport.name])
    }
  }

  /// What a person reads, and the same for a program. It says nothing that changes from one attempt to the next, but for
  /// the time that is left.
  static func message(_ notice: Notices.Outgoing, key: String) -> Message {
    Message(
      key: key, address: notice.address, subject: NoticeText.subject(notice), text: NoticeText.message(notice),
      event: "levee.notice",
      values: [
        "incident": .string(notice.incident.description), "title": .string(notice.title),
        "severity": .string(notice.severity.rawValue), "exercise": .bool(notice.isExercise),
        "recipient": .string(notice.recipient), "name": .string(notice.displayName),
        "address": .string(notice.address), "language": .string(notice.language.rawValue),
        "reason": .string(notice.reason), "duty": .string(notice.kind?.rawValue ?? ""),
        "subject": .string(notice.subject),
        "percent": .integer(notice.percent), "due_at": notice.dueAt.map { .string(TimeFormat.iso($0)) } ?? .null,
      ])
  }
}

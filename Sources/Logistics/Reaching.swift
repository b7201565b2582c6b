import Desk
import FoundationEssentials
import Ledger
import Service
import Synchronization
import Transports
import Wording

/// Logistics' service: sends the notices of every team to the people they are for.
///
/// What waits for one person on one way is one message. It is claimed at the pace that the way takes, checked once more (is
/// the thing still to be done?), sent, and recorded as out. Killed in between, it is sent again under the same key. Whose
/// fault it is that one does not get through, the tables decide: the way's, which then is one duty, or the person's.
struct Reaching: Sendable {
  let service: Service
  private let sender: Sender
  private let alarm = Alarm()
  /// Longer than a receiver that hangs is waited for, so that a claim does not run out meanwhile.
  private static let lease = Duration.seconds(Double(Sender.patience) * 3)

  init(service: Service) {
    self.service = service
    sender = Sender(environment: service.environment)
  }

  func look(_ holding: Holding) async throws {
    while true {
      CrashPoint.beforeClaim.pass()
      holding.turn()
      let messages = try await service.ledger.notices.claim(lease: Self.lease)
      if messages.isEmpty { break }
      let tokens = messages.flatMap { $0.parts.map(\.token) }
      holding.add(tokens: tokens)
      CrashPoint.afterClaim.pass()
      try await withThrowingTaskGroup { group in
        for message in messages {
          group.addTask { try await send(message) }
        }
        try await group.waitForAll()
      }
      holding.remove(tokens: tokens)
    }
    try await setAlarm()
  }

  /// What waits for its turn is looked at when that comes, if it comes before the next look.
  private func setAlarm() async throws {
    guard let seconds = try await service.ledger.notices.nextTurn(), seconds < service.interval else { return }
    alarm.set(in: max(seconds, 0.05)) { try? await service.ledger.ring([.logistics]) }
  }

  private func send(_ notice: Notices.Outgoing) async throws {
    let first = notice.parts[0].id
    let way = notice.transport.name
    do throws(TransportFault) {
      try await sender.send(Self.message(notice), over: notice.transport, now: Date.now.timeIntervalSince1970)
    } catch {
      let reason = Self.withoutCodes(error.description, notice)
      service.log.warning(
        "notice_not_sent",
        ["notice": first, "notices": notice.parts.count, "transport": way, "reason": reason])
      try await service.ledger.notices.recordFailed(
        notice, reason: reason, how: error.prospect.rawValue, pause: error.retryAfter)
      return
    }
    CrashPoint.afterEffect.pass()
    CrashPoint.beforeCommit.pass()
    if try await service.ledger.notices.recordSent(notice) {
      CrashPoint.afterCommit.pass()
      service.log.info("notice_sent", ["notice": first, "notices": notice.parts.count, "transport": way])
    } else {
      service.log.warning("notice_claim_lost", ["notice": first, "notices": notice.parts.count, "transport": way])
    }
  }

  /// A receiver may say what it was sent: what is for one person's eyes stands in no log and in no table.
  static func withoutCodes(_ reason: String, _ notice: Notices.Outgoing) -> String {
    notice.parts.compactMap { DeviceCodes.Told($0.detail)?.code }.filter { !$0.isEmpty }
      .reduce(reason) { $0.replacing($1, with: "……") }
  }

  /// What a person reads, and the same for a program. It says nothing that changes from one attempt to the next, but for
  /// the time that is left, and how much waits. Only what is late calls a person by name in a group.
  static func message(_ notice: Notices.Outgoing) -> Message {
    var values = values(notice.parts[0])
    values["recipient"] = .string(notice.recipient)
    values["name"] = .string(notice.displayName)
    values["address"] = .string(notice.address)
    values["language"] = .string(notice.language.rawValue)
    values["notices"] = .array(notice.parts.map { .object(Self.values($0)) })
    return Message(
      key: notice.key, address: notice.address, callsPerson: notice.parts.contains { $0.reason == "deadline" },
      name: SafeText.line(notice.displayName), subject: NoticeText.subject(notice),
      text: NoticeText.message(notice, room: notice.transport.room), event: "levee.notice", values: values)
  }

  private static func values(_ part: Notices.Part) -> [String: JSONValue] {
    [
      "incident": .string(part.incident.description), "title": .string(part.title),
      "severity": .string(part.severity.rawValue), "exercise": .bool(part.isExercise), "reason": .string(part.reason),
      "duty": .string(part.kind?.rawValue ?? ""), "subject": .string(part.subject), "percent": .integer(part.percent),
      "due_at": part.dueAt.map { .string(TimeFormat.iso($0)) } ?? .null,
    ]
  }
}

/// Rings once, later; one that is set sooner takes the place of the one before.
private final class Alarm: Sendable {
  private let task = Mutex<Task<Void, Never>?>(nil)

  func set(in seconds: Double, _ ring: @escaping @Sendable () async -> Void) {
    task.withLock {
      $0?.cancel()
      $0 = Task {
        guard (try? await Task.sleep(for: .seconds(seconds))) != nil else { return }
        await ring()
      }
    }
  }
}

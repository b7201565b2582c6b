import FoundationEssentials
import Glibc
import HTTPServer
import Ledger
import Service
import Synchronization
import Wording

/// What other tools push: `POST /mentions` with a source's token, JSON Lines or a table.
///
/// The answer comes when what was pushed is stored; pushed again it is known, and stored once.
final class Inbox: Sendable {
  private let service: Service
  /// When each source pushed of late.
  private let pushes = Mutex<[Int: [ContinuousClock.Instant]]>([:])

  /// Pushes of a source in a minute, at most.
  static let mostPerMinute = 120

  private let readers: Readers

  init(service: Service, readers: Readers) {
    self.service = service
    self.readers = readers
  }

  func take(_ posted: Server.Posted) async -> Server.Answer? {
    guard posted.path == "/mentions" else { return nil }
    guard !posted.token.isEmpty else {
      return Server.Answer(status: 401, "Show the source's token: Authorization: Bearer TOKEN\n")
    }
    do {
      guard let source = try await service.readings.sources.inbox(token: posted.token) else {
        return Server.Answer(status: 401, "No source has this token. See: levee-monitoring source add NAME inbox\n")
      }
      guard mayPush(source.id) else {
        return Server.Answer(
          status: 429, "More than \(Self.mostPerMinute) pushes in a minute: push more at once, less often.\n")
      }
      guard !posted.body.isEmpty else { return Server.Answer(status: 400, "There is nothing in the body.\n") }
      return try await store(posted, from: source)
    } catch let failure as Failure {
      return Server.Answer(status: 400, failure.sentence.english + "\n")
    } catch {
      service.log.warning("push_failed", ["reason": Service.describe(error)])
      return Server.Answer(status: 503, "It could not be stored; push it again later. Nothing is stored twice.\n")
    }
  }

  private func mayPush(_ source: Int) -> Bool {
    let now = ContinuousClock.now
    return pushes.withLock { pushes in
      var recent = pushes[source, default: []].filter { now - $0 < .seconds(60) }
      defer { pushes[source] = recent }
      guard recent.count < Self.mostPerMinute else { return false }
      recent.append(now)
      return true
    }
  }

  private func store(_ posted: Server.Posted, from source: Sources.Source) async throws -> Server.Answer {
    var intake = Intake(
      ledger: service.ledger, source: source.name, dates: try await readers.dates(in: source.timeZone),
      reader: try await readers.reader())
    // Whoever holds a token speaks for their own source only.
    intake.isOnlySource = true
    let outcome: Intake.Outcome
    if posted.type.hasPrefix("text/csv") || posted.type.hasPrefix("text/tab-separated-values") {
      intake.columns = source.columns
      outcome = try await intake.take(table: posted.body)
    } else {
      outcome = try await intake.take(lines: posted.body)
    }
    var look = Sources.Look()
    look.add(outcome, since: source.checkedAt)
    try await service.ledger.sources.record(source, look)
    let answer = JSONValue.object([
      "new": .integer(outcome.stored.new), "revised": .integer(outcome.stored.revised),
      "known": .integer(outcome.stored.known),
      "refused": .integer(outcome.rejected),
      "problems": .array(
        outcome.problems.map { .object(["line": .integer($0.line), "reason": .string($0.reason)]) }),
    ])
    return Server.Answer(
      status: outcome.problem.isEmpty ? 200 : 422,
      type: "application/json", try answer.text(pretty: false) + "\n")
  }
}

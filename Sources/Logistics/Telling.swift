import Desk
import FoundationEssentials
import Ledger
import Service
import Transports
import Wording

/// Tells employees without a seat what they have to read: each gets a link with a code of their own; reminds them, and tells the
/// head of their department who is missing.
///
/// It works only where the settings say under which address the links are found. A message that was sent and not recorded is sent
/// again with another code; both are good for the same thing.
struct Telling: Sendable {
  let service: Service
  /// What stands before the code in a link; nil where nobody is told.
  private let link: String?
  private let sender: Sender
  /// Who has to be told, and whose training runs out, is looked for among all of the company: not at each ring.
  private let searching: Beat
  private static let lease = Duration.seconds(Double(Sender.patience) * 4)
  /// Messages that are under way at a time.
  private static let most = 16

  init(service: Service) {
    self.service = service
    link = service.environment["LEVEE_READING_LINK"]
    sender = Sender(environment: service.environment)
    searching = Beat(every: .seconds(min(30, service.interval * 6)))
  }

  func look(_ holding: Holding) async throws {
    guard service.slowBeat.isDue() else { return }
    let readings = service.ledger.playbookReadings
    if searching.isDue() {
      try await readings.renewTraining()
      if link != nil { try await readings.queue() }
    }
    guard let link else { return }
    while true {
      holding.turn()
      let messages = try await readings.claim(lease: Self.lease, most: Self.most)
      if messages.isEmpty { return }
      try await withThrowingTaskGroup { group in
        for message in messages {
          group.addTask { try await send(message, link) }
        }
        try await group.waitForAll()
      }
    }
  }

  private func send(_ telling: PlaybookReadings.Telling, _ link: String) async throws {
    let way = telling.transport.name
    do throws(TransportFault) {
      try await sender.send(
        Self.message(telling, link), over: telling.transport, now: Date.now.timeIntervalSince1970)
    } catch {
      service.log.warning(
        "telling_not_sent", ["employee": telling.employee, "transport": way, "reason": error.description])
      try await service.ledger.playbookReadings.recordFailed(
        telling, reason: error.description, how: error.prospect.rawValue, pause: error.retryAfter)
      return
    }
    if try await service.ledger.playbookReadings.recordSent(telling) {
      service.log.info("telling_sent", ["employee": telling.employee, "version": telling.version, "transport": way])
    } else {
      service.log.warning("telling_claim_lost", ["employee": telling.employee, "transport": way])
    }
  }

  /// What an employee reads.
  static func message(_ telling: PlaybookReadings.Telling, _ link: String) -> Message {
    let language = telling.language
    let title = SafeText.line(telling.title[language])
    let company = telling.company[language].isEmpty ? "" : SafeText.line(telling.company[language]) + ": "
    var values: [String: JSONValue] = [
      "version": .integer(telling.version), "name": .string(telling.name), "address": .string(telling.address),
      "language": .string(language.rawValue), "title": .string(telling.title[language]),
    ]
    let subject: Bilingual
    let text: Bilingual
    switch telling.subject {
    case .reading(let code, let validUntil):
      let url = link + code
      let until = TimeFormat.zoned(validUntil)
      let reminder = telling.before > 0
      values["link"] = .string(url)
      subject =
        reminder
        ? Bilingual("Reminder: please read \"\(title)\"", "提醒：请阅知《\(title)》")
        : Bilingual("Please read \"\(title)\"", "请阅知《\(title)》")
      let name = SafeText.line(telling.name)
      text = Bilingual(
        "\(name), please read \"\(title)\" (version \(telling.version)) and confirm it here:\n\(url)\nThe link is yours alone, and good until \(until).",
        "\(name)：请阅读《\(title)》（第 \(telling.version) 版）并确认阅知：\n\(url)\n链接仅供您本人使用，有效期至 \(until)。")
    case .department(let department, let missing):
      let count = missing.count
      let names = missing.prefix(30).map { SafeText.line($0) }
      let rest = count - names.count
      values["department"] = .string(department)
      values["missing"] = .integer(count)
      let place = SafeText.line(department)
      subject = Bilingual("\(place): \(count) have not read \"\(title)\"", "\(place)还有 \(count) 人未阅知《\(title)》")
      text =
        subject
        + Bilingual(
          ": \(names.joined(separator: ", "))" + (rest > 0 ? ", and \(rest) more." : "."),
          "：\(names.joined(separator: "、"))" + (rest > 0 ? "等。" : "。"))
        + Bilingual(" Please ask them to look for their link.", "请提醒他们查收链接并确认。")
    }
    return Message(
      key: "telling-\(telling.version)-\(telling.employee)-\(telling.before)", address: telling.address,
      callsPerson: false, name: SafeText.line(telling.name), subject: company + subject[language],
      text: text[language], event: "levee.reading", values: values)
  }
}

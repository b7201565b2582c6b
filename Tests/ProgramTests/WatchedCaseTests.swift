import FoundationEssentials
import Ledger
import TestHouse
import Testing
import Workflow

/// A whole case by `watch` alone, on a terminal of 80 × 24, in both languages: each thing is picked by its key, and its form does the rest.
@Suite(.aFewAtATime) struct WatchedCaseTests {
  /// Words of the screen that a hand waits for.
  private struct Words {
    let isChinese: Bool
    var back: String { isChinese ? "按任意键返回" : "Any key goes back" }
    var approve: String { isChinese ? "：a 批准" : ": a approve" }
    var goOn: String { isChinese ? "回车立即办理" : "Enter does it now" }
  }

  /// Picks what a person owes and answers what its form asks; the page comes back at the end.
  /// - Parameter answers: what the screen says, and the keys that follow.
  private func pick(
    _ kind: DutyKind, _ person: String, _ team: Team, in house: House, _ language: String,
    _ answers: [(after: String, keys: String)] = []
  ) async throws {
    let items = try await house.database.ledger(person, team).duties.inbox().items
    let place = try #require(
      items.firstIndex { $0.incident.number == 1 && $0.kind == kind },
      "\(person) owes \(items.map(\.kind)), not \(kind)")
    let typing = try house.typing(
      person, "levee-" + team.rawValue, ["watch", "--every", "60"], editor: "sed -i '$ a it is done'",
      language: language, size: (80, 24))
    // What is to be done comes first, and what the keys do is said.
    try await typing.type("\(place + 1)", after: "▶ 1")
    for (after, keys) in answers { try await typing.type(keys, after: after) }
    try await typing.type(" q", after: Words(isChinese: language == "zh-CN").back)
    #expect(try await typing.wait() == 0, "\(typing.screen)")
  }

  @Test("A whole case by watch alone", arguments: ["en", "zh-CN"])
  func aWholeCase(_ language: String) async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    defer { try? FileManager.default.removeItem(atPath: house.drafts) }
    let words = Words(isChinese: language == "zh-CN")
    func pick(
      _ kind: DutyKind, _ person: String, _ team: Team, _ answers: [(after: String, keys: String)] = []
    ) async throws {
      try await self.pick(kind, person, team, in: house, language, answers)
    }
    try await pick(.assess, "sun", .monitoring, [("--severity", "III\r"), ("[y/N]", "y")])
    try await house.advance()
    try await pick(
      .receive, "wang", .leadership,
      [(words.goOn, "\r"), ("SENTENCE", "we tell them\r"), ("levee-leadership command I1", "\r"), ("[y/N]", "y")])
    try await house.advance()
    try await pick(.acknowledge, "sun", .monitoring)
    // The plan and the certificate acknowledge what was read for them.
    try await pick(.plan, "zhou", .response, [("[y/N]", "y")])
    try await pick(.ready, "wu", .logistics, [("[y/N]", "y")])
    try await pick(.review, "wang", .leadership, [(words.approve, "a")])
    try await house.advance()
    #expect(try await house.stage() == .responding)
    try await pick(
      .statement, "zhou", .response,
      [("[y/N]", "y"), (words.isChinese ? "现在就报审？" : "Hand it in for review now?", "y"), ("--to", "inside\r")])
    try await pick(.review, "wang", .leadership, [(words.approve, "a")])
    try await house.deliver()
    try await house.advance()
    try await pick(.declareOver, "wang", .leadership, [("REASON", "it works\r"), ("[y/N]", "y")])
    try await house.advance()
    #expect(try await house.stage() == .reviewing)
    try await pick(.report, "sun", .monitoring, [("[y/N]", "y")])
    try await pick(.report, "zhou", .response, [("[y/N]", "y")])
    try await pick(.report, "wu", .logistics, [("[y/N]", "y")])
    try await pick(.recordMeeting, "wang", .leadership, [("--attendee", "wang\r"), ("--record", "by telephone\r")])
    try await pick(.receiveReport, "wang", .leadership)
    try await pick(
      .reviewIncident, "wang", .leadership,
      [
        ("--improvement", "a second line|li|2027-01-31\r"), ("--accept-rest", "known\r"), ("[y/N]", "y"),
        ("--course", "it broke\r"),
        ("--effectiveness", "we told them\r"),
      ])
    try await pick(.close, "wang", .leadership, [("[y/N]", "y")])
    try await house.advance()
    #expect(try await house.stage() == .closed)
    #expect(try await house.database.ledger("sun", .monitoring).dutyAudit.differences().isEmpty)
  }
}

import FoundationEssentials
import TestHouse
import Testing
import Workflow

/// A correction goes where the error stands, unless somebody says otherwise: the law asks for it on each of these channels.
@Suite(.aFewAtATime) struct CorrectingTests {
  /// Statement 2 is out on `inside`, and what it cites is refuted.
  private func house() async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    let zhou = house.database.ledger("zhou", .response)
    let draft = try await zhou.statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: [.init(name: "web-en", language: "en", title: "T", body: "B")], facts: [Reference(.fact, 1)],
      submit: true)
    try await house.approve("statement", draft.number, 1)
    _ = try await zhou.deliveries.send(draft, renditions: [], channels: ["inside"])
    try await house.deliver()
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
    return house
  }

  private func routes(_ house: House) async throws -> [String] {
    try await house.database.run(
      "postgres", nil, "select document_id || ' ' || channel as v from levee.route order by 1"
    ).map { try $0["v"] }
  }

  @Test("The form proposes the channels", arguments: ["en", "zh-CN"])
  func theFormProposesTheChannels(_ language: String) async throws {
    let house = try await house()
    let typing = try house.typing(
      "zhou", "levee-response",
      ["correct", "S2", "--title", "T", "--body", "Right", "--text-language", "en", "--submit"], language: language)
    try await typing.type("\r", after: "[inside]")
    #expect(try await typing.wait() == 0, "\(typing.screen)")
    #expect(try await routes(house) == ["3 inside"])
  }

  @Test func aScriptNeedsNotSayThem() async throws {
    let house = try await house()
    let said = try await Running.run(
      "levee-response", ["correct", "S2", "--title", "T", "--body", "Right", "--text-language", "en", "--submit"],
      environment: ["PGUSER": "zhou", "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": "en"])
    #expect(said.code == 0, "\(said.output)")
    #expect(try await routes(house) == ["3 inside"])
  }
}

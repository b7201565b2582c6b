import FoundationEssentials
import Ledger
import TestHouse
import Testing
import Workflow

/// LAW-13: what was given up by mistake is taken up again; and of a delivery only what is true is said.
@Suite struct ResumptionTests {
  private let incident = Reference(.incident, 1)
  private let delivery = Reference(.delivery, 1)

  /// A house in which delivery 1 waits for a person to post it.
  private func house(facts: [Reference] = []) async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    let zhou = house.database.ledger("zhou", .response)
    let text = try await zhou.statements.draft(
      incident, holding: nil, purpose: "", renditions: [.init(name: "web", language: "en", title: "T", body: "B")],
      facts: facts, submit: true)
    try await house.approve("statement", text.number, 1)
    #expect(try await zhou.deliveries.send(text, renditions: [], channels: ["manual"]) == [delivery])
    return house
  }

  @Test func whatWasGivenUpByMistakeIsTakenUpAgainAndIsOwedAgain() async throws {
    let house = try await house()
    let zhou = house.database.ledger("zhou", .response)
    let statement = Reference(.statement, 2, revision: 1)
    let posts = { try await zhou.duties.inbox().items.filter { $0.kind == .post }.map(\.subject) }
    try await zhou.deliveries.abandon(delivery, reason: "mistaken")
    #expect(try await posts().isEmpty)
    // What is given up is not said to have been sent.
    #expect(
      await refusal { _ = try await zhou.deliveries.send(statement, renditions: [], channels: ["manual"]) }
        == "delivery_is_given_up")
    #expect(try await zhou.deliveries.waysOut(of: statement).ways.first { $0.channel == "manual" }?.state == .givenUp)
    try await zhou.deliveries.resume(delivery, reason: "it was meant after all")
    #expect(try await posts() == ["D1"])
    #expect(await refusal { try await zhou.deliveries.resume(delivery, reason: "twice") } == "delivery_waits")
    // Once more, and it can still go out.
    try await zhou.deliveries.abandon(delivery, reason: "again")
    try await zhou.deliveries.resume(delivery, reason: "again")
    #expect(try await zhou.dutyAudit.differences().isEmpty)
    let token = try await zhou.deliveries.claim(delivery, lease: .seconds(60))
    try await zhou.deliveries.record(delivery, token: token, address: "x", postedAt: nil, screenshot: nil)
    #expect(try await zhou.deliveries.address(of: delivery) == "x")
    #expect(try await zhou.dutyAudit.differences().isEmpty)
  }

  @Test func ofADeliveryOnlyWhatIsTrueIsSaid() async throws {
    let house = try await house()
    let zhou = house.database.ledger("zhou", .response)
    func said() async -> [String?] {
      [
        await refusal { _ = try await zhou.deliveries.claim(delivery, lease: .seconds(60)) },
        await refusal { try await zhou.deliveries.retry(delivery) },
        await refusal { try await zhou.deliveries.resume(delivery, reason: "r") },
        await refusal { _ = try await zhou.deliveries.claim(delivery, .unpost, lease: .seconds(60)) },
      ]
    }
    let lis = try await house.database.ledger("li", .response).deliveries.claim(delivery, lease: .seconds(60))
    #expect(await said() == ["work_is_free", "work_is_free", "work_is_free", "delivery_is_not_out"])
    try await house.database.ledger("li", .response).deliveries.record(
      delivery, token: lis, address: "x", postedAt: nil, screenshot: nil)
    #expect(
      await said() == ["delivery_is_out", "delivery_is_out", "delivery_is_out", "withdrawal_receipt_has_an_approval"])
    #expect(await refusal { try await zhou.deliveries.abandon(delivery, reason: "r") } == "delivery_is_out")
    let withdrawal = try await zhou.documents.withdraw(delivery, reason: "wrong")
    try await house.approve("withdrawal", withdrawal.number, 1)
    let token = try await zhou.deliveries.claim(delivery, .unpost, lease: .seconds(60))
    try await zhou.deliveries.recordTakenDown(delivery, token: token)
    #expect(await said() == Array(repeating: "delivery_is_taken_down", count: 4))
  }

  @Test func whatMayNotGoOutAtThisMomentIsNotTakenUpAgain() async throws {
    let house = try await house(facts: [Reference(.fact, 1)])
    let zhou = house.database.ledger("zhou", .response)
    try await zhou.deliveries.abandon(delivery, reason: "r")
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
    #expect(
      await refusal { try await zhou.deliveries.resume(delivery, reason: "r") } == "text_rests_on_no_refuted_fact")
    let ways = try await zhou.deliveries.waysOut(of: Reference(.statement, 2))
    #expect(ways.hindrance?.name == "text_rests_on_no_refuted_fact")
  }

  @Test(
    "Nobody but response takes a delivery up",
    arguments: [("wang", Team.leadership), ("sun", .monitoring), ("wu", .logistics)])
  func nobodyElse(_ person: String, _ team: Team) async throws {
    let house = try await house()
    try await house.database.ledger("zhou", .response).deliveries.abandon(delivery, reason: "r")
    let state = await refusal {
      try await house.database.run(
        person, team, "insert into levee.delivery_resumption (incident_id, delivery_id, reason) values (1, 1, 'r')")
    }
    #expect(state == "42501")
  }

  @Test func everyChannelIsNamedWithWhatKeepsATextFromIt() async throws {
    let house = try await house()
    let zhou = house.database.ledger("zhou", .response)
    let ways = try await zhou.deliveries.waysOut(of: Reference(.statement, 2))
    #expect(ways.statement.revision == 1 && ways.hindrance == nil)
    let states = Dictionary(uniqueKeysWithValues: ways.ways.map { ($0.channel, $0.state) })
    #expect(states["manual"] == .waits && states["inside"] == .fits)
    #expect(states["public"] == .outside)
  }
}

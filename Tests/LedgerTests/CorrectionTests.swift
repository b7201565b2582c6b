import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-24, LAW-25: what is out and wrong is put right, or taken down. House: S2.1 cites F1, and is out on `inside` as D1.
@Suite struct CorrectionTests {
  private let incident = Reference(.incident, 1)
  private let words = [Statements.Rendition(name: "web", language: "en", title: "Correction", body: "It was not so.")]

  private func refute(_ house: House) async throws {
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
  }

  private func open(_ house: House) async throws -> Int {
    try await house.database.run("zhou", .response, "select 1 from levee.open_correction").count
  }

  private func gate(_ house: House, _ name: String) async throws -> Bool {
    try await house.database.run(
      "zhou", .response, "select met from levee.gate where incident_id = 1 and name = \(name)")[0]["met"]
  }

  @Test func aRefutedClaimThatIsOutIsCorrectedWhereItWasSaidAlsoWhileReviewing() async throws {
    let house = try await House(at: .reviewing)
    #expect(try await gate(house, "corrections_delivered"))
    try await refute(house)
    #expect(try await open(house) == 1)
    #expect(try await gate(house, "corrections_delivered") == false)
    let response = house.database.ledger("zhou", .response)
    #expect(
      try await response.duties.inbox().items.contains { $0.kind == .correct && $0.subject == "S2" })
    let correction = try await response.statements.correct(
      Reference(.statement, 2), purpose: "", renditions: words, facts: [], submit: true)
    try await house.approve("statement", correction.number, 1)
    // On another channel it does not reach those who read the wrong one.
    _ = try await response.deliveries.send(correction, renditions: [], channels: ["manual"])
    let token = try await response.deliveries.claim(Reference(.delivery, 2), lease: .seconds(60))
    try await response.deliveries.record(
      Reference(.delivery, 2), token: token, address: "x", postedAt: nil, screenshot: nil)
    #expect(try await open(house) == 1)
    _ = try await response.deliveries.send(correction, renditions: [], channels: ["inside"])
    try await house.deliver()
    #expect(try await open(house) == 0)
    #expect(try await gate(house, "corrections_delivered"))
  }

  @Test func aCorrectionNeedsSomethingToCorrectAndIsReviewedLikeAnyText() async throws {
    let house = try await House(at: .reviewing)
    let response = house.database.ledger("zhou", .response)
    let early = await refusal {
      _ = try await response.statements.correct(
        Reference(.statement, 2), purpose: "", renditions: words, facts: [], submit: true)
    }
    #expect(early == "correcting_statement_is_of_a_correction")
    try await refute(house)
    let correction = try await response.statements.correct(
      Reference(.statement, 2), purpose: "", renditions: words, facts: [], submit: true)
    let unapproved = await refusal {
      _ = try await response.deliveries.send(correction, renditions: [], channels: ["inside"])
    }
    #expect(unapproved == "delivery_is_approved")
  }

  @Test func whatIsTakenDownNeedsNoCorrection() async throws {
    let house = try await House(at: .reviewing)
    try await refute(house)
    let withdrawal = try await house.database.ledger("zhou", .response).documents.withdraw(
      Reference(.delivery, 1), reason: "it is wrong")
    let service = house.database.ledger("svc_response", .response)
    #expect(try await service.work.claim(.retract, most: 9, lease: .seconds(60)).isEmpty)
    try await house.approve("withdrawal", withdrawal.number, 1)
    #expect(try await gate(house, "withdrawals_carried_out") == false)
    #expect(try await open(house) == 1)
    let claim = try #require(try await service.work.claim(.retract, most: 9, lease: .seconds(60)).first)
    let stale = await refusal {
      _ = try await service.deliveries.recordTakenDown(Reference(.delivery, 1), token: UUID())
    }
    #expect(stale == "delivery_receipt_holds_the_claim")
    try await service.deliveries.recordTakenDown(Reference(.delivery, 1), token: claim.token)
    #expect(try await gate(house, "withdrawals_carried_out"))
    #expect(try await open(house) == 0)
    // The record stays.
    let kept = try await house.database.run("zhou", .response, "select 1 from levee.delivery_receipt")
    #expect(kept.count == 1)
  }

  /// Refuted between the claim and the receipt: the text is out, so its correction is owed.
  @Test func aFactRefutedWhileItsTextGoesOutOpensTheCorrectionWithTheReceipt() async throws {
    let house = try await House(at: .responding)
    let response = house.database.ledger("zhou", .response)
    let text = try await response.statements.draft(
      incident, holding: nil, purpose: "", renditions: words, facts: [Reference(.fact, 1)], submit: true)
    try await house.approve("statement", text.number, 1)
    _ = try await response.deliveries.send(text, renditions: [], channels: ["inside"])
    let service = house.database.ledger("svc_response", .response)
    let claim = try #require(try await service.work.claim(.deliver, most: 1, lease: .seconds(60)).first)
    _ = try await service.deliveries.text(of: Reference(.delivery, 1), token: claim.token)
    try await refute(house)
    #expect(try await open(house) == 0)
    try await service.deliveries.record(
      Reference(.delivery, 1), token: claim.token, address: "x", postedAt: nil, screenshot: nil)
    #expect(try await open(house) == 1)
    let stop = await refusal {
      try await house.database.ledger("wang", .leadership).incidents.stop(
        incident, outcome: "other", mergedInto: nil, reason: "r")
    }
    #expect(stop == "stop_leaves_no_correction_open")
  }

  @Test func afterClosingALinkedIncidentOwesTheCorrectionAndTheArchiveStaysAsItWas() async throws {
    let house = try await House(at: .closed)
    let monitoring = house.database.ledger("sun", .monitoring)
    #expect(
      await refusal {
        try await monitoring.facts.check(Reference(.fact, 1), reliability: .refuted, reason: "wrong")
      } == "fact_check_is_not_too_late")
    let next = try await monitoring.facts.refuteAfterClosing(Reference(.fact, 1), reason: "wrong")
    let relatives = try await monitoring.incidents.relatives(next)
    #expect(relatives.map(\.incident) == [incident])
    let states = try await house.database.run(
      "sun", .monitoring,
      "select reliability::text from levee.fact where incident_id in (1, \(next.number)) order by id")
    #expect(try states.map { try $0["reliability"] as String } == ["verified", "refuted"])
    #expect(try await open(house) == 1)
    #expect(try await monitoring.incidents.find(next).isExercise)
    #expect(
      await refusal { _ = try await monitoring.facts.refuteAfterClosing(Reference(.fact, 2), reason: "r") }
        == "late_refutation_is_of_an_archived_case")
    #expect(try await monitoring.history.verify(nil).faults.isEmpty)
  }
}

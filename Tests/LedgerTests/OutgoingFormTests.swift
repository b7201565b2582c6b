import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-36: forms that go out of the house, from both sides.
@Suite struct OutgoingFormTests {
  private func owed(_ house: House) async throws -> [String] {
    try await house.database.run(
      "postgres", nil,
      """
      select kind || ' ' || subject || ' ' || team || ' ' || person as said from levee.duty
      where incident_id = 1 and kind in ('review_form', 'rewrite_form', 'submit_form', 'form_receipt') and state = 'open' order by 1
      """
    ).map { try $0["said"] }
  }

  private func expect(_ house: House, _ said: [String]) async throws {
    let owed = try await owed(house)
    #expect(owed == said)
  }

  @Test func aFormIsReviewedHandedInRefusedAndHandedInAgainUntilThereIsAReceipt() async throws {
    let house = try await House(at: .assessing)
    let (zhou, wang, li) = (
      house.database.ledger("zhou", .response).forms, house.database.ledger("wang", .leadership).forms,
      house.database.ledger("li", .leadership).forms
    )
    let incident = Reference(.incident, 1)
    #expect(try await zhou.rules(of: incident, language: .chinese).map(\.form).count == 4)
    func write(_ body: String, _ template: String = "refute-rumour", insteadOf: Reference? = nil) async throws
      -> Reference
    {
      try await zhou.write(
        incident, from: template, language: .english, to: "The platform", title: "T", body: body, insteadOf: insteadOf)
    }
    for body in ["Dear {recipient}", "Evidence: (to be filled in)", "证明材料：（请填写）"] {
      #expect(await refusal { _ = try await write(body) } == "form_has_no_blank_left")
    }
    #expect(await refusal { _ = try await write("b", "none") } == "form_has_a_template")
    let first = try await write("It is untrue.")
    try await expect(house, ["review_form \(first) leadership "])
    // Nothing is handed in that leadership has not approved; nobody approves their own, or what follows from it.
    #expect(
      await refusal { try await zhou.submit(first, via: "portal", reference: "") } == "form_submission_has_a_review")
    #expect(await refusal { try await zhou.review(first, approves: true) } == "42501")
    let zhouLeads = house.database.ledger("zhou", .leadership).forms
    #expect(await refusal { try await zhouLeads.review(first, approves: true) } == "form_review_is_not_by_an_author")
    #expect(await refusal { try await wang.review(first, approves: false) } == "form_review_returns_with_a_reason")
    try await wang.review(first, approves: false, reason: "name the post")
    try await expect(house, ["rewrite_form \(first) response "])
    #expect(await refusal { try await li.review(first, approves: true) } == "form_review_pkey")
    #expect(
      await refusal { try await zhou.submit(first, via: "portal", reference: "") } == "form_submission_has_a_review")
    let second = try await li.write(
      incident, from: "refute-rumour", language: .english, to: "The platform", title: "T", body: "Post 7 is untrue.",
      insteadOf: first)
    #expect(await refusal { try await zhouLeads.review(second, approves: true) } == "form_review_is_not_by_an_author")
    #expect(await refusal { _ = try await write("again", insteadOf: first) } == "form_is_the_newest")
    #expect(
      await refusal { _ = try await write("again", insteadOf: Reference(.form, 99)) } == "form_is_instead_of_a_form")
    try await wang.review(second, approves: true)
    try await expect(house, ["submit_form \(second) leadership "])
    #expect(
      await refusal { try await zhou.record(outcomeOf: second, number: "1", givenBy: "", day: nil, refusedFor: "") }
        == "form_outcome_follows_a_submission")
    // Who hands it in gets the receipt, within the playbook's time.
    try await zhou.submit(second, via: "portal", reference: "R-1")
    try await expect(house, ["form_receipt \(second) response zhou"])
    let span = try await house.database.run(
      "postgres", nil,
      "select (due_at - started_at = interval '1 day') as right from levee.duty where kind = 'form_receipt'")
    #expect(try span[0]["right"] == true)
    #expect(await refusal { try await zhou.submit(second, via: "portal", reference: "") } == "form_is_handed_in_once")
    #expect(
      await refusal { try await zhou.record(outcomeOf: second, number: " ", givenBy: "", day: nil, refusedFor: "") }
        == "form_receipt_can_be_found")
    try await zhou.record(outcomeOf: second, number: "", givenBy: "", day: nil, refusedFor: "no licence attached")
    try await expect(house, ["submit_form \(second) leadership "])
    try await li.submit(second, via: "portal", reference: "R-2")
    try await li.record(outcomeOf: second, number: "88", givenBy: "Desk 4", day: "2026-11-27", refusedFor: "")
    try await expect(house, [])
    #expect(
      await refusal { try await li.record(outcomeOf: second, number: "89", givenBy: "", day: nil, refusedFor: "") }
        == "form_outcome_pkey")
    let forms = try await wang.list(incident)
    #expect(forms.map(\.state) == [.replaced, .received] && forms[1].submissions.count == 2)
    #expect(forms[1].submissions.map { $0.outcome?.isReceived } == [false, true])
    // It is in the case's file, and in its history, which verifies.
    let file = try await house.database.ledger("wang", .leadership).cases.read(incident)
    #expect(file.forms.map(\.reference) == [first, second])
    #expect(try await house.database.run("postgres", nil, "select fault from levee.verify(null)").isEmpty)
    let events = try await house.database.run(
      "postgres", nil, "select count(*) as n from levee.event where chain = 1 and kind like 'form%'")
    #expect(try events[0]["n"] == 8)
    // What was approved stays as it was read.
    #expect(
      await refusal { try await house.database.run("zhou", .response, "update levee.form set body = 'x'") } == "42501")
  }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The Q&A sheet: answers that leadership approved, as any text; nothing else is said in a reply, and no channel has it.
@Suite struct AnswerTests {
  private let incident = Reference(.incident, 1)

  private func answer(_ number: Int, _ words: String, audience: String = "public") -> Statements.Rendition {
    .init(
      name: "a\(number)-en", channelKind: Answers.channelKind, audience: audience, language: "en", title: "Q \(words)",
      body: "A \(words)")
  }

  /// A house while responding, with a customer's feedback 1.
  private func house() async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    _ = try await house.database.ledger("sun", .monitoring).feedback.add(
      incident, sender: "customer", contact: "", text: "why?")
    return house
  }

  private func write(_ house: House, _ answers: [Statements.Rendition], facts: [Reference] = []) async throws
    -> Reference
  {
    try await house.database.ledger("zhou", .response).answers.write(
      incident, answers: answers, facts: facts, submit: true)
  }

  /// By raw SQL.
  private func give(_ house: House, _ sheet: Reference, _ rendition: String = "a1-en") async -> String? {
    await refusal {
      try await house.database.run(
        "zhou", .response,
        """
        insert into levee.reply_from_answer (incident_id, feedback_id, document_id, number, rendition)
        select 1, 1, s.document_id, s.number, \(rendition) from levee.submission s
        where s.document_id = \(sheet.number) and s.number = \(sheet.revision ?? 1)
        """)
    }
  }

  @Test func anAnswerIsGivenOnceItIsApprovedAndAsLongAsItStands() async throws {
    let house = try await house()
    let zhou = house.database.ledger("zhou", .response)
    let sheet = try await write(house, [answer(1, "one")], facts: [Reference(.fact, 1)])
    #expect(await give(house, sheet) == "delivery_is_approved")
    #expect(try await zhou.answers.approved(of: incident) == nil)
    try await house.approve("statement", sheet.number, 1)
    let approved = try #require(try await zhou.answers.approved(of: incident))
    #expect(approved.reference == sheet && approved.hindrance == nil && approved.answers.map(\.body) == ["A one"])
    // No channel waits for it, and the incident still owes its statement.
    let kinds = try await zhou.duties.inbox().items.map(\.kind)
    #expect(!kinds.contains(.send) && kinds.contains(.statement))
    #expect(try await zhou.documents.read(sheet).expiresAt == nil)
    #expect(try await zhou.dutyAudit.differences().isEmpty)
    // What it rests on is refuted: the answer is given no more, and its revision is owed.
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
    #expect(await give(house, sheet) == "text_rests_on_no_refuted_fact")
    #expect(try await zhou.answers.approved(of: incident) == nil)
    #expect(try await zhou.duties.inbox().items.contains { $0.kind == .revise && $0.subject == sheet.description })
    let next = try await write(house, [answer(1, "two")])
    #expect(next == Reference(.statement, sheet.number, revision: 2))
    try await house.approve("statement", sheet.number, 2)
    #expect(try await zhou.feedback.reply(Reference(.feedback, 1), answer: "a1-en") == "A two")
    #expect(try await zhou.dutyAudit.differences().isEmpty)
  }

  @Test func theNewestApprovedSheetIsUsed() async throws {
    let house = try await house()
    let sheet = try await write(house, [answer(1, "old")])
    try await house.approve("statement", sheet.number, 1)
    let next = try await write(house, [answer(1, "new")])
    // While the newer one is under review, the older one stands.
    #expect(try await house.database.ledger("zhou", .response).answers.approved(of: incident)?.reference == sheet)
    try await house.approve("statement", sheet.number, 2)
    #expect(await give(house, sheet) == "reply_from_answer_is_of_the_newest_sheet")
    #expect(await give(house, next) == nil)
  }

  @Test func anAnswerIsForThoseItIsMeantForAndStandsInTheSheet() async throws {
    let house = try await house()
    let sheet = try await write(house, [answer(1, "one", audience: "media"), answer(2, "two", audience: "customers")])
    try await house.approve("statement", sheet.number, 1)
    #expect(await give(house, sheet, "a1-en") == "reply_from_answer_is_for_who_asked")
    #expect(await give(house, sheet, "a9-en") == "reply_from_answer_has_a_question")
    let statement = try await house.approvedStatement(["web"])
    #expect(await give(house, statement, "web") == "reply_from_answer_is_in_the_sheet")
    #expect(
      await refusal {
        try await house.database.ledger("zhou", .response).feedback.reply(Reference(.feedback, 1), statement: sheet)
      } == "reply_from_statement_is_no_sheet")
    #expect(await give(house, sheet, "a2-en") == nil)
  }

  @Test func theSheetHoldsAnswersOnlyAndGoesToNoChannel() async throws {
    let house = try await house()
    let zhou = house.database.ledger("zhou", .response)
    let plain = Statements.Rendition(name: "web", language: "en", title: "T", body: "B")
    #expect(await refusal { _ = try await write(house, [answer(1, "one"), plain]) } == "answers_stand_in_the_sheet")
    #expect(
      await refusal {
        _ = try await zhou.statements.draft(
          incident, holding: nil, purpose: "", renditions: [answer(1, "one")], facts: [], submit: true)
      } == "answers_stand_in_the_sheet")
    let sheet = try await write(house, [answer(1, "one")])
    #expect(
      await refusal {
        _ = try await zhou.statements.draft(
          incident, holding: nil, purpose: "", renditions: [answer(1, "two")], facts: [], submit: true, isSheet: true)
      } == "statement_sheet_once")
    try await house.approve("statement", sheet.number, 1)
    #expect(
      await refusal { _ = try await zhou.deliveries.send(sheet, renditions: ["a1-en"], channels: ["inside"]) }
        == "delivery_fits_its_channel")
    #expect(
      await refusal {
        try await house.database.run(
          "postgres", nil, "select levee.set_reach('inside', '{answers}', '{public}', '{en}')")
      } == "channel_reach_takes_no_answers")
  }

  @Test(
    "Nobody but response answers", arguments: [("wang", Team.leadership), ("sun", .monitoring), ("wu", .logistics)])
  func nobodyElse(_ person: String, _ team: Team) async throws {
    let house = try await house()
    let sheet = try await write(house, [answer(1, "one")])
    try await house.approve("statement", sheet.number, 1)
    let name = await refusal {
      try await house.database.run(
        person, team,
        """
        insert into levee.reply_from_answer (incident_id, feedback_id, document_id, number, rendition)
        select 1, 1, document_id, number, 'a1-en' from levee.approval where document_id = \(sheet.number)
        """)
    }
    #expect(name == "42501")
  }
}

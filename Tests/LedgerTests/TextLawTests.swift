import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// How long an approval stands, and what takes it away; whose words a text is; what is given up.
@Suite struct TextLawTests {
  private let incident = Reference(.incident, 1)

  private func draft(_ house: House, facts: [Reference] = []) async throws -> Reference {
    try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: nil, purpose: "",
      renditions: [Statements.Rendition(name: "web", language: "en", title: "T", body: "B")], facts: facts, submit: true
    )
  }

  private func send(_ house: House, _ text: Reference) async -> String? {
    await refusal {
      _ = try await house.database.ledger("zhou", .response).deliveries.send(text, renditions: [], channels: ["manual"])
    }
  }

  @Test func anApprovalRunsOutAndTheSameWordsAreReviewedAgain() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house)
    try await house.approve("statement", text.number, 1)
    try await house.database.run(
      "postgres", nil, "update levee.incident set clock_offset = clock_offset + interval '12 hours' where id = 1")
    #expect(await send(house, text) == "delivery_comes_before_the_approval_runs_out")
    try await house.advance()
    let response = house.database.ledger("zhou", .response)
    #expect(
      try await response.duties.inbox().items.contains {
        $0.kind == .renew && $0.subject == text.description
      })
    let again = try await response.documents.renew(text)
    #expect(again.revision == 2)
    #expect(try await response.documents.read(again).pieces.map(\.body) == ["B"])
    #expect(await send(house, again) == "delivery_is_approved")
    try await house.approve("statement", text.number, 2)
    #expect(await send(house, again) == nil)
  }

  /// LAW-23.
  @Test func whoAdoptsAProposalIsTheAuthorAndTheProposerMayReview() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house, facts: [Reference(.fact, 1)])
    let zhao = house.database.ledger("zhao", .leadership)
    try await zhao.documents.propose(text, reason: "too vague", texts: [("web", "", "The network is down.")])
    let li = house.database.ledger("li", .response)
    #expect(
      await refusal { _ = try await li.documents.adopt(text, from: "wang") } == "adoption_follows_a_proposal")
    let adopted = try await li.documents.adopt(text, from: "zhao")
    let revision = try await li.documents.read(adopted)
    #expect(revision.author == "li")
    #expect(revision.pieces.map(\.body) == ["The network is down."])
    #expect(revision.pieces.map(\.title) == ["T"])
    #expect(revision.facts.map(\.reference) == [Reference(.fact, 1)])
    let own = await refusal {
      _ = try await house.database.ledger("li", .leadership).documents.review(adopted, verdict: .approve, reason: "")
    }
    #expect(own == "review_is_not_by_the_author")
    try await house.approve("statement", text.number, 2)  // wang, and zhao who proposed it
    #expect(try await li.documents.read(adopted).isApproved)
  }

  @Test func aProposalSaysWordsForSomethingThatIsThere() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house)
    let zhao = house.database.ledger("zhao", .leadership)
    #expect(
      await refusal { try await zhao.documents.propose(text, reason: "r", texts: []) } == "review_proposal_has_a_text")
    #expect(
      await refusal { try await zhao.documents.propose(text, reason: "r", texts: [("paper", "", "x")]) }
        == "proposal_text_is_of_a_piece")
  }

  @Test("A revoked approval stands no more", arguments: [true, false])
  func revocation(ofThePlan: Bool) async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house)
    try await house.approve("statement", text.number, 1)
    let revoked = ofThePlan ? Reference(.plan, 1, revision: 1) : text
    try await house.database.ledger("chen", .leadership).documents.revoke(revoked, reason: "in error")
    #expect(
      await send(house, text)
        == (ofThePlan ? "delivery_stands_on_a_standing_plan" : "delivery_stands_on_a_standing_approval"))
    // The way back: the next revision, reviewed, carries what is written on it from then on.
    let response = house.database.ledger("zhou", .response)
    let renewed = try await response.documents.renew(revoked)
    try await house.approve(ofThePlan ? "plan" : "statement", renewed.number, 2)
    #expect(await send(house, ofThePlan ? text : renewed) == (ofThePlan ? "delivery_stands_on_a_standing_plan" : nil))
    guard ofThePlan else { return }
    let fresh = try await draft(house)
    try await house.approve("statement", fresh.number, 1)
    #expect(await send(house, fresh) == nil)
  }

  /// LAW-11.
  @Test func aTextWhoseFactIsRefutedUnderReviewIsNotApproved() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house, facts: [Reference(.fact, 1)])
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
    let name = await refusal { try await house.approve("statement", text.number, 1) }
    #expect(name == "text_rests_on_no_refuted_fact")
  }

  /// LAW-17: once the response has begun, a second of leadership agrees, and everyone still reports.
  @Test func nothingOfAStoppedIncidentGoesOutAndItsReportsAreStillOwed() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house)
    try await house.approve("statement", text.number, 1)
    #expect(await send(house, text) == nil)
    let delivery = Reference(.delivery, 1)
    let response = house.database.ledger("zhou", .response)
    let token = try await response.deliveries.claim(delivery, lease: .seconds(60))
    let wang = house.database.ledger("wang", .leadership)
    #expect(
      try await wang.incidents.stop(incident, outcome: "false_alarm", mergedInto: nil, reason: "r") == false)
    #expect(await refusal { try await wang.incidents.agreeToStop(incident) } == "stop_agreement_is_by_another")
    try await house.advance()
    #expect(try await house.stage() == .responding)
    try await house.database.ledger("li", .leadership).incidents.agreeToStop(incident)
    #expect(
      await refusal { _ = try await response.deliveries.text(of: delivery, token: token) }
        == "delivery_is_of_an_open_incident")
    try await house.advance()
    #expect(try await house.stage() == .reviewing)
    try await response.deliveries.abandon(delivery, reason: "stopped")
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await house.advance()
      #expect(try await house.stage() == .reviewing)
      try await house.database.ledger(person, team).closing.report(incident, body: "done")
      _ = try await wang.closing.receiveReports(incident, of: [team])
    }
    try await wang.commands.recordMeeting(incident, attendees: ["wang"], record: "r")
    try await house.advance()
    #expect(try await house.stage() == .closed)
    let outcome: String = try await house.database.run(
      "sun", .monitoring, "select outcome from levee.incident where id = 1")[0][
        "outcome"]
    #expect(outcome == "false_alarm")
  }

  /// Before that, the leader's word is enough, and what waits is given up with a reason.
  @Test func whatWaitsOfAnIncidentThatIsStoppedIsGivenUp() async throws {
    let house = try await House(at: .planning)
    let template = try await house.database.ledger("zhou", .response).playbooks.templates(
      "holding", of: incident, language: .english)[0]
    let text = try await house.database.ledger("zhou", .response).statements.draft(
      incident, holding: "holding", purpose: "",
      renditions: [.init(name: "web", language: "en", title: template.title, body: template.body)], facts: [],
      submit: true)
    try await house.approve("statement", text.number, 1)
    #expect(await send(house, text) == nil)
    #expect(
      try await house.database.ledger("wang", .leadership).incidents.stop(
        incident, outcome: "false_alarm", mergedInto: nil, reason: "r"))
    #expect(
      try await house.database.run(
        "zhou", .response, "select 1 from levee.delivery_abandonment where reason = 'stopped'"
      ).count
        == 1)
    // Nor does the record of the meeting get lost.
    try await house.advance()
    #expect(try await house.stage() == .planning)
    try await house.database.ledger("wang", .leadership).commands.recordMeeting(
      incident, attendees: ["wang"], record: "r")
    try await house.advance()
    #expect(try await house.stage() == .closed)
    #expect(try await house.database.run("zhou", .response, "select 1 from levee.work where incident_id = 1").isEmpty)
  }

  @Test func aDeliveryThatWillNotGoOutIsGivenUpAndHoldsNothingUp() async throws {
    let house = try await House(at: .responding)
    let text = try await draft(house)
    try await house.approve("statement", text.number, 1)
    #expect(await send(house, text) == nil)
    let response = house.database.ledger("zhou", .response)
    let delivery = Reference(.delivery, 1)
    let settled: Statement = "select met from levee.gate where incident_id = 1 and name = 'deliveries_settled'"
    #expect(try await house.database.run("zhou", .response, settled)[0]["met"] as Bool == false)
    // Somebody is posting it at this moment: it is theirs.
    _ = try await house.database.ledger("li", .response).deliveries.claim(delivery, lease: .seconds(60))
    #expect(
      await refusal { try await response.deliveries.abandon(delivery, reason: "r") }
        == "work_is_free")
    try await house.database.ledger("li", .response).deliveries.abandon(delivery, reason: "the channel is gone")
    #expect(try await house.database.run("zhou", .response, settled)[0]["met"] as Bool == true)
    #expect(
      await refusal { _ = try await response.deliveries.claim(delivery, lease: .seconds(60)) } == "delivery_is_given_up"
    )
  }

  /// LAW-16.
  @Test func aLoweringFollowsStablePeriodsAndApprovesWhatThenHasEnoughReviews() async throws {
    let house = try await House(at: .responding)
    let wang = house.database.ledger("wang", .leadership)
    let text = try await draft(house)
    _ = try await house.database.ledger("li", .leadership).documents.review(text, verdict: .approve, reason: "")
    #expect(
      await refusal { _ = try await wang.documents.lower(incident, to: .three, reason: "calm") }
        == "lowering_follows_stable_periods")
    let monitoring = house.database.ledger("sun", .monitoring)
    for period in 1...2 {
      for _ in 1...2 {
        _ = try await monitoring.assessments.submit(
          .init(severity: .three, summary: "calm", trend: .falling), to: incident)
      }
      // The same calm, said twice, is one period.
      #expect(
        await refusal { _ = try await wang.documents.lower(incident, to: .three, reason: "calm") }
          == (period == 1 ? "lowering_follows_stable_periods" : nil))
      try await house.jump(minutes: 31)
    }
    #expect(await refusal { _ = try await wang.documents.lower(incident, to: .one, reason: "r") } == "lowering_lowers")
    let lowering = try await wang.documents.lower(incident, to: .three, reason: "calm")
    for person in ["zhao", "li"] {
      _ = try await house.database.ledger(person, .leadership).documents.review(
        lowering, verdict: .approve, reason: "")
    }
    #expect(try await monitoring.incidents.find(incident).severity == .three)
    #expect(try await monitoring.documents.read(text).isApproved)
  }

  @Test func aLoweringThatANewerAssessmentContradictsIsNotApproved() async throws {
    let house = try await House(at: .responding)
    let monitoring = house.database.ledger("sun", .monitoring)
    for _ in 1...2 {
      _ = try await monitoring.assessments.submit(
        .init(severity: .three, summary: "calm", trend: .steady), to: incident)
      try await house.jump(minutes: 31)
    }
    let lowering = try await house.database.ledger("wang", .leadership).documents.lower(
      incident, to: .three, reason: "calm")
    _ = try await monitoring.assessments.submit(
      .init(severity: .two, summary: "not calm", trend: .rising), to: incident)
    _ = try await house.database.ledger("zhao", .leadership).documents.review(lowering, verdict: .approve, reason: "")
    let name = await refusal {
      _ = try await house.database.ledger("li", .leadership).documents.review(lowering, verdict: .approve, reason: "")
    }
    #expect(name == "lowering_rests_on_the_newest_assessment")
  }
}

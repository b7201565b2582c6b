import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-30: what one recorded oneself can be taken back, at once or not at all.
@Suite struct UndoTests {
  private let incident = Reference(.incident, 1)

  private func takeBack(_ house: House, _ person: String, _ team: Team) async -> String? {
    await refusal {
      try await house.database.run(person, team, "select levee.take_back(min(event_id)) from levee.last_act()")
    }
  }

  private func duties(_ house: House, _ kind: String) async throws -> [String] {
    try await house.database.run(
      "postgres", nil, "select subject from levee.duty where incident_id = 1 and kind = \(kind) and state = 'open'"
    ).map { try $0["subject"] }
  }

  /// The audit and the second opinion about duties agree with what is left.
  private func check(_ house: House) async throws {
    let faults = try await house.database.run("postgres", nil, "select fault from levee.verify(null)")
    #expect(faults.isEmpty)
    let differing = try await house.database.ledger("sun", .monitoring).dutyAudit.differences()
    #expect(differing.isEmpty, "\(differing)")
  }

  /// A statutory clock that a slip stopped runs on.
  @Test func aClockThatASlipStoppedRunsOn() async throws {
    let house = try await House(at: .assessing)
    try await house.database.ledger("wang", .leadership).incidents.reclassify(
      incident, title: nil, kind: .dataBreach, jurisdictions: ["EU"], reason: "logs")
    let clocks = try await duties(house, "notify_authority")
    let clock = try #require(clocks.first)
    try await house.database.ledger("wang", .leadership).commands.notified(incident, clock: clock, reference: "x")
    #expect(try await duties(house, "notify_authority").count == clocks.count - 1)
    #expect(await takeBack(house, "wang", .leadership) == nil)
    #expect(try await duties(house, "notify_authority").sorted() == clocks.sorted())
    // The history has both; the words of the slip are gone.
    let events = try await house.database.run(
      "wang", .leadership,
      "select kind from levee.event where chain = 1 and kind in ('authority_notice', 'undoing') order by id")
    #expect(try events.map { try $0["kind"] as String } == ["authority_notice", "undoing"])
    #expect(try await house.database.run("wang", .leadership, "select 1 from levee.authority_notice").isEmpty)
    try await check(house)
    // And it can be said again, rightly.
    try await house.database.ledger("wang", .leadership).commands.notified(incident, clock: clock, reference: "No. 7")
    try await check(house)
  }

  /// What one command wrote goes as a whole; what was read stays read.
  @Test func anActIsTakenBackAsAWhole() async throws {
    let house = try await House(at: .reviewing)
    let wu = house.database.ledger("wu", .logistics)
    let items = try await wu.readiness.checklist("stand_down", of: incident)
    try await wu.readiness.standDown(incident, note: "", items.map { .init(item: $0.item, status: "done") })
    #expect(try await duties(house, "stand_down").isEmpty)
    #expect(await takeBack(house, "wu", .logistics) == nil)
    #expect(try await wu.readiness.hasStoodDown(incident) == false)
    #expect(try await duties(house, "stand_down") == [""])
    try await check(house)
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await house.database.ledger(person, team).closing.report(incident, body: "done")
    }
    let wang = house.database.ledger("wang", .leadership)
    try await wang.closing.review(
      incident, course: "c", effectiveness: "e", lessons: "l",
      improvements: [.init(title: "t", owner: "li", dueOn: "2027-01-01")],
      reading: Team.assigned, accepted: "known")
    #expect(await takeBack(house, "wang", .leadership) == nil)
    #expect(try await wang.closing.written(incident) == nil)
    #expect(try await wang.closing.reports(incident).allSatisfy { $0.isReceived })
    #expect(try await duties(house, "review_incident") == [""])
    #expect(try await duties(house, "close").isEmpty)
    try await check(house)
  }

  /// A next step, a next stage, two minutes, and whose it is: each seals.
  @Test func whatIsSealedStays() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    let wang = house.database.ledger("wang", .leadership)
    _ = try await wang.commands.receive(incident)
    #expect(await takeBack(house, "wang", .leadership) == "undoing_is_of_a_step")
    try await wang.commands.decide(incident, onAssessment: 1, sentence: "go", attendees: [], record: "")
    // Another's step is not the person's own last one.
    #expect(
      await refusal {
        try await house.database.run(
          "li", .leadership,
          "select levee.take_back((select max(id) from levee.event where kind = 'decision'))")
      } == "undoing_is_of_ones_last_step")
    // The command rests on it: a key.
    _ = try await wang.commands.issue(incident, text: "t", monitoring: "m", response: "r", logistics: "l")
    #expect(
      await refusal {
        try await house.database.run(
          "wang", .leadership,
          "select levee.take_back((select max(id) from levee.event where kind = 'decision'))")
      } == "undoing_is_of_ones_last_step")
    // Once a stage opened on it, it stays.
    try await house.advance()
    #expect(await takeBack(house, "wang", .leadership) == "undoing_comes_before_the_next_step")
    // Somebody has answered what it opened.
    let zhou = house.database.ledger("zhou", .response)
    let feedback = try await zhou.feedback.add(incident, sender: "customer", contact: "", text: "?")
    _ = try await zhou.feedback.reply(feedback, template: "reply", language: .english)
    #expect(
      await refusal {
        try await house.database.run(
          "zhou", .response, "select levee.take_back((select max(id) from levee.event where kind = 'feedback'))")
      } == "undoing_is_of_ones_last_step")
    #expect(await takeBack(house, "zhou", .response) == "undoing_is_of_a_step")
    // Two minutes.
    _ = try await zhou.feedback.add(incident, sender: "customer", contact: "", text: "?")
    try await house.asOwner(
      "update levee.incident set clock_offset = clock_offset + interval '121 seconds' where id = 1")
    #expect(await takeBack(house, "zhou", .response) == "undoing_is_soon_or_never")
  }

  /// An approval, a delivery and a receipt stand.
  @Test func noApprovalDeliveryOrReceiptIsTakenBack() async throws {
    let house = try await House(at: .responding)
    try await house.database.run(
      "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'first',
        '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', true)
      """)
    #expect(await takeBack(house, "zhou", .response) == "undoing_is_of_a_step")
    try await house.approve("statement", 2, 1)
    #expect(await takeBack(house, "zhao", .leadership) == "undoing_is_of_a_step")
    try await house.database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{manual}')")
    #expect(await takeBack(house, "zhou", .response) == "undoing_is_of_a_step")
    try await house.database.run(
      "zhou", .response, "select levee.record_receipt(1, levee.claim_by_hand(1, 'post', '1 minute'), 'x')")
    #expect(await takeBack(house, "zhou", .response) == "undoing_is_of_a_step")
  }

  /// No row goes but by an undoing, and nobody writes one of those by hand.
  @Test func nobodyDeletesOtherwise() async throws {
    let house = try await House(at: .assessing)
    for statement: Statement in [
      "delete from levee.fact where id = 1",
      "insert into levee.undoing (incident_id, target_event, what) values (1, 1, 'fact')",
    ] {
      #expect(await refusal { try await house.database.run("sun", .monitoring, statement) } == "42501")
    }
    #expect(
      await refusal { try await house.asOwner("delete from levee.fact where id = 1") } == "history_is_append_only")
  }

  /// A draft that was not handed in is discarded by its author, and by nobody else.
  @Test func aDraftIsDiscardedByItsAuthor() async throws {
    let house = try await House(at: .responding)
    func draft(_ submit: Bool) async throws {
      try await house.database.run(
        "zhou", .response,
        """
        select * from levee.draft_statement(1, '', 'first',
          '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', \(submit))
        """)
    }
    try await draft(false)
    #expect(try await duties(house, "submit") == ["S2.1"])
    #expect(try await duties(house, "statement").isEmpty)
    let zhou = house.database.ledger("zhou", .response).documents
    let li = house.database.ledger("li", .response).documents
    let text = Reference(.statement, 2)
    #expect(await refusal { _ = try await li.discard(text) } == "discard_is_of_ones_own_draft")
    #expect(try await zhou.discard(text) == Reference(.statement, 2, revision: 1))
    #expect(try await duties(house, "submit").isEmpty)
    #expect(try await duties(house, "statement") == [""])
    try await check(house)
    #expect(try await zhou.read(text).isDiscarded)
    #expect(
      await refusal { _ = try await zhou.submit(Reference(.statement, 2, revision: 1)) }
        == "discarded_draft_is_left_alone")
    try await draft(true)
    #expect(await refusal { _ = try await zhou.discard(Reference(.statement, 3)) } == "discard_is_of_ones_own_draft")
    try await check(house)
  }

  /// The last approval sends what says where it goes; one of the reviewers can hold it; an exercise goes nowhere outside.
  @Test func theLastApprovalSends() async throws {
    let house = try await House(at: .responding)
    func draft(_ channels: String) async throws {
      try await house.database.run(
        "zhou", .response,
        """
        select * from levee.draft_statement(1, '', 'first',
          '[{"name": "web", "channel_kind": "newsroom", "language": "en", "title": "T", "body": "B"}]', '{1}', true,
          channels => \(channels)::text[])
        """)
    }
    try await draft("{inside,manual}")
    try await house.approve("statement", 2, 1)
    let sent = try await house.database.run(
      "postgres", nil, "select person, team::text, channel from levee.delivery order by channel")
    #expect(try sent.map { try $0["channel"] as String } == ["inside", "manual"])
    #expect(try sent[0]["person"] == "zhao")
    #expect(try sent[0]["team"] == "leadership")
    #expect(try await duties(house, "send").isEmpty)
    try await check(house)
    try await draft("{inside}")
    _ = try await house.database.ledger("wang", .leadership).documents.review(
      Reference(.statement, 3, revision: 1), verdict: .approve, reason: "", holds: true)
    let isApproved = try await house.database.ledger("zhao", .leadership).documents.review(
      Reference(.statement, 3, revision: 1), verdict: .approve, reason: "")
    #expect(isApproved)
    #expect(try await duties(house, "send") == ["S3.1"])
    try await check(house)
    // A channel that takes it no more keeps nobody from approving: somebody owes the sending.
    try await draft("{manual}")
    try await house.asOwner("update levee.channel_reach set is_open = false where channel = 'manual'")
    try await house.approve("statement", 4, 1)
    #expect(try await duties(house, "send").sorted() == ["S3.1", "S4.1"])
    try await check(house)
    #expect(await refusal { try await draft("{public}") } == "delivery_of_an_exercise_stays_inside")
    #expect(await refusal { try await draft("{nowhere}") } == "route_leads_to_a_channel")
    // Nobody of leadership sends anything that was not approved.
    #expect(
      await refusal {
        try await house.database.run("wang", .leadership, "select levee.send(1, 3, 1, '{web}', '{inside}')")
      } == "42501")
  }
}

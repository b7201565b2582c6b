import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-38: answers in own words, from both sides.
@Suite struct OwnWordsTests {
  private let one = Reference(.feedback, 1)
  private let two = Reference(.feedback, 2)

  /// A house while responding, with two who asked.
  private func house(severity: String = "III") async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.database.run("postgres", nil, "update levee.incident set severity = \(severity)::levee.severity")
    let sun = house.database.ledger("sun", .monitoring).feedback
    for sender in ["customer", "journalist"] {
      _ = try await sun.add(Reference(.incident, 1), sender: sender, contact: "", text: "why?")
    }
    return house
  }

  private func owed(_ house: House) async throws -> [String] {
    try await house.database.run(
      "postgres", nil,
      """
      select kind || ' ' || subject || ' ' || team || ' ' || array_to_string(not_by, ',') || gate as said from levee.duty
      where kind in ('review_reply', 'correct_reply') and state = 'open' order by 1
      """
    ).map { try $0["said"] }
  }

  private func shortcomings(_ house: House) async throws -> [String] {
    try await house.database.run(
      "postgres", nil,
      "select kind || ' ' || times as said from levee.shortcoming_facts(1) where kind like '%_reply' and kind <> 'late_reply' order by 1"
    ).map { try $0["said"] }
  }

  @Test func itIsSaidAtOnceReadAfterwardsAndPutRight() async throws {
    let house = try await house()
    let (zhou, wang) = (house.database.ledger("zhou", .response), house.database.ledger("wang", .leadership))
    try await zhou.ownWords.say(one, "Because it was wet.")
    try await zhou.ownWords.say(two, "No comment.")
    #expect(try await owed(house) == ["review_reply Q1 leadership zhou", "review_reply Q2 leadership zhou"])
    #expect(try await shortcomings(house) == ["unreviewed_reply 2"])
    #expect(try await zhou.dutyAudit.differences().isEmpty)
    // It answers one question, once; an approved text does not follow it.
    #expect(await refusal { try await zhou.ownWords.say(one, "again") } != nil)
    #expect(
      await refusal { _ = try await zhou.feedback.reply(one, template: "reply", language: .english) } != nil)
    #expect(await refusal { try await zhou.ownWords.say(Reference(.feedback, 99), "x") } != nil)
    // Who said it does not review it, in another team either; what is wrong is said with what is right.
    let zhouLeads = house.database.ledger("zhou", .leadership)
    #expect(
      await refusal { try await zhouLeads.ownWords.review(one, correction: nil) } == "reply_review_is_not_by_the_author"
    )
    #expect(await refusal { try await wang.ownWords.review(one, correction: " ") } == "reply_review_says_what_is_right")
    #expect(await refusal { try await zhou.ownWords.correct(one, note: "x") } == "reply_correction_follows_a_review")
    try await wang.ownWords.review(one, correction: nil)
    #expect(await refusal { try await wang.ownWords.review(one, correction: "x") } == "reply_review_pkey")
    #expect(await refusal { try await zhou.ownWords.correct(one, note: "x") } == "reply_correction_follows_a_review")
    try await wang.ownWords.review(two, correction: "It was wet.")
    // Who asked is told what is right, before the response is over.
    #expect(try await owed(house) == ["correct_reply Q2 response feedback_resolved"])
    #expect(try await shortcomings(house) == ["wrong_reply 1"])
    #expect(try await zhou.dutyAudit.differences().isEmpty)
    try await zhou.ownWords.correct(two, note: "by telephone")
    #expect(try await owed(house).isEmpty)
    #expect(try await zhou.dutyAudit.differences().isEmpty)
    let answers = try await wang.cases.read(Reference(.incident, 1)).ownWords
    #expect(answers.map(\.state) == [.fine, .corrected] && answers.map(\.reviewedBy) == ["wang", "wang"])
    #expect(answers[1].correction == "It was wet." && answers[1].note == "by telephone")
    #expect(try await house.database.run("postgres", nil, "select fault from levee.verify(null)").isEmpty)
  }

  @Test func legalReadsItWhereThePlaybookAsksForLegal() async throws {
    let house = try await house(severity: "I")
    try await house.database.ledger("zhou", .response).ownWords.say(one, "w")
    let legal: String = try await house.database.run(
      "postgres", nil, "select handle as said from levee.seat where team = 'leadership' and seat = 'legal'")[0]["said"]
    #expect(
      await refusal { try await house.database.ledger("wang", .leadership).ownWords.review(one, correction: nil) }
        == "reply_review_has_legal")
    try await house.database.ledger(legal, .leadership).ownWords.review(one, correction: nil)
  }

  @Test func rawSQLDoesNotGoAroundIt() async throws {
    let house = try await house()
    func run(_ person: String, _ team: Team, _ sql: String) async -> String? {
      await refusal { try await house.database.run(person, team, Statement(unsafeSQL: sql)) }
    }
    let say = "insert into levee.reply_in_own_words (incident_id, feedback_id, words) values (1, 1, 'w')"
    for (person, team) in [("wang", Team.leadership), ("sun", .monitoring), ("wu", .logistics)] {
      #expect(await run(person, team, say) == "42501")
    }
    #expect(
      await run(
        "zhou", .response,
        "insert into levee.reply_in_own_words (incident_id, feedback_id, words) values (1, 1, ' ')")
        == "reply_in_own_words_says_something")
    // Whether legal reads it, and who said it, is nobody's to say.
    for column in ["needs_legal", "person", "basis"] {
      #expect(
        await run(
          "zhou", .response,
          "insert into levee.reply_in_own_words (incident_id, feedback_id, words, \(column)) values (1, 1, 'w', default)"
        )
          == "42501")
    }
    #expect(await run("zhou", .response, say) == nil)
    #expect(await run("zhou", .response, "update levee.reply_in_own_words set words = 'x'") == "42501")
    let review = "insert into levee.reply_review (incident_id, feedback_id, verdict) values (1, 1, 'fine')"
    for (person, team) in [("zhou", Team.response), ("sun", .monitoring), ("wu", .logistics)] {
      #expect(await run(person, team, review) == "42501")
    }
    #expect(
      await run(
        "wang", .leadership, "insert into levee.reply_review (incident_id, feedback_id, verdict) values (1, 2, 'fine')")
        == "reply_review_is_of_own_words")
    // What was said is no text of the house: nothing that goes out has a key to it.
    let keys = try await house.database.run(
      "postgres", nil,
      """
      select c.conname as said from pg_constraint c where c.contype = 'f' and c.confrelid in ('levee.reply'::regclass,
        'levee.reply_in_own_words'::regclass) and c.conrelid in ('levee.delivery'::regclass, 'levee.rendition'::regclass,
        'levee.statement'::regclass, 'levee.approval'::regclass)
      """)
    #expect(keys.isEmpty)
    #expect(await run("wang", .leadership, review) == nil)
  }
}

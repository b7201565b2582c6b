import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-14, LAW-27: texts are part of the history; a checkpoint outlives a rewritten chain; erasing is on record.
@Suite struct AuditTests {
  private func verify(_ house: House) async throws -> History.Verification {
    try await house.database.ledger("sun", .monitoring).history.verify(nil)
  }

  private func unguarded(_ house: House, _ sql: String) async throws {
    let admin = try await house.database.connect("postgres")
    try await admin.execute(script: "set session_replication_role = replica; " + sql)
    await admin.close()
  }

  @Test(
    "A text changed behind the history is found and named",
    arguments: [
      ("update levee.fact set claim = 'all is well' where id = 1", "text_edited"),
      ("update levee.rendition set body = 'nothing happened'", "text_edited"),
      ("update levee.plan_part set salt = 'x' where part = 1", "text_edited"),
      ("update levee.incident set title = 'Nothing' where id = 1", "text_edited"),
      ("update levee.submission set digest = sha256('x') where kind = 'plan'", "text_edited"),
      ("delete from levee.decision", "row_missing"),
      ("update levee.review set event_id = 1 where person = 'wang'", "row_without_event"),
    ])
  func tampering(_ sql: String, _ fault: String) async throws {
    let house = try await House(at: .reviewing)
    #expect(try await verify(house).faults.isEmpty)
    try await unguarded(house, sql)
    let found = try await verify(house).faults
    #expect(found.contains { $0.fault == fault }, "\(found)")
  }

  @Test func aChainRewrittenAsAWholeIsFoundByACheckpointKeptOutside() async throws {
    let house = try await House(at: .planning)
    let ledger = house.database.ledger("sun", .monitoring)
    let first = try await ledger.checkpoints.take()
    _ = try await ledger.facts.add("later", source: "s", to: Reference(.incident, 1))
    try await house.advance()
    let second = try await ledger.checkpoints.take()
    #expect(second.code != first.code)
    #expect(try await ledger.checkpoints.verify(code: first.code, heads: first.heads).isEmpty)
    #expect(try await ledger.checkpoints.verify(code: second.code, heads: []).isEmpty)
    // A superuser changes an event and computes every seal after it anew.
    try await unguarded(
      house,
      """
      update levee.event set person = 'he', payload = replace(payload, '"person": "sun"', '"person": "he"')
        where id = (select event_id from levee.seal where chain = 1 and sequence = 2);
      do $$ declare s record; link bytea; begin
        for s in select * from levee.seal where chain = 1 order by sequence loop
          link := coalesce(link, s.previous);
          update levee.seal set previous = link, hash = sha256(link || levee.field(s.sequence::text)
            || levee.field((select payload from levee.event where id = s.event_id)))
            where chain = 1 and sequence = s.sequence returning hash into link;
        end loop;
      end $$
      """)
    #expect(try await verify(house).faults.isEmpty)
    let faults = try await ledger.checkpoints.verify(code: first.code, heads: first.heads)
    #expect(faults.map(\.chain) == [1])
    #expect(faults.map(\.fault) == ["rewritten"])
    #expect(try await ledger.checkpoints.verify(code: second.code, heads: []).isEmpty == false)
    // Nor does it help to rewrite the record of checkpoints: no record leads to the code on paper.
    try await unguarded(
      house,
      "update levee.checkpoint_head h set hash = s.hash from levee.seal s where s.chain = h.chain and s.sequence = h.sequence"
    )
    #expect(
      try await ledger.checkpoints.verify(code: second.code, heads: []).map(\.fault) == ["checkpoint_unknown"])
  }

  @Test func anErasedTextIsGoneAndTheHistoryVerifiesAsErased() async throws {
    let house = try await House(at: .closed)
    let zhao = house.database.ledger("zhao", .leadership)
    // The statement as a whole, weeks after the case was archived.
    #expect(
      await refusal {
        _ = try await house.database.ledger("chen", .leadership).history.erase(Reference(.statement, 2), reason: "r")
      } == "erasure_is_by_the_leader_or_legal")
    #expect(
      await refusal { _ = try await zhao.history.erase(Reference(.statement, 2), reason: " ") }
        == "erasure_has_a_reason")
    #expect(try await zhao.history.erase(Reference(.statement, 2), reason: "court order 7") >= 2)
    let rows = try await house.database.run("zhao", .leadership, "select title, body, salt::text from levee.rendition")
    #expect(try rows.map { try $0["body"] as String } == ["␡"])
    #expect(try rows.map { try $0["salt"] as String } == ["\\x"])
    let purposes = try await house.database.run("zhao", .leadership, "select purpose from levee.statement")
    #expect(try purposes.map { try $0["purpose"] as String } == ["␡"])
    try await house.advance()
    let verification = try await verify(house)
    #expect(verification.faults.isEmpty, "\(verification.faults)")
    #expect(verification.erased.count >= 2)
    // The digest of what was approved and sent stays.
    #expect(try await house.database.run("zhao", .leadership, "select digest from levee.delivery").count == 1)
    #expect(
      await refusal { _ = try await zhao.history.erase(Reference(.statement, 2), reason: "again") } != nil)
  }

  @Test func blankingWithoutADecisionIsRefusedEvenForTheSuperuser() async throws {
    let house = try await House(at: .reviewing)
    let name = await refusal {
      try await house.database.run("postgres", nil, "update levee.rendition set body = '␡', title = '␡', salt = ''")
    }
    #expect(name == "history_is_append_only")
  }

  @Test func anErasedMentionKeepsItsPlace() async throws {
    let house = try await House(at: .assessing)
    _ = try await house.database.ledger("sun", .monitoring).mentions.store([
      .init(source: "s", externalID: "1", publishedAt: nil, author: "x", text: "secret")
    ])
    #expect(
      await refusal {
        _ = try await house.database.ledger("zhao", .leadership).history.erase(Reference(.mention, 2), reason: "r")
      } == "erasure_is_of_a_text")
    #expect(
      try await house.database.ledger("zhao", .leadership).history.erase(Reference(.mention, 1), reason: "r") == 1)
    let row = try await house.database.run("sun", .monitoring, "select text, author from levee.mention")[0]
    #expect(try row["text"] as String == "␡")
    #expect(try row["author"] as String == "")
  }
}

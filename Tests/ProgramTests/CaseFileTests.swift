import FoundationEssentials
import TestHouse
import Testing
import Workflow

/// What belongs to a case beside its steps: notes, files, the search; and what is to be better after it.
@Suite(.aFewAtATime) struct CaseFileTests {
  private func run(
    _ house: House, _ person: String, _ line: String..., language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      line[0], Array(line.dropFirst()),
      environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
  }

  @Test func aNoteTellsWhoIsNamedAndMayRead() async throws {
    let house = try await House(at: .assessing)
    let noted = try await run(
      house, "sun", "levee", "note", "I1", "the press calls, @zhou and @he please look, @nobody too")
    #expect(noted.code == 0 && noted.output.contains("told:") && noted.output.contains("zhou"), "\(noted.output)")
    #expect(try await run(house, "wang", "levee", "notes", "I1").output.contains("the press calls"))
    let inbox = try await run(house, "zhou", "levee-response", "inbox")
    #expect(inbox.output.contains("levee notes"), "\(inbox.output)")
    #expect(try await run(house, "wang", "levee", "incident", "timeline", "I1").output.contains("note"))
    // Read by the circle alone.
    try await house.database.ledger("wang", .leadership).incidents.restrict(
      Reference(.incident, 1), true, reason: "people")
    #expect(try await run(house, "sun", "levee", "notes", "I1").output.contains("No notes."))
    #expect(try await run(house, "sun", "levee", "note", "I1", "more").code == 77)
    #expect(try await run(house, "sun", "levee", "search", "press").output.contains("Nothing holds"))
  }

  @Test func aFileIsKeptAndWrittenOutAgain() async throws {
    let house = try await House(at: .assessing)
    let folder = "/tmp/levee-files-\(house.database.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 255]
    try Data(bytes).write(to: URL(filePath: folder + "/shot.png"))
    let kept = try await run(house, "sun", "levee", "attach", "I1", folder + "/shot.png", "--note", "the post")
    #expect(kept.code == 0 && kept.output.contains("E1"), "\(kept.output)")
    let list = try await run(house, "zhou", "levee", "attachments", "I1").output
    #expect(list.contains("image/png") && list.contains("shot.png"), "\(list)")
    let out = folder + "/again.png"
    #expect(try await run(house, "zhou", "levee", "attachment", "save", "E1", "--out", out).code == 0)
    #expect(try Array(Data(contentsOf: URL(filePath: out))) == bytes)
    #expect(try await run(house, "zhou", "levee", "attachment", "save", "E1", "--out", out).code == 73)
    // Erased, nothing of it is left but its digest.
    let event: Int = try await house.database.run("postgres", nil, "select event_id from levee.attachment")[0][
      "event_id"]
    try await house.database.run("wang", .leadership, "select levee.erase(1, 'attachment', \(event), 'asked for')")
    #expect(try await run(house, "zhou", "levee", "attachment", "save", "E1", "--out", folder + "/x").code == 66)
    let faults = try await house.database.run(
      "postgres", nil, "select fault from levee.verify(null) where fault <> 'erased'")
    #expect(faults.isEmpty)
  }

  @Test("The search finds what was written", arguments: ["en", "zh-CN"])
  func theSearch(_ language: String) async throws {
    let house = try await House(at: .responding)
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source) values (1, '三部手机充电时起火 Battery FIRE', '客服')")
    for words in [["battery", "fire"], ["手机", "起火"]] {
      let found = try await Running.run(
        "levee", ["search"] + words,
        environment: ["PGUSER": "zhou", "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
      #expect(found.code == 0 && found.output.contains("F3") && found.output.contains("I1"), "\(found.output)")
    }
    let none = try await run(house, "zhou", "levee", "search", "battery", "water", language: language)
    #expect(none.code == 0 && !none.output.contains("F3"))
  }

  @Test("The search finds mentions, too, for whoever may read them", arguments: ["en", "zh-CN"])
  func theSearchFindsMentions(_ language: String) async throws {
    let house = try await House(at: .assessing)
    let path = "/tmp/levee-found-\(house.database.name).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(
      #"""
      {"id": "a", "source": "forum", "author": "ann", "text": "The Nova battery is on FIRE"}
      {"id": "b", "source": "weibo", "author": "ben", "text": "手机充电时起火，太吓人"}
      """#.utf8
    ).write(to: URL(filePath: path))
    #expect(try await run(house, "sun", "levee-monitoring", "ingest", path).code == 0)
    for person in ["sun", "wang", "zhou"] {
      let english = try await run(house, person, "levee", "search", "battery", "fire", language: language)
      #expect(english.code == 0 && english.output.contains("M1") && !english.output.contains("M2"), "\(english.output)")
      #expect(try await run(house, person, "levee", "search", "起火", language: language).output.contains("M2"))
    }
    // Logistics reads no mentions; the search is no way around that.
    let other = try await run(house, "wu", "levee", "search", "battery", language: language)
    #expect(other.code == 0 && !other.output.contains("M1") && !other.output.contains("Nova"), "\(other.output)")
  }

  @Test func anImprovementIsItsOwnersUntilLeadershipAcceptsIt() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    let inbox = try await run(house, "li", "levee-response", "inbox")
    #expect(inbox.output.contains("levee improvement done V1"), "\(inbox.output)")
    #expect(try await run(house, "zhou", "levee", "improvement", "done", "V1", "me").code == 77)
    #expect(try await run(house, "li", "levee", "improvement", "list").output.contains("better"))
    #expect(try await run(house, "wang", "levee-leadership", "improvement", "accept", "V1", "--yes").code == 65)
    #expect(try await run(house, "li", "levee", "improvement", "done", "V1", "a second line hired").code == 0)
    #expect(try await run(house, "li", "levee", "improvement", "done", "V1", "again").code == 65)
    #expect(try await run(house, "li", "levee-leadership", "improvement", "accept", "V1", "--yes").code == 77)
    let back = try await run(
      house, "wang", "levee-leadership", "improvement", "return", "V1", "--reason", "not trained yet")
    #expect(back.code == 0, "\(back.output)")
    #expect(try await house.database.ledger("sun", .monitoring).dutyAudit.differences().isEmpty)
    #expect(try await run(house, "li", "levee-response", "inbox").output.contains("V1"))
    #expect(try await run(house, "li", "levee", "improvement", "done", "V1", "trained").code == 0)
    #expect(try await run(house, "wang", "levee-leadership", "improvements").output.contains("waits to be accepted"))
    #expect(try await run(house, "wang", "levee-leadership", "improvement", "accept", "V1", "--yes").code == 0)
    #expect(try await run(house, "wang", "levee-leadership", "improvements").output.contains("done and accepted"))
    #expect(try await house.database.ledger("sun", .monitoring).dutyAudit.differences().isEmpty)
    let faults = try await house.database.run("postgres", nil, "select fault from levee.verify(null)")
    #expect(faults.isEmpty)
  }
}

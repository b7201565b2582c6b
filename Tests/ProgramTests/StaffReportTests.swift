import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// What anybody in the company tells is read, told at once where it is grave, owed an answer, and answered.
@Suite(.aFewAtATime) struct StaffReportTests {
  private func run(_ house: House, _ program: String, _ person: String, _ arguments: [String]) async throws
    -> Running.Result
  {
    try await Running.run(
      program, arguments + ["--language", "en"], environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  @Test func aReportIsReadAnsweredAndBecomesAnIncident() async throws {
    let house = try await House(at: .assessing)
    let service = try house.service(.monitoring)
    let told = try await run(house, "levee", "wu", ["report", "three people died in the hall"])
    #expect(told.code == 0 && told.output.contains("R1"), "\(told.output)")
    let monitoring = house.database.ledger("sun", .monitoring)
    try await awaitUntil("deaths are told at once") {
      try await monitoring.signals.list(open: true).contains { $0.cue == "death" }
    }
    let owed = try #require(try await monitoring.duties.inbox().items.first { $0.kind == .answerReport })
    #expect(owed.subject == "R1" && owed.dueAt != nil)
    let waiting = try await run(house, "levee-monitoring", "sun", ["reports"])
    #expect(waiting.output.contains("three people died") && waiting.output.contains("wu"), "\(waiting.output)")
    let opened = try await run(
      house, "levee-monitoring", "sun",
      ["open", "Deaths in the hall", "--kind", "other", "--severity", "II", "--report", "R1"])
    #expect(opened.code == 0, "\(opened.output)")
    #expect(try await !monitoring.duties.inbox().items.contains { $0.kind == .answerReport })
    let attached = try await house.database.run(
      "sun", .monitoring,
      "select 1 from levee.incident_mention where incident_id = (select max(id) from levee.incident)")
    #expect(attached.count == 1)
    let own = try await run(house, "levee", "wu", ["reports"])
    #expect(own.output.contains("dealt with as an incident"), "\(own.output)")
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.notice where recipient = 'wu' and reason = 'answer' and subject = 'R1'"
      ).count == 1)
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func nobodyReadsAnothersReportAndAnAnswerIsGivenOnceInWords() async throws {
    let house = try await House(at: .assessing)
    _ = try await run(house, "levee", "wu", ["report", "a strange smell"])
    let others = try await run(house, "levee", "zhou", ["reports"])
    #expect(!others.output.contains("smell"), "\(others.output)")
    await #expect(throws: PostgresError.self) {
      try await house.database.run("zhou", .response, "select text from levee.report")
    }
    let unknown = try await run(house, "levee-monitoring", "sun", ["answer", "R7", "nothing"])
    #expect(unknown.code != 0 && unknown.output.contains("There is no such report"), "\(unknown.output)")
    let empty = try await run(house, "levee-monitoring", "sun", ["answer", "R1", " "])
    #expect(empty.code != 0)
    let answered = try await run(house, "levee-monitoring", "sun", ["answer", "R1", "the kitchen; it is aired"])
    #expect(answered.code == 0, "\(answered.output)")
    let again = try await run(house, "levee-monitoring", "sun", ["answer", "R1", "again"])
    #expect(again.code != 0 && again.output.contains("answered already"), "\(again.output)")
    await #expect(throws: PostgresError.self) {
      try await house.database.run(
        "zhou", .response, "insert into levee.report_answer (report_id, words) values (1, 'x')")
    }
  }
}

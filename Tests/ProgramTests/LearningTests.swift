import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// Analysts teach, a version shows what it gained, and judges once somebody says so.
@Suite(.aFewAtATime) struct LearningTests {
  private func run(_ house: House, _ arguments: [String], as person: String = "sun") async throws -> Running.Result {
    try await Running.run(
      "levee-monitoring", arguments + ["--language", "en"],
      environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  private func ingest(_ house: House, _ texts: [String], _ name: String) async throws {
    let path = "/tmp/levee-learning-\(UUID().uuidString).jsonl"
    let lines = texts.enumerated().map { #"{"id": "\#(name)\#($0)", "source": "forum", "text": "\#($1)"}"# }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let taken = try await run(house, ["ingest", path])
    #expect(taken.code == 0, "\(taken.output)")
  }

  private func sentiment(_ house: House, _ id: String) async throws -> Int {
    try await house.database.run(
      "sun", .monitoring, "select sentiment from levee.mention where external_id = \(id)")[0]["sentiment"]
  }

  @Test func labelsAreLearntAVersionIsChosenAndTakenBack() async throws {
    let house = try await House(at: .assessing)
    // "Sick" is praise among these people, "meh" is not.
    try await ingest(
      house,
      (0..<60).map { $0.isMultiple(of: 2) ? "that show number \($0) was sick bro" : "the show number \($0) was meh" },
      "a")
    let before = try await sentiment(house, "a0")
    #expect(before != 1)
    #expect(try await run(house, ["sentiment", "learn"]).code != 0)
    let rows = try await house.database.run(
      "sun", .monitoring, "select id, external_id from levee.mention order by substr(external_id, 2)::int")
    var good: [String] = []
    var bad: [String] = []
    for row in rows {
      let id: String = try row["external_id"]
      let number = Int(id.dropFirst()) ?? 0
      let mention = "M\(try row["id"] as Int)"
      if number.isMultiple(of: 2) { good.append(mention) } else { bad.append(mention) }
    }
    #expect(try await run(house, ["mentions", "label", "positive"] + good).code == 0)
    #expect(try await run(house, ["mentions", "label", "negative"] + bad).code == 0)
    #expect(try await run(house, ["mentions", "label", "negative", "M999999"]).output.contains("no such mention"))
    let learnt = try await run(house, ["sentiment", "learn"])
    #expect(learnt.code == 0 && learnt.output.contains("Macro-F1 of it:   1.000"), "\(learnt.output)")
    // It judges nothing before it is chosen.
    try await ingest(house, ["your phone is sick bro"], "b")
    #expect(try await sentiment(house, "b0") != 1)
    #expect(try await run(house, ["sentiment", "use", "2"]).output.contains("no model of that version"))
    #expect(try await run(house, ["sentiment", "use", "1"]).code == 0)
    try await ingest(house, ["your phone is sick bro"], "c")
    #expect(try await sentiment(house, "c0") == 1)
    let list = try await run(house, ["sentiment", "list"])
    #expect(list.output.contains("1.000"), "\(list.output)")
    #expect(try await run(house, ["sentiment", "use", "rules"]).code == 0)
    try await ingest(house, ["your phone is sick bro"], "d")
    #expect(try await sentiment(house, "d0") != 1)
    await #expect(throws: PostgresError.self) {
      try await house.database.run("sun", .monitoring, "update levee.sentiment_model set after = 1")
    }
  }
}

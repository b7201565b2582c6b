import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// What the mentions suggest of the severity, through the programs.
@Suite(.aFewAtATime) struct SeverityTests {
  private func run(_ house: House, _ arguments: [String]) async throws -> Running.Result {
    try await Running.run(
      "levee-monitoring", arguments + ["--language", "en"],
      environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
  }

  private func attach(_ house: House, _ lines: [String]) async throws {
    let path = "/tmp/levee-severity-\(UUID().uuidString).jsonl"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let taken = try await run(house, ["ingest", path])
    #expect(taken.code == 0, "\(taken.output)")
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.incident_mention (incident_id, mention_id) select 1, id from levee.mention on conflict do nothing"
    )
  }

  private let burnt =
    #"{"id": "1", "source": "weibo", "author": "小李", "text": "我用 Nova 充电时手被烧伤了，受伤一人", "粉丝数": "1.2万", "转发数": "15", "url": "https://weibo.com/1"}"#

  @Test func onePostIsNotIAndASecondVoiceOrAnOutletMakesItSo() async throws {
    let house = try await House(at: .assessing)
    try await attach(house, [burnt])
    let alone = try await run(house, ["propose", "I1"])
    #expect(
      alone.output.contains("II (orange)") && alone.output.contains("single unverified source"), "\(alone.output)")
    #expect(alone.output.contains("an outlet of the list, reads, place among hot topics"), "\(alone.output)")
    #expect(alone.output.contains("小李") && alone.output.contains("12000"), "\(alone.output)")
    // An outlet of the list, known by its site.
    try await attach(
      house,
      [
        #"{"id": "2", "source": "feed", "title": "Nova phone injures one", "text": "One person was injured by a Nova phone.", "url": "https://tech.reuters.com/nova"}"#
      ])
    let reported = try await run(house, ["propose", "I1"])
    #expect(reported.output.contains("national outlets carry it: Reuters"), "\(reported.output)")
    #expect(reported.output.contains("I (red)"), "\(reported.output)")
    // The company edits the list.
    #expect(try await run(house, ["outlet", "remove", "Reuters"]).code == 0)
    #expect(try await !run(house, ["propose", "I1"]).output.contains("Reuters"))
    #expect(
      try await run(house, ["outlet", "add", "weibo", "--rank", "local", "--site", "https://www.weibo.com/"]).code == 0)
    #expect(try await run(house, ["outlet", "list"]).output.contains("weibo.com"))
    #expect(try await run(house, ["propose", "I1"]).output.contains("local outlets carry it: weibo"))
    let bad = try await run(house, ["outlet", "add", "x", "--rank", "local", "--site", "no site"])
    #expect(bad.code != 0 && bad.output.contains("bare name"), "\(bad.output)")
  }

  @Test func twoLevelsFromWhatTheMentionsSuggestAreOwedAReason() async throws {
    let house = try await House(at: .assessing)
    let free = try await run(house, ["assess", "I1", "--severity", "III", "--summary", "nothing is attached yet"])
    #expect(free.code == 0, "\(free.output)")
    try await attach(house, [burnt])
    let refused = try await run(house, ["assess", "I1", "--severity", "IV", "--summary", "a small thing"])
    #expect(
      refused.code != 0 && refused.output.contains("two away from what the mentions suggest"), "\(refused.output)")
    let near = try await run(house, ["assess", "I1", "--severity", "III", "--summary", "one level is a judgement"])
    #expect(near.code == 0, "\(near.output)")
    let proposed = try await run(house, ["propose", "I1", "--submit", "--severity", "IV"])
    #expect(proposed.code != 0, "\(proposed.output)")
    let reasoned = try await run(
      house, ["propose", "I1", "--submit", "--severity", "IV", "--because", "severity=the clinic saw a red spot"])
    #expect(reasoned.code == 0, "\(reasoned.output)")
    let rows = try await house.database.run(
      "postgres", nil, "select departure from levee.assessment where severity = 'IV' and proposed = 'II'")
    #expect(try rows.map { try $0["departure"] as String } == ["the clinic saw a red spot"])
    // Raw SQL is no way around it.
    await #expect(throws: PostgresError.self) {
      try await house.database.run(
        "sun", .monitoring,
        "insert into levee.assessment (incident_id, severity, summary, proposed) values (1, 'III', 's', 'I')")
    }
  }
}

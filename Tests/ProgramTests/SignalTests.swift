import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// From mentions to signals to an incident, through the programs.
@Suite(.aFewAtATime) struct SignalTests {
  private let now = Date.now

  /// Half a day of three or four mentions in five minutes, then a crowd that copies one story.
  private func history(_ subject: String, hours: Int = 12) -> String {
    var lines: [String] = []
    for bucket in 0..<(hours * 12) {
      let time = now.addingTimeInterval(-Double(hours * 3600) + Double(bucket * 300) - 300)
      for index in 0..<(3 + bucket % 2) {
        lines.append(
          #"{"id": "h\#(bucket)-\#(index)", "source": "forum", "published_at": "\#(time.formatted(.iso8601))", "subject": "\#(subject)", "text": "a quiet word about number \#(bucket * 31 + index * 7) and the weather"}"#
        )
      }
    }
    return lines.joined(separator: "\n")
  }

  private func crowd(_ subject: String, _ count: Int) -> String {
    (0..<count).map { index in
      #"{"id": "c\#(index)", "source": "\#(["weibo", "forum", "news"][index % 3])", "published_at": "\#(now.formatted(.iso8601))", "subject": "\#(subject)", "text": "\#(index % 2 == 0 ? "RT @someone: " : "")Nova is down in the whole country, nobody can make a call, terrible service\#(index % 3 == 0 ? "!!" : "") http://t.co/\#(index)"}"#
    }.joined(separator: "\n")
  }

  private func ingest(_ house: House, _ lines: String) async throws {
    let path = "/tmp/levee-signal-\(UUID().uuidString).jsonl"
    try Data(lines.utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let result = try await run(house, ["ingest", path])
    #expect(result.code == 0, "\(result.output)")
  }

  private func run(_ house: House, _ arguments: [String]) async throws -> Running.Result {
    try await Running.run(
      "levee-monitoring", arguments + ["--language", "en"],
      environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
  }

  @Test func aBurstBecomesOneSignalWithItsStoryAndAnIncidentIsOpenedFromIt() async throws {
    let house = try await House(at: .assessing)
    let monitoring = house.database.ledger("sun", .monitoring)
    try await ingest(house, history("Nova"))
    let service = try house.service(.monitoring)
    try await awaitUntil("the past is counted") {
      try await house.database.run("sun", .monitoring, "select 1 from levee.mention_batch").isEmpty
    }
    #expect(try await monitoring.signals.list(open: true).isEmpty)
    try await ingest(house, crowd("Nova", 90))
    try await awaitUntil("a signal") { try await !monitoring.signals.list(open: true).isEmpty }
    try await awaitUntil("all of the crowd in its story") {
      try await monitoring.signals.stories("Nova", since: now.addingTimeInterval(-60), most: 1).first?.copies == 90
    }
    let signal = try #require(try await monitoring.signals.list(open: true).first)
    #expect(signal.cue == "volume" && signal.subject == "Nova" && signal.kind == "service_outage")
    #expect(signal.rarity >= 2.7 && signal.negative >= 90)
    let story = try #require(try await monitoring.signals.stories("Nova", since: signal.since, most: 1).first)
    #expect(story.sources == 3 && story.negative == 90)
    // A restart makes no second signal of it.
    service.kill(SIGKILL)
    await service.wait()
    // What the dead service may have held, the supervisor takes back when its lease is over.
    try await house.database.run(
      "postgres", nil,
      "update levee.work set state = 'ready', token = null, lease_until = null, run_at = clock_timestamp() where kind = 'analyse'"
    )
    // What comes in while nobody looks is in the tables before the next service reads what it has to know.
    try await ingest(house, crowd("Nova", 120))
    let second = try house.service(.monitoring)
    try await awaitUntil("the signal brought up to date") {
      try await monitoring.signals.list(open: true).first?.mentions ?? 0 >= 120
    }
    // The signal counts mentions as they come in; their stories are told apart in the same pass or a later one.
    try await awaitUntil("the rest of the crowd in its story") {
      try await monitoring.signals.stories("Nova", since: now.addingTimeInterval(-60), most: 1).first?.copies == 120
    }
    #expect(try await monitoring.signals.list(open: false).count == 1)
    let shown = try await run(house, ["signal", "A\(signal.id)"])
    #expect(
      shown.code == 0 && shown.output.contains("service outage") && shown.output.contains("120"), "\(shown.output)")
    // What is unusual is said with the time in which it is.
    #expect(signal.span >= 300 && signal.span.truncatingRemainder(dividingBy: 300) == 0)
    #expect(shown.output.contains("120 in 5 min, where "), "\(shown.output)")
    let opened = try await run(house, ["open", "--signal", "A\(signal.id)"])
    #expect(opened.code == 0, "\(opened.output)")
    let incident: Int = try await house.database.run(
      "sun", .monitoring, "select incident_id from levee.signal where id = \(signal.id)")[0]["incident_id"]
    // The crowd is one story, and one fact; beside it what else was said since then, which depends on when that is.
    let facts = try await house.database.run(
      "sun", .monitoring, "select claim, reliability::text from levee.fact where incident_id = \(incident)")
    #expect(try facts.filter { try ($0["claim"] as String).contains("Nova is down") }.count == 1)
    #expect(try facts.allSatisfy { try $0["reliability"] as String == "unverified" })
    let attached = try await house.database.run(
      "sun", .monitoring, "select 1 from levee.incident_mention where incident_id = \(incident)")
    #expect(attached.count >= 120)
    #expect(try await run(house, ["open", "--signal", "A\(signal.id)"]).code != 0)
    second.kill(SIGTERM)
    #expect(await second.wait() == 0)
  }

  /// A source's history is taken in while the service runs: it is learnt, and what is new is judged beside it; the history by
  /// itself raises nothing.
  @Test func historyThatComesInLateIsLearnt() async throws {
    let house = try await House(at: .assessing)
    let monitoring = house.database.ledger("sun", .monitoring)
    let service = try house.service(.monitoring)
    try await ingest(house, history("Nova"))
    try await awaitUntil("the history is counted") {
      try await house.database.run("sun", .monitoring, "select 1 from levee.mention_batch").isEmpty
    }
    #expect(try await monitoring.signals.list(open: true).isEmpty)
    let past = history("Orbit").replacing(#""id": "h"#, with: #""id": "o"#)
    try await ingest(house, past + "\n" + crowd("Orbit", 90))
    try await awaitUntil("a signal") { try await !monitoring.signals.list(open: true).isEmpty }
    #expect(try await monitoring.signals.list(open: false).map(\.subject) == ["Orbit"])
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func anInjuryIsToldAtOnceOnceAndADismissalIsLearnt() async throws {
    let house = try await House(at: .assessing)
    let monitoring = house.database.ledger("sun", .monitoring)
    let service = try house.service(.monitoring)
    func say(_ id: String, _ text: String) async throws {
      try await ingest(
        house,
        #"{"id": "\#(id)", "source": "forum", "published_at": "\#(now.formatted(.iso8601))", "subject": "Orbit", "text": "\#(text)"}"#
      )
    }
    try await say("1", "三人受伤，手机自燃起火")
    try await awaitUntil("a signal") { try await !monitoring.signals.list(open: true).isEmpty }
    let signal = try #require(try await monitoring.signals.list(open: true).first)
    #expect(signal.cue == "injury" && signal.reasons.sorted() == ["hurt:3", "injury"])
    let mention = try await run(house, ["mention", "M1"])
    #expect(mention.output.contains("受伤") && mention.output.contains("an injury is mentioned"), "\(mention.output)")
    #expect(mention.output.contains("Sentiment:") && mention.output.contains("People hurt, as it says:  3"))
    let silent = try await run(house, ["dismiss", "A\(signal.id)", "--reason", " "])
    #expect(silent.code != 0)
    let dismissed = try await run(house, ["dismiss", "A\(signal.id)", "--reason", "a film"])
    #expect(dismissed.code == 0, "\(dismissed.output)")
    try await say("2", "电影里三人受伤的镜头很真实")
    try await awaitUntil("looked at") {
      try await house.database.run("sun", .monitoring, "select 1 from levee.mention_batch").isEmpty
    }
    try await say("3", "a recall is announced")
    try await awaitUntil("the next signal") { try await !monitoring.signals.list(open: true).isEmpty }
    #expect(try await monitoring.signals.list(open: false).map(\.cue).sorted() == ["injury", "recall"])
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func onlyWhoHoldsTheAnalysisWritesIt() async throws {
    let house = try await House(at: .assessing)
    for statement in [
      "select levee.absorb(gen_random_uuid(), '{}', '{}', '{}')",
      "select levee.raise_signal(gen_random_uuid(), 's', 'volume', now(), 3, 300, 1, 9, 2.7, '{}', 0)",
    ] as [Statement] {
      await #expect(throws: PostgresError.self) {
        try await house.database.run("svc_monitoring", .monitoring, statement)
      }
    }
    for statement in [
      "insert into levee.signal (subject, cue, since) values ('s', 'volume', now())",
      "update levee.signal set state = 'ended'", "delete from levee.mention_key",
      "insert into levee.story (id) values (1)",
    ] as [Statement] {
      await #expect(throws: PostgresError.self) { try await house.database.run("sun", .monitoring, statement) }
    }
    await #expect(throws: PostgresError.self) {
      try await house.database.run("zhou", .response, "select levee.admit_mentions('{a}', '{b}', '{1}', '{0}')")
    }
  }
}

import Feeds
import FoundationEssentials
import Glibc
import TestHouse
import Testing

@testable import Monitoring

@Suite struct IntakeTests {
  private func file(_ bytes: [UInt8]) throws -> String {
    let path = "/tmp/levee-intake-\(UUID().uuidString).jsonl"
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  /// A source whose clock stands elsewhere is doubted, with by how much; one that is merely slow is not.
  @Test func timesThatLieAheadOrBehindAreDoubted() async throws {
    let database = try await TestDatabase()
    let now = try await database.ledger("sun", .monitoring).analyses.now()
    let intake = Intake(ledger: database.ledger("sun", .monitoring), source: "feed", dates: DateReader(now: now))
    func take(_ hours: [Double]) async throws -> Intake.Outcome {
      let lines = hours.map { hours in
        let time = now.addingTimeInterval(hours * 3600).formatted(.iso8601)
        return #"{"id": "\#(UUID().uuidString)", "text": "a post of \#(hours)", "published_at": "\#(time)"}"#
      }
      return try await intake.take(lines: Array(lines.joined(separator: "\n").utf8))
    }
    let ahead = try await take([8, 7.9, -0.1])
    #expect(ahead.doubt.contains("2 published later than now, by up to 7 hours") && ahead.doubt.contains("--time-zone"))
    let behind = try await take([-8, -8.2])
    #expect(behind.doubt.isEmpty)
    #expect(behind.lag(since: now - 300).contains("the newest of 2 new says it is 8 hours old"))
    // The first look at an archive, and one after a night without looks, are nothing odd; nor is what is a little late.
    #expect(behind.lag(since: nil).isEmpty && behind.lag(since: now - 8 * 3600).isEmpty)
    let slow = try await take([-0.5, -9])
    #expect(slow.lag(since: now - 300).isEmpty && slow.doubt.isEmpty)
    #expect(try await take([]).lag(since: now - 300).isEmpty)
  }

  @Test func linesAreStoredOnceUnknownKeysKeptAndBadOnesNamedAndKept() async throws {
    let database = try await TestDatabase()
    let intake = Intake(
      ledger: database.ledger("sun", .monitoring), source: "file",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    let good =
      #"{"id": 7, "source": "forum", "published_at": "2023-11-08T04:12:00+11:00", "text": " down \u0000 again ", "likes": 3, "label": {"a": [1]}}"#
    let bare = #"{"text": "no id, no source"}"#
    var bytes = Array((good + "\n" + bare + "\n\n{\"text\": \"cut in ha\n[1]\n{\"id\": 1}\n").utf8)
    bytes += Array("{\"text\": \"".utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8)
    bytes += Array("{\"text\": \"x\", \"published_at\": \"someday\"}".utf8)
    let path = try file(bytes)
    defer { unlink(path) }
    let outcome = try await intake.take(path: path)
    #expect(outcome.stored.new == 3)
    #expect(outcome.rejected == 4)
    #expect(
      outcome.problems.map { "\($0.line) \($0.reason)" } == [
        "4 not JSON: a text does not end, at byte 20", "5 not a JSON object", "6 no text; the keys are: id",
        "8 published_at is not a time",
      ])
    // The escaped NUL of the first line, and bytes that are no characters in the seventh.
    #expect(outcome.doubts[.bytesMended]?.count == 2)
    let again = try await intake.take(path: path)
    #expect(again.stored.new == 0)
    #expect(again.stored.known == 3)
    let row = try await database.run(
      "sun", .monitoring,
      "select external_id, text, extra::text, published_at from levee.mention where source = 'forum'")[0]
    #expect(try row["external_id"] as String == "7")
    #expect(try row["extra"] as String == #"{"label": {"a": [1]}, "likes": 3}"#)
    #expect(try row["published_at"] as Date == Date(timeIntervalSince1970: 1_699_377_120))
    #expect(try await database.run("sun", .monitoring, "select 1 from levee.rejected_input").count == 8)
  }

  @Test func aWatchedWordAttachesWhatIsNewAndCountsTheTrend() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.watch (incident_id, keyword) values (1, '断网')")
    let intake = Intake(
      ledger: house.database.ledger("sun", .monitoring), source: "file",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    let lines = (1...2500).map { i in
      #"{"id": "\#(i)", "published_at": "2023-11-08T04:12:00+11:00", "text": "\#(i.isMultiple(of: 5) ? "又断网了" : "hello")"}"#
    }
    let path = try file(Array(lines.joined(separator: "\n").utf8))
    defer { unlink(path) }
    let outcome = try await intake.take(path: path)
    #expect(outcome.stored.new == 2500)
    // By the service, when it looks at what was taken in.
    let service = house.database.ledger("svc_monitoring", .monitoring)
    let claim = try #require(try await service.work.claim(.analyse, most: 1, lease: .seconds(60)).first)
    let batches: [Int] = try await house.database.run("sun", .monitoring, "select id from levee.mention_batch").map {
      try $0["id"]
    }
    try await service.analyses.absorb(claim, batches: batches, copies: [])
    let trend = try await house.database.run(
      "sun", .monitoring, "select mentions from levee.trend where incident_id = 1")
    #expect(try trend.map { try $0["mentions"] as Int } == [500])
  }

  @Test func aLineThatIsTooLongIsRefusedAndTheNextOneRead() async throws {
    let database = try await TestDatabase()
    let intake = Intake(
      ledger: database.ledger("sun", .monitoring), source: "file",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    let long = "{\"text\": \"" + String(repeating: "x", count: 2 << 20) + "\"}"
    let path = try file(Array((long + "\n{\"text\": \"short\"}\n").utf8))
    defer { unlink(path) }
    let outcome = try await intake.take(path: path)
    #expect(outcome.rejected == 1)
    #expect(outcome.stored.new == 1)
  }

  @Test func aFeedIsTakenInFromAFile() async throws {
    let database = try await TestDatabase()
    let intake = Intake(
      ledger: database.ledger("sun", .monitoring), source: "news",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    let path = try file(
      Array(
        "<rss><channel><item><guid>1</guid><title>Outage</title><description>all day</description></item></channel></rss>"
          .utf8))
    defer { unlink(path) }
    #expect(try await intake.take(path: path).stored.new == 1)
    #expect(try await intake.take(path: path).stored.known == 1)
  }

  @Test func whatRefusedWholeFilesIsTakenInBesideTheRest() async throws {
    let database = try await TestDatabase()
    let intake = Intake(
      ledger: database.ledger("sun", .monitoring), source: "crawl",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
    let lines = [
      #"{"text": "one", "k": "a\u0000b", "\u0000": ["\ud800", 1e999999]}"#,
      #"{"text": "two", "id": "\u0000", "author": "\udc00"}"#,
      #"{"text": "three", "n": 1e999, "d": 12345678901234567890123}"#,
    ]
    let path = try file(Array(lines.joined(separator: "\n").utf8))
    defer { unlink(path) }
    let outcome = try await intake.take(path: path)
    #expect(outcome.stored.new == 3)
    #expect(outcome.rejected == 0)
    #expect(outcome.doubts[.bytesMended]?.count == 2)
  }
}

import Feeds
import FoundationEssentials
import Ledger
import TestHouse
import Testing

@testable import Monitoring

/// Equal id is not equal post: what is known, what is a later wording, and what is another post.
@Suite struct IdentityTests {
  private func intake(_ database: TestDatabase) -> Intake {
    Intake(
      ledger: database.ledger("sun", .monitoring), source: "press",
      dates: DateReader(now: Date(timeIntervalSince1970: 1_800_000_000)))
  }

  private func feed(_ items: [(id: String, link: String, title: String)]) -> [UInt8] {
    let body = items.map { item in
      "<item><guid isPermaLink=\"false\">\(item.id)</guid>"
        + (item.link.isEmpty ? "" : "<link>\(item.link)</link>") + "<title>\(item.title)</title></item>"
    }
    return Array("<rss version=\"2.0\"><channel><title>t</title>\(body.joined())</channel></rss>".utf8)
  }

  private func count(_ database: TestDatabase, _ condition: String = "true") async throws -> Int {
    try await database.run(
      "postgres", nil, .init(stringLiteral: "select count(*)::int as n from levee.mention where \(condition)"))[0]["n"]
  }

  @Test func postsThatShareAnIDAreAllTakenInAndTheSourceIsDoubted() async throws {
    let database = try await TestDatabase()
    let four = (1...4).map { (id: "0", link: "", title: "story number \($0)") }
    let first = try await intake(database).take(feed: feed(four))
    #expect(first.stored.new == 4 && first.stored.sharingAnID == 3)
    #expect(first.doubt == "3 under an id that stands for another post, too" && first.problem.isEmpty)
    // In another order, and fewer of them: nothing is new.
    let again = try await intake(database).take(feed: feed([four[2], four[0], four[3]]))
    #expect(again.stored.new == 0 && again.stored.revised == 0 && again.stored.known == 3 && again.doubt.isEmpty)
    let alone = try await intake(database).take(feed: feed([four[3]]))
    #expect(alone.stored.known == 1)
    #expect(try await count(database) == 4)
  }

  @Test func aSpreadsheetThatRoundsItsIDsLosesNoPost() async throws {
    let database = try await TestDatabase()
    let table = "id,text\n4.75E+15,the app is down\n4.75E+15,my order is lost\n4.75E+15,when is it back\n"
    let outcome = try await intake(database).take(table: Array(table.utf8))
    #expect(outcome.stored.new == 3)
    let again = try await intake(database).take(table: Array(table.utf8))
    #expect(again.stored.new == 0 && again.stored.revised == 0 && again.stored.known == 3)
  }

  @Test func theSameIDElsewhereIsAnotherPost() async throws {
    let database = try await TestDatabase()
    _ = try await intake(database).take(feed: feed([("7", "https://a.example/1", "the app is down")]))
    let other = try await intake(database).take(feed: feed([("7", "https://a.example/2", "a new shop opens")]))
    #expect(other.stored.new == 1 && other.stored.revised == 0 && other.stored.sharingAnID == 1)
    // The same words under another address are the same post: an address may hold who asks for it.
    let moved = try await intake(database).take(feed: feed([("7", "https://a.example/1?s=9", "the app is down")]))
    #expect(moved.stored.known == 1 && moved.stored.new == 0)
  }

  @Test func anEditIsReadAgainAndNotCountedAgain() async throws {
    let database = try await TestDatabase()
    let calm = ("7", "https://a.example/1", "nothing is wrong")
    let grave = ("7", "https://a.example/1", "三人死亡")
    _ = try await intake(database).take(feed: feed([calm]))
    let edited = try await intake(database).take(feed: feed([grave]))
    #expect(edited.stored.revised == 1 && edited.stored.new == 0)
    // Back and forth: both wordings are known by now.
    #expect(try await intake(database).take(feed: feed([calm])).stored.known == 1)
    #expect(try await intake(database).take(feed: feed([grave])).stored.known == 1)
    let first: Int = try await database.run(
      "postgres", nil, "select id from levee.mention where revises = 0")[0]["id"]
    #expect(try await count(database, "revises = \(first) and cues & 1 = 1") == 1)
    let service = database.ledger("svc_monitoring", .monitoring)
    let claim = try #require(try await service.work.claim(.analyse, most: 1, lease: .seconds(60)).first)
    let (batches, items) = try await service.analyses.pending(most: 8)
    #expect(items.map(\.isRevision) == [false, true])
    try await service.analyses.absorb(claim, batches: batches, copies: [])
    let counted = try await database.run("postgres", nil, "select sum(mentions)::int as n from levee.mention_count")
    #expect(try counted[0]["n"] as Int == 1)
  }

  @Test func aPageThatCountsItsReadersDoesNotFillTheTables() async throws {
    let database = try await TestDatabase()
    var revised = 0
    for readers in 0..<30 {
      revised += try await intake(database).take(feed: feed([("7", "https://a.example/1", "seen by \(readers)")]))
        .stored
        .revised
    }
    #expect(revised == 20)
    #expect(try await count(database) == 21)
  }

  @Test func aRowThatTheDatabaseRefusesStandsAloneAndTheOthersAreIn() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("sun", .monitoring)
    let mentions = (1...400).map { number in
      Mentions.Mention(
        source: "press", externalID: "\(number)", publishedAt: nil, text: "post number \(number)",
        extra: [7, 8, 390].contains(number) ? "{\"k\": " : "{}", line: number)
    }
    let stored = try await ledger.mentions.store(mentions)
    #expect(stored.new == 397 && stored.refused.map(\.line).sorted() == [7, 8, 390])
    #expect(try await ledger.mentions.rejected(most: 10).map(\.line).sorted() == [7, 8, 390])
    #expect(
      try await ledger.mentions.rejected(most: 1)[0].reason
        == "the database refuses it: a value that its column cannot hold")
    #expect(try await count(database) == 397)
  }

  @Test func aSubjectHasOneSpellingHoweverItIsWritten() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("sun", .monitoring)
    for (number, subject) in ["Hearthline", "hearthline", " HEARTHLINE ", "Ｈｅａｒｔｈｌｉｎｅ", "Hearth", ""].enumerated() {
      _ = try await ledger.mentions.store([
        Mentions.Mention(
          source: "press", externalID: "\(number)", publishedAt: nil, subject: subject, text: "t\(number)")
      ])
    }
    let subjects = try await database.run(
      "postgres", nil, "select subject, count(*)::int as n from levee.mention group by 1 order by 2 desc, 1 desc")
    #expect(
      try subjects.map { "\(try $0["subject"] as String) \(try $0["n"] as Int)" } == ["Hearthline 4", "Hearth 1", " 1"])
  }
}

import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// What the world sees of statements: the pages that the real service writes.
@Suite(.aFewAtATime) struct NewsroomServiceTests {
  private func read(_ folder: String, _ name: String) -> String {
    (try? String(contentsOf: URL(filePath: folder + "/" + name), encoding: .utf8)) ?? ""
  }

  /// The names of the pages that say something.
  private func pages(_ folder: String, saying words: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasPrefix("20") && $0.hasSuffix(".html") && read(folder, $0).contains(words)
    }
  }

  @Test func aCorrectionAndAWithdrawalAreSeenOnThePagesThatAreOut() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await house.database.run(
      "postgres", nil,
      "insert into levee.company (name, name_en, contact, zone) values ('星河科技', 'Xinghe', 'press@xinghe.example', 'Asia/Shanghai')"
    )
    try await house.database.run(
      "postgres", nil, "update levee.channel set address = 'https://xinghe.example/news/' where name = 'inside'")
    let zhou = house.database.ledger("zhou", .response)
    func texts(_ words: String) -> [Statements.Rendition] {
      [
        .init(name: "web-en", language: "en", title: "\(words) title", body: "\(words) body"),
        .init(name: "web-zh-cn", language: "zh-CN", title: "\(words) 标题", body: "\(words) 正文"),
      ]
    }
    let first = try await zhou.statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "", renditions: texts("First"), facts: [Reference(.fact, 1)],
      submit: true)
    try await house.approve("statement", first.number, 1)
    let service = try house.service(.response)
    let out = try await zhou.deliveries.send(first, renditions: [], channels: ["inside"])
    #expect(out.count == 2)
    try await awaitUntil("both lists") {
      read(folder, "index.html").contains("First 标题") && read(folder, "index.en.html").contains("First title")
    }
    let name = try #require(try pages(folder, saying: "First body").first)
    #expect(read(folder, name).contains("(Beijing time, UTC+8)"))
    #expect(try await zhou.deliveries.address(of: out[0])?.hasPrefix("https://xinghe.example/news/20") == true)
    // What a reader computes is what the page that explains it says.
    let checksum =
      try await house.database.run(
        "postgres", nil, "select encode(sha256(convert_to(\("First title\n\nFirst body\n"), 'UTF8')), 'hex') as sum")[
        0][
        "sum"] as String
    #expect(read(folder, "verify-" + name).contains(checksum))
    #expect(read(folder, "verify-" + name.dropLast(4) + "txt") == "First title\n\nFirst body\n")

    // The fact is refuted, and the correction comes out: the old page says so, and leads there.
    try await house.database.ledger("sun", .monitoring).facts.check(
      Reference(.fact, 1), reliability: .refuted, reason: "wrong")
    let right = try await zhou.statements.correct(
      first, purpose: "", renditions: texts("Right"), facts: [], submit: true)
    try await house.approve("statement", right.number, 1)
    _ = try await zhou.deliveries.send(right, renditions: [], channels: ["inside"])
    try await awaitUntil("the old page says so") {
      read(folder, name).contains("This statement has been corrected.")
        && read(folder, name).contains(">Right title</a>")
    }
    try await awaitUntil("the new one leads back") {
      try pages(folder, saying: "Right body").contains {
        read(folder, $0).contains("<a href=\"\(name)\">First title</a>")
      }
    }
    try await awaitUntil("the feed") { read(folder, "feed.en.atom").contains("[Corrected] First title</title>") }
    #expect(read(folder, "index.html").contains("已更正"))

    // The first text is taken down: none of its words are left in the folder.
    let english = try #require(
      try await house.database.run(
        "zhou", .response, "select id from levee.delivery where rendition = 'web-en' order by id limit 1")[0]["id"]
        as Int?)
    let withdrawal = try await zhou.documents.withdraw(Reference(.delivery, english), reason: "wrong")
    try await house.approve("withdrawal", withdrawal.number, 1)
    try await awaitUntil("its words are gone") {
      try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy {
        !read(folder, $0).contains("First body")
      }
        && read(folder, "index.en.html").contains("This statement has been withdrawn")
    }
    #expect(read(folder, name).contains("This statement has been withdrawn"))
    #expect(read(folder, name).contains(">Right title</a>"))
    #expect(read(folder, "index.en.html").contains("Right title") && !read(folder, "feed.atom").contains("First title"))
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func aPageThatSomebodySpoiledIsWrittenAgainWhenTheServiceStarts() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = try await house.approvedStatement(["web"])
    let doomed = try house.service(.response)
    _ = try await house.database.ledger("zhou", .response).deliveries.send(text, renditions: [], channels: ["inside"])
    try await awaitUntil("the list") { read(folder, "index.en.html").contains("T web") }
    doomed.kill(SIGKILL)
    await doomed.wait()
    let name = try #require(try pages(folder, saying: "B web").first)
    try Data("spoiled".utf8).write(to: URL(filePath: folder + "/" + name))
    let service = try house.service(.response)
    try await awaitUntil("the page is whole again") { read(folder, name).contains("B web") }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }
}

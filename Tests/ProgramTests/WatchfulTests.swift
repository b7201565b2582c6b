import Dice
import FoundationEssentials
import Fuzz
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// Nothing that comes from outside stops the watching: what is bad is put aside, and what is beside it is told.
@Suite(.aFewAtATime) struct WatchfulTests {
  private func ingest(_ house: House, _ id: String, _ subject: String, _ text: String) async throws {
    let path = "/tmp/levee-watchful-\(UUID().uuidString).jsonl"
    try Data(
      #"{"id": "\#(id)", "source": "forum", "published_at": "\#(Date.now.formatted(.iso8601))", "subject": "\#(subject)", "text": "\#(text)"}"#
        .utf8
    ).write(to: URL(filePath: path))
    defer { unlink(path) }
    let result = try await Running.run(
      "levee-monitoring", ["ingest", path, "--language", "en"],
      environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
    #expect(result.code == 0, "\(result.output)")
  }

  private func awaitDeath(_ house: House, _ subject: String) async throws {
    let monitoring = house.database.ledger("sun", .monitoring)
    try await awaitUntil("deaths of \(subject) are told") {
      try await monitoring.signals.list(open: true).contains { $0.cue == "death" && $0.subject == subject }
    }
  }

  @Test func aSourceThatHangsKeepsNothingElseFromBeingTold() async throws {
    let house = try await House(at: .assessing)
    // It takes the request and says nothing.
    let asked = WebServerLog()
    let mute = try WebServer(late: { _ in true }) { request in
      _ = asked.note(request)
      return ""
    }
    defer { mute.stop() }
    try await house.database.ledger("sun", .monitoring).sources.add(
      .init(reaching: "http://127.0.0.1:\(mute.port)/", name: "mute"))
    let service = try house.service(.monitoring)
    try await awaitUntil("it is asked") { !asked.requests.isEmpty }
    try await ingest(house, "1", "Nova", "three people died")
    try await awaitDeath(house, "Nova")
    service.kill(SIGKILL)
    await service.wait()
  }

  @Test func aBatchThatIsRefusedIsPutAsideAndTriedAgainByTheNextProcess() async throws {
    let house = try await House(at: .assessing)
    try await house.asOwner(
      "alter table levee.mention_count add constraint mention_count_is_tried check (subject <> 'poison')")
    let service = try house.service(.monitoring)
    try await ingest(house, "1", "poison", "three people died")
    try await ingest(house, "2", "Nova", "three people died")
    try await awaitDeath(house, "Nova")
    try await awaitUntil("it is put aside") {
      try await house.database.run(
        "sun", .monitoring, "select 1 from levee.mention_batch where problem = 'refused mention_count_is_tried'"
      ).count == 1
    }
    // What is put aside is not counted; what it says that is told at once is told all the same.
    try await awaitDeath(house, "poison")
    try await ingest(house, "3", "Orbit", "three people died")
    try await awaitDeath(house, "Orbit")
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    try await house.asOwner("alter table levee.mention_count drop constraint mention_count_is_tried")
    let next = try house.service(.monitoring)
    try await awaitUntil("it is counted after all") {
      try await house.database.run("sun", .monitoring, "select 1 from levee.mention_count where subject = 'poison'")
        .count == 1
    }
    next.kill(SIGTERM)
    #expect(await next.wait() == 0)
  }

  @Test func aLookThatKeepsFailingStandsOnTheHealthPageAndTheOthersGoOn() async throws {
    let house = try await House(at: .assessing)
    let asked = WebServerLog()
    let server = try WebServer { request in
      _ = asked.note(request)
      return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }
    defer { server.stop() }
    try await house.asOwner(
      """
      create or replace function levee.sit_down(held uuid, who uuid) returns boolean language plpgsql as
      $$begin raise exception 'out of order' using errcode = 'XX000'; end$$
      """)
    let service = try house.service(.monitoring, listening: "127.0.0.1:0")
    let address = try await service.address()
    try await awaitUntil("the page says which look fails") {
      try await Running.get(address, "/readyz").body.contains(
        /watching: \d+ looks in a row have failed: PostgreSQL XX000/)
    }
    #expect(try await Running.get(address, "/livez").body == "ok\n")
    try await house.database.ledger("sun", .monitoring).sources.add(
      .init(reaching: "http://127.0.0.1:\(server.port)/", name: "press"))
    try await awaitUntil("it is still polled, and the source says what is wrong") {
      try await house.database.ledger("sun", .monitoring).sources.list().first?.problem == "HTTP 404"
    }
    #expect(!(try await Running.get(address, "/readyz").body.contains("polling:")))
    #expect(try await Running.get(address, "/metrics").body.contains("levee_looks_failed_total{loop=\"polling\"} 0"))
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func whatNobodyCouldHaveMeantIsRejectedAndTheItemsBesideItAreIn() async throws {
    let house = try await House(at: .assessing)
    var dice = Dice(seed: 15)
    let id = String((0..<6000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &dice))) })
    let items = [id, "plain"].map {
      "<item><guid isPermaLink=\"false\">\($0)</guid><title>of \($0.prefix(5))</title></item>"
    }
    let body = "<rss version=\"2.0\"><channel><title>t</title>\(items.joined())</channel></rss>"
    let asked = WebServerLog()
    let server = try WebServer { request in
      _ = asked.note(request)
      return "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }
    defer { server.stop() }
    try await house.database.ledger("sun", .monitoring).sources.add(
      .init(reaching: "http://127.0.0.1:\(server.port)/", name: "press"))
    let service = try house.service(.monitoring)
    try await awaitUntil("both are in") {
      try await house.database.run("sun", .monitoring, "select 1 from levee.mention where source = 'press'").count == 2
    }
    // Once, and not again before its time.
    try await ingest(house, "1", "Nova", "three people died")
    try await awaitDeath(house, "Nova")
    #expect(asked.requests.count == 1)
    #expect(try await house.database.ledger("sun", .monitoring).sources.list().first?.problem == "")
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func aFileThatCannotBeReadIsMovedAsideWithItsReason() async throws {
    let house = try await House(at: .assessing)
    let folder = "/tmp/levee-drop-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("colour,size\nred,3\n".utf8).write(to: URL(filePath: folder + "/a.csv"))
    try Data("{\"text\": \"three people died\", \"subject\": \"Nova\"}\n".utf8).write(
      to: URL(filePath: folder + "/b.jsonl"))
    #expect(chmod(folder, 0o777) == 0)
    try await house.database.ledger("sun", .monitoring).sources.add(
      .init(name: "drop", kind: .folder, location: folder, every: .seconds(300)))
    let service = try house.service(.monitoring)
    try await awaitDeath(house, "Nova")
    try await awaitUntil("the file is moved aside") { access(folder + "/refused/a.csv", F_OK) == 0 }
    #expect(access(folder + "/done/b.jsonl", F_OK) == 0)
    try await awaitUntil("its reason is kept") {
      try await house.database.ledger("sun", .monitoring).mentions.rejected(most: 1).first?.reason.contains("a.csv")
        == true
    }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }
}

extension Sources.Addition {
  fileprivate init(reaching location: String, name: String) {
    self.init(name: name, kind: .feed, location: location, every: .seconds(300))
    reachesPrivate = true
  }
}

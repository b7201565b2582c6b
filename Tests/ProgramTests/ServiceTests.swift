import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// The services as processes: what they do, and what they survive.
@Suite(.aFewAtATime) struct ServiceTests {
  @Test func theSupervisorOpensAStageAsSoonAsItIsRung() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let supervisor = try house.service(.supervisor)
    let monitoring = house.database.ledger("sun", .monitoring)
    _ = try await monitoring.assessments.submit(.init(severity: .two, summary: "bad"), to: Reference(.incident, 1))
    try await awaitUntil("commanding") { try await house.stage() == .commanding }
    supervisor.kill(SIGTERM)
    #expect(await supervisor.wait() == 0)
    #expect(supervisor.printed.contains("event=stage_opened incident=I1 from=assessing to=commanding"))
    let term = try await monitoring.operations.overview().term
    #expect(!term.isHeld)
  }

  @Test func aSupervisorThatIsKilledIsReplacedAndNothingIsLostOrDoubled() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let monitoring = house.database.ledger("sun", .monitoring)
    let first = try house.service(.supervisor)
    try await awaitUntil("a term") { try await monitoring.operations.overview().term.isHeld }
    let second = try house.service(.supervisor)
    first.kill(SIGKILL)
    _ = try await monitoring.assessments.submit(.init(severity: .two, summary: "bad"), to: Reference(.incident, 1))
    try await awaitUntil("commanding") { try await house.stage() == .commanding }
    try await awaitUntil("sealed") { try await monitoring.history.verify(nil).unsealed == 0 }
    #expect(try await monitoring.history.verify(nil).faults.isEmpty)
    #expect(try await house.database.run("sun", .monitoring, "select 1 from levee.transition").count == 1)
    second.kill(SIGTERM)
    #expect(await second.wait() == 0)
  }

  @Test func aServiceWhoseFirstSessionIsCutStartsAllTheSame() async throws {
    let house = try await House(at: .assessing)
    // What a sequence has given out is not taken back, so the first heartbeat is cut and the second is not.
    for statement in [
      "create sequence public.beats", "grant usage on sequence public.beats to public",
      """
      create function public.cut() returns trigger language plpgsql security definer as $$
      begin
        if nextval('public.beats') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new;
      end $$
      """, "create trigger cut before insert on levee.process for each row execute function public.cut()",
    ] {
      try await house.database.run("postgres", nil, Statement(unsafeSQL: statement))
    }
    let service = try house.service(.response)
    try await awaitUntil("a heartbeat") {
      try await !house.database.run("postgres", nil, "select 1 from levee.process where team = 'response'").isEmpty
    }
    // From here on it hears that it is to stop.
    try await awaitUntil("it has started") { service.printed.contains("event=started") }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    #expect(service.printed.contains("event=database_lost"))
  }

  @Test func deliveriesSurviveKilledServicesAndCutConnectionsEachExactlyOnce() async throws {
    let house = try await House(at: .responding)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let statement = try await house.approvedStatement((1...20).map { "web-\($0)" })
    let supervisor = try house.service(.supervisor)
    let doomed = try house.service(.response)
    let sent = try await house.database.ledger("zhou", .response).deliveries.send(
      statement, renditions: [], channels: ["inside"])
    #expect(sent.count == 20)
    // Killed as soon as the first receipt is there: some are written, some claimed, some untouched.
    try await awaitUntil("a first receipt") {
      try await house.database.run("zhou", .response, "select 1 from levee.delivery_receipt").count >= 1
    }
    doomed.kill(SIGKILL)
    await doomed.wait()
    let response = try house.service(.response)
    try await awaitUntil("half of them") {
      try await house.database.run("zhou", .response, "select 1 from levee.delivery_receipt").count >= 10
    }
    try await house.database.run(
      "postgres", nil,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename like 'svc\\_%' and datname = current_database()"
    )
    try await awaitUntil("all of them") {
      try await house.database.run("zhou", .response, "select 1 from levee.delivery_receipt").count == 20
    }
    try await awaitUntil("the front page") {
      guard let page = try? String(contentsOf: URL(filePath: folder + "/index.en.html"), encoding: .utf8) else {
        return false
      }
      return (1...20).allSatisfy { page.contains(">T web-\($0)<") }
    }
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.contains("-S") && !$0.hasPrefix("verify-")
    }
    #expect(pages.filter { $0.hasSuffix(".html") }.count == 20)
    #expect(try await house.database.run("zhou", .response, "select 1 from levee.work where kind = 'deliver'").isEmpty)
    for running in [response, supervisor] {
      running.kill(SIGTERM)
      #expect(await running.wait() == 0)
    }
  }

  @Test func aNewsroomThatCannotBeWrittenIsTriedAgainAndSaid() async throws {
    let house = try await House(at: .responding)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data().write(to: URL(filePath: folder))  // a file where the folder should be
    let statement = try await house.approvedStatement((1...20).map { "web-\($0)" })
    let response = try house.service(.response)
    _ = try await house.database.ledger("zhou", .response).deliveries.send(
      statement, renditions: ["web-1"], channels: ["inside"])
    try await awaitUntil("the failure is on record") {
      try await house.database.run("zhou", .response, "select 1 from levee.work where reason like '%Not a directory%'")
        .count == 1
    }
    unlink(folder)
    try await awaitUntil("delivered") {
      try await house.database.run("zhou", .response, "select 1 from levee.delivery_receipt").count == 1
    }
    response.kill(SIGTERM)
    #expect(await response.wait() == 0)
    #expect(response.printed.contains("event=newsroom_not_written"))
  }

  @Test func aWatchedFolderIsTakenInAndABrokenLineIsNamed() async throws {
    let house = try await House(at: .assessing)
    let folder = "/tmp/levee-inbox-\(house.database.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let service = try house.service(.monitoring)
    let monitoring = house.database.ledger("sun", .monitoring)
    try Data("{\"id\": 1, \"text\": \"one\"}\n{broken\n".utf8).write(to: URL(filePath: folder + "/a.jsonl"))
    try await monitoring.sources.add(
      .init(name: "drop", kind: .folder, location: folder, every: .seconds(3600)))
    try await awaitUntil("taken in") {
      try await monitoring.mentions.search(.init(), incident: nil, most: 10).count == 1
    }
    try await awaitUntil("moved away") { FileManager.default.fileExists(atPath: folder + "/done/a.jsonl") }
    #expect(try await monitoring.mentions.rejected(most: 10).map(\.line) == [2])
    try await awaitUntil("the source says so") {
      try await monitoring.sources.list().first?.doubt.hasPrefix("1 refused, the first in line 2: not JSON") == true
    }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func logisticsFindsAPlatformThatCannotBeWritten() async throws {
    let house = try await House(at: .assessing)
    let service = try house.service(.logistics)
    let logistics = house.database.ledger("wu", .logistics)
    try await logistics.resources.put(.init(name: "good", kind: "publishing-platforms", probe: "folder:/tmp"))
    try await logistics.resources.put(
      .init(name: "bad", kind: "publishing-platforms", probe: "folder:/nonexistent"))
    try await awaitUntil("both probed") {
      try await logistics.resources.list().map(\.isHealthy) == [false, true]
    }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func leadershipTellsLeadersAndDeputiesWhenItIsLate() async throws {
    let house = try await House(at: .commanding)
    let service = try house.service(.leadership)
    let wang = house.database.ledger("wang", .leadership)
    try await awaitUntil("the leader is told") {
      try await wang.duties.inbox().notices.contains {
        $0.reason == "waits" && $0.kind == .receive
      }
    }
    try await house.database.run(
      "postgres", nil, "update levee.incident set clock_offset = clock_offset + interval '8 hours' where id = 1")
    // Whoever stands in is told by the supervisor, when it is late.
    try await house.advance()
    let li = house.database.ledger("li", .leadership)
    try await awaitUntil("the deputy is told") {
      try await li.duties.inbox().notices.contains {
        $0.reason == "deadline" && $0.kind == .receive
      }
    }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }

  @Test func aProgramOlderThanTheSchemaAcceptsDoesNotStart() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run("postgres", nil, "update levee.compatibility set oldest_program = 999")
    let service = try house.service(.response)
    #expect(await service.wait() == 78)
    #expect(service.printed.contains("The database needs a newer release of Levee than this program."))
  }

  @Test func aFeedIsPolledOverHTTPAndNotReadAgainWhenItHasNotChanged() async throws {
    let house = try await House(at: .assessing)
    let feed = "<rss><channel><item><guid>1</guid><title>Outage</title></item></channel></rss>"
    let server = try WebServer { request in
      request.contains("If-None-Match: \"v1\"")
        ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        : "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: \(feed.utf8.count)\r\nConnection: close\r\n\r\n\(feed)"
    }
    let service = try house.service(.monitoring)
    let monitoring = house.database.ledger("sun", .monitoring)
    var press = Sources.Addition(
      name: "press", kind: .feed, location: "http://127.0.0.1:\(server.port)/feed", every: .seconds(1))
    press.reachesPrivate = true
    try await monitoring.sources.add(press)
    try await awaitUntil("taken in") {
      try await monitoring.mentions.search(.init(words: ["outage"]), incident: nil, most: 9).count == 1
    }
    try await awaitUntil("asked again, and told that nothing changed") {
      server.answers.contains { $0.hasPrefix("HTTP/1.1 304") }
    }
    server.stop()
    try await awaitUntil("the silence is on record") { try await monitoring.sources.list().first?.failures ?? 0 > 0 }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
  }
}

import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing

/// Where mentions come from: what is asked, what is pushed, and what is said when a source is ill.
@Suite(.aFewAtATime) struct SourceTests {
  private func feed(_ items: Int, _ headers: String = "") -> String {
    let body =
      "<rss version=\"2.0\"><channel><title>t</title>"
      + (0..<items).map { "<item><guid isPermaLink=\"false\">g\($0)</guid><title>item \($0)</title></item>" }.joined()
      + "</channel></rss>"
    return "HTTP/1.1 200 OK\r\n\(headers)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  private func run(_ house: House, _ arguments: [String]) async throws -> Running.Result {
    try await Running.run(
      "levee-monitoring", arguments + ["--language", "en"],
      environment: ["PGUSER": "sun", "PGDATABASE": house.database.name])
  }

  @Test func anAddressOfTheOwnNetworkIsNotAskedNorByADetour() async throws {
    let house = try await House(at: .assessing)
    let inner = try WebServer { [self] _ in feed(1) }
    defer { inner.stop() }
    for location in [
      "http://127.0.0.1:\(inner.port)/", "http://localhost:\(inner.port)/", "http://[::ffff:127.0.0.1]:\(inner.port)/",
    ] {
      let refused = try await run(house, ["ingest", location, "--verbose"])
      #expect(refused.code != 0 && refused.output.contains("own machine or network"), "\(refused.output)")
    }
    #expect(inner.answers.isEmpty)
    let allowed = try await run(house, ["ingest", "http://127.0.0.1:\(inner.port)/", "--reach-private"])
    #expect(allowed.code == 0 && allowed.output.contains("1 new"), "\(allowed.output)")
  }

  @Test func aSourceIsAskedPolitelyAndItsIllnessIsToldOnce() async throws {
    let house = try await House(at: .assessing)
    // The first answer has a tag; who shows it hears that nothing changed; then the server wants to be left alone.
    let asked = WebServerLog()
    let server = try WebServer { [self] request in
      switch asked.note(request) {
      case 1: feed(2, "ETag: \"v1\"\r\n")
      case 2: "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
      default: "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7200\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      }
    }
    defer { server.stop() }
    let added = try await run(
      house, ["source", "add", "press", "http://127.0.0.1:\(server.port)/feed", "--every", "1", "--reach-private"])
    #expect(added.code == 0, "\(added.output)")
    let service = try house.service(.monitoring)
    let monitoring = house.database.ledger("svc_monitoring", .monitoring)
    try await awaitUntil("the third answer") { try await monitoring.sources.list().first?.problem == "HTTP 503" }
    #expect(asked.requests[1].contains("If-None-Match: \"v1\""))
    try await awaitUntil("left alone for two hours") {
      try await !house.database.run(
        "postgres", nil,
        "select 1 from levee.work where kind = 'poll' and run_at > clock_timestamp() + interval '7000 seconds'"
      ).isEmpty
    }
    service.kill(SIGTERM)
    await service.wait()
    // Three failures in a row are an illness; logistics' people hear of it once.
    try await house.asOwner("update levee.source set failures = 3")
    #expect(try await monitoring.sources.examine() == 1)
    #expect(try await monitoring.sources.examine() == 0)
    let logistics = house.database.ledger("svc_logistics", .logistics)
    _ = try await logistics.notices.remind()
    _ = try await logistics.notices.remind()
    let told = try await house.database.run(
      "postgres", nil, "select recipient, subject from levee.notice where reason = 'source'")
    #expect(try told.map { try $0["recipient"] as String } == ["wu"])
    let inbox = try await Running.run(
      "levee-logistics", ["inbox", "--language", "en"],
      environment: ["PGUSER": "wu", "PGDATABASE": house.database.name])
    #expect(inbox.output.contains("source press"), "\(inbox.output)")
    // It recovers, and falls ill again: that is news.
    try await house.asOwner("update levee.source set failures = 0")
    #expect(try await monitoring.sources.examine() == 1)
    try await house.asOwner("update levee.source set last_item_at = now() - interval '2 days'")
    #expect(try await monitoring.sources.examine() == 1)
    _ = try await logistics.notices.remind()
    #expect(
      try await house.database.run("postgres", nil, "select 1 from levee.notice where reason = 'source'").count == 2)
  }

  @Test func whoHasTheTokenPushesAndNobodyElse() async throws {
    let house = try await House(at: .assessing)
    let added = try await run(house, ["source", "add", "listener", "inbox", "--json"])
    let token = try #require(added.output.firstMatch(of: /"token" : "([^"]+)"/)?.1)
    #expect(token.count == 43)
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.source where token::text like '%' || \(String(token)) || '%'"
      )
      .isEmpty)
    let service = try house.service(.monitoring, listening: "127.0.0.1:0")
    defer { service.kill(SIGKILL) }
    try await awaitUntil("listening") { service.printed.contains("event=listening") }
    let address = try #require(service.printed.firstMatch(of: /address=([0-9.:]+)/)?.1)
    func push(_ body: [UInt8], token: String, type: String = "application/x-ndjson", path: String = "/mentions")
      async throws
      -> (code: Int, output: String)
    {
      let file = "/tmp/levee-push-\(UUID().uuidString)"
      try Data(body).write(to: URL(filePath: file))
      defer { unlink(file) }
      let result = try await Running.run(
        "/usr/bin/curl",
        [
          "-s", "-o", "-", "-w", " %{http_code}", "-H", "Authorization: Bearer \(token)", "-H", "Content-Type: \(type)",
          "--data-binary", "@\(file)", "http://\(address)\(path)",
        ])
      return (Int(result.output.suffix(3)) ?? 0, result.output)
    }
    let lines = Array(
      "{\"id\": \"1\", \"source\": \"somebody else\", \"text\": \"断网了\"}\nnot json\n{\"id\": \"2\", \"text\": \"好\"}\n"
        .utf8)
    #expect(try await push(lines, token: "").code == 401)
    #expect(try await push(lines, token: String(token.dropLast()) + "!").code == 401)
    #expect(try await push(lines, token: String(token), path: "/other").code == 404)
    let taken = try await push(lines, token: String(token))
    #expect(
      taken.code == 200 && taken.output.contains("\"new\":2") && taken.output.contains("\"refused\":1"),
      "\(taken.output)")
    let again = try await push(lines, token: String(token))
    #expect(again.output.contains("\"known\":2"), "\(again.output)")
    let table = try await push(
      Array("编号,时间,内容\n7,2023-11-08 04:05:00,\"退款, 一直\n没到\"\n8,someday,坏\n".utf8), token: String(token),
      type: "text/csv")
    #expect(
      table.code == 200 && table.output.contains("\"new\":1") && table.output.contains("published_at is not a time"),
      "\(table.output)")
    let large = try await push([UInt8](repeating: 0x20, count: 9 << 20), token: String(token))
    #expect(large.code == 413, "\(large.output.suffix(80))")
    #expect(try await push([], token: String(token)).code == 400)
    let sources = try await house.database.run("postgres", nil, "select distinct source from levee.mention")
    #expect(try sources.map { try $0["source"] as String } == ["listener"])
    let text: String = try await house.database.run(
      "postgres", nil, "select text from levee.mention where external_id = '7'")[0]["text"]
    #expect(text == "退款, 一直\n没到")
  }
}

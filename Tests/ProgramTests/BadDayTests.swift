import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Synchronization
import TestHouse
import Testing
import Workflow

/// What a bad day does to the programs: what they say, and that nothing accepted is lost.
@Suite(.aFewAtATime) struct BadDayTests {
  // MARK: kill -9

  /// What is left of one run of the same steps.
  private struct Outcome: Equatable {
    var transitions: [String]
    var deliveries: [String]
    var firings: Set<String>
    var notices: Set<String>
    var pages: [String]
    var isChainWhole: Bool
  }

  /// The same steps in a house of their own: five texts go out, a clock jumps so that deadlines fall due, the response
  /// ends. One service is ended at one point, and started again as an init system would.
  private func outcome(killing team: Team?, at point: String) async throws -> Outcome {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.database.run("postgres", nil, "update levee.term set lease_until = '-infinity'")
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = folder + "/taken"
    try Data("#!/bin/sh\ncat >/dev/null\n".utf8).write(to: URL(filePath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    try await house.database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('sms', 'command', 'text', 'taken')")
    try await house.database.run(
      "postgres", nil, "insert into levee.contact (handle, transport, address) values ('wu', 'sms', '1')")

    let services = try [Team.supervisor, .response, .logistics].map { each in
      (
        each,
        try house.service(
          each, ["LEVEE_PROGRAMS": folder].merging(each == team ? ["LEVEE_CRASH_AT": point] : [:]) { $1 })
      )
    }
    let statement = try await house.approvedStatement(["a", "b", "c", "d", "e"])
    _ = try await house.database.ledger("zhou", .response).deliveries.send(
      statement, renditions: [], channels: ["inside"])
    var running = services.map(\.1)
    func revive() async throws {
      for (index, each) in services.enumerated() where each.0 == team && running[index] === each.1 && each.1.hasEnded {
        #expect(await each.1.wait() == -SIGKILL)
        running[index] = try house.service(each.0, ["LEVEE_PROGRAMS": folder])
      }
    }
    func until(_ what: String, _ statement: Statement) async throws {
      try await awaitUntil(what) {
        try await revive()
        return try await house.database.run("postgres", nil, statement)[0]["done"]
      }
    }
    try await until("all texts are out", "select count(*) = 5 as done from levee.delivery_receipt")
    try await house.jump(minutes: 100)
    try await until(
      "deadlines have fired",
      "select count(*) = 4 as done from levee.escalation where kind = 'record_meeting' and percent <= 150")
    try await until(
      "wu was told", "select exists (select from levee.notice_receipt) as done")
    try await house.database.run(
      "wang", .leadership, "insert into levee.response_over (incident_id, reason) values (1, 'done')")
    try await until("the next stage is open", "select stage = 'reviewing' as done from levee.incident where id = 1")
    try await until(
      "nothing waits to be told",
      "select not exists (select from levee.work where kind in ('notify', 'deliver')) as done")
    try await until("all is sealed", "select not exists (select from levee.unsealed) as done")
    if let team {
      let survived = services.contains { each in each.0 == team && running.contains { $0 === each.1 } }
      #expect(!survived, "\(team) was not killed at \(point)")
    }
    for each in running {
      each.kill(SIGTERM)
      #expect(await each.wait() == 0)
    }
    func texts(_ statement: Statement) async throws -> [String] {
      try await house.database.run("postgres", nil, statement).map { try $0["x"] }
    }
    return Outcome(
      transitions: try await texts(
        "select sequence || ' ' || from_stage || ' ' || to_stage as x from levee.transition where incident_id = 1 order by 1"
      ),
      deliveries: try await texts(
        """
        select d.rendition || ' ' || d.channel || ' ' || r.address as x from levee.delivery d join levee.delivery_receipt r
          on r.delivery_id = d.id order by 1
        """
      ).map { $0.replacing(folder, with: "").prefix { $0 != "-" }.description },
      firings: Set(
        try await texts(
          "select kind || ' ' || subject || ' ' || percent as x from levee.escalation where percent <= 150")),
      notices: Set(
        try await texts(
          "select recipient || ' ' || kind || ' ' || subject as x from levee.notice where recipient = 'wu' and reason = 'deadline'"
        )),
      pages: try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".html") }.map {
        String($0.prefix { $0 != "-" })
      }.sorted(), isChainWhole: try await house.database.ledger("sun", .monitoring).history.verify(nil).faults.isEmpty)
  }

  @Test func killedAtAnyPointTheSameIsDoneAsUndisturbed() async throws {
    let undisturbed = try await outcome(killing: nil, at: "")
    #expect(undisturbed.transitions.count == 4)
    #expect(undisturbed.deliveries.count == 5)
    #expect(undisturbed.isChainWhole)
    let points: [(team: Team, point: String)] = [
      (Team.response, "before_claim:3"), (.response, "after_claim"), (.response, "after_effect:2"),
      (.response, "before_commit:3"), (.response, "after_commit:2"), (.logistics, "after_claim"),
      (.logistics, "after_effect"), (.logistics, "after_commit"), (.supervisor, "before_commit:4"),
      (.supervisor, "after_commit"),
    ]
    // A few at a time: most of each run is waiting for a lease to end.
    for start in stride(from: 0, to: points.count, by: 4) {
      try await withThrowingTaskGroup { group in
        for (team, point) in points[start..<min(start + 4, points.count)] {
          group.addTask {
            let killed = try await outcome(killing: team, at: point)
            #expect(killed == undisturbed, "\(team) at \(point)")
          }
        }
        try await group.waitForAll()
      }
    }
  }

  // MARK: the database

  @Test func aConnectionLostInMidCommandSaysThatItMayBeRecordedAndToLook() async throws {
    let house = try await House(at: .assessing)
    // Somebody holds the incident, so that the command waits inside its step.
    let holder = try await house.database.connect("postgres")
    try await holder.execute(script: "begin; select 1 from levee.incident where id = 1 for update")
    let command = try Running(
      "levee-monitoring",
      [
        "assess", "I1", "--severity", "I", "--summary", "s", "--language", "en", "--database",
        house.database.string("sun"),
      ])
    // As soon as it waits: a command gives a lock up after a few seconds.
    let cutter = try await house.database.connect("postgres")
    try await awaitUntil("the command waits, and is cut off") {
      try await cutter.run(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where usename = 'sun' and wait_event_type = 'Lock' and datname = current_database()
        """
      ).count == 1
    }
    await cutter.close()
    #expect(await command.wait() == 75)
    #expect(
      command.printed.contains("The database is shutting down or restarting.")
        || command.printed.contains("The connection was lost; the step may or may not be recorded."),
      "\(command.printed)")
    try await holder.execute(script: "rollback")
    await holder.close()
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.assessment").isEmpty)
  }

  @Test func servicesOutliveARestartAndACrashOfPostgreSQL() async throws {
    let cluster = try await OwnCluster()
    func string(_ person: String) -> String { "host=\(cluster.host) dbname=levee user=\(person)" }
    func levee(_ program: String, _ person: String, _ words: String...) async throws -> Running.Result {
      try await Running.run(program, words + ["--database", string(person), "--language", "en"])
    }
    let admin = try await Connection.connect(Configuration("host=\(cluster.host) dbname=postgres user=postgres"))
    try await admin.execute(script: "create database levee")
    await admin.close()
    #expect(try await levee("levee", "postgres", "database", "install").code == 0)
    let people = [
      ("wang", ["leadership:leader"]), ("zhao", ["leadership:legal"]), ("sun", ["monitoring"]),
    ]
    for (person, seats) in people {
      let added = try await Running.run(
        "levee",
        ["person", "add", person, "--name", person, "--database", string("postgres")]
          + seats.flatMap { ["--seat", $0] })
      #expect(added.code == 0, "\(added.output)")
    }
    #expect(
      try await levee("levee", "postgres", "person", "add", "svc", "--name", "s", "--seat", "supervisor", "--service")
        .code
        == 0)
    for person in ["wang", "zhao"] {
      #expect(try await levee("levee-leadership", person, "approve-playbook", "1", "--yes").code == 0)
    }
    #expect(try await levee("levee-monitoring", "sun", "open", "Outage", "--kind", "service_outage").code == 0)
    let supervisor = try Running(
      "levee-supervisor", ["serve", "--every", "0.3", "--listen", "off", "--database", string("svc")])
    try await awaitUntil("it started") { supervisor.printed.contains("event=started") }
    for (round, mode) in ["fast", "immediate"].enumerated() {
      try await cluster.stop(mode)
      let refused = try await levee("levee-monitoring", "sun", "fact", "I1", "x", "--source", "y")
      #expect(refused.code == 69)
      #expect(refused.output.contains("The database cannot be reached."))
      #expect(refused.output.contains("Nothing was recorded."))
      try await cluster.start()
      // What is recorded after it came back is acted on by the service that was there all along.
      if round == 0 {
        #expect(
          try await levee("levee-monitoring", "sun", "assess", "I1", "--severity", "II", "--summary", "s").code == 0)
      } else {
        #expect(try await levee("levee-leadership", "wang", "receive", "I1").code == 0)
        #expect(try await levee("levee-leadership", "wang", "decide", "I1", "go").code == 0)
        #expect(
          try await levee(
            "levee-leadership", "wang", "command", "I1", "act", "--monitoring", "m", "--response", "r", "--logistics",
            "l"
          ).code == 0)
      }
      let wanted = round == 0 ? "commanding" : "planning"
      try await awaitUntil("the stage \(wanted)") {
        let connection = try await Connection.connect(Configuration(string("postgres")))
        let stage: String = try await connection.run("select stage::text from levee.incident where id = 1")[0]["stage"]
        await connection.close()
        return stage == wanted
      }
    }
    supervisor.kill(SIGTERM)
    #expect(await supervisor.wait() == 0)
    #expect(supervisor.printed.contains("event=database_lost"))
  }

  // MARK: what services meet outside

  @Test func aWebhookThatAnswersTooLateThen500GetsTheSameKeyAndOneReceipt() async throws {
    let house = try await House(at: .responding)
    let keys = Mutex<[String]>([])
    // The first time the text is taken, and the answer comes when nobody waits for it any more.
    let server = try WebServer(late: { $0 == 1 }) { request in
      let key = request.split(separator: "\r\n").first { $0.hasPrefix("webhook-id: ") }.map(String.init) ?? ""
      let count = keys.withLock {
        $0.append(key)
        return $0.count
      }
      return count == 2
        ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }
    defer { server.stop() }
    try await house.database.run(
      "postgres", nil,
      """
      insert into levee.transport (name, kind, format, address)
      values ('press', 'webhook', 'generic', \("http://127.0.0.1:\(server.port)/"))
      """)
    let added = try await Running.run(
      "levee",
      [
        "channel", "add", "wire", "--kind", "webhook", "--transport", "press", "--title", "Wire", "--inside",
        "--database",
        house.database.string("postgres"),
      ])
    #expect(added.code == 0, "\(added.output)")
    let statement = try await house.approvedStatement(["web-en"])
    let response = try house.service(.response)
    _ = try await house.database.ledger("zhou", .response).deliveries.send(
      statement, renditions: [], channels: ["wire"])
    try await awaitUntil("delivered") {
      try await house.database.run("postgres", nil, "select 1 from levee.delivery_receipt").count == 1
    }
    response.kill(SIGTERM)
    #expect(await response.wait() == 0)
    let sent = keys.withLock { $0 }
    #expect(sent.count == 3)
    #expect(Set(sent).count == 1 && sent[0].hasPrefix("webhook-id: S2.1-web-en-wire-"))
    #expect(response.printed.contains("event=webhook_not_posted") && response.printed.contains("HTTP 500"))
    let address: String = try await house.database.run("postgres", nil, "select address from levee.delivery_receipt")[
      0][
        "address"]
    #expect(address.hasPrefix("webhook:press/S2.1-web-en-wire-"))
    // The heartbeat went on while the receiver hung.
    #expect(!response.printed.contains("event=look_failed"))
  }

  /// A receiver that hangs keeps its own place, and nothing else: a text that is sent meanwhile goes out, another is taken down.
  @Test func aReceiverThatHangsHoldsUpNoOtherText() async throws {
    let house = try await House(at: .responding)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let server = try WebServer(late: { _ in true }) { _ in
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }
    defer { server.stop() }
    try await house.database.run(
      "postgres", nil,
      """
      insert into levee.transport (name, kind, format, address)
      values ('press', 'webhook', 'generic', \("http://127.0.0.1:\(server.port)/"))
      """)
    let added = try await Running.run(
      "levee",
      [
        "channel", "add", "wire", "--kind", "webhook", "--transport", "press", "--title", "Wire", "--inside",
        "--database", house.database.string("postgres"),
      ])
    #expect(added.code == 0, "\(added.output)")
    let response = try house.service(.response)
    let zhou = house.database.ledger("zhou", .response)
    func send(_ name: String, to channel: String) async throws -> Reference {
      try await zhou.deliveries.send(try await house.approvedStatement([name]), renditions: [], channels: [channel])[0]
    }
    let wire = try await send("wire", to: "wire")
    func isUnderWay() async throws -> Bool {
      try await !house.database.run(
        "postgres", nil, "select 1 from levee.work where subject = \(wire.number) and state = 'leased'"
      ).isEmpty
    }
    try await awaitUntil("the receiver hangs", isUnderWay)
    let page = try await send("page", to: "inside")
    try await awaitUntil("the page is out") { try await zhou.deliveries.address(of: page) != nil }
    #expect(try await isUnderWay())
    try await house.database.run("zhou", .response, "select levee.submit_withdrawal(1, \(page.number), 'wrong')")
    let withdrawal: Int = try await house.database.run(
      "postgres", nil, "select document_id from levee.withdrawal")[0]["document_id"]
    try await house.approve("withdrawal", withdrawal, 1)
    try await awaitUntil("the page is down") {
      try await house.database.run("postgres", nil, "select 1 from levee.withdrawal_receipt").count == 1
    }
    response.kill(SIGKILL)
    await response.wait()
  }

  @Test func aFullDiskIsSaidLosesNothingAndTheTextGoesOutOnceThereIsRoom() async throws {
    let house = try await House(at: .responding)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let statement = try await house.approvedStatement(["web"])
    let day: String = try await house.database.run(
      "postgres", nil,
      "select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as d from levee.approval where kind = 'statement' and document_id = \(statement.number)"
    )[0]["d"]
    let response = try house.service(.response)
    // It has cleared away what others left; from now on, the page's temporary file is a device that has no room.
    try await awaitUntil("the front page") { FileManager.default.fileExists(atPath: folder + "/index.html") }
    let page = "\(folder)/\(day)-\(statement)-web_en.html"
    try FileManager.default.createSymbolicLink(atPath: page + ".\(response.pid).part", withDestinationPath: "/dev/full")
    _ = try await house.database.ledger("zhou", .response).deliveries.send(
      statement, renditions: [], channels: ["inside"])
    try await awaitUntil("the failure is on record") {
      try await house.database.run(
        "postgres", nil, "select 1 from levee.work where reason like '%No space left on device%'"
      )
      .count == 1
    }
    #expect(!FileManager.default.fileExists(atPath: page))
    // The link is gone with the failed attempt: there is room now.
    try await awaitUntil("delivered") {
      try await house.database.run("postgres", nil, "select 1 from levee.delivery_receipt").count == 1
    }
    #expect(try String(contentsOf: URL(filePath: page), encoding: .utf8).contains("T web"))
    response.kill(SIGTERM)
    #expect(await response.wait() == 0)
    #expect(response.printed.contains("event=newsroom_not_written"))
  }

  @Test func aWorkersClockThatJumpsChangesNothingThatIsRecorded() async throws {
    let house = try await House(at: .responding)
    let folder = try await house.newsroom()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let clock = try await MovedClock()
    try clock.move(days: -400)
    let response = try house.service(.response, clock.environment)
    let statement = try await house.approvedStatement(["a", "b"])
    let zhou = house.database.ledger("zhou", .response)
    _ = try await zhou.deliveries.send(statement, renditions: ["a"], channels: ["inside"])
    try await awaitUntil("the first is out") {
      try await house.database.run("postgres", nil, "select 1 from levee.delivery_receipt").count == 1
    }
    #expect(response.printed.contains("time=2025-"), "the clock was not moved: \(response.printed.prefix(200))")
    try clock.move(days: 400)
    _ = try await zhou.deliveries.send(statement, renditions: ["b"], channels: ["inside"])
    try await awaitUntil("the second is out") {
      try await house.database.run("postgres", nil, "select 1 from levee.delivery_receipt").count == 2
    }
    response.kill(SIGTERM)
    #expect(await response.wait() == 0)
    #expect(response.printed.contains("time=2027-") || response.printed.contains("time=2028-"))
    let wrong = try await house.database.run(
      "postgres", nil,
      "select 1 from levee.delivery_receipt where abs(extract(epoch from at - levee.now(1))) > 7200 or abs(extract(epoch from posted_at - levee.now(1))) > 7200"
    )
    #expect(wrong.isEmpty)
    #expect(try await house.database.ledger("sun", .monitoring).history.verify(nil).faults.isEmpty)
  }

  // MARK: what people bring

  @Test func aFeedWithoutEndIsCutOffAndSaid() async throws {
    let house = try await House(at: .assessing)
    // Half a gigabyte of announced feed; what comes of it is more than is ever read.
    let piece = "<item><title>x</title></item>"
    let body = "<rss><channel>" + String(repeating: piece, count: (17 << 20) / piece.utf8.count)
    let server = try WebServer { _ in "HTTP/1.1 200 OK\r\nContent-Length: 524288000\r\nConnection: close\r\n\r\n" + body
    }
    defer { server.stop() }
    let taken = try await Running.run(
      "levee-monitoring",
      [
        "ingest", "http://127.0.0.1:\(server.port)/feed", "--reach-private", "--source", "endless", "--verbose",
        "--language", "en",
        "--database", house.database.string("sun"),
      ])
    #expect(taken.code != 0)
    #expect(taken.output.contains("larger than 16777216 bytes"), "\(taken.output)")
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.mention").isEmpty)
  }

  @Test func aLineCutInHalfIsNamedAndKeptOneThatIsNotUTF8IsMendedAndTheOthersAreTaken() async throws {
    let house = try await House(at: .assessing)
    let path = "/tmp/levee-lines-\(house.database.name).jsonl"
    defer { unlink(path) }
    var bytes = Array("{\"id\":\"1\",\"text\":\"好\"}\n{\"id\":\"2\",\"text\":\"half\n".utf8)
    bytes +=
      Array("{\"id\":\"3\",\"text\":\"".utf8) + [0xFF, 0xFE, 0x1B] + Array("\"}\n{\"id\":\"4\",\"text\":\"last\"}".utf8)
    try Data(bytes).write(to: URL(filePath: path))
    let taken = try await Running.run(
      "levee-monitoring",
      ["ingest", path, "--source", "cut", "--language", "en", "--database", house.database.string("sun")])
    #expect(taken.output.contains("2") && taken.output.contains("3"), "\(taken.output)")
    #expect(!taken.output.contains("\u{1B}"))
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.mention").count == 3)
    let kept = try await house.database.run("postgres", nil, "select line from levee.rejected_input order by line")
    #expect(try kept.map { try $0["line"] as Int } == [2])
  }
}

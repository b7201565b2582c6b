import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Synchronization
import TestHouse
import Testing
import Workflow

/// LAW-28: who owes something is told where they are, or somebody else owes telling them.
@Suite(.aFewAtATime) struct NoticeTests {
  private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

  /// wang is reached by a webhook of this format at this port.
  private func reach(_ house: House, _ person: String, port: UInt16, format: String = "generic", secret: String = "")
    async throws
  {
    let url = "http://127.0.0.1:\(port)/{path}"
    try await house.database.run(
      "postgres", nil,
      """
      insert into levee.transport (name, kind, format, address, secret)
      values ('chat', 'webhook', \(format), \(url), \(secret)) on conflict do nothing
      """)
    try await house.database.run(
      "postgres", nil, "insert into levee.contact (handle, transport, address) values (\(person), 'chat', 'U1')")
  }

  private func credentials(_ house: House) throws -> [String: String] {
    let folder = "/tmp/levee-credentials-\(house.database.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("hook-7\n".utf8).write(to: URL(filePath: folder + "/path"))
    try Data("whsec_a2V5\n".utf8).write(to: URL(filePath: folder + "/key"))
    return ["LEVEE_CREDENTIALS": folder]
  }

  private func forget(_ house: House) {
    try? FileManager.default.removeItem(atPath: "/tmp/levee-credentials-\(house.database.name)")
  }

  @Test func aLeaderIsToldBySignedWebhookAndByAProgram() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    defer { forget(house) }
    let requests = Mutex<[String]>([])
    let answer = ok
    let server = try WebServer { request in
      requests.withLock { $0.append(request) }
      return answer
    }
    defer { server.stop() }
    try await reach(house, "wang", port: server.port, secret: "key")
    var environment = try credentials(house)
    let programs = environment["LEVEE_CREDENTIALS"]! + "/programs"
    try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
    try Data(
      "#!/bin/sh\n{ echo \"$1 $LEVEE_KEY\"; cat; } > \(programs)/out.part; mv \(programs)/out.part \(programs)/out\n"
        .utf8
    )
    .write(to: URL(filePath: programs + "/sms"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: programs + "/sms")
    environment["LEVEE_PROGRAMS"] = programs
    try await house.database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('sms', 'command', 'text', 'sms')")
    try await house.database.run(
      "postgres", nil, "insert into levee.contact (handle, transport, address) values ('wang', 'sms', '+8613800000000')"
    )
    try await house.database.run("postgres", nil, "update levee.person set language = 'zh-CN' where handle = 'wang'")
    try await house.database.run(
      "postgres", nil,
      "insert into levee.company (name, name_en, zone, pages) values ('K', 'K', 'UTC', 'https://levee.example')")

    let logistics = try house.service(.logistics, environment)
    let leadership = try house.service(.leadership)
    try await awaitUntil("both ways are on record") {
      try await house.database.run("postgres", nil, "select 1 from levee.notice_receipt").count == 2
    }
    let request = try #require(requests.withLock { $0.first })
    let number: Int = try await house.database.run(
      "postgres", nil, "select id from levee.notice where recipient = 'wang'")[0]["id"]
    #expect(request.hasPrefix("POST /hook-7 HTTP/1.1\r\n"))
    #expect(request.contains("\r\nwebhook-id: notice-\(number)-chat\r\n"))
    #expect(request.contains("\r\nIdempotency-Key: notice-\(number)-chat\r\n"))
    #expect(request.contains("\r\nwebhook-signature: v1,"))
    #expect(request.contains("【演练】【II 级（重大，橙）】I1 Outage。签收研判报告 1：请您办理"))
    #expect(request.contains("levee-leadership receive I1") && request.contains("https://levee.example/incident/I1"))
    #expect(request.contains("时限 ") && request.contains(" UTC"))
    let text = try String(contentsOf: URL(filePath: programs + "/out"), encoding: .utf8)
    #expect(text.hasPrefix("+8613800000000 notice-\(number)-sms\n【演练】【II 级（重大，橙）】I1 Outage"))
    for running in [logistics, leadership] {
      running.kill(SIGTERM)
      #expect(await running.wait() == 0)
      #expect(!running.printed.contains("hook-7") && !running.printed.contains("a2V5"))
    }
    // Told once: another look tells nobody again.
    #expect(requests.withLock { $0.count } == 1)
  }

  /// A program that reaches everybody but one: that person is to be reached another way.
  @Test func aNoticeThatReachedNobodyIsOwedOverdueAndEndsWhenSomebodyReachedThem() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    defer { forget(house) }
    let environment = try programs(house, ["sms": "case $1 in bad) exit 67;; esac; cat >/dev/null"])
    try await house.asOwner(
      """
      insert into levee.transport (name, kind, format, address) values ('sms', 'command', 'text', 'sms');
      insert into levee.contact (handle, transport, address) values ('li', 'sms', 'bad'), ('zhou', 'sms', 'good');
      """)
    let logistics = try house.service(.logistics, environment)
    let response = try house.service(.response)
    let wu = house.database.ledger("wu", .logistics)
    // Of a person alone who is not reached the way is to blame; once it reaches somebody else, the person is.
    try await awaitUntil("logistics owes it") {
      try await house.asOwner("update levee.way set next_at = '-infinity'")
      return try await wu.duties.inbox().items.contains { $0.kind == .reach }
    }
    try await house.advance()
    let duties = try await house.database.run(
      "postgres", nil,
      "select team::text as owner, subject from levee.duty where kind = 'reach' and state = 'open' and isfinite(due_at)"
    )
    #expect(try duties.map { try $0["owner"] as String } == ["logistics"])
    let notice: String = try duties[0]["subject"]
    let done = try await Running.run(
      "levee-logistics",
      ["reached", notice, "by", "telephone", "--language", "en", "--database", house.database.string("wu")])
    #expect(done.code == 0, "\(done.output)")
    #expect(done.output.contains("\(notice) has reached them."))
    #expect(try await wu.duties.inbox().items.allSatisfy { $0.kind != .reach })
    for running in [logistics, response] {
      running.kill(SIGTERM)
      #expect(await running.wait() == 0)
    }
    #expect(logistics.printed.contains("event=notice_not_sent"))
  }

  /// Small programs in a folder of this house's own.
  private func programs(_ house: House, _ scripts: [String: String]) throws -> [String: String] {
    var environment = try credentials(house)
    let folder = (environment["LEVEE_CREDENTIALS"] ?? "") + "/programs"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, script) in scripts {
      try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: folder + "/" + name))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/" + name)
    }
    environment["LEVEE_PROGRAMS"] = folder
    return environment
  }

  /// Everybody on one bot that refuses: one duty, told by another way; when it is mended, what waits is one message each.
  @Test func aBotThatRefusesIsOneDutyAndWhatWaitsIsSentOnce() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    defer { forget(house) }
    let isMended = Mutex(false)
    let asked = Mutex<[String]>([])
    let server = try WebServer { request in
      asked.withLock { $0.append(request) }
      let body =
        isMended.withLock { $0 }
        ? #"{"errcode":0,"errmsg":"ok"}"#
        : #"{"errcode":310000,"errmsg":"keywords not in content, more: [https://ding-doc.dingtalk.com/hook-7]"}"#
      return "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n" + body
    }
    defer { server.stop() }
    let people = ["wang", "li", "zhao", "chen", "sun", "zhou", "wu", "he"]
    for person in people { try await reach(house, person, port: server.port, format: "dingtalk") }
    let environment = try programs(house, ["sms": "cat >> $(dirname $0)/../sms"])
    try await house.asOwner(
      """
      insert into levee.transport (name, kind, format, address) values ('sms', 'command', 'text', 'sms');
      insert into levee.contact (handle, transport, address) values ('wu', 'sms', '1');
      """)
    let services = try Team.working.map { try house.service($0, $0 == .logistics ? environment : [:]) }
    let told = (environment["LEVEE_CREDENTIALS"] ?? "") + "/sms"
    try await awaitUntil("logistics is told by telephone") {
      ((try? String(contentsOf: URL(filePath: told), encoding: .utf8)) ?? "").contains("chat fails: ")
    }
    let text = try String(contentsOf: URL(filePath: told), encoding: .utf8)
    #expect(text.contains("[Levee] chat fails: dingtalk answered 310000 (keywords not in content, more:); "))
    #expect(text.contains("levee-logistics ways ; levee-logistics retry-way chat"))
    let before = asked.withLock { $0.count }
    #expect(before <= people.count + 2)
    isMended.withLock { $0 = true }
    let ways = try await Running.run(
      "levee-logistics", ["ways", "--language", "en", "--database", house.database.string("wu")])
    #expect(ways.output.contains("chat") && ways.output.contains("310000"), "\(ways.output)")
    let retried = try await Running.run(
      "levee-logistics", ["retry-way", "chat", "--language", "en", "--database", house.database.string("wu")])
    #expect(retried.code == 0, "\(retried.output)")
    try await awaitUntil("nothing waits") {
      try await house.database.run("postgres", nil, "select 1 from levee.work where kind = 'notify'").isEmpty
    }
    // One message for each of those who were told nothing yet.
    let after = asked.withLock { Array($0.dropFirst(before)) }
    #expect(after.count <= people.count)
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.duty where kind in ('mend_way', 'reach') and state = 'open'"
      ).isEmpty)
    #expect(
      try await house.database.run("postgres", nil, "select 1 from levee.duty where kind in ('mend_way', 'reach')")
        .count
        == 1)
    for running in services {
      running.kill(SIGTERM)
      #expect(await running.wait() == 0)
      #expect(!running.printed.contains("hook-7"))
    }
  }

  @Test func whatIsDoneOrReadIsToldNoMore() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    defer { forget(house) }
    let server = try WebServer { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" }
    defer { server.stop() }
    for person in ["wang", "sun"] { try await reach(house, person, port: server.port) }
    // Told while nobody sends: one notice waits for wang; then the thing is done.
    #expect(try await house.database.ledger("svc_leadership", .leadership).notices.remind() == 1)
    try await house.database.run(
      "wang", .leadership, "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    // One for sun, who reads it before it is sent.
    #expect(try await house.database.ledger("svc_monitoring", .monitoring).notices.remind() > 0)
    _ = try await house.database.ledger("sun", .monitoring).duties.inbox(acknowledging: true)
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.work w join levee.notice n on n.id = w.subject and n.recipient = 'sun'"
      ).isEmpty)
    // Gone with what it told of, before anybody looks.
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.work w join levee.notice n on n.id = w.subject and n.recipient = 'wang'"
      ).isEmpty)
    let logistics = try house.service(.logistics, try credentials(house))
    try await awaitUntil("the service looks") { logistics.printed.contains("event=started") }
    try await awaitUntil("nothing waits to be sent") {
      try await house.database.run("postgres", nil, "select 1 from levee.work where kind = 'notify'").isEmpty
    }
    logistics.kill(SIGTERM)
    #expect(await logistics.wait() == 0)
    #expect(server.answers.isEmpty)
  }

  @Test func aMissedDeadlineIsToldRingAfterRing() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    try await house.asOwner("insert into levee.standing_substitute (seat, substitute) values ('leader', 'chen')")
    var heard: [Int: Set<String>] = [:]
    // report_up at severity II: ten minutes. Three quarters, all, five quarters, one and a half.
    for (percent, minutes) in [(75, 8.5), (100, 2.0), (125, 2.5), (150, 2.5)] {
      try await house.jump(minutes: minutes)
      try await house.advance()
      heard[percent] = Set(
        try await house.database.run(
          "postgres", nil,
          "select recipient from levee.notice where kind = 'receive' and reason = 'deadline' and percent = \(percent)"
        ).map { try $0["recipient"] })
    }
    #expect(heard[75] == ["wang", "li", "zhao", "chen", "zhou"])  // all of leadership, whose step it is
    #expect(heard[100] == ["li", "chen"])  // the deputy, the standing substitute
    #expect(heard[125] == ["wang", "chen"])  // who holds the leader's seat: overdue, the substitute too
    #expect(heard[150] == ["wang", "li", "chen", "wu"])  // leader, deputy, heads
    // Done: nothing more fires, however late it gets.
    try await house.database.run(
      "wang", .leadership, "insert into levee.assessment_receipt (incident_id, revision) values (1, 1)")
    try await house.database.run(
      "postgres", nil, "update levee.incident set clock_offset = clock_offset + interval '9 hours' where id = 1")
    try await house.advance()
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.escalation where kind = 'receive' and percent > 150"
      ).isEmpty)
  }

  @Test func aLeaderWhoIsAwayIsActedForAndTheSubstituteIsTold() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    try await house.asOwner("insert into levee.standing_substitute (seat, substitute) values ('leader', 'chen')")
    let away = try await Running.run(
      "levee-leadership", ["away", "--hours", "8", "--database", house.database.string("wang"), "--language", "en"])
    #expect(away.code == 0)
    _ = try await house.database.ledger("svc_leadership", .leadership).notices.remind()
    let told = try await house.database.run("postgres", nil, "select recipient, reason from levee.notice order by 1")
    #expect(try told.contains { try $0["recipient"] as String == "chen" && $0["reason"] as String == "waits" })
    for (words, code) in [(["receive", "I1"], 0), (["decide", "I1", "go"], 0)] {
      let done = try await Running.run(
        "levee-leadership", words + ["--database", house.database.string("chen"), "--language", "en"])
      #expect(Int(done.code) == code, "\(done.output)")
    }
    let commanded = try await Running.run(
      "levee-leadership",
      [
        "command", "I1", "act", "--monitoring", "m", "--response", "r", "--logistics", "l", "--database",
        house.database.string("chen"),
      ])
    #expect(commanded.code == 0, "\(commanded.output)")
  }

  @Test func aRestrictedIncidentIsToldToItsCircleWithoutItsTitle() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    try await house.database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('m', 'command', 'mail', 'sendmail')")
    for person in ["wang", "li"] {
      try await house.database.run(
        "postgres", nil, "insert into levee.contact (handle, transport, address) values (\(person), 'm', 'x@y.z')")
    }
    for name in ["sun", "wang", "svc_leadership"] {
      try await house.database.run(
        "postgres", nil, "insert into levee.reader (incident_id, handle) values (1, \(name)) on conflict do nothing")
    }
    try await house.database.run("postgres", nil, "update levee.incident set restricted = true where id = 1")
    try await house.database.run(
      "postgres", nil, "update levee.incident set clock_offset = clock_offset + interval '3 hours' where id = 1")
    try await house.advance()
    _ = try await house.database.ledger("svc_leadership", .leadership).notices.remind()
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.notice where recipient = 'li' and incident_id = 1"
      )
      .isEmpty)
    let logistics = house.database.ledger("svc_logistics", .logistics)
    let outgoing = try await logistics.notices.claim(lease: .seconds(30)).filter { message in
      message.parts.contains { $0.incident == Reference(.incident, 1) }
    }
    #expect(outgoing.map(\.recipient) == ["wang"])
    #expect(outgoing.flatMap(\.parts).allSatisfy { $0.title.isEmpty || $0.incident.number != 1 })
  }

  @Test("Contacts and what is sent are nobody else's business", arguments: [Team.monitoring, .leadership, .response])
  func othersMayNot(_ team: Team) async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let person = ["monitoring": "sun", "leadership": "wang", "response": "zhou"][team.rawValue] ?? ""
    for statement: Statement in [
      "select * from levee.contact", "select * from levee.transport",
      "select * from levee.claim_notices('1 minute')", "select levee.retry_way('chat')",
      "select levee.record_notices_sent('{1}', '{00000000-0000-0000-0000-000000000000}', 'k')",
      "select levee.fail_notices('{1}', '{00000000-0000-0000-0000-000000000000}', 'w', 'final')",
      "select levee.record_reached(1, 'x')",
      "insert into levee.notice (recipient, incident_id, reason, subject, at) values ('wang', 1, 'waits', '', now())",
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await house.database.run(person, team, statement)
      }
      guard case .server(let server)? = error else { continue }
      #expect(server.sqlState == "42501")
    }
    let claim = await #expect(throws: LedgerError.self) {
      try await house.database.ledger(person, team).work.claim(.notify, most: 1, lease: .seconds(9))
    }
    guard case .refused(let refusal)? = claim else { return }
    #expect(refusal.name == "work_is_by_a_service")
  }
}

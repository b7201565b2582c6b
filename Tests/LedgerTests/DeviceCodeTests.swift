import Foundation
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-37: six digits make the browser that asked a device, once, and only of whom the playbook lets.
@Suite struct DeviceCodeTests {
  private static let verifier = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy"

  /// Roles are of the whole cluster, which other tests use at the same time: each has labels of its own.
  private let label = "c" + UUID().uuidString.lowercased().prefix(8)

  /// A browser's secret, of the length that the console makes.
  private func secret(_ name: String) -> String { name + String(repeating: "x", count: 43 - name.count) }

  /// The console's own rights.
  private func console(_ database: TestDatabase) async throws -> Connection {
    let session = try await database.connect("postgres")
    try await session.execute(script: "set role levee_console")
    return session
  }

  private func ask(_ console: Connection, _ person: String, _ secret: String, label: String? = nil) async throws {
    try await console.run(
      "select levee.ask_code(\(person), \(label ?? self.label), \(secret), '192.0.2.7, Firefox')")
  }

  private func type(_ console: Connection, _ code: String, _ secret: String) async throws -> String {
    try await console.run("select levee.hand_in_code(\(secret), \(code))")
    return try await console.run("select levee.enrol_by_code(\(secret), \(Self.verifier)) as login")[0]["login"]
  }

  /// Everybody is reached by mail, and by a bot in a group besides.
  private func ways(_ database: TestDatabase, for people: [String]) async throws {
    try await database.run(
      "postgres", nil,
      """
      with made as (insert into levee.transport (name, kind, format, address) values ('mail', 'command', 'mail', 'sendmail'),
        ('chat', 'webhook', 'dingtalk', 'http://127.0.0.1:9/'), ('bare', 'command', 'text', 'sms') returning name)
      insert into levee.contact (handle, transport, address)
        select p, m.name, case m.name when 'bare' then '' else p || '@x' end from made m, unnest(\(people)::text[]) p
      """)
  }

  private func number(_ database: TestDatabase, _ query: String) async throws -> Int {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select (\(query))::int as n"))[0]["n"]
  }

  /// The words that the newest code of a person has, which nobody but the sending service reads.
  private func words(_ database: TestDatabase, of person: String) async throws -> String {
    try await database.run(
      "postgres", nil,
      """
      select w.words from levee.code_words w join levee.notice n on n.id = w.notice_id where n.recipient = \(person)
      order by n.id desc limit 1
      """)[0]["words"]
  }

  @Test func aCodeGoesToItsPersonAloneAndIsGoodOnceWhereItWasAskedFor() async throws {
    let database = try await TestDatabase()
    try await ways(database, for: ["he", "sun"])
    let console = try await console(database)
    defer { Task { await console.close() } }
    try await ask(console, "he", secret("one"))
    try await ask(console, "he", secret("two"), label: label + "2")
    // No group is told, and no address that is none.
    #expect(try await number(database, "select count(*) from levee.work where kind = 'notify' and name <> 'mail'") == 0)
    // It is read by whoever sends it, first of all that is said in the message; by nobody else, whoever asks.
    let logistics = database.ledger("svc_logistics", .logistics)
    defer { Task { await logistics.close() } }
    let message = try #require(try await logistics.notices.claim(lease: .seconds(30)).first)
    let told = message.parts.compactMap { DeviceCodes.Told($0.detail) }
    #expect(message.parts.map(\.subject) == [label, label + "2"] && message.transport.name == "mail")
    #expect(told.allSatisfy { $0.code.wholeMatch(of: /[0-9]{6}/) != nil && $0.whence == "192.0.2.7, Firefox" })
    for (person, team) in [("he", Team.staff), ("sun", .monitoring), ("wu", .logistics), ("svc_logistics", .logistics)]
    {
      for sql in [
        "select * from levee.code_words", "select code from levee.code_request", "select mark from levee.code_request",
        "select levee.code_told(1, 'mail')", "select levee.ask_code('he', 'x', 'x', '')",
      ] {
        await #expect(throws: PostgresError.self, "\(person): \(sql)") {
          try await database.run(person, team, Statement(unsafeSQL: sql))
        }
      }
    }
    for sql in ["select * from levee.code_words", "select 1 from levee.code_request", "select 1 from levee.notice"] {
      await #expect(throws: PostgresError.self) { try await console.run(Statement(unsafeSQL: sql)) }
    }
    let seen = try await database.run("he", .staff, "select label, whence from levee.code_request order by label")
    #expect(try seen.map { try $0["whence"] as String } == ["192.0.2.7, Firefox", "192.0.2.7, Firefox"])
    #expect(try await database.run("sun", .staff, "select label from levee.code_request").isEmpty)
    // Once it is out, it is nowhere any more; nor is it, or from where it was asked for, in the history.
    #expect(try await logistics.notices.recordSent(message))
    #expect(try await number(database, "select count(*) from levee.code_words") == 0)
    let history: String = try await database.run(
      "postgres", nil, "select string_agg(payload, ' ') as all from levee.event where kind = 'code_request'")[0]["all"]
    #expect(history.contains(label) && !history.contains("192.0.2.7") && !history.contains(told[0].code))

    // Of another browser's request it is a wrong code.
    #expect(try await type(console, told[0].code, secret("two")) == "")
    // Nobody tries in a transaction that they take back.
    try await console.run("begin")
    #expect(try await type(console, told[0].code, secret("one")) == "")
    try await console.run("rollback")
    #expect(try await number(database, "select sum(tries) from levee.code_request") == 1)
    #expect(try await type(console, told[0].code, secret("one")) == "he~\(label)")
    #expect(try await type(console, told[0].code, secret("one")) == "")
    #expect(try await number(database, "select count(*) from levee.notice where reason = 'device'") == 1)
    // A name that is taken is said to whoever typed the right code, and to nobody else.
    try await ask(console, "he", secret("same"))
    let same = try await words(database, of: "he")
    #expect(try await type(console, same == "000000" ? "000001" : "000000", secret("same")) == "")
    #expect(await refusal { _ = try await type(console, same, secret("same")) } == "device_label_is_free")
    // A key that such a device binds waits to be confirmed elsewhere.
    let device = try await database.connect("he~\(label)", .staff)
    defer { Task { await device.close() } }
    try await device.run(
      """
      select levee.bind_key('passkey', 'p', decode('04' || repeat('11', 64), 'hex'), 'x', decode(repeat('aa', 16), 'hex'))
      """)
    #expect(
      try await number(database, "select count(*) from levee.signing_key where confirmed_at < 'infinity'") == 0)
    // The other one was not them: it ends, and nobody gets a code for them for a day.
    let own = database.ledger("he", .staff)
    defer { Task { await own.close() } }
    #expect(try await own.deviceCodes.requests().map(\.state) == [.open, .open, .used])
    #expect(try await own.devices.end(label + "2") == [label + "2"])
    #expect(try await type(console, told[1].code, secret("two")) == "")
    #expect(try await own.deviceCodes.requests().map(\.state) == [.open, .disowned, .used])
    let noticed = try await number(database, "select count(*) from levee.notice where reason = 'device_code'")
    try await database.run(
      "postgres", nil, "update levee.code_request set free_at = 'infinity' where ended_how = 'disowned'")
    try await database.run(
      "postgres", nil,
      """
      update levee.code_request set asked_at = asked_at - interval '25 hours', expires_at = expires_at - interval '25 hours',
        free_at = free_at - interval '25 hours' where ended_how <> 'disowned'
      """)
    try await ask(console, "he", secret("three"), label: label + "3")
    #expect(try await number(database, "select count(*) from levee.notice where reason = 'device_code'") == noticed)
  }

  @Test func whoTriesCodesIsStoppedByTheDatabase() async throws {
    let database = try await TestDatabase()
    try await ways(database, for: ["he", "sun", "zhou"])
    let console = try await console(database)
    defer { Task { await console.close() } }
    try await ask(console, "he", secret("one"))
    let right = try await words(database, of: "he")
    let wrong = right == "000000" ? "000001" : "000000"
    // Many at once are five.
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          let other = try await self.console(database)
          #expect(try await type(other, wrong, secret("one")) == "")
          await other.close()
        }
      }
      try await group.waitForAll()
    }
    #expect(try await type(console, right, secret("one")) == "")
    #expect(
      try await number(
        database,
        "select count(*) from levee.code_request where tries = 5 and ended_how = 'wrong' and free_at > asked_at + interval '23 hours'"
      ) == 1)
    // So is a place at which one code was tried, and none was right: whoever stops after four gets no more tries.
    try await ask(console, "zhou", secret("tried"))
    #expect(
      try await type(console, try await words(database, of: "zhou") == wrong ? right : wrong, secret("tried")) == "")
    #expect(
      try await number(
        database,
        "select count(*) from levee.code_request where handle = 'zhou' and free_at = asked_at + interval '1 day'"
      ) == 1)
    // Three places an hour; the one that ended badly is taken for a day.
    try await withThrowingTaskGroup { group in
      for index in 0..<5 {
        group.addTask {
          let other = try await self.console(database)
          try await ask(other, "he", secret("more\(index)"))
          await other.close()
        }
      }
      try await group.waitForAll()
    }
    #expect(
      try await number(
        database, "select count(*) from levee.notice where reason = 'device_code' and recipient = 'he'") == 3)
    try await database.run(
      "postgres", nil,
      """
      update levee.code_request set asked_at = asked_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes',
        free_at = free_at - interval '61 minutes'
      """)
    for index in 0..<3 { try await ask(console, "he", secret("later\(index)")) }
    #expect(
      try await number(
        database, "select count(*) from levee.notice where reason = 'device_code' and recipient = 'he'") == 5)
    // After ten minutes it is good no more, and is erased by the next one.
    try await ask(console, "sun", secret("sun"))
    let late = try await words(database, of: "sun")
    try await database.run(
      "postgres", nil,
      """
      update levee.code_request set asked_at = asked_at - interval '601 s', expires_at = expires_at - interval '601 s'
      where handle = 'sun'
      """)
    #expect(try await type(console, late, secret("sun")) == "")
    try await ask(console, "zhou", secret("zhou"))
    #expect(
      try await number(
        database,
        "select count(*) from levee.code_words w join levee.notice n on n.id = w.notice_id where n.recipient = 'sun'")
        == 0)
    // The house sends twenty a minute.
    try await database.run(
      "postgres", nil,
      """
      insert into levee.code_minute (at, asked)
        select date_trunc('minute', clock_timestamp()) + i * interval '1 minute', 20 from generate_series(0, 1) i
      on conflict (at) do update set asked = 20
      """)
    try await ask(console, "zhou", secret("zhou2"))
    #expect(try await number(database, "select count(*) from levee.code_request where handle = 'zhou'") == 2)
    // What the console has to say of a browser.
    #expect(await refusal { try await ask(console, "he", "short") } == "code_request_is_a_browsers")
    #expect(await refusal { try await ask(console, "nobody", secret("a"), label: "A B") } == "device_label_is_short")
    #expect(
      await refusal {
        try await console.run("begin isolation level repeatable read")
        try await ask(console, "he", secret("b"))
      } == "guards_see_what_is_committed")
    try await console.run("rollback")
  }

  @Test func whoMayNotLearnsItAloneAndWhoeverAsksLearnsNothing() async throws {
    let database = try await TestDatabase()
    let person = "p" + label
    try await database.run(
      "postgres", nil, "select levee.add_person(\(person), 'Somebody', '{response}', '{member}')")
    try await ways(database, for: ["wang", "zhao", "li", person])
    let console = try await console(database)
    defer { Task { await console.close() } }
    func outcome(_ handle: String) async throws -> String {
      try await ask(console, handle, secret("of-" + UUID().uuidString.prefix(20)))
      let rows = try await database.run(
        "postgres", nil,
        "select ended_how from levee.code_request where handle = \(handle) order by asked_at desc limit 1")
      return try rows.first.map { try $0["ended_how"] } ?? "nothing"
    }
    for nobody in ["nobody", "svc_logistics", "postgres", ""] { #expect(try await outcome(nobody) == "nothing") }
    #expect(try await outcome("he") == "unreached")
    #expect(try await outcome("wang") == "refused")
    #expect(try await outcome("zhao") == "refused")
    #expect(try await outcome("li") == "")
    // Whoever acts for the leader is the leader.
    try await database.run(
      "wang", .leadership,
      "insert into levee.delegation (substitute, reason, ends_at) values ('li', 'away', clock_timestamp() + interval '1 day')"
    )
    #expect(try await outcome("li") == "refused")
    let logistics = database.ledger("svc_logistics", .logistics)
    defer { Task { await logistics.close() } }
    let told = try await logistics.notices.claim(lease: .seconds(30)).first { $0.recipient == "wang" }
    let said = try #require(told?.parts.first.flatMap { DeviceCodes.Told($0.detail) })
    #expect(said.refused && said.code.isEmpty)
    // An administrator, in whatever seat; everyone, where the plan says so.
    #expect(try await outcome(person) == "")
    let code = try await words(database, of: person)
    try await database.run("postgres", nil, Statement(unsafeSQL: "grant levee_admin to \(person)"))
    #expect(try await outcome(person) == "refused")
    try await database.run("postgres", nil, Statement(unsafeSQL: "revoke levee_admin from \(person)"))
    let session = try await database.connect("postgres")
    try await session.execute(
      script:
        "set session_replication_role = replica; update levee.enrol_rule set by_code = false where who = 'everyone'")
    await session.close()
    #expect(try await outcome(person) == "refused")
    // A plan that says nothing of it is read as the first one.
    let silent = try await database.connect("postgres")
    try await silent.execute(script: "set session_replication_role = replica; delete from levee.enrol_rule")
    await silent.close()
    #expect(try await outcome("zhao") == "refused")
    #expect(try await outcome("chen") == "unreached")
    // Nobody's codes outlive them.
    let asked = try await database.run(
      "postgres", nil, "select 1 from levee.code_request where handle = \(person) and ended_how = ''")
    #expect(asked.count == 1 && code.count == 6)
    try await database.run("postgres", nil, "select levee.remove_person(\(person))")
    #expect(try await number(database, "select count(*) from levee.code_request where handle = '\(person)'") == 0)
    #expect(
      try await number(
        database,
        "select count(*) from levee.code_words w join levee.notice n on n.id = w.notice_id where n.recipient = '\(person)'"
      ) == 0)
    #expect(try await outcome(person) == "nothing")
  }
}

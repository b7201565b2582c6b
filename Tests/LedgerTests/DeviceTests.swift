import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-37: a device acts for its person, as long as it is on record, and for nobody else.
@Suite struct DeviceTests {
  /// A verifier of the right form; who may log in is asked elsewhere, here the cluster trusts its socket.
  private static let verifier =
    "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy"

  /// Roles are of the whole cluster, which other tests use at the same time: each has labels of its own.
  private let label = "d" + UUID().uuidString.lowercased().prefix(8)

  private func enrol(_ code: String, in database: TestDatabase, verifier: String = Self.verifier) async throws -> String
  {
    let session = try await database.connect("postgres")
    defer { Task { await session.close() } }
    try await session.execute(script: "set role levee_console")
    return try await session.run("select levee.enrol_device(\(code), \(verifier)) as login")[0]["login"]
  }

  private func device(of person: String, in database: TestDatabase) async throws -> String {
    let ledger = database.ledger(person, .staff)
    _ = try await ledger.devices.invite(label, code: "a code of chance")
    await ledger.close()
    return try await enrol("a code of chance", in: database)
  }

  @Test func whatADeviceRecordsIsItsPersonsAndSaysSo() async throws {
    let database = try await TestDatabase()
    let login = try await device(of: "wang", in: database)
    #expect(login == "wang~\(label)")
    let session = try await database.connect(login, .leadership)
    defer { Task { await session.close() } }
    try await session.run("insert into levee.absence (ends_at) values (clock_timestamp() + interval '1 hour')")
    let row = try await database.run(
      "postgres", nil,
      """
      select e.person, e.payload::jsonb ->> 'device' as device, a.handle
      from levee.event e, levee.absence a where e.kind = 'absence'
      """)[0]
    #expect(try row["person"] == "wang")
    #expect(try row["device"] == label)
    #expect(try row["handle"] == "wang")
    #expect(try await database.run("postgres", nil, "select * from levee.verify(0)").isEmpty)
    // Its person is told.
    let told = try await database.run(
      "postgres", nil, "select recipient, subject from levee.notice where reason = 'device'")
    #expect(try told.map { try $0["recipient"] + " " + $0["subject"] } == ["wang \(label)"])
  }

  @Test func aCodeIsGoodOnceForTenMinutesAndForWhoeverGotIt() async throws {
    let database = try await TestDatabase()
    _ = try await device(of: "wang", in: database)
    #expect(await refusal { _ = try await enrol("a code of chance", in: database) } == "device_code_is_good")
    #expect(await refusal { _ = try await enrol("another code", in: database) } == "device_code_is_good")
    let ledger = database.ledger("wang", .staff)
    defer { Task { await ledger.close() } }
    #expect(await refusal { _ = try await ledger.devices.invite(label, code: "x") } == "device_label_is_free")
    #expect(await refusal { _ = try await ledger.devices.invite("a~b", code: "x") } == "device_label_is_short")
    // One that was not used is void as soon as there is another, and after ten minutes.
    _ = try await ledger.devices.invite(label + "2", code: "first")
    _ = try await ledger.devices.invite(label + "2", code: "second")
    #expect(await refusal { _ = try await enrol("first", in: database) } == "device_code_is_good")
    try await database.run(
      "postgres", nil,
      "update levee.device_invitation set made_at = made_at - interval '601 s', expires_at = expires_at - interval '601 s'"
    )
    #expect(await refusal { _ = try await enrol("second", in: database) } == "device_code_is_good")
    // What the server is to check a secret by is a verifier, and nothing that could be read as more.
    _ = try await ledger.devices.invite(label + "2", code: "third")
    #expect(
      await refusal {
        _ = try await enrol("third", in: database, verifier: "x' superuser password 'y")
      } == "device_proves_a_secret")
  }

  @Test func tenDevicesAreEnoughHoweverTheyCome() async throws {
    let database = try await TestDatabase()
    let ledger = database.ledger("wang", .staff)
    defer { Task { await ledger.close() } }
    // What was invited before the tenth came does not make an eleventh.
    _ = try await ledger.devices.invite(label, code: "early")
    try await database.run(
      "postgres", nil,
      """
      insert into levee.device (login, handle, label, enrolled_at, invited_on, valid_until)
      select 'wang~d' || n, 'wang', 'd' || n, clock_timestamp(), '', clock_timestamp() + interval '1 day' from generate_series(1, 10) n
      """)
    #expect(await refusal { _ = try await enrol("early", in: database) } == "devices_are_few")
    #expect(await refusal { _ = try await ledger.devices.invite(label, code: "late") } == "devices_are_few")
    try await database.run("postgres", nil, "update levee.device set ended_at = clock_timestamp() where label = 'd1'")
    _ = try await enrol("early", in: database)
  }

  @Test func whoLooksLikeADeviceAndIsNoneIsNobody() async throws {
    let database = try await TestDatabase()
    let forged = "wang~\(label)"
    try await database.run(
      "postgres", nil, Statement(unsafeSQL: "create role \"\(forged)\" login inherit in role wang"))
    let session = try await database.connect(forged, .leadership)
    defer { Task { await session.close() } }
    #expect(try await session.run("select levee.person() as who")[0]["who"] == forged)
    #expect(
      await refusal {
        try await session.run("insert into levee.absence (ends_at) values (clock_timestamp() + interval '1 hour')")
      } == "person_is_of_this_house")
  }

  @Test func aDeviceIsEndedByItsPersonAndAtOnce() async throws {
    let database = try await TestDatabase()
    let login = try await device(of: "wang", in: database)
    let session = try await database.connect(login, .leadership)
    defer { Task { await session.close() } }
    let other = database.ledger("zhao", .staff)
    defer { Task { await other.close() } }
    #expect(await refusal { try await other.devices.end(label, of: "wang") } == "device_is_ended_by_its_person")
    #expect(await refusal { try await other.devices.end(label) } == "device_is_on_record")
    #expect(try await other.devices.list().isEmpty)
    let own = database.ledger("wang", .staff)
    defer { Task { await own.close() } }
    try await own.devices.end(label)
    // What was open is closed, and what is opened now is not let in.
    await #expect(throws: (any Error).self) { try await session.run("select 1") }
    await #expect(throws: (any Error).self) { try await database.connect(login) }
    // The name is free again.
    #expect(try await device(of: "wang", in: database) == login)
  }

  @Test func whoLeavesTheHouseLeavesWithTheirDevices() async throws {
    let database = try await TestDatabase()
    let person = "p" + label
    try await database.run(
      "postgres", nil, "select levee.add_person(\(person), 'Somebody', '{response}', '{member}')")
    let login = try await device(of: person, in: database)
    let session = try await database.connect(login, .response)
    defer { Task { await session.close() } }
    try await database.run("postgres", nil, "select levee.remove_person(\(person))")
    await #expect(throws: (any Error).self) { try await session.run("select 1") }
    await #expect(throws: (any Error).self) { try await database.connect(login) }
    let left = try await database.run("postgres", nil, "select ended_by from levee.device where ended_at < 'infinity'")
    #expect(try left.map { try $0["ended_by"] as String } == ["postgres"])
  }

  /// The console's own login can do one thing; what makes logins belongs to nobody.
  @Test func theConsoleIsNoMasterKey() async throws {
    let database = try await TestDatabase()
    #expect(
      try await database.reach(of: "levee_console")
        == [
          "ask_code", "begin_sign_on", "enrol_by_code", "enrol_device", "enrol_wall", "finish_sign_on", "hand_in_code",
          "refusal",
          "sign_on_client",
        ])
    let enroller = try await database.run(
      "postgres", nil,
      """
      select (select count(*) from pg_auth_members where roleid = 'levee_enroller'::regrole and not exists (
          select from pg_roles r where r.oid = member and r.rolsuper))::int as members,
        array(select p.proname::text from pg_proc p where p.proowner = 'levee_enroller'::regrole order by 1) as functions,
        array(select distinct r.rolname::text from pg_proc p, pg_roles r where p.proowner = 'levee_enroller'::regrole
          and not r.rolsuper and has_function_privilege(r.oid, p.oid, 'execute') order by 1) as callers,
        has_schema_privilege('levee_enroller', 'levee', 'create') as makes
      """)[0]
    #expect(try enroller["members"] == 0)
    #expect(
      try enroller["functions"] == ["make_device_login", "make_wall_login", "shut_device_login", "shut_wall_login"])
    #expect(try enroller["callers"] == ["levee_enroller", "levee_owner"])
    #expect(try enroller["makes"] == false)
  }
}

import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// LAW-37: a screen on a wall is a device of nobody's: it reads the board, and nothing else.
@Suite struct WallTests {
  private static let verifier = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy"

  /// Roles are of the whole cluster: each test has labels of its own.
  private let label = "w" + UUID().uuidString.lowercased().prefix(8)
  private let soon = Date.now.addingTimeInterval(30 * 86400)

  private func enrol(_ code: String, in database: TestDatabase) async throws -> String {
    let session = try await database.connect("postgres")
    defer { Task { await session.close() } }
    try await session.execute(script: "set role levee_console")
    return try await session.run("select levee.enrol_wall(\(code), \(Self.verifier)) as login")[0]["login"]
  }

  @Test func aWallReadsTheBoardAndNothingElse() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let database = house.database
    let leader = Ledger(team: .staff, access: .staff, connection: database.string("wang"))
    defer { Task { await leader.close() } }
    _ = try await leader.walls.invite(label, code: "a code of chance", until: soon)
    let login = try await enrol("a code of chance", in: database)
    #expect(login == "~\(label)")
    try await house.asOwner(
      """
      update levee.incident set title = 'Secret' where id = 2;
      insert into levee.trend (incident_id, bucket, mentions)
        select 1, date_bin('15 minutes', levee.now(1), '2000-01-01') - interval '2 hours', 7
      """)
    try await database.run(
      "wang", .leadership, "insert into levee.restriction (incident_id, restricted, reason) values (2, true, 'r')")
    let wall = Ledger(team: .staff, access: .wall, connection: database.string(login))
    defer { Task { await wall.close() } }
    let seen = try await wall.situations.read()
    #expect(seen.incidents.map(\.title) == ["Outage"])
    #expect(seen.incidents[0].heat.count == 24 && seen.incidents[0].heat.reduce(0, +) == 7)
    #expect(seen.incidents[0].next != nil)
    // Somebody of a team sees both; of the restricted one they are not named in, nothing is counted.
    let reader = database.ledger("wu", .logistics)
    defer { Task { await reader.close() } }
    let team = try await reader.situations.read()
    #expect(Set(team.incidents.map(\.title)) == ["Outage", "Secret"])
    // The catalogue: what its role may touch.
    #expect(
      try await database.reach(of: "levee_wall")
        == ["board_duty", "board_health", "board_incidents", "board_signals", "refusal", "refuse"])
    // By raw SQL, with its own login, in its own role and in none.
    let session = try await database.connect(login)
    defer { Task { await session.close() } }
    for role in ["none", "levee_wall"] {
      for sql in [
        "select * from levee.incident", "select * from levee.revision", "select * from levee.person",
        "select * from levee.wall", "insert into levee.report (text) values ('x')", "select levee.inbox()",
      ] {
        try await session.execute(script: "set role \(role)")
        await #expect(throws: PostgresError.self, "\(role): \(sql)") { try await session.execute(script: sql) }
      }
    }
    for role in ["levee_staff", "levee_leadership", "levee_admin", "levee_owner"] {
      await #expect(throws: PostgresError.self) { try await session.execute(script: "set role \(role)") }
    }
    // Ended, it is nobody at once: in a session that is open, and in one that would be opened.
    try await leader.walls.end(label)
    await #expect(throws: (any Error).self) { try await session.run("select 1") }
    await #expect(throws: (any Error).self) { try await database.connect(login) }
    #expect(try await leader.walls.list().map { $0.endedAt != nil } == [true])
  }

  @Test func aWallIsMadeByWhoAnswersForATeam() async throws {
    let database = try await TestDatabase()
    let member = Ledger(team: .staff, access: .staff, connection: database.string("sun"))
    let head = Ledger(team: .staff, access: .staff, connection: database.string("wu"))
    defer {
      Task {
        await member.close(); await head.close()
      }
    }
    #expect(
      await refusal { _ = try await member.walls.invite(label, code: "x", until: soon) } == "wall_is_made_by_a_head")
    #expect(
      await refusal { _ = try await head.walls.invite(label, code: "x", until: .now.addingTimeInterval(400 * 86400)) }
        == "wall_is_bounded")
    #expect(await refusal { _ = try await head.walls.invite("a~b", code: "x", until: soon) } == "device_label_is_short")
    _ = try await head.walls.invite(label, code: "first", until: soon)
    _ = try await head.walls.invite(label, code: "second", until: soon)
    #expect(await refusal { _ = try await enrol("first", in: database) } == "wall_code_is_good")
    _ = try await enrol("second", in: database)
    #expect(await refusal { _ = try await enrol("second", in: database) } == "wall_code_is_good")
    #expect(await refusal { _ = try await head.walls.invite(label, code: "x", until: soon) } == "wall_label_is_free")
    #expect(await refusal { try await member.walls.end(label) } == "wall_is_made_by_a_head")
    // A code of a wall makes nobody's device, and one of a device no wall.
    _ = try await head.walls.invite(label + "2", code: "third", until: soon)
    let console = try await database.connect("postgres")
    defer { Task { await console.close() } }
    #expect(
      await refusal { try await console.run("select levee.enrol_device('third', \(Self.verifier))") }
        == "device_code_is_good")
    try await database.run(
      "postgres", nil,
      "update levee.wall_invitation set made_at = made_at - interval '61 min', expires_at = expires_at - interval '61 min'"
    )
    #expect(await refusal { _ = try await enrol("third", in: database) } == "wall_code_is_good")
    try await head.walls.end(label)
    #expect(await refusal { try await head.walls.end(label) } == "wall_is_on_record")
  }
}

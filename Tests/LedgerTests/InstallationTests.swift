import Ledger
import Postgres
import TestHouse
import Testing

@Suite struct InstallationTests {
  @Test func twentyAtOnceInstallOnce() async throws {
    let database = try await TestDatabase(template: "template0")
    let done = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do {
            _ = try await Installation(connection: database.string("postgres")).apply(fresh: true)
            return true
          } catch Installation.Fault.alreadyInstalled {
            return false
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(done == 1)
    let status = try await Installation(connection: database.string("postgres")).status()
    #expect(status.pending == [])
    #expect(try await Installation(connection: database.string("postgres")).apply(fresh: false).newlyApplied == [])
  }

  @Test func aChangedFileIsRefusedAndAnUnknownOneNamesTheProgramAsOld() async throws {
    let database = try await TestDatabase()
    let installation = Installation(connection: database.string("postgres"))
    try await database.run("postgres", nil, "update levee.migration set checksum = 'x' where name = 'm0010_assessing'")
    let fault = await #expect(throws: Installation.Fault.self) { try await installation.status() }
    guard case .changed("m0010_assessing")? = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    try await database.run("postgres", nil, "delete from levee.migration where name = 'm0010_assessing'")
    try await database.run("postgres", nil, "insert into levee.migration (name, checksum) values ('m9999_later', 'x')")
    let later = await #expect(throws: Installation.Fault.self) { try await installation.apply(fresh: false) }
    guard case .programTooOld("m9999_later")? = later else {
      Issue.record("\(String(describing: later))")
      return
    }
  }

  @Test func aNewDatabaseLetsOnlyItsPeopleIn() async throws {
    let database = try await TestDatabase(template: "template0")
    _ = try await Installation(connection: database.string("postgres")).apply(fresh: true)
    await #expect(throws: PostgresError.self) { try await database.connect("sun") }
    try await database.run(
      "postgres", nil, "select levee.add_person('sun', 'Sun', '{monitoring}', '{member}')")
    let connection = try await database.connect("sun", .monitoring)
    await #expect(throws: PostgresError.self) { try await connection.run("create temporary table x (i int)") }
    #expect(try await connection.run("select levee.current_team()::text as team")[0]["team"] as String == "monitoring")
  }
}

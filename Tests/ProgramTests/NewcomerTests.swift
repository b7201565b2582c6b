import TestHouse
import Testing

/// What somebody meets who does the first things in a wrong place, or as nobody.
@Suite(.aFewAtATime) struct NewcomerTests {
  @Test func nothingIsInstalledWhereNobodySaidWhere() async throws {
    let refused = try await Running.run(
      "levee", ["database", "install"], environment: ["PGUSER": "postgres", "LEVEE_LANGUAGE": "en"])
    #expect(refused.code == 64)
    #expect(refused.output.contains("No database is named. This would install Levee into the database postgres"))
    #expect(refused.output.contains("--database dbname=levee"))
    let asked = try Typing(
      "levee", ["database", "install"], environment: ["PGUSER": "postgres", "LEVEE_LANGUAGE": "zh-CN"])
    try await asked.type("n\n", after: "确认安装在这里？")
    #expect(try await asked.wait() == 1)
    #expect(asked.screen.contains("数据库：  postgres"), "\(asked.screen)")
    // Named in any way that libpq knows, it is installed there, and said where.
    let database = try await TestDatabase(template: "template0")
    let done = try await Running.run(
      "levee", ["database", "install"],
      environment: ["PGUSER": "postgres", "PGDATABASE": database.name, "LEVEE_LANGUAGE": "en"])
    #expect(done.code == 0 && done.output.contains("applied in the database \(database.name)"), "\(done.output)")
    let elsewhere = try await Running.run(
      "levee", ["database", "status"], environment: ["PGUSER": "postgres", "LEVEE_LANGUAGE": "en"])
    #expect(elsewhere.output.contains("Nothing is installed"), "\(elsewhere.output)")
  }

  @Test(
    "A login that the server does not know is told at once",
    arguments: [
      ("levee-response", ["inbox"]), ("levee-response", ["serve", "--listen", "off"]), ("levee", ["doctor"]),
    ])
  func unknownLogin(_ program: String, _ words: [String]) async throws {
    let database = try await TestDatabase()
    let clock = ContinuousClock()
    let began = clock.now
    let told = try await Running.run(
      program, words, environment: ["PGUSER": "nobody_here", "PGDATABASE": database.name, "LEVEE_LANGUAGE": "en"])
    #expect(told.code == 77)
    #expect(told.output.contains("The server does not know the login nobody_here"), "\(told.output)")
    #expect(clock.now - began < .seconds(20))
  }

  @Test(
    "What only administrators may do is told to others",
    arguments: [["doctor"], ["transport", "list"], ["database", "status"]])
  func onlyAdministrators(_ words: [String]) async throws {
    let database = try await TestDatabase()
    let told = try await Running.run(
      "levee", words, environment: ["PGUSER": "sun", "PGDATABASE": database.name, "LEVEE_LANGUAGE": "zh-CN"])
    #expect(told.code == 77, "\(told.output)")
    #expect(told.output.contains("只有数据库管理员可以执行：levee \(words.joined(separator: " "))"), "\(told.output)")
  }

  @Test func aDatabaseThatIsNotThereIsTold() async throws {
    let told = try await Running.run(
      "levee", ["database", "status"],
      environment: ["PGUSER": "postgres", "PGDATABASE": "no_such_database", "LEVEE_LANGUAGE": "en"])
    #expect(told.code == 78)
    #expect(told.output.contains("There is no such database on this server"), "\(told.output)")
  }
}

import FoundationEssentials
import TestHouse
import Testing

/// People who come, change, go and come back.
@Suite(.aFewAtATime) struct PersonTests {
  private func levee(_ database: TestDatabase, _ words: String...) async throws -> Running.Result {
    try await Running.run("levee", words + ["--database", database.string("postgres"), "--language", "en"])
  }

  @Test func aPersonGoesAndComesBack() async throws {
    let database = try await TestDatabase()
    let handle = "an.na-\(UUID().uuidString.lowercased().prefix(6))"
    #expect(try await levee(database, "person", "add", handle, "--name", "Anna", "--seat", "logistics").code == 0)
    #expect(try await levee(database, "person", "rename", handle, "Anna Li").code == 0)
    #expect(try await levee(database, "person", "seat", handle, "monitoring:member").code == 0)
    #expect(try await levee(database, "person", "seat", handle, "logistics:member", "--no-longer").code == 0)
    let list = try await levee(database, "person", "list")
    #expect(list.output.contains("Anna Li") && list.output.contains("monitoring:member"))
    let inbox = try await Running.run("levee-monitoring", ["inbox", "--database", database.string(handle)])
    #expect(inbox.code == 0, "\(inbox.output)")
    // Nobody goes by accident.
    let unasked = try await levee(database, "person", "remove", handle)
    #expect(unasked.code == 64)
    let gone = try await levee(database, "person", "remove", handle, "--yes")
    #expect(gone.code == 0, "\(gone.output)")
    let shut = try await Running.run(
      "levee-monitoring", ["inbox", "--database", database.string(handle), "--language", "en"])
    #expect(shut.code == 77, "\(shut.output)")
    let again = try await levee(database, "person", "add", handle, "--name", "Another")
    #expect(again.code == 65)
    #expect(again.output.contains("given to nobody else"), "\(again.output)")
    let back = try await levee(database, "person", "return", handle, "--yes")
    #expect(back.code == 0, "\(back.output)")
    let seatless = try await Running.run(
      "levee-monitoring", ["inbox", "--database", database.string(handle), "--language", "en"])
    #expect(seatless.code != 0)
    #expect(try await levee(database, "person", "seat", handle, "monitoring").code == 0)
    #expect(try await Running.run("levee-monitoring", ["inbox", "--database", database.string(handle)]).code == 0)
    #expect(try await levee(database, "person", "return", handle, "--yes").code == 65)
  }

  /// What stays empty is said before the question.
  @Test func whoGoesLeavesWhatTheyLeave() async throws {
    let database = try await TestDatabase()
    try await database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('mail', 'command', 'mail', 'sendmail')")
    #expect(
      try await levee(database, "contact", "add", "wu", "--by", "mail", "--address", "+86 138-0013-8000").code == 0)
    #expect(try await levee(database, "contact", "list").output.contains("+8613800138000"))
    let asked = try Typing(
      "levee", ["person", "remove", "wu"],
      environment: ["PGDATABASE": database.name, "PGUSER": "postgres", "LEVEE_LANGUAGE": "en"])
    try await asked.type("n\n", after: "Take this login away?")
    #expect(try await asked.wait() == 1)
    #expect(asked.screen.contains("logistics:head") && asked.screen.contains("mail"), "\(asked.screen)")
  }

  @Test func aLoginThatLeveeDidNotMakeIsNeitherTakenNorShut() async throws {
    let database = try await TestDatabase()
    let taken = try await levee(database, "person", "add", "postgres", "--name", "Root")
    #expect(taken.code == 65)
    #expect(taken.output.contains("is not one that Levee made"), "\(taken.output)")
    #expect(try await levee(database, "person", "remove", "postgres", "--yes").code == 66)
    let plain = "plain_\(UUID().uuidString.lowercased().prefix(6))"
    let connection = try await database.connect("postgres")
    try await connection.execute(script: "create role \(plain) login")
    #expect(try await levee(database, "person", "add", plain, "--name", "P").code == 65)
    try await connection.execute(script: "comment on role \(plain) is 'levee'")
    #expect(try await levee(database, "person", "add", plain, "--name", "P").code == 0)
    // A person who became a power of the server is not shut by Levee, nor by raw SQL through it.
    try await connection.execute(script: "alter role \(plain) createrole")
    #expect(try await levee(database, "person", "remove", plain, "--yes").code == 65)
    #expect(
      await refusal { try await connection.run("select levee.remove_person(\(plain))") } == "person_login_is_of_levee")
    #expect(await refusal { try await connection.run("select levee.remove_person('postgres')") } == "person_is_known")
    await connection.close()
  }
}

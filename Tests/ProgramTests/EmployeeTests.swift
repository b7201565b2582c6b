import FoundationEssentials
import Postgres
import TestHouse
import Testing

/// The company's list of staff: taken in as a whole or not at all, kept from others, erased.
@Suite(.aFewAtATime) struct EmployeeTests {
  private func levee(
    _ database: TestDatabase, _ arguments: [String], as person: String = "postgres", language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      "levee", arguments + ["--language", language], environment: ["PGUSER": person, "PGDATABASE": database.name])
  }

  private func file(_ text: String, _ charset: String = "UTF-8") async throws -> String {
    let path = "/tmp/levee-staff-" + UUID().uuidString + ".csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    guard charset != "UTF-8" else { return path }
    let converted = try await Running.run(
      "/usr/bin/iconv", ["-f", "UTF-8", "-t", charset, "-o", path + ".conv", path])
    #expect(converted.code == 0, "\(converted.output)")
    return path + ".conv"
  }

  private func mail(_ database: TestDatabase) async throws {
    try await database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('mail', 'command', 'mail', 'sendmail')")
  }

  private func count(_ database: TestDatabase, _ condition: String = "true") async throws -> Int {
    try await database.run(
      "postgres", nil, Statement(unsafeSQL: "select count(*) as n from levee.employee where \(condition)"))[0]["n"]
  }

  @Test func tenThousandInGB18030OfWhomThirtyAreBrokenAreEachNamedAndNothingIsHalfDone() async throws {
    let database = try await TestDatabase()
    try await mail(database)
    var rows = ["工号,姓名,部门,岗位,语言,部门负责人,联系方式"]
    for number in 1...10_000 {
      let isBroken = number % 334 == 0 || number == 7
      let name = isBroken && number % 3 == 0 ? "" : "员工\(number)"
      let language = isBroken && number % 3 == 1 ? "法语" : "中文"
      let address = isBroken && number % 3 == 2 ? "两个 词" : "e\(number)@example.com"
      rows.append("A\(number),\(name),部门\(number % 40),专员,\(language),\(number <= 40 ? "是" : ""),\(address)")
    }
    let broken = (1...10_000).filter { $0 % 334 == 0 || $0 == 7 }
    #expect(broken.count == 30)
    let path = try await file(rows.joined(separator: "\n") + "\n", "GB18030")
    let refused = try await levee(database, ["employee", "import", path, "--transport", "mail"], language: "zh-CN")
    #expect(refused.code != 0)
    for number in broken {
      let column = ["姓名", "语言", "联系方式"][number % 3]
      #expect(refused.output.contains("第 \(number + 1) 行“\(column)”"), "\(number): \(refused.output)")
    }
    #expect(refused.output.contains("名单有 30 处错误"), "\(refused.output.prefix(300))")
    #expect(try await count(database) == 0)

    for number in broken { rows[number] = "A\(number),员工\(number),部门1,专员,zh,,e\(number)@example.com" }
    let mended = try await file(rows.joined(separator: "\n") + "\n", "GB18030")
    let taken = try await levee(database, ["employee", "import", mended, "--transport", "mail", "--json"])
    #expect(taken.code == 0 && taken.output.contains("10000"), "\(taken.output)")
    #expect(try await count(database, "left_at = 'infinity' and language = 'zh-CN'") == 10_000)
    #expect(try await count(database, "name = '员工9999' and department = '部门39'") == 1)

    // Out and in again: the same.
    let written = "/tmp/levee-staff-" + UUID().uuidString + ".csv"
    let exported = try await levee(database, ["employee", "export", "--out", written], language: "zh-CN")
    #expect(exported.code == 0, "\(exported.output)")
    let again = try await levee(database, ["employee", "import", written, "--json"])
    #expect(
      again.output.contains("\"unchanged\" : 10000") || again.output.contains("\"unchanged\": 10000"), "\(again.output)"
    )
  }

  @Test func whoLeavesComesBackAndChanges() async throws {
    let database = try await TestDatabase()
    try await mail(database)
    let first = try await file(
      "Staff number,Name,Department,Head of department,Contact,Login\n1,Ann,Sales,yes,ann@x.com,he\n2,Bob,Sales,,bob@x.com,\n3,\"Cy, Jr\",IT,,,\n"
    )
    #expect(try await levee(database, ["employee", "import", first, "--transport", "mail"]).code == 0)
    let second = try await file("number,name,department,contact\n1,Ann,Sales,ann@x.com\n3,\"Cy, Jr\",Legal,\n")
    let kept = try await levee(database, ["employee", "import", second, "--transport", "mail"])
    #expect(kept.output.contains("1 here are not in the list"), "\(kept.output)")
    #expect(try await count(database, "left_at = 'infinity'") == 3)
    let checked = try await levee(
      database, ["employee", "import", second, "--transport", "mail", "--leavers", "--check"])
    #expect(checked.code == 0)
    #expect(try await count(database, "left_at = 'infinity'") == 3)
    #expect(
      try await levee(database, ["employee", "import", second, "--transport", "mail", "--leavers"]).code == 0)
    #expect(try await count(database, "left_at = 'infinity'") == 2)
    #expect(try await count(database, "number = '3' and department = 'Legal' and name = 'Cy, Jr'") == 1)
    let reached = try await database.run(
      "postgres", nil, "select 1 from levee.employee_contact where address = 'bob@x.com'")
    #expect(reached.isEmpty)
    #expect(try await levee(database, ["employee", "import", first, "--transport", "mail"]).code == 0)
    #expect(try await count(database, "number = '2' and left_at = 'infinity'") == 1)
    #expect(try await count(database) == 3)

    let left = try await levee(database, ["employee", "leave", "2", "--yes"])
    #expect(left.code == 0, "\(left.output)")
    let list = try await levee(database, ["employee", "list"])
    #expect(list.output.contains("Ann") && !list.output.contains("Bob"), "\(list.output)")
    #expect(try await levee(database, ["employee", "list", "--all"]).output.contains("Bob"))
    #expect(try await levee(database, ["employee", "leave", "9", "--yes"]).code != 0)
  }

  @Test func faultsOfTheWholeTableAreNamed() async throws {
    let database = try await TestDatabase()
    for (text, said) in [
      ("name,name,department,number\n", "there twice"), ("name,number\nA,1\n", "no column for the department"),
      ("name,department\nA,B\n", "neither a staff number nor a contact"),
      ("number,name,department\n1,A,B\n1,C,D\n", "on line 2 already"),
      ("number,name,department\n", "nobody in the list"),
      ("number,name,department,login\n1,A,B,nobody\n", "there is no login"),
      ("number,name,department,contact\n1,A,B,a@x\n", "say it in a column"),
    ] {
      let refused = try await levee(database, ["employee", "import", try await file(text)])
      #expect(refused.code != 0 && refused.output.contains(said), "\(text): \(refused.output)")
    }
    #expect(try await count(database) == 0)
  }

  @Test func whatIsKnownOfThemIsForAdministratorsAndCanBeErased() async throws {
    let database = try await TestDatabase()
    try await mail(database)
    let list = try await file("number,name,department,contact\nS1,Secret Name,Sales,secret@x.com\n")
    #expect(try await levee(database, ["employee", "import", list, "--transport", "mail"]).code == 0)
    for (person, role) in [
      ("wang", "levee_leadership"), ("sun", "levee_monitoring"), ("wu", "levee_logistics"), ("he", "levee_staff"),
      ("svc_logistics", "levee_logistics"), ("svc_logistics", "levee_reading"),
    ] {
      for table in ["employee", "employee_contact", "employee_login", "employee_reading", "reading_code", "telling"] {
        let connection = try await database.connect(person)
        try await connection.execute(script: "set role \(role)")
        await #expect(throws: PostgresError.self, "\(person) \(table)") {
          try await connection.execute(script: "select * from levee.\(table)")
        }
        await connection.close()
      }
    }
    #expect(try await levee(database, ["employee", "list"], as: "he").code != 0)
    let erased = try await levee(database, ["employee", "erase", "S1", "--reason", "asked for it", "--yes"])
    #expect(erased.code == 0, "\(erased.output)")
    #expect(try await count(database, "name like '%Secret%' or number = 'S1'") == 0)
    #expect(try await count(database, "left_at < 'infinity'") == 1)
    let events = try await database.run(
      "postgres", nil, "select 1 from levee.event where payload like '%Secret%' or payload like '%secret@%'")
    #expect(events.isEmpty)
    await #expect(throws: PostgresError.self) {
      try await database.run("postgres", nil, "update levee.employee set name = 'again'")
    }
  }
}

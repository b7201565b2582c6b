import FoundationEssentials
import Ledger
import TestHouse
import Testing

/// A company, from nothing to ready.
@Suite(.aFewAtATime) struct SetupTests {
  private let folder = "/tmp/levee-setup-\(UUID().uuidString)"

  /// Logins belong to the cluster: this house's are nobody else's.
  private func file(_ mark: String, size: String = "large", legal: String = "legal") -> String {
    """
    company: {name: 星河科技, zone: Asia/Shanghai, size: \(size), language: zh-CN}
    transports:
      mail: {format: mail, program: sendmail}
    people:
      boss_\(mark): {name: 王, seats: "leadership:leader", reach: {mail: boss@example.com}}
      dep_\(mark): {name: 李, seats: ["leadership:deputy", "response:head"], reach: {mail: dep@example.com}}
      law_\(mark): {name: 赵, seats: "leadership:\(legal)", reach: {mail: law@example.com}}
      mon_\(mark): {name: 陈, seats: ["monitoring:head", "leadership:member"], reach: {mail: mon@example.com}}
      log_\(mark): {name: 吴, seats: "logistics:head", reach: {mail: log@example.com}}
    substitutes: {leader: dep_\(mark)}
    channels:
      newsroom: {kind: newsroom, title: 官方通报, folder: \(folder)}
      weibo: {kind: manual, title: 微博}
    targets:
      plan: {I: 30 min}
      first_statement: {I: 2 h}
    """
  }

  private func levee(_ database: TestDatabase, _ words: String...) async throws -> Running.Result {
    try await Running.run("levee", words + ["--database", database.string("postgres"), "--language", "en"])
  }

  @Test func aFileSetsACompanyUpAndTheSameFileAgainChangesNothing() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try await TestDatabase(template: "template0")
    let mark = String(UUID().uuidString.lowercased().prefix(6))
    let path = folder + "/company.yaml"
    try Data(file(mark).utf8).write(to: URL(filePath: path))
    #expect(try await levee(database, "setup", path, "--check").code == 0)
    #expect(try await levee(database, "doctor").code == 78)
    #expect(try await levee(database, "database", "install").code == 0)

    let first = try await levee(database, "setup", path)
    #expect(first.code == 0, "\(first.output)")
    #expect(first.output.contains("playbook version  2"))
    let again = try await levee(database, "setup", path)
    #expect(again.output.hasPrefix("Nothing to change"), "\(again.output)")

    // Only what is different: another seat, and one size.
    try Data(file(mark, size: "small", legal: "member").utf8).write(to: URL(filePath: path))
    let changed = try await levee(database, "setup", path, "--json")
    #expect(changed.output.contains("\"name\" : \"law_\(mark)\"") && changed.output.contains("\"name\" : \"3\""))
    #expect(!changed.output.contains("boss_\(mark)"))
    try Data(file(mark).utf8).write(to: URL(filePath: path))
    #expect(try await levee(database, "setup", path).code == 0)

    // The doctor says what is missing, and less of it once it is there.
    let before = try await levee(database, "doctor")
    #expect(before.code == 1)
    #expect(before.output.contains("No playbook is approved"))
    #expect(before.output.contains("The service of supervisor is not running."))
    #expect(!before.output.contains("Nobody is"))
    for person in ["boss", "law"] {
      let approved = try await Running.run(
        "levee-leadership",
        ["approve-playbook", "4", "--yes", "--database", "\(database.string("\(person)_\(mark)"))", "--language", "en"])
      #expect(approved.code == 0, "\(approved.output)")
    }
    let after = try await levee(database, "doctor", "--all")
    #expect(after.output.contains("Playbook 4 is approved."))
    let plan = try await database.ledger("boss_\(mark)", .leadership).playbooks.content(version: 4)
    let soonest = plan?["target"].first { $0["name"]?.string == "first_statement" && $0["severity"]?.string == "I" }
    #expect(soonest?["within"]?.string == "PT2H")
    // A person of the file opens an incident of the new company.
    let opened = try await Running.run(
      "levee-monitoring",
      ["open", "数据泄露", "--kind", "data_breach", "--database", database.string("mon_\(mark)")])
    #expect(opened.code == 0, "\(opened.output)")
    #expect(opened.output.contains("已登记。"))
  }

  @Test func aBrokenFileChangesNothingAndNamesEveryLine() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try await TestDatabase()
    let path = folder + "/company.yaml"
    try Data("people:\n  new_one: {name: New, seats: [sales]}\ntargets:\n  command: {I: soon}\n".utf8).write(
      to: URL(filePath: path))
    let broken = try await levee(database, "setup", path)
    #expect(broken.code == 65)
    #expect(broken.output.contains("\(path):2: \"sales\" is no team"))
    #expect(broken.output.contains("\(path):4: \"soon\" is no span of time"))
    #expect(try await database.ledger("wang", .leadership).people.list().allSatisfy { $0.handle != "new_one" })
    #expect(try await levee(database, "setup", folder + "/none.yaml").code == 66)
  }

  /// Whatever the database would refuse is said by `--check`, with its line; and of a file that is refused nothing stands.
  @Test func aCheckFindsWhatSetupWouldRefuseAndARefusedFileLeavesNothing() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try await TestDatabase(template: "template0")
    let mark = String(UUID().uuidString.lowercased().prefix(6))
    let path = folder + "/company.yaml"
    let refused =
      file(mark).replacing("Asia/Shanghai", with: "Asia/Nowhere").replacing(
        "plan: {I: 30 min}", with: "plan: {I: 40 min}"
      )
      .replacing(
        "people:\n",
        with:
          "people:\n  postgres: {name: Root}\n  two.\(mark): {name: 双, seats: [\"leadership:deputy\", \"leadership:legal\"], reach: {sms: 138 0013 8000}}\n"
      )
    try Data(refused.utf8).write(to: URL(filePath: path))
    // Without an installation, the file alone.
    let alone = try await levee(database, "setup", path, "--check")
    #expect(alone.code == 0 && alone.output.contains("It was not tried in a database"), "\(alone.output)")
    #expect(try await levee(database, "database", "install").code == 0)
    for words in [["--check"], []] {
      let result = try await Running.run(
        "levee", ["setup", path] + words + ["--database", database.string("postgres"), "--language", "en"])
      #expect(result.code == 65)
      #expect(result.output.contains("\(path):1: There is no such time zone"), "\(result.output)")
      #expect(
        result.output.contains("\(path):5: This login of the server is not one that Levee made"), "\(result.output)")
      #expect(result.output.contains("\(path):6: "), "\(result.output)")
      let line = refused.split(separator: "\n").firstIndex { $0.contains("first_statement") }! + 1
      #expect(
        result.output.contains(
          "\(path):\(line): I (red): the steps before the first statement take 2 h 10 min, more than its 2 h"),
        "\(result.output)")
      #expect(
        try await database.run("postgres", nil, "select 1 from pg_roles where rolname ~ \("_\(mark)$")").isEmpty)
      #expect(try await database.run("postgres", nil, "select 1 from levee.person").isEmpty)
    }
    // Mended, it is rehearsed, then done.
    let mended = refused.replacing("Asia/Nowhere", with: "Asia/Shanghai").replacing(
      "  postgres: {name: Root}\n", with: ""
    )
    .replacing("sms: 138", with: "mail: 138").replacing("plan: {I: 40 min}", with: "plan: {I: 30 min}")
    try Data(mended.utf8).write(to: URL(filePath: path))
    let rehearsed = try await levee(database, "setup", path, "--check")
    #expect(rehearsed.code == 0 && rehearsed.output.contains("nothing was changed yet"), "\(rehearsed.output)")
    #expect(try await database.run("postgres", nil, "select 1 from levee.person").isEmpty)
    #expect(try await database.run("postgres", nil, "select 1 from pg_roles where rolname ~ \(mark)").isEmpty)
    #expect(try await levee(database, "setup", path).code == 0)
    #expect(try await levee(database, "setup", path).output.hasPrefix("Nothing to change"))
    let two = try await database.ledger("two.\(mark)", .leadership).people.list().first { $0.handle == "two.\(mark)" }
    #expect(two?.seats == ["leadership:deputy", "leadership:legal"])
    let address = try await database.run(
      "postgres", nil, "select address from levee.contact where handle = \("two.\(mark)")")
    #expect(try address[0]["address"] == "13800138000")
  }

  @Test func aFewQuestionsWriteTheFileAndApplyIt() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try await TestDatabase(template: "template0")
    #expect(try await levee(database, "database", "install").code == 0)
    let mark = String(UUID().uuidString.lowercased().prefix(6))
    let asked = try Typing(
      "levee", ["setup", "--out", folder + "/levee.yaml"],
      environment: ["PGDATABASE": database.name, "PGUSER": "postgres", "LEVEE_LANGUAGE": "zh-CN"])
    try await asked.type("星河科技\n\n", after: "公司名称")
    try await asked.type("120\n", after: "公司规模")
    try await asked.type("boss_\(mark)\n王 \"总\"\nboss@example.com\n", after: "组长（总经理）：账号")
    try await asked.type("dep_\(mark)\n李\n\n\n", after: "副组长")
    try await asked.type("law_\(mark)\n赵\n\n\n", after: "法务：账号")
    try await asked.type("mon_\(mark)\n陈\n\n", after: "信息小组负责人")
    // The same person twice: asked for nothing more.
    try await asked.type("dep_\(mark)\n", after: "响应小组负责人")
    try await asked.type("Log!\nlog_\(mark)\n吴\n\n", after: "后勤小组负责人")
    try await asked.type("\(folder)/pages\n", after: "官网通报页的目录")
    // Not shorter than the steps before it.
    try await asked.type("2 h\n", after: "一级事件首次回应时限")
    try await asked.type("140 min\n", after: "各步合计 2 小时 15 分钟")
    #expect(try await asked.wait() == 0, "\(asked.screen)")
    let people = try await database.ledger("boss_\(mark)", .leadership).people.list()
    #expect(people.first { $0.handle == "boss_\(mark)" }?.displayName == "王 \"总\"")
    #expect(people.first { $0.handle == "dep_\(mark)" }?.seats == ["leadership:deputy", "response:head"])
    #expect(people.first { $0.handle == "dep_\(mark)" }?.language == .chinese)
    let company = try await database.ledger("boss_\(mark)", .leadership).company.read()
    #expect(company == Company(name: "星河科技", nameInEnglish: "星河科技", zone: "Asia/Shanghai"))
  }
}

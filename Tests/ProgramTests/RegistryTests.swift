import FoundationEssentials
import TestHouse
import Testing
import Workflow

/// The registry, the contacts and the roster as people use them: tables and calendars in and out, pages in both languages.
@Suite(.aFewAtATime) struct RegistryTests {
  private func run(
    _ house: House, _ person: String, _ line: String..., language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      line[0], Array(line.dropFirst()) + ["--language", language],
      environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let folder = "/tmp/levee-registry-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    return folder + "/" + name
  }

  @Test func theRegistryGoesOutAndComesBackInEitherLanguage() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let first = try await run(
      house, "wu", "levee-logistics", "resource", "put", "舆情监测平台", "--item", "monitoring-tools", "--amount", "12",
      "--owner", "sun", "--place", "=HYPERLINK(\"x\"), 二楼", "--valid-until", "2099-01-31", "--quota-left", "50",
      "--quota-floor", "5")
    #expect(first.code == 0, "\(first.output)")
    // What is not said again stays.
    _ = try await run(house, "wu", "levee-logistics", "resource", "put", "Z1", "--amount", "13")
    for language in ["en", "zh-CN"] {
      let path = try file("marker", "") + language + ".csv"
      let out = try await run(house, "wu", "levee-logistics", "resource", "export", "--out", path, language: language)
      #expect(out.code == 0, "\(out.output)")
      let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      #expect(text.contains(language == "en" ? "Kind,Name" : "类别,名称"), "\(text)")
      #expect(text.contains("13,sun") && text.contains("'=HYPERLINK"), "\(text)")
      let same = try await run(house, "wu", "levee-logistics", "resource", "import", path)
      #expect(same.output.contains("1 row read; 0 of them new or changed"), "\(same.output)")
      let other = try await House(at: .assessing, clockRate: 1)
      let taken = try await run(other, "wu", "levee-logistics", "resource", "import", path)
      #expect(taken.code == 0, "\(taken.output)")
      let entries = [house, other].map { $0.database.ledger("wu", .logistics) }
      #expect(try await entries[0].resources.list().map(\.entry) == entries[1].resources.list().map(\.entry))
    }
  }

  @Test func aTableWithBrokenRowsNamesEachAndChangesNothing() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let path = try file(
      "r.csv",
      """
      类别,名称,数量,负责人,有效期至,检测
      监测工具,甲,2,wu,2027-01-31,
      天文台,乙,1,,,
      监测工具,丙,许多,,,
      监测工具,丁,1,nobody,,
      监测工具,戊,1,,2027-02-30,
      监测工具,己,1,,,ftp://x
      ,庚,1,,,

      """)
    let broken = try await run(house, "wu", "levee-logistics", "resource", "import", path, language: "zh-CN")
    #expect(broken.code == 65, "\(broken.output)")
    for line in 3...8 { #expect(broken.output.contains("第 \(line) 行"), "\(broken.output)") }
    #expect(!broken.output.contains("第 2 行"))
    #expect(try await house.database.ledger("wu", .logistics).resources.list().isEmpty)
    let contacts = try file("c.csv", "姓名,媒体,语言,对接人\n王记者,新京报,中文,Wu\n李记者,,法语,\n")
    let refused = try await run(house, "wu", "levee-logistics", "contact", "import", contacts)
    #expect(refused.code == 65 && refused.output.contains("line 3"), "\(refused.output)")
    #expect(try await house.database.ledger("wu", .logistics).contacts.list().isEmpty)
    let good = try file("c.csv", "姓名,媒体,语言,对接人\n王记者,新京报,中文,Wu\n")
    #expect(try await run(house, "wu", "levee-logistics", "contact", "import", good).code == 0)
    #expect(try await house.database.ledger("wu", .logistics).contacts.list().first?.entry.knownBy == "wu")
    let out = try await run(house, "wu", "levee-logistics", "contact", "export")
    #expect(out.output.contains("王记者,新京报,,Chinese,,,wu"), "\(out.output)")
  }

  @Test func whatIsRequiredThereAndMissingStandsOnOnePage() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    _ = try await run(
      house, "wu", "levee-logistics", "resource", "put", "line", "--item", "counselling", "--amount", "3")
    let page = try await run(house, "wu", "levee-logistics", "resources", "--json")
    let figures = page.output.filter { !$0.isWhitespace }
    #expect(figures.contains("\"required-I\":4") && figures.contains("\"gap-I\":1"), "\(page.output)")
    let unknown = try await run(house, "wu", "levee-logistics", "resource", "put", "x")
    #expect(unknown.code == 64 && unknown.output.contains("monitoring-tools"), "\(unknown.output)")
    #expect(try await run(house, "wu", "levee-logistics", "verify", "Z1").code == 0)
    #expect(try await run(house, "wu", "levee", "verify", "I1").code == 64)
    let tools = try await run(house, "wu", "levee-logistics", "tools")
    #expect(tools.output.contains("Nothing is probed"), "\(tools.output)")
  }

  @Test func aRosterGoesOutAsACalendarAndComesBack() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let rotated = try await run(
      house, "chen", "levee", "roster", "rotate", "monitoring", "sun", "chen", "--since", "2098-01-06", "--weeks", "4")
    #expect(rotated.code == 0, "\(rotated.output)")
    for ending in ["ics", "csv"] {
      let path = try file("marker", "") + "." + ending
      let out = try await run(
        house, "chen", "levee", "roster", "export", "--out", path, "--days", "40000", language: "zh-CN")
      #expect(out.code == 0 && out.output.contains("4"), "\(out.output)")
      let same = try await run(house, "chen", "levee", "roster", "import", path, "--of", "monitoring")
      #expect(same.output.contains("4 shifts read; "), "\(same.output)")
      let other = try await House(at: .assessing, clockRate: 1)
      let taken = try await run(other, "chen", "levee", "roster", "import", path, "--of", "monitoring")
      #expect(taken.code == 0, "\(taken.output)")
      let shifts = [house, other].map { $0.database.ledger("chen", .staff) }
      let before = try await shifts[0].roster.shifts(of: .monitoring, days: 40_000)
      let after = try await shifts[1].roster.shifts(of: .monitoring, days: 40_000)
      #expect(before.map { "\($0.person) \($0.startStamp)" } == after.map { "\($0.person) \($0.startStamp)" })
      #expect(before.count == 4)
    }
  }

  @Test func aCalendarOfOthersIsReadOnceAndWhatIsNotReadIsNamed() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    func calendar(_ last: String) throws -> String {
      try file(
        "r.ics",
        """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        UID:a
        DTSTART;TZID=Asia/Shanghai:20980106T090000
        DTEND;TZID=Asia/Shanghai:20980113T090000
        SUMMARY:Sun · on call
        END:VEVENT
        BEGIN:VEVENT
        UID:b
        DTSTART;TZID=\(last):20980113T090000
        DTEND;TZID=\(last):20980120T090000
        RRULE:FREQ=WEEKLY;COUNT=2
        SUMMARY:Chen
        END:VEVENT
        END:VCALENDAR
        """)
    }
    let wrong = try await run(
      house, "chen", "levee", "roster", "import", try calendar("Mars/Olympus"), "--of", "monitoring")
    #expect(
      wrong.code == 65 && wrong.output.contains("line 8") && wrong.output.contains("Mars/Olympus"), "\(wrong.output)")
    let good = try calendar("Asia/Shanghai")
    let taken = try await run(house, "chen", "levee", "roster", "import", good, "--of", "monitoring")
    #expect(taken.output.contains("3 shifts read; 3 of them"), "\(taken.output)")
    let again = try await run(house, "chen", "levee", "roster", "import", good, "--of", "monitoring")
    #expect(again.output.contains("3 shifts read; 0 of them"), "\(again.output)")
    let shifts = try await house.database.ledger("chen", .staff).roster.shifts(of: .monitoring, days: 40_000)
    #expect(shifts.map(\.startStamp) == ["20980106T010000Z", "20980113T010000Z", "20980120T010000Z"])
    #expect(shifts.map(\.person) == ["sun", "chen", "chen"])
    let nobody = try await run(house, "sun", "levee", "roster", "import", good, "--of", "monitoring")
    #expect(nobody.code == 77 && nobody.output.contains("head of the team"), "\(nobody.output)")
  }
}

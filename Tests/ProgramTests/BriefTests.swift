import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// Briefs as a company files them: made, numbered, kept, told, remarked on; and drafted by the clock.
@Suite(.aFewAtATime) struct BriefTests {
  private func run(
    _ program: String, _ house: House, _ person: String, _ words: [String], language: String = "en"
  ) async throws -> Running.Result {
    // Nobody sits at a terminal: what asks before it acts is told the answer.
    let asks = program == "levee-monitoring" && words[0] == "brief"
    return try await Running.run(
      program, words + (asks ? ["--yes"] : []) + ["--language", language, "--database", house.database.string(person)])
  }

  private func differences(_ house: House) async throws -> [String] {
    try await house.database.ledger("sun", .monitoring).dutyAudit.differences().map {
      "\($0.fault) \($0.incident) \($0.kind) \($0.subject)"
    }
  }

  @Test func aFlashBriefIsTenLinesNumberedKeptAndTold() async throws {
    let house = try await House(at: .responding)
    let path = "/tmp/levee-brief-\(UUID().uuidString).html"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let filed = try await run(
      "levee-monitoring", house, "sun",
      [
        "brief", "I1", "--kind", "快报", "--point", "网页打不开 <b>", "--to", "leadership", "--to", "wu", "--to", "董事会",
        "--out", path,
      ],
      language: "zh-CN")
    #expect(filed.code == 0, "\(filed.output)")
    #expect(filed.output.contains("B1") && filed.output.contains("年第 1 期"), "\(filed.output)")
    let page = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(page.contains("【演练】舆情快报：Outage") && page.contains("报送：舆情应急领导小组、"))
    #expect(page.contains("网页打不开 &lt;b&gt;") && page.contains("内部 · "))
    #expect(page.split(separator: "<li>").count - 1 <= 10)

    // Who is to read it is told, and nobody else.
    let told = try await house.database.run(
      "postgres", nil, "select recipient from levee.notice where reason = 'brief' and subject = 'B1' order by 1"
    ).map { try $0["recipient"] as String }
    #expect(told.contains("wu") && told.contains("wang") && !told.contains("sun") && !told.contains("he"), "\(told)")
    let inbox = try await run("levee-logistics", house, "wu", ["inbox"])
    #expect(inbox.output.contains("brief B1: please read") || inbox.output.contains("please read"), "\(inbox.output)")

    let second = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "flash"])
    #expect(second.output.contains("No. 2 ("), "\(second.output)")
    let daily = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "daily"])
    #expect(daily.output.contains("No. 1 ("), "\(daily.output)")
    let list = try await run("levee", house, "li", ["brief", "list", "I1"])
    #expect(list.output.contains("B3") && list.output.contains("Flash brief: Outage"), "\(list.output)")
    // Shown as it was filed, in its own language.
    let shown = try await run("levee", house, "li", ["brief", "show", "B1"])
    #expect(shown.output.contains("网页打不开 <b>") && shown.output.contains("年第 1 期"), "\(shown.output)")
    let json = try await run("levee", house, "li", ["brief", "show", "B1", "--json"])
    #expect(json.output.contains("\"confidentiality\" : \"internal\""), "\(json.output.prefix(400))")
  }

  @Test func aPreviewFilesNothing() async throws {
    let house = try await House(at: .assessing)
    let shown = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "special", "--preview"])
    #expect(shown.code == 0 && shown.output.contains("Special brief: Outage"), "\(shown.output)")
    for heading in [
      "What the media say", "What the public says", "Open questions", "Deadlines that run", "What we did",
    ] {
      #expect(shown.output.contains(heading), "\(heading)")
    }
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.brief").isEmpty)
  }

  /// What is answered is no question any more; what moved since the last one of its kind is said.
  @Test func theNextBriefSaysWhatChangedAndAsksOnlyWhatIsOpen() async throws {
    let house = try await House(at: .responding)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.fact (incident_id, claim, source) values (1, 'caused by a fire', 'weibo')")
    let first = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "daily", "--preview"])
    #expect(first.output.contains("is not checked: caused by a fire"), "\(first.output)")
    #expect(!first.output.contains("What changed since"))
    _ = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "daily"])
    try await house.database.run(
      "sun", .monitoring,
      """
      insert into levee.fact_check (incident_id, fact_id, reliability, reason)
      select 1, id, 'refuted', 'fire brigade' from levee.fact where claim = 'caused by a fire'
      """)
    let next = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "daily", "--preview"])
    #expect(
      next.output.contains("What changed since") && next.output.contains("Facts found untrue: 0 → 1"), "\(next.output)")
    #expect(!next.output.contains("is not checked: caused by a fire"))
  }

  @Test func aLeadersRemarkComesBackAsWorkAlsoAfterTheCaseIsArchived() async throws {
    let house = try await House(at: .closed)
    let closing = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "复盘报告"])
    #expect(closing.code == 0, "\(closing.output)")
    let remark = try await run(
      "levee-leadership", house, "wang",
      ["remark", "B1", "check the sensors", "--for", "monitoring", "--due", "2030-01-01T00:00:00Z"])
    #expect(remark.code == 0 && remark.output.contains("K1"), "\(remark.output)")
    #expect(try await differences(house) == [])
    let inbox = try await run("levee-monitoring", house, "sun", ["inbox"])
    #expect(inbox.output.contains("K1") && inbox.output.contains("levee-monitoring done K1"), "\(inbox.output)")
    #expect(try await run("levee-monitoring", house, "sun", ["remarks", "I1"]).output.contains("check the sensors"))
    // The team that it is for, and no other.
    let other = try await run("levee-response", house, "zhou", ["done", "K1", "x"])
    #expect(other.code == 65 || other.code == 77, "\(other.output)")
    let done = try await run("levee-monitoring", house, "sun", ["done", "K1", "sensors are checked"])
    #expect(done.code == 0, "\(done.output)")
    #expect(try await differences(house) == [])
    let shown = try await run("levee", house, "wang", ["brief", "show", "B1"])
    #expect(
      shown.output.contains("check the sensors") && shown.output.contains("sensors are checked"), "\(shown.output)")
    #expect(shown.output.contains("What is learned"))
  }

  /// At the playbook's time of day, once; the draft goes to the analyst, and is gone once the brief is filed.
  @Test func theServiceDraftsTheDailyFormOnceADay() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    #expect(try await differences(house) == [])
    try await house.jump(minutes: 1440)
    let drafts: Statement =
      "select kind, day::text, paper from levee.brief_draft where incident_id = 1 order by event_id"
    let service = try house.service(.monitoring)
    try await awaitUntil("a draft") { try await !house.database.run("postgres", nil, drafts).isEmpty }
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    let draft = try await house.database.run("postgres", nil, drafts)
    #expect(draft.count == 1)
    #expect(try (draft[0]["paper"] as String).contains("Outage"))
    let ledger = house.database.ledger("svc_monitoring", .monitoring)
    #expect(try await ledger.briefs.due().allSatisfy { $0.incident.number != 1 })
    let again = Briefs.Due(
      incident: Reference(.incident, 1), kind: .daily, day: try draft[0]["day"], language: .english, isRestricted: false
    )
    #expect(try await ledger.briefs.draft(again, paper: "x") == false)
    #expect(try await differences(house) == [])
    // The machine step is on record by its name.
    let event = try await house.database.run(
      "postgres", nil, "select person from levee.event where kind = 'brief_draft'")
    #expect(try (event[0]["person"] as String) == "svc_monitoring")
    let inbox = try await run("levee-monitoring", house, "sun", ["inbox"])
    #expect(inbox.output.contains("levee-monitoring brief I1 --kind daily"), "\(inbox.output)")
    let filed = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "daily", "--draft"])
    #expect(filed.code == 0, "\(filed.output)")
    #expect(try await (house.database.run("postgres", nil, drafts)[0]["paper"] as String) == "")
    #expect(try await differences(house) == [])
    // The next day there is another.
    try await house.jump(minutes: 1440)
    #expect(try await ledger.briefs.due().contains { $0.incident.number == 1 && $0.kind == .daily })
  }

  /// No service reads a restricted incident: its draft has no words, and an analyst is told all the same.
  @Test func theDraftOfARestrictedIncidentHasNoWords() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.database.run(
      "sun", .monitoring, "insert into levee.restriction (incident_id, restricted, reason) values (1, true, 'quiet')")
    try await house.jump(minutes: 1440)
    let ledger = house.database.ledger("svc_monitoring", .monitoring)
    let due = try #require(try await ledger.briefs.due().first { $0.incident.number == 1 })
    #expect(due.isRestricted)
    #expect(try await ledger.briefs.draft(due, paper: "words that a service should not have"))
    let row = try await house.database.run("postgres", nil, "select paper from levee.brief_draft where incident_id = 1")
    #expect(try (row[0]["paper"] as String) == "")
    // Whoever is not named sees neither the draft nor the brief.
    let unseen = try await house.database.run(
      "chen", .monitoring, "select 1 from levee.brief_draft where incident_id = 1")
    #expect(unseen.isEmpty)
  }

  /// Erased like any text: the record stays, the words go.
  @Test func anErasedBriefSaysSo() async throws {
    let house = try await House(at: .responding)
    _ = try await run("levee-monitoring", house, "sun", ["brief", "I1", "--kind", "flash"])
    let erased = try await run("levee-leadership", house, "zhao", ["erase", "B1", "--reason", "asked for", "--yes"])
    #expect(erased.code == 0, "\(erased.output)")
    let shown = try await run("levee", house, "li", ["brief", "show", "B1"])
    #expect(shown.code == 66, "\(shown.output)")
  }
}

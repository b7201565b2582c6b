import FoundationEssentials
import TestHouse
import Testing
import Workflow

/// `levee evaluate`, and what it rests on, through the programs.
@Suite(.aFewAtATime) struct EvaluateTests {
  private func run(_ house: House, _ person: String, _ line: [String], language: String = "en") async throws -> (
    code: Int32, output: String
  ) {
    let done = try await Running.run(
      line[0], Array(line.dropFirst()),
      environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
    return (done.code, done.output)
  }

  @Test func anIncidentIsEvaluatedInEveryForm() async throws {
    let house = try await House(at: .closed, clockRate: 1)
    let whole = try await run(house, "sun", ["levee", "evaluate", "I1"])
    #expect(whole.code == 0, "\(whole.output)")
    for words in [
      "Scores", "timeliness", "coverage", "In all", "What could have gone better", "decided before the meeting",
    ] {
      #expect(whole.output.lowercased().contains(words.lowercased()), "\(whole.output)")
    }
    let chinese = try await run(house, "sun", ["levee", "评估", "I1", "--表式", "sheet"], language: "zh-CN")
    #expect(chinese.code == 0, "\(chinese.output)")
    for words in ["演练评估表", "评估项目", "及时性", "评估人"] { #expect(chinese.output.contains(words), "\(chinese.output)") }
    let review = try await run(house, "sun", ["levee", "evaluate", "I1", "--form", "review"], language: "zh-CN")
    for words in ["复盘报告", "一、事件概况", "四、存在的不足", "六、整改措施", "未经会议的紧急决定", "接受，理由：known", "待整改"] {
      #expect(review.output.contains(words), "\(review.output)")
    }
    let rows = try await run(house, "sun", ["levee", "evaluate", "I1", "--part", "timeliness"])
    for words in ["issue the command", "in time", "100%"] { #expect(rows.output.contains(words), "\(rows.output)") }
    let json = try await run(house, "sun", ["levee", "evaluate", "I1", "--json"])
    #expect(json.output.contains("\"band\"") && json.output.contains("\"timeliness\""))
    let trend = try await run(house, "sun", ["levee", "evaluate", "--trend"])
    #expect(trend.code == 0 && trend.output.contains("I1"), "\(trend.output)")
    let mine = try await run(house, "zhou", ["levee", "evaluate", "I1", "--mine"])
    #expect(mine.output.contains("submit the plan") && !mine.output.contains("issue the command"), "\(mine.output)")
    let path = "/tmp/levee-evaluation-\(house.database.name)"
    defer {
      for ending in [".html", ".md"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }
    for ending in [".html", ".md"] {
      let written = try await run(house, "sun", ["levee", "evaluate", "I1", "--out", path + ending])
      #expect(written.code == 0, "\(written.output)")
    }
    let page = try String(contentsOf: URL(filePath: path + ".html"), encoding: .utf8)
    #expect(page.contains("<svg") && page.contains("<title>The line of the incident"))
  }

  @Test func whatIsPublishedOutsideKeepsTwoPartsDown() async throws {
    let house = try await House(at: .reviewing, clockRate: 1)
    let done = try await run(
      house, "zhou", ["levee-response", "outside", "I1", "we are fine", "--place", "a private account"])
    #expect(done.code == 0, "\(done.output)")
    let whole = try await run(house, "sun", ["levee", "evaluate", "I1"])
    #expect(whole.output.contains("60.0") && whole.output.contains("a private account"), "\(whole.output)")
  }

  @Test func aRefusedStepIsReported() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let refused = try await run(house, "wang", ["levee-leadership", "decide", "I1", "go"])
    #expect(refused.code != 0)
    let whole = try await run(house, "sun", ["levee", "evaluate", "I1"])
    #expect(whole.output.contains("Attempts that were refused"), "\(whole.output)")
  }

  @Test func handOversAreHeldBesideTheFacts() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source) values (1, '40,000 users cannot log in since 22:05', 'noc')")
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.assessment (incident_id, severity, summary) values (1, 'II', '约 4 万名用户自 22:05 起无法登录'), (1, 'II', '约 9 万名用户无法登录')"
    )
    let rows = try await run(house, "sun", ["levee", "evaluate", "I1", "--part", "accuracy"])
    #expect(rows.output.contains("50%") || rows.output.contains("9 万名用户"), "\(rows.output)")
    #expect(rows.output.contains("assessment 1") && rows.output.contains("assessment 2"), "\(rows.output)")
    #expect(!rows.output.contains("4 万名用户"), "\(rows.output)")
  }

  @Test func aReviewAnswersEachShortcomingByNumberOrCode() async throws {
    let house = try await House(at: .reviewing, clockRate: 1)
    for (person, line) in [
      ("wu", ["levee-logistics", "stand-down", "I1", "--yes"]), ("sun", ["levee-monitoring", "report", "I1", "quiet"]),
      ("zhou", ["levee-response", "report", "I1", "one"]),
      ("wu", ["levee-logistics", "report", "I1", "all back", "--yes"]),
    ] { _ = try await run(house, person, line) }
    let listed = try await run(house, "wang", ["levee-leadership", "shortcomings", "I1"])
    #expect(listed.output.contains("urgent_decision"), "\(listed.output)")
    let review = [
      "levee-leadership", "review", "I1", "--course", "c", "--effectiveness", "e", "--lessons", "l", "--improvement",
    ]
    let unanswered = try await run(house, "wang", review + ["a second line|li|2027-01-31"])
    #expect(unanswered.code != 0 && unanswered.output.contains("unanswered"), "\(unanswered.output)")
    let unknown = try await run(house, "wang", review + ["a second line|li|2027-01-31|nonsense"])
    #expect(unknown.output.contains("No shortcoming is called"), "\(unknown.output)")
    let done = try await run(
      house, "wang",
      review + ["a second line|li|2027-01-31|1", "--accept-rest", "known", "--change", "1|training|a course"])
    #expect(done.code == 0, "\(done.output)")
    let after = try await run(house, "wang", ["levee-leadership", "shortcomings", "I1"])
    #expect(after.output.contains("improvement V"), "\(after.output)")
    let ledger = try await run(house, "wang", ["levee-leadership", "improvements", "--incident", "I1"])
    #expect(ledger.output.contains("to be done") && ledger.output.contains("training: a course"), "\(ledger.output)")
  }

  @Test func aCaseOutsideIsKeptAndFound() async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let added = try await run(
      house, "sun",
      [
        "levee", "case", "add", "Network outage", "--company", "Optus", "--kind", "service_outage", "--happened-on",
        "2023-11-08", "--timeline", "04:05 the network fails", "--lessons", "say it early", "--source", "a report",
      ])
    #expect(added.code == 0, "\(added.output)")
    let found = try await run(house, "wu", ["levee", "case", "search", "network"])
    #expect(found.output.contains("Optus"), "\(found.output)")
    let shown = try await run(house, "wu", ["levee", "case", "show", "1"], language: "zh-CN")
    #expect(shown.output.contains("借鉴和教训") && shown.output.contains("04:05"), "\(shown.output)")
  }
}

import TestHouse
import Testing
import Workflow

/// A plain case from its opening to its archive, by the people whose steps they are: fewer than twenty commands, and every step of
/// the law leaves its row.
@Suite(.aFewAtATime) struct PlainCaseTests {
  /// How many rows of a step the incident has, by its history.
  private func rows(_ house: House, _ table: String) async throws -> Int {
    try await house.database.run(
      "postgres", nil, "select count(*) as n from levee.event where chain = 3 and kind = \(table)")[0]["n"]
  }

  @Test("A plain case takes fewer than twenty commands", arguments: ["en", "zh-CN"])
  func aPlainCase(_ language: String) async throws {
    let house = try await House(at: .assessing, clockRate: 1)
    let lines: [(person: String, line: [String], advances: Bool)] = [
      (
        "sun",
        ["levee-monitoring", "open", "Login fails", "--kind", "service_outage", "--severity", "III", "--exercise"],
        false
      ),
      ("sun", ["levee-monitoring", "assess", "I3", "--severity", "III", "--summary", "half of the users"], true),
      ("wang", ["levee-leadership", "decide", "I3", "we tell them", "--attendee", "wang", "--attendee", "li"], false),
      (
        "wang",
        [
          "levee-leadership", "command", "I3", "act", "--monitoring", "watch", "--response", "write", "--logistics",
          "help",
        ], true
      ),
      ("sun", ["levee-monitoring", "acknowledge", "I3"], false),
      ("zhou", ["levee-response", "plan", "I3"], false),
      ("wu", ["levee-logistics", "certify", "I3", "--counselling", "room 2, daily", "--places", "4", "--yes"], false),
      ("wang", ["levee-leadership", "approve", "P1.1", "--yes"], true),
      (
        "zhou",
        [
          "levee-response", "statement", "I3", "--title", "Login", "--body", "We mend it.", "--to", "inside",
          "--submit",
        ], false
      ),
      ("wang", ["levee-leadership", "approve", "S2.1", "--yes"], false),
      ("zhou", ["levee-response", "feedback", "add", "I3", "When?", "--from", "customer"], false),
      ("zhou", ["levee-response", "reply", "Q1", "--template", "reply", "--resolved", "told"], false),
      ("wang", ["levee-leadership", "declare-over", "I3", "it works again", "--yes"], true),
      ("sun", ["levee-monitoring", "report", "I3", "quiet again"], false),
      ("zhou", ["levee-response", "report", "I3", "one statement"], false),
      ("wu", ["levee-logistics", "report", "I3", "all returned", "--yes"], false),
      (
        "wang",
        [
          "levee-leadership", "review", "I3", "--course", "c", "--effectiveness", "e", "--lessons", "l",
          "--improvement",
          "a second line|li|2027-01-31", "--accept-rest", "a house of the tests has nothing in store",
        ], false
      ),
      ("wang", ["levee-leadership", "close", "I3", "--yes"], true),
    ]
    #expect(lines.count < 20)
    var printed: [String] = []
    for (person, line, advances) in lines {
      let done = try await Running.run(
        line[0], Array(line.dropFirst()),
        environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
      #expect(done.code == 0, "\(line.joined(separator: " ")): \(done.output)")
      printed.append(done.output)
      // At most three lines of what is next for whoever reads, and one for all the rest.
      let next = done.output.split(separator: "\n").drop { !$0.hasPrefix("Next for you:") && !$0.hasPrefix("您的下一步：") }
      #expect(next.count <= 5, "\(done.output)")
      if line[1] == "approve" { try await house.deliver() }
      if advances { try await house.advance() }
    }
    // What was to be read stands in the answer.
    #expect(printed[2].contains("half of the users"))
    #expect(printed[5].contains("write") && printed[6].contains("help"))
    #expect(
      printed[16].contains("quiet again") && printed[16].contains("one statement")
        && printed[16].contains("all returned"))
    // Each step of the law has its row.
    for table in [
      "assessment_receipt", "decision", "command", "readiness_certificate", "delivery_receipt", "reply", "resolution",
      "response_over", "stand_down", "after_action_review", "closure", "counselling_offer",
    ] {
      let count = try await rows(house, table)
      #expect(count == 1, "\(table): \(count)")
    }
    for (table, number) in [("acknowledgement", 3), ("result_report", 3), ("report_receipt", 3), ("allocation", 1)] {
      #expect(try await rows(house, table) >= number, "\(table)")
    }
    let stage = try await house.database.run("postgres", nil, "select stage::text from levee.incident where id = 3")
    #expect(try stage[0]["stage"] == "closed")
  }
}

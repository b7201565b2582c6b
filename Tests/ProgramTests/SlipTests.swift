import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// Nothing is recorded, or claimed for a person, that nobody said.
@Suite(.aFewAtATime) struct SlipTests {
  private func run(_ house: House, _ person: String, _ program: String, _ arguments: [String]) async throws
    -> Running.Result
  {
    try await Running.run(
      program, arguments + ["--language", "en"], environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  @Test func aPartOfThePlanThatSomebodyDeletedIsMissing() async throws {
    let house = try await House(at: .planning)
    try await house.database.run(
      "zhou", .response,
      "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'response')")
    let empty = try await run(house, "zhou", "levee-response", ["plan", "I1", "--part-3", ""])
    #expect(empty.code == 65 && empty.output.contains("Part 3 of the plan is missing"), "\(empty.output)")
    let typing = try house.typing(
      "zhou", "levee-response", ["plan", "I1"], editor: "sed -i '/>>> part-2/,/>>> part-3/{/>>> part-3/!d}'")
    try await typing.type("y", after: "Record this?")
    #expect(try await typing.wait() == 65)
    #expect(typing.screen.contains("Part 2 of the plan is missing"), "\(typing.screen)")
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.plan_part").isEmpty)
    try? FileManager.default.removeItem(atPath: house.drafts)
    // What a line does not mention comes from where a plan begins.
    let whole = try await run(house, "zhou", "levee-response", ["plan", "I1", "--part-3", "one voice"])
    #expect(whole.code == 0, "\(whole.output)")
  }

  @Test func gapsAreCertifiedByAPersonAndNotByItself() async throws {
    let house = try await House(at: .planning)
    try await house.database.run(
      "wu", .logistics,
      "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'logistics')")
    let script = try await run(house, "wu", "levee-logistics", ["certify", "I1"])
    #expect(script.code == 64 && script.output.contains("add --yes"), "\(script.output)")
    let wu = try house.typing("wu", "levee-logistics", ["certify", "I1"])
    try await wu.type("n", after: "Certify these gaps?")
    #expect(try await wu.wait() == 1)
    #expect(wu.screen.contains("nothing in the registry"))
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.readiness_certificate").isEmpty)
    // Three of twelve are a gap, too, whatever is healthy.
    let required = try #require(
      try await house.database.ledger("wu", .logistics).resources.supplies(of: Reference(.incident, 1)).first {
        $0.required > 1
      })
    try await house.database.ledger("wu", .logistics).resources.put(
      .init(name: "some", kind: required.kind))
    let short = try await run(house, "wu", "levee-logistics", ["certify", "I1", "--yes"])
    #expect(short.code == 0 && short.output.contains("Readiness is certified with"), "\(short.output)")
    let notes = try await house.database.run(
      "postgres", nil, "select status || ' ' || note as v from levee.readiness_item where item = \(required.kind)")
    #expect(try notes.map { try $0["v"] as String } == ["gap 1 of \(required.required)"])
  }

  @Test func aStandDownMarksNothingByItself() async throws {
    let house = try await House(at: .reviewing)
    let script = try await run(house, "wu", "levee-logistics", ["stand-down", "I1"])
    #expect(script.code == 64, "\(script.output)")
    let wu = try house.typing("wu", "levee-logistics", ["stand-down", "I1"])
    try await wu.type("n", after: "Is all of this done?")
    #expect(try await wu.wait() == 1)
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.stand_down").isEmpty)
    let items = try await house.database.ledger("wu", .logistics).readiness.checklist(
      "stand_down", of: Reference(.incident, 1))
    let said = try await run(
      house, "wu", "levee-logistics", ["stand-down", "I1"] + items.flatMap { ["--done", $0.item] })
    #expect(said.code == 0, "\(said.output)")
  }

  @Test func whoMetIsSomebody() async throws {
    let house = try await House(at: .commanding)
    #expect(try await run(house, "wang", "levee-leadership", ["receive", "I1"]).code == 0)
    let slip = try await run(
      house, "wang", "levee-leadership",
      ["decide", "I1", "go", "--attendee", "wang", "--attendee", "zaho", "--record", "r"])
    #expect(slip.code == 66 && slip.output.contains("\"zaho\" is nobody of this house"), "\(slip.output)")
    let met = try await run(
      house, "wang", "levee-leadership",
      ["decide", "I1", "go", "--attendee", "wang", "--attendee", "guest:Prof. Qian", "--record", "r"])
    #expect(met.code == 0, "\(met.output)")
  }

  /// Whoever accepts a review reads it first.
  @Test func closingShowsWhatIsAccepted() async throws {
    let house = try await House(at: .reviewing)
    for (person, team) in [("sun", Team.monitoring), ("zhou", .response), ("wu", .logistics)] {
      try await house.database.ledger(person, team).closing.report(Reference(.incident, 1), body: "done")
    }
    let wang = house.database.ledger("wang", .leadership)
    _ = try await wang.closing.receiveReports(Reference(.incident, 1), of: [.monitoring, .response, .logistics])
    try await wang.closing.review(
      Reference(.incident, 1), course: "It began at four.", effectiveness: "Slow.", lessons: "Ask twice.",
      improvements: [.init(title: "A second line", owner: "li", dueOn: "2027-01-31")], accepted: "known")
    let typing = try house.typing("wang", "levee-leadership", ["close", "I1"])
    try await typing.type("n", after: "Accept the review?")
    #expect(try await typing.wait() == 1)
    for word in ["It began at four.", "Slow.", "Ask twice.", "A second line", "2027-01-31"] {
      #expect(typing.screen.contains(word), "\(typing.screen)")
    }
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.closure").isEmpty)
  }

  /// An answer that could not be written is no empty answer.
  @Test func aFullOutputIsAnError() async throws {
    let house = try await House(at: .assessing)
    let result = try await Running.run(
      "/bin/sh", ["-c", "exec \"$0\" incident list >/dev/full", Running.path(of: "levee")],
      environment: ["PGUSER": "wang", "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": "en"])
    #expect(result.code == 73 && result.output.contains("could not be written"), "\(result.output)")
  }

  @Test func whatIsShownIsTrue() async throws {
    let house = try await House(at: .assessing)
    // The four risks that were taken are shown to whoever decides.
    #expect(
      try await run(
        house, "sun", "levee-monitoring",
        [
          "assess", "I1", "--severity", "II", "--summary", "s", "--risk-brand", "high", "--risk-legal", "low",
          "--trend",
          "rising",
        ]
      ).code == 0)
    try await house.advance()
    let received = try await run(house, "wang", "levee-leadership", ["receive", "I1"])
    #expect(received.output.contains("brand high, market unknown, legal low, morale unknown"), "\(received.output)")
    let shown = try await run(house, "wang", "levee", ["incident", "show", "I1"])
    #expect(shown.output.contains("brand high, market unknown, legal low, morale unknown"), "\(shown.output)")
    // Who approved a playbook is who reviewed it, and nobody before.
    let before = try await run(house, "wang", "levee", ["playbook", "list"])
    #expect(!before.output.contains("postgres") && before.output.contains("wang, zhao"), "\(before.output)")
    let unread = try await run(house, "wang", "levee-leadership", ["approve-playbook", "1"])
    #expect(unread.code == 64 && unread.output.contains("add --yes"), "\(unread.output)")
    let unknown = try await run(house, "wang", "levee-leadership", ["approve-playbook", "99", "--yes"])
    #expect(unknown.code != 0)
  }
}

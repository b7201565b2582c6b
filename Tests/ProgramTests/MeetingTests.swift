import FoundationEssentials
import Glibc
import Postgres
import Synchronization
import TestHouse
import Testing
import Workflow

/// The meeting of step 2: called, with an agenda; who came signed in; the decision names them, and the command begins with it.
@Suite(.aFewAtATime) struct MeetingTests {
  private func run(
    _ house: House, _ person: String, _ words: [String], language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      words[0], Array(words.dropFirst()),
      environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
  }

  private let meet = [
    "levee-leadership", "meet", "I1", "--at", "2027-01-31T09:00:00Z", "--place", "room 2", "--invite", "he",
  ]

  @Test("From the call to the command", arguments: ["en", "zh-CN"])
  func fromTheCallToTheCommand(_ language: String) async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    let called = try await run(house, "wang", meet, language: language)
    #expect(
      called.code == 0 && called.output.contains("he, ") && called.output.contains("levee sign-in I1"),
      "\(called.output)")
    // The agenda is drafted from the assessment: its summary, its risks, what is not known.
    let shown = try await run(house, "li", ["levee", "meeting", "I1"], language: language)
    #expect(shown.code == 0 && shown.output.contains("bad") && shown.output.contains("room 2"), "\(shown.output)")
    #expect(shown.output.contains(language == "en" ? "2. Risks" : "二、风险"))
    // Who is to come is told.
    let inbox = try await run(house, "li", ["levee-leadership", "inbox"], language: language)
    #expect(inbox.output.contains("levee meeting"), "\(inbox.output)")
    #expect(try await run(house, "li", ["levee", "sign-in", "I1"], language: language).code == 0)
    #expect(try await run(house, "he", ["levee", "sign-in", "I1"], language: language).code == 0)
    #expect(
      try await run(house, "wang", ["levee-leadership", "sign-in", "I1", "wang", "zhao"], language: language).code == 0)
    let decided = try await run(
      house, "wang", ["levee-leadership", "decide", "I1", "we tell them"], language: language)
    #expect(decided.code == 0, "\(decided.output)")
    let row = try await house.database.run(
      "postgres", nil, "select kind || ' ' || array_to_string(attendees, ',') as v from levee.decision")
    #expect(try row.map { try $0["v"] as String } == ["meeting li,he,wang,zhao"])
    // It is over: nobody is told of it any more, and nobody signs in.
    #expect(
      !(try await run(house, "li", ["levee-leadership", "inbox"], language: language).output.contains("levee meeting")))
    #expect(try await run(house, "zhao", ["levee", "sign-in", "I1"], language: language).code == 65)
    // The command begins with the decision.
    let typing = try house.typing(
      "wang", "levee-leadership", ["command", "I1"], editor: "cat >&2", language: language)
    try await typing.type("", after: "we tell them")
    typing.kill(SIGKILL)
  }

  @Test func theMeetingIsOptionalAndAnUrgentDecisionStays() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    #expect(try await run(house, "wang", ["levee-leadership", "decide", "I1", "go"]).code == 0)
    #expect(
      try await run(house, "wang", ["levee-leadership", "decide", "I1", "go", "--urgent", "--attendee", "li"]).code
        == 64)
    let second = try await House(at: .commanding, clockRate: 1)
    #expect(try await run(second, "wang", meet).code == 0)
    #expect(try await run(second, "wang", ["levee-leadership", "decide", "I1", "go", "--urgent"]).code == 0)
    let kinds = try await second.database.run("postgres", nil, "select kind from levee.decision")
    #expect(try kinds.map { try $0["kind"] as String } == ["urgent"])
  }

  @Test func whoIsToComeIsReachedWithTimeAndPlace() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    let requests = Mutex<[String]>([])
    let server = try WebServer { request in
      requests.withLock { $0.append(request) }
      return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    }
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.port)/"
    try await house.database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('chat', 'webhook', 'generic', \(url))")
    try await house.database.run(
      "postgres", nil, "insert into levee.contact (handle, transport, address) values ('he', 'chat', 'U1')")
    let logistics = try house.service(.logistics)
    #expect(try await run(house, "wang", meet).code == 0)
    try await awaitUntil("he is told of the meeting") {
      requests.withLock { $0.contains { $0.contains("room 2") && $0.contains("levee sign-in I1") } }
    }
    logistics.kill(SIGTERM)
    #expect(await logistics.wait() == 0)
  }

  @Test func whatIsRefused() async throws {
    let house = try await House(at: .commanding, clockRate: 1)
    #expect(try await run(house, "li", ["levee", "sign-in", "I1"]).code == 65)
    #expect(try await run(house, "wang", meet.dropLast() + ["nobody"]).code == 66)
    func call(_ place: String, _ agenda: String, _ invited: String) async -> String? {
      await refusal {
        try await house.database.run(
          "wang", .leadership,
          """
          insert into levee.meeting (incident_id, starts_at, place, agenda, invited)
          values (1, '2027-01-31', \(place), \(agenda), array[\(invited)])
          """)
      }
    }
    #expect(await call(" ", "a", "he") == "meeting_has_a_place")
    #expect(await call("p", " ", "he") == "meeting_has_an_agenda")
    #expect(await call("p", "a", "svc_logistics") == "meeting_invites_who_may_read")
    #expect(try await run(house, "wang", meet).code == 0)
    let meeting: Int = try await house.database.run("postgres", nil, "select max(id)::int as id from levee.meeting")[0][
      "id"]
    // By raw SQL: for somebody else; by who was not invited; who did not sign in is no attendee.
    func signIn(_ person: String, _ team: Team, _ handle: String) async -> String? {
      await refusal {
        try await house.database.run(
          person, team, "insert into levee.sign_in (incident_id, meeting_id, handle) values (1, \(meeting), \(handle))")
      }
    }
    #expect(await signIn("sun", .monitoring, "wang") == "sign_in_is_by_oneself_or_leadership")
    #expect(await signIn("sun", .monitoring, "sun") == "sign_in_is_of_who_was_invited")
    #expect(await signIn("li", .leadership, "li") == nil)
    #expect(
      await refusal {
        try await house.database.run(
          "wang", .leadership,
          "select levee.record_decision(1, 1, 'meeting', 'go', '{wang,li}', '')")
      } == "decision_attendees_signed_in")
    #expect(
      await refusal {
        try await house.database.run(
          "wang", .leadership, "select levee.record_decision(1, 1, 'meeting', 'go', '{guest:Wu,li}', '')")
      } == nil)
    let row = try await house.database.run(
      "postgres", nil, "select array_to_string(attendees, ',') as v from levee.decision")
    #expect(try row[0]["v"] == "li,guest:Wu")
    #expect(await signIn("zhao", .leadership, "zhao") == "sign_in_is_of_a_meeting")
    let faults = try await house.database.run("postgres", nil, "select fault from levee.verify(null)")
    #expect(faults.isEmpty)
  }
}

import TestHouse
import Testing
import Workflow

/// The programs as people run them: sentences, exit codes, what happens next.
@Suite(.aFewAtATime) struct CommandTests {
  private func run(
    _ house: House, _ person: String, _ program: String, _ arguments: String..., language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      program, arguments,
      environment: ["PGUSER": person, "PGDATABASE": house.database.name, "LEVEE_LANGUAGE": language])
  }

  @Test func aRefusedStepSaysWhyAndWhoOwesWhatInBothLanguages() async throws {
    let house = try await House(at: .planning)
    let english = try await run(house, "wang", "levee-leadership", "declare-over", "I1", "skip", "--yes")
    #expect(english.code == 65)
    #expect(english.output.contains("It is too early for this step"))
    #expect(english.output.contains("levee-response plan I1"))
    #expect(!english.output.contains("LAW-"))
    let verbose = try await run(house, "wang", "levee-leadership", "declare-over", "I1", "skip", "--yes", "--verbose")
    #expect(verbose.output.contains("LAW-2 · response_over_is_not_too_early"))
    let chinese = try await run(
      house, "wang", "levee-leadership", "declare-over", "I1", "skip", "--yes", language: "zh-CN")
    #expect(chinese.output.contains("现在还不能办这一步"))
    #expect(chinese.output.contains("应急响应小组：提交应对方案"))
  }

  @Test func exitCodesAreThoseOfSysexits() async throws {
    let house = try await House(at: .assessing)
    #expect(try await run(house, "sun", "levee-monitoring", "assess", "I1").code == 64)
    #expect(try await run(house, "sun", "levee-monitoring", "nonsense").code == 64)
    #expect(try await run(house, "sun", "levee-monitoring", "ingest", "/nonexistent").code == 66)
    #expect(try await run(house, "sun", "levee", "incident", "show", "I99").code == 66)
    #expect(try await run(house, "sun", "levee", "audit", "export", "I1", "--out", "/proc/none").code == 73)
    #expect(try await run(house, "wu", "levee-leadership", "inbox").code == 77)
    #expect(try await run(house, "zhao", "levee-leadership", "declare-over", "I1", "no", "--yes").code == 77)
    let nowhere = try await Running.run("levee-response", ["inbox", "--database", "host=/nonexistent"])
    #expect(nowhere.code == 69)
    #expect(nowhere.output.contains("The database cannot be reached."))
    let stranger = try await run(house, "nobody_known", "levee", "incident", "list")
    #expect(stranger.code == 77)
  }

  /// No number ends a program: what is beyond all use is refused where it is typed.
  @Test(arguments: ["1e300", "-1e300", "1e18", "inf", "nan", "9" + String(repeating: "0", count: 400)])
  func aNumberBeyondAllUseIsRefused(_ number: String) async throws {
    let house = try await House(at: .assessing)
    for (person, line) in [
      ("sun", ["levee-monitoring", "source", "add", "x", "http://127.0.0.1:9/", "--every=\(number)"]),
      ("sun", ["levee-monitoring", "source", "add", "x", "http://127.0.0.1:9/", "--silent-after=\(number)"]),
      ("wang", ["levee-leadership", "away", "--hours=\(number)"]),
      ("wu", ["levee-logistics", "resource", "put", "x", "--item", "room", "--amount=\(number)"]),
    ] {
      let ended = try await Running.run(
        line[0], line.dropFirst() + ["--database", house.database.string(person), "--language", "en"])
      #expect(ended.code == 64, "\(line): \(ended.code) \(ended.output)")
      #expect(ended.output.contains("number"))
    }
  }

  @Test func theInboxIsMostUrgentFirstAndNamesTheCommand() async throws {
    let house = try await House(at: .planning, clockRate: 1)
    let inbox = try await run(house, "zhou", "levee-response", "inbox")
    #expect(inbox.code == 0)
    let lines = inbox.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].contains("levee-response acknowledge I1"))
    #expect(lines[2].contains("levee-response plan I1"))
    let json = try await run(house, "zhou", "levee-response", "inbox", "--json")
    #expect(json.output.contains("\"command\" : \"levee-response plan I1\""))
    let empty = try await run(house, "sun", "levee-monitoring", "inbox", "--language", "zh-CN")
    #expect(empty.output.contains("提交研判报告") || empty.output.contains("确认本组任务"))
  }

  @Test func languageIsASettingOfThePerson() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run("postgres", nil, "update levee.person set language = 'zh-CN' where handle = 'wu'")
    let inbox = try await Running.run(
      "levee-logistics", ["inbox"], environment: ["PGUSER": "wu", "PGDATABASE": house.database.name])
    #expect(inbox.output.contains("暂无待办"))
  }

  @Test func helpExistsForEveryCommandInBothLanguages() async throws {
    for program in [
      "levee", "levee-monitoring", "levee-leadership", "levee-response", "levee-logistics", "levee-supervisor",
      "levee-console",
    ] {
      let overview = try await Running.run(program, ["--help"])
      #expect(overview.code == 0)
      let commands = overview.output.split(separator: "\n").drop { $0 != "Commands:" }.dropFirst()
        .prefix { $0.hasPrefix("  ") }
        .compactMap { $0.dropFirst(2).split(separator: "  ").first.map { $0.split(separator: " ").map(String.init) } }
      #expect(commands.count >= 3)
      for command in commands {
        for language in ["en", "zh-CN"] {
          let help = try await Running.run(program, command + ["--help", "--language", language])
          #expect(help.code == 0, "\(program) \(command)")
          #expect(help.output.contains(language == "en" ? "Usage:" : "用法："))
        }
      }
    }
  }

  @Test func leveeRunsTheProgramsOfTheTeams() async throws {
    let house = try await House(at: .assessing)
    #expect(try await run(house, "wu", "levee", "logistics", "inbox").output.contains("Nothing waits for you."))
  }

  @Test func whoOwnsWhatIsExplainedByTheSupervisor() async throws {
    let house = try await House(at: .planning)
    let why = try await run(house, "svc_supervisor", "levee-supervisor", "why", "I1")
    #expect(why.code == 0)
    #expect(why.output.contains("the plan is approved"))
    let health = try await run(house, "svc_supervisor", "levee-supervisor", "health")
    #expect(health.code == 2)
    #expect(
      health.output.contains("services are missing: monitoring, leadership, response, logistics, supervisor | open=2;"))
  }

  @Test func aTextFromOutsideDoesNotMoveTheCursor() async throws {
    let house = try await House(at: .assessing)
    try await house.database.run(
      "sun", .monitoring,
      "insert into levee.fact (incident_id, claim, source) values (1, \("\u{1B}[2Jgone\u{202E}"), \("a\nb"))")
    let show = try await run(house, "sun", "levee", "incident", "show", "I1")
    #expect(show.output.contains("gone"))
    #expect(!show.output.contains("\u{1B}"))
    #expect(!show.output.contains("\u{202E}"))
  }

  @Test func anyoneReportsAndOnlyMonitoringReadsIt() async throws {
    let house = try await House(at: .assessing)
    #expect(try await run(house, "he", "levee", "report", "the", "phones", "are", "dead").code == 0)
    #expect(
      try await house.database.run("sun", .monitoring, "select text from levee.report")[0]["text"] as String
        == "the phones are dead")
  }

  @Test func sendWithoutAChannelShowsWhatGoesWhereAndSendsNothing() async throws {
    let house = try await House(at: .responding)
    let text = try await house.approvedStatement(["web"])
    let shown = try await run(house, "zhou", "levee-response", "send", text.description)
    #expect(shown.code == 0)
    #expect(shown.output.contains("levee-response send \(text) --to inside --to manual"))
    #expect(shown.output.contains("an exercise stays inside"))
    #expect(try await house.database.run("zhou", .response, "select 1 from levee.delivery").isEmpty)
    #expect(
      try await run(house, "zhou", "levee-response", "send", text.description, "--to", "manual", "--yes").code == 0)
    let after = try await run(house, "zhou", "levee-response", "send", text.description)
    #expect(after.output.contains("on its way"))
    #expect(after.output.contains("D1"))
    // Of what is there, nobody is told that it is not.
    let retried = try await run(house, "zhou", "levee-response", "retry", "D1")
    #expect(retried.output.contains("on its way") && !retried.output.contains("There is no D1"))
    #expect(try await run(house, "zhou", "levee-response", "abandon", "D1", "--reason", "r").code == 0)
    let again = try await run(house, "zhou", "levee-response", "send", text.description, "--to", "manual", "--yes")
    #expect(again.output.contains("was given up") && !again.output.contains("already"))
    #expect(try await run(house, "zhou", "levee-response", "resume", "D1", "--reason", "meant").code == 0)
  }

  @Test func aReplyUsesTheSheetWhereItFitsAndOtherwiseTheTemplateForWhoAsks() async throws {
    let house = try await House(at: .responding)
    let monitoring = house.database.ledger("sun", .monitoring)
    for (sender, text) in [("customer", "Can I still use my charger?"), ("journalist", "Is there a statement?")] {
      _ = try await monitoring.feedback.add(Reference(.incident, 1), sender: sender, contact: "", text: text)
    }
    let sheet = "Q: May people use the charger?\nA: Please stop using it."
    let none = try await run(house, "zhou", "levee-response", "answers", "I1")
    #expect(none.code == 0 && none.output.contains("No Q&A sheet stands approved."))
    let written = try await run(house, "zhou", "levee-response", "answers", "write", "I1", "--text", sheet, "--submit")
    #expect(written.code == 0, "\(written.output)")
    // Not before it is approved.
    #expect(try await run(house, "zhou", "levee-response", "reply", "Q1", "--answer", "1").code == 66)
    try await house.approve("statement", 2, 1)
    #expect(try await run(house, "zhou", "levee-response", "answers", "I1").output.contains("Please stop using it."))
    let proposed = try await run(house, "zhou", "levee-response", "reply", "Q1")
    #expect(proposed.output.contains("reply Q1 --answer 1") && proposed.output.contains("Please stop using it."))
    #expect(try await house.database.run("zhou", .response, "select 1 from levee.reply").isEmpty)
    let used = try await run(house, "zhou", "levee-response", "reply", "Q1", "--answer", "1")
    #expect(used.code == 0 && used.output.contains("Please stop using it."))
    // Nothing fits the journalist's: the template for journalists.
    let template = try await run(house, "zhou", "levee-response", "reply", "Q2")
    #expect(template.code == 0 && template.output.contains("Our spokesperson gets back to you."))
    #expect(
      try await house.database.run("zhou", .response, "select template from levee.reply_from_template")[0]["template"]
        as String == "reply-journalist")
  }

  @Test(
    "Each who asks has a template of their own",
    arguments: ["customer", "journalist", "regulator", "employee", "investor"])
  func templates(_ sender: String) async throws {
    let house = try await House(at: .planning)
    _ = try await house.database.ledger("sun", .monitoring).feedback.add(
      Reference(.incident, 1), sender: sender, contact: "", text: "?")
    for language in ["en", "zh-CN"] {
      let rows = try await house.database.run(
        "zhou", .response,
        """
        select count(distinct body)::int as bodies from levee.template where version = 1 and kind = 'reply'
          and language = \(language)::levee.language
        """)
      #expect(try rows[0]["bodies"] as Int == 6)
    }
    #expect(try await run(house, "zhou", "levee-response", "reply", "Q1", "--text-language", "zh-CN").code == 0)
    #expect(
      try await house.database.run("zhou", .response, "select template from levee.reply_from_template")[0]["template"]
        as String == "reply-\(sender)")
  }

  @Test func theManualChannelHandsOutTheApprovedTextToOnePersonAtATime() async throws {
    let house = try await House(at: .responding)
    let response = house.database.ledger("zhou", .response)
    let draft = try await response.statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: [.init(name: "post", channelKind: "manual", language: "en", title: "T", body: "Exactly this.")],
      facts: [],
      submit: true)
    try await house.approve("statement", draft.number, 1)
    #expect(
      try await run(house, "zhou", "levee-response", "send", draft.description, "--to", "manual", "--yes").code == 0)
    let early = try await run(house, "zhou", "levee-response", "receipt", "D1", "--address", "https://x.example")
    #expect(early.code == 65)
    let claim = try await run(house, "zhou", "levee-response", "claim", "D1")
    #expect(claim.output.contains("Exactly this."))
    let other = try await run(house, "li", "levee-response", "claim", "D1")
    #expect(other.code == 65)
    #expect(other.output.contains("zhou"))
    #expect(
      try await run(
        house, "zhou", "levee-response", "receipt", "D1", "--address", "https://x.example", "--screenshot",
        "/etc/hostname"
      ).code == 0)
    let row = try await house.database.run(
      "zhou", .response, "select address, octet_length(screenshot_sha256) as bytes from levee.delivery_receipt")[0]
    #expect(try row["bytes"] as Int == 32)
  }
}

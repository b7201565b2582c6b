import FoundationEssentials
import Glibc
import Postgres
import TestHouse
import Testing
import Workflow

/// The programs at a real terminal: what they ask, show, and do at a keystroke.
@Suite(.aFewAtATime) struct TerminalTests {
  private func cleaned(_ house: House) {
    try? FileManager.default.removeItem(atPath: house.drafts)
  }

  /// A statement of two revisions that waits for reviews; the second has another word, and an invisible character.
  private func statement(_ house: House) async throws {
    try await house.database.run(
      "zhou", .response,
      """
      select * from levee.draft_statement(1, '', 'first', '[{"name": "web-en", "channel_kind": "newsroom",
        "language": "en", "title": "Outage", "body": "We are sorry.\\nIt lasts one hour."}]', '{1}', true)
      """)
    try await house.database.run(
      "zhou", .response,
      """
      select levee.revise_statement(1, 2, '[{"name": "web-en", "channel_kind": "newsroom",
        "language": "en", "title": "Outage", "body": "We are sorry.\\nIt lasts two\\u200B hours."}]', '{1}', true)
      """)
  }

  private func reviews(_ house: House) async throws -> [String] {
    try await house.database.run(
      "postgres", nil, "select person || ' ' || verdict as v from levee.review where document_id = 2 order by at"
    ).map { try $0["v"] }
  }

  @Test func approvingShowsExactlyWhatGoesOutAndAsksOnce() async throws {
    let house = try await House(at: .responding)
    try await statement(house)
    let hesitant = try house.typing("wang", "levee-leadership", ["approve", "S2.2"])
    try await hesitant.type("n", after: "Approve exactly this")
    #expect(try await hesitant.wait() == 1)
    #expect(hesitant.screen.contains("Nothing was done."))
    #expect(try await reviews(house) == [])
    // What nobody sees is shown; what changed stands side by side; where it goes is said.
    #expect(hesitant.screen.contains("It lasts two⟨U+200B⟩ hours."))
    #expect(hesitant.screen.contains("It lasts one hour.") && hesitant.screen.contains(" | It lasts two"))
    #expect(hesitant.screen.contains("→ newsroom, 44 bytes"), "\(hesitant.screen)")
    let sure = try house.typing("wang", "levee-leadership", ["approve", "S2.2"])
    try await sure.type("y", after: "Approve exactly this")
    #expect(try await sure.wait() == 0)
    #expect(try await reviews(house) == ["wang approve"])
  }

  private func signal(_ house: House) async throws {
    try await house.asOwner(
      """
      insert into levee.signal (subject, cue, since, mentions, negative, kind) values
        ('Nova', 'leak', now(), 9, 9, 'data_breach'), ('Nova', 'volume', now(), 90, 80, 'data_breach')
      """)
  }

  /// A signal's incident is opened only once somebody has said what it leaves open, and that it is meant.
  @Test("A signal asks before it opens", arguments: ["en", "zh-CN"])
  func aSignalAsks(_ language: String) async throws {
    let house = try await House(at: .assessing)
    try await signal(house)
    let open = language == "en" ? "Open the incident?" : "确认登记事件？"
    let hesitant = try house.typing("sun", "levee-monitoring", ["open", "--signal", "A1"], language: language)
    try await hesitant.type("\r", after: "TITLE")
    try await hesitant.type("\r", after: "[data_breach]")
    try await hesitant.type("\r", after: "[III]")
    try await hesitant.type("\r", after: "--jurisdiction")
    try await hesitant.type("n", after: open)
    #expect(try await hesitant.wait() != 0)
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.signal where state = 'opened'").isEmpty)
    let sure = try house.typing("sun", "levee-monitoring", ["open", "--signal", "A1"], language: language)
    try await sure.type("Heron leaks\r", after: "TITLE")
    try await sure.type("\r", after: "[data_breach]")
    try await sure.type("II\r", after: "[III]")
    try await sure.type("EU\r", after: "--jurisdiction")
    try await sure.type("y", after: open)
    #expect(try await sure.wait() == 0, "\(sure.screen)")
    let opened = try await house.database.run(
      "postgres", nil,
      "select title || ' ' || kind || ' ' || severity || ' ' || array_to_string(jurisdictions, ',') as v from levee.incident where title like 'Heron%'"
    )
    #expect(try opened.map { try $0["v"] as String } == ["Heron leaks data_breach II EU"])
    // What else was noticed of the subject went with it.
    #expect(
      try await house.database.run("postgres", nil, "select 1 from levee.signal where state = 'opened'").count == 2)
  }

  @Test func aScriptSaysYesOrIsRefused() async throws {
    let house = try await House(at: .responding)
    try await statement(house)
    for (arguments, code) in [(["approve", "S2.2"], 64), (["approve", "S2.2", "--yes"], 0)] {
      let run = try await Running.run(
        "levee-leadership", arguments + ["--database", house.database.string("zhao"), "--language", "en"])
      #expect(Int(run.code) == code)
      if code == 64 { #expect(run.output.contains("If it is meant, add --yes.")) }
    }
    #expect(try await reviews(house) == ["zhao approve"])
  }

  @Test func oneKeyApprovesAndOneReturns() async throws {
    let house = try await House(at: .responding)
    try await statement(house)
    let wang = try house.typing("wang", "levee-leadership", ["examine", "S2.2"])
    try await wang.type("a", after: "a approve · r return")
    #expect(try await wang.wait() == 0)
    #expect(wang.screen.contains("Your review of S2.2 is recorded; more are needed."))
    let zhao = try house.typing("zhao", "levee-leadership", ["examine", "S2.2"], language: "zh-CN")
    try await zhao.type("r", after: "a 批准 · r 退回修改")
    try await zhao.type("请改正时长\n", after: "--reason")
    #expect(try await zhao.wait() == 0)
    #expect(zhao.screen.contains("声明二第 2 稿（S2.2）已退回作者修改。"))
    let reason: String = try await house.database.run(
      "postgres", nil, "select reason from levee.review where person = 'zhao' and document_id = 2")[0]["reason"]
    #expect(reason == "请改正时长")
  }

  @Test func aPlanBeginsFromThePlaybookInTheEditor() async throws {
    let house = try await House(at: .planning)
    defer { cleaned(house) }
    for (person, team) in [("zhou", Team.response)] {
      try await house.database.run(
        person, team, "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'response')")
    }
    let zhou = try house.typing(
      "zhou", "levee-response", ["plan"], editor: "sed -i 's/One spokesperson/Two spokespersons/'")
    // The only incident that waits is the answer that Enter gives.
    try await zhou.type("\n", after: "INCIDENT, the incident, for example I3 [I1]:")
    // What is about to be recorded is shown before it is.
    try await zhou.type("y", after: "Record this?")
    #expect(zhou.screen.contains("Two spokespersons; facts that are verified only"))
    #expect(try await zhou.wait() == 0, "\(zhou.screen)")
    let parts = try await house.database.run(
      "postgres", nil, "select body from levee.plan_part where incident_id = 1 order by part")
    #expect(try parts.map { try $0["body"] as String }[2].hasPrefix("Two spokespersons; facts that are verified only"))
    #expect(try parts.map { try $0["body"] as String }[0].hasPrefix("One statement on the newsroom"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(house.drafts)/levee").isEmpty)
  }

  @Test func aStatementBeginsFromItsTemplateWithTheFactsAndARefusalKeepsWhatWasWritten() async throws {
    let house = try await House(at: .planning)
    defer { cleaned(house) }
    // Too early: there is no approved plan. What was written is not lost.
    let early = try house.typing(
      "zhou", "levee-response", ["statement", "I1"], editor: "sed -i 's/We are sorry/I wrote this/'")
    try await early.type("y", after: "Record this?")
    try await early.type("n", after: "Hand it in for review now?")
    #expect(try await early.wait() == 65, "\(early.screen)")
    let mark = "What you wrote is kept in "
    let path = try #require(
      early.screen.split(separator: "\n").first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) })
    #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8).contains("I wrote this"))

    let responding = try await House(at: .responding)
    defer { cleaned(responding) }
    let zhou = try responding.typing(
      "zhou", "levee-response", ["statement", "I1"], editor: "sed -i '/body.web-zh-cn/,$d'")
    try await zhou.type("y", after: "Record this?")
    try await zhou.type("y", after: "Hand it in for review now?")
    try await zhou.type("inside, manual\r", after: "--to, where it goes with its last approval")
    #expect(try await zhou.wait() == 0, "\(zhou.screen)")
    let routes = try await responding.database.run("postgres", nil, "select channel from levee.route order by 1")
    #expect(try routes.map { try $0["channel"] as String } == ["inside", "manual"])
    let rows = try await responding.database.run(
      "postgres", nil, "select name, body from levee.rendition where document_id = 2 order by name")
    #expect(try rows.map { try $0["name"] as String } == ["web-en"])
    #expect(
      try rows[0]["body"] as String? == #"""
        We are sorry for what happened.

        What we know:
        - down

        What we are doing:

        What you can do:

        Our next update follows here.
        """#)
    #expect(
      try await responding.database.run("postgres", nil, "select 1 from levee.citation where document_id = 2").count
        == 1)
  }

  private func drafts(_ house: House) throws -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(house.drafts)/levee")) ?? []
  }

  /// `:q!` is no step, in either language; nor is a form that is saved as it began, unless the person says so.
  @Test("An editor that is left without saving records nothing", arguments: ["en", "zh-CN"])
  func leavingTheEditor(_ language: String) async throws {
    let house = try await House(at: .planning)
    defer { cleaned(house) }
    try await house.database.run(
      "zhou", .response,
      "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'response')")
    let left = try house.typing("zhou", "levee-response", ["plan", "I1"], editor: "true", language: language)
    #expect(try await left.wait() == 1)
    #expect(left.screen.contains(language == "en" ? "left without saving; nothing was recorded" : "您没有保存就退出了编辑器"))
    #expect(try drafts(house).isEmpty)
    let unchanged = try house.typing("zhou", "levee-response", ["plan", "I1"], editor: "touch", language: language)
    try await unchanged.type("n", after: language == "en" ? "Record this?" : "确认保存？")
    #expect(try await unchanged.wait() == 1)
    #expect(unchanged.screen.contains(language == "en" ? "Nothing was changed" : "未保存，未改动"))
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.plan_part").isEmpty)
  }

  /// What somebody wrote is found again by the same form, listed, and thrown away by nobody else.
  @Test func aDraftIsFoundAgain() async throws {
    let house = try await House(at: .planning)
    defer { cleaned(house) }
    try await house.database.run(
      "zhou", .response,
      "insert into levee.acknowledgement (incident_id, revision, for_team) values (1, 1, 'response')")
    let first = try house.typing(
      "zhou", "levee-response", ["plan", "I1"], editor: "sed -i 's/One spokesperson/Two spokespersons/'")
    try await first.type("\u{1B}", after: "Record this?")
    #expect(try await first.wait() == 1)
    #expect(try drafts(house) == ["levee-response-plan-I1.txt"])
    let listed = try house.typing("zhou", "levee", ["drafts"])
    #expect(try await listed.wait() == 0)
    #expect(listed.screen.contains("levee-response-plan-I1"))
    // Begun anew, the old one is put aside, not overwritten.
    let anew = try house.typing("zhou", "levee-response", ["plan", "I1"], editor: "true")
    try await anew.type("n", after: "Go on with it?")
    #expect(try await anew.wait() == 1)
    #expect(try drafts(house) == ["levee-response-plan-I1-2.txt"])
    let thrown = try house.typing("zhou", "levee", ["discard-draft", "levee-response-plan-I1-2"])
    try await thrown.type("n", after: "Throw it away?")
    #expect(try await thrown.wait() == 1)
    #expect(thrown.screen.contains("Two spokespersons"))
    try FileManager.default.moveItem(
      atPath: "\(house.drafts)/levee/levee-response-plan-I1-2.txt",
      toPath: "\(house.drafts)/levee/levee-response-plan-I1.txt")
    let again = try house.typing(
      "zhou", "levee-response", ["plan", "I1"], editor: "sed -i 's/Two spokespersons/Three spokespersons/'")
    try await again.type("y", after: "Go on with it?")
    try await again.type("y", after: "Record this?")
    #expect(try await again.wait() == 0, "\(again.screen)")
    let part = try await house.database.run(
      "postgres", nil, "select body from levee.plan_part where body like 'Three spokespersons%'")
    #expect(part.count == 1)
    #expect(try drafts(house).isEmpty)
  }

  /// Esc leaves a question at once; no control character becomes a part of a record.
  @Test("Esc leaves, and is no answer", arguments: ["en", "zh-CN"])
  func escapeLeaves(_ language: String) async throws {
    let house = try await House(at: .commanding)
    let received = try await Running.run(
      "levee-leadership", ["receive", "I1", "--database", house.database.string("wang")])
    #expect(received.code == 0)
    for keys in ["\u{1B}", "go\u{3}"] {
      let wang = try house.typing("wang", "levee-leadership", ["decide", "I1"], language: language)
      try await wang.type(keys, after: "SENTENCE")
      #expect(try await wang.wait() == 1)
      // Its first line says what is done, and where.
      #expect(wang.screen.contains("decide: ") && wang.screen.contains("I1 "))
      #expect(wang.screen.contains(language == "en" ? "Given up; nothing was recorded." : "已放弃。未保存，未改动。"))
    }
    let typed = try await Running.run(
      "levee-leadership",
      ["decide", "I1", "\u{1B}", "--database", house.database.string("wang"), "--language", language])
    #expect(typed.code == 64 && typed.output.contains("U+001B"), "\(typed.output)")
    let path = "/tmp/levee-bytes-\(UUID().uuidString)"
    defer { unlink(path) }
    for bytes in [[0x67, 0x6F, 0xFF], [0x67, 0x08, 0x6F]] as [[UInt8]] {
      try Data(bytes).write(to: URL(filePath: path))
      let file = try await Running.run(
        "levee-leadership",
        ["decide", "I1", "@\(path)", "--database", house.database.string("wang"), "--language", language])
      #expect(file.code == 65, "\(file.output)")
    }
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.decision").isEmpty)
  }

  /// An item keeps its key while it is on the screen: what another did meanwhile is not done in its place.
  @Test func aKeyIsOfOneItem() async throws {
    let house = try await House(at: .commanding)
    let sun = house.database.ledger("sun", .monitoring)
    let other = try await sun.incidents.open(.init(title: "Another case", kind: .other, severity: .two))
    _ = try await sun.assessments.submit(.init(severity: .two, summary: "s"), to: other)
    try await house.advance()
    let wang = try house.typing("wang", "levee-leadership", ["watch", "--every", "60"])
    try await wang.type("", after: "Another case")
    let first = try #require(
      try await house.database.ledger("wang", .leadership).duties.inbox().items.first { $0.kind == .receive })
    let done = try await Running.run(
      "levee-leadership",
      ["receive", first.incident.description, "--database", house.database.string("wang"), "--language", "en"])
    #expect(done.code == 0, "\(done.output)")
    try await wang.type("1", after: "no longer owed")
    try await wang.type("q", after: "changed: r puts it in order")
    #expect(try await wang.wait() == 0)
    #expect(!wang.screen.contains("Any key goes back."))
  }

  @Test func theInboxIsLiveAndWhatIsPickedIsDone() async throws {
    let house = try await House(at: .commanding)
    let wang = try house.typing("wang", "levee-leadership", ["watch", "--every", "60"])
    try await wang.type("", after: "receive the assessment")
    // Another window: the page follows its bell, not its timer.
    let other = try await Running.run(
      "levee-leadership", ["receive", "I1", "--database", house.database.string("wang"), "--language", "en"])
    #expect(other.code == 0)
    try await wang.type("\r", after: "record the decision")
    // The form asks for what is not known.
    try await wang.type("go\n", after: "SENTENCE, the decision")
    // The command is next, and one key away.
    try await wang.type("l", after: "Next: issue the command. Enter does it now")
    try await wang.type(" ", after: "Any key goes back.")
    try await wang.type("q", after: "issue the command")
    #expect(try await wang.wait() == 0)
    let decided = try await house.database.run("postgres", nil, "select sentence from levee.decision")
    #expect(try decided.map { try $0["sentence"] as String } == ["go"])
  }

  @Test func aLostDatabaseIsSaidOnThePageAndFoundAgain() async throws {
    let house = try await House(at: .commanding)
    let wang = try house.typing("wang", "levee-leadership", ["watch", "--every", "60"], language: "zh-CN")
    try await wang.type("", after: "签收研判报告")
    try await house.database.run(
      "postgres", nil,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wang' and datname = current_database()")
    try await wang.type("", after: "正在重试。")
    let received = try await Running.run(
      "levee-leadership", ["receive", "I1", "--database", house.database.string("wang")])
    #expect(received.code == 0)
    try await wang.type("q", after: "记录决定")
    #expect(try await wang.wait() == 0)
  }
}

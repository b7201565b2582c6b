import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Synchronization
import TestHouse
import Testing

/// What the company reads: at the keyboard by those with a login, behind a link by the others.
@Suite(.aFewAtATime) struct ReadingTests {
  private func levee(_ house: House, _ person: String, _ arguments: [String], program: String = "levee") async throws
    -> Running.Result
  {
    try await Running.run(
      program, arguments + ["--language", "en"], environment: ["PGUSER": person, "PGDATABASE": house.database.name])
  }

  /// Employees who are reached over a webhook of the test.
  private func employ(_ house: House, port: UInt16, _ count: Int) async throws {
    let address = "http://127.0.0.1:\(port)/hook"
    try await house.database.run(
      "postgres", nil,
      "insert into levee.transport (name, kind, format, address) values ('chat', 'webhook', 'generic', \(address))")
    let admin = Ledger(team: .admin, access: .administrator, connection: house.database.string("postgres"))
    _ = try await admin.employees.take(
      (1...count).map {
        Employees.Entry(
          number: "E\($0)", name: $0 == 1 ? "<b>Ann & Bob</b>" : "Employee \($0)", department: "Sales",
          language: $0 == 2 ? .chinese : .english, transport: "chat", address: "e\($0)")
      }, leavers: false)
    await admin.close()
  }

  private func settings(_ house: House) throws -> String {
    let path = "/tmp/levee-logistics-\(house.database.name).conf"
    try Data("reading-page = 127.0.0.1:0\nreading-link = https://plan.example.com/read\n".utf8).write(
      to: URL(filePath: path))
    return path
  }

  @Test func anEmployeeIsSentALinkLooksAndAcknowledges() async throws {
    let house = try await House(at: .assessing)
    let requests = Mutex<[String]>([])
    let server = try WebServer { request in
      requests.withLock { $0.append(request) }
      return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }
    defer { server.stop() }
    try await employ(house, port: server.port, 2)
    let service = try Running(
      "levee-logistics",
      ["serve", "--every", "0.3", "--listen", "off", "--config", try settings(house)],
      environment: ["PGUSER": "svc_logistics", "PGDATABASE": house.database.name])
    try await awaitUntil("both are told; it says \(service.printed.suffix(600))") {
      try await house.database.run("postgres", nil, "select 1 from levee.telling where count = 1").count == 2
    }
    let texts = requests.withLock { $0 }
    let codes = texts.compactMap { text in
      (text.firstMatch(of: /https:\/\/plan\.example\.com\/read\/([0-9a-f]{64})/)?.1
        ?? text.firstMatch(of: /plan\.example\.com\\?\/read\\?\/([0-9a-f]{64})/)?.1).map(String.init)
    }
    #expect(codes.count == 2 && Set(codes).count == 2, "\(texts)")
    let ann = try #require(texts.firstIndex { $0.contains("Ann") })
    // The tables hold no code.
    let kept = try await house.database.run(
      "postgres", nil, "select 1 from levee.reading_code where encode(digest, 'hex') = \(codes[ann])")
    #expect(kept.isEmpty)
    try await awaitUntil("the page is there") { service.printed.contains("event=reading_page") }
    let address = String(try #require(service.printed.firstMatch(of: /event=reading_page address=(\S+)/)?.1))

    // Scanners look; that uses nothing up.
    for options in [["-I"], [], []] {
      let looked = try await Running.get(address, "/read/" + codes[ann], options)
      #expect(looked.status == "200", "\(looked)")
    }
    let page = try await Running.get(address, "/read/" + codes[ann])
    #expect(page.body.contains("I have read this") && page.body.contains("first statement"), "\(page.body)")
    #expect(page.body.contains("&lt;b&gt;Ann &amp; Bob") && !page.body.contains("<b>Ann"), "\(page.body)")
    let chinese = try await Running.get(address, "/read/" + codes[1 - ann])
    #expect(chinese.body.contains("我已阅读并知悉") && chinese.body.contains("首次回应"), "\(chinese.body)")
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.employee_reading").isEmpty)

    let done = try await Running.get(address, "/read/" + codes[ann], ["-X", "POST", "-d", ""])
    #expect(done.status == "200" && done.body.contains("on record"), "\(done)")
    let again = try await Running.get(address, "/read/" + codes[ann], ["-X", "POST", "-d", ""])
    #expect(again.body.contains("already"), "\(again)")
    let rows = try await house.database.run("postgres", nil, "select employee_id from levee.employee_reading")
    #expect(rows.count == 1)
    let unknown = try await Running.get(
      address, "/read/" + String(repeating: "0", count: 64), ["-X", "POST", "-d", ""])
    #expect(unknown.status == "404", "\(unknown)")
    #expect(try await Running.get(address, "/read/x").status == "404")
    #expect(try await Running.get(address, "/metrics").status == "404")

    let table = try await levee(house, "wang", ["readings"], program: "levee-leadership")
    #expect(table.output.contains("Sales") && !table.output.contains("Employee 2"), "\(table.output)")
    let named = try await levee(house, "postgres", ["readings", "--names"])
    #expect(named.output.contains("Employee 2") && !named.output.contains("Ann"), "\(named.output)")
    service.kill(SIGTERM)
    #expect(await service.wait() == 0)
    #expect(!service.printed.contains(codes[ann]))
  }

  @Test func whoGuessesIsSlowedDownAndNobodyElse() async throws {
    let house = try await House(at: .assessing)
    try await employ(house, port: 9, 1)
    let service = Ledger(team: .logistics, connection: house.database.string("svc_logistics"))
    try await service.playbookReadings.queue()
    let telling = try #require(try await service.playbookReadings.claim(lease: .seconds(60), most: 5).first)
    guard case .reading(let code, _) = telling.subject else {
      Issue.record("no code")
      return
    }
    // Nothing but what is behind a code is open to who answers for it.
    let page = Ledger(team: .logistics, access: .codes, connection: house.database.string("svc_logistics"))
    var states: Set<PlaybookReadings.LinkState> = []
    for guess in 0..<125 { states.insert(try await page.playbookReadings.acknowledge(code: "guess \(guess)")) }
    #expect(states.isSuperset(of: [.unknown]))
    #expect(try await page.playbookReadings.look(at: code).link.state == .open)
    await #expect(throws: (any Error).self) { try await page.playbookReadings.acknowledge(1) }
    await #expect(throws: (any Error).self) { _ = try await page.playbookReadings.departments() }
    // A message that is not taken for good is on record with the address; a new address is tried at once.
    try await service.playbookReadings.recordFailed(telling, reason: "no such user", how: "final", pause: nil)
    #expect(try await service.playbookReadings.claim(lease: .seconds(60), most: 5).isEmpty)
    try await house.database.run("postgres", nil, "update levee.employee_contact set address = 'new'")
    #expect(try await service.playbookReadings.claim(lease: .seconds(60), most: 5).count == 1)
    #expect(try await page.playbookReadings.acknowledge(code: code) == .open)
    #expect(try await page.playbookReadings.acknowledge(code: code) == .used)
    await page.close()
    await service.close()
  }

  @Test func somebodyWithALoginReadsAtTheTerminal() async throws {
    let house = try await House(at: .assessing)
    let shown = try await levee(house, "he", ["playbook", "show", "1"])
    #expect(shown.code == 0 && shown.output.contains("first statement"), "\(shown.output)")
    let typing = try house.typing("he", "levee", ["playbook", "read", "1"])
    try await typing.type("y", after: "Have you read it?")
    #expect(try await typing.wait() == 0)
    #expect(typing.screen.contains("that is on record"), "\(typing.screen)")
    let again = try await levee(house, "he", ["playbook", "read", "1", "--yes"])
    #expect(again.code == 0 && again.output.contains("You acknowledged playbook 1"), "\(again.output)")
    let unknown = try await levee(house, "he", ["playbook", "read", "7", "--yes"])
    #expect(unknown.code != 0 && unknown.output.contains("There is no"), "\(unknown.output)")
    // Nobody's table but that of their own department.
    let table = try await levee(house, "he", ["readings"])
    #expect(table.output.contains("nothing here that you may see"), "\(table.output)")
  }

  @Test func theTrainingIsTakenWithNumberKeys() async throws {
    let house = try await House(at: .assessing)
    for language in ["en", "zh-CN"] {
      let person = language == "en" ? "he" : "sun"
      let typing = try house.typing(person, "levee", ["training", "take"], language: language)
      try await awaitUntil("it begins") { typing.screen.contains(language == "en" ? "10 questions" : "共 10 题") }
      let items = try await house.database.run(
        "postgres", nil,
        "select i.number, i.right_options from levee.training_item i join levee.training_attempt a on a.id = i.attempt_id where a.handle = \(person) order by i.number"
      )
      #expect(items.count == 10)
      for item in items {
        let right: [Int] = try item["right_options"]
        try await typing.type("\(right[0])", after: "\(try item["number"] as Int)/10")
      }
      #expect(try await typing.wait() == 0)
      #expect(typing.screen.contains(language == "en" ? "Passed: 10 of 10" : "及格：10 题答对 10 题"), "\(typing.screen)")
    }
    let paper = "/tmp/levee-certificate-\(house.database.name).md"
    let written = try await levee(house, "he", ["training", "certificate", "--out", paper])
    #expect(written.code == 0, "\(written.output)")
    let text = try String(contentsOfFile: paper, encoding: .utf8)
    #expect(text.contains("Certificate of training") && text.contains("10 of 10"), "\(text)")
    let none = try await levee(house, "postgres", ["training", "certificate"])
    #expect(none.code != 0)
    let scripted = try await levee(house, "zhou", ["training", "take", "--json"])
    #expect(scripted.code == 0 && scripted.output.contains("\"questions\""), "\(scripted.output)")
    let answered = try await levee(house, "zhou", ["training", "take", "--answer", "1:1", "--answer", "2:1"])
    #expect(answered.code == 0 && answered.output.contains("What is right"), "\(answered.output)")
    #expect(try await levee(house, "zhou", ["training", "take", "--answer", "3:9"]).code != 0)
  }

  @Test func theCompanysOwnQuestionsAreAPartOfTheVersion() async throws {
    let house = try await House(at: .assessing)
    let good = "/tmp/levee-bank-\(house.database.name).md"
    try Data(
      """
      # Journalists
      ## Who answers a journalist?
      - [ ] whoever picks up
      - [x] the spokesperson
      > See section 4.
      ## What do you write down?
      - [x] the name
      - [x] the outlet
      - [ ] your opinion
      ## In which order?
      1. listen
      2. write down
      3. pass on
      ## What now?
      A journalist stands in the lobby with a camera.
      - [x] ask them to wait
      - [ ] answer at once
      """.utf8
    ).write(to: URL(filePath: good))
    let taken = try await levee(house, "postgres", ["training", "import", good, "--speaks", "en"])
    #expect(taken.code == 0 && taken.output.contains("playbook 2"), "\(taken.output)")
    for person in ["wang", "zhao"] {
      try await house.database.run(person, .leadership, "insert into levee.playbook_review (version) values (2)")
    }
    let he = Ledger(team: .staff, access: .staff, connection: house.database.string("he"))
    let questions = try await he.trainings.begin()
    let own = questions.filter { $0.topic == "bank" }
    #expect(own.count == 4)
    for row in try await house.database.run(
      "postgres", nil, "select number, right_options from levee.training_item where topic = 'bank'")
    {
      let question = try #require(own.first { $0.number == (try? row["number"] as Int) })
      let right: [Int] = try row["right_options"]
      #expect(try await he.trainings.answer(question.attempt, question.number, right).isRight)
      if question.subject["kind"] == .string("order") {
        #expect(
          right.map { question.options[$0 - 1] } == [.string("listen"), .string("write down"), .string("pass on")])
      }
    }
    await he.close()
    let shown = try await levee(house, "wang", ["training", "questions", "2"])
    #expect(shown.output.contains("the spokesperson"), "\(shown.output)")
    #expect(try await levee(house, "he", ["training", "questions", "2"]).code != 0)

    let bad = "/tmp/levee-bad-bank-\(house.database.name).md"
    try Data("## Too early?\n- [x] yes\n- [ ] no\n# S\n## None right\n- [ ] a\n- [ ] b\n## One\n- [x] a\n- b\n".utf8)
      .write(
        to: URL(filePath: bad))
    let refused = try await levee(house, "postgres", ["training", "import", bad])
    #expect(refused.code != 0, "\(refused.output)")
    for said in [
      "line 1: the question stands in no section", "line 5: no answer is marked", "line 10: an answer begins",
      "line 8: a question has two to nine",
    ] {
      #expect(refused.output.contains(said), "\(said): \(refused.output)")
    }
    #expect(try await house.database.run("postgres", nil, "select 1 from levee.playbook where version = 3").isEmpty)
  }
}

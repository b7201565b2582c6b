import FoundationEssentials
import Ledger
import Postgres
import TestHouse
import Testing

/// A company of 120 over a year: who is told, who reads, who is trained, and what the table says.
@Suite(.aFewAtATime) struct KnowingYearTests {
  /// A house in a cluster whose clock is moved.
  private struct Company {
    let cluster: OwnCluster
    let clock: MovedClock
    let seated = (1...20).map { "p\($0)" }

    init() async throws {
      clock = try await MovedClock()
      try clock.move(days: 0)
      cluster = try await OwnCluster(environment: clock.environment)
      let root = try await Connection.connect(Configuration("host=\(cluster.host) dbname=postgres user=postgres"))
      try await root.execute(script: "create database levee")
      await root.close()
      _ = try await Installation(connection: string("postgres")).apply(fresh: true)
      let admin = administrator
      for (index, handle) in seated.enumerated() {
        let (team, seat) =
          switch index {
          case 0: ("leadership", "leader")
          case 1: ("leadership", "legal")
          case 2: ("leadership", "deputy")
          default: (["monitoring", "response", "logistics"][index % 3], "member")
          }
        try await admin.people.add(
          handle: handle, displayName: "Seat \(index + 1)", teams: [team], seats: [seat], language: .english,
          isService: false)
      }
      try await admin.people.add(
        handle: "svc", displayName: "svc", teams: ["logistics"], seats: ["member"], language: .english, isService: true)
      try await sql(
        "insert into levee.transport (name, kind, format, address) values ('mail', 'command', 'mail', 'sendmail')")
      await admin.close()
    }

    func string(_ person: String) -> String { "host=\(cluster.host) dbname=levee user=\(person)" }
    var administrator: Ledger { Ledger(team: .admin, access: .administrator, connection: string("postgres")) }

    @discardableResult
    func sql(_ statement: Statement, as person: String = "postgres", _ role: String? = nil) async throws -> Rows {
      let connection = try await Connection.connect(Configuration(string(person), roles: role.map { [$0] } ?? []))
      defer { Task { await connection.close() } }
      return try await connection.run(statement)
    }

    func approve(_ version: Int) async throws {
      for person in ["p1", "p2"] {
        try await sql("insert into levee.playbook_review (version) values (\(version))", as: person, "levee_leadership")
      }
    }

    /// Everything that goes out at this moment.
    func tell() async throws -> [PlaybookReadings.Telling] {
      let service = Ledger(team: .logistics, connection: string("svc"))
      try await service.playbookReadings.queue()
      var all: [PlaybookReadings.Telling] = []
      while true {
        let some = try await service.playbookReadings.claim(lease: .seconds(60), most: 50)
        if some.isEmpty { break }
        for telling in some { #expect(try await service.playbookReadings.recordSent(telling)) }
        all += some
      }
      try await service.playbookReadings.renewTraining()
      await service.close()
      return all
    }

    func acknowledge(_ code: String) async throws -> PlaybookReadings.LinkState {
      let page = Ledger(team: .logistics, access: .codes, connection: string("svc"))
      defer { Task { await page.close() } }
      #expect(try await page.playbookReadings.look(at: code).link.name.isEmpty == false || code.isEmpty)
      return try await page.playbookReadings.acknowledge(code: code)
    }

    func state(_ code: String) async throws -> PlaybookReadings.LinkState {
      let page = Ledger(team: .logistics, access: .codes, connection: string("svc"))
      defer { Task { await page.close() } }
      return try await page.playbookReadings.look(at: code).link.state
    }

    /// Answers a whole attempt rightly.
    func pass(_ person: String) async throws {
      let ledger = Ledger(team: .staff, access: .staff, connection: string(person))
      let questions = try await ledger.trainings.begin()
      let right = try await sql(
        "select number, right_options from levee.training_item where attempt_id = \(questions[0].attempt)")
      var passed = false
      for row in right {
        passed =
          try await ledger.trainings.answer(questions[0].attempt, row["number"], row["right_options"]).result?.passed
          ?? false
      }
      #expect(passed)
      await ledger.close()
    }

    func counts() async throws -> PlaybookReadings.Counts {
      let admin = administrator
      defer { Task { await admin.close() } }
      return try await admin.playbookReadings.counts()
    }

    func open(_ kind: String) async throws -> Int {
      try await sql("select count(*) as n from levee.duty where kind = \(kind) and state = 'open'")[0]["n"]
    }
  }

  private func staff(_ count: Int) -> [Employees.Entry] {
    (1...count).map { number -> Employees.Entry in
      let hasSeat = number <= 20
      let address: String = hasSeat ? "" : "e\(number)@example.com"
      let login: String = hasSeat ? "p\(number)" : ""
      return Employees.Entry(
        number: "E\(number)", name: "Employee \(number)", department: "D\(number % 4)",
        language: number % 2 == 0 ? .chinese : .english, isHead: (21...24).contains(number),
        transport: hasSeat ? "" : "mail", address: address, login: login)
    }
  }

  private func codes(_ tellings: [PlaybookReadings.Telling]) -> [String] {
    tellings.compactMap { if case .reading(let code, _) = $0.subject { code } else { nil } }
  }

  @Test func aYearOfReadingAndTraining() async throws {
    let company = try await Company()
    let admin = company.administrator
    #expect(try await admin.employees.take(staff(120), leavers: false).added == 120)
    #expect(try await company.tell().isEmpty)  // nothing is approved yet

    // Day 0: 120 owe it; the 100 without a seat get a link, the 20 with one a duty.
    try await company.approve(1)
    #expect(try await company.open("read_playbook") == 20)
    #expect(try await company.open("train") == 20)
    let first = try await company.tell()
    #expect(first.count == 100 && Set(codes(first)).count == 100)
    #expect(try await company.tell().isEmpty)
    var counts = try await company.counts()
    #expect(counts.readers == 120 && counts.missing == 120 && counts.seatedUnread == 20 && counts.untrained == 20)

    // 40 acknowledge by link, once each; 20 read at their desks, and pass.
    for code in codes(first).prefix(40) { #expect(try await company.acknowledge(code) == .open) }
    #expect(try await company.acknowledge(codes(first)[0]) == .used)
    for person in company.seated {
      try await company.sql("insert into levee.playbook_reading (version) values (1)", as: person, "levee_staff")
      try await company.pass(person)
    }
    counts = try await company.counts()
    #expect(counts.haveRead == 60 && counts.missing == 60 && counts.seatedUnread == 0 && counts.trained == 20)
    #expect(try await company.open("read_playbook") == 0)
    #expect(try await company.open("train") == 0)
    let departments = try await admin.playbookReadings.departments()
    #expect(departments.map(\.name) == ["D0", "D1", "D2", "D3"] && departments.map(\.people).reduce(0, +) == 120)
    #expect(departments.map(\.missing).reduce(0, +) == 60)
    #expect(try await admin.playbookReadings.missing().count == 60)

    // A head with a login would see their own department alone; leadership sees counts of all, and no employee's name.
    let leader = Ledger(team: .leadership, connection: company.string("p1"))
    #expect(try await leader.playbookReadings.departments().count == 4)
    #expect(try await leader.playbookReadings.missing().isEmpty)
    await leader.close()
    try await company.sql("update levee.employee set is_head = true where number = 'E5'")
    let head = Ledger(team: .staff, access: .staff, connection: company.string("p5"))
    #expect(try await head.playbookReadings.departments().map(\.name) == ["D1"])
    #expect(try await head.playbookReadings.missing().allSatisfy { $0.department == "D1" })
    #expect(try await Set(head.trainings.results().map(\.department)) == ["D1"])
    #expect(try await head.trainings.results().count == 5)
    await head.close()

    // Day 4: the 60 are reminded. Day 8: again, and the heads hear who is missing.
    try company.clock.move(days: 4)
    let second = try await company.tell()
    #expect(second.count == 60 && second.allSatisfy { $0.before == 1 })
    try company.clock.move(days: 8)
    let third = try await company.tell()
    let toHeads = third.filter { if case .department = $0.subject { true } else { false } }
    #expect(third.count - toHeads.count == 60)
    #expect(Set(toHeads.map(\.name)) == ["Employee 21", "Employee 22", "Employee 23", "Employee 24"])

    // Day 15: the first links have run out, the newest are good; nobody is reminded for ever.
    try company.clock.move(days: 15)
    #expect(try await company.state(codes(first)[50]) == .expired)
    #expect(try await company.state(codes(third)[0]) == .open)
    var sent = try await company.tell().count
    for day in [20, 30, 40, 50] {
      try company.clock.move(days: day)
      sent += try await company.tell().filter { if case .reading = $0.subject { true } else { false } }.count
    }
    #expect(
      try await company.sql("select max(count) as n from levee.telling where about = 'reading'")[0]["n"] as Int == 4)

    // Day 60: ten leave, of whom nobody had read; a new one comes and owes it at once.
    try company.clock.move(days: 60)
    var list = staff(110)
    list.append(
      Employees.Entry(
        number: "E200", name: "New", department: "D1", language: .english, transport: "mail", address: "new@example.com"
      ))
    list[4].isHead = true
    let outcome = try await admin.employees.take(list, leavers: true)
    #expect(outcome.missing == 10 && outcome.added == 1)
    #expect(try await company.tell().map(\.name) == ["New"])
    #expect(try await company.counts().readers == 111)

    // Day 100: a second version with the same questions is read anew, and not trained.
    try company.clock.move(days: 100)
    let old = codes(third)[1]
    try await company.sql("select levee.propose_playbook(1, '{}')")
    try await company.approve(2)
    #expect(try await company.state(old) == .over)
    #expect(try await company.open("read_playbook") == 20)
    #expect(try await company.open("train") == 0)
    #expect(try await company.tell().count == 91)
    counts = try await company.counts()
    #expect(counts.missing == 111 && counts.trained == 20)

    // Day 340: the training of twenty runs out within a month; they owe it, and their old one counts until it does.
    try company.clock.move(days: 340)
    _ = try await company.tell()
    #expect(try await company.open("train") == 20)
    #expect(try await company.counts().trained == 20)
    for person in company.seated.prefix(5) { try await company.pass(person) }
    #expect(try await company.open("train") == 15)
    try company.clock.move(days: 370)
    counts = try await company.counts()
    #expect(counts.trained == 5 && counts.ranOut == 15 && counts.untrained == 0)
    let trained = try await admin.trainings.departments()
    #expect(trained.map(\.trained).reduce(0, +) == 5 && trained.map(\.ranOut).reduce(0, +) == 15)

    // A third version changes a time: everybody's questions changed.
    try await company.sql(
      """
      select levee.propose_playbook(2, jsonb_build_object('target', (select jsonb_agg(case
        when r ->> 'name' = 'assess' and r ->> 'severity' = 'I' then r || '{"within": "PT17M"}' else r end)
        from jsonb_array_elements(levee.playbook_content(2) -> 'target') r)))
      """
    )
    try await company.approve(3)
    #expect(try await company.open("train") == 20)
    #expect(try await company.counts().trained == 0)
    await admin.close()
  }
}

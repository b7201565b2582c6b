import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// What an incident is called, what it is about and where it plays may be said anew; what was said stays.
@Suite struct ReclassificationTests {
  private func clocks(_ house: House) async throws -> Set<String> {
    Set(
      try await house.database.run(
        "postgres", nil,
        "select subject from levee.duty where incident_id = 1 and kind = 'notify_authority' and state = 'open'"
      ).map { try $0["subject"] })
  }

  /// A deadline of the law does not end with the archive: it stays owed, and can still be met. That of a drill ends with it.
  @Test(arguments: [false, true]) func aClockOfTheLawOutlivesTheArchive(isExercise: Bool) async throws {
    let house = try await House(at: .responding, isExercise: isExercise)
    let wang = house.database.ledger("wang", .leadership)
    try await wang.incidents.reclassify(
      Reference(.incident, 1), title: nil, kind: .dataBreach, jurisdictions: ["EU"], reason: "logs show it")
    #expect(try await !clocks(house).isEmpty)
    try await house.close()
    #expect(try await house.stage() == .closed)
    #expect(try await clocks(house).isEmpty == isExercise)
    #expect(try await wang.duties.inbox().items.contains { $0.kind == .notifyAuthority } == !isExercise)
    #expect(try await wang.dutyAudit.differences().isEmpty)
    for clock in try await clocks(house) {
      try await house.database.run(
        "wang", .leadership,
        "insert into levee.authority_notice (incident_id, clock, reference) values (1, \(clock), 'told by telephone')")
    }
    #expect(try await clocks(house).isEmpty)
    #expect(try await house.database.run("postgres", nil, "select fault from levee.verify(null)").isEmpty)
  }

  @Test func aKindThatIsKnownLaterStartsItsClocksAndStopsNone() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    let wang = house.database.ledger("wang", .leadership)
    let incident = Reference(.incident, 1)
    let before = try await sun.incidents.find(incident)
    #expect(try await clocks(house).isEmpty)
    try await sun.incidents.reclassify(
      incident, title: "The account service leaked", kind: .dataBreach, jurisdictions: ["EU"], reason: "logs show it")
    let after = try await sun.incidents.find(incident)
    #expect(after.title == "The account service leaked" && after.kind == .dataBreach)
    let running = try await clocks(house)
    #expect(!running.isEmpty)
    // They count from when it was detected, not from when somebody knew better.
    let late = try await house.database.run(
      "postgres", nil,
      """
      select 1 from levee.duty d join levee.incident i on i.id = d.incident_id
      where d.kind = 'notify_authority' and d.started_at <> i.detected_at
      """)
    #expect(late.isEmpty)
    // Another country is added; then leadership finds that it is none of this: what runs goes on until the authority was told.
    try await wang.incidents.reclassify(
      incident, title: nil, kind: nil, jurisdictions: ["EU", "CN"], reason: "users there")
    let both = try await clocks(house)
    #expect(both.isStrictSuperset(of: running))
    try await wang.incidents.reclassify(
      incident, title: nil, kind: .serviceOutage, jurisdictions: ["CN"], reason: "no data left")
    let all = try await clocks(house)
    #expect(all.isSuperset(of: both))
    #expect(try await sun.incidents.find(incident).title == "The account service leaked")
    for clock in all {
      try await house.database.run(
        "wang", .leadership,
        "insert into levee.authority_notice (incident_id, clock, reference) values (1, \(clock), 'told by telephone')")
    }
    #expect(try await clocks(house).isEmpty)
    // What it was opened as is in the history, with its digest, and so is each change.
    let faults = try await house.database.run("postgres", nil, "select fault from levee.verify(null)")
    #expect(faults.isEmpty)
    let opened = try await house.database.run("postgres", nil, "select opened_as from levee.incident where id = 1")
    #expect(try opened[0]["opened_as"] == before.title)
    #expect(
      try await house.database.run(
        "postgres", nil, "select 1 from levee.event where chain = 1 and kind = 'reclassification'"
      )
      .count == 3)
    // What the law keeps and what the facts say of duties is the same.
    #expect(try await house.database.ledger("wang", .leadership).dutyAudit.differences().isEmpty)
    // Behind the history's back it is called nothing else.
    try await house.asOwner("update levee.incident set title = 'A small thing' where id = 1")
    let edited = try await house.database.run("postgres", nil, "select fault from levee.verify(1)")
    #expect(try edited.map { try $0["fault"] as String } == ["text_edited"])
  }

  @Test func itIsSaidWithAReasonAndErasedWithIt() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    let incident = Reference(.incident, 1)
    await #expect(throws: LedgerError.self) {
      try await sun.incidents.reclassify(incident, title: "t", kind: nil, jurisdictions: nil, reason: " ")
    }
    await #expect(throws: LedgerError.self) {
      try await sun.incidents.reclassify(incident, title: " ", kind: nil, jurisdictions: nil, reason: "r")
    }
    await #expect(throws: LedgerError.self) {
      try await sun.incidents.reclassify(
        Reference(.incident, 99), title: "t", kind: nil, jurisdictions: nil, reason: "r")
    }
    try await sun.incidents.reclassify(
      incident, title: "Li Lei's phone", kind: nil, jurisdictions: nil, reason: "his name")
    try await house.database.run(
      "wang", .leadership,
      """
      select levee.erase(1, 'reclassification', (select max(event_id) from levee.reclassification), 'a private name')
      """)
    #expect(try await !sun.incidents.find(incident).title.contains("Li Lei"))
    let faults = try await house.database.run("postgres", nil, "select distinct fault from levee.verify(null)")
    #expect(try faults.map { try $0["fault"] as String } == ["erased"])
  }
}

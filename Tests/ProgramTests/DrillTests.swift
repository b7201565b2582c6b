import FoundationEssentials
import Glibc
import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// A drill through the programs: planned from a file, led from the command line, brought by monitoring's service, which may die.
@Suite(.aFewAtATime) struct DrillTests {
  private static let shelf =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/deploy/scenarios"

  private func run(
    _ database: TestDatabase, _ person: String, _ arguments: String..., program: String = "levee",
    language: String = "en"
  ) async throws -> Running.Result {
    try await Running.run(
      program, arguments + ["--language", language], environment: ["PGUSER": person, "PGDATABASE": database.name])
  }

  private func count(_ database: TestDatabase, _ what: String) async throws -> Int {
    try await database.run("postgres", nil, Statement(unsafeSQL: "select count(*)::int as n from \(what)"))[0]["n"]
  }

  @Test func whatComesComesOnceThoughTheServiceIsKilledAgainAndAgain() async throws {
    let database = try await TestDatabase()
    let planned = try await run(
      database, "chen", "drill", "plan", Self.shelf + "/optus-2023", "--at", "tomorrow 9:00", "--people",
      "sun,zhou,wu,wang",
      "--seed", "7", "--rate", "1")
    #expect(planned.code == 0 && planned.output.contains("Y1"), "\(planned.output)")
    let started = try await run(database, "chen", "drill", "start", "Y1")
    #expect(started.code == 0 && started.output.contains("I1"), "\(started.output)")
    for minutes in [40, 60, 50, 20] {
      let service = try Running(
        "levee-monitoring", ["serve", "--every", "0.1", "--listen", "off"],
        environment: ["PGUSER": "svc_monitoring", "PGDATABASE": database.name])
      let before = try await count(database, "levee.drill_delivered")
      let moved = try await run(database, "chen", "drill", "jump", "Y1", "\(minutes)m")
      #expect(moved.code == 0, "\(moved.output)")
      try await awaitUntil("something came") { try await count(database, "levee.drill_delivered") > before }
      service.kill(SIGKILL)
      await service.wait()
    }
    let service = try Running(
      "levee-monitoring", ["serve", "--every", "0.1", "--listen", "off"],
      environment: ["PGUSER": "svc_monitoring", "PGDATABASE": database.name])
    // 2:50: all but what waits for a plan. Nobody said a word, so that what waits for silence came too.
    try await awaitUntil("all came, and the public answered") {
      guard try await count(database, "levee.drill_delivered") == 9 else { return false }
      return try await count(database, "levee.drill where tick >= 169") == 1
    }
    service.kill(SIGKILL)
    #expect(try await count(database, "levee.feedback") == 3)
    let posts = try await count(database, "levee.mention")
    #expect(try await count(database, "(select distinct external_id from levee.mention) m") == posts)
    #expect(try await count(database, "levee.mention where drill_incident <> 1") == 0)
    let timeline = try await run(database, "chen", "drill", "timeline", "Y1")
    #expect(timeline.output.contains("V-10") && timeline.output.contains("came"), "\(timeline.output)")
    let forbidden = try await run(database, "sun", "drill", "timeline", "Y1")
    #expect(forbidden.code != 0)
    // What the public said is in the brief's counts, and in nobody else's board.
    let board = try await run(database, "sun", "board", "--once", program: "levee-monitoring")
    #expect(!board.output.contains("Outage in town"), "\(board.output)")
  }

  @Test func aDrillIsLedJoinedObservedAndEnded() async throws {
    let database = try await TestDatabase()
    _ = try await run(
      database, "chen", "drill", "plan", Self.shelf + "/wps-2022", "--at", "tomorrow 9:00", "--people", "sun，zhou",
      "--people", "wang",
      "--observer", "li", "--kind", "tabletop", language: "zh-CN")
    let list = try await run(database, "sun", "drill", "list", "--calendar", "/tmp/levee-\(database.name).ics")
    #expect(list.output.contains("tabletop") && list.output.contains("Y1"), "\(list.output)")
    let calendar = String(
      decoding: try Data(contentsOf: URL(filePath: "/tmp/levee-\(database.name).ics")), as: UTF8.self)
    #expect(calendar.contains("BEGIN:VEVENT\r\n"))
    _ = try await run(database, "chen", "drill", "start", "Y1")
    #expect(try await run(database, "sun", "drill", "join", "Y1").code == 0)
    #expect(try await run(database, "he", "drill", "join", "Y1").code != 0)
    #expect(try await run(database, "chen", "drill", "say", "Y1", "listen", "all").code == 0)
    let shown = try await run(database, "sun", "drill", "show", "Y1")
    #expect(shown.output.contains("listen all") && !shown.output.contains("V-05"), "\(shown.output)")
    #expect(try await run(database, "li", "drill", "show", "Y1").output.contains("V-05"))
    #expect(try await run(database, "li", "drill", "note", "Y1", "slow", "--objective", "O-1", "--mark", "M").code == 0)
    #expect(
      try await run(database, "sun", "drill", "note", "Y1", "slow", "--objective", "O-1", "--mark", "M").code != 0)
    #expect(try await run(database, "li", "drill", "note", "Y1", "slow", "--objective", "O-9", "--mark", "M").code != 0)
    let own = try await run(
      database, "chen", "drill", "inject", "Y1", "--kind", "rumour", "--text", "they all resign", "--crowd", "2")
    #expect(own.code == 0 && own.output.contains("V-08"), "\(own.output)")
    #expect(try await run(database, "zhou", "drill", "pause", "Y1").code != 0)
    let early = try await run(database, "chen", "drill", "end", "Y1")
    #expect(early.code != 0 && early.output.contains("has not come yet"), "\(early.output)")
    #expect(try await run(database, "chen", "drill", "end", "Y1", "--stopped", "--reason", "a real incident").code == 0)
    #expect(try await run(database, "sun", "drill", "word", "Y1", "early").code != 0)
    #expect(try await run(database, "chen", "drill", "remark", "Y1", "nobody", "spoke").code == 0)
    #expect(try await run(database, "sun", "drill", "word", "Y1", "we", "waited", "too", "long").code == 0)
    #expect(try await run(database, "chen", "drill", "evaluate", "Y1", "silence", "was", "the", "fault").code == 0)
    // The team's line stands beside what really happened.
    let path = "/tmp/levee-beside-\(database.name).html"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let beside = try await run(database, "sun", "evaluate", "--drill", "Y1")
    #expect(beside.code == 0 && beside.output.contains("Beside what really happened"), "\(beside.output)")
    #expect(beside.output.contains("T+0:00"), "\(beside.output)")
    _ = try await run(database, "sun", "evaluate", "--drill", "Y1", "--out", path, language: "zh-CN")
    let drawn = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    #expect(drawn.contains("参演队伍与真实事件的时间线") && drawn.contains("<svg"))
    let record = try await run(database, "sun", "drill", "record", "Y1")
    #expect(record.output.contains("stopped") && record.output.contains("E-03"), "\(record.output)")
  }

  @Test func aScenarioThatCannotBeUsedIsNamedByFileAndLine() async throws {
    let folder = "/tmp/levee-scenario-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("title: {en: A}\nkind: gossip\n".utf8).write(to: URL(filePath: folder + "/scenario.yaml"))
    let database = try await TestDatabase()
    let checked = try await run(database, "sun", "drill", "check", folder)
    #expect(checked.code == 65, "\(checked.output)")
    for fault in [
      "scenario.yaml:1: zh is missing", "scenario.yaml:2: kind: gossip", "background.en.md:1:", "knows.zh-CN.md:1:",
    ] {
      #expect(checked.output.contains(fault), "\(fault) not in \(checked.output)")
    }
    #expect(try await run(database, "sun", "drill", "check", "nowhere").code == 66)
  }
}

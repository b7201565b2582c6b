import FoundationEssentials
import Testing

@testable import Drill

/// A scenario's file: those that come with Levee can be used, and what is wrong with one is named with its line.
@Suite struct ScenarioTests {
  static let shelf = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/deploy/scenarios"
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []).sorted()

  private static func read(_ name: String) throws -> Scenario {
    try ScenarioReader.read(name) { file in
      (try? Data(contentsOf: URL(filePath: "\(shelf)/\(name)/\(file)"))).map { Array($0) }
    }
  }

  @Test("Those that come with Levee can be used, and say what really happened", arguments: names)
  func shipped(_ name: String) throws {
    let scenario = try Self.read(name)
    #expect(scenario.injects.count >= 6 && scenario.objectives.count >= 2 && scenario.expectations.count >= 3)
    #expect(scenario.really.count >= 3 && scenario.really.contains { $0.source > 0 })
    #expect(scenario.injects.contains { $0.crowd > 0 })
    #expect(scenario.injects.contains { if case .without = $0.trigger { true } else { false } })
    // Both languages say something of their own.
    for text in [scenario.title, scenario.background, scenario.knows] + scenario.injects.map(\.title) {
      #expect(text.english != text.chinese && !text.chinese.isEmpty)
    }
  }

  @Test func atLeastEightOfAtLeastSixKindsComeWithLevee() throws {
    let scenarios = try Self.names.map(Self.read)
    #expect(scenarios.count >= 8)
    #expect(Set(scenarios.map(\.kind)).count >= 6)
  }

  private static let good = """
    title: {en: A, zh: 甲}
    kind: rumour
    severity: III
    length: 2h
    objectives:
      - {code: O-1, en: a, zh: 甲}
    injects:
      - {code: V-01, kind: fact, at: 10m, title: {en: t, zh: 题}, text: {en: x, zh: 文}}
    expectations:
      - {code: E-01, objective: O-1, step: command, within: 1h, en: e, zh: 预}
    sources:
      - {title: s}
    """

  private func faults(_ yaml: String) -> [String] {
    do {
      _ = try ScenarioReader.read("x") { $0 == "scenario.yaml" ? Array(yaml.utf8) : Array("text".utf8) }
      return []
    } catch let faults as ScenarioReader.Faults {
      return faults.faults.map { "\($0.line): \($0.reason.english)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func whatIsWellWrittenIsRead() { #expect(faults(Self.good) == []) }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      ("kind: rumour", "kind: gossip", 2), ("severity: III", "severity: V", 3), ("length: 2h", "length: long", 4),
      ("code: V-01", "code: V1", 8), ("at: 10m", "at: 3h", 8), ("at: 10m", "at: 10m, by: hand", 8),
      ("kind: fact", "kind: fakt", 8), ("kind: fact", "kind: call", 8), ("text:", "txt:", 8), ("zh: 题", "zh: ''", 8),
      ("step: command", "step: applause", 10), ("objective: O-1,", "objective: O-9,", 10),
      ("within: 1h", "within: -1h", 10), ("- {title: s}", "- {name: s}", 12), ("code: O-1,", "code: 1,", 6),
    ])
  func faultsAreNamed(_ what: String, _ instead: String, _ line: Int) {
    let found = faults(Self.good.replacing(what, with: instead))
    #expect(found.contains { $0.hasPrefix("\(line):") }, "\(found)")
  }

  @Test func brokenFilesAreNamedToo() {
    #expect(
      !faults("").isEmpty && !faults("a: [").isEmpty && !faults("- 1").isEmpty
        && !faults("title: &a x\nkind: *a").isEmpty)
  }

  @Test("Spans", arguments: [("18m", 1080.0), ("1h30m", 5400), ("2d", 172_800), ("-20m", -1200)])
  func spans(_ text: String, _ seconds: Double) {
    #expect(ScenarioSpan.seconds(text) == seconds)
    #expect(ScenarioSpan.seconds(text + "x") == nil && ScenarioSpan.seconds("7") == nil)
  }

  @Test func aCalendarIsFoldedAndEscaped() {
    let calendar = DrillCalendar(entries: [
      .init(
        uid: "1", title: "演练，全员; a, b" + String(repeating: "长", count: 60), starts: Date(timeIntervalSince1970: 0),
        length: 3600, note: "x\ny")
    ]).text(now: Date(timeIntervalSince1970: 0))
    #expect(calendar.contains("DTSTART:19700101T000000Z\r\n") && calendar.contains("DTEND:19700101T010000Z\r\n"))
    #expect(calendar.contains("\\; a\\, b") && calendar.contains("x\\ny"))
    #expect(calendar.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
  }
}

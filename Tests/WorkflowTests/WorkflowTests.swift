import Testing
import Wording
@testable import Workflow

@Suite struct WorkflowTests {
  @Test func theStagesAreSixInOrder() {
    #expect(Stage.allCases.map(\.next) == [.commanding, .planning, .responding, .reviewing, .closed, nil])
    #expect(Stage.assessing < .commanding)
    #expect(Stage.closed > .reviewing)
  }

  @Test func oneIsTheGravestSeverity() {
    #expect(Severity.allCases.max() == .one)
    #expect(Severity.four < .three)
  }

  @Test(
    "A score's level is that of the playbook's table",
    arguments: [
      (100.0, Severity.one), (80, .one), (79.9, .two), (60, .two), (59, .three), (35, .three), (34, .four), (0, .four),
    ])
  func levels(_ score: Double, _ severity: Severity) {
    #expect(Severity(score: score) == severity)
  }

  @Test func theWeightsAddUpToOneAndAllFoursToAHundred() {
    #expect(abs(Factor.allCases.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    #expect(SeverityScore(Dictionary(uniqueKeysWithValues: Factor.allCases.map { ($0, 4) })).value == 100)
  }

  @Test func unknownHarmAndReachCountTwo() {
    #expect(SeverityScore([:]).value == 22.5)
    #expect(SeverityScore([.harm: 0, .reach: 0]).value == 0)
  }

  @Test(
    "Short ids are read as people type them",
    arguments: [
      ("S7.2", Reference(.statement, 7, revision: 2)), ("s7", Reference(.statement, 7)),
      ("i3", Reference(.incident, 3)),
      ("X1.1", Reference(.withdrawal, 1, revision: 1)),
    ])
  func references(_ text: String, _ reference: Reference) {
    #expect(Reference(text) == reference)
    #expect(Reference(reference.description) == reference)
  }

  @Test(
    "What is no short id is refused", arguments: ["", "7", "S", "S0", "S7.0", "S7.", "D3.1", "O9", "S7.2.1", "S-1"])
  func notReferences(_ text: String) {
    #expect(Reference(text) == nil)
  }

  @Test func aBareNumberIsReadWhereOneKindIsExpected() {
    #expect(Reference("7", expecting: .incident) == Reference(.incident, 7))
    #expect(Reference("S7", expecting: .incident) == nil)
  }

  @Test func everyNameExistsInBothLanguages() {
    let names: [any Named] =
      Stage.allCases + Severity.allCases + Team.allCases + IncidentKind.allCases + Factor.allCases + Gate.allCases
      + DutyKind.allCases + ChannelKind.allCases + Reference.Kind.allCases
    for named in names {
      #expect(!named.name.english.isEmpty)
      #expect(named.name.chinese.unicodeScalars.contains { $0.value > 0x2E80 }, "\(named.name.english)")
    }
  }

  /// Of the house there is one of these, and nothing to name: the plan in force, one's own training, a list.
  private static let ofTheHouse: Set<DutyKind> = [.revisePlaybook, .readPlaybook, .train, .mendResource, .fillGap]

  @Test func everyCommandOfADutyNamesItsIncidentOrSubject() {
    for kind in DutyKind.allCases where !Self.ofTheHouse.contains(kind) {
      guard let command = kind.command(team: .response, incident: Reference(.incident, 3), subject: "S7.1") else {
        continue
      }
      #expect(command.words.contains("I3") || command.words.contains("S7.1"), "\(kind)")
    }
  }

  @Test func aCommandIsValuesAndItsLineSaysWhatIsMissing() throws {
    let incident = Reference(.incident, 3)
    let send = try #require(DutyKind.send.command(team: .response, incident: incident, subject: "S7.1"))
    #expect(send.arguments == ["send", "S7.1"] && send.line == "levee-response send S7.1 --to CHANNEL")
    let adopt = try #require(DutyKind.adopt.command(team: .response, incident: incident, subject: "S7.1"))
    #expect(adopt.arguments == ["read", "S7.1"] && adopt.words == ["adopt", "S7.1"])
    #expect(adopt.line == "levee-response read S7.1 ; levee-response adopt S7.1 --from PERSON")
    let reply = try #require(DutyKind.reply.command(team: .response, incident: incident, subject: "Q1"))
    #expect(reply.arguments == ["reply", "Q1"])
  }

  @Test(
    "A text is called by its number in words",
    arguments: [
      ("S3.2", "声明三第 2 稿（S3.2）"), ("P1", "方案一（P1）"), ("S12.1", "声明 12 第 1 稿（S12.1）"), ("I3", "I3"), ("W1.1", "W1.1"),
    ])
  func called(_ typed: String, _ chinese: String) throws {
    let reference = try #require(Reference(typed))
    #expect(reference.called == Bilingual(typed, chinese))
  }
}

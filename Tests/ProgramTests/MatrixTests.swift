import FoundationEssentials
import Postgres
import TestHouse
import Testing
import Workflow

/// The same table through the programs: what is allowed is done and says what comes next; what is refused is a plain
/// sentence in the person's language, without a name of the schema, and says what is owed.
@Suite(.aFewAtATime) struct ProgramMatrixTests {
  @Test("Every cell that has a command", arguments: Stage.allCases)
  func everyCell(_ stage: Stage) async throws {
    let house = try await Matrix.house(at: stage)
    var differing: [String] = []
    for actor in Matrix.Actor.allCases where Team.working.contains(actor.team) {
      for action in Matrix.actions where !action.command.isEmpty {
        // A program has the commands of its team only.
        guard Stage.allCases.contains(where: { action.isAllowed(to: actor, at: $0) }) else { continue }
        let cell = "\(stage) · \(action.name) · \(actor.team)"
        if action.isAllowed(to: actor, at: stage) {
          let copy = try await TestDatabase(copying: house.database)
          let done = try await run(copy, actor, action, "en")
          if done.code != 0 { differing.append("\(cell): \(done.code) \(done.output)") }
        } else {
          for language in ["en", "zh-CN"] {
            let refused = try await run(house.database, actor, action, language)
            if let fault = fault(refused, language, stage) {
              differing.append("\(cell), \(language): \(fault): \(refused.code) \(refused.output)")
            }
          }
        }
      }
    }
    #expect(differing.isEmpty, "\(differing.joined(separator: "\n"))")
  }

  private func run(
    _ database: TestDatabase, _ actor: Matrix.Actor, _ action: Matrix.Action, _ language: String
  ) async throws -> (code: Int32, output: String) {
    var words = action.command[0].split(separator: " ").map(String.init) + action.command.dropFirst()
    // Logistics' report stands down, and asks whether all of it is done.
    if words[0] == "report", actor.team == .logistics { words.append("--yes") }
    words += ["--language", language, "--database", database.string(actor.person)]
    let done = try await Running.run("levee-\(actor.team)", words)
    return (Int32(done.code), done.output)
  }

  private func fault(_ refused: (code: Int32, output: String), _ language: String, _ stage: Stage) -> String? {
    if ![65, 66, 77].contains(refused.code) { return "exit code" }
    if refused.output.contains("_is_") || refused.output.contains("LAW-") || refused.output.contains("SQLSTATE") {
      return "a name of the schema"
    }
    let isChinese = refused.output.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    if isChinese != (language == "zh-CN") { return "language" }
    // Refused because of the case, and the case is open: somebody owes something.
    if refused.code == 65, stage != .closed, !refused.output.contains("levee-") { return "nobody owes anything" }
    return nil
  }
}

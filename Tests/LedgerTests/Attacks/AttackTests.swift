import TestHouse
import Testing
import Workflow

/// The law attacked from inside, as a person of each team; each attack is refused or harmless, and says which.
@Suite struct AttackTests {
  @Test("Attacks while planning") func planning() async throws {
    try await run(Attacks.onRecords + Attacks.onRoles + Attacks.onTheMachine + Attacks.onNotices, at: .planning)
  }

  @Test("Attacks while responding") func responding() async throws {
    try await run(Attacks.onTexts + Attacks.byInsiders, at: .responding)
  }

  @Test func thereAreEnoughOfThemAndEachHasItsName() {
    let all =
      Attacks.onRecords + Attacks.onRoles + Attacks.onTheMachine + Attacks.onTexts + Attacks.onNotices
      + Attacks.byInsiders
    #expect(all.count >= 150)
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(Set(all.compactMap(\.team)).isSuperset(of: Team.working + [.supervisor, .staff]))
  }

  private func run(_ attacks: [Attack], at stage: Stage) async throws {
    let house = try await Matrix.house(at: stage)
    // Somebody who is at work meanwhile.
    let bystander = try await house.database.connect("wang", .leadership)
    defer { Task { await bystander.close() } }
    var failed: [String] = []
    for attack in attacks {
      if let fault = try await attack.run(in: house) { failed.append(fault) }
    }
    #expect(failed.isEmpty, "\(failed.joined(separator: "\n"))")
  }
}

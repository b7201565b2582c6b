import Ledger
import TestHouse
import Testing
import Workflow

@Suite struct BoardTests {
  /// Of more incidents than the board has room for, the gravest stay on it.
  @Test func theGravestIncidentStandsFirst() async throws {
    let house = try await House(at: .assessing)
    let sun = house.database.ledger("sun", .monitoring)
    let gravest = try await sun.incidents.open(.init(title: "grave", kind: .other, severity: .one))
    for number in 1...20 {
      _ = try await sun.incidents.open(.init(title: "calm \(number)", kind: .other, severity: .four))
    }
    let shown = try await sun.boards.read().incidents
    #expect(shown.count == 20)
    #expect(shown.first?.reference == gravest)
    #expect(shown.map(\.severity) == shown.map(\.severity).sorted(by: >))
  }
}

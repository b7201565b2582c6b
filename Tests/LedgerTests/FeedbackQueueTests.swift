import Ledger
import TestHouse
import Testing
import Workflow

/// The queue of feedback: who has the least time left stands first, and a long one is read in parts.
@Suite struct FeedbackQueueTests {
  private let incident = Reference(.incident, 1)

  @Test func theMostUrgentComesFirstAndALongOneIsReadInParts() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let zhou = house.database.ledger("zhou", .response).feedback
    for sender in ["customer", "customer", "journalist"] {
      _ = try await zhou.add(incident, sender: sender, contact: "", text: "why?")
    }
    func ids(_ items: [FeedbackQueue.Item]) -> [Int] { items.map(\.id) }
    // A journalist has less time than customers have.
    #expect(ids(try await zhou.list(incident)) == [3, 1, 2])
    let first = try await zhou.open(incident, after: 0, most: 2)
    #expect(ids(first.items) == [3, 1] && first.open == 3 && first.resolved == 0)
    #expect(ids(try await zhou.open(incident, after: 2, most: 2).items) == [2])
    #expect(try await zhou.open(incident, after: 9, most: 2).items.isEmpty)
    // Once it is answered, it has until it shall be resolved; once it is resolved, it waits for nothing.
    let owed = try #require(try await zhou.find(Reference(.feedback, 3)).dueAt)
    _ = try await zhou.reply(Reference(.feedback, 3), template: "reply", language: .english)
    let answered = try await zhou.find(Reference(.feedback, 3))
    #expect(try answered.repliedAt != nil && #require(answered.dueAt) > owed)
    #expect(ids(try await zhou.list(incident)) == [1, 2, 3])
    try await zhou.resolve(Reference(.feedback, 3), outcome: "told", satisfied: "yes")
    let last = try await zhou.open(incident, after: 0, most: 9)
    #expect(ids(last.items) == [1, 2] && last.open == 2 && last.resolved == 1)
    #expect(try await zhou.find(Reference(.feedback, 3)).dueAt == nil)
    #expect(ids(try await zhou.list(incident)) == [1, 2, 3])
    await #expect(throws: LedgerError.self) { try await zhou.find(Reference(.feedback, 99)) }
  }
}

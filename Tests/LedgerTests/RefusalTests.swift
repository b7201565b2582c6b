import Ledger
import Postgres
import TestHouse
import Testing
import Workflow

/// One thing that somebody tries in a house at a stage, by raw SQL, and what comes of it.
struct Attempt: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable, Equatable {
    case allowed
    /// SQLSTATE and, where there is one, the constraint's name.
    case refused(String, String?)
  }

  let what: String
  let stage: Stage
  let person: String
  let team: Team?
  let sql: Statement
  let outcome: Outcome

  init(
    _ what: String, _ stage: Stage, _ person: String, _ team: Team?, _ sql: Statement, _ outcome: Outcome
  ) {
    self.what = what
    self.stage = stage
    self.person = person
    self.team = team
    self.sql = sql
    self.outcome = outcome
  }

  static func raised(_ name: String) -> Outcome { .refused("LV001", name) }
  static func key(_ name: String) -> Outcome { .refused("23503", name) }
  static func check(_ name: String) -> Outcome { .refused("23514", name) }
  static let noRight = Outcome.refused("42501", nil)

  var testDescription: String { what }
}

/// Houses are expensive to build and attempts leave nothing behind: one house a stage serves all attempts.
actor Houses {
  static let shared = Houses()
  private var made: [Stage: Task<House, any Error>] = [:]

  func house(at stage: Stage) async throws -> House {
    let task = made[stage] ?? Task { try await House(at: stage) }
    made[stage] = task
    return try await task.value
  }
}

@Suite("The law, from both sides, by raw SQL") struct RefusalTests {
  @Test(arguments: Attempts.all)
  func attempt(_ attempt: Attempt) async throws {
    let house = try await Houses.shared.house(at: attempt.stage)
    let connection = try await house.database.connect(attempt.person, attempt.team)
    var outcome = Attempt.Outcome.allowed
    do {
      try await connection.transaction { transaction in
        // Deferred constraints decide at commit; here, where nothing is committed, at once after the statement.
        try await transaction.run(attempt.sql)
        try await transaction.run("set constraints all immediate")
        throw Undo()
      }
    } catch is Undo {
    } catch PostgresError.server(let error) {
      outcome = .refused(error.sqlState, error.sqlState == "42501" ? nil : error.constraint ?? error.column)
    }
    await connection.close()
    #expect(outcome == attempt.outcome, "\(attempt.what)")
  }

  struct Undo: Error {}
}

import FoundationEssentials
import Postgres
import TestHouse
import Testing
import Workflow

/// The whole law as a table: stage × action × role, by raw SQL.
@Suite struct MatrixTests {
  @Test("Every cell of the matrix", arguments: Stage.allCases)
  func everyCell(_ stage: Stage) async throws {
    let house = try await Matrix.house(at: stage)
    var differing: [String] = []
    for actor in Matrix.Actor.allCases {
      let connection = try await house.database.connect(actor.person, actor.team)
      for action in Matrix.actions {
        let found = try await attempt(action.sql, on: connection)
        let cell = "\(stage) · \(action.name) · \(actor.team)"
        switch (action.isAllowed(to: actor, at: stage), found) {
        case (true, nil): break
        case (true, let error?): differing.append("\(cell): the law allows it; refused with \(error)")
        case (false, nil): differing.append("\(cell): the law refuses it; it was done")
        case (false, let error?):
          // Outside the team it is a matter of rights. Within, a rule says so by its name, and has a sentence.
          let mayElsewhere = Stage.allCases.contains { action.isAllowed(to: actor, at: $0) }
          if !mayElsewhere, error.sqlState == "42501" { continue }
          let name = error.constraint ?? ""
          let said = try await house.database.run(
            "postgres", nil, "select 1 from levee.refusal where name = \(name) and en <> '' and zh <> ''")
          if said.isEmpty { differing.append("\(cell): refused without a sentence: \(error)") }
        }
      }
      await connection.close()
    }
    #expect(differing.isEmpty, "\(differing.joined(separator: "\n"))")
  }

  /// Tries a statement with what is deferred, and takes it back.
  private func attempt(_ sql: String, on connection: Connection) async throws -> ServerError? {
    do {
      try await connection.run("begin")
      try await connection.run(Statement(unsafeSQL: sql))
      try await connection.run("set constraints all immediate")
      try await connection.run("rollback")
      return nil
    } catch PostgresError.server(let error) {
      try await connection.run("rollback")
      return error
    }
  }
}

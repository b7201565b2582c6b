import FoundationEssentials
import Postgres
import TestHouse
import Testing
import Workflow

/// One attack by raw SQL: a person with a team's password, and time to think.
struct Attack: Sendable {
  enum Outcome: Sendable, Equatable {
    /// A statement of it fails, with this SQLSTATE and, where a rule says so, that rule's name.
    case refused(_ sqlState: String, _ rule: String? = nil)
    /// It runs, and what it was meant to change has not changed: the query says true.
    case harmless(_ unharmed: String)
  }

  let name: String
  let person: String
  let team: Team?
  let sql: [String]
  let outcome: Outcome

  init(_ name: String, _ person: String, _ team: Team?, _ sql: String..., outcome: Outcome) {
    self.name = name
    self.person = person
    self.team = team
    self.sql = sql
    self.outcome = outcome
  }

  static let noRight = Outcome.refused("42501")
  static func key(_ name: String) -> Outcome { .refused("23503", name) }
  static func check(_ name: String) -> Outcome { .refused("23514", name) }
  static func rule(_ name: String) -> Outcome { .refused("LV001", name) }

  /// Attacks in a session of its own.
  /// - Returns: what came of it instead, in words; nil when it came as the attack says.
  func run(in house: House) async throws -> String? {
    let connection = try await house.database.connect(person, team)
    var error: ServerError?
    do {
      for statement in sql { try await connection.run(Statement(unsafeSQL: statement)) }
    } catch PostgresError.server(let server) {
      error = server
    }
    // The session stays open while the house goes on: what it locked is locked.
    try await house.advance()
    let verified = try await house.database.run(
      "postgres", nil, "select 1 from levee.verify(null) where fault <> 'erased'")
    defer { Task { await connection.close() } }
    if !verified.isEmpty { return "\(name): the history no longer verifies" }
    switch (outcome, error) {
    case (.refused(let state, let rule), let error?):
      let isAsSaid = error.sqlState == state && (rule == nil || error.constraint == rule)
      return isAsSaid ? nil : "\(name): refused, but with \(error)"
    case (.refused, nil): return "\(name): it was done"
    case (.harmless, let error?): return "\(name): refused with \(error)"
    case (.harmless(let unharmed), nil):
      let row = try await house.database.run("postgres", nil, Statement(unsafeSQL: "select (\(unharmed)) as unharmed"))[
        0]
      return try row["unharmed"] as Bool ? nil : "\(name): it did harm"
    }
  }
}

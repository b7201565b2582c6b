import Ledger
import TestHouse
import Workflow

/// The default playbook, as an installed house has it.
enum PlanHouse {
  static func content() async throws -> PlaybookContent {
    let database = try await TestDatabase()
    guard let content = try await database.ledger("sun", .monitoring).playbooks.content(version: 1) else {
      throw Missing()
    }
    return content
  }

  struct Missing: Error {}
}

import Ledger
import Postgres

/// The name of the rule that refuses a step, tried by raw SQL or through a ledger: a constraint's, or that of a refusal.
/// - Returns: nil when the step is allowed; `SQLSTATE` for errors without a name; a description of any other error.
public func refusal(_ step: () async throws -> Void) async -> String? {
  do {
    try await step()
    return nil
  } catch LedgerError.refused(let refusal) {
    return refusal.name
  } catch LedgerError.notAllowed {
    return "42501"
  } catch PostgresError.server(let error) {
    return error.constraint ?? error.sqlState
  } catch {
    return "\(error)"
  }
}

public import FoundationEssentials
import Postgres

/// The forms that were sent: a form that is sent twice is one step.
public struct SentForms: Sendable {
  let ledger: Ledger

  /// Says that a form is sent, as part of the step that it takes. Whoever sends it again meanwhile waits for that step.
  /// - Returns: false when it was sent before, and its step was recorded.
  public func send(_ key: UUID) async throws -> Bool {
    try await ledger.commit("select levee.send_form(\(key)) as is_new")[0]["is_new"]
  }
}

extension Ledger {
  public var sentForms: SentForms { SentForms(ledger: self) }
}

import Postgres

/// The browsers by which people come in: each is a login of its own.
public struct Devices: Sendable {
  let ledger: Ledger

  /// Turns a code, which its person got at a terminal, into a login.
  /// - Parameters:
  ///   - code: used up by it.
  ///   - verifier: of its secret, which the database never sees.
  /// - Returns: the login.
  public func enrol(code: String, verifier: SCRAMVerifier) async throws -> String {
    try await ledger.commit("select levee.enrol_device(\(code), \(verifier.description)) as login", bells: [])[0][
      "login"]
  }
}

extension Ledger {
  public var devices: Devices { Devices(ledger: self) }
}

public import FoundationEssentials
import Postgres
import Secrets

/// The browsers by which people come in: each is a login of its own, which acts for its person and for nobody else.
public struct Devices: Sendable {
  let ledger: Ledger

  /// One of them.
  public struct Device: Sendable {
    public let person: String
    /// What its person calls it.
    public let label: String
    public let enrolledAt: Date
    public let validUntil: Date
    /// Whether six digits that its person was sent made it one.
    public let isByCode: Bool
    /// Nil for one that is in use.
    public let endedAt: Date?
  }

  /// Gives out a code by which a browser becomes a device of the caller's. The database gets its digest only; a code that was given
  /// out before and not used is void.
  /// - Parameters:
  ///   - label: what its person calls it.
  ///   - code: of chance, at least 128 bits.
  /// - Returns: until when it is good.
  /// - Throws: `LedgerError.refused`: `device_label_is_short`, `device_label_is_free`, `devices_are_few`.
  public func invite(_ label: String, code: String) async throws -> Date {
    let digest = Bytes(Digest.sha256(code))
    return try await ledger.commit("select levee.invite_device(\(label), \(digest)) as until", bells: [])[0]["until"]
  }

  /// The devices of the caller, or of everybody for an administrator; the newest first.
  public func list() async throws -> [Device] {
    try await ledger.read(
      """
      select handle, label, enrolled_at, valid_until, invited_on = '~code' as by_code, nullif(ended_at, 'infinity') as ended_at
      from levee.device
      order by enrolled_at desc
      """
    ).map {
      Device(
        person: try $0["handle"], label: try $0["label"], enrolledAt: try $0["enrolled_at"],
        validUntil: try $0["valid_until"], isByCode: try $0["by_code"], endedAt: try $0["ended_at"])
    }
  }

  /// Ends a device, or all of a person, in their open sessions too; and what asks, or asked within the hour, to become one by a code: nobody
  /// gets a code for its person for a day then.
  /// - Parameters:
  ///   - label: which; all if not said.
  ///   - person: whose it is; the caller's own if not said.
  /// - Returns: what they were called.
  /// - Throws: `LedgerError.refused`: `device_is_on_record`, `device_is_ended_by_its_person`.
  @discardableResult
  public func end(_ label: String? = nil, of person: String? = nil) async throws -> [String] {
    try await ledger.commit(
      "select levee.end_devices(coalesce(\(person), levee.person()), \(label ?? "")) as labels", bells: [])[0]["labels"]
  }

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

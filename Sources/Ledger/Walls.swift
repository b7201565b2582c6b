public import FoundationEssentials
import Postgres
import Secrets

/// Screens on a wall: each is a login of its own that is nobody's and reads the board, and nothing else.
public struct Walls: Sendable {
  let ledger: Ledger

  /// One of them.
  public struct Wall: Sendable {
    public let label: String
    /// Who made its link.
    public let person: String
    public let enrolledAt: Date
    public let validUntil: Date
    /// Nil for one that is in use.
    public let endedAt: Date?
  }

  /// Gives out a code by which a screen becomes one of the house. The database gets its digest only; a code that was given out for the
  /// same label before and not used is void.
  /// - Parameters:
  ///   - label: what the house calls the screen.
  ///   - code: of chance, at least 128 bits.
  ///   - until: when the screen ends by itself.
  /// - Returns: until when the code is good.
  /// - Throws: `LedgerError.refused`: `wall_is_made_by_a_head`, `wall_label_is_free`, `wall_is_bounded`, `device_label_is_short`.
  public func invite(_ label: String, code: String, until: Date) async throws -> Date {
    let digest = Bytes(Digest.sha256(code))
    return try await ledger.commit("select levee.invite_wall(\(label), \(digest), \(until)) as until", bells: [])[0][
      "until"]
  }

  /// Turns a code into a login of a screen.
  /// - Parameters:
  ///   - code: used up by it.
  ///   - verifier: of its secret, which the database never sees.
  /// - Returns: the login.
  public func enrol(code: String, verifier: SCRAMVerifier) async throws -> String {
    try await ledger.commit("select levee.enrol_wall(\(code), \(verifier.description)) as login", bells: [])[0]["login"]
  }

  /// All that there ever were, the newest first.
  public func list() async throws -> [Wall] {
    try await ledger.read(
      """
      select label, person, enrolled_at, valid_until, nullif(ended_at, 'infinity') as ended_at from levee.wall
      order by enrolled_at desc
      """
    ).map {
      Wall(
        label: try $0["label"], person: try $0["person"], enrolledAt: try $0["enrolled_at"],
        validUntil: try $0["valid_until"], endedAt: try $0["ended_at"])
    }
  }

  /// Ends one, in its open sessions too.
  /// - Throws: `LedgerError.refused`: `wall_is_made_by_a_head`, `wall_is_on_record`.
  public func end(_ label: String) async throws {
    try await ledger.commit("select levee.end_wall(\(label))", bells: [])
  }
}

extension Ledger {
  public var walls: Walls { Walls(ledger: self) }
}

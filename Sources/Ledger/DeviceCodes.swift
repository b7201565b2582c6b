public import FoundationEssentials
import Postgres

/// Codes of six digits, by which the browser of whoever has no terminal becomes a device: asked for at the browser, sent over the person's
/// own ways, typed at the same browser.
public struct DeviceCodes: Sendable {
  let ledger: Ledger

  /// What was asked for in a person's name.
  public struct Request: Sendable {
    public enum State: String, Sendable {
      /// The code may still be typed.
      case open = ""
      case used
      /// The plan asks for more, of one of the seats that the person holds.
      case refused
      /// No way of the person's own is known.
      case unreached
      /// Five wrong codes were typed.
      case wrong
      /// The person said that it was not them.
      case disowned
    }

    /// What the device is to be called.
    public let label: String
    /// From where, as the console saw it; "" where it did not see it.
    public let whence: String
    public let askedAt: Date
    public let expiresAt: Date
    public let state: State
  }

  /// What the message to the person says.
  public struct Told: Sendable, Decodable {
    /// Whether there is no code, because the plan asks for more.
    public let refused: Bool
    /// "" where it is of no use any more.
    public let code: String
    public let whence: String

    /// - Parameter text: JSON, as the database says it.
    public init?(_ text: String) {
      guard let read = try? JSONDecoder().decode(Told.self, from: Data(text.utf8)) else { return nil }
      self = read
    }
  }

  /// Asks for a code. Nothing is said of what came of it: whether there is such a person, may be enrolled so, or can be reached.
  /// - Parameters:
  ///   - person: who somebody says they are.
  ///   - label: what the device is to be called.
  ///   - secret: the browser's, of chance, at least 256 bits; a new one for each request.
  ///   - whence: from where it was asked, in one line, for the person to read.
  /// - Throws: `LedgerError.refused`: `device_label_is_short`, whoever it is for.
  public func ask(for person: String, label: String, secret: String, whence: String) async throws {
    try await ledger.commit(
      "select levee.ask_code(\(person), \(label), \(secret), \(whence))", bells: [.logistics])
  }

  /// Tries a code. The try is counted, and committed, before it is known whether it was right.
  /// - Parameter verifier: of the login's secret, which the database never sees.
  /// - Returns: the login; nil for a wrong code, and for one that there is not.
  /// - Throws: `LedgerError.refused`: `device_label_is_free`, `devices_are_few`, after the right code.
  public func enrol(_ code: String, secret: String, verifier: SCRAMVerifier) async throws -> String? {
    try await ledger.commit("select levee.hand_in_code(\(secret), \(code))", bells: [])
    let login: String = try await ledger.commit(
      "select levee.enrol_by_code(\(secret), \(verifier.description)) as login", bells: [.logistics])[0]["login"]
    return login.isEmpty ? nil : login
  }

  /// What was asked for in the caller's name within the hour, or a day where it ended badly; the newest first.
  public func requests() async throws -> [Request] {
    try await ledger.read(
      """
      select label, whence, asked_at, expires_at, ended_how from levee.code_request
      where free_at > clock_timestamp() order by asked_at desc
      """
    ).map {
      Request(
        label: try $0["label"], whence: try $0["whence"], askedAt: try $0["asked_at"], expiresAt: try $0["expires_at"],
        state: Request.State(rawValue: try $0["ended_how"]) ?? .open)
    }
  }
}

extension Ledger {
  public var deviceCodes: DeviceCodes { DeviceCodes(ledger: self) }
}

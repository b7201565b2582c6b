import Ledger
import Postgres
import Secrets
import Wording

/// A browser becomes somebody's: the one thing that the console's own login does, with a code that its person got elsewhere.
struct Enrolment: Sendable {
  /// Of the console's own login, which may do this and nothing else.
  let ledger: Ledger

  /// What a browser becomes.
  enum Kind: String {
    /// Somebody's own.
    case device = "enrol"
    /// A screen that is nobody's, and shows the board.
    case wall
  }

  /// A new secret, of which the database gets the verifier only.
  func enrol(_ kind: Kind, code: String) async throws -> Credential {
    let secret = Self.secret()
    let verifier = SCRAMVerifier(password: secret)
    let login =
      switch kind {
      case .device: try await ledger.devices.enrol(code: code, verifier: verifier)
      case .wall: try await ledger.walls.enrol(code: code, verifier: verifier)
      }
    return Credential(login: login, secret: secret)
  }

  /// Asks that six digits are sent to whom somebody says they are, over that person's own ways.
  /// - Returns: what the browser holds until they are typed. It says nothing of whether they were sent.
  func ask(for handle: String, label: String, whence: String) async throws -> String {
    let secret = Self.secret()
    try await ledger.deviceCodes.ask(
      for: Self.plain(handle).lowercased(), label: Self.plain(label).lowercased(), secret: secret, whence: whence)
    return secret
  }

  /// - Returns: nil where the digits are not those that were sent to whom this browser asked for.
  func enrol(typed: String, secret: String) async throws -> Credential? {
    let login = Self.secret()
    return try await ledger.deviceCodes.enrol(
      String(Self.plain(typed).filter(\.isNumber)), secret: secret, verifier: SCRAMVerifier(password: login)
    ).map { Credential(login: $0, secret: login) }
  }

  private static func secret() -> String { Base64URL.text(Chance.bytes(32)) }

  /// What may stand in a handle, a label or a code.
  private static func plain(_ typed: String) -> String {
    String(String.UnicodeScalarView(typed.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(64)))
  }

  /// A code as it may stand in an address; anything else is not even asked about.
  static func code(_ path: [String]) -> String? {
    guard path.count == 2, (6...128).contains(path[1].utf8.count),
      path[1].utf8.allSatisfy({
        $0 < 0x80
          && (Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber || $0 == 0x2D
            || $0 == 0x5F)
      })
    else { return nil }
    return path[1]
  }
}

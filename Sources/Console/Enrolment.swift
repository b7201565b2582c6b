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
    let secret = Base64URL.text(Chance.bytes(32))
    let verifier = SCRAMVerifier(password: secret)
    let login =
      switch kind {
      case .device: try await ledger.devices.enrol(code: code, verifier: verifier)
      case .wall: try await ledger.walls.enrol(code: code, verifier: verifier)
      }
    return Credential(login: login, secret: secret)
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

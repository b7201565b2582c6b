import CCrypto
import FoundationEssentials
public import Secrets

/// What a server keeps in place of a password (RFC 5802, RFC 7677), in the form in which PostgreSQL stores it: who has it can check the
/// password, and cannot log in with it. Made before a password reaches the server, the server never sees it.
public struct SCRAMVerifier: Sendable, CustomStringConvertible {
  /// `SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY`.
  public let description: String

  /// - Parameters:
  ///   - password: of ASCII characters, which no preparation of strings changes.
  ///   - salt: of chance; another for each password.
  public init(password: String, salt: [UInt8] = Chance.bytes(16), iterations: Int = 4096) {
    precondition(password.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "a secret of ASCII characters")
    var salted = [UInt8](repeating: 0, count: 32)
    PKCS5_PBKDF2_HMAC(
      password, Int32(password.utf8.count), salt, Int32(salt.count), Int32(iterations), EVP_sha256(), 32, &salted)
    let stored = Digest.sha256(Digest.hmac(key: salted, Array("Client Key".utf8)))
    let server = Digest.hmac(key: salted, Array("Server Key".utf8))
    func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    description = "SCRAM-SHA-256$\(iterations):\(base64(salt))$\(base64(stored)):\(base64(server))"
  }
}

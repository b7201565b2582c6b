import CCrypto
import FoundationEssentials

/// What a server keeps in place of a password (RFC 5802, RFC 7677), in the form in which PostgreSQL stores it: who has it can check the
/// password, and cannot log in with it. Made before a password reaches the server, the server never sees it.
public struct SCRAMVerifier: Sendable, CustomStringConvertible {
  /// `SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY`.
  public let description: String

  /// - Parameters:
  ///   - password: of ASCII characters, which no preparation of strings changes.
  ///   - salt: of chance; another for each password.
  public init(password: String, salt: [UInt8] = SCRAMVerifier.chance(16), iterations: Int = 4096) {
    precondition(password.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "a secret of ASCII characters")
    var salted = [UInt8](repeating: 0, count: 32)
    PKCS5_PBKDF2_HMAC(
      password, Int32(password.utf8.count), salt, Int32(salt.count), Int32(iterations), EVP_sha256(), 32, &salted)
    var stored = [UInt8](repeating: 0, count: 32)
    EVP_Digest(Self.hmac(salted, "Client Key"), 32, &stored, nil, EVP_sha256(), nil)
    let server = Self.hmac(salted, "Server Key")
    func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    description = "SCRAM-SHA-256$\(iterations):\(base64(salt))$\(base64(stored)):\(base64(server))"
  }

  /// Bytes that nobody can foresee.
  public static func chance(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    var size: UInt32 = 32
    HMAC(EVP_sha256(), key, Int32(key.count), Array(text.utf8), text.utf8.count, &code, &size)
    return code
  }
}

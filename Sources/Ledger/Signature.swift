import Postgres
import Secrets

/// The signature under an approval, with all that it takes to verify it again.
public struct Signature: Sendable, Codable {
  /// The number of its event.
  public let event: Int
  /// Whose key it is.
  public let person: String
  /// `passkey` or `ssh`.
  public let kind: String
  /// The public key, hexadecimal: a point of P-256, or the bytes of a .pub file.
  public let key: String
  /// Of a passkey, the host of the pages for which it was made.
  public let realm: String
  /// The text that was signed.
  public let message: String
  /// Hexadecimal, each: the signature (DER, or SSHSIG); of a passkey, what its authenticator and the browser said.
  public let signature: String
  public let authenticator: String
  public let client: String

  init(row: Row) throws {
    event = try row["event_id"]
    person = try row["person"]
    kind = try row["kind"]
    key = (try row["public_key"] as Bytes).hexadecimal
    realm = try row["realm"]
    message = try row["message"]
    signature = (try row["signature"] as Bytes).hexadecimal
    authenticator = (try row["authenticator"] as Bytes).hexadecimal
    client = (try row["client"] as Bytes).hexadecimal
  }

  /// Whether it holds, by OpenSSL: the database, which verified it when it was given, has no say in it.
  public var holds: Bool {
    guard let key = Bytes(hexadecimal: key)?.bytes, let signature = Bytes(hexadecimal: signature)?.bytes,
      let authenticator = Bytes(hexadecimal: authenticator)?.bytes, let client = Bytes(hexadecimal: client)?.bytes
    else { return false }
    if kind == "passkey" {
      return PasskeySignature(
        key: Digest.sha256(key), signature: signature, authenticator: authenticator, client: client
      ).isOf(message, point: key, realm: realm)
    }
    guard let given = SSHSignature(bytes: signature) else { return false }
    return given.key == key && given.isOf(message)
  }
}

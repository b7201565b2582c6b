import FoundationEssentials

/// A passkey's answer to a challenge (Web Authentication, Level 2): what its authenticator and the browser say, and the signature of both.
public struct PasskeySignature: Sendable {
  /// Which passkey: SHA-256 of its public key.
  public let key: [UInt8]
  /// DER.
  public let signature: [UInt8]
  public let authenticator: [UInt8]
  /// JSON, as the browser wrote it.
  public let client: [UInt8]

  public init(key: [UInt8], signature: [UInt8], authenticator: [UInt8], client: [UInt8]) {
    self.key = key
    self.signature = signature
    self.authenticator = authenticator
    self.client = client
  }

  /// The challenge that stands for a text: its SHA-256.
  public static func challenge(_ message: String) -> [UInt8] { Digest.sha256(message) }

  private struct Said: Decodable {
    let type: String
    let challenge: String
    let origin: String
    let crossOrigin: Bool?
  }

  /// Whether it is of this text: asked by a page of the key's own realm, and given by somebody who was there and unlocked it (7.2, steps 11 to 20).
  /// - Parameters:
  ///   - point: the public key, an uncompressed point of P-256.
  ///   - realm: the host of the pages for which the key was made.
  public func isOf(_ message: String, point: [UInt8], realm: String) -> Bool {
    guard let said = try? JSONDecoder().decode(Said.self, from: Data(client)), said.type == "webauthn.get",
      said.crossOrigin != true, said.challenge == Base64URL.text(Self.challenge(message))
    else { return false }
    let host = said.origin.split(separator: "/").last.map { $0.split(separator: ":")[0] } ?? ""
    // Flags: somebody is there (1), and is verified (4).
    return host == realm && authenticator.count >= 37 && Array(authenticator.prefix(32)) == Digest.sha256(realm)
      && authenticator[32] & 5 == 5 && PublicKey.p256(point).signed(authenticator + Digest.sha256(client), signature)
  }
}

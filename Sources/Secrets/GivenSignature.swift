import FoundationEssentials

/// A signature as somebody hands it in: what ssh-keygen prints, or what a page makes of a passkey's answer.
public enum GivenSignature: Sendable {
  case ssh(SSHSignature)
  case passkey(PasskeySignature)

  private static let first: Substring = "-----BEGIN SSH SIGNATURE-----"
  private static let last: Substring = "-----END SSH SIGNATURE-----"

  /// Reads one; nil for what is none.
  /// - Parameter text: an armoured SSH signature; or `passkey`, the key's fingerprint, what the authenticator and the browser say, and
  ///   the signature, each in base64url, with dots between them.
  public init?(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline)
    if lines.first == Self.first, lines.last == Self.last {
      let signs = lines.dropFirst().dropLast().joined()
      guard let data = Data(base64Encoded: signs), let signature = SSHSignature(bytes: Array(data)) else { return nil }
      self = .ssh(signature)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "passkey" else { return nil }
    let bytes = parts.dropFirst().compactMap { Base64URL.bytes($0) }
    guard bytes.count == 4 else { return nil }
    self = .passkey(PasskeySignature(key: bytes[0], signature: bytes[3], authenticator: bytes[1], client: bytes[2]))
  }

  /// Which key made it: the SHA-256 of its public half.
  public var key: [UInt8] {
    switch self {
    case .ssh(let signature): Digest.sha256(signature.key)
    case .passkey(let signature): signature.key
    }
  }
}

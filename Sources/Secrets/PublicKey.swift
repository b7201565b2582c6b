import CCrypto

/// The public half of somebody's key, and whether it signed some bytes, by OpenSSL's libcrypto.
public enum PublicKey: Sendable {
  /// A point of P-256, uncompressed: 65 bytes. It signs by ECDSA with SHA-256 (FIPS 186-5).
  case p256([UInt8])
  /// 32 bytes (RFC 8032).
  case ed25519([UInt8])

  /// Whether these bytes were signed by this key.
  /// - Parameter signature: of a P-256 key in DER, of an Ed25519 key as its 64 bytes.
  public func signed(_ bytes: [UInt8], _ signature: [UInt8]) -> Bool {
    let (information, digest): ([UInt8], OpaquePointer?) =
      switch self {
      case .p256(let point): (Self.p256Prefix + point, EVP_sha256())
      case .ed25519(let key): (Self.ed25519Prefix + key, nil)
      }
    let key = information.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var start = buffer.baseAddress
      return d2i_PUBKEY(nil, &start, buffer.count)
    }
    guard let key else { return false }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
  }

  /// What stands before a key in a SubjectPublicKeyInfo (RFC 5480, RFC 8410).
  private static let p256Prefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE,
    0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
  ]
  private static let ed25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
}

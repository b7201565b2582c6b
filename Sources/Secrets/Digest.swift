import CCrypto

/// SHA-256 (FIPS 180-4) and what is made of it, by OpenSSL's libcrypto.
public enum Digest {
  /// The digest of a text's UTF-8 bytes: 32 bytes.
  public static func sha256(_ text: String) -> [UInt8] { sha256(Array(text.utf8)) }

  /// The digest of bytes: 32 bytes.
  public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
    return digest
  }

  /// SHA-512: 64 bytes.
  static func sha512(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 64)
    EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha512(), nil)
    return digest
  }

  /// The authentication code of bytes under a key, HMAC with SHA-256 (RFC 2104): 32 bytes.
  public static func hmac(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    var size: UInt32 = 32
    HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &code, &size)
    return code
  }
}

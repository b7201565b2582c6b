import FoundationEssentials
import Secrets

/// What an identity provider signs with: a key that openssl made and uses.
public struct TokenSigner: Sendable {
  public enum Algorithm: String, Sendable { case rs256 = "RS256", es256 = "ES256" }

  private let folder: String
  public let kid: String
  public let algorithm: Algorithm
  /// Its public half (RFC 7517).
  public let key: String
  /// The modulus, or the point.
  public let bytes: [UInt8]

  /// - Parameters:
  ///   - bits: of an RSA key.
  ///   - exponent: of an RSA key.
  public init(_ algorithm: Algorithm, kid: String, bits: Int = 2048, exponent: Int = 65537) async throws {
    self.algorithm = algorithm
    self.kid = kid
    folder = "/tmp/levee-token-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    switch algorithm {
    case .rs256:
      try await OpenSSL.run([
        "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)", "-pkeyopt",
        "rsa_keygen_pubexp:\(exponent)", "-out", folder + "/key",
      ])
      let said = try await OpenSSL.run(["rsa", "-in", folder + "/key", "-noout", "-modulus"])
      bytes = try Self.hex(said.split(separator: "=").last.map(String.init) ?? "")
      let e = withUnsafeBytes(of: UInt32(exponent).bigEndian) { Array($0.drop { $0 == 0 }) }
      key = """
        {"kty":"RSA","kid":"\(kid)","use":"sig","alg":"RS256","n":"\(Base64URL.text(bytes))","e":"\(Base64URL.text(e))"}
        """
    case .es256:
      bytes = try await OpenSSL.makePoint(in: folder)
      key = """
        {"kty":"EC","kid":"\(kid)","crv":"P-256","x":"\(Base64URL.text(Array(bytes[1..<33])))","y":"\(Base64URL.text(Array(bytes[33...])))"}
        """
    }
  }

  /// A token that says these claims.
  /// - Parameter header: nil for what says the algorithm and the key.
  public func token(_ claims: String, header: String? = nil) async throws -> String {
    let header = header ?? "{\"alg\":\"\(algorithm.rawValue)\",\"kid\":\"\(kid)\",\"typ\":\"JWT\"}"
    let message = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(Array(claims.utf8))
    return message + "." + Base64URL.text(try await sign(Array(message.utf8)))
  }

  /// As tokens have it: of an RSA key its bytes, of a point r and s.
  public func sign(_ message: [UInt8]) async throws -> [UInt8] {
    let made = try await OpenSSL.sign(message, in: folder)
    return algorithm == .rs256 ? made : Self.pair(made)
  }

  /// What RSA makes of a block as it stands, however it is padded.
  public func raw(_ block: [UInt8]) async throws -> [UInt8] {
    let file = folder + "/m-\(UUID().uuidString)"
    try Data(block).write(to: URL(filePath: file))
    try await OpenSSL.run([
      "pkeyutl", "-decrypt", "-inkey", folder + "/key", "-pkeyopt", "rsa_padding_mode:none", "-in", file, "-out",
      file + ".sig",
    ])
    return Array(try Data(contentsOf: URL(filePath: file + ".sig")))
  }

  public func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private static func hex(_ text: String) throws -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue }
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { throw SignerFailed(output: text) }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// r and s, 32 bytes each, of a signature in DER.
  private static func pair(_ der: [UInt8]) -> [UInt8] {
    let first = Int(der[3])
    func number(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
      let bare = Array(bytes.drop { $0 == 0 })
      return [UInt8](repeating: 0, count: 32 - bare.count) + bare
    }
    return number(der[4..<(4 + first)]) + number(der[(6 + first)...])
  }
}

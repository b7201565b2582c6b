import FoundationEssentials
public import Ledger
import Secrets

/// A key of ssh in a folder of its own, made and used by ssh-keygen.
public struct SSHSigner: Sendable {
  public let folder: String
  /// The line of its .pub file.
  public let line: String

  /// - Parameter kind: as ssh-keygen -t takes it.
  public init(_ kind: String = "ed25519") async throws {
    folder = "/tmp/levee-ssh-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/.ssh", withIntermediateDirectories: true)
    let made = try await Running.run(
      "/usr/bin/ssh-keygen", ["-q", "-t", kind, "-N", "", "-C", "test", "-f", folder + "/.ssh/id_\(kind)"])
    guard made.code == 0 else { throw SignerFailed(output: made.output) }
    line = String(decoding: try Data(contentsOf: URL(filePath: folder + "/.ssh/id_\(kind).pub")), as: UTF8.self)
    path = folder + "/.ssh/id_\(kind)"
  }

  private let path: String

  /// An armoured signature.
  public func sign(_ message: String, namespace: String = "levee") async throws -> String {
    let file = folder + "/m-\(UUID().uuidString)"
    try Data(message.utf8).write(to: URL(filePath: file))
    let made = try await Running.run("/usr/bin/ssh-keygen", ["-q", "-Y", "sign", "-f", path, "-n", namespace, file])
    guard made.code == 0 else { throw SignerFailed(output: made.output) }
    return String(decoding: try Data(contentsOf: URL(filePath: file + ".sig")), as: UTF8.self)
  }

  public func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// A passkey whose private half is a file, and which signs by openssl what a browser and its authenticator would say.
public struct PasskeySigner: Sendable {
  public let folder: String
  public let realm: String
  /// An uncompressed point of P-256.
  public let point: [UInt8]
  public let credential = Chance.bytes(32)

  public init(realm: String = "levee.example.com") async throws {
    self.realm = realm
    folder = "/tmp/levee-passkey-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    point = try await OpenSSL.makePoint(in: folder)
  }

  public var key: NewSigningKey { .passkey(point: point, realm: realm, credential: credential) }

  /// What a page makes of an answer to the challenge that stands for a text.
  /// - Parameters:
  ///   - origin: where the page is; the realm, by https, if not said.
  ///   - flags: 1 somebody is there, 4 and is verified.
  public func sign(_ message: String, origin: String? = nil, flags: UInt8 = 5, type: String = "webauthn.get")
    async throws -> String
  {
    let client = Array(
      """
      {"type":"\(type)","challenge":"\(Base64URL.text(PasskeySignature.challenge(message)))",\
      "origin":"\(origin ?? "https://" + realm)","crossOrigin":false}
      """.utf8)
    let authenticator = Digest.sha256(realm) + [flags, 0, 0, 0, 0]
    let signature = try await OpenSSL.sign(authenticator + Digest.sha256(client), in: folder)
    return (["passkey"] + [Digest.sha256(point), authenticator, client, signature].map(Base64URL.text))
      .joined(separator: ".")
  }

  public func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// A key could not be made or used.
public struct SignerFailed: Error { public let output: String }
